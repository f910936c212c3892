//! Writing statements in order.

use super::{Block, Expr, Function, Origin, Pass, Place, Stmt, StmtKind, Type, VarId};
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

    /// Binds `value` to a new variable of ours and names it.
    pub(crate) fn name(&mut self, wish: &str, ty: Type, origin: Origin, value: Expr) -> VarId {
        let var = self.function.fresh(wish, ty, origin);
        self.bind(var, value);
        var
    }

    /// `place += value`, or `place -= …` where the value is a negation.
    pub(crate) fn accumulate(&mut self, place: Place, value: Expr) {
        self.push(StmtKind::Accumulate { place, negative: false, value });
    }

    /// What `write` appends, as a block of its own.
    pub(crate) fn block(&mut self, write: impl FnOnce(&mut Self) -> Vec<Expr>) -> Block {
        let outer = std::mem::take(&mut self.stmts);
        let values = write(self);
        Block { stmts: std::mem::replace(&mut self.stmts, outer), values }
    }
}
