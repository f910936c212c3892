//! Arguments of calls, and operands: atoms, in the order in which Rust evaluates them.

use super::{Lowerer, Rhs, peel, poison, span_of, types};
use crate::diagnostics::catalogue;
use crate::ir::{Expr, FloatType, Member, Op, Origin, Place, Spelling, Step, StmtKind, Type, VarId};
use quote::ToTokens;

impl Lowerer<'_> {
    /// An atom for `expr`: a variable, a number, a literal.
    pub(super) fn operand(&mut self, expr: &syn::Expr, expected: &Type, wish: Option<&str>) -> (Expr, Type) {
        self.at(span_of(expr), |this| {
            let (rhs, ty) = this.rhs(expr, expected);
            this.atom(rhs, ty, wish)
        })
    }

    /// An atom that is no reference to memory that may carry a derivative.
    pub(super) fn owned(&mut self, expr: &syn::Expr, expected: &Type) -> (Expr, Type) {
        let (value, ty) = self.operand(expr, expected, None);
        if !ty.is_ref() || ty.is_discrete() || self.is_poison(&value) || self.is_passive(expr) {
            return (value, ty);
        }
        let (rhs, ty) = self.poison(catalogue::alias(expr));
        self.atom(rhs, ty, None)
    }

    pub(super) fn atom(&mut self, rhs: Rhs, ty: Type, wish: Option<&str>) -> (Expr, Type) {
        match rhs {
            Rhs::Plain(value) if is_atom(&value) => (value, ty),
            rhs => {
                let wish = wish.map_or_else(|| wish_for(&rhs), str::to_owned);
                (Expr::Var(self.name(&wish, ty.clone(), rhs)), ty)
            }
        }
    }

    /// A float atom: looked through references, and pinned where its type is not known.
    pub(super) fn float(&mut self, expr: &syn::Expr, expected: &Type) -> (Expr, Type) {
        if let Some(end) = self.end_behind(expr) {
            return self.float(&end, expected);
        }
        let expr = match peel(expr) {
            syn::Expr::Reference(reference) if reference.mutability.is_none() => &reference.expr,
            other => other,
        };
        self.learn(expr, expected);
        self.at(span_of(expr), |this| {
            let (rhs, ty) = this.rhs(expr, expected);
            let (value, ty) = this.float_atom(rhs, ty);
            match is_foreign(&value, &ty, expected) {
                true => (poison(), this.poison(catalogue::mixed_floats(expr)).1),
                false => (value, ty),
            }
        })
    }

    /// Whatever is not known to be a float is pinned to be one: a type of the user's own may have operators, too.
    pub(super) fn float_atom(&mut self, rhs: Rhs, ty: Type) -> (Expr, Type) {
        match ty {
            Type::Unknown | Type::Named(_) => match rhs {
                Rhs::Plain(value) if self.is_poison(&value) => (value, ty),
                Rhs::Plain(Expr::Inert(inert)) => {
                    let inert = self.proven_float(inert, &ty);
                    self.atom(Rhs::Plain(Expr::Inert(inert)), Type::Float(FloatType::Some), Some("constant"))
                }
                rhs => {
                    let (value, _) = self.atom(rhs, ty, None);
                    let ty = Type::Float(FloatType::Some);
                    (Expr::Var(self.name("float", ty.clone(), Rhs::Plain(Expr::op(Op::Pin, vec![value])))), ty)
                }
            },
            Type::Ref { to, .. } if to.is_float() => {
                let place = match rhs {
                    Rhs::Plain(Expr::Var(var)) => Place { base: var, path: vec![Step::Deref] },
                    rhs => {
                        let reference = Type::Ref { mutable: false, to: to.clone() };
                        Place { base: self.name("reference", reference, rhs), path: vec![Step::Deref] }
                    }
                };
                (Expr::Var(self.name("value", (*to).clone(), Rhs::Plain(Expr::Load(place)))), *to)
            }
            ty => self.atom(rhs, ty, None),
        }
    }

    /// An atom of known discrete type: an index, a condition, a bound. `forced`: Rust would accept nothing else there.
    pub(super) fn discrete(&mut self, expr: &syn::Expr, ty: &Type, wish: &str, forced: bool) -> Expr {
        match forced {
            true => self.learn(expr, ty),
            false => self.suppose(expr, ty),
        }
        let known = self.type_of(expr);
        let ty = if known.is_discrete() { known } else { ty.clone() };
        self.forced = forced;
        self.operand(expr, &ty, Some(wish)).0
    }

    /// A differentiable operation on `operands`.
    pub(super) fn operation(
        &mut self,
        op: Op,
        operands: &[&syn::Expr],
        expected: &Type,
        spelling: Spelling,
    ) -> (Rhs, Type) {
        if operands.len() != op.arity() {
            // Of a function that is known: E0061, in the primal.
            return self.left_to_rustc();
        }
        let expected = if expected.is_float() { expected.clone() } else { Type::Float(FloatType::Some) };
        let wanted =
            operands.iter().enumerate().filter(|(at, _)| !is_integer(op, *at)).fold(expected, |ty, (_, of)| {
                let of = self.type_of(of);
                if of.behind_refs().is_float() { types::join(&ty, of.behind_refs()) } else { ty }
            });
        let mut atoms = Vec::new();
        let mut ty = wanted.clone();
        for (at, operand) in operands.iter().enumerate() {
            let (value, its) = match is_integer(op, at) {
                true => (
                    self.discrete(operand, &types::integer("i32").unwrap_or(Type::Int(None)), "exponent", true),
                    Type::Int(None),
                ),
                false => self.float(operand, &wanted),
            };
            if its.is_float() && !op.converts() {
                ty = types::join(&ty, &its);
            }
            atoms.push((self.stmts.len(), value, its));
        }
        self.settle(&mut atoms);
        let atoms = atoms.into_iter().map(|(_, value, _)| value).collect();
        (Rhs::Plain(Expr::Op(op, atoms, spelling)), ty)
    }

    /// `x + { x = 2.0 * x; x }`: operands that a later one has written since are copied before it.
    pub(super) fn settle(&mut self, operands: &mut [(usize, Expr, Type)]) {
        for at in (0..operands.len()).rev() {
            let (since, mut value, ty) = operands[at].clone();
            match &mut value {
                Expr::Var(var) if self.written_since(*var, since) => {
                    let copy = if ty.is_copy() { Expr::Var(*var) } else { Expr::Clone(Place::var(*var)) };
                    *var = self.copy_before(since, *var, ty, copy);
                }
                Expr::Borrow { mutable, place } => {
                    self.settle_place(place, since);
                    // `p.plus({ p.x = 1.0; p })`: by value, since rustc would have none of it by reference.
                    if !*mutable && self.written_since(place.base, since) {
                        let ty = ty.behind_refs().clone();
                        let copy = self.copy_before(since, place.base, ty, Expr::Clone(place.clone()));
                        *place = Place::var(copy);
                    }
                }
                _ => continue,
            }
            operands[at].1 = value;
        }
    }

    /// `v[i].fill({ i = 0; x })`: the way into what a method is called on comes before its arguments.
    pub(super) fn receiver_and<R>(&mut self, receiver: &syn::Expr, args: impl FnOnce(&mut Self) -> R) -> (Place, R) {
        let (mut place, _) = self.place(receiver);
        let since = self.stmts.len();
        let args = args(self);
        self.settle_place(&mut place, since);
        (place, args)
    }

    /// Indices that have been written since statement number `since` are copied before it.
    fn settle_place(&mut self, place: &mut Place, since: usize) {
        for index in place.path.iter_mut().flat_map(Step::exprs_mut) {
            match index {
                Expr::Var(var) if self.written_since(*var, since) => {
                    let ty = self.function.var(*var).ty.clone();
                    *var = self.copy_before(since, *var, ty, Expr::Var(*var));
                }
                Expr::Inert(inert) if inert.reads.iter().any(|read| self.written_since(read.var, since)) => {
                    let value = Expr::Inert(inert.clone());
                    *index = Expr::Var(self.named_before(since, "index_before", types::usize_type(), value));
                }
                _ => {}
            }
        }
    }

    /// A copy of a variable, or of a part of it, in front of statement number `since`.
    fn copy_before(&mut self, since: usize, of: VarId, ty: Type, value: Expr) -> VarId {
        let name = self.function.var(of).name.to_string();
        self.named_before(since, &format!("{}_before", name.trim_start_matches("r#")), ty, value)
    }

    fn named_before(&mut self, since: usize, wish: &str, ty: Type, value: Expr) -> VarId {
        let copy = self.function.fresh(wish, ty, Origin::Temp);
        let kind = StmtKind::Let { var: copy, value: Some(value) };
        let stmt = self.function.stmt(kind, self.span, crate::ir::Pass::Primal);
        self.stmts.insert(since, stmt);
        copy
    }

    fn written_since(&self, var: VarId, since: usize) -> bool {
        let mut written = false;
        for stmt in self.stmts.get(since..).unwrap_or_default() {
            stmt.visit(&mut |stmt| {
                let effects = stmt.effects();
                written |= effects.assigns.contains(&var) || effects.writes.contains(&var);
            });
        }
        written
    }

    /// An argument of a call by name: its value, its type, whether it goes by reference.
    pub(super) fn argument(&mut self, expr: &syn::Expr) -> (Expr, Type, bool) {
        self.at(span_of(expr), |this| match peel(expr) {
            // What is written is not handed in again: it holds something else by then.
            syn::Expr::Reference(reference) if reference.mutability.is_some() => {
                let (place, ty) = this.place(&reference.expr);
                if this.function.var(place.base).origin == Origin::Temp {
                    this.function.var_mut(place.base).mutable = true;
                }
                let ty = Type::Ref { mutable: true, to: Box::new(ty) };
                (Expr::Borrow { mutable: true, place }, ty, false)
            }
            syn::Expr::Reference(reference) => {
                let inner = peel(&reference.expr);
                let is_part =
                    matches!(inner, syn::Expr::Index(index) if matches!(peel(&index.index), syn::Expr::Range(_)));
                let is_new = this.is_constant(inner) && this.root(inner).is_none() && !is_memory_literal(inner);
                if is_new || (is_part && this.is_passive(inner)) {
                    let ty = this.type_of(expr);
                    let (rhs, ty) = (this.constant(expr), ty);
                    let (value, ty) = this.atom(rhs, ty, Some("constant"));
                    return (value, ty, true);
                }
                let (place, ty) = this.place(inner);
                let ty = Type::Ref { mutable: false, to: Box::new(ty) };
                (Expr::Borrow { mutable: false, place }, ty, true)
            }
            inner if let Some(view) = this.view(inner).filter(|view| !this.is_still(view.place.base)) => {
                let ty = view.reference();
                (Expr::Borrow { mutable: view.mutable, place: view.place }, ty, !view.mutable)
            }
            call if let Some(view) = this.referred_by_call(call) => {
                let ty = view.reference();
                (Expr::Borrow { mutable: view.mutable, place: view.place }, ty, !view.mutable)
            }
            syn::Expr::Closure(closure) if !this.is_constant(expr) => {
                let (rhs, ty) = this.poison(catalogue::closure(&closure.inputs_begin));
                let (value, ty) = this.atom(rhs, ty, None);
                (value, ty, false)
            }
            inner => {
                if let Some(base) = this.variable(inner)
                    && let ty @ Type::Ref { mutable: true, .. } = &this.function.var(base).ty
                {
                    let place = Place { base, path: vec![Step::Deref] };
                    return (Expr::Borrow { mutable: true, place }, ty.clone(), false);
                }
                let (value, ty) = this.operand(inner, &Type::Unknown, None);
                let by_ref = ty.is_ref();
                (value, ty, by_ref)
            }
        })
    }

    /// What `split_at_mut` kept apart can't be borrowed by its full name side by side: of what is written, another part that
    /// is only read is copied. False: two parts are written.
    pub(super) fn keep_apart(&mut self, values: &mut [(usize, Expr, Type)]) -> bool {
        let written: Vec<(usize, Place)> = values
            .iter()
            .enumerate()
            .filter_map(|(at, (_, value, _))| match value {
                Expr::Borrow { mutable: true, place } => Some((at, place.clone())),
                _ => None,
            })
            .collect();
        for (at, (_, value, ty)) in values.iter_mut().enumerate() {
            let Expr::Borrow { mutable, place } = value else { continue };
            if !written.iter().any(|(other, written)| *other != at && may_meet(place, written)) {
                continue;
            }
            if *mutable {
                return false;
            }
            let (ty, copy) = match ty.behind_refs() {
                Type::Slice(of) => (Type::Vec(of.clone()), Expr::ToVec(place.clone())),
                ty if ty.is_copy() => (ty.clone(), Expr::Load(place.clone())),
                ty => (ty.clone(), Expr::Clone(place.clone())),
            };
            *place = Place::var(self.name("part", ty, Rhs::Plain(copy)));
        }
        true
    }

    /// An opaque value that nothing active flows into.
    pub(super) fn constant(&mut self, expr: &syn::Expr) -> Rhs {
        match self.inert(expr, || catalogue::hidden_write(expr)) {
            Some(inert) => Rhs::Plain(Expr::Inert(inert)),
            None => Rhs::Plain(poison()),
        }
    }
}

/// Only fields are told apart.
fn may_meet(one: &Place, other: &Place) -> bool {
    let apart = |(one, other): (&Step, &Step)| match (one, other) {
        (Step::Field(Member::Named(one)), Step::Field(Member::Named(other))) => one != other,
        (Step::Field(Member::Position(one)), Step::Field(Member::Position(other))) => one != other,
        _ => false,
    };
    one.base == other.base && !one.path.iter().zip(&other.path).any(apart)
}

/// A number beside a type parameter, by an operator that the user's own bounds know: `x * 2.0` of a `T: Mul<f64>`.
fn is_foreign(value: &Expr, ty: &Type, expected: &Type) -> bool {
    let is_generic = |ty: &Type| matches!(ty, Type::Float(FloatType::Generic(_)));
    let is_known = |ty: &Type| matches!(ty, Type::Float(kind) if *kind != FloatType::Some);
    let is_literal = matches!(value, Expr::Number(number) if number.token.is_some() || number.value != 0.0);
    match (ty, expected) {
        (Type::Float(one), Type::Float(other)) if is_known(ty) && is_known(expected) => {
            one != other && (is_generic(ty) || is_generic(expected))
        }
        _ => is_literal && is_generic(expected),
    }
}

/// The second operand of `powi`.
fn is_integer(op: Op, at: usize) -> bool {
    op == Op::Powi && at == 1
}

fn is_memory_literal(expr: &syn::Expr) -> bool {
    matches!(expr, syn::Expr::Array(_) | syn::Expr::Repeat(_) | syn::Expr::Macro(_))
}

/// What may stand as an operand: a variable, a number, a literal.
fn is_atom(expr: &Expr) -> bool {
    match expr {
        Expr::Inert(inert) => inert.reads.is_empty() && inert.pure && inert.size() == 1 && is_literal(&inert.tokens),
        other => other.is_atom(),
    }
}

fn is_literal(tokens: &proc_macro2::TokenStream) -> bool {
    match tokens.to_token_stream().into_iter().next() {
        Some(proc_macro2::TokenTree::Literal(_)) => true,
        Some(proc_macro2::TokenTree::Ident(word)) => word == "true" || word == "false",
        _ => false,
    }
}

/// A telling name for an intermediate result.
fn wish_for(rhs: &Rhs) -> String {
    let Rhs::Plain(value) = rhs else { return "value".into() };
    let wish = match value {
        Expr::Op(Op::Add, ..) => "sum",
        Expr::Op(Op::Sub, ..) => "difference",
        Expr::Op(Op::Mul, ..) => "product",
        Expr::Op(Op::Div, ..) => "quotient",
        Expr::Op(Op::Rem, ..) => "remainder",
        Expr::Op(Op::Neg, ..) => "negated",
        Expr::Op(op, ..) if op.converts() => "converted",
        Expr::Op(Op::Pin, ..) => "float",
        Expr::Op(op, ..) => return op.name().unwrap_or("value").to_owned(),
        Expr::Load(place) => match place.path.last() {
            Some(Step::Index(_)) => "element",
            Some(Step::Field(_)) => "field",
            _ => "value",
        },
        Expr::Tuple(_) => "tuple",
        Expr::Struct(..) => "whole",
        Expr::Array(_) | Expr::Repeat(..) => "array",
        Expr::VecRepeat(..) | Expr::VecList(_) | Expr::Clone(_) | Expr::ToVec(_) => "buffer",
        Expr::Inert(_) => "constant",
        _ => "value",
    };
    wish.to_owned()
}
