//! Expressions whose value may carry a derivative; those that can't stay whole.

use super::infer::is_assignment;
use super::refusals::{iterator, refusal};
use super::{Lowerer, Rhs, control, macros, methods, peel, poison, types};
use crate::diagnostics::catalogue;
use crate::ir::{Expr, FloatType, Inert, Number, Op, Read, Reading, Spelling, Type};
use quote::ToTokens;
use syn::{BinOp, Lit, UnOp};

impl Lowerer<'_> {
    /// What stands to the right of a `let`: one operation over atoms, a load, an opaque piece, a call, an `if`.
    /// `expected` is what its place says about its type.
    pub(super) fn rhs(&mut self, expr: &syn::Expr, expected: &Type) -> (Rhs, Type) {
        let forced = std::mem::take(&mut self.forced);
        let expr = peel(expr);
        if let Some((number, ty)) = float_literal(expr) {
            return (Rhs::Plain(Expr::Number(number)), ty);
        }
        if let Some(var) = self.variable(expr) {
            self.learn_of(var, expected, forced);
            return (Rhs::Plain(Expr::Var(var)), self.function.var(var).ty.clone());
        }
        if let Some(view) = self.view(expr).filter(|view| !view.ty.is_discrete()) {
            return match types::is_open(&view.ty) || view.ty.is_scalar() {
                true => (Rhs::Plain(Expr::Load(view.place)), view.ty),
                false => self.poison(catalogue::alias(expr)),
            };
        }
        if let Some(end) = self.end(expr) {
            self.forced = forced;
            return self.rhs(&end, expected);
        }
        if let Some(matched) = self.option_matched(expr) {
            self.forced = forced;
            return self.rhs(&matched, expected);
        }
        if let syn::Expr::Closure(closure) = expr {
            return self.escaping(closure, expr);
        }
        if let Some(closure) = self.closure(expr) {
            return self.closure_as_value(&closure, expr);
        }
        if !self.calls_native(expr)
            && let Some((closure, call)) = self.closure_called(expr)
        {
            return self.inlined(&closure, call, expected);
        }
        let known = self.type_of(expr);
        let discrete = known.is_discrete() || (types::is_open(&known) && expected.is_discrete());
        let whole = match discrete {
            _ if self.lends(expr).is_some() => false,
            true => {
                !control::structured(expr)
                    || control::is_bare(expr)
                    || matches!(expr, syn::Expr::Match(_))
                    || self.is_constant(expr)
            }
            false => (!self.is_memory(expr) || is_shared(expr)) && self.is_constant(expr),
        };
        if whole {
            let piece = self.opaque(expr, forced);
            if piece.offence.is_none() {
                let inert = self.accept(piece);
                let inert = if known.is_discrete() { inert } else { self.hiding(inert, expr, expected) };
                let (inert, ty) = match discrete {
                    true if known.is_discrete() => (inert, known),
                    true if forced || self.is_constant(expr) => (inert, expected.clone()),
                    true => (self.proven(inert, expected), expected.clone()),
                    false if forced && expected.is_float() => (inert, types::join(&known, expected)),
                    false if (known.is_float() || expected.is_float()) && !self.is_certain(expr) => {
                        let ty = if expected.is_float() { types::join(&known, expected) } else { known };
                        let inert = if self.proves_operands(expr, &ty) { inert } else { self.proven_float(inert, &ty) };
                        (inert, ty)
                    }
                    false => (inert, known),
                };
                return (Rhs::Plain(Expr::Inert(inert)), ty);
            }
            if !control::structured(expr) {
                self.inert(expr, || catalogue::hidden_write(expr));
                return (Rhs::Plain(poison()), if discrete { known } else { Type::Unknown });
            }
        }
        match self.left_whole(expr, expected, forced) {
            Some(whole) => whole,
            None => {
                let (rhs, ty) = self.taken_apart(expr, expected);
                // Were it no integer and no flag, its callee would ask for a cotangent.
                let is_discrete = discrete && matches!(ty, Type::Unknown) && self.lends(expr).is_some();
                (rhs, if is_discrete { expected.clone() } else { ty })
            }
        }
    }

    fn taken_apart(&mut self, expr: &syn::Expr, expected: &Type) -> (Rhs, Type) {
        if matches!(expected, Type::Named(_)) {
            self.expect_own(expr);
        }
        match expr {
            syn::Expr::Unary(_) | syn::Expr::Binary(_) if self.is_own_operator(expr) => self.own_operator(expr),
            syn::Expr::Unary(unary) => match unary.op {
                UnOp::Neg(_) => {
                    let wanted = self.float_of(expr, expected);
                    let (of, ty) = self.float(&unary.expr, &wanted);
                    (Rhs::Plain(Expr::op(Op::Neg, vec![of])), ty)
                }
                UnOp::Deref(_) => self.load(expr),
                _ if self.type_of(&unary.expr).is_float() => self.left_to_rustc(),
                _ => self.poison(catalogue::unsupported(expr)),
            },
            syn::Expr::Binary(binary) if is_assignment(&binary.op) => self.poison(catalogue::hidden_write(expr)),
            syn::Expr::Binary(binary) => match operator(&binary.op) {
                Some(op) => {
                    let wanted = self.float_of(expr, expected);
                    self.operation(op, &[&binary.left, &binary.right], &wanted, Spelling::Natural)
                }
                None if self.type_of(&binary.left).is_float() => self.left_to_rustc(),
                None => self.poison(catalogue::unsupported(expr)),
            },
            syn::Expr::Cast(cast) => match self.read(&cast.ty) {
                // A count, since a float would need no cast: rustc is asked to see to it.
                Type::Float(kind) if self.is_likely_count(&cast.expr) => {
                    let count = self.discrete(&cast.expr, &Type::Int(None), "count", false);
                    let reads = count.as_var().map(|var| Read { var, what: Reading::Value });
                    let hole = reads.map(|read| Inert::hole(read.var, self.span));
                    let ty = cast.ty.to_token_stream();
                    let cast = Inert::pure(quote::quote!(#hole as #ty), reads.into_iter().collect(), true);
                    (Rhs::Plain(Expr::Inert(cast)), Type::Float(kind))
                }
                Type::Float(kind) => {
                    let op = if kind == FloatType::F32 { Op::ToF32 } else { Op::ToF64 };
                    let (rhs, ty) = self.rhs(&cast.expr, &Type::Unknown);
                    let (of, _) = self.float_atom(rhs, ty);
                    (Rhs::Plain(Expr::op(op, vec![of])), Type::Float(kind))
                }
                _ => self.poison(catalogue::cast_to_unknown(&cast.ty)),
            },
            syn::Expr::MethodCall(_) | syn::Expr::Call(_) if self.sin_cos(expr).is_some() => self.sine_and_cosine(expr),
            syn::Expr::MethodCall(_) | syn::Expr::Call(_) if let Some((of, to)) = self.conversion(expr) => {
                self.converted(of, to)
            }
            syn::Expr::MethodCall(call) => self.method(call, expected),
            syn::Expr::Call(call) => self.call(call, expected),
            syn::Expr::Macro(mac) => self.macro_value(&mac.mac, expr),
            syn::Expr::Index(_) | syn::Expr::Field(_) => self.load(expr),
            syn::Expr::If(_) | syn::Expr::Block(_) | syn::Expr::Loop(_) | syn::Expr::Match(_)
                if control::structured(expr) =>
            {
                let expected = types::join(expected, &self.type_of(expr));
                let (kind, types) = self.structure(expr, &control::Yields::One(expected));
                (Rhs::Structured(Box::new(kind)), types.into_iter().next().unwrap_or(Type::Unknown))
            }
            syn::Expr::Tuple(tuple) => {
                let expected = match expected {
                    Type::Tuple(of) if of.len() == tuple.elems.len() => of.clone(),
                    _ => tuple.elems.iter().map(|of| self.type_of(of)).collect(),
                };
                let (values, types) = self.parts(expr, &expected);
                (Rhs::Plain(Expr::Tuple(values)), Type::Tuple(types))
            }
            syn::Expr::Struct(literal) => self.structure_of_fields(literal),
            syn::Expr::Array(array) => {
                let wanted = types::join(&expected.element(), &self.type_of(expr).element());
                let n = types::length(array.elems.len());
                let list = vec![wanted.clone(); array.elems.len()];
                let elements: Vec<&syn::Expr> = array.elems.iter().collect();
                let (values, types) = self.elements(&elements, &list);
                let element = types.iter().fold(wanted, |ty, of| types::join(&ty, of));
                (Rhs::Plain(Expr::Array(values)), Type::Array(Box::new(element), n))
            }
            syn::Expr::Repeat(repeat) => {
                let wanted = types::join(&expected.element(), &self.type_of(&repeat.expr));
                let (value, ty) = self.elements(&[&repeat.expr], &[wanted]);
                let len = self.length(&repeat.len);
                let ty = Type::Array(Box::new(first(ty)), repeat.len.to_token_stream());
                match value.into_iter().next() {
                    Some(value) => (Rhs::Plain(Expr::Repeat(Box::new(value), len)), ty),
                    None => (Rhs::Plain(poison()), ty),
                }
            }
            syn::Expr::Reference(reference) if reference.mutability.is_some() => {
                self.poison(catalogue::mutable_borrow(reference))
            }
            syn::Expr::Reference(_) => self.poison(catalogue::alias(expr)),
            other => self.poison(refusal(other)),
        }
    }

    /// What a pattern has bound to a part of a type that is not known.
    pub(super) fn is_part(&self, expr: &syn::Expr) -> bool {
        let name = match peel(expr) {
            syn::Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => &unary.expr,
            other => other,
        };
        let var = self.variable(name).filter(|var| self.parts.contains(var));
        var.is_some_and(|var| matches!(self.function.var(var).ty.behind_refs(), Type::Unknown))
    }

    /// A field, or what a method of the user's own says of what it is called on.
    fn is_likely_count(&mut self, expr: &syn::Expr) -> bool {
        if self.is_part(expr) {
            self.suppose(expr, &Type::Int(None));
            return true;
        }
        let counts = match peel(expr) {
            syn::Expr::Field(_) => true,
            syn::Expr::MethodCall(call) => {
                self.is_own_method(call) && call.args.iter().all(|arg| self.is_constant(arg))
            }
            _ => false,
        };
        counts && matches!(self.type_of(expr), Type::Unknown)
    }

    /// The float type that an arithmetic expression has, from its operands and from its place.
    fn float_of(&mut self, expr: &syn::Expr, expected: &Type) -> Type {
        let known = self.type_of(expr);
        match (known.is_float(), expected.is_float()) {
            (true, true) => types::join(&known, expected),
            (true, false) => known,
            (false, true) => expected.clone(),
            (false, false) => Type::Float(FloatType::Some),
        }
    }

    fn load(&mut self, expr: &syn::Expr) -> (Rhs, Type) {
        let (place, ty) = self.place(expr);
        let value = if place.is_whole() { Expr::Var(place.base) } else { Expr::Load(place) };
        (Rhs::Plain(value), ty)
    }

    pub(super) fn elements(&mut self, list: &[&syn::Expr], expected: &[Type]) -> (Vec<Expr>, Vec<Type>) {
        let mut parts: Vec<_> = Vec::new();
        for (expr, expected) in list.iter().zip(expected) {
            let (value, ty) = match expected.is_float() {
                true => self.float(expr, expected),
                false => self.owned(expr, expected),
            };
            parts.push((self.stmts.len(), value, ty));
        }
        self.settle(&mut parts);
        parts.into_iter().map(|(_, value, ty)| (value, ty)).unzip()
    }

    /// The length of `[x; n]`: opaque, and bound first where it is more than an expression of its variables.
    pub(super) fn length(&mut self, expr: &syn::Expr) -> Inert {
        let Some(inert) = self.inert(expr, || catalogue::hidden_write(expr)) else {
            return Inert::pure(quote::quote!(0), Vec::new(), false);
        };
        if inert.pure {
            return inert;
        }
        let var = self.name("len", types::usize_type(), Rhs::Plain(Expr::Inert(inert)));
        let hole = Inert::hole(var, self.span).to_token_stream();
        Inert::pure(hole, vec![Read { var, what: Reading::Value }], false)
    }

    fn method(&mut self, call: &syn::ExprMethodCall, expected: &Type) -> (Rhs, Type) {
        let name = call.method.to_string();
        let receiver = self.type_of(&call.receiver).behind_refs().clone();
        let mut operands = vec![&*call.receiver];
        operands.extend(&call.args);
        let is_float = receiver.is_float()
            || (matches!(receiver, Type::Unknown)
                && Op::of_method(&name).is_some_and(|op| op.arity() == operands.len())
                // Of an integer, as its other operand says.
                && (methods::is_of_floats_alone(&name) || !call.args.iter().any(|of| self.type_of(of).is_discrete())));
        if let Some(total) = self.total(call, expected) {
            return total;
        }
        if let Some(method) = iterator(call).filter(|_| !is_float && !self.is_poisoned(&call.receiver)) {
            return self.poison(catalogue::iterators(method));
        }
        if let Some(popped) = self.popped(call) {
            return popped;
        }
        match &receiver {
            _ if is_float => match operation_of(&receiver, &name) {
                Some(op) => self.operation(op, &operands, expected, Spelling::Natural),
                None if matches!(name.as_str(), "clone" | "to_owned") => {
                    let (value, ty) = self.float(&call.receiver, expected);
                    (Rhs::Plain(value), ty)
                }
                None if self.is_own_method(call) => self.method_by_name(call, false),
                None => self.poison(catalogue::float_method(&call.method)),
            },
            _ if self.is_poisoned(&call.receiver) => (Rhs::Plain(poison()), Type::Unknown),
            _ if let Some(cast) = self.hidden_conversion(call) => self.poison(catalogue::conversion(cast)),
            _ if let Some(name) = self.doubtful_conversion(call) => self.poison(catalogue::doubtful_conversion(name)),
            Type::Array(..) | Type::Slice(_) | Type::Vec(_) | Type::Named(_) | Type::Unknown
                if let Some(ty) = self.copied_type(call) =>
            {
                self.copied(call, ty)
            }
            _ if self.is_own_method(call) => self.method_by_name(call, false),
            Type::Array(..) | Type::Slice(_) | Type::Vec(_) => self.poison(catalogue::vec_method(&call.method)),
            _ => self.poison(catalogue::method_by_name(&call.method)),
        }
    }

    /// Memory that the body may write later, element by element: it needs a type of its own, even if it starts constant.
    fn is_memory(&self, expr: &syn::Expr) -> bool {
        match expr {
            syn::Expr::Array(_) | syn::Expr::Repeat(_) | syn::Expr::Tuple(_) | syn::Expr::Reference(_) => true,
            syn::Expr::Macro(mac) => self.kind_of(&mac.mac) == macros::Kind::Vec,
            syn::Expr::Call(_) => matches!(peel(expr), syn::Expr::Call(call) if is_growing(&call.func)),
            _ => false,
        }
    }
}

fn operation_of(receiver: &Type, name: &str) -> Option<Op> {
    match receiver {
        Type::Float(kind) => methods::operation(kind, name),
        _ => Op::of_method(name),
    }
}

pub(super) fn first(types: Vec<Type>) -> Type {
    types.into_iter().next().unwrap_or(Type::Unknown)
}

fn is_shared(expr: &syn::Expr) -> bool {
    matches!(expr, syn::Expr::Reference(reference) if reference.mutability.is_none())
}

fn is_growing(callee: &syn::Expr) -> bool {
    let path = callee.to_token_stream().to_string().replace(' ', "");
    ["Vec::new", "Vec::with_capacity", "Vec::<f64>::new"].iter().any(|known| path.ends_with(known))
}

/// `2.0`, `-1e-3`, `2f32`.
fn float_literal(expr: &syn::Expr) -> Option<(Number, Type)> {
    match expr {
        syn::Expr::Lit(lit) => {
            let (value, suffix, token) = match &lit.lit {
                Lit::Float(lit) => (lit.base10_parse().ok()?, lit.suffix().to_owned(), lit.token()),
                Lit::Int(lit) if matches!(lit.suffix(), "f64" | "f32") => {
                    (lit.base10_digits().parse().ok()?, lit.suffix().to_owned(), lit.token())
                }
                _ => return None,
            };
            let ty = match suffix.as_str() {
                "f64" => Type::F64,
                "f32" => Type::Float(FloatType::F32),
                _ => Type::Float(FloatType::Some),
            };
            Some((Number { value, token: Some(token) }, ty))
        }
        // Printed again by its value, which needs few enough digits to say the same.
        syn::Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => match peel(&unary.expr) {
            inner @ syn::Expr::Lit(_) => {
                let (number, ty) = float_literal(inner)?;
                let short = number.token.as_ref().is_some_and(|token| token.to_string().len() <= 15);
                let plain = matches!(ty, Type::Float(FloatType::Some));
                (short && plain).then_some((Number { value: -number.value, token: None }, ty))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The operation that an operator is, on floats.
pub(super) fn operator(op: &BinOp) -> Option<Op> {
    match op {
        BinOp::Add(_) | BinOp::AddAssign(_) => Some(Op::Add),
        BinOp::Sub(_) | BinOp::SubAssign(_) => Some(Op::Sub),
        BinOp::Mul(_) | BinOp::MulAssign(_) => Some(Op::Mul),
        BinOp::Div(_) | BinOp::DivAssign(_) => Some(Op::Div),
        BinOp::Rem(_) | BinOp::RemAssign(_) => Some(Op::Rem),
        _ => None,
    }
}
