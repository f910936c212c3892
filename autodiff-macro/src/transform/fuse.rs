//! One sweep instead of two: the backward pass of a loop, moved to the end of the forward loop's body.
//!
//! A sum's adjoint is often known before the loop that computes the sum: `s` reaches the result linearly, and `d_s` is a
//! constant. Then each iteration can be reversed at once, while its values are still in registers, and nothing is taped.
//!
//! *Legal* if, for a loop that the primal runs at the same level as the mirror loop:
//!
//! 1. the mirror's body only adds to what outlives an iteration and reads none of it (`only_adds`), so that its
//!    iterations may run in any order;
//! 2. every variable of the backward pass that it touches outside is bound before the mirror loop by a pure `let` whose
//!    operands are known before the primal loop: these bindings move there;
//! 3. from that birth up to the mirror loop, in what is left of the backward pass and in all that was moved already,
//!    nobody changes a variable that the mirror reads, and nobody touches one that it adds to but by adding;
//! 4. every version of the primal's variables that it reads from outside the loop belongs to a variable that is bound
//!    before the loop, and is what that variable holds at the end of each iteration.

use crate::analyse::{Definition, RegionId, Version, Versions};
use crate::ir::{Block, Expr, Function, Origin, Stmt, StmtId, StmtKind, VarId};
use crate::ir::{HashMap, HashSet};
use crate::simplify::{is_pure, only_adds};
use crate::transform::storage::{Names, StandIns, rename};
use std::collections::BTreeMap;

/// What fusion takes out of a backward pass.
#[derive(Default)]
pub(crate) struct Fused {
    /// Backward code for the end of a loop's body.
    pub(crate) bodies: BTreeMap<StmtId, Block>,
    /// Bindings of the backward pass for the place right before a loop.
    pub(crate) hoisted: HashMap<StmtId, Vec<Stmt>>,
}

pub(crate) struct Fuser<'a> {
    pub(crate) function: &'a Function,
    pub(crate) versions: &'a Versions,
    pub(crate) names: &'a Names,
    pub(crate) mirrors: &'a HashMap<StmtId, StmtId>,
    pub(crate) stand_ins: &'a StandIns,
    /// What each `let` of the primal binds.
    pub(crate) values: HashMap<StmtId, Expr>,
}

/// Bindings to move to before a loop, in the order in which they were made.
#[derive(Default)]
struct Hoist {
    /// From before another loop.
    moved: Vec<(StmtId, VarId)>,
    /// From the backward pass, by position.
    taken: Vec<usize>,
}

impl Fuser<'_> {
    /// Moves what can be moved out of `backward`, which stands at the end of `region`, whose block is `forward`.
    pub(crate) fn fuse(&self, forward: &Block, region: RegionId, backward: &mut Block, fused: &mut Fused) {
        let mut at = 0;
        while at < backward.stmts.len() {
            match self.candidate(forward, region, backward, at, fused) {
                Some((of, hoist)) => {
                    let mirror = backward.stmts.remove(at);
                    let mut hoisted = Vec::new();
                    for (from, var) in hoist.moved {
                        let Some(stmts) = fused.hoisted.get_mut(&from) else { continue };
                        if let Some(index) = stmts.iter().position(|stmt| binds(stmt, var)) {
                            hoisted.push(stmts.remove(index));
                        }
                    }
                    let mut taken: Vec<Stmt> = Vec::new();
                    // From the last to the first, so that positions hold.
                    for &index in hoist.taken.iter().rev() {
                        taken.insert(0, backward.stmts.remove(index));
                    }
                    at -= taken.len();
                    hoisted.append(&mut taken);
                    fused.hoisted.entry(of.id).or_default().append(&mut hoisted);
                    self.accept(of, mirror, fused);
                }
                None => at += 1,
            }
        }
    }

    fn accept(&self, of: &Stmt, mirror: Stmt, fused: &mut Fused) {
        let inside = self.versions.region_of(of.id, 0);
        let (StmtKind::For { body, .. }, StmtKind::For { body: forward, .. }) = (mirror.kind, &of.kind) else { return };
        let mut block = body;
        // Inner loops first, while versions still go by their stand-ins.
        self.fuse(forward, inside, &mut block, fused);
        // What the variable holds at the end of the iteration goes by its own name.
        let mut renames = HashMap::default();
        for (var, version) in self.stand_ins.iter() {
            if self.is_current(inside, version.var) && self.versions.at_end(inside, version.var) == version {
                renames.insert(var, version.var);
            }
        }
        rename(&mut block, &renames);
        fused.bodies.insert(of.id, block);
    }

    /// What was hoisted names the primal's variables as they are before the loop.
    pub(crate) fn finish(&self, fused: &mut Fused) {
        for (&of, stmts) in &mut fused.hoisted {
            let home = self.versions.home(of);
            let Some(loop_) = find(&self.function.body, of) else { continue };
            let mut block = Block { stmts: std::mem::take(stmts), values: Vec::new() };
            block.rewrite_exprs(&mut |expr| {
                if let Expr::Var(var) = expr
                    && let Some(version) = self.stand_ins.version(*var)
                    && let Some(known) = self.known_before(loop_, home, version)
                {
                    *expr = known;
                }
            });
            let renames: HashMap<VarId, VarId> =
                self.stand_ins.iter().map(|(var, version)| (var, version.var)).collect();
            rename(&mut block, &renames);
            *stmts = block.stmts;
        }
    }

    /// The loop that the statement at `at` mirrors, and the bindings to move before it, if fusing them is legal.
    fn candidate<'f>(
        &self,
        forward: &'f Block,
        region: RegionId,
        backward: &Block,
        at: usize,
        fused: &Fused,
    ) -> Option<(&'f Stmt, Hoist)> {
        let mirror = &backward.stmts[at];
        let StmtKind::For { body, .. } = &mirror.kind else { return None };
        let of = self.mirrors.get(&mirror.id)?;
        let of = forward.stmts.iter().find(|stmt| stmt.id == *of)?;
        // A loop that may be left is not run again as it was.
        if self.function.trips.contains_key(&of.id) || !only_adds(body) {
            return None;
        }
        let mut own = HashSet::default();
        body.visit(&mut |stmt| {
            own.extend(stmt.effects().binds);
            own.extend(stmt.binds_inside());
        });
        let mut wanted = Vec::new();
        let touched = body.touched();
        let touched_reads: HashSet<VarId> = touched.reads.iter().copied().collect();
        let mut outside: Vec<VarId> = touched.reads.into_iter().chain(touched.writes).chain(touched.assigns).collect();
        outside.retain(|var| !own.contains(var));
        outside.sort_unstable();
        outside.dedup();
        let inside = self.versions.region_of(of.id, 0);
        for &var in &outside {
            match self.stand_ins.version(var) {
                Some(version) => {
                    let bound = self.versions.definition(version).1;
                    let within = self.versions.ancestors(bound).any(|region| region == inside);
                    // Bound before the loop, still visible, and the same at the end of every iteration.
                    let current = self.is_bound_before(of, version.var)
                        && self.is_current(inside, version.var)
                        && self.versions.at_end(inside, version.var) == version;
                    if !within && !current {
                        return None;
                    }
                }
                // What is added to may be added to elsewhere too; what is read must have its final value.
                None => wanted.push((var, touched_reads.contains(&var) && !only_accumulates(body, var))),
            }
        }
        let hoist = self.hoist(forward, of, region, &backward.stmts[..at], wanted, fused)?;
        Some((of, hoist))
    }

    /// The bindings that `wanted` need, if all of them may move to before the loop `of`. `before` is the backward pass up
    /// to the mirror loop.
    fn hoist(
        &self,
        forward: &Block,
        of: &Stmt,
        region: RegionId,
        before: &[Stmt],
        mut wanted: Vec<(VarId, bool)>,
        fused: &Fused,
    ) -> Option<Hoist> {
        let mut hoist = Hoist::default();
        let (mut read_from, mut added_to) = (HashSet::default(), HashSet::default());
        while let Some((var, is_read)) = wanted.pop() {
            let is_known = read_from.contains(&var) || added_to.contains(&var);
            let asked = if is_read { &mut read_from } else { &mut added_to };
            asked.insert(var);
            if is_known {
                continue;
            }
            let binding = if let Some(index) = before.iter().position(|stmt| binds(stmt, var)) {
                hoist.taken.push(index);
                &before[index]
            } else if let Some((&from, binding)) = hoisted(fused, var) {
                let order = |id: StmtId| forward.stmts.iter().position(|stmt| stmt.id == id);
                // What was moved to before a later loop of the same block moves on.
                let (here, there) = (order(of.id)?, order(from)?);
                if there < here {
                    continue;
                }
                hoist.moved.push((from, var));
                binding
            } else {
                // Bound by the companion's signature, before everything; a variable of the primal would have a stand-in.
                let ours =
                    matches!(self.function.var(var).origin, Origin::Adjoint(_) | Origin::Ours | Origin::Version(_));
                let elsewhere = before.iter().any(|stmt| {
                    let mut bound = false;
                    stmt.visit(&mut |inner| bound |= inner.effects().binds.contains(&var));
                    bound
                });
                if !ours || elsewhere { return None } else { continue }
            };
            let StmtKind::Let { value: Some(value), .. } = &binding.kind else { return None };
            if !is_pure(value) {
                return None;
            }
            let mut reads = Vec::new();
            value.reads(&mut |read| reads.push(read));
            for read in reads {
                match self.stand_ins.version(read) {
                    Some(version) => {
                        // A borrowed parameter has its length for good.
                        let shape = matches!(value, Expr::Runtime("zero_like", _))
                            && self.function.param_of(version.var).is_some()
                            && self.function.var(version.var).ty.is_ref();
                        if !shape && self.known_before(of, region, version).is_none() {
                            return None;
                        }
                    }
                    None => wanted.push((read, true)),
                }
            }
        }
        hoist.taken.sort_unstable();
        hoist.taken.dedup();
        // A variable may be both: what a binding reads of it before the loop that adds to it.
        let is_alone = |var: &VarId, is_read| is_left_alone(before, fused, &hoist, *var, is_read);
        if !read_from.iter().all(|var| is_alone(var, true)) || !added_to.iter().all(|var| is_alone(var, false)) {
            return None;
        }
        let mut seen = HashSet::default();
        hoist.moved.retain(|&(_, var)| seen.insert(var));
        hoist.moved.reverse();
        Some(hoist)
    }

    /// Its name means it at the end of `region`, and it is not moved away.
    fn is_current(&self, region: RegionId, var: VarId) -> bool {
        let bound = self.versions.bound_in(var);
        self.versions.ancestors(region).any(|outer| outer == bound)
            && self.names.is_visible(self.function, self.versions, region, var)
            && !self.names.is_moved(var)
    }

    /// An expression for `version` that can be evaluated right before the loop `of`: the variable itself, or what it is
    /// computed from later, where that is cheap.
    fn known_before(&self, of: &Stmt, region: RegionId, version: Version) -> Option<Expr> {
        let var = version.var;
        if self.versions.before(of.id, var) == version
            && self.versions.bound_in(var) == region
            && self.is_bound_before(of, var)
            && self.is_current(region, var)
        {
            return Some(Expr::Var(var));
        }
        let (Definition::Bound(by), _) = self.versions.definition(version) else { return None };
        let mut value = self.values.get(&by).filter(|value| matches!(value, Expr::Inert(inert) if inert.pure))?.clone();
        let mut reads = Vec::new();
        value.reads(&mut |read| reads.push(read));
        let mut renames = HashMap::default();
        for read in reads {
            let known = self.known_before(of, region, self.versions.before(by, read))?.as_var()?;
            renames.insert(read, known);
        }
        value.rename(&renames);
        Some(value)
    }

    fn is_bound_before(&self, of: &Stmt, var: VarId) -> bool {
        let version = Version { var, n: 0 };
        let first_inside = match &of.kind {
            StmtKind::For { var, .. } => self.versions.order(Version { var: *var, n: 0 }),
            _ => 0,
        };
        self.versions.order(version) < first_inside
    }
}

/// A plain `let` of this variable.
fn binds(stmt: &Stmt, var: VarId) -> bool {
    matches!(&stmt.kind, StmtKind::Let { var: bound, .. } if *bound == var)
}

/// A binding that was moved to before a loop, and that loop.
fn hoisted(fused: &Fused, var: VarId) -> Option<(&StmtId, &Stmt)> {
    fused.hoisted.iter().find_map(|(of, stmts)| stmts.iter().find(|stmt| binds(stmt, var)).map(|stmt| (of, stmt)))
}

fn find(block: &Block, id: StmtId) -> Option<&Stmt> {
    block.stmts.iter().find_map(|stmt| {
        if stmt.id == id {
            return Some(stmt);
        }
        stmt.blocks().into_iter().find_map(|inner| find(inner, id))
    })
}

/// What stands between the birth of `var` and the mirror loop that is to move in front of it does not care: where the
/// mirror reads `var`, nobody changes it; where the mirror adds to it, everybody else only adds, too. That holds for what
/// is left of the backward pass, and for all that was moved out of it before. What moves in front of the loop itself is there
/// before the mirror adds anything.
fn is_left_alone(before: &[Stmt], fused: &Fused, hoist: &Hoist, var: VarId, is_read: bool) -> bool {
    let mut alone = true;
    let mut look = |stmt: &Stmt| {
        stmt.visit(&mut |inner| {
            let effects = inner.effects();
            let changes = effects.assigns.contains(&var) || effects.writes.contains(&var);
            alone &= match is_read {
                true => !changes,
                false => only_adds_here(inner, var),
            };
            for block in inner.blocks() {
                alone &= is_read || !block.values.iter().any(|value| value.mentions(var));
            }
        });
    };
    let moves = |from: &StmtId, stmt: &Stmt| hoist.moved.iter().any(|(of, var)| of == from && binds(stmt, *var));
    let left = before.iter().enumerate().filter(|(at, _)| is_read || !hoist.taken.contains(at));
    left.for_each(|(_, stmt)| look(stmt));
    let hoisted = fused.hoisted.iter().flat_map(|(from, stmts)| stmts.iter().map(move |stmt| (from, stmt)));
    hoisted.filter(|(from, stmt)| is_read || !moves(from, stmt)).for_each(|(_, stmt)| look(stmt));
    fused.bodies.values().flat_map(|body| &body.stmts).for_each(&mut look);
    alone
}

/// This statement itself mentions `var` for nothing but adding to it.
fn only_adds_here(stmt: &Stmt, var: VarId) -> bool {
    match &stmt.kind {
        StmtKind::Accumulate { place, value, .. } => {
            !value.mentions(var) && !place.indices().any(|index| index.mentions(var))
        }
        StmtKind::Run { value: Expr::Runtime("accumulate" | "carry", of) } => {
            !of.iter().skip(1).any(|from| from.mentions(var))
                && match of.first() {
                    Some(Expr::Borrow { place, .. }) => !place.indices().any(|index| index.mentions(var)),
                    _ => true,
                }
        }
        // A pullback adds to its slots, but for those of what the call wrote.
        StmtKind::Pull(pull) => {
            let takes = pull.args.iter().any(|arg| arg.slot.taken() == Some(var));
            pull.pullback != var && !takes && !stmt.exprs().into_iter().any(|expr| expr.mentions(var))
        }
        StmtKind::Assign { place, .. } | StmtKind::Mutate { place, .. } if place.base == var => false,
        StmtKind::Recall { tape, .. } | StmtKind::Pop { tape, .. } | StmtKind::Push { tape, .. } if *tape == var => {
            false
        }
        _ => !stmt.exprs().into_iter().any(|expr| expr.mentions(var)),
    }
}

/// `body` reads `var` for nothing but adding to it.
fn only_accumulates(body: &Block, var: VarId) -> bool {
    let mut only = true;
    body.visit(&mut |stmt| only &= only_adds_here(stmt, var));
    only
}
