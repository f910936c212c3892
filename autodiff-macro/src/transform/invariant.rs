//! What a loop reads of an array that it writes elsewhere is read before the loop.
//!
//! Elimination subtracts row `k` from the rows below it: `a[i][j] -= factor * a[k][j]`, for `i` from `k + 1` on. The adjoint
//! asks for `a[k][j]` as it was, and `a` is overwritten later: read in the innermost loop, each number would be taped
//! once for every `i`. Read before the loop over `i`, one row is kept for every `k`.
//!
//! *Legal* if within the loop `a` is only assigned at indices that differ from those read, and the index read is known to
//! be inside of the array, so that reading it early can't panic where the primal does not. Both rest on the ranges of loop
//! variables: `i` in `k + 1..n` is not `k`, and neither is `i` in `0..k`; `k` in `0..N` is inside of a `[T; N]`. The same
//! numbers are read, and nothing else changes.

use crate::ir::HashMap;
use crate::ir::{Block, Expr, Function, Inert, Origin, Pass, Place, Range, Step, Stmt, StmtKind, Type, VarId, VarSet};

pub(super) fn hoist(mut function: Function) -> Function {
    let mut facts = Facts::default();
    facts.gather(&function.body);
    let body = std::mem::take(&mut function.body);
    function.body = Hoister { function: &mut function, facts }.block(body);
    function
}

/// What the whole function says of its variables.
#[derive(Default)]
struct Facts {
    /// The ranges of loop variables.
    ranges: HashMap<VarId, Range>,
    /// What variables that are bound once are bound to.
    values: HashMap<VarId, Inert>,
    /// Given another value, or written in part, after they are bound.
    rewritten: VarSet,
}

impl Facts {
    fn gather(&mut self, body: &Block) {
        body.visit(&mut |stmt| {
            match &stmt.kind {
                StmtKind::For { var, range, .. } => {
                    self.ranges.insert(*var, range.clone());
                }
                StmtKind::Let { var, value: Some(Expr::Inert(inert)) } => {
                    self.values.insert(*var, inert.clone());
                }
                _ => {}
            }
            stmt.writes(&mut |var| {
                self.rewritten.insert(var);
            });
        });
    }

    /// A bound of a range as the piece that it is.
    fn piece<'f>(&'f self, bound: &'f Expr) -> Option<&'f Inert> {
        match bound {
            Expr::Inert(inert) => Some(inert),
            Expr::Var(var) if !self.rewritten.contains(*var) => self.values.get(var),
            _ => None,
        }
    }

    /// The index can't reach past the end of an array of this length.
    fn is_inside(&self, index: VarId, len: &str) -> bool {
        let Some(range) = self.ranges.get(&index) else { return false };
        let high = self.piece(&range.high);
        !range.inclusive && high.is_some_and(|high| high.reads.is_empty() && high.tokens.to_string() == len)
    }

    /// The two are never the same number.
    fn differ(&self, one: VarId, other: VarId) -> bool {
        self.is_beside(one, other) || self.is_beside(other, one)
    }

    /// `inner` runs through numbers above `fixed`, or below it.
    fn is_beside(&self, inner: VarId, fixed: VarId) -> bool {
        let Some(range) = self.ranges.get(&inner).filter(|_| !self.rewritten.contains(fixed)) else { return false };
        let is_fixed = |expr: &Expr| match self.piece(expr) {
            None => expr.as_var() == Some(fixed),
            Some(inert) => is_of(inert, fixed, ""),
        };
        let is_above = self.piece(&range.low).is_some_and(|low| is_of(low, fixed, "+ 1"));
        is_above || (!range.inclusive && is_fixed(&range.high))
    }
}

/// `fixed`, or `fixed + 1`.
fn is_of(inert: &Inert, fixed: VarId, rest: &str) -> bool {
    let [read] = inert.reads.as_slice() else { return false };
    let hole = Inert::hole(read.var, proc_macro2::Span::call_site());
    read.var == fixed && inert.tokens.to_string() == format!("{hole} {rest}").trim()
}

struct Hoister<'f> {
    function: &'f mut Function,
    facts: Facts,
}

/// A read that moves: the array, the indices that do not change in the loop, in the order of the path.
type Key = (VarId, Vec<VarId>);

impl Hoister<'_> {
    fn block(&mut self, block: Block) -> Block {
        let mut stmts = Vec::with_capacity(block.stmts.len());
        for mut stmt in block.stmts {
            if matches!(stmt.kind, StmtKind::For { .. }) {
                self.around(&mut stmt, &mut stmts);
            }
            for inner in stmt.blocks_mut() {
                *inner = self.block(std::mem::take(inner));
            }
            stmts.push(stmt);
        }
        Block { stmts, values: block.values }
    }

    /// Moves what `looping` reads and does not write to before it.
    fn around(&mut self, looping: &mut Stmt, before: &mut Vec<Stmt>) {
        let mut own = VarSet::default();
        looping.visit(&mut |stmt| {
            own.extend(stmt.effects().binds);
            own.extend(stmt.binds_inside());
        });
        let mut reads: Vec<Key> = Vec::new();
        let StmtKind::For { body, .. } = &looping.kind else { return };
        self.candidates(body, &own, 0, &mut reads);
        reads.retain(|(base, indices)| {
            let mut apart = true;
            looping.visit(&mut |stmt| apart &= self.leaves_alone(stmt, *base, indices[0]));
            apart
        });
        for key in reads {
            let (base, indices) = &key;
            let path = indices.iter().map(|&index| Step::Index(Expr::Var(index))).collect();
            let place = Place { base: *base, path };
            let ty = super::normal::place_type(self.function, &place);
            let wish = if ty.is_float() { "element" } else { "row" };
            let var = self.function.fresh(wish, ty, Origin::Temp);
            let value = Some(Expr::Load(place));
            before.push(self.function.stmt(StmtKind::Let { var, value }, looping.span, Pass::Primal));
            if let StmtKind::For { body, .. } = &mut looping.kind {
                replace(body, &key, var);
            }
        }
    }

    /// The reads of arrays in a loop whose indices, or the first of them, do not change there.
    fn candidates(&self, block: &Block, own: &VarSet, depth: usize, found: &mut Vec<Key>) {
        for stmt in &block.stmts {
            if let StmtKind::Let { value: Some(Expr::Load(place)), .. } = &stmt.kind
                && let Some(key) = self.key(place, own, depth)
                && !found.contains(&key)
            {
                found.push(key);
            }
            let deeper = depth + usize::from(matches!(stmt.kind, StmtKind::For { .. }));
            stmt.blocks().into_iter().for_each(|inner| self.candidates(inner, own, deeper, found));
        }
    }

    fn key(&self, place: &Place, own: &VarSet, depth: usize) -> Option<Key> {
        let base = place.base;
        // What nobody writes is read again where it is.
        if own.contains(base) || !self.facts.rewritten.contains(base) {
            return None;
        }
        let mut ty = self.function.var(base).ty.clone();
        let mut indices = Vec::new();
        for step in &place.path {
            let (Step::Index(Expr::Var(index)), Type::Array(of, len)) = (step, &ty) else { return None };
            let is_fixed = !own.contains(*index) && !self.facts.rewritten.contains(*index);
            if !is_fixed {
                break;
            }
            if !self.facts.is_inside(*index, &len.to_string()) {
                return None;
            }
            indices.push(*index);
            ty = (**of).clone();
        }
        // A row is worth a copy where an inner loop runs along it.
        let is_row = ty.is_copy() && ty.leaf().is_float() && !ty.is_float() && depth > 0;
        (!indices.is_empty() && (ty.is_float() || is_row)).then_some((base, indices))
    }

    /// Whatever the statement does to `base`, it is not to what stands at this index.
    fn leaves_alone(&self, stmt: &Stmt, base: VarId, index: VarId) -> bool {
        let mut writes = false;
        stmt.writes(&mut |var| writes |= var == base);
        if !writes {
            return true;
        }
        match &stmt.kind {
            StmtKind::Assign { place, value } | StmtKind::Accumulate { place, value, .. } if place.base == base => {
                let mut inside = false;
                value.visit(&mut |inner| {
                    inside |= match inner {
                        Expr::Borrow { mutable: true, place } | Expr::Replace(place, _) => place.base == base,
                        Expr::Inert(inert) => inert.writes.contains(&base),
                        _ => false,
                    };
                });
                let first = place.path.first();
                let written = match first {
                    Some(Step::Index(Expr::Var(written))) => Some(*written),
                    _ => None,
                };
                !inside && written.is_some_and(|written| self.facts.differ(written, index))
            }
            _ => false,
        }
    }
}

/// Reads of the place are reads of `var`.
fn replace(block: &mut Block, (base, indices): &Key, var: VarId) {
    block.rewrite_exprs(&mut |expr| {
        let Expr::Load(place) = expr else { return };
        let same = place.base == *base
            && place.path.len() >= indices.len()
            && place.path.iter().zip(indices).all(|(step, index)| match step {
                Step::Index(Expr::Var(own)) => own == index,
                _ => false,
            });
        if same {
            let path = place.path.split_off(indices.len());
            *expr = if path.is_empty() { Expr::Var(var) } else { Expr::Load(Place { base: var, path }) };
        }
    });
}
