//! How the backward pass gets the primal's values: they are still there, they are recomputed, or they were saved.
//!
//! The backward pass names values of the primal by version. For each version that it reads, the first that applies:
//!
//! 1. **Here**: the variable is in scope where the backward pass stands, under its own name, and still holds it.
//! 2. **Recomputed**: it comes by cheap operations from values that can be had. The recomputation is bit-identical, and
//!    is written at the start of the mirror of the block that computed it.
//! 3. **Saved** by the forward pass when it was made: under a second name in the same scope; in a slot outside the
//!    branches around it; or on a tape outside the loops around it, pushed forward and read backward by index.
//!
//! Only versions that the simplified backward pass reads are looked at, so what nobody reads is never saved.

mod array;
mod decide;
mod edits;
mod lengths;
mod save;
mod visible;

use crate::analyse::{RegionId, RegionKind, Version, Versions};
use crate::ir::HashMap;
use crate::ir::{Block, Expr, Function, Origin, Slot, Stmt, StmtId, StmtKind, VarId};
use decide::{Decider, Decision};
use edits::Edits;
use std::collections::BTreeMap;

pub(crate) use lengths::measure;
pub(crate) use visible::Names;

/// A block of the backward pass, and the region whose end it stands at (or that it mirrors).
#[derive(Clone)]
pub(crate) struct Stored {
    pub(crate) forward: Block,
    pub(crate) backward: Block,
}

/// What storage needs to know of the program.
pub(crate) struct Program<'a> {
    pub(crate) function: &'a mut Function,
    pub(crate) versions: &'a Versions,
    pub(crate) stand_ins: StandIns,
    pub(crate) mirrors: &'a HashMap<StmtId, StmtId>,
    /// The number of the trip, in the mirror of a loop whose trips are counted.
    pub(crate) numbers: &'a HashMap<StmtId, VarId>,
    /// Backward code that stands at the end of a loop's body, by the loop.
    pub(crate) fused: BTreeMap<StmtId, Block>,
    /// Backward code that stands before a loop.
    pub(crate) hoisted: HashMap<StmtId, Vec<Stmt>>,
    /// The backward pass is a closure.
    pub(crate) is_closure: bool,
}

/// The variables of the backward pass that stand for versions of the primal's.
#[derive(Default, Clone)]
pub(crate) struct StandIns {
    by_version: HashMap<Version, VarId>,
    by_var: HashMap<VarId, Version>,
}

impl StandIns {
    /// The stand-in for a version, made where there is none yet.
    pub(crate) fn of(&mut self, function: &mut Function, version: Version) -> VarId {
        if let Some(&var) = self.by_version.get(&version) {
            return var;
        }
        let of = function.var(version.var).clone();
        // A loop variable that the primal ignores, `_i`, counts iterations here.
        let name = of.name.to_string();
        let name = match name.trim_start_matches('_') {
            "" => &name,
            bare => bare,
        };
        let var = function.fresh(name, of.ty, Origin::Version(version.var));
        self.by_version.insert(version, var);
        self.by_var.insert(var, version);
        var
    }

    pub(crate) fn version(&self, var: VarId) -> Option<Version> {
        self.by_var.get(&var).copied()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (VarId, Version)> + '_ {
        self.by_var.iter().map(|(&var, &version)| (var, version))
    }
}

pub(crate) fn provide(mut program: Program<'_>, mut backward: Block) -> Stored {
    let forward = program.function.body.clone();
    let names = Names::of(program.function, program.versions, &forward);
    let mut open: Vec<RegionId> = vec![RegionId(0)];
    open.extend(program.fused.keys().map(|&of| program.versions.region_of(of, 0)));

    let mut stand_ins = std::mem::take(&mut program.stand_ins);
    let Program { numbers, is_closure, .. } = program;
    let mut decider =
        Decider::new(program.function, program.versions, &mut stand_ins, &names, &open, numbers, is_closure);
    decider.name_shapes(&mut backward);
    decider.need_all(&backward);
    for block in program.fused.values_mut() {
        decider.name_shapes(block);
        decider.need_all(block);
    }
    let mut decisions: Vec<(Version, Decision)> = decider.decide().into_iter().collect();
    decisions.sort_by_key(|(version, _)| program.versions.order(*version));

    program.stand_ins = stand_ins;

    let mut edits = Edits::default();
    let mut renames = HashMap::default();
    for (version, decision) in decisions {
        let stand_in = program.stand_ins.of(program.function, version);
        match decision {
            Decision::Here => {
                renames.insert(stand_in, version.var);
            }
            Decision::Bound => {}
            Decision::Recomputed(value) => edits.restore(
                mirror_of(program.versions, program.versions.definition(version).1),
                StmtKind::Let { var: stand_in, value: Some(value) },
            ),
            Decision::Hoisted(value) => {
                edits.restore(RegionId(0), StmtKind::Let { var: stand_in, value: Some(value) });
            }
            Decision::Saved => save::save(&mut program, &names, &mut edits, &open, version, stand_in, &forward),
        }
    }
    let mut fused = std::mem::take(&mut program.fused);
    for (of, block) in &mut fused {
        let region = program.versions.region_of(*of, 0);
        edits.restore_block(program.function, program.versions, program.mirrors, region, block);
    }
    edits.restore_block(program.function, program.versions, program.mirrors, RegionId(0), &mut backward);
    let mut forward = edits.save_block(program.function, program.versions, RegionId(0), forward);
    append_fused(&mut forward, &mut fused, &mut program.hoisted);
    rename(&mut backward, &renames);
    rename(&mut forward, &renames);
    Stored { forward, backward }
}

/// The region whose mirror takes what is restored for `region`: blocks that only scope have none of their own.
pub(super) fn mirror_of(versions: &Versions, region: RegionId) -> RegionId {
    versions
        .ancestors(region)
        .find(|&region| !matches!(versions.region(region).kind, RegionKind::Scope(_)))
        .unwrap_or(RegionId(0))
}

fn append_fused(block: &mut Block, fused: &mut BTreeMap<StmtId, Block>, hoisted: &mut HashMap<StmtId, Vec<Stmt>>) {
    let mut stmts = Vec::with_capacity(block.stmts.len());
    for mut stmt in std::mem::take(&mut block.stmts) {
        stmts.extend(hoisted.remove(&stmt.id).unwrap_or_default());
        let id = stmt.id;
        for inner in stmt.blocks_mut() {
            append_fused(inner, fused, hoisted);
            if let Some(mut more) = fused.remove(&id) {
                inner.stmts.append(&mut more.stmts);
            }
        }
        stmts.push(stmt);
    }
    block.stmts = stmts;
}

/// Reads of one variable become reads of another, in expressions and wherever else a variable stands.
pub(crate) fn rename(block: &mut Block, map: &HashMap<VarId, VarId>) {
    if map.is_empty() {
        return;
    }
    let to = |var: &mut VarId| *var = map.get(var).copied().unwrap_or(*var);
    for stmt in &mut block.stmts {
        stmt.exprs_mut().into_iter().for_each(|expr| expr.rename(map));
        match &mut stmt.kind {
            StmtKind::Let { var, .. } => to(var),
            StmtKind::Assign { place, .. } | StmtKind::Accumulate { place, .. } | StmtKind::Mutate { place, .. } => {
                to(&mut place.base);
            }
            StmtKind::For { var, .. } => to(var),
            StmtKind::Pull(pull) => {
                to(&mut pull.pullback);
                for arg in &mut pull.args {
                    if let Slot::Into(place) | Slot::InOut(place) = &mut arg.slot {
                        to(&mut place.base);
                    }
                }
            }
            _ => {}
        }
        stmt.blocks_mut().into_iter().for_each(|inner| rename(inner, map));
    }
    block.values.iter_mut().for_each(|value: &mut Expr| value.rename(map));
}
