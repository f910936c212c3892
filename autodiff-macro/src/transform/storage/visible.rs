//! Which variables of the user's can be named at the end of a block: not hidden by a later binding of that name, not
//! moved away.

use crate::analyse::{RegionId, Version, Versions};
use crate::ir::{Block, Expr, Function, VarId};
use crate::ir::{HashMap, HashSet};

pub(crate) struct Names {
    /// For each region and name, the variable that the name means at the region's end.
    last: HashMap<(RegionId, String), VarId>,
    moved: HashSet<VarId>,
    /// Which versions of them are.
    moved_versions: HashSet<Version>,
}

impl Names {
    pub(crate) fn of(function: &Function, versions: &Versions, body: &Block) -> Names {
        let mut names =
            Names { last: HashMap::default(), moved: HashSet::default(), moved_versions: HashSet::default() };
        for param in &function.params {
            names.bind(function, RegionId(0), param.var);
        }
        names.block(function, versions, RegionId(0), body);
        names
    }

    /// At the end of `region`, `var` can be named. What is `Copy` always can: where a later binding hides it, `emit` gives
    /// one of the two another name.
    pub(crate) fn is_visible(&self, function: &Function, versions: &Versions, region: RegionId, var: VarId) -> bool {
        if function.var(var).ty.is_copy() {
            return true;
        }
        let name = function.var(var).name.to_string();
        let meant = versions.ancestors(region).find_map(|region| self.last.get(&(region, name.clone())));
        // Names of our own are chosen so that nothing hides them.
        meant == Some(&var) || !function.var(var).origin.has_fixed_name()
    }

    /// Given away by value somewhere, and not `Copy`.
    pub(crate) fn is_moved(&self, var: VarId) -> bool {
        self.moved.contains(&var)
    }

    /// This version of it is given away.
    pub(crate) fn is_version_moved(&self, version: Version) -> bool {
        self.moved_versions.contains(&version)
    }

    fn bind(&mut self, function: &Function, region: RegionId, var: VarId) {
        if function.var(var).origin.has_fixed_name() {
            self.last.insert((region, function.var(var).name.to_string()), var);
        }
    }

    fn block(&mut self, function: &Function, versions: &Versions, region: RegionId, block: &Block) {
        for stmt in &block.stmts {
            let mut moves = Vec::new();
            stmt.gives(function, &mut |var| moves.push(var));
            self.give_away(function, moves, |var| versions.before(stmt.id, var));
            for (at, inner) in stmt.blocks().into_iter().enumerate() {
                let inside = versions.region_of(stmt.id, at);
                stmt.binds_inside().into_iter().for_each(|var| self.bind(function, inside, var));
                self.block(function, versions, inside, inner);
            }
            stmt.effects().binds.into_iter().for_each(|var| self.bind(function, region, var));
        }
        let given = block.values.iter().filter_map(Expr::as_var).collect();
        self.give_away(function, given, |var| versions.at_end(region, var));
    }

    fn give_away(&mut self, function: &Function, vars: Vec<VarId>, version: impl Fn(VarId) -> Version) {
        for var in vars.into_iter().filter(|&var| !function.var(var).ty.is_copy()) {
            self.moved.insert(var);
            self.moved_versions.insert(version(var));
        }
    }
}
