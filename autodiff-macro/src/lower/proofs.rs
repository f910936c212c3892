//! What is guessed is proved: by code that compiles only if the guess is right.
//!
//! A type of the user's own may have a `Mul<i32>`, a `len` that is a norm, a `max` of three operands. Where the macro takes
//! a value for a float, it is pinned to be one, `private::float(..)`; where it takes one for an integer, so that no
//! derivative is looked for, `private::integer(..)`. A place that leaves Rust no choice (the index of a slice, a condition,
//! an annotation) is proof enough.

use super::calls::{Target, last_name};
use super::infer::{is_assignment, is_test};
use super::scope::Entity;
use super::{Lowerer, control, methods, peel};
use crate::ir::{FloatType, Hazard, HazardKind, Inert, Type, VarId};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{BinOp, Expr, UnOp};

/// A constant longer than this is proved where it stands, not once more above.
const LONG: usize = 12;

impl Lowerer<'_> {
    /// A constant piece, proved to be a float: above the body where it names no variable, and else where it stands. There too
    /// where it is of a type parameter, which rustc has to be told.
    pub(super) fn proven_float(&mut self, inert: Inert, ty: &Type) -> Inert {
        if generic(ty).is_none() && inert.reads.is_empty() && inert.writes.is_empty() && inert.size() <= LONG {
            self.record_float(inert.tokens.clone());
            return inert;
        }
        let (tokens, runtime) = (&inert.tokens, &self.function.signature.runtime);
        let turbofish = generic(ty).map(|name| quote!(::<#name>));
        let float = proc_macro2::Ident::new("float", self.span);
        let tokens = quote!(#runtime::private::#float #turbofish(#tokens));
        Inert { tokens, compound: false, ..inert }
    }

    /// Proves the constants in a sum or product of floats one by one, above the body: `2.0 * LIMIT / n as f64` stays as it
    /// is. False: some operand names a variable, and is of no certain type.
    pub(super) fn proves_operands(&mut self, expr: &Expr, ty: &Type) -> bool {
        if generic(ty).is_some() {
            return false;
        }
        let mut constants = Vec::new();
        let done = self.open_operands(expr, &mut constants);
        if done {
            constants.into_iter().for_each(|constant| self.record_float(constant));
        }
        done
    }

    fn open_operands(&mut self, expr: &Expr, constants: &mut Vec<TokenStream>) -> bool {
        match peel(expr) {
            Expr::Binary(binary) if is_arithmetic(&binary.op) => {
                self.open_operands(&binary.left, constants) && self.open_operands(&binary.right, constants)
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => self.open_operands(&unary.expr, constants),
            operand if self.is_certain(operand) => true,
            operand => {
                let (vars, inner) = self.variables_in(operand);
                let is_closed = vars.is_empty() && !inner;
                if is_closed {
                    constants.push(operand.to_token_stream());
                }
                is_closed
            }
        }
    }

    fn record_float(&mut self, constant: TokenStream) {
        let text = constant.to_string();
        if !self.function.floats.iter().any(|known| known.to_string() == text) {
            self.function.floats.push(constant);
        }
    }

    /// A piece that was taken for a value of this discrete type, proved to be one.
    pub(super) fn proven(&self, inert: Inert, ty: &Type) -> Inert {
        match proof(ty) {
            Some(proof) => self.wrapped(inert, proof),
            None => inert,
        }
    }

    fn wrapped(&self, inert: Inert, proof: &str) -> Inert {
        let tokens = self.in_proof(&inert.tokens, proof);
        Inert { tokens, compound: false, ..inert }
    }

    /// `private::integer(tokens)`
    pub(super) fn in_proof(&self, tokens: &TokenStream, proof: &str) -> TokenStream {
        let runtime = &self.function.signature.runtime;
        let proof = proc_macro2::Ident::new(proof, self.span);
        quote!(#runtime::private::#proof(#tokens))
    }

    /// A call whose result is text, in which a number may hide.
    pub(super) fn hiding(&self, mut inert: Inert, expr: &Expr, ty: &Type) -> Inert {
        if let (Type::Inert, Some(name)) = (ty.behind_refs(), called(expr)) {
            let reads: Vec<VarId> = inert.exposed.iter().copied().filter(|&var| !self.is_still(var)).collect();
            inert.hazards.push(Hazard { kind: HazardKind::Hides(name.to_string()), reads, span: name.span() });
        }
        inert
    }

    /// A call for its effect, which may keep a number where its memory is of no known type, or text.
    pub(super) fn keeping(&self, mut inert: Inert, expr: &Expr) -> Inert {
        let Some(name) = called(expr) else { return inert };
        let ty = |var: &VarId| self.function.var(*var).ty.behind_refs();
        let strangers = inert.variables().filter(|var| matches!(ty(var), Type::Unknown | Type::Named(_)));
        let texts = inert.writes.iter().copied().filter(|var| matches!(ty(var), Type::Inert));
        // What was refused already is not spoken about again.
        let into: Vec<VarId> = strangers.chain(texts).filter(|var| !self.poisoned.contains(var)).collect();
        let reads: Vec<VarId> = inert.exposed.iter().copied().filter(|&var| !self.is_still(var)).collect();
        if !into.is_empty() && !reads.is_empty() {
            let kind = HazardKind::Keeps { by: name.to_string(), into };
            inert.hazards.push(Hazard { kind, reads, span: name.span() });
        }
        inert
    }

    /// The type that [`Lowerer::type_of`] finds for an expression rests on nothing but declarations, literals and casts.
    pub(super) fn is_certain(&mut self, expr: &Expr) -> bool {
        match peel(expr) {
            Expr::Lit(_) | Expr::Cast(_) | Expr::Closure(_) | Expr::Let(_) | Expr::Assign(_) => true,
            Expr::Path(path) => match path.path.get_ident().and_then(|name| self.resolve(name)) {
                Some(Entity::Var(var)) => !matches!(self.function.var(var).ty, Type::Unknown | Type::Named(_)),
                Some(Entity::View(view)) => !matches!(view.ty, Type::Unknown | Type::Named(_)),
                Some(Entity::Constant(ty) | Entity::Inner(ty)) => !matches!(ty, Type::Unknown | Type::Named(_)),
                _ => !matches!(self.type_of(expr), Type::Unknown),
            },
            Expr::Unary(unary) => match unary.op {
                UnOp::Deref(_) => matches!(self.type_of(&unary.expr), Type::Ref { .. }),
                _ => self.is_certain(&unary.expr),
            },
            Expr::Binary(binary) if is_test(&binary.op) || is_assignment(&binary.op) => true,
            Expr::Binary(binary) => self.is_certain(&binary.right) && self.is_certain(&binary.left),
            Expr::MethodCall(call) => {
                let receiver = self.type_of(&call.receiver);
                let is_known = methods::result(&receiver, &call.method.to_string()).is_some();
                (is_known || self.number_method(call).is_some() || self.unwrapped(call).is_some())
                    && self.is_certain(&call.receiver)
            }
            Expr::Call(call) => match self.callee(call) {
                Target::Operation { .. } | Target::Slope(..) | Target::Shape(_) | Target::FloatFrom(_) => true,
                Target::Function(result, _) => !matches!(result, Type::Unknown | Type::Named(_)),
                Target::FloatFunction(kind) => {
                    kind != FloatType::Some && !matches!(self.call_type(call), Type::Unknown)
                }
                Target::ByName
                | Target::Growing
                | Target::Memory
                | Target::Closure(_)
                | Target::Structure
                | Target::Associated
                | Target::Value => false,
            },
            Expr::If(branch) => {
                let one = control::tail(&branch.then_branch).is_some_and(|tail| self.is_certain(&tail));
                one && control::is_bare(expr)
            }
            Expr::Block(block) => {
                let tail = control::tail(&block.block).is_some_and(|tail| self.is_certain(&tail));
                tail && control::is_bare(expr)
            }
            // Their types are those of what is declared.
            Expr::Index(_) | Expr::Field(_) => !matches!(self.type_of(expr), Type::Unknown | Type::Named(_)),
            _ => false,
        }
    }

    /// Of the two operands of an operator that makes an integer or a flag, the one that was not known to be one.
    pub(super) fn guessed<'e>(&mut self, binary: &'e mut syn::ExprBinary) -> Option<(&'e mut Expr, &'static str)> {
        let (left, right) = (self.type_of(&binary.left), self.type_of(&binary.right));
        let open = |ty: &Type| matches!(ty.behind_refs(), Type::Unknown | Type::Named(_));
        let (known, unknown) = match (open(&left), open(&right)) {
            (false, true) => (left, &mut binary.right),
            (true, false) => (right, &mut binary.left),
            _ => return None,
        };
        let proof = proof(known.behind_refs())?;
        (!self.is_constant(unknown)).then_some((unknown, proof))
    }
}

/// The name of the function or method that an expression calls.
fn called(expr: &Expr) -> Option<&proc_macro2::Ident> {
    match peel(expr) {
        Expr::Call(call) => last_name(&call.func),
        Expr::MethodCall(call) => Some(&call.method),
        _ => None,
    }
}

/// The type parameter that a float is. `num_traits::cast(0.5).unwrap()` alone is of any type.
fn generic(ty: &Type) -> Option<&proc_macro2::Ident> {
    match ty {
        Type::Float(FloatType::Generic(name)) => Some(name),
        _ => None,
    }
}

/// The identity of the runtime that holds rustc to a type.
fn proof(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Int(_) => Some("integer"),
        Type::Bool => Some("boolean"),
        _ => None,
    }
}

/// `+`, `<<`, `&`: of two integers, an integer.
pub(super) fn is_arithmetic(op: &BinOp) -> bool {
    !is_test(op) && !is_assignment(op)
}
