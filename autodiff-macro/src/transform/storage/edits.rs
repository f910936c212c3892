//! Statements to insert into the forward pass (saving) and into the backward pass (restoring), gathered by place and
//! written in at once.

use super::mirror_of;
use crate::analyse::{RegionId, Versions};
use crate::ir::HashMap;
use crate::ir::{Block, Expr, Function, Pass, Stmt, StmtId, StmtKind};
use proc_macro2::Span;

#[derive(Default)]
pub(super) struct Edits {
    pub(super) before: HashMap<StmtId, Vec<StmtKind>>,
    pub(super) after: HashMap<StmtId, Vec<StmtKind>>,
    pub(super) at_start: HashMap<RegionId, Vec<StmtKind>>,
    pub(super) at_end: HashMap<RegionId, Vec<StmtKind>>,
    pub(super) instead: HashMap<StmtId, StmtKind>,
    restored: HashMap<RegionId, Vec<StmtKind>>,
}

impl Edits {
    /// A statement at the start of a region's mirror, in program order of what it restores.
    pub(super) fn restore(&mut self, region: RegionId, kind: StmtKind) {
        self.restored.entry(region).or_default().push(kind);
    }

    /// A statement at the very start of a region's mirror: cursors.
    pub(super) fn restore_first(&mut self, region: RegionId, kind: StmtKind) {
        self.restored.entry(region).or_default().insert(0, kind);
    }

    /// The forward pass, with what saves.
    pub(super) fn save_block(
        &mut self,
        function: &mut Function,
        versions: &Versions,
        region: RegionId,
        block: Block,
    ) -> Block {
        let mut stmts = Vec::with_capacity(block.stmts.len());
        let write = |function: &mut Function, kinds: Option<Vec<StmtKind>>, span: Span, stmts: &mut Vec<Stmt>| {
            for kind in kinds.unwrap_or_default() {
                stmts.push(function.stmt(kind, span, Pass::Adjoint));
            }
        };
        write(function, self.at_start.remove(&region), Span::call_site(), &mut stmts);
        for mut stmt in block.stmts {
            let (id, span) = (stmt.id, stmt.span);
            for (at, inner) in stmt.blocks_mut().into_iter().enumerate() {
                let inside = versions.region_of(id, at);
                let taken = std::mem::take(inner);
                *inner = self.save_block(function, versions, inside, taken);
            }
            write(function, self.before.remove(&id), span, &mut stmts);
            if let Some(kind) = self.instead.remove(&id) {
                stmt.kind = kind;
            }
            stmts.push(stmt);
            let after: Vec<Stmt> = (self.after.remove(&id).into_iter().flatten())
                .map(|kind| function.stmt(kind, span, Pass::Adjoint))
                .collect();
            append_at_ends(function, &mut stmts, after);
        }
        let ends: Vec<Stmt> = (self.at_end.remove(&region).into_iter().flatten())
            .map(|kind| function.stmt(kind, Span::call_site(), Pass::Adjoint))
            .collect();
        append_at_ends(function, &mut stmts, ends);
        Block { stmts, values: block.values }
    }

    /// A block of the backward pass that mirrors `region`, with what restores.
    pub(super) fn restore_block(
        &mut self,
        function: &mut Function,
        versions: &Versions,
        mirrors: &HashMap<StmtId, StmtId>,
        region: RegionId,
        block: &mut Block,
    ) {
        let mut stmts: Vec<Stmt> = Vec::new();
        for kind in self.restored.remove(&mirror_of(versions, region)).unwrap_or_default() {
            // What is recomputed has the bits of the primal: its arithmetic is not ours to change.
            let recomputed = matches!(kind, StmtKind::Let { value: Some(Expr::Op(..)), .. });
            let pass = if recomputed { Pass::Primal } else { Pass::Adjoint };
            stmts.push(function.stmt(kind, Span::call_site(), pass));
        }
        for mut stmt in std::mem::take(&mut block.stmts) {
            if let Some(&of) = mirrors.get(&stmt.id) {
                for (at, inner) in stmt.blocks_mut().into_iter().enumerate() {
                    let inside = versions.region_of(of, at);
                    self.restore_block(function, versions, mirrors, inside, inner);
                }
            }
            stmts.push(stmt);
        }
        block.stmts = stmts;
    }
}

/// Appends statements to a block, wherever it ends: a loop may be left in the branches of its last statement.
pub(super) fn append_at_ends(function: &mut Function, stmts: &mut Vec<Stmt>, ends: Vec<Stmt>) {
    if ends.is_empty() || !stmts.last().is_some_and(is_left_in) {
        stmts.extend(ends);
        return;
    }
    let Some(mut last) = stmts.pop() else { return };
    if matches!(last.kind, StmtKind::Break { .. }) {
        stmts.extend(ends);
    } else {
        for block in last.blocks_mut() {
            let copies = ends.iter().map(|stmt| function.stmt(stmt.kind.clone(), stmt.span, stmt.pass)).collect();
            append_at_ends(function, &mut block.stmts, copies);
        }
    }
    stmts.push(last);
}

/// The loop around may be left at the end of this statement.
fn is_left_in(stmt: &Stmt) -> bool {
    match &stmt.kind {
        StmtKind::Break { .. } => true,
        StmtKind::If { .. } | StmtKind::Match { .. } | StmtKind::Scope { .. } => {
            stmt.blocks().into_iter().any(|block| block.stmts.last().is_some_and(is_left_in))
        }
        _ => false,
    }
}
