//! Values of a type that no value can stand in for: where one may be missing, it is carried as an option.
//!
//! Of a user's own type only its name is known, so that there is nothing to bind where the block that should have made
//! one is left instead. What is bound to such a block is then an option, `None` where it was left, and what follows
//! takes it out of that again:
//!
//! ```text
//! let s: S = if c { A } else { if d { return x } B };
//! becomes
//! let o: Option<S> = if c { Some(A) } else if d { left = true; None } else { Some(B) };
//! if left { x } else { let Some(s) = o else { unreachable!() }; … }
//! ```

use super::Nester;
use super::shape::placeholder;
use crate::ir::{Expr, Literal, Member, Place, Stmt, StmtKind, Type, VarId};
use quote::quote;

impl Nester<'_> {
    /// A variable for an option of what `var` is bound to.
    pub(super) fn option_of(&mut self, var: VarId) -> VarId {
        let option = self.copy(var);
        let variable = self.function.var_mut(option);
        variable.ty = Type::Option(Box::new(variable.ty.clone()));
        self.options.insert(option);
        option
    }

    /// The same, which gets what these statements assign to `var`.
    pub(super) fn option_for(&mut self, var: VarId, stmts: &mut [Stmt]) -> VarId {
        let option = self.option_of(var);
        assign_wrapped(stmts, var, option);
        option
    }

    /// A variable for what is in an option.
    pub(super) fn value_of(&mut self, option: VarId) -> VarId {
        let value = self.copy(option);
        let variable = self.function.var_mut(value);
        variable.ty = variable.ty.payload();
        value
    }

    /// `let Some(var) = option else { unreachable!() };`
    pub(super) fn taken_out(&mut self, var: VarId, option: VarId) -> Stmt {
        let place = Place { base: option, path: vec![some().step(0)] };
        self.stmt(StmtKind::Let { var, value: Some(Expr::Load(place)) })
    }
}

fn assign_wrapped(stmts: &mut [Stmt], var: VarId, option: VarId) {
    for stmt in stmts {
        if let StmtKind::Assign { place, value } = &mut stmt.kind
            && place.is_whole()
            && place.base == var
        {
            place.base = option;
            *value = wrap(value.clone());
        }
        stmt.blocks_mut().into_iter().for_each(|block| assign_wrapped(&mut block.stmts, var, option));
    }
}

/// No value of it is known. References are none of it: what they refer to must stay visible.
pub(super) fn is_wrapped(ty: &Type) -> bool {
    fn is_owned(ty: &Type) -> bool {
        match ty {
            Type::Ref { .. } | Type::Slice(_) => false,
            Type::Array(of, _) => is_owned(of),
            Type::Tuple(of) => of.iter().all(is_owned),
            _ => true,
        }
    }
    placeholder(ty).is_none() && is_owned(ty)
}

pub(super) fn wrap(value: Expr) -> Expr {
    Expr::Struct(Box::new(some()), vec![value])
}

fn some() -> Literal {
    let path = quote!(::core::option::Option::Some);
    Literal { path, members: vec![Member::Position(0)], is_call: true, is_variant: true }
}
