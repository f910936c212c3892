//! Norms layer by layer.

use super::global_norm;
use crate::Differentiable;

/// A gradient whose parts are looked at one by one: tuples, arrays, slices and `Vec`s.
///
/// ```
/// use autodiff_runtime::diagnose::LayerNorms;
///
/// let d_w = vec![3.0, 4.0];
/// let d_b = 1.0;
/// assert_eq!((d_w, d_b).layer_norms(), [5.0, 1.0]);
/// assert_eq!(vec![vec![3.0, 4.0], vec![1.0]].layer_norms(), [5.0, 1.0]);
/// ```
pub trait LayerNorms: Differentiable {
    /// One norm for each part: an array, or a `Vec` where the number of parts is known only at run time.
    type Norms;

    /// The [`global_norm`] of each part, in order.
    fn layer_norms(&self) -> Self::Norms;
}

impl<T: Differentiable, const N: usize> LayerNorms for [T; N] {
    type Norms = [f64; N];

    fn layer_norms(&self) -> [f64; N] {
        self.each_ref().map(global_norm)
    }
}

#[cfg(feature = "alloc")]
impl<T: Differentiable> LayerNorms for [T] {
    type Norms = alloc::vec::Vec<f64>;

    fn layer_norms(&self) -> alloc::vec::Vec<f64> {
        self.iter().map(global_norm).collect()
    }
}

#[cfg(feature = "alloc")]
impl<T: Differentiable> LayerNorms for alloc::vec::Vec<T> {
    type Norms = alloc::vec::Vec<f64>;

    fn layer_norms(&self) -> alloc::vec::Vec<f64> {
        self.as_slice().layer_norms()
    }
}

macro_rules! tuple {
    ($count:literal: $($name:ident $index:tt),+) => {
        impl<$($name: Differentiable),+> LayerNorms for ($($name,)+) {
            type Norms = [f64; $count];

            fn layer_norms(&self) -> [f64; $count] {
                [$(global_norm(&self.$index)),+]
            }
        }
    };
}

tuple!(1: A 0);
tuple!(2: A 0, B 1);
tuple!(3: A 0, B 1, C 2);
tuple!(4: A 0, B 1, C 2, D 3);
tuple!(5: A 0, B 1, C 2, D 3, E 4);
tuple!(6: A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(7: A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(9: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(10: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple!(11: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuple!(12: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_has_its_own_norm() {
        assert_eq!(([3.0, 4.0], -2.0, [[2.0, 3.0, 6.0]]).layer_norms(), [5.0, 2.0, 7.0]);
        assert_eq!([[3.0, 4.0], [0.0, 1.0]].layer_norms(), [5.0, 1.0]);
        assert!((f64::NAN, 1.0).layer_norms()[0].is_nan());
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn slices_of_layers_have_as_many_norms() {
        let layers = [([3.0], 4.0), ([0.0], 1.0), ([2.0], 0.0)];
        assert_eq!(layers[1..].layer_norms(), [1.0, 2.0]);
    }
}
