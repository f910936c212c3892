//! Sets of variables. They are small numbers, so that a set is a row of bits: analyses ask such sets all the time.

use super::VarId;

#[derive(Clone, Debug, Default)]
pub(crate) struct VarSet(Vec<bool>);

impl VarSet {
    /// True if it was not in there yet.
    pub(crate) fn insert(&mut self, var: VarId) -> bool {
        let at = var.0 as usize;
        if at >= self.0.len() {
            self.0.resize(at + 1, false);
        }
        !std::mem::replace(&mut self.0[at], true)
    }

    pub(crate) fn contains(&self, var: VarId) -> bool {
        self.0.get(var.0 as usize).copied().unwrap_or(false)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = VarId> + '_ {
        let each = self.0.iter().enumerate().filter(|(_, is_in)| **is_in);
        each.map(|(at, _)| VarId(at as u32))
    }
}

impl Extend<VarId> for VarSet {
    fn extend<I: IntoIterator<Item = VarId>>(&mut self, vars: I) {
        vars.into_iter().for_each(|var| {
            self.insert(var);
        });
    }
}

impl FromIterator<VarId> for VarSet {
    fn from_iter<I: IntoIterator<Item = VarId>>(vars: I) -> Self {
        let mut set = VarSet::default();
        set.extend(vars);
        set
    }
}
