//! Each statement with its tangent.

use super::{Exit, Forward};
use crate::ir::{Arm, Block, Expr, Place, Stmt, StmtKind, VarId};

impl Forward<'_> {
    pub(super) fn stmt(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Let { var, value } if self.is_active(*var) => self.binding(stmt, *var, value.as_ref()),
            StmtKind::Assign { place, value } if self.is_active(place.base) => self.assignment(stmt, place, value),
            StmtKind::Accumulate { place, negative, value } if self.is_active(place.base) => {
                if let Expr::Var(var) = value
                    && self.is_active(*var)
                {
                    let value = self.number(*var, place.base);
                    let (twin, negative) = (self.twin(place), *negative);
                    self.push_into(place.base, StmtKind::Accumulate { place: twin, negative, value });
                }
                self.stmts.push(stmt.clone());
            }
            StmtKind::Mutate { place, act } if self.is_touched(place, act) => self.mutation(stmt, place, act),
            StmtKind::Call(call) => self.call(stmt, call),
            StmtKind::Break { label, values } => {
                let exit = self.exits.iter().rev().find(|exit| match label {
                    Some(_) => exit.label == *label,
                    None => exit.is_loop,
                });
                let binds = exit.map(|exit| exit.binds.clone()).unwrap_or_default();
                let values = self.yielded(values, &binds);
                self.again(stmt, StmtKind::Break { label: label.clone(), values });
            }
            _ if !stmt.blocks().is_empty() => self.nested(stmt),
            _ => self.stmts.push(stmt.clone()),
        }
    }

    /// The primal's own statement, in another form: its number stays.
    fn again(&mut self, stmt: &Stmt, kind: StmtKind) {
        self.stmts.push(Stmt { kind, ..stmt.clone() });
    }

    /// What has blocks inside yields tangents along with values.
    fn nested(&mut self, stmt: &Stmt) {
        let kind = match &stmt.kind {
            StmtKind::If { binds, cond, then, otherwise } => {
                let (then, otherwise) = (self.block(then, binds), self.block(otherwise, binds));
                StmtKind::If { binds: self.bound(binds), cond: cond.clone(), then, otherwise }
            }
            StmtKind::Match { binds, scrutinee, arms, taken } => {
                let arms = arms.iter().map(|arm| {
                    let body = self.binding_block(&arm.bindings, &arm.body, binds);
                    Arm { body, ..arm.clone() }
                });
                let arms = arms.collect();
                StmtKind::Match { binds: self.bound(binds), scrutinee: scrutinee.clone(), arms, taken: *taken }
            }
            StmtKind::Scope { binds, body } => {
                let body = self.block(body, binds);
                StmtKind::Scope { binds: self.bound(binds), body }
            }
            StmtKind::Labelled { label, binds, body } => {
                let body = self.leaving(Some(label.clone()), false, binds, body, binds);
                StmtKind::Labelled { label: label.clone(), binds: self.bound(binds), body }
            }
            StmtKind::Loop { label, binds, body } => {
                let body = self.leaving(label.clone(), true, binds, body, &[]);
                StmtKind::Loop { label: label.clone(), binds: self.bound(binds), body }
            }
            StmtKind::While { label, cond, body } => {
                let body = self.leaving(label.clone(), true, &[], body, &[]);
                StmtKind::While { label: label.clone(), cond: cond.clone(), body }
            }
            StmtKind::For { label, var, range, body } => {
                let body = self.leaving(label.clone(), true, &[], body, &[]);
                StmtKind::For { label: label.clone(), var: *var, range: range.clone(), body }
            }
            StmtKind::Each { label, pattern, bindings, source, body } => {
                self.exits.push(Exit { label: label.clone(), is_loop: true, binds: Vec::new() });
                let body = self.binding_block(bindings, body, &[]);
                self.exits.pop();
                let (label, pattern, bindings) = (label.clone(), pattern.clone(), bindings.clone());
                StmtKind::Each { label, pattern, bindings, source: source.clone(), body }
            }
            other => other.clone(),
        };
        self.again(stmt, kind);
    }

    /// The block of what `break` can leave with `binds`; at its end it yields `yields`.
    fn leaving(
        &mut self,
        label: Option<proc_macro2::Ident>,
        is_loop: bool,
        binds: &[VarId],
        body: &Block,
        yields: &[VarId],
    ) -> Block {
        self.exits.push(Exit { label, is_loop, binds: binds.to_vec() });
        let body = self.block(body, yields);
        self.exits.pop();
        body
    }

    /// A block for which a pattern binds variables. They begin with nothing that carries a derivative.
    fn binding_block(&mut self, bindings: &[VarId], body: &Block, binds: &[VarId]) -> Block {
        let active: Vec<VarId> = bindings.iter().copied().filter(|&var| self.is_active(var)).collect();
        let outer = std::mem::take(&mut self.stmts);
        for var in active {
            let zero = self.zero_of(var);
            let tangent = self.tangent_for(var);
            self.push(StmtKind::Let { var: tangent, value: Some(zero) });
        }
        let mut begun = std::mem::replace(&mut self.stmts, outer);
        let mut body = self.block(body, binds);
        begun.append(&mut body.stmts);
        Block { stmts: begun, ..body }
    }

    fn binding(&mut self, stmt: &Stmt, var: VarId, value: Option<&Expr>) {
        let Some(value) = value else {
            self.stmts.push(stmt.clone());
            let tangent = self.tangent_for(var);
            return self.push(StmtKind::Let { var: tangent, value: None });
        };
        let Some(tangent) = self.value(var, value) else {
            self.is_lost();
            return self.stmts.push(stmt.clone());
        };
        // Behind the value it reads best, and some need that; in front of it where the name would hide what is read.
        let hides = !tangent.mentions(var) && self.hides(var, &tangent);
        if !hides {
            self.stmts.push(stmt.clone());
        }
        let bound = self.tangent_for(var);
        self.push(StmtKind::Let { var: bound, value: Some(tangent) });
        if hides {
            self.stmts.push(stmt.clone());
        }
    }

    /// A variable that `expr` reads has the name of `var`.
    fn hides(&self, var: VarId, expr: &Expr) -> bool {
        let name = &self.function.var(var).name;
        let mut hides = false;
        expr.reads(&mut |read| hides |= read != var && self.function.var(read).name == *name);
        hides
    }

    /// In front of the primal's, where the value that is overwritten is still there.
    fn assignment(&mut self, stmt: &Stmt, place: &Place, value: &Expr) {
        let ty = crate::transform::normal::place_type(&self.function, place);
        let tangent = self.tangent_of(value, self.depends(place.base), &ty);
        let is_number = ty.is_float() || matches!(value, Expr::Number(_));
        let kind = StmtKind::Assign { place: self.twin(place), value: tangent };
        match is_number && !place.is_whole() {
            true => self.push_into(place.base, kind),
            // What is moved, or bound later, must be there on every way.
            false => self.push(kind),
        }
        self.stmts.push(stmt.clone());
    }
}
