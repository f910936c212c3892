//! States: variables of a type that only rustc knows which are given one value after the other, none of which carries a
//! derivative. What decides between two values carries none to them either: `k = if x > 1.0 { Kind::Plain } else { … }`.
//!
//! That of all values is not known before the last of them has been seen. So it is assumed; and where the round shows
//! otherwise, the body is lowered again without the assumption.

use super::{Lowerer, control, peel, types};
use crate::ir::{Expr as IrExpr, StmtKind, VarId};
use std::collections::HashSet;
use syn::{Expr, PatIdent};

impl Lowerer<'_> {
    /// The variable that `pat` will bind to `init` may be such a state.
    pub(super) fn begins_state(&mut self, pat: &PatIdent, init: &Expr) -> bool {
        let key = std::ptr::from_ref(&pat.ident).addr();
        !self.kept.demoted.contains(&key) && self.is_passive_value(init)
    }

    pub(super) fn enter_state(&mut self, var: VarId) {
        if types::is_open(&self.function.var(var).ty) {
            self.passive.insert(var);
            self.states.push(var);
        }
    }

    /// Nothing differentiable flows into its value, whatever decides which value that is.
    pub(super) fn is_passive_value(&mut self, expr: &Expr) -> bool {
        match peel(expr) {
            Expr::If(branch) => {
                let otherwise = branch.else_branch.as_ref().map(|(_, otherwise)| &**otherwise);
                self.is_passive_block(&branch.then_branch) && otherwise.is_some_and(|of| self.is_passive_value(of))
            }
            Expr::Match(matching) => matching.arms.iter().all(|arm| self.is_passive_value(&arm.body)),
            Expr::Block(block) if block.label.is_none() => self.is_passive_block(&block.block),
            other => self.is_passive(other) || self.is_constant(other),
        }
    }

    fn is_passive_block(&mut self, block: &syn::Block) -> bool {
        match (block.stmts.as_slice(), control::tail(block)) {
            ([_], Some(tail)) => control::is_never(&tail) || self.is_passive_value(&tail),
            // Of what its statements bind nothing is known here.
            _ => false,
        }
    }

    /// Gives up states that were given what may carry a derivative, or were lent to who knows whom.
    pub(super) fn settle_states(&mut self) {
        if self.states.is_empty() {
            return;
        }
        let mut given: Vec<(VarId, Option<IrExpr>)> = Vec::new();
        self.function.body.visit(&mut |stmt| match &stmt.kind {
            StmtKind::Let { value: None, .. } => {}
            StmtKind::Let { var, value: Some(value) } => given.push((*var, Some(value.clone()))),
            StmtKind::Assign { place, value } => given.push((place.base, Some(value.clone()))),
            StmtKind::If { binds, .. } | StmtKind::Match { binds, .. } | StmtKind::Scope { binds, .. } => {
                for block in stmt.blocks() {
                    given.extend(binds.iter().zip(&block.values).map(|(&bind, value)| (bind, Some(value.clone()))));
                }
            }
            // A loop's value comes from several places, and a call may do anything with what it is lent.
            _ => {
                let effects = stmt.effects();
                let touched = effects.binds.into_iter().chain(effects.assigns).chain(effects.writes);
                given.extend(touched.map(|var| (var, None)));
            }
        });
        // What carries a derivative, as far as can be told, and what that is given to.
        let mut carries: HashSet<VarId> = (0..self.function.params.len())
            .map(|index| self.function.params[index].var)
            .filter(|&var| !self.is_passive_var(var) && !self.is_discrete_var(var))
            .collect();
        let bound: HashSet<VarId> = given.iter().map(|(var, _)| *var).collect();
        loop {
            let before = carries.len();
            for (var, value) in &given {
                let is_clean = |of: &VarId| match self.is_discrete_var(*of) || !bound.contains(of) {
                    true => self.is_discrete_var(*of) || self.is_passive_var(*of),
                    false => !carries.contains(of),
                };
                let flows = match value {
                    Some(IrExpr::Inert(inert)) => !inert.exposed.iter().all(is_clean),
                    Some(IrExpr::Var(of)) => !is_clean(of),
                    _ => true,
                };
                if flows && !self.is_discrete_var(*var) {
                    carries.insert(*var);
                }
            }
            if carries.len() == before {
                break;
            }
        }
        for var in std::mem::take(&mut self.states) {
            if let Some(&key) = self.keys.get(&var).filter(|_| carries.contains(&var)) {
                self.kept.demoted.insert(key);
                self.news = true;
            }
        }
    }

    fn is_discrete_var(&self, var: VarId) -> bool {
        self.function.var(var).ty.is_discrete()
    }
}
