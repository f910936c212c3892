//! The enum that stands beside the functions of a program: its variants carry integers, or nothing.

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Plain,
    Idle,
    Times,
    Both,
}

impl Kind {
    pub(crate) const ALL: [Kind; 4] = [Kind::Plain, Kind::Idle, Kind::Times, Kind::Both];

    /// As it is declared where it is used.
    pub(crate) const DECLARATION: &str = "#[derive(Clone, Copy)]\npub enum Kind {\n    Plain,\n    Idle,\n    \
                                          Times(usize),\n    Both(usize, usize),\n}\n\n";

    /// How many integers it carries.
    pub(crate) fn arity(self) -> usize {
        match self {
            Kind::Plain | Kind::Idle => 0,
            Kind::Times => 1,
            Kind::Both => 2,
        }
    }
}
