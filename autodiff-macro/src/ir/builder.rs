//! Writing statements in order.

use super::{Expr, Function, Pass, Stmt, StmtKind, VarId};
use proc_macro2::Span;

/// Appends statements of one pass to a block under construction.
pub(crate) struct Builder<'f> {
    pub(crate) function: &'f mut Function,
    pub(crate) stmts: Vec<Stmt>,
    pub(crate) pass: Pass,
    /// The user's tokens that the next statements come from.
    pub(crate) span: Span,
}

impl<'f> Builder<'f> {
    pub(crate) fn new(function: &'f mut Function, pass: Pass) -> Self {
        Builder { function, stmts: Vec::new(), pass, span: Span::call_site() }
    }

    pub(crate) fn push(&mut self, kind: StmtKind) {
        let stmt = self.function.stmt(kind, self.span, self.pass);
        self.stmts.push(stmt);
    }

    pub(crate) fn bind(&mut self, var: VarId, value: Expr) {
        self.push(StmtKind::Let { var, value: Some(value) });
    }

    #[cfg(test)]
    pub(crate) fn accumulate(&mut self, place: super::Place, value: super::Expr) {
        self.push(StmtKind::Accumulate { place, negative: false, value });
    }

    /// What `write` appends, as a block of its own.
    #[cfg(test)]
    pub(crate) fn block(&mut self, write: impl FnOnce(&mut Self) -> Vec<super::Expr>) -> super::Block {
        let outer = std::mem::take(&mut self.stmts);
        let values = write(self);
        super::Block { stmts: std::mem::replace(&mut self.stmts, outer), values }
    }
}
