//! What was refused: nothing more is said about it, nor about what is computed from it.

use super::{Lowerer, Rhs};
use crate::diagnostics::Message;
use crate::ir::{Expr, Inert, Type};

impl Lowerer<'_> {
    pub(super) fn refuse(&mut self, message: Message) {
        self.errors.push(message);
    }

    /// Refuses, with a value of no use in place of what can't be lowered.
    pub(super) fn poison(&mut self, message: Message) -> (Rhs, Type) {
        self.refuse(message);
        (Rhs::Plain(poison()), Type::Unknown)
    }

    /// There is no such operation, as rustc says of the primal.
    pub(super) fn left_to_rustc(&mut self) -> (Rhs, Type) {
        self.errors.leave_to_rustc();
        (Rhs::Plain(poison()), Type::Unknown)
    }

    pub(super) fn is_poison(&self, value: &Expr) -> bool {
        match value {
            Expr::Tuple(of) | Expr::Struct(_, of) | Expr::Array(of) => of.iter().any(|of| self.is_poison(of)),
            Expr::Op(_, of, _) => of.iter().any(|of| self.is_poison(of)),
            Expr::Inert(inert) => inert.reads.is_empty() && inert.tokens.to_string() == "()",
            Expr::Var(var) => self.poisoned.contains(var),
            Expr::Load(place) | Expr::Borrow { place, .. } => self.poisoned.contains(&place.base),
            _ => false,
        }
    }

    /// It stems from something that was refused already.
    pub(super) fn is_poisoned(&self, expr: &syn::Expr) -> bool {
        self.root(expr).is_some_and(|var| self.poisoned.contains(&var))
    }
}

/// A value of no use, in place of what was refused.
pub(super) fn poison() -> Expr {
    Expr::Inert(Inert::pure(quote::quote!(()), Vec::new(), false))
}
