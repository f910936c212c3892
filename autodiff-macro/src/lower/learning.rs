//! What uses say about bindings: a `k` that indexes a slice is a `usize`, though its `let` did not say so. A body is lowered
//! again until there is no more news.

use super::{Lowerer, peel, types};
use crate::ir::{Origin, Type, VarId};
use proc_macro2::Ident;

/// What uses say about a binding.
pub(super) struct Learnt {
    pub(super) ty: Type,
    /// Rust itself would accept nothing else there: an index of a slice, a condition. What is merely supposed (`k > 3`, of a
    /// `k` that may be anybody's) is proved at compile time where it is bound.
    pub(super) proven: bool,
}

impl Lowerer<'_> {
    /// A variable of the user's, not yet in scope. Its type is what is known here and what uses have told.
    pub(super) fn declare(&mut self, ident: &Ident, ty: &Type, mutable: bool) -> VarId {
        let key = std::ptr::from_ref(ident).addr();
        let ty = self.learnt.get(&key).map_or_else(|| ty.clone(), |learnt| types::join(ty, &learnt.ty));
        self.has_own_types |= matches!(ty.leaf(), Type::Named(_));
        let var = self.function.add_var(ident.clone(), ty, Origin::User);
        self.function.var_mut(var).mutable = mutable;
        self.keys.insert(var, key);
        var
    }

    /// What uses have told about the variable that `ident` will bind.
    pub(super) fn learnt(&self, ident: &Ident) -> Type {
        self.learnt.get(&std::ptr::from_ref(ident).addr()).map_or(Type::Unknown, |learnt| learnt.ty.clone())
    }

    /// A use of `expr` says that it has this type: news, if it is a variable of which that was not known.
    pub(super) fn learn(&mut self, expr: &syn::Expr, ty: &Type) {
        if let Some((var, ty)) = self.learnable(expr, ty) {
            self.learn_of(var, &ty, true);
        }
    }

    /// A use of `expr` makes it likely that it has this type.
    pub(super) fn suppose(&mut self, expr: &syn::Expr, ty: &Type) {
        if let Some((var, ty)) = self.learnable(expr, ty) {
            self.learn_of(var, &ty, false);
        }
    }

    /// The variable of which a use tells, and the type it then has: of `*x`, a reference.
    fn learnable(&self, expr: &syn::Expr, ty: &Type) -> Option<(VarId, Type)> {
        match peel(expr) {
            syn::Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => {
                let var = self.variable(&unary.expr)?;
                let Type::Ref { mutable, .. } = &self.function.var(var).ty else { return None };
                Some((var, Type::Ref { mutable: *mutable, to: Box::new(ty.clone()) }))
            }
            name => self.variable(name).map(|var| (var, ty.clone())),
        }
    }

    pub(super) fn learn_of(&mut self, var: VarId, ty: &Type, proven: bool) {
        let Some(&key) = self.keys.get(&var).filter(|_| !types::is_open(ty)) else { return };
        let known = self.function.var(var).ty.clone();
        // A number beside it says nothing: a type of the user's own has operators, too.
        if matches!(known.behind_refs(), Type::Named(_)) && ty.is_float() && !proven {
            return;
        }
        // A number is wanted where a reference to one will do.
        let referred = match &known {
            Type::Ref { mutable, .. } if ty.is_float() => Type::Ref { mutable: *mutable, to: Box::new(ty.clone()) },
            _ => ty.clone(),
        };
        let ty = &referred;
        match self.learnt.get_mut(&key).filter(|old| !types::is_open(&old.ty)) {
            Some(old) if proven && !old.proven && ty.is_discrete() => {
                *old = Learnt { ty: types::join(&old.ty, ty), proven };
                self.news = true;
            }
            Some(_) => {}
            None => {
                let better = types::join(&known, ty);
                if types::is_open(&known) && !types::is_open(&better) {
                    self.learnt.insert(key, Learnt { ty: better, proven });
                    self.news = true;
                }
            }
        }
    }

    /// What is known of a variable's type was guessed from its uses, and calls for a proof where it is bound.
    pub(super) fn is_supposed(&self, ident: &Ident) -> bool {
        self.learnt
            .get(&std::ptr::from_ref(ident).addr())
            .is_some_and(|learnt| !learnt.proven && learnt.ty.is_discrete())
    }

    pub(super) fn is_supposed_var(&self, var: VarId) -> bool {
        let learnt = self.keys.get(&var).and_then(|key| self.learnt.get(key));
        learnt.is_some_and(|learnt| !learnt.proven && learnt.ty.is_discrete())
    }
}
