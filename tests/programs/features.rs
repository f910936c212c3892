//! Which constructs programs may be made of, beyond straight code, counted loops and branches.
//!
//! A program has some of them and not others: what fails only where something else is rare is met sooner, and what
//! fails points at its cause.

use crate::random::Random;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Feature {
    While,
    Loop,
    BreakValue,
    /// `break` and `continue`
    Exits,
    Labels,
    Return,
    Match,
    /// `match (k, x) { (0, v) => …, (1..=2, v) => …, _ => … }`
    MatchMixed,
    /// `match v.pop() { Some(x) => …, None => … }`
    MatchPop,
    IfLet,
    /// An enum whose variants carry integers, or nothing.
    Enums,
    /// Variables of that enum that are overwritten, or chosen by numbers that carry a derivative.
    States,
    /// `Option<usize>`
    Options,
    /// `Option<f64>`
    FloatOptions,
    /// An enum whose payload carries derivatives.
    FloatEnums,
    /// `let Some(k) = o else { break };`
    LetElse,
    /// `a.swap(i, j)`
    Swap,
    /// `std::mem::swap`
    Exchange,
    /// `(a, b) = (b, a);`
    Unpack,
    Fill,
    CopyFrom,
    /// Vectors that grow and shrink, `while let Some(x) = v.pop()`
    Stack,
    Clone,
    /// `Vec<Vec<f64>>`
    Nested,
    /// Loops over elements, by reference and by value.
    Iter,
    IterMut,
    /// `for x in v`, of a vector that is gone then.
    IterOwned,
    Zip,
    /// `windows` and `chunks_exact`
    Parts,
    /// `rev`, `step_by`, `skip`, `take` of iterators.
    Adapters,
    /// `&a[i..j]`
    SubSlice,
    Split,
    /// `let row = &mut a[i];`
    BorrowMut,
    /// Parameters behind `&mut`.
    Outputs,
    /// `source.for_each(|x| …)`
    ForEach,
    /// `let shaped = |given: f64| …;`
    Closures,
    /// Structs of the program's own.
    Structs,
    /// Functions of these structs.
    Methods,
    /// Functions over `T: Float`, and over `const N: usize`.
    Generic,
}

use Feature as F;

const ALL: &[Feature] = &[
    F::While,
    F::Loop,
    F::BreakValue,
    F::Exits,
    F::Labels,
    F::Return,
    F::Match,
    F::MatchMixed,
    F::MatchPop,
    F::IfLet,
    F::Enums,
    F::States,
    F::Options,
    F::FloatOptions,
    F::FloatEnums,
    F::LetElse,
    F::Swap,
    F::Exchange,
    F::Unpack,
    F::Fill,
    F::CopyFrom,
    F::Stack,
    F::Clone,
    F::Nested,
    F::Iter,
    F::IterMut,
    F::IterOwned,
    F::Zip,
    F::Parts,
    F::Adapters,
    F::SubSlice,
    F::Split,
    F::BorrowMut,
    F::Outputs,
    F::ForEach,
    F::Closures,
    F::Structs,
    F::Methods,
    F::Generic,
];

/// What `#[differentiate]` does not take today, or not everywhere.
const REFUSED: &[Feature] = &[F::IterOwned];

#[derive(Clone, Debug)]
pub(crate) struct Features(Vec<Feature>);

impl Features {
    /// All that are taken, or those of `PROGRAMS_FEATURES`: names as they stand above, with commas.
    pub(crate) fn wanted() -> Features {
        Features(match std::env::var("PROGRAMS_FEATURES").as_deref() {
            Err(_) => ALL.iter().copied().filter(|feature| !REFUSED.contains(feature)).collect(),
            Ok(list) => list.split(',').filter(|name| !name.is_empty()).map(named).collect(),
        })
    }

    /// Some of them.
    pub(super) fn draw(&self, random: &mut Random) -> Features {
        let share = [35, 60, 90][random.below(3)];
        Features(self.0.iter().copied().filter(|_| random.percent(share)).collect())
    }

    pub(crate) fn has(&self, feature: Feature) -> bool {
        self.0.contains(&feature)
    }
}

fn named(name: &str) -> Feature {
    let found = ALL.iter().find(|feature| format!("{feature:?}") == name.trim());
    *found.unwrap_or_else(|| panic!("{name} is no feature of programs: {ALL:?}"))
}
