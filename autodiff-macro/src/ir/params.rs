//! Sets of parameters: those that a value depends on.

/// Parameters by their numbers. From number 127 on they are told apart no more: whoever asks for one gets them all, which
/// costs a term too many and drops none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ParamSet(u128);

const LAST: usize = 127;

impl ParamSet {
    pub(crate) fn of(param: usize) -> ParamSet {
        ParamSet(1 << param.min(LAST))
    }

    #[must_use]
    pub(crate) fn union(self, other: ParamSet) -> ParamSet {
        ParamSet(self.0 | other.0)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn includes(self, other: ParamSet) -> bool {
        self.0 & other.0 == other.0
    }

    pub(crate) fn meets(self, other: ParamSet) -> bool {
        self.0 & other.0 != 0
    }

    /// Its members, of a function with so many parameters.
    pub(crate) fn iter(self, params: usize) -> impl Iterator<Item = usize> {
        (0..params).filter(move |&param| self.meets(ParamSet::of(param)))
    }
}

impl FromIterator<usize> for ParamSet {
    fn from_iter<I: IntoIterator<Item = usize>>(params: I) -> Self {
        params.into_iter().fold(ParamSet::default(), |all, param| all.union(ParamSet::of(param)))
    }
}
