//! Which of the three ways, for each version that the backward pass reads.

use super::{Names, StandIns};
use crate::analyse::{Definition, RegionId, RegionKind, Version, Versions};
use crate::ir::HashMap;
use crate::ir::{Block, Expr, Function, Origin, Place, Read, Reading, StmtId, StmtKind, Type, VarId};
use crate::transform::lengths::measures_whole;
use crate::transform::shapes::reshapes;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug)]
pub(super) enum Decision {
    /// In scope, under its own name.
    Here,
    /// Bound by the mirror itself: the loop variable.
    Bound,
    /// By this expression over other versions' stand-ins, at the start of the mirror of the block that made it.
    Recomputed(Expr),
    /// By this expression over variables that are still there, once, before the loops around it.
    Hoisted(Expr),
    Saved,
}

pub(super) struct Decider<'p> {
    function: &'p mut Function,
    versions: &'p Versions,
    stand_ins: &'p mut StandIns,
    names: &'p Names,
    open: &'p [RegionId],
    /// Loops whose mirror counts trips, and binds no loop variable.
    numbers: &'p HashMap<StmtId, VarId>,
    /// The backward pass stands in a closure, from which the memory behind `&mut` parameters can't be reached.
    is_closure: bool,
    /// Variables whose length may change after they are bound.
    reshaped: BTreeSet<VarId>,
    /// What each statement that binds or assigns a variable gives it.
    values: HashMap<StmtId, Expr>,
    /// In program order, so that what is saved early can serve to recompute what comes later.
    needed: BTreeMap<usize, Version>,
    decisions: HashMap<Version, Decision>,
    trying: BTreeSet<Version>,
}

impl<'p> Decider<'p> {
    pub(super) fn new(
        function: &'p mut Function,
        versions: &'p Versions,
        stand_ins: &'p mut StandIns,
        names: &'p Names,
        open: &'p [RegionId],
        numbers: &'p HashMap<StmtId, VarId>,
        is_closure: bool,
    ) -> Self {
        let mut values = HashMap::default();
        let mut reshaped = BTreeSet::new();
        function.body.visit(&mut |stmt| {
            match &stmt.kind {
                StmtKind::Let { value: Some(value), .. } => {
                    values.insert(stmt.id, value.clone());
                }
                StmtKind::Assign { place, value } if place.is_whole() => {
                    values.insert(stmt.id, value.clone());
                }
                _ => {}
            }
            reshaped.extend(reshapes(function, stmt));
        });
        Decider {
            function,
            versions,
            stand_ins,
            names,
            open,
            numbers,
            is_closure,
            reshaped,
            values,
            needed: BTreeMap::new(),
            decisions: HashMap::default(),
            trying: BTreeSet::new(),
        }
    }

    /// Where only a length is asked for, the variable itself will do, whatever became of its elements.
    pub(super) fn name_shapes(&self, block: &mut Block) {
        let mut map = HashMap::default();
        for (var, version) in self.stand_ins.iter() {
            if self.has_shape_here(version) {
                map.insert(var, version.var);
            }
        }
        // Of memory that is gone, lengths are noted, but nothing is of its shape.
        let there: HashMap<VarId, VarId> =
            map.iter().filter(|(_, of)| !self.is_gone(**of)).map(|(&var, &of)| (var, of)).collect();
        block.rewrite_exprs(&mut |expr| match expr {
            Expr::Runtime("zero_like", of) => match &mut of[0] {
                Expr::Borrow { place, .. } if place.is_whole() => place.rename(&there),
                Expr::Var(var) => *var = there.get(var).copied().unwrap_or(*var),
                _ => {}
            },
            Expr::Inert(inert) => {
                let shapes = inert.reads.iter().filter(|read| read.what == Reading::Shape).map(|read| read.var);
                let values = |var: &VarId| inert.reads.iter().any(|r| r.var == *var && r.what == Reading::Value);
                let only: HashMap<VarId, VarId> =
                    shapes.filter(|var| !values(var)).filter_map(|var| map.get(&var).map(|&to| (var, to))).collect();
                *inert = inert.rename(&only);
            }
            _ => {}
        });
    }

    /// The version that a variable stands for, if it is one of a `Vec` of scalars, and gone.
    pub(super) fn lost(&self, var: VarId) -> Option<Version> {
        let version = self.stand_ins.version(var)?;
        let ty = &self.function.var(version.var).ty;
        let is_gone = self.is_gone(version.var);
        let measurable = match if is_gone { ty.behind_refs() } else { ty } {
            Type::Vec(of) => of.says_shape(),
            Type::Slice(of) => is_gone && of.says_shape(),
            // What a call returned: the runtime knows its shape.
            Type::Unknown => !is_gone,
            _ => false,
        };
        (measurable && !self.is_here(version) && (is_gone || !self.has_shape_here(version))).then_some(version)
    }

    pub(super) fn is_free_to_save(&self, version: Version) -> bool {
        let is_open = matches!(self.function.var(version.var).ty, Type::Unknown);
        !is_open && super::save::is_free(self.function, self.versions, self.names, version)
    }

    /// Every version that a block of the backward pass reads.
    pub(super) fn need_all(&mut self, block: &Block) {
        let mut reads = Vec::new();
        block.visit(&mut |stmt| {
            reads.extend(stmt.effects().reads);
            reads.extend(stmt.binds_inside());
        });
        block.visit_exprs(&mut |expr| expr.reads(&mut |var| reads.push(var)));
        for var in reads {
            if let Some(version) = self.stand_ins.version(var) {
                self.needed.insert(self.versions.order(version), version);
            }
        }
    }

    pub(super) fn decide(mut self) -> HashMap<Version, Decision> {
        // First what can't be recomputed at all, then, from that, what can.
        let needed: Vec<Version> = self.needed.values().copied().collect();
        for &version in &needed {
            if self.is_here(version) {
                self.decisions.insert(version, Decision::Here);
            } else if self.is_loop_variable(version) {
                self.decisions.insert(version, Decision::Bound);
            } else if let Some(value) = self.invariant(version) {
                self.decisions.insert(version, Decision::Hoisted(value));
            } else if self.value_of(version).is_none_or(|value| !is_cheap(value)) {
                self.decisions.insert(version, Decision::Saved);
            }
        }
        for version in needed {
            if !self.decisions.contains_key(&version) && !self.recompute(version) {
                self.decisions.insert(version, Decision::Saved);
            }
        }
        self.decisions
    }

    /// What a version was bound to, or assigned.
    pub(super) fn value_of(&self, version: Version) -> Option<&Expr> {
        match self.versions.definition(version).0 {
            Definition::Bound(stmt) | Definition::Assigned(stmt) => self.values.get(&stmt),
            _ => None,
        }
    }

    /// A dear operation in a loop, over what no loop changes: one more evaluation is cheaper than a tape.
    fn invariant(&self, version: Version) -> Option<Expr> {
        let (definition, region) = self.versions.definition(version);
        let Definition::Bound(stmt) = definition else { return None };
        let value = self.values.get(&stmt).filter(|value| matches!(value, Expr::Op(..)) && !is_cheap(value))?;
        // In a body that is fused the backward pass stands inside the forward loop, where the root's is yet to come.
        if self.versions.ancestors(region).any(|region| region != RegionId(0) && self.open.contains(&region)) {
            return None;
        }
        let in_loop = self.versions.ancestors(region).any(|region| {
            !self.open.contains(&region) && matches!(self.versions.region(region).kind, RegionKind::Loop(_))
        });
        let mut free = in_loop;
        value.visit(&mut |expr| {
            free &= match expr {
                Expr::Var(var) => {
                    let read = self.versions.before(stmt, *var);
                    self.versions.bound_in(*var) == RegionId(0) && self.is_here(read)
                }
                Expr::Number(_) | Expr::Op(..) => true,
                Expr::Inert(inert) => inert.pure && inert.reads.is_empty(),
                _ => false,
            };
        });
        free.then(|| value.clone())
    }

    fn is_loop_variable(&self, version: Version) -> bool {
        let (definition, region) = self.versions.definition(version);
        let RegionKind::Loop(of) = self.versions.region(region).kind else { return false };
        definition == Definition::Entry && !self.numbers.contains_key(&of)
    }

    /// In scope where the backward pass stands: bound in an open region, and still that version at its end.
    fn is_here(&self, version: Version) -> bool {
        let bound = self.versions.bound_in(version.var);
        self.is_reachable(version.var) && self.versions.at_end(bound, version.var) == version
    }

    fn is_reachable(&self, var: VarId) -> bool {
        let bound = self.versions.bound_in(var);
        !self.is_gone(var)
            && self.open.contains(&bound)
            && (!self.function.borrows(var) || self.still_borrows(var, bound))
            && self.names.is_visible(self.function, self.versions, bound, var)
            && !self.names.is_moved(var)
    }

    /// A local reference can be named where the backward pass stands inside the loop that bound it, unless what it refers to
    /// is written behind it. (At the root, it may stand in a closure, which can't keep a reference.)
    fn still_borrows(&self, var: VarId, bound: RegionId) -> bool {
        let (Definition::Bound(stmt), _) = self.versions.definition(Version { var, n: 0 }) else { return false };
        let Some(value) = self.values.get(&stmt).filter(|_| bound != RegionId(0)) else { return false };
        let mut unchanged = true;
        value.reads(&mut |read| unchanged &= self.versions.before(stmt, read) == self.versions.at_end(bound, read));
        unchanged
    }

    /// Memory that the caller lent, and has again by the time that the backward pass runs.
    fn is_gone(&self, var: VarId) -> bool {
        self.is_closure && self.function.param_of(var).is_some() && self.function.var(var).ty.is_mut_ref()
    }

    /// Its length can be had, whatever became of its elements.
    fn has_shape_here(&self, version: Version) -> bool {
        let var = version.var;
        (self.is_gone(var) || self.is_reachable(var)) && !self.reshaped.contains(&var)
    }

    /// Can be had without saving anything more. What it takes is decided on the way.
    fn is_free(&mut self, version: Version) -> bool {
        match self.decisions.get(&version) {
            Some(_) => true,
            None if self.is_here(version) => {
                self.decisions.insert(version, Decision::Here);
                true
            }
            None if self.is_loop_variable(version) => {
                self.decisions.insert(version, Decision::Bound);
                true
            }
            None => self.recompute(version),
        }
    }

    /// Decides on recomputation, where its operands can be had for nothing.
    fn recompute(&mut self, version: Version) -> bool {
        let (definition, region) = self.versions.definition(version);
        let (Definition::Bound(stmt) | Definition::Assigned(stmt)) = definition else { return false };
        // Where the backward pass stands in the same scope, a second name costs nothing.
        if self.open.contains(&region) && self.function.var(version.var).ty.is_scalar() {
            return false;
        }
        // Inside a loop, it would stand behind the inner loops that ask for it.
        if self.open.contains(&region) && region != RegionId(0) && self.function.borrows(version.var) {
            return false;
        }
        let Some(value) = self.values.get(&stmt).filter(|value| is_cheap(value)).cloned() else { return false };
        if !self.trying.insert(version) {
            return false;
        }
        let free = self.operands(&value, stmt);
        self.trying.remove(&version);
        let Some(renames) = free else {
            return false;
        };
        let mut value = value;
        value.rename(&renames);
        self.stand_ins.of(self.function, version);
        // Memory is looked at where it is, never moved or copied.
        let place = match &value {
            Expr::Var(var) => Some(Place::var(*var)),
            Expr::Load(place) if place.is_part() => Some(place.clone()),
            _ => None,
        };
        if let Some(place) = place.filter(|place| self.is_memory(version.var, place)) {
            value = Expr::Borrow { mutable: false, place };
        }
        self.decisions.insert(version, Decision::Recomputed(value));
        true
    }

    /// What `var` holds, taken from `place`, is memory. Of a part of a variant or a pair only its uses may tell.
    fn is_memory(&self, var: VarId, place: &Place) -> bool {
        let ty = &self.function.var(var).ty;
        let is_hidden = place.is_part() && matches!(ty, Type::Inert | Type::Unknown);
        !ty.is_copy() && (!is_hidden || is_used_as_memory(&self.function.body, var))
    }

    /// The stand-ins of everything that `value` read at `stmt`, if all of it is free.
    fn operands(&mut self, value: &Expr, stmt: StmtId) -> Option<HashMap<VarId, VarId>> {
        let mut reads: Vec<(VarId, Reading)> = Vec::new();
        value.visit(&mut |expr| match expr {
            Expr::Var(var) => reads.push((*var, Reading::Value)),
            Expr::Load(place) | Expr::Borrow { place, .. } => reads.push((place.base, Reading::Value)),
            Expr::Inert(inert) => reads.extend(inert.reads.iter().map(|read| (read.var, read.what))),
            _ => {}
        });
        let decides = matches!(value, Expr::Inert(_));
        let mut renames = HashMap::default();
        let mut kept = Vec::new();
        for (var, what) in reads {
            let version = self.versions.before(stmt, var);
            let shape = what == Reading::Shape && self.has_shape_here(version);
            if shape && self.is_gone(var) && !measures_whole(value, var) {
                return None;
            }
            if shape {
                // The variable itself: only its length is asked for.
                continue;
            }
            if !self.is_free(version) {
                if !self.is_kept_further_out(version, stmt) {
                    return None;
                }
                kept.push(version);
            }
            // The side taken is remembered, never decided anew from recomputed floats. (No float makes a length, and what
            // is read from memory, or where it is, is what it was.)
            let computed = match self.decisions.get(&version) {
                Some(Decision::Recomputed(Expr::Load(place) | Expr::Borrow { place, .. })) => place.is_whole(),
                Some(Decision::Recomputed(_)) => true,
                _ => false,
            };
            if decides && computed && what == Reading::Value && !self.function.var(var).ty.is_discrete() {
                return None;
            }
            renames.insert(var, self.stand_ins.of(self.function, version));
        }
        kept.into_iter().for_each(|version| drop(self.decisions.insert(version, Decision::Saved)));
        Some(renames)
    }

    /// Made outside of a loop that `stmt` is in: kept there it is kept less often than what `stmt` makes of it. Of memory
    /// that holds for what is bound once, and read in that loop as a row is.
    fn is_kept_further_out(&self, version: Version, stmt: StmtId) -> bool {
        let ty = &self.function.var(version.var).ty;
        let (_, made) = self.versions.definition(version);
        let home = self.versions.home(stmt);
        let mut between = self.versions.ancestors(home).take_while(|&region| region != made);
        let is_around = self.versions.ancestors(home).any(|region| region == made);
        let in_loop = between.any(|region| matches!(self.versions.region(region).kind, RegionKind::Loop(_)));
        let is_ours = self.function.var(version.var).origin == Origin::Temp;
        let is_row = is_ours && ty.is_copy() && !ty.is_ref() && version.n == 0;
        is_around && in_loop && !self.names.is_moved(version.var) && (ty.is_scalar() || is_row)
    }
}

/// Cheaper to repeat than to keep: one arithmetic operation, a load, a comparison.
fn is_cheap(value: &Expr) -> bool {
    match value {
        Expr::Number(_) | Expr::Var(_) => true,
        Expr::Op(op, operands, _) => op.is_cheap() && operands.iter().all(is_cheap),
        Expr::Load(Place { path, .. }) => !path.is_empty(),
        Expr::Inert(inert) => inert.pure,
        Expr::Borrow { mutable, .. } => !mutable,
        _ => false,
    }
}

/// Parts of it are named, it is lent, or its length is asked for.
fn is_used_as_memory(body: &Block, var: VarId) -> bool {
    let mut found = false;
    body.visit_exprs(&mut |expr| {
        found |= match expr {
            Expr::Load(place) => place.base == var && !place.is_whole(),
            Expr::Borrow { place, .. } | Expr::Clone(place) | Expr::ToVec(place) => place.base == var,
            Expr::Inert(inert) => inert.reads.contains(&Read { var, what: Reading::Shape }),
            _ => false,
        };
    });
    found
}
