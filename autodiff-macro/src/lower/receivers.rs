//! Methods of the user's own, called by a dot: calls by name, whose first argument is what they are called on.
//!
//! Whether a method writes its receiver, a call does not tell. One whose value is used is taken to read it, one that returns
//! nothing to write it, unless it is lent something else to write; and it is called in such a way that rustc finds a wrong
//! guess.

use super::refusals::iterator;
use super::{Lowerer, Rhs, methods, peel};
use crate::diagnostics::catalogue;
use crate::ir::{Callee, Expr, Form, Op, Place, Step, Type};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ExprMethodCall;

/// What a method is called on.
pub(super) struct Receiver {
    pub(super) value: Expr,
    pub(super) ty: Type,
    pub(super) by_ref: bool,
    /// It could be written, and is taken not to be.
    held: bool,
}

impl Lowerer<'_> {
    /// It is not std's, nor one that we know.
    pub(super) fn is_own_method(&mut self, call: &ExprMethodCall) -> bool {
        if self.is_poisoned(&call.receiver) {
            return false;
        }
        let (name, chained) = (call.method.to_string(), iterator(call).is_some());
        match self.type_of(&call.receiver).behind_refs() {
            Type::Named(_) => !methods::makes_iterator(&name),
            Type::Unknown => !methods::is_of_std(&name, chained) && Op::of_method(&name).is_none(),
            Type::Float(_) => !methods::is_of_std_float(&name),
            Type::Array(..) | Type::Slice(_) | Type::Vec(_) | Type::Tuple(_) => !methods::is_of_std(&name, chained),
            _ => false,
        }
    }

    /// Such a call for its effect, of what may carry a derivative.
    pub(super) fn lends_receiver(&mut self, expr: &syn::Expr) -> bool {
        let syn::Expr::MethodCall(call) = peel(expr) else { return false };
        if !self.is_own_method(call) || self.is_passive(expr) {
            return false;
        }
        // What is held constant may keep what it is given.
        call.args.iter().any(|arg| self.is_lent(arg)) || !self.is_passive(&call.receiver) || self.gathers(call)
    }

    /// A local that begins with nothing that carries a derivative is given what does.
    pub(super) fn gathers(&mut self, call: &ExprMethodCall) -> bool {
        let local = self.root(&call.receiver).filter(|&var| self.function.param_of(var).is_none());
        local.is_some_and(|var| self.function.var(var).mutable)
            && self.is_own_method(call)
            && !call.args.iter().all(|arg| self.is_passive(arg))
    }

    pub(super) fn method_for_effect(&mut self, call: &ExprMethodCall) {
        let is_lent = call.args.iter().any(|arg| self.is_lent(arg));
        if let (Rhs::Structured(kind), _) = self.method_by_name(call, !is_lent) {
            self.push(*kind);
        }
    }

    /// `writes`: the receiver, if it can be written at all.
    pub(super) fn method_by_name(&mut self, call: &ExprMethodCall, writes: bool) -> (Rhs, Type) {
        let receiver = self.called_on(&call.receiver, writes);
        let (turbofish, generics) = match &call.turbofish {
            Some(turbofish) => (turbofish.to_token_stream(), turbofish.args.len()),
            None => (TokenStream::new(), 0),
        };
        let form = Form::Method { held: receiver.held };
        let callee = Callee { prefix: TokenStream::new(), name: call.method.clone(), turbofish, generics, form };
        let first = (receiver.value, receiver.ty, receiver.by_ref);
        self.called(callee, Some(first), &call.args, &call.method, Type::Unknown)
    }

    fn called_on(&mut self, expr: &syn::Expr, writes: bool) -> Receiver {
        let reference = |mutable: bool, ty: &Type| Type::Ref { mutable, to: Box::new(ty.behind_refs().clone()) };
        if !self.is_place(expr) {
            let (value, ty) = self.operand(expr, &Type::Unknown, None);
            return match value {
                Expr::Var(var) if ty.is_ref() => Receiver { value: Expr::Var(var), ty, by_ref: true, held: false },
                // Of a value that has just been made, nobody sees what is written.
                Expr::Var(var) if !ty.is_float() => {
                    let value = Expr::Borrow { mutable: false, place: Place::var(var) };
                    Receiver { value, ty: reference(false, &ty), by_ref: true, held: false }
                }
                Expr::Var(_) => Receiver { value, ty, by_ref: false, held: false },
                value => {
                    let value = Expr::Var(self.name("value", ty.clone(), Rhs::Plain(value)));
                    Receiver { value, ty, by_ref: false, held: false }
                }
            };
        }
        let through_shared = self.view(expr).is_some_and(|view| !view.mutable);
        let (mut place, ty) = self.place(expr);
        let base = self.function.var(place.base);
        let could = match &base.ty {
            _ if through_shared => false,
            Type::Ref { mutable, .. } => *mutable,
            Type::Unknown => true,
            _ => base.mutable,
        };
        let mutable = writes && could && (base.mutable || base.ty.is_mut_ref());
        if place.is_whole() && (ty.is_float() || (ty.is_ref() && !ty.is_mut_ref())) && !mutable {
            let by_ref = ty.is_ref();
            return Receiver { value: Expr::Var(place.base), ty, by_ref, held: could };
        }
        if place.is_whole() && ty.is_mut_ref() {
            place.path.push(Step::Deref);
        }
        let ty = reference(mutable, &ty);
        Receiver { value: Expr::Borrow { mutable, place }, ty, by_ref: true, held: could && !mutable }
    }

    /// `Type::g(x)`, `Self::g(x)`, `<T as Trait>::g(x)`, of a type that is the user's own.
    pub(super) fn associated(&mut self, call: &syn::ExprCall) -> (Rhs, Type) {
        match peel(&call.func) {
            syn::Expr::Path(path) if !methods::is_std_owner(path) => {
                let callee = super::calls::associated_callee(path);
                self.called(callee, None, &call.args, &call.func, Type::Unknown)
            }
            _ => self.poison(catalogue::associated(&call.func)),
        }
    }
}
