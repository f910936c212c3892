//! Tuples of up to twelve values, each with a gradient of its own.

use core::borrow::{Borrow, BorrowMut};

use super::{Differentiable, DifferentiableMut};

macro_rules! tuple {
    ($($name:ident $index:tt),+) => {
        impl<$($name: Differentiable),+> Differentiable for ($($name,)+) {
            type Gradient = ($($name::Gradient,)+);
            type Accumulator = ($($name::Gradient,)+);
            type Shape = ($($name::Shape,)+);

            #[inline]
            fn gradient_shape(&self) -> Self::Shape {
                ($(self.$index.gradient_shape(),)+)
            }

            #[inline]
            fn zero_of(shape: &Self::Shape) -> Self::Gradient {
                ($($name::zero_of(&shape.$index),)+)
            }

            #[inline]
            fn zero_gradient(&self) -> Self::Gradient {
                ($(self.$index.zero_gradient(),)+)
            }

            #[inline]
            fn zero_gradient_into(&self, into: &mut Self::Accumulator) {
                $(self.$index.zero_gradient_into(into.$index.borrow_mut());)+
            }

            #[inline]
            fn leaf_count(&self) -> usize {
                0 $(+ self.$index.leaf_count())+
            }

            #[inline]
            fn for_each_leaf<Visit: FnMut(f64)>(&self, visit: &mut Visit) {
                $(self.$index.for_each_leaf(visit);)+
            }
        }

        impl<$($name: DifferentiableMut),+> DifferentiableMut for ($($name,)+) {
            #[inline]
            fn for_each_leaf_mut<Visit: FnMut(&mut f64)>(&mut self, visit: &mut Visit) {
                $(self.$index.for_each_leaf_mut(visit);)+
            }

            #[inline]
            fn zip_leaves_mut<Visit: FnMut(&mut f64, f64)>(
                &mut self,
                gradient: &Self::Accumulator,
                visit: &mut Visit,
            ) {
                $(self.$index.zip_leaves_mut(gradient.$index.borrow(), visit);)+
            }

            #[inline]
            fn accumulate(&mut self, gradient: &Self::Accumulator) {
                $(self.$index.accumulate(gradient.$index.borrow());)+
            }

            #[inline]
            fn reset_to_zero(&mut self) {
                $(self.$index.reset_to_zero();)+
            }
        }
    };
}

/// No numbers: in the gradient of a tuple, what stands for an integer.
impl Differentiable for () {
    type Gradient = ();
    type Accumulator = ();
    type Shape = ();

    #[inline]
    fn gradient_shape(&self) {}

    #[inline]
    fn zero_of((): &()) {}

    #[inline]
    fn zero_gradient(&self) {}

    #[inline]
    fn leaf_count(&self) -> usize {
        0
    }

    #[inline]
    fn for_each_leaf<Visit: FnMut(f64)>(&self, _: &mut Visit) {}
}

impl DifferentiableMut for () {
    #[inline]
    fn for_each_leaf_mut<Visit: FnMut(&mut f64)>(&mut self, _: &mut Visit) {}

    #[inline]
    fn zip_leaves_mut<Visit: FnMut(&mut f64, f64)>(&mut self, (): &(), _: &mut Visit) {}
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
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);

#[cfg(test)]
mod tests {
    use crate::{Differentiable, DifferentiableMut};

    #[test]
    fn tuples_mix_types_and_keep_their_order() {
        let mut x = (1.0_f64, [2.0_f32, 3.0], Some(4.0), (5.0,));
        assert_eq!(x.leaf_count(), 5);
        let mut seen = [0.0; 5];
        let mut at = 0;
        x.for_each_leaf(&mut |leaf| {
            seen[at] = leaf;
            at += 1;
        });
        assert_eq!(seen, [1.0, 2.0, 3.0, 4.0, 5.0]);
        let ones = (1.0, [1.0, 1.0], Some(1.0), (1.0,));
        x.accumulate(&ones);
        assert_eq!(x, (2.0, [3.0, 4.0], Some(5.0), (6.0,)));
        assert_eq!(x.zero_gradient(), (0.0, [0.0, 0.0], Some(0.0), (0.0,)));
    }

    #[test]
    fn twelve_is_the_most() {
        let mut x = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0);
        let copy = x;
        x.accumulate(&copy);
        assert_eq!(x.11, 24.0);
        assert_eq!(x.leaf_count(), 12);
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn a_network_of_borrowed_buffers() {
        use alloc::vec;

        let (mut w, mut b) = (vec![1.0, 2.0], vec![3.0]);
        (&mut w[..], &mut b).accumulate(&(vec![0.5, 0.5], vec![1.0]));
        assert_eq!((w, b), (vec![1.5, 2.5], vec![4.0]));
    }
}
