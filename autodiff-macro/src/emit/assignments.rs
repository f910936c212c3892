//! Assignments, as a person writes them: `s *= 0.5`, not `s = s * 0.5`.

use super::Printer;
use super::precedence::{self, infix};
use super::spans::{joined, user};
use crate::ir::{Expr, FloatType, Inert, Member, Op, Place, Spelling, Step, Type, VarId};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote_spanned;

impl Printer<'_> {
    pub(super) fn assignment(&self, place: &Place, value: &Expr) -> TokenStream {
        let reads = value.mentions(place.base);
        let (symbol, value) = match value {
            Expr::Op(op, of, Spelling::Natural) => match (compound(*op), of.as_slice()) {
                (Some(symbol), [first, rest]) if is_at(first, place) && !self.is_lent_first(place, rest) => {
                    (symbol, self.operand(place, rest))
                }
                _ => ("=", self.operand(place, value)),
            },
            Expr::Inert(inert) => match counted(place, inert) {
                Some((symbol, step)) => (symbol, step),
                None => ("=", self.operand(place, value)),
            },
            value => ("=", self.operand(place, value)),
        };
        self.store(place, symbol, value, reads)
    }

    /// `reads`: the value reads the memory that is written.
    fn store(&self, place: &Place, symbol: &str, value: TokenStream, reads: bool) -> TokenStream {
        let span = self.span();
        let symbol = precedence::operator(symbol, span);
        if let Some((lent, place)) = self.lent_part(place).filter(|_| !reads) {
            return joined([lent, place, symbol, value, quote_spanned!(span=> ;)]);
        }
        joined([self.written(place).tokens, symbol, value, quote_spanned!(span=> ;)])
    }

    /// `place += value` would lend the memory to the operator's method before `value` reads it: of a type parameter, and of
    /// tangents in a group, that operator is a method like any other.
    fn is_lent_first(&self, place: &Place, value: &Expr) -> bool {
        let ty = self.type_at(place);
        let is_builtin = matches!(ty, Type::Float(FloatType::F64 | FloatType::F32) | Type::Int(_));
        let is_method = matches!(ty, Type::Tangents(..)) || !self.function.signature.generics.floats.is_empty();
        is_method && !is_builtin && !place.is_whole() && value.mentions(place.base)
    }

    /// `place += value;`
    pub(super) fn accumulation(&self, place: &Place, negative: bool, value: &Expr) -> TokenStream {
        if self.is_lent_first(place, value) {
            let op = if negative { Op::Sub } else { Op::Add };
            return self.assignment(place, &Expr::op(op, vec![Expr::Load(place.clone()), value.clone()]));
        }
        let (reads, value) = (value.mentions(place.base), self.operand(place, value));
        self.store(place, if negative { "-=" } else { "+=" }, value, reads)
    }

    fn operand(&self, place: &Place, value: &Expr) -> TokenStream {
        match self.hidden_memory(value) {
            Some(copy) => copy,
            None => self.of_type(value, &self.type_at(place)),
        }
    }

    /// A value that is kept for the backward pass.
    pub(super) fn kept(&self, value: &Expr, float: Option<&FloatType>) -> TokenStream {
        self.hidden_memory(value).unwrap_or_else(|| self.expr(value, float))
    }

    /// Memory whose name is hidden can't be moved: its second name is a reference to it.
    fn hidden_memory(&self, value: &Expr) -> Option<TokenStream> {
        let var = value.as_var().filter(|&var| !self.function.var(var).ty.is_copy() && self.is_hidden(var))?;
        let (name, span) = (self.name(var), self.span());
        Some(quote_spanned!(span=> #name.clone()))
    }
}

/// The assignment that applies an operator.
fn compound(op: Op) -> Option<&'static str> {
    assigning(infix(op)?.0)
}

fn assigning(operator: &str) -> Option<&'static str> {
    match operator {
        "+" => Some("+="),
        "-" => Some("-="),
        "*" => Some("*="),
        "/" => Some("/="),
        "%" => Some("%="),
        _ => None,
    }
}

/// The value that `place` holds.
fn is_at(expr: &Expr, place: &Place) -> bool {
    match expr {
        Expr::Var(var) => place.is_whole() && *var == place.base,
        Expr::Load(from) => is_place(from, place),
        _ => false,
    }
}

/// They name the same memory, as far as can be seen.
pub(super) fn is_place(one: &Place, other: &Place) -> bool {
    let steps = one.path.len() == other.path.len();
    one.base == other.base && steps && one.path.iter().zip(&other.path).all(|(one, other)| is_same(one, other))
}

fn is_same(one: &Step, other: &Step) -> bool {
    let same_end = |one: &Option<Expr>, other: &Option<Expr>| match (one, other) {
        (Some(one), Some(other)) => is_same(&Step::Index(one.clone()), &Step::Index(other.clone())),
        (None, None) => true,
        _ => false,
    };
    match (one, other) {
        (Step::Range { low, high, inclusive }, Step::Range { low: from, high: to, inclusive: closed }) => {
            same_end(low, from) && same_end(high, to) && inclusive == closed
        }
        (Step::Index(Expr::Var(one)), Step::Index(Expr::Var(other))) => one == other,
        (Step::Index(Expr::Inert(one)), Step::Index(Expr::Inert(other))) => one.same(other),
        (Step::Field(one), Step::Field(other)) => is_same_member(one, other),
        (Step::Variant(one), Step::Variant(other)) => {
            one.path.to_string() == other.path.to_string() && is_same_member(&one.member, &other.member)
        }
        (Step::Deref, Step::Deref) => true,
        _ => false,
    }
}

fn is_same_member(one: &Member, other: &Member) -> bool {
    match (one, other) {
        (Member::Named(one), Member::Named(other)) => one == other,
        (Member::Position(one), Member::Position(other)) => one == other,
        _ => false,
    }
}

/// `k = k + 1`, of an integer and one token: the operator's assignment, and the token.
fn counted(place: &Place, inert: &Inert) -> Option<(&'static str, TokenStream)> {
    let trees: Vec<TokenTree> = inert.tokens.clone().into_iter().collect();
    let [TokenTree::Ident(first), TokenTree::Punct(operator), step] = trees.as_slice() else { return None };
    let is_number = matches!(step, TokenTree::Literal(_));
    let is_var = |var: VarId| place.is_whole() && var == place.base;
    if !Inert::is_hole(first).is_some_and(is_var) || !is_number {
        return None;
    }
    let symbol = assigning(&operator.as_char().to_string())?;
    Some((symbol, user(&TokenStream::from(step.clone()))))
}
