//! Expressions, with the fewest parentheses.

use super::precedence::{self, Piece, Prec};
use super::spans::{all_at, group, hygienic, joined, user, user_ident};
use super::{Printer, types};
use crate::ir::{Expr, FloatType, Inert, Op, Origin, Spelling, Type, VarId};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

/// The float type that an expression stands for, where it is known: what a number beside it is.
type Float<'a> = Option<&'a FloatType>;

impl Printer<'_> {
    /// As a whole: the right-hand side of a `let`, an argument.
    pub(super) fn expr(&self, expr: &Expr, float: Float<'_>) -> TokenStream {
        self.piece(expr, float).tokens
    }

    /// As a whole, of a type that is known: each part of a tuple has numbers of its own.
    pub(super) fn of_type(&self, expr: &Expr, ty: &Type) -> TokenStream {
        match (expr, ty) {
            (Expr::Tuple(of), Type::Tuple(types)) if of.len() == types.len() => {
                let span = self.span();
                let values = of.iter().zip(types).map(|(of, ty)| self.of_type(of, ty));
                let comma = (of.len() == 1).then(|| quote_spanned!(span=> ,));
                quote_spanned!(span=> (#(#values),* #comma))
            }
            _ => self.expr(expr, known_float(ty).as_ref()),
        }
    }

    /// Where only what binds at least as tightly as `least` may stand.
    pub(super) fn within(&self, expr: &Expr, least: Prec, float: Float<'_>) -> TokenStream {
        self.piece(expr, float).within(least)
    }

    pub(super) fn name(&self, var: VarId) -> Ident {
        self.name_at(var, self.span())
    }

    /// It goes by a second name.
    pub(super) fn is_hidden(&self, var: VarId) -> bool {
        self.aliases.borrow().contains_key(&var)
    }

    fn name_at(&self, var: VarId, span: Span) -> Ident {
        match self.aliases.borrow().get(&var) {
            Some(alias) => alias.clone(),
            None => self.names.get(self.function, var, span),
        }
    }

    pub(super) fn piece(&self, expr: &Expr, float: Float<'_>) -> Piece {
        let span = self.span();
        match expr {
            Expr::Number(number) => self.number(number, float),
            Expr::Var(var) => {
                let name = self.name(*var);
                Piece::tight(quote!(#name))
            }
            Expr::Load(place) => self.place(place),
            Expr::Op(op, of, Spelling::Natural) => self.operation(*op, of, float),
            Expr::Op(_, of, Spelling::Path(path)) => {
                let path = user(path);
                let of = self.operands(expr, of, float);
                Piece::tight(quote_spanned!(span=> #path(#(#of),*)))
            }
            Expr::Inert(inert) => self.inert(inert),
            // `let h = &tape_h[i];` stands for an `h` of the forward pass, of which there was a `&h`.
            Expr::Borrow { mutable: false, place } if place.is_whole() && self.stands_for_owned(place.base) => {
                self.place(place)
            }
            Expr::Borrow { mutable: true, place } => {
                let place = self.written(place).within(Prec::Unary);
                Piece::new(quote_spanned!(span=> &mut #place), Prec::Unary)
            }
            Expr::Borrow { mutable: false, place } => {
                let place = self.place(place).within(Prec::Unary);
                Piece::new(quote_spanned!(span=> &#place), Prec::Unary)
            }
            Expr::Tuple(of) => {
                let values = of.iter().map(|of| self.expr(of, None));
                let comma = (of.len() == 1).then(|| quote_spanned!(span=> ,));
                Piece::tight(quote_spanned!(span=> (#(#values),* #comma)))
            }
            Expr::Struct(literal, of) => self.structure(literal, of),
            Expr::Array(of) => {
                let of = of.iter().map(|of| self.expr(of, float));
                Piece::tight(quote_spanned!(span=> [#(#of),*]))
            }
            Expr::Repeat(value, len) => {
                let (value, len) = (self.expr(value, float), self.inert(len).tokens);
                Piece::tight(quote_spanned!(span=> [#value; #len]))
            }
            Expr::VecList(of) => {
                let (of, runtime) = (of.iter().map(|of| self.expr(of, float)), self.runtime());
                Piece::tight(quote_spanned!(span=> #runtime::private::vec![#(#of),*]))
            }
            Expr::VecRepeat(value, len) => {
                let (value, len, runtime) = (self.expr(value, float), self.inert(len).tokens, self.runtime());
                Piece::tight(quote_spanned!(span=> #runtime::private::vec![#value; #len]))
            }
            // A term that is not there for every caller.
            Expr::Select(cond, then, otherwise)
                if matches!(**cond, Expr::IsActive(_))
                    && matches!(&**otherwise, Expr::Number(zero) if zero.value == 0.0) =>
            {
                let Expr::IsActive(params) = **cond else { return Piece::tight(TokenStream::new()) };
                let (flag, then) = (self.any_flag(params), self.expr(then, float));
                Piece::tight(quote_spanned!(span=> #flag::term(|| #then)))
            }
            Expr::Select(cond, then, otherwise) => {
                let float = self.float_of(then).or_else(|| self.float_of(otherwise)).or(float.cloned());
                let cond = self.expr(cond, None);
                let (then, otherwise) = (self.expr(then, float.as_ref()), self.expr(otherwise, float.as_ref()));
                Piece::new(quote_spanned!(span=> if #cond { #then } else { #otherwise }), Prec::Loose)
            }
            Expr::Compare(operator, left, right) => {
                let float = self.float_of(left).or_else(|| self.float_of(right));
                let left = self.piece(left, float.as_ref());
                // `x as f64 < y` would open generic arguments.
                let opens = operator.starts_with('<') && left.ends_in_cast();
                let left = if opens { left.parenthesised() } else { left.within(Prec::Sum) };
                let right = self.within(right, Prec::Sum, float.as_ref());
                let operator = precedence::operator(operator, span);
                Piece::new(quote_spanned!(span=> #left #operator #right), Prec::Compare)
            }
            // A method of slices, for which the runtime needs no helper.
            Expr::Runtime("fill", of) => {
                let operands = self.operands(expr, of, float);
                let (target, value) = (&operands[0], &operands[1]);
                Piece::tight(quote_spanned!(span=> #target.fill(#value)))
            }
            // Of a type that only rustc knows: what carries no derivative is left alone.
            Expr::Runtime("carry", of) => {
                let (runtime, of) = (self.runtime(), self.operands(expr, of, float));
                let (into, from) = (&of[0], &of[1]);
                Piece::tight(quote_spanned!(span=> #runtime::private::carried(#from).add(#into, #from)))
            }
            Expr::Runtime("clear", of) => {
                let (runtime, of) = (self.runtime(), self.operands(expr, of, float));
                let (place, shared) = (&of[0], &of[1]);
                Piece::tight(quote_spanned!(span=> #runtime::private::carried(#shared).reset(#place)))
            }
            Expr::Runtime("carried_shape", of) => {
                let (runtime, of) = (self.runtime(), self.operands(expr, of, float));
                let of = &of[0];
                Piece::tight(quote_spanned!(span=> #runtime::private::carried(#of).shape(#of)))
            }
            // What it is of carries something, or else is copied.
            Expr::Runtime("still", of) => {
                let (runtime, of) = (self.runtime(), self.operands(expr, of, float));
                let of = &of[0];
                Piece::tight(quote_spanned!(span=> #runtime::private::carried(#of).zero(#of)))
            }
            Expr::Runtime("restore", of) => {
                let (runtime, of) = (self.runtime(), self.operands(expr, of, float));
                let (place, shared, shape) = (&of[0], &of[1], &of[2]);
                Piece::tight(quote_spanned!(span=> #runtime::private::carried(#shared).restore(#place, #shape)))
            }
            // All of it where the user made the call, should rustc have something to say.
            Expr::Runtime("written", _) => {
                let path = quote_spanned!(span=> private::written());
                Piece::tight(joined([all_at(self.runtime(), span), quote_spanned!(span=> ::), path]))
            }
            // Neither how many directions there are nor of which float is always to be seen from where they go.
            Expr::Runtime(name @ ("no_tangents" | "no_tangents_like"), of) => {
                let (name, runtime) = (Ident::new(name, span), self.runtime());
                let lanes = user_ident(&self.function.signature.lanes);
                let first = match of.is_empty() {
                    true => self.or_the_only(float).as_ref().and_then(types::float_tokens),
                    false => None,
                };
                let (first, of) = (first.unwrap_or(quote_spanned!(span=> _)), self.operands(expr, of, float));
                Piece::tight(quote_spanned!(span=> #runtime::private::#name::<#first, #lanes>(#(#of),*)))
            }
            Expr::Runtime(name, of) => {
                let path = name.split("::").map(|segment| Ident::new(segment, span));
                let (of, runtime) = (self.operands(expr, of, float), self.runtime());
                Piece::tight(quote_spanned!(span=> #runtime::private #(::#path)*(#(#of),*)))
            }
            Expr::IsActive(params) => {
                let flags = params.iter(self.function.params.len()).map(|param| self.flag(param));
                Piece::new(quote_spanned!(span=> #(#flags::ACTIVE)||*), Prec::Loose)
            }
            Expr::Replace(place, None) => {
                let place = self.mutably(place);
                Piece::tight(quote_spanned!(span=> ::core::mem::take(#place)))
            }
            Expr::Replace(place, Some(with)) => {
                let with = self.expr(with, self.float_at(place).as_ref());
                let place = self.mutably(place);
                Piece::tight(quote_spanned!(span=> ::core::mem::replace(#place, #with)))
            }
            Expr::Clone(place) => {
                let place = self.place(place).within(Prec::Postfix);
                Piece::tight(quote_spanned!(span=> #place.clone()))
            }
            Expr::ToVec(place) => {
                let place = self.place(place).within(Prec::Postfix);
                Piece::tight(quote_spanned!(span=> #place.to_vec()))
            }
        }
    }

    fn operation(&self, op: Op, of: &[Expr], float: Float<'_>) -> Piece {
        let span = self.span();
        let known = of.iter().find_map(|operand| self.float_of(operand)).or(float.cloned());
        let float = known.as_ref();
        if let (Some((symbol, prec)), [left, right]) = (precedence::infix(op), of) {
            let left = self.within(left, prec, float);
            let right = self.within(right, prec.tighter(), float);
            let symbol = precedence::operator(symbol, span);
            return Piece::new(joined([left, symbol, right]), prec);
        }
        let (Some(first), rest) = (of.first(), of.get(1..).unwrap_or_default()) else {
            return Piece::tight(TokenStream::new());
        };
        match op {
            Op::Neg => {
                let first = self.piece(first, float);
                // `--x` reads as a decrement.
                let first = if first.is_negative() { first.parenthesised() } else { first.within(Prec::Unary) };
                Piece::new(quote_spanned!(span=> -#first), Prec::Unary)
            }
            Op::ToF64 | Op::ToF32 | Op::ToGeneric(_) => self.conversion(op, first),
            Op::Pin => {
                // Should it be no float, the error stands where the user made it.
                let first = match first {
                    Expr::Var(var) => self.name_at(*var, self.function.var(*var).name.span()).into_token_stream(),
                    first => self.expr(first, None),
                };
                let runtime = self.runtime();
                Piece::tight(quote_spanned!(span=> #runtime::private::float(#first)))
            }
            Op::Step(name, _) => {
                let (name, runtime) = (Ident::new(name, span), self.runtime());
                let of = of.iter().map(|of| self.expr(of, float));
                Piece::tight(quote_spanned!(span=> #runtime::private::#name(#(#of),*)))
            }
            Op::PowiDerivative(order) => {
                let (runtime, order) = (self.runtime(), proc_macro2::Literal::u8_unsuffixed(order));
                let (first, power) = (self.expr(first, float), rest.first().map(|power| self.integer(power)));
                Piece::tight(quote_spanned!(span=> #runtime::private::powi_derivative(#first, #power, #order)))
            }
            _ => {
                let name = Ident::new(op.name().unwrap_or("float"), span);
                let rest = rest.iter().map(|operand| match op {
                    Op::Powi => self.integer(operand),
                    _ => self.expr(operand, float),
                });
                if op.is_method()
                    && is_loose(first)
                    && let Some(ty) = self.or_the_only(float).as_ref().and_then(types::float_tokens)
                {
                    // `f64::abs(sigmoid(0.5))`: no dot behind what has no type of its own (E0689).
                    let all = [self.expr(first, float)].into_iter().chain(rest);
                    Piece::tight(quote_spanned!(span=> #ty::#name(#(#all),*)))
                } else if op.is_method() {
                    let receiver = self.receiver(first, float);
                    let rest = group(Delimiter::Parenthesis, quote_spanned!(span=> #(#rest),*), span);
                    Piece::tight(joined([receiver, quote_spanned!(span=> .#name), rest]))
                } else {
                    let (first, runtime) = (self.expr(first, float), self.runtime());
                    let all = [first].into_iter().chain(rest);
                    Piece::tight(quote_spanned!(span=> #runtime::primitive::#name(#(#all),*)))
                }
            }
        }
    }

    /// The arguments of a call, every number of the type of its neighbours.
    fn operands(&self, call: &Expr, of: &[Expr], float: Float<'_>) -> Vec<TokenStream> {
        let known = of.iter().find_map(|operand| self.float_of(operand)).or(float.cloned());
        let integer = |index: usize| match call {
            Expr::Op(Op::Powi, ..) | Expr::Runtime("powi_slope", _) => index == 1,
            _ => false,
        };
        let print = |(index, operand)| match integer(index) {
            true => self.integer(operand),
            false => self.expr(operand, known.as_ref()),
        };
        of.iter().enumerate().map(print).collect()
    }

    /// Before the dot of a method call. A bare literal needs its type there (E0689).
    pub(super) fn receiver(&self, expr: &Expr, float: Float<'_>) -> TokenStream {
        match expr.as_number() {
            Some(_) => self.suffixed(expr, float).within(Prec::Postfix),
            None => self.within(expr, Prec::Postfix, float),
        }
    }

    /// An inert expression; one that is made of operators knows how tightly they bind.
    pub(super) fn inert(&self, inert: &Inert) -> Piece {
        let tokens = self.fill(inert);
        let prec = if inert.compound { precedence::of_tokens(&tokens) } else { Prec::Postfix };
        Piece::new(tokens, prec)
    }

    pub(super) fn fill(&self, inert: &Inert) -> TokenStream {
        let users = Inert { tokens: user(&inert.tokens), ..inert.clone() };
        users.fill(|var, span| TokenTree::Ident(self.name_at(var, span)))
    }

    pub(super) fn pattern(&self, pattern: &TokenStream) -> TokenStream {
        self.fill(&Inert::pure(pattern.clone(), Vec::new(), false))
    }

    /// A reference of ours, in the place of a value.
    fn stands_for_owned(&self, var: VarId) -> bool {
        let variable = self.function.var(var);
        match variable.origin {
            Origin::Version(of) => variable.ty.is_ref() && !self.function.var(of).ty.is_ref(),
            _ => false,
        }
    }

    /// The float type of an expression, as far as its variables tell.
    pub(super) fn float_of(&self, expr: &Expr) -> Option<FloatType> {
        match expr {
            Expr::Var(var) => known_float(&self.function.var(*var).ty),
            Expr::Load(place) | Expr::Replace(place, _) | Expr::Clone(place) | Expr::ToVec(place) => {
                self.float_at(place)
            }
            Expr::Op(Op::ToF64, ..) => Some(FloatType::F64),
            Expr::Op(Op::ToF32, ..) => Some(FloatType::F32),
            Expr::Op(Op::ToGeneric(at), ..) => Some(self.function.signature.generics.float(*at)),
            Expr::Op(Op::Powi | Op::PowiDerivative(_), of, _) => of.first().and_then(|of| self.float_of(of)),
            Expr::Runtime("converted", _) => None,
            Expr::Op(_, of, _) | Expr::Runtime(_, of) | Expr::Array(of) | Expr::VecList(of) => {
                of.iter().find_map(|of| self.float_of(of))
            }
            Expr::Select(_, then, otherwise) => self.float_of(then).or_else(|| self.float_of(otherwise)),
            Expr::Repeat(value, _) | Expr::VecRepeat(value, _) => self.float_of(value),
            _ => None,
        }
    }

    /// The identifier of the flag of a parameter.
    pub(super) fn flag(&self, param: usize) -> Ident {
        match self.function.params.get(param) {
            Some(param) => user_ident(&param.flag),
            None => Ident::new("X", hygienic(self.span())),
        }
    }

    pub(super) fn ty(&self, ty: &Type) -> Option<TokenStream> {
        types::tokens(ty, self.runtime())
    }
}

pub(super) fn known_float(ty: &Type) -> Option<FloatType> {
    match ty.leaf() {
        Type::Float(FloatType::Some) | Type::Tangents(FloatType::Some, _) => None,
        Type::Float(float) | Type::Tangents(float, _) => Some(float.clone()),
        _ => None,
    }
}

/// A call of constants alone, `sigmoid(0.5)`, which is of whatever float type is wanted.
fn is_loose(expr: &Expr) -> bool {
    let Expr::Inert(inert) = expr else { return false };
    let is_call = matches!(inert.tokens.clone().into_iter().last(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
    is_call && inert.reads.is_empty()
}
