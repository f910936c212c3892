//! Loops of the backward pass that may run forwards.
//!
//! A mirror loop runs from the last iteration to the first. Where the order does not matter, it runs the other way,
//! which rustc vectorises: reversed index loops over slices it does not.
//!
//! *Legal* if the body only adds to what outlives an iteration and reads none of it: the sums are the same but for the
//! order of their terms, which in an adjoint may change. Whatever else it reads is not written in the loop, or bound in
//! the same iteration. A tape read by a cursor counts as written (the cursor is), so such loops stay as they are; one
//! that is read by the number of the iteration does not matter.

use crate::ir::HashSet;
use crate::ir::{Adaptor, Block, Expr, Pass, Stmt, StmtKind, VarId};

pub(crate) fn forwards(block: &mut Block) {
    for stmt in &mut block.stmts {
        stmt.blocks_mut().into_iter().for_each(forwards);
        if stmt.pass == Pass::Adjoint
            && let StmtKind::For { range, body, .. } = &mut stmt.kind
            && matches!(range.adaptors.last(), Some(Adaptor::Rev))
            && only_adds(body)
        {
            range.adaptors.pop();
        }
    }
}

/// Everything outside that `body` writes, it only adds to, and it reads none of that.
pub(crate) fn only_adds(body: &Block) -> bool {
    let mut seen = Seen::default();
    seen.block(body);
    seen.orderly && seen.added.iter().all(|var| seen.own.contains(var) || !seen.read.contains(var))
}

struct Seen {
    /// Bound inside: new in each iteration.
    own: HashSet<VarId>,
    added: HashSet<VarId>,
    read: HashSet<VarId>,
    /// No other writes to what is outside.
    orderly: bool,
}

impl Default for Seen {
    fn default() -> Self {
        Seen { own: HashSet::default(), added: HashSet::default(), read: HashSet::default(), orderly: true }
    }
}

impl Seen {
    fn block(&mut self, block: &Block) {
        for stmt in &block.stmts {
            self.stmt(stmt);
        }
        block.values.iter().for_each(|value| self.reads(value));
    }

    fn reads(&mut self, expr: &Expr) {
        expr.reads(&mut |var| {
            self.read.insert(var);
        });
    }

    fn stmt(&mut self, stmt: &Stmt) {
        let effects = stmt.effects();
        self.own.extend(&effects.binds);
        self.own.extend(stmt.binds_inside());
        match &stmt.kind {
            StmtKind::Accumulate { place, value, .. } => {
                self.added.insert(place.base);
                place.indices().for_each(|index| self.reads(index));
                self.reads(value);
            }
            StmtKind::Run { value: Expr::Runtime("accumulate" | "carry", of) } => {
                for (at, expr) in of.iter().enumerate() {
                    match expr {
                        Expr::Borrow { place, .. } if at == 0 => {
                            self.added.insert(place.base);
                            place.indices().for_each(|index| self.reads(index));
                        }
                        Expr::Var(var) if at == 0 => {
                            self.added.insert(*var);
                        }
                        other => self.reads(other),
                    }
                }
            }
            // A pullback adds to what it is lent; of what the call wrote, it takes what is there as well.
            StmtKind::Pull(pull) => {
                self.read.insert(pull.pullback);
                pull.cotangent.iter().for_each(|cotangent| self.reads(cotangent));
                for arg in &pull.args {
                    arg.value.iter().for_each(|value| self.reads(value));
                    self.added.extend(arg.slot.written());
                    self.read.extend(arg.slot.taken());
                    arg.slot.indices().for_each(|index| self.reads(index));
                }
            }
            _ => {
                stmt.exprs().into_iter().for_each(|expr| self.reads(expr));
                if let StmtKind::Recall { tape, .. } = &stmt.kind {
                    self.read.insert(*tape);
                }
                let leaves = effects.visible && !matches!(stmt.kind, StmtKind::Call(_));
                let outer = |var: &VarId| !self.own.contains(var);
                self.orderly &= !leaves && !effects.assigns.iter().chain(&effects.writes).any(outer);
            }
        }
        stmt.blocks().into_iter().for_each(|inner| self.block(inner));
    }
}
