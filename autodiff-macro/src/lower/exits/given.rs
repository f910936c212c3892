//! Whether a variable that is bound without a value has one wherever it is read, as rustc sees it.

use crate::ir::{Block, Expr, Place, Stmt, StmtKind, VarId};

/// Every read of `var` in what follows `let var;` comes after it was assigned, whichever way is taken.
pub(super) fn is_given(var: VarId, rest: &[Stmt], values: &[Expr]) -> bool {
    let mut flow = Flow { var, always: true, breaks: Vec::new() };
    flow.run(rest, values, false);
    flow.always
}

struct Flow {
    var: VarId,
    /// It had a value at every read so far.
    always: bool,
    /// For each loop around, outermost first: it has a value wherever that is left by `break`.
    breaks: Vec<bool>,
}

impl Flow {
    /// It has a value at the end, given that it has one at the start, or not. What is never reached says that it has.
    fn run(&mut self, stmts: &[Stmt], values: &[Expr], mut given: bool) -> bool {
        for stmt in stmts {
            let effects = stmt.effects();
            let is_read = effects.reads.contains(&self.var) || effects.writes.contains(&self.var);
            self.always &= given || !is_read;
            given = match &stmt.kind {
                StmtKind::Assign { place: Place { base, path }, .. } => given || (*base == self.var && path.is_empty()),
                StmtKind::If { .. } | StmtKind::Match { .. } => {
                    let ends: Vec<bool> = stmt.blocks().into_iter().map(|block| self.block(block, given)).collect();
                    ends.into_iter().all(|given| given)
                }
                StmtKind::Loop { body, .. } => {
                    self.breaks.push(true);
                    self.block(body, given);
                    self.breaks.pop().unwrap_or(given)
                }
                StmtKind::For { .. } | StmtKind::While { .. } | StmtKind::Each { .. } => {
                    self.breaks.push(true);
                    for body in stmt.blocks() {
                        self.block(body, given);
                    }
                    self.breaks.pop();
                    given
                }
                StmtKind::Break { .. } => {
                    if let Some(all) = self.breaks.last_mut() {
                        *all &= given;
                    }
                    return true;
                }
                _ => stmt.blocks().into_iter().fold(given, |given, block| self.block(block, given)),
            };
        }
        values.iter().for_each(|value| value.reads(&mut |read| self.always &= given || read != self.var));
        given
    }

    fn block(&mut self, block: &Block, given: bool) -> bool {
        self.run(&block.stmts, &block.values, given)
    }
}
