//! Versions: which assignment each read of a variable sees.
//!
//! A variable has a new version wherever it is bound, assigned or written in part; where two ways meet (after an `if`),
//! and where a loop carries it (at the start of the body and after the loop). Within one version a variable's value is
//! one value, so an adjoint may read it wherever it can be had. Structured control flow makes this one walk, and most
//! variables, bound once and never assigned, cost nothing at all.

use crate::ir::{Block, Function, Stmt, StmtId, StmtKind, VarId};
use crate::ir::{HashMap, HashSet};
use std::rc::Rc;

/// The `n`th version of a variable.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct Version {
    pub(crate) var: VarId,
    pub(crate) n: u32,
}

/// A block of the function, by number; the body is number 0.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct RegionId(pub(crate) usize);

#[derive(Clone, Debug)]
pub(crate) struct Region {
    pub(crate) parent: Option<RegionId>,
    pub(crate) kind: RegionKind,
}

/// Whose block it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RegionKind {
    Body,
    /// Block number so many of a statement that runs at most one of its blocks, once.
    Branch(StmtId, usize),
    /// The block of a statement that runs it exactly once.
    Scope(StmtId),
    /// The body of a loop.
    Loop(StmtId),
}

/// How a version comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Definition {
    /// A parameter, a loop variable, a binding of a pattern: there when the region begins.
    Entry,
    /// Bound by this statement.
    Bound(StmtId),
    /// Assigned whole by this statement.
    Assigned(StmtId),
    /// Written in part by this statement.
    Written(StmtId),
    /// What a loop's body finds when an iteration begins.
    Carried(StmtId),
    /// What is left after a statement with blocks that write it.
    Merged(StmtId),
}

type State = HashMap<VarId, u32>;

pub(crate) struct Versions {
    /// For variables with more than one version, the state that a statement finds.
    before: HashMap<StmtId, Rc<State>>,
    after: HashMap<StmtId, Rc<State>>,
    /// The region whose block a statement stands in.
    home: HashMap<StmtId, RegionId>,
    definitions: HashMap<Version, (Definition, RegionId)>,
    pub(crate) regions: Vec<Region>,
    /// The region of each block of a statement.
    blocks: HashMap<(StmtId, usize), RegionId>,
    /// State at the end of each region.
    ends: Vec<Rc<State>>,
    /// Where each variable is bound.
    bound_in: HashMap<VarId, RegionId>,
    counts: HashMap<VarId, u32>,
    /// A place in program order for each definition.
    order: HashMap<Version, usize>,
}

impl Versions {
    pub(crate) fn of(function: &Function) -> Versions {
        let mut rewritten = HashSet::default();
        function.body.visit(&mut |stmt| {
            let effects = stmt.effects();
            rewritten.extend(effects.assigns);
            rewritten.extend(effects.writes);
        });
        let versions = Versions {
            before: HashMap::default(),
            after: HashMap::default(),
            home: HashMap::default(),
            definitions: HashMap::default(),
            regions: Vec::new(),
            blocks: HashMap::default(),
            ends: Vec::new(),
            bound_in: HashMap::default(),
            counts: HashMap::default(),
            order: HashMap::default(),
        };
        let mut walk = Walk { rewritten, versions, state: Rc::default() };
        let body = walk.region(None, RegionKind::Body);
        for param in &function.params {
            walk.bind(param.var, body, Definition::Entry);
        }
        walk.block(&function.body, body);
        walk.versions
    }

    /// The version of `var` that `stmt` reads.
    pub(crate) fn before(&self, stmt: StmtId, var: VarId) -> Version {
        let n = self.before.get(&stmt).and_then(|state| state.get(&var)).copied().unwrap_or(0);
        Version { var, n }
    }

    /// The version of `var` that `stmt` leaves.
    pub(crate) fn after(&self, stmt: StmtId, var: VarId) -> Version {
        let n = self.after.get(&stmt).and_then(|state| state.get(&var)).copied().unwrap_or(0);
        Version { var, n }
    }

    /// The region whose block a statement stands in.
    pub(crate) fn home(&self, stmt: StmtId) -> RegionId {
        self.home[&stmt]
    }

    /// A variable that a statement binds besides those it was written with: the pullback of a call.
    pub(crate) fn introduce(&mut self, var: VarId, stmt: StmtId) -> Version {
        let version = Version { var, n: 0 };
        let region = self.home[&stmt];
        self.bound_in.insert(var, region);
        self.counts.insert(var, 1);
        let order = self.definitions.len();
        self.definitions.insert(version, (Definition::Bound(stmt), region));
        self.order.insert(version, order);
        version
    }

    /// A statement that stands where `read` has just come about, reads that, and binds `var`.
    pub(crate) fn insert(&mut self, stmt: StmtId, region: RegionId, read: Version, var: VarId) -> Version {
        let state = Rc::new(State::from_iter([(read.var, read.n)]));
        self.before.insert(stmt, Rc::clone(&state));
        self.after.insert(stmt, state);
        self.home.insert(stmt, region);
        self.introduce(var, stmt)
    }

    /// A statement of ours that stands in this region.
    pub(crate) fn settle(&mut self, stmt: StmtId, region: RegionId) {
        self.home.insert(stmt, region);
    }

    /// The version of `var` at the end of a region.
    pub(crate) fn at_end(&self, region: RegionId, var: VarId) -> Version {
        Version { var, n: self.ends[region.0].get(&var).copied().unwrap_or(0) }
    }

    pub(crate) fn definition(&self, version: Version) -> (Definition, RegionId) {
        self.definitions[&version]
    }

    pub(crate) fn bound_in(&self, var: VarId) -> RegionId {
        self.bound_in[&var]
    }

    pub(crate) fn region_of(&self, stmt: StmtId, block: usize) -> RegionId {
        self.blocks[&(stmt, block)]
    }

    pub(crate) fn region(&self, id: RegionId) -> &Region {
        &self.regions[id.0]
    }

    /// A number that grows in program order.
    pub(crate) fn order(&self, version: Version) -> usize {
        self.order.get(&version).copied().unwrap_or(0)
    }

    /// This region and those around it, innermost first.
    pub(crate) fn ancestors(&self, region: RegionId) -> impl Iterator<Item = RegionId> + '_ {
        std::iter::successors(Some(region), |id| self.regions[id.0].parent)
    }
}

struct Walk {
    /// Variables that are assigned or written after they are bound: the only ones with more than one version.
    rewritten: HashSet<VarId>,
    versions: Versions,
    state: Rc<State>,
}

impl Walk {
    fn region(&mut self, parent: Option<RegionId>, kind: RegionKind) -> RegionId {
        self.versions.regions.push(Region { parent, kind });
        self.versions.ends.push(Rc::default());
        RegionId(self.versions.regions.len() - 1)
    }

    fn bind(&mut self, var: VarId, region: RegionId, definition: Definition) {
        self.versions.bound_in.entry(var).or_insert(region);
        self.define(var, region, definition);
    }

    fn define(&mut self, var: VarId, region: RegionId, definition: Definition) {
        let count = self.versions.counts.entry(var).or_insert(0);
        let version = Version { var, n: *count };
        *count += 1;
        let order = self.versions.definitions.len();
        self.versions.definitions.insert(version, (definition, region));
        self.versions.order.insert(version, order);
        if self.rewritten.contains(&var) {
            Rc::make_mut(&mut self.state).insert(var, version.n);
        }
    }

    fn block(&mut self, block: &Block, region: RegionId) {
        for stmt in &block.stmts {
            self.stmt(stmt, region);
        }
        self.versions.ends[region.0] = Rc::clone(&self.state);
    }

    fn stmt(&mut self, stmt: &Stmt, region: RegionId) {
        self.versions.before.insert(stmt.id, Rc::clone(&self.state));
        self.versions.home.insert(stmt.id, region);
        let effects = stmt.effects();
        match &stmt.kind {
            StmtKind::Let { var, value: None } => {
                // Its first assignment gives it a value; until then nobody reads it.
                self.bind(*var, region, Definition::Bound(stmt.id));
            }
            kind if is_loop(kind) => self.iterate(stmt, region),
            StmtKind::Scope { body, .. } | StmtKind::Labelled { body, .. } => {
                let inner = self.region(Some(region), RegionKind::Scope(stmt.id));
                self.versions.blocks.insert((stmt.id, 0), inner);
                self.block(body, inner);
            }
            _ if !stmt.blocks().is_empty() => self.branch(stmt, region),
            _ => {
                effects.assigns.iter().for_each(|&var| self.define(var, region, Definition::Assigned(stmt.id)));
                effects.writes.iter().for_each(|&var| self.define(var, region, Definition::Written(stmt.id)));
            }
        }
        if !matches!(stmt.kind, StmtKind::Let { value: None, .. }) {
            effects.binds.iter().for_each(|&var| self.bind(var, region, Definition::Bound(stmt.id)));
        }
        self.versions.after.insert(stmt.id, Rc::clone(&self.state));
    }

    /// At most one of the blocks runs.
    fn branch(&mut self, stmt: &Stmt, region: RegionId) {
        let before = Rc::clone(&self.state);
        let mut ends = Vec::new();
        for (at, block) in stmt.blocks().into_iter().enumerate() {
            self.state = Rc::clone(&before);
            let inner = self.region(Some(region), RegionKind::Branch(stmt.id, at));
            self.versions.blocks.insert((stmt.id, at), inner);
            if let StmtKind::Match { arms, .. } = &stmt.kind {
                arms[at].bindings.iter().for_each(|&var| self.bind(var, inner, Definition::Entry));
            }
            self.block(block, inner);
            ends.push(Rc::clone(&self.state));
        }
        let mut merged: Vec<VarId> = before
            .iter()
            .filter(|(var, n)| ends.iter().any(|end| end.get(var) != Some(n)))
            .map(|(var, _)| *var)
            .collect();
        merged.sort_unstable();
        self.state = before;
        merged.into_iter().for_each(|var| self.define(var, region, Definition::Merged(stmt.id)));
    }

    /// The blocks run any number of times, one after the other.
    fn iterate(&mut self, stmt: &Stmt, region: RegionId) {
        let inner = self.region(Some(region), RegionKind::Loop(stmt.id));
        let mut carried = Vec::new();
        for block in stmt.blocks() {
            let touched = block.touched();
            carried.extend(touched.assigns.into_iter().chain(touched.writes));
        }
        carried.retain(|var| self.state.contains_key(var));
        carried.sort_unstable();
        carried.dedup();
        carried.iter().for_each(|&var| self.define(var, inner, Definition::Carried(stmt.id)));
        stmt.binds_inside().into_iter().for_each(|var| self.bind(var, inner, Definition::Entry));
        for (at, block) in stmt.blocks().into_iter().enumerate() {
            self.versions.blocks.insert((stmt.id, at), inner);
            self.block(block, inner);
        }
        carried.into_iter().for_each(|var| self.define(var, region, Definition::Merged(stmt.id)));
    }
}

pub(crate) fn is_loop(kind: &StmtKind) -> bool {
    matches!(kind, StmtKind::For { .. } | StmtKind::Each { .. } | StmtKind::While { .. } | StmtKind::Loop { .. })
}
