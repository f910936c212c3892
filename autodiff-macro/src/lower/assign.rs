//! Assignments: Rust evaluates the right-hand side first, then the place.

use super::expressions::operator;
use super::{Lowerer, Rhs, peel, span_of, types};
use crate::diagnostics::catalogue;
use crate::ir::{Act, Expr, FloatType, Member, Op, Place, Step, StmtKind, Type};
use syn::{BinOp, ExprBinary};

impl Lowerer<'_> {
    pub(super) fn assign(&mut self, left: &syn::Expr, right: &syn::Expr) {
        match peel(left) {
            syn::Expr::Infer(_) => self.ignore(right, None),
            syn::Expr::Tuple(targets) => self.assign_parts(targets, right),
            target if let Some(sum) = self.accumulation(target, right) => self.compound(target, &sum),
            target => {
                let ty = self.target_type(target, right);
                // What is guessed of a field, from what it is given, needs a proof: a type of the user's own has operators, too.
                let proven = match self.variable(target) {
                    Some(var) => !self.is_supposed_var(var),
                    None => !types::is_open(&self.type_of(target)),
                };
                let value = self.assigned(right, &ty, proven);
                self.store(target, value);
            }
        }
    }

    /// The type of what is assigned: a variable declared by `let x;` learns it here.
    fn target_type(&mut self, target: &syn::Expr, right: &syn::Expr) -> Type {
        let ty = self.type_of(target);
        if !types::is_open(&ty) {
            return ty;
        }
        let value = self.type_of(right);
        self.suppose(target, &value);
        let ty = types::join(&ty, &value);
        // `let v; v = Vec::new();`: what it holds, its pushes will say.
        if let (Type::Vec(_), Some(var)) = (&ty, self.variable(target)) {
            self.function.var_mut(var).ty = ty.clone();
        }
        ty
    }

    /// `proven`: the target is known to have this type.
    fn assigned(&mut self, right: &syn::Expr, ty: &Type, proven: bool) -> Expr {
        match ty {
            Type::Float(_) => {
                self.forced = !matches!(ty, Type::Float(FloatType::Some));
                self.float(right, ty).0
            }
            ty if ty.is_discrete() => self.discrete(right, ty, "next", proven),
            ty => {
                let (value, its) = self.operand(right, ty, None);
                if its.is_ref() && !its.is_discrete() {
                    self.refuse(catalogue::alias(right));
                }
                value
            }
        }
    }

    fn store(&mut self, target: &syn::Expr, value: Expr) {
        if self.root(target).is_none() {
            self.refuse(catalogue::assigned(target));
            return;
        }
        let (place, ty) = self.place(target);
        if self.is_lent_vec(&place) {
            self.refuse(catalogue::output_replaced(span_of(target)));
            return;
        }
        match ty {
            // A row may be replaced by one of another length.
            Type::Vec(of) if !place.is_whole() && of.says_shape() && !of.is_discrete() => {
                let was = self.length_of(&place);
                self.mutate(place, Act::Replace { value, was });
            }
            ty if self.may_reshape(&place, &ty, &value) => {
                let was = self.shape_of(&place, &ty);
                self.mutate(place, Act::Replace { value, was });
            }
            _ => self.push(StmtKind::Assign { place, value }),
        }
    }

    /// What is given to this part may be another variant than what was there, or longer; its adjoint then is as well.
    fn may_reshape(&self, place: &Place, ty: &Type, value: &Expr) -> bool {
        let is_memory = match value {
            Expr::Var(var) => !self.function.var(*var).ty.is_scalar() && !self.function.var(*var).ty.is_discrete(),
            Expr::Number(_) | Expr::Op(..) => false,
            // `None`, `Shape::Nothing`
            Expr::Inert(_) => matches!(ty, Type::Option(_) | Type::Named(_)),
            _ => true,
        };
        let is_open = matches!(ty, Type::Option(_) | Type::Named(_) | Type::Unknown) && !ty.is_discrete();
        !place.is_whole() && is_open && is_memory && !self.is_passive_var(place.base)
    }

    /// The shape of what is there, noted for whoever reverses what comes next.
    fn shape_of(&mut self, place: &Place, ty: &Type) -> crate::ir::VarId {
        // Of what need not carry anything, it is asked whether it does.
        let is_doubtful = matches!(ty, Type::Unknown) && !self.function.signature.generics.over_others;
        let name = if is_doubtful { "carried_shape" } else { "shape_of" };
        let lent = Expr::Borrow { mutable: false, place: place.clone() };
        let shape = Rhs::Plain(Expr::Runtime(name, vec![lent]));
        self.name("shape", Type::Inert, shape)
    }

    /// `(a, b) = (b, a + b);`: all values, then all targets.
    fn assign_parts(&mut self, targets: &syn::ExprTuple, right: &syn::Expr) {
        let expected: Vec<Type> = targets.elems.iter().map(|target| self.type_of(target)).collect();
        if !matches!(peel(right), syn::Expr::Tuple(_)) || !self.yields_tuple(right, targets.elems.len()) {
            let (rhs, ty) = self.rhs(right, &Type::Tuple(expected));
            let whole = self.name("tuple", ty.clone(), rhs);
            self.assign_fields(targets, &Place::var(whole), &ty);
            return;
        }
        let (values, value_types) = self.parts(right, &expected);
        let mut settled = Vec::new();
        for (value, ty) in values.into_iter().zip(value_types) {
            // An earlier target must not change what a later one is given.
            let copied = matches!(value.as_var(), Some(var) if self.function.var(var).mutable);
            settled.push(match copied {
                true => Expr::Var(self.name("before", ty, Rhs::Plain(value))),
                false => value,
            });
        }
        for (target, value) in targets.elems.iter().zip(settled) {
            if !matches!(peel(target), syn::Expr::Infer(_)) {
                self.store(target, value);
            }
        }
    }

    /// `(h, c) = cell(x, h, c);`: each target gets its field of what the right-hand side was bound to.
    fn assign_fields(&mut self, targets: &syn::ExprTuple, place: &Place, ty: &Type) {
        for (position, target) in targets.elems.iter().enumerate() {
            let mut field = place.clone();
            field.path.push(Step::Field(Member::Position(position as u32)));
            let its = match ty {
                Type::Tuple(of) => of.get(position).cloned().unwrap_or(Type::Unknown),
                _ => Type::Unknown,
            };
            match peel(target) {
                syn::Expr::Infer(_) => {}
                syn::Expr::Tuple(inner) => self.assign_fields(inner, &field, &its),
                target => {
                    let wanted = types::join(&its, &self.type_of(target));
                    let load = Rhs::Plain(Expr::Load(field));
                    let value = match &wanted {
                        Type::Float(_) => self.float_atom(load, its).0,
                        _ => self.atom(load, wanted, Some("field")).0,
                    };
                    self.store(target, value);
                }
            }
        }
    }

    /// `x += …` and its kin.
    pub(super) fn compound(&mut self, whole: &syn::Expr, binary: &ExprBinary) {
        if self.assigns_by_own_operator(binary) {
            return;
        }
        let ty = self.type_of(&binary.left);
        let value_type = self.type_of(&binary.right);
        if ty.is_discrete() || (matches!(ty, Type::Unknown) && value_type.is_discrete()) {
            self.suppose(&binary.left, &value_type);
            self.compound_discrete(whole, binary);
            return;
        }
        let Some(op) = operator(&binary.op) else {
            self.refuse(catalogue::unsupported(whole));
            return;
        };
        let wanted = match (&ty, value_type.behind_refs()) {
            (Type::Float(_), _) => ty.clone(),
            (_, of @ Type::Float(_)) => of.clone(),
            _ => Type::Float(FloatType::Some),
        };
        self.learn(&binary.left, &wanted);
        if self.root(&binary.left).is_none() {
            self.refuse(catalogue::assigned(&binary.left));
            return;
        }
        let (value, _) = self.float(&binary.right, &wanted);
        let (place, its) = self.place(&binary.left);
        match op {
            Op::Add | Op::Sub => self.push(StmtKind::Accumulate { place, negative: op == Op::Sub, value }),
            op => {
                let old = if place.is_whole() { Expr::Var(place.base) } else { Expr::Load(place.clone()) };
                let (old, its) = self.float_atom(Rhs::Plain(old), its);
                let (new, _) = self.atom(Rhs::Plain(Expr::op(op, vec![old, value])), its, None);
                self.push(StmtKind::Assign { place, value: new });
            }
        }
    }

    /// `k += 1` of a variable is `k = k + 1`, and so is that of a field; of an element it stays as written.
    fn compound_discrete(&mut self, whole: &syn::Expr, binary: &ExprBinary) {
        let is_field = matches!(peel(&binary.left), syn::Expr::Field(_)) && self.is_place(&binary.left);
        let simple = simple_operator(&binary.op).filter(|_| is_field || self.variable(&binary.left).is_some());
        match simple {
            Some(op) => {
                let sum = syn::Expr::Binary(ExprBinary {
                    attrs: Vec::new(),
                    left: binary.left.clone(),
                    op,
                    right: Box::new(grouped(&binary.right)),
                });
                self.assign(&binary.left, &sum);
            }
            None => self.effect_or(whole, || catalogue::hidden_write(whole)),
        }
    }
}

/// In parentheses where it needs them as an operand.
fn grouped(expr: &syn::Expr) -> syn::Expr {
    match expr {
        syn::Expr::Lit(_)
        | syn::Expr::Path(_)
        | syn::Expr::Paren(_)
        | syn::Expr::MethodCall(_)
        | syn::Expr::Call(_)
        | syn::Expr::Index(_)
        | syn::Expr::Field(_) => expr.clone(),
        other => syn::Expr::Paren(syn::ExprParen {
            attrs: Vec::new(),
            paren_token: syn::token::Paren::default(),
            expr: Box::new(other.clone()),
        }),
    }
}

/// The operator that a compound assignment applies.
fn simple_operator(op: &BinOp) -> Option<BinOp> {
    match op {
        BinOp::AddAssign(token) => Some(BinOp::Add(syn::Token![+](token.spans[0]))),
        BinOp::SubAssign(token) => Some(BinOp::Sub(syn::Token![-](token.spans[0]))),
        BinOp::MulAssign(token) => Some(BinOp::Mul(syn::Token![*](token.spans[0]))),
        BinOp::DivAssign(token) => Some(BinOp::Div(syn::Token![/](token.spans[0]))),
        BinOp::RemAssign(token) => Some(BinOp::Rem(syn::Token![%](token.spans[0]))),
        _ => None,
    }
}
