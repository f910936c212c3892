//! Assignments, as a person writes them: `s *= 0.5`, not `s = s * 0.5`.

use super::Printer;
use super::precedence::{self, infix};
use super::spans::{joined, user};
use crate::ir::{Expr, FloatType, Inert, Member, Op, Place, Spelling, Step, VarId};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote_spanned;

impl Printer<'_> {
    pub(super) fn assignment(&self, place: &Place, value: &Expr) -> TokenStream {
        let reads = value.mentions(place.base);
        let (symbol, value) = match value {
            Expr::Op(op, of, Spelling::Natural) => match (compound(*op), of.as_slice()) {
                (Some(symbol), [first, rest]) if is_at(first, place) && self.is_read_first(place, rest) => {
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

    /// `place += value;`
    pub(super) fn accumulation(&self, place: &Place, negative: bool, value: &Expr) -> TokenStream {
        let (reads, value) = (value.mentions(place.base), self.operand(place, value));
        self.store(place, if negative { "-=" } else { "+=" }, value, reads)
    }

    /// Of floats that rustc knows, what stands behind `+=` is read before the place is looked for; of others it is lent then.
    fn is_read_first(&self, place: &Place, rest: &Expr) -> bool {
        let is_known = matches!(self.float_at(place), Some(FloatType::F64 | FloatType::F32));
        place.is_whole() || is_known || !rest.mentions(place.base)
    }

    fn operand(&self, place: &Place, value: &Expr) -> TokenStream {
        self.of_type(value, &self.type_at(place))
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
