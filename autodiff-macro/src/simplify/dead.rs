//! Dead code: what nothing observable depends on.
//!
//! What a companion returns, what belongs to its caller, and what has an effect of its own is live; so is all that a
//! live statement reads. The rest goes, a variable that is only read by its own updates included. Panics are not
//! observable: what only the value of a function needs, an index out of bounds included, a gradient leaves out.

use crate::ir::{Block, Expr, Stmt, StmtKind, VarId, VarSet};

/// Removes dead statements. `keep` are variables that the caller sees.
pub(crate) fn eliminate(block: &mut Block, keep: &VarSet) {
    let mut live = Live { vars: keep.clone(), changed: true };
    block.values.iter().for_each(|value| live.read(value));
    while std::mem::take(&mut live.changed) {
        live.block(block);
    }
    sweep(block, &live);
}

struct Live {
    vars: VarSet,
    changed: bool,
}

impl Live {
    fn mark(&mut self, var: VarId) {
        self.changed |= self.vars.insert(var);
    }

    fn read(&mut self, expr: &Expr) {
        expr.reads(&mut |var| self.mark(var));
    }

    fn has(&self, var: VarId) -> bool {
        self.vars.contains(var)
    }

    /// One sweep against program order, which is how liveness travels; loops take more than one.
    fn block(&mut self, block: &Block) {
        for stmt in block.stmts.iter().rev() {
            if is_loop(stmt) && !self.is_live(stmt) {
                continue;
            }
            for (at, bind) in binds(stmt).iter().enumerate() {
                if self.has(*bind) {
                    for inner in stmt.blocks() {
                        inner.values.get(at).into_iter().for_each(|value| self.read(value));
                    }
                }
            }
            stmt.blocks().into_iter().rev().for_each(|inner| self.block(inner));
            if self.is_live(stmt) {
                self.mark_reads(stmt);
            }
        }
    }

    fn mark_reads(&mut self, stmt: &Stmt) {
        stmt.each_expr(&mut |expr| self.read(expr));
        match &stmt.kind {
            StmtKind::Effect(inert) | StmtKind::Each { source: inert, .. } => {
                inert.variables().chain(inert.writes.iter().copied()).for_each(|var| self.mark(var));
            }
            // Every slot that is lent must be there, even if only another one is read.
            StmtKind::Pull(pull) => {
                self.mark(pull.pullback);
                pull.args.iter().filter_map(|arg| arg.slot.written()).for_each(|var| self.mark(var));
            }
            StmtKind::Mutate { place, .. } => self.mark(place.base),
            StmtKind::Pop { tape, .. } | StmtKind::Recall { tape, .. } => self.mark(*tape),
            _ => {}
        }
    }

    fn is_live(&self, stmt: &Stmt) -> bool {
        match &stmt.kind {
            StmtKind::Let { var, value } => self.has(*var) || !value.as_ref().is_none_or(is_pure),
            StmtKind::Assign { place, value } | StmtKind::Accumulate { place, value, .. } => {
                self.has(place.base) || !is_pure(value)
            }
            StmtKind::Mutate { place, act } => {
                let all = [place.base].into_iter().chain(act.swapped()).chain(act.bound());
                all.into_iter().any(|var| self.has(var))
            }
            StmtKind::Run { value } => written_by_runtime(value).is_none_or(|var| self.has(var)),
            StmtKind::Push { tape, value } => self.has(*tape) || !is_pure(value),
            StmtKind::Pop { var, .. } | StmtKind::Recall { var, .. } => self.has(*var),
            StmtKind::Pull(pull) => pull.args.iter().filter_map(|arg| arg.slot.written()).any(|var| self.has(var)),
            StmtKind::If { binds, cond, .. } => {
                !is_pure(cond) || binds.iter().any(|&bind| self.has(bind)) || self.is_live_inside(stmt)
            }
            StmtKind::Match { binds, scrutinee, .. } => {
                !is_pure(scrutinee) || binds.iter().any(|&bind| self.has(bind)) || self.is_live_inside(stmt)
            }
            StmtKind::While { cond, .. } => !is_pure(cond) || self.has_work(stmt),
            StmtKind::For { .. } | StmtKind::Loop { .. } => self.has_work(stmt),
            StmtKind::IfActive { .. } | StmtKind::IfAny { .. } => self.is_live_inside(stmt),
            StmtKind::Scope { binds, .. } => binds.iter().any(|&bind| self.has(bind)) || self.is_live_inside(stmt),
            _ => true,
        }
    }

    /// Something inside of it is live besides what leaves it.
    fn has_work(&self, stmt: &Stmt) -> bool {
        stmt.blocks().into_iter().flat_map(|block| &block.stmts).any(|inner| match &inner.kind {
            StmtKind::Break { .. } => false,
            StmtKind::If { binds, cond, .. } => {
                !is_pure(cond) || binds.iter().any(|&bind| self.has(bind)) || self.has_work(inner)
            }
            StmtKind::Match { binds, scrutinee, .. } => {
                !is_pure(scrutinee) || binds.iter().any(|&bind| self.has(bind)) || self.has_work(inner)
            }
            StmtKind::Scope { binds, .. } => binds.iter().any(|&bind| self.has(bind)) || self.has_work(inner),
            _ => self.is_live(inner),
        })
    }

    fn is_live_inside(&self, stmt: &Stmt) -> bool {
        stmt.blocks().into_iter().flat_map(|block| &block.stmts).any(|inner| self.is_live(inner))
    }
}

/// What `private::accumulate(&mut d, …)` and the like write; none for what has another effect.
fn written_by_runtime(value: &Expr) -> Option<VarId> {
    match value {
        Expr::Runtime("accumulate" | "accumulate_each" | "carry" | "clear" | "restore" | "reset" | "fill", of) => {
            match of.first() {
                Some(Expr::Borrow { place, .. }) => Some(place.base),
                Some(Expr::Var(var)) => Some(*var),
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_loop(stmt: &Stmt) -> bool {
    matches!(stmt.kind, StmtKind::For { .. } | StmtKind::While { .. } | StmtKind::Loop { .. })
}

/// What a statement with blocks binds to what they yield.
fn binds(stmt: &Stmt) -> &[VarId] {
    match &stmt.kind {
        StmtKind::If { binds, .. }
        | StmtKind::Match { binds, .. }
        | StmtKind::Loop { binds, .. }
        | StmtKind::Labelled { binds, .. }
        | StmtKind::Scope { binds, .. } => binds,
        _ => &[],
    }
}

fn sweep(block: &mut Block, live: &Live) {
    block.stmts.retain(|stmt| live.is_live(stmt));
    for stmt in &mut block.stmts {
        shrink(stmt, live);
        stmt.blocks_mut().into_iter().for_each(|inner| sweep(inner, live));
    }
}

/// Drops yields that nobody reads.
fn shrink(stmt: &mut Stmt, live: &Live) {
    let (binds, mut blocks): (&mut Vec<VarId>, Vec<&mut Block>) = match &mut stmt.kind {
        StmtKind::If { binds, then, otherwise, .. } => (binds, vec![then, otherwise]),
        StmtKind::Match { binds, arms, .. } => (binds, arms.iter_mut().map(|arm| &mut arm.body).collect()),
        StmtKind::Scope { binds, body } => (binds, vec![body]),
        _ => return,
    };
    for at in (0..binds.len()).rev() {
        // A side that diverges yields nothing.
        if !live.has(binds[at]) && blocks.iter().all(|block| block.values.len() == binds.len()) {
            binds.remove(at);
            blocks.iter_mut().for_each(|block| {
                block.values.remove(at);
            });
        }
    }
}

/// Evaluating it has no effect.
pub(crate) fn is_pure(expr: &Expr) -> bool {
    let mut pure = true;
    expr.visit(&mut |inner| {
        pure &= match inner {
            Expr::Inert(inert) => inert.pure,
            Expr::Replace(..) => false,
            Expr::Borrow { mutable, .. } => !mutable,
            _ => true,
        }
    });
    pure
}
