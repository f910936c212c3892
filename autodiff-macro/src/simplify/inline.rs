//! Folds variables that are read once back into the expression that reads them, as a person writes it.
//!
//! Only our own immutable variables are folded; what the user named keeps its name. A value may move down to its single
//! read if that stands in the same block, or in a guard there, and nothing in between changes what it reads or hides a
//! name that it uses.

use super::dead::is_pure;
use super::held::Held;
use super::scope::{AllUses, Fragile, LARGEST, conflicts, size, uses};
use crate::ir::HashMap;
use crate::ir::{Block, Expr, Function, Op, Origin, Stmt, StmtKind, VarId, VarSet};

/// What might be changed on the way is looked at over so many statements at the most.
const WINDOW: usize = 48;

fn stmt_size(stmt: &Stmt) -> usize {
    match &stmt.kind {
        StmtKind::IfActive { body, .. } => body.stmts.iter().flat_map(Stmt::exprs).map(size).max().unwrap_or(0),
        _ => {
            let mut nodes = 0;
            stmt.each_expr(&mut |expr| nodes += size(expr));
            nodes
        }
    }
}

/// True if anything was folded.
pub(crate) fn inline(function: &Function, block: &mut Block, ambiguous: &VarSet) -> bool {
    let uses = uses(block);
    let fragile = Fragile::of(function, block, ambiguous);
    Inliner { function, uses: &uses, fragile: &fragile, held: &Held::of(block) }.block(block)
}

struct Inliner<'a> {
    function: &'a Function,
    uses: &'a AllUses,
    fragile: &'a Fragile,
    held: &'a Held,
}

impl Inliner<'_> {
    fn block(&self, block: &mut Block) -> bool {
        let mut changed = false;
        let mut stmts: Vec<Option<Stmt>> = std::mem::take(&mut block.stmts).into_iter().map(Some).collect();
        // Which statement reads each variable that is read once; none: the block's values.
        let mut readers: HashMap<VarId, Option<usize>> = HashMap::default();
        for value in &block.values {
            self.note(value, None, &mut readers);
        }
        // From the last binding to the first, so that a value is complete before it moves.
        for at in (0..stmts.len()).rev() {
            let Some(stmt) = &mut stmts[at] else { continue };
            for inner in stmt.blocks_mut() {
                changed |= self.block(inner);
            }
            let folded = self.candidate(stmt).and_then(|(var, value)| {
                let reader = *readers.get(&var)?;
                let between = at + 1..reader.unwrap_or(stmts.len());
                let near = between.len() <= WINDOW;
                let free = !self.fragile.is_fragile(&value)
                    || near && stmts[between].iter().flatten().all(|stmt| !conflicts(self.function, stmt, &value));
                let around = match reader {
                    Some(reader) => stmts[reader].as_ref().map_or(0, stmt_size),
                    None => block.values.iter().find(|value| value.mentions(var)).map_or(0, size),
                };
                let grown = size(&value) + around;
                let fits = grown <= LARGEST
                    && free
                    && (reader.is_some() || !self.is_given(&block.values, &value))
                    && reader
                        .is_none_or(|reader| stmts[reader].as_ref().is_some_and(|stmt| self.fits(stmt, var, &value)));
                fits.then_some((var, value, reader))
            });
            match folded {
                Some((var, value, reader)) => {
                    // What the value reads is now read there.
                    self.note(&value, reader, &mut readers);
                    match reader.and_then(|reader| stmts[reader].as_mut()) {
                        Some(stmt) => put_into(stmt, var, value),
                        None => put(block.values.iter_mut(), var, value),
                    }
                    stmts[at] = None;
                    changed = true;
                }
                None => {
                    if let Some(stmt) = &stmts[at] {
                        self.note_stmt(stmt, at, &mut readers);
                    }
                }
            }
        }
        block.stmts = stmts.into_iter().flatten().collect();
        changed
    }

    fn note(&self, expr: &Expr, reader: Option<usize>, readers: &mut HashMap<VarId, Option<usize>>) {
        expr.visit(&mut |inner| {
            if let Expr::Var(var) = inner {
                readers.insert(*var, reader);
            }
        });
    }

    /// Notes what a statement reads, inside its guards too: a variable that is read elsewhere inside has no reader here.
    fn note_stmt(&self, stmt: &Stmt, at: usize, readers: &mut HashMap<VarId, Option<usize>>) {
        stmt.each_expr(&mut |expr| self.note(expr, Some(at), readers));
        if let StmtKind::IfActive { body, .. } = &stmt.kind {
            body.stmts.iter().for_each(|inner| self.note_stmt(inner, at, readers));
        }
    }

    /// What `value` reads may be given away by the values of its block, in front of it: `(d_x, d_x[0])`.
    fn is_given(&self, values: &[Expr], value: &Expr) -> bool {
        let mut given = false;
        for around in values {
            around.visit(&mut |expr| {
                given |= matches!(expr, Expr::Var(var)
                    if !self.function.var(*var).ty.is_copy() && value.mentions(*var));
            });
        }
        given
    }

    fn candidate(&self, stmt: &Stmt) -> Option<(VarId, Expr)> {
        let StmtKind::Let { var, value: Some(value) } = &stmt.kind else { return None };
        let variable = self.function.var(*var);
        let uses = self.uses.of(*var);
        let once = uses.foldable == 1 && uses.other == 0;
        // An aggregate keeps its name: it is read in place, or moved.
        let shape = matches!(
            value,
            Expr::Repeat(..)
                | Expr::VecRepeat(..)
                | Expr::VecList(_)
                | Expr::Array(_)
                | Expr::Struct(..)
                | Expr::Replace(..)
        ) || matches!(value, Expr::Load(place) if place.is_in_variant());
        // The adjoint of what the user named reads as a step of its own.
        let step = matches!(variable.origin, Origin::Adjoint(of) if self.function.var(of).origin == Origin::User)
            && !value.is_atom()
            && !matches!(value, Expr::Op(Op::Neg, of, _) if of[0].is_atom());
        let held = self.held.holds(*var, value);
        (once && !held && !step && !variable.origin.has_fixed_name() && !variable.mutable && is_pure(value) && !shape)
            .then(|| (*var, value.clone()))
    }

    /// The one read of `var` in `stmt` is evaluated once, and nothing in front of it there is in the way.
    fn fits(&self, stmt: &Stmt, var: VarId, value: &Expr) -> bool {
        match &stmt.kind {
            // A condition is evaluated once a trip, and a guard not always.
            StmtKind::While { .. } | StmtKind::Match { .. } => false,
            // What is lent to be read can't be lent to be written in the same call.
            StmtKind::Pull(pull) => {
                !pull.args.iter().filter_map(|arg| arg.slot.written()).any(|var| value.mentions(var))
            }
            // The same of tangents, that are lent as such.
            StmtKind::Call(call) if call.forward.is_some() => {
                let lent =
                    |expr: &Expr| matches!(expr, Expr::Borrow { mutable: true, place } if value.mentions(place.base));
                !stmt.exprs().into_iter().any(lent)
            }
            // A method of slices borrows a `Vec` before its arguments are looked at.
            StmtKind::Mutate { place, act } => {
                ![place.base].into_iter().chain(act.swapped()).any(|var| value.mentions(var))
            }
            // Where nobody wants the gradient, its terms need not be computed either.
            StmtKind::IfActive { body, .. } => {
                for inner in &body.stmts {
                    let reads = inner.exprs().into_iter().any(|expr| expr.mentions(var));
                    let nested = matches!(inner.kind, StmtKind::IfActive { .. });
                    if reads || nested {
                        return reads && !nested;
                    }
                    if conflicts(self.function, inner, value) {
                        return false;
                    }
                }
                false
            }
            // What memory is replaced by is made before that.
            _ => {
                let mut replaced = false;
                stmt.each_expr(&mut |expr| {
                    expr.visit(&mut |expr| {
                        replaced |= matches!(expr, Expr::Replace(place, _) if value.mentions(place.base));
                    });
                });
                !replaced
            }
        }
    }
}

fn put_into(stmt: &mut Stmt, var: VarId, value: Expr) {
    match &mut stmt.kind {
        StmtKind::IfActive { body, .. } => {
            put(body.stmts.iter_mut().flat_map(Stmt::exprs_mut), var, value);
        }
        _ => put(stmt.exprs_mut().into_iter(), var, value),
    }
}

fn put<'e>(exprs: impl Iterator<Item = &'e mut Expr>, var: VarId, value: Expr) {
    let mut value = Some(value);
    for expr in exprs {
        expr.rewrite(&mut |expr| {
            if matches!(expr, Expr::Var(read) if *read == var)
                && let Some(value) = value.take()
            {
                *expr = value;
            }
        });
    }
}
