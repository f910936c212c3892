//! Directions in groups: what the parameters of `f_jvp_group` and `f_hvp_group` are handed for their tangents.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::{Scalar, Tangents};

/// Counts the numbers of a function's parameters, in order, and gives each its tangents along `L` directions: direction `l`
/// is the one in which number `first + l` changes and no other.
pub struct Directions<const L: usize> {
    first: usize,
    counted: usize,
}

impl<const L: usize> Directions<L> {
    #[inline]
    pub(super) fn from(first: usize) -> Self {
        Directions { first, counted: 0 }
    }

    /// How many numbers there are.
    #[cfg(feature = "alloc")]
    #[inline]
    pub(super) fn counted(&self) -> usize {
        self.counted
    }

    /// The tangents of one parameter.
    #[inline]
    pub fn of<D: Grouped + ?Sized>(&mut self, value: &D) -> D::Of<L> {
        value.directions(self)
    }
}

/// A value whose tangents along several directions are a value of the same shape.
pub trait Grouped {
    /// With [`Tangents`] in place of numbers.
    type Of<const L: usize>;

    /// Of each number, along each direction.
    fn directions<const L: usize>(&self, along: &mut Directions<L>) -> Self::Of<L>;
}

impl<T: Scalar> Grouped for T {
    type Of<const L: usize> = Tangents<T, L>;

    #[inline]
    fn directions<const L: usize>(&self, along: &mut Directions<L>) -> Tangents<T, L> {
        let at = along.counted;
        along.counted += 1;
        Tangents::unit(at.wrapping_sub(along.first))
    }
}

impl<T: Grouped, const N: usize> Grouped for [T; N] {
    type Of<const L: usize> = [T::Of<L>; N];

    #[inline]
    fn directions<const L: usize>(&self, along: &mut Directions<L>) -> [T::Of<L>; N] {
        self.each_ref().map(|value| value.directions(along))
    }
}

#[cfg(feature = "alloc")]
impl<T: Grouped> Grouped for [T] {
    type Of<const L: usize> = Vec<T::Of<L>>;

    #[inline]
    fn directions<const L: usize>(&self, along: &mut Directions<L>) -> Vec<T::Of<L>> {
        self.iter().map(|value| value.directions(along)).collect()
    }
}

#[cfg(feature = "alloc")]
impl<T: Grouped> Grouped for Vec<T> {
    type Of<const L: usize> = Vec<T::Of<L>>;

    #[inline]
    fn directions<const L: usize>(&self, along: &mut Directions<L>) -> Vec<T::Of<L>> {
        self.as_slice().directions(along)
    }
}

macro_rules! tuple {
    ($($name:ident $index:tt),+) => {
        impl<$($name: Grouped),+> Grouped for ($($name,)+) {
            type Of<const L: usize> = ($($name::Of<L>,)+);

            #[inline]
            fn directions<const L: usize>(&self, along: &mut Directions<L>) -> Self::Of<L> {
                ($(self.$index.directions(along),)+)
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, M 11);

/// What has no tangent in any direction.
#[inline]
#[must_use]
pub fn no_tangents<T: Scalar, const L: usize>() -> Tangents<T, L> {
    Tangents::zero()
}

/// The same for each number of a value.
#[inline]
pub fn no_tangents_like<D: Grouped + ?Sized, const L: usize>(value: &D) -> D::Of<L> {
    Directions { first: 0, counted: L }.of(value)
}

/// So many directions at once, from this number on.
#[derive(Clone, Copy)]
pub(super) enum Group {
    Four(usize),
    Eight(usize),
}

/// Numbers `first..count` in groups: of eight while more than four are left, then of four.
#[inline]
pub(super) fn groups(first: usize, count: usize) -> impl Iterator<Item = Group> {
    let mut first = first;
    core::iter::from_fn(move || {
        let at = first;
        first += 8;
        match count.saturating_sub(at) {
            0 => None,
            1..=4 => Some(Group::Four(at)),
            _ => Some(Group::Eight(at)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_counted_across_parameters() {
        let mut along = Directions::<2>::from(2);
        let (none, first, second) = (Tangents::zero(), Tangents([1.0, 0.0]), Tangents([0.0, 1.0]));
        assert_eq!(along.of(&1.5), none);
        assert_eq!(along.of(&([2.5, 3.5], 4.5)), ([none, first], second));
        assert_eq!(along.of(&5.5), none);
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn slices_have_vectors() {
        let mut along = Directions::<1>::from(1);
        assert_eq!(along.of(&[1.0_f32, 2.0][..]), [Tangents([0.0]), Tangents([1.0])]);
        assert_eq!(along.counted(), 2);
    }

    #[test]
    fn groups_cover_each_number_once() {
        for count in 0..40 {
            let mut covered = [0; 48];
            for group in groups(0, count) {
                let range = match group {
                    Group::Four(first) => first..first + 4,
                    Group::Eight(first) => first..first + 8,
                };
                covered[range].iter_mut().for_each(|times| *times += 1);
            }
            assert!(covered[..count].iter().all(|&times| times == 1), "{count}");
        }
    }
}
