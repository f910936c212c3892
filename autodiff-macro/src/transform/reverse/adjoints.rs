//! Where adjoints live while the backward pass is written.
//!
//! Each open mirror block has a frame. For a scalar, a frame holds the terms contributed so far, not yet added up, and
//! whether what came before them still counts (`live`): an assignment takes the whole adjoint and starts it anew. While
//! all contributions to a variable fall into the frame that owns it, the sum is written once, where the variable is
//! defined. As soon as an inner frame (a branch, a loop) has a part in it, the owner gives it a mutable cell; inner
//! frames add to the cell when they close. Terms only mention immutable variables, so writing them late is safe.

use super::Reverse;
use crate::analyse::{RegionId, Version};
use crate::ir::{Expr, Inert, Op, Origin, Place, Stmt, StmtKind, Type, VarId};
use std::collections::BTreeMap;

/// A variable that is read more often gets its adjoint in several sums.
const MOST_TERMS: usize = 12;

/// One mirror block under construction.
pub(super) struct Frame {
    pub(super) region: RegionId,
    is_loop: bool,
    pub(super) stmts: Vec<Stmt>,
    states: BTreeMap<VarId, State>,
    /// The primal statement that is being reversed; none while the block's own values are.
    pub(super) current: Option<crate::ir::StmtId>,
}

#[derive(Default)]
struct State {
    /// What the cell, or an outer frame, holds still counts.
    live: bool,
    terms: Vec<Expr>,
}

impl Reverse<'_> {
    pub(super) fn open(&mut self, region: RegionId, is_loop: bool) {
        self.frames.push(Frame { region, is_loop, stmts: Vec::new(), states: BTreeMap::new(), current: None });
    }

    /// Closes the innermost frame: what it contributed to outer variables goes into their cells.
    pub(super) fn close(&mut self) -> Vec<Stmt> {
        let top = self.frames.len() - 1;
        let states = std::mem::take(&mut self.frames[top].states);
        for (var, state) in states {
            if self.owner(var) == top || (state.live && state.terms.is_empty()) {
                continue;
            }
            if !state.live && state.terms.is_empty() && self.is_structurally_zero(var) {
                continue;
            }
            let cell = self.cell(var);
            self.add_to_cell(cell, state, top);
        }
        self.frames.pop().map(|frame| frame.stmts).unwrap_or_default()
    }

    /// Adds a term to the adjoint of a scalar.
    pub(super) fn contribute(&mut self, var: VarId, term: Expr) {
        if !self.is_active(var) {
            return;
        }
        if let Some((at, place)) = self.aliases.get(&var).cloned() {
            // A reference has no adjoint of its own.
            self.contribute_to(at, &place, term);
            return;
        }
        if !self.is_scalar(var) {
            // A number for all we know of the term, memory for all we know of the variable: rustc knows which.
            let name = self.adjoint_name(var);
            let named = self.name(&name, Type::Unknown, var, term);
            let from = Expr::Borrow { mutable: false, place: Place::var(named) };
            self.add_buffers(var, &Place::var(var), from);
            return;
        }
        let default = self.default_state(var);
        let top = self.frames.len() - 1;
        let terms = &mut self.frames[top].states.entry(var).or_insert(default).terms;
        terms.push(term);
        if terms.len() > MOST_TERMS {
            let partial = sum(std::mem::take(terms)).unwrap_or(Expr::number(0.0));
            let ty = self.function.var(var).ty.gradient();
            let name = self.adjoint_name(var);
            let partial = Expr::Var(self.name(&name, ty, var, partial));
            if let Some(state) = self.frames[top].states.get_mut(&var) {
                state.terms.push(partial);
            }
        }
    }

    /// The whole adjoint of a scalar, as an expression over immutable variables; it starts anew afterwards.
    /// `None` if it is zero by structure: nothing that the result depends on reads the variable.
    pub(super) fn take(&mut self, var: VarId) -> Option<Expr> {
        let total = self.total(var)?;
        Some(self.as_atom(var, total))
    }

    /// The same, but the adjoint stays: `s += a` passes it on and keeps it.
    pub(super) fn peek(&mut self, var: VarId) -> Option<Expr> {
        let top = self.frames.len() - 1;
        if self.owner(var) == top || self.is_structurally_zero(var) {
            let atom = self.take(var)?;
            self.set_state(var, State { live: false, terms: vec![atom.clone()] });
            return Some(atom);
        }
        let cell = self.settled(var);
        Some(self.as_atom(var, Expr::Var(cell)))
    }

    /// [`Reverse::take`], not named yet.
    pub(super) fn total(&mut self, var: VarId) -> Option<Expr> {
        let top = self.frames.len() - 1;
        let state = self.frames[top].states.remove(&var).unwrap_or_else(|| self.default_state(var));
        let mut terms = state.terms;
        if state.live {
            if self.owner(var) < top {
                if !self.is_structurally_zero(var) {
                    terms.insert(0, Expr::Var(self.cell(var)));
                }
            } else if let Some(&cell) = self.cells.get(&var) {
                terms.insert(0, Expr::Var(cell));
            }
        }
        self.set_state(var, State { live: false, terms: Vec::new() });
        sum(terms)
    }

    fn as_atom(&mut self, var: VarId, total: Expr) -> Expr {
        if let Some(atom) = total.as_var() {
            let variable = self.function.var(atom);
            let of_temporary =
                matches!(variable.origin, Origin::Adjoint(of) if self.function.var(of).origin == Origin::Temp);
            let named = self.function.var(var).origin == Origin::User;
            if !variable.mutable && of_temporary && named {
                // What an intermediate result passes on unchanged is the adjoint of the variable that has a name.
                let name = self.adjoint_name(var);
                let adjoint = self.function.var_mut(atom);
                adjoint.name = proc_macro2::Ident::new(&name, adjoint.name.span());
                adjoint.origin = Origin::Adjoint(var);
            }
            if !self.function.var(atom).mutable {
                return total;
            }
        } else if total.is_atom() {
            return total;
        }
        let ty = self.function.var(var).ty.gradient();
        let name = self.adjoint_name(var);
        Expr::Var(self.name(&name, ty, var, total))
    }

    fn set_state(&mut self, var: VarId, state: State) {
        let top = self.frames.len() - 1;
        self.frames[top].states.insert(var, state);
    }

    fn default_state(&self, var: VarId) -> State {
        let live = self.owner(var) < self.frames.len() - 1 || self.cells.contains_key(&var);
        State { live, terms: Vec::new() }
    }

    /// The frame that mirrors the block in which `var` is bound.
    pub(super) fn owner(&self, var: VarId) -> usize {
        let bound = self.versions.bound_in(var);
        let frame = |region| self.frames.iter().position(|frame| frame.region == region);
        self.versions.ancestors(bound).find_map(frame).unwrap_or(0)
    }

    /// A loop stands between the owner of `var` and the innermost frame: a later iteration may contribute.
    pub(super) fn in_inner_loop(&self, var: VarId) -> bool {
        self.frames[self.owner(var) + 1..].iter().any(|frame| frame.is_loop)
    }

    /// Nothing has been contributed to it, and nothing can be before it is read here.
    fn is_structurally_zero(&self, var: VarId) -> bool {
        let owner = self.owner(var);
        let top = self.frames.len() - 1;
        let pending = |frame: &Frame| frame.states.get(&var).is_some_and(|state| !state.terms.is_empty());
        !self.cells.contains_key(&var) && !self.in_inner_loop(var) && !self.frames[owner..top].iter().any(pending)
    }

    /// Its adjoint is zero here by structure: nothing that the result depends on reads what it holds after this statement.
    pub(super) fn is_untouched(&self, var: VarId) -> bool {
        if !self.is_scalar(var) {
            return !self.needs_buffer(var);
        }
        match self.frames.last().and_then(|frame| frame.states.get(&var)) {
            Some(state) if !state.terms.is_empty() => false,
            Some(state) if !state.live => true,
            _ => self.is_structurally_zero(var),
        }
    }

    /// The cell of a scalar that outer frames own; their pending terms are added to it first.
    fn cell(&mut self, var: VarId) -> VarId {
        let top = self.frames.len() - 1;
        for at in self.owner(var)..top {
            let state = self.frames[at].states.remove(&var);
            match self.cells.get(&var).copied() {
                None => {
                    let terms = state.map(|state| state.terms).unwrap_or_default();
                    self.declare_cell(var, at, sum(terms).unwrap_or(Expr::number(0.0)));
                }
                Some(cell) => {
                    if let Some(state) = state {
                        self.add_to_cell(cell, state, at);
                    }
                }
            }
        }
        self.cells[&var]
    }

    /// The cell of a scalar, with all that has been contributed so far in it.
    pub(super) fn settled(&mut self, var: VarId) -> VarId {
        let top = self.frames.len() - 1;
        if self.owner(var) == top && !self.cells.contains_key(&var) {
            let total = self.total(var).unwrap_or(Expr::number(0.0));
            self.frames[top].states.remove(&var);
            return self.declare_cell(var, top, total);
        }
        let cell = self.cell(var);
        if let Some(state) = self.frames[top].states.remove(&var) {
            self.add_to_cell(cell, state, top);
        }
        cell
    }

    fn add_to_cell(&mut self, cell: VarId, state: State, at: usize) {
        let place = Place::var(cell);
        let kind = match sum(state.terms) {
            Some(value) if state.live => StmtKind::Accumulate { place, negative: false, value },
            None if state.live => return,
            value => StmtKind::Assign { place, value: value.unwrap_or(Expr::number(0.0)) },
        };
        self.push_at(at, kind);
    }

    fn push_at(&mut self, at: usize, kind: StmtKind) {
        let stmt = self.function.stmt(kind, self.span, crate::ir::Pass::Adjoint);
        self.frames[at].stmts.push(stmt);
    }

    /// `let mut d_x = value;` in a frame.
    pub(super) fn declare_cell(&mut self, var: VarId, at: usize, value: Expr) -> VarId {
        let ty = self.function.var(var).ty.gradient();
        let cell = self.function.fresh(&self.adjoint_name(var), ty, Origin::Adjoint(var));
        self.function.var_mut(cell).mutable = true;
        self.push_at(at, StmtKind::Let { var: cell, value: Some(value) });
        self.cells.insert(var, cell);
        cell
    }

    /// The buffer that is the adjoint of memory; made of zeros, by its owner, where there is none yet.
    pub(super) fn buffer(&mut self, var: VarId) -> VarId {
        if let Some(&cell) = self.cells.get(&var) {
            return cell;
        }
        if let Some(buffer) = self.output_of(var) {
            return buffer;
        }
        let at = self.owner(var);
        let zero = self.zero_of(var, at);
        self.declare_cell(var, at, zero)
    }

    /// Zeros in the shape that `var` has when the frame `at` is about to write its next statement.
    pub(super) fn zero_of(&mut self, var: VarId, at: usize) -> Expr {
        let frame = &self.frames[at];
        let version = match frame.current {
            // It has the shape that it had at first, when it had not been moved away yet.
            _ if !self.reshaped.contains(&var) => Version { var, n: 0 },
            Some(stmt) => self.versions.after(stmt, var),
            None => self.versions.at_end(frame.region, var),
        };
        self.zero_at(version)
    }

    /// Zeros in the shape of a version.
    pub(super) fn zero_at(&mut self, version: Version) -> Expr {
        let ty = self.function.var(version.var).ty.gradient();
        zero(&ty).unwrap_or_else(|| {
            let var = self.old_version(version);
            zero_like(&self.function, var)
        })
    }
}

/// The terms added up, from left to right.
fn sum(terms: Vec<Expr>) -> Option<Expr> {
    terms.into_iter().reduce(|left, right| Expr::op(Op::Add, vec![left, right]))
}

/// `private::zero_like(x)`, borrowed unless it is a reference already.
pub(super) fn zero_like(function: &crate::ir::Function, var: VarId) -> Expr {
    let value = if function.var(var).ty.is_ref() {
        Expr::Var(var)
    } else {
        Expr::Borrow { mutable: false, place: Place::var(var) }
    };
    Expr::Runtime("zero_like", vec![value])
}

/// Zero, where the type alone says what that is.
pub(in crate::transform) fn zero(ty: &Type) -> Option<Expr> {
    match ty {
        Type::Float(_) => Some(Expr::number(0.0)),
        Type::Unit => Some(Expr::Tuple(Vec::new())),
        Type::Array(of, len) => {
            let len = Inert::pure(len.clone(), Vec::new(), false);
            Some(Expr::Repeat(Box::new(zero(of)?), len))
        }
        Type::Tuple(of) => Some(Expr::Tuple(of.iter().map(zero).collect::<Option<_>>()?)),
        _ => None,
    }
}
