//! Arrays, slices and `Vec`s.

use core::borrow::{Borrow, BorrowMut};

use super::{Differentiable, DifferentiableMut};

impl<T: Differentiable, const N: usize> Differentiable for [T; N] {
    type Gradient = [T::Gradient; N];
    type Accumulator = [T::Gradient; N];
    type Shape = [T::Shape; N];

    #[inline]
    fn gradient_shape(&self) -> [T::Shape; N] {
        self.each_ref().map(T::gradient_shape)
    }

    #[inline]
    fn zero_of(shape: &[T::Shape; N]) -> [T::Gradient; N] {
        shape.each_ref().map(T::zero_of)
    }

    #[inline]
    fn zero_gradient(&self) -> [T::Gradient; N] {
        self.each_ref().map(T::zero_gradient)
    }

    #[inline]
    fn zero_gradient_into(&self, into: &mut [T::Gradient; N]) {
        for (value, into) in self.iter().zip(into) {
            value.zero_gradient_into(into.borrow_mut());
        }
    }

    #[inline]
    fn leaf_count(&self) -> usize {
        self.iter().map(T::leaf_count).sum()
    }

    #[inline]
    fn for_each_leaf<V: FnMut(f64)>(&self, visit: &mut V) {
        for value in self {
            value.for_each_leaf(visit);
        }
    }
}

impl<T: DifferentiableMut, const N: usize> DifferentiableMut for [T; N] {
    #[inline]
    fn for_each_leaf_mut<V: FnMut(&mut f64)>(&mut self, visit: &mut V) {
        for value in self {
            value.for_each_leaf_mut(visit);
        }
    }

    #[inline]
    fn zip_leaves_mut<V: FnMut(&mut f64, f64)>(&mut self, gradient: &[T::Gradient; N], visit: &mut V) {
        for (value, gradient) in self.iter_mut().zip(gradient) {
            value.zip_leaves_mut(gradient.borrow(), visit);
        }
    }

    #[inline]
    fn accumulate(&mut self, gradient: &[T::Gradient; N]) {
        for (value, gradient) in self.iter_mut().zip(gradient) {
            value.accumulate(gradient.borrow());
        }
    }

    #[inline]
    fn reset_to_zero(&mut self) {
        for value in self {
            value.reset_to_zero();
        }
    }
}

#[cfg(feature = "alloc")]
mod allocated {
    use alloc::vec::Vec;

    use super::{Borrow, BorrowMut, Differentiable, DifferentiableMut};

    impl<T: Differentiable> Differentiable for [T] {
        type Gradient = Vec<T::Gradient>;
        type Accumulator = [T::Gradient];
        // Of floats, a length alone: nothing is allocated for elements without a size.
        type Shape = Vec<T::Shape>;

        #[inline]
        fn gradient_shape(&self) -> Vec<T::Shape> {
            self.iter().map(T::gradient_shape).collect()
        }

        #[inline]
        fn zero_of(shape: &Vec<T::Shape>) -> Vec<T::Gradient> {
            shape.iter().map(T::zero_of).collect()
        }

        #[inline]
        fn zero_gradient(&self) -> Vec<T::Gradient> {
            T::zero_gradients(self)
        }

        #[inline]
        #[track_caller]
        fn zero_gradient_into(&self, into: &mut [T::Gradient]) {
            if self.len() != into.len() {
                wrong_length(self.len(), into.len());
            }
            for (value, into) in self.iter().zip(into) {
                value.zero_gradient_into(into.borrow_mut());
            }
        }

        #[inline]
        fn leaf_count(&self) -> usize {
            self.iter().map(T::leaf_count).sum()
        }

        #[inline]
        fn for_each_leaf<V: FnMut(f64)>(&self, visit: &mut V) {
            for value in self {
                value.for_each_leaf(visit);
            }
        }
    }

    impl<T: DifferentiableMut> DifferentiableMut for [T] {
        #[inline]
        fn for_each_leaf_mut<V: FnMut(&mut f64)>(&mut self, visit: &mut V) {
            for value in self {
                value.for_each_leaf_mut(visit);
            }
        }

        #[inline]
        fn zip_leaves_mut<V: FnMut(&mut f64, f64)>(&mut self, gradient: &[T::Gradient], visit: &mut V) {
            if self.len() != gradient.len() {
                wrong_length(self.len(), gradient.len());
            }
            for (value, gradient) in self.iter_mut().zip(gradient) {
                value.zip_leaves_mut(gradient.borrow(), visit);
            }
        }

        #[inline]
        fn accumulate(&mut self, gradient: &[T::Gradient]) {
            if self.len() != gradient.len() {
                wrong_length(self.len(), gradient.len());
            }
            for (value, gradient) in self.iter_mut().zip(gradient) {
                value.accumulate(gradient.borrow());
            }
        }

        #[inline]
        fn reset_to_zero(&mut self) {
            for value in self {
                value.reset_to_zero();
            }
        }
    }

    impl<T: Differentiable> Differentiable for Vec<T> {
        type Gradient = Vec<T::Gradient>;
        type Accumulator = [T::Gradient];
        type Shape = Vec<T::Shape>;

        #[inline]
        fn gradient_shape(&self) -> Vec<T::Shape> {
            self.as_slice().gradient_shape()
        }

        #[inline]
        fn zero_of(shape: &Vec<T::Shape>) -> Vec<T::Gradient> {
            <[T]>::zero_of(shape)
        }

        #[inline]
        fn zero_gradient(&self) -> Vec<T::Gradient> {
            self.as_slice().zero_gradient()
        }

        #[inline]
        #[track_caller]
        fn zero_gradient_into(&self, into: &mut [T::Gradient]) {
            self.as_slice().zero_gradient_into(into);
        }

        #[inline]
        fn leaf_count(&self) -> usize {
            self.as_slice().leaf_count()
        }

        #[inline]
        fn for_each_leaf<V: FnMut(f64)>(&self, visit: &mut V) {
            self.as_slice().for_each_leaf(visit);
        }
    }

    impl<T: DifferentiableMut> DifferentiableMut for Vec<T> {
        #[inline]
        fn for_each_leaf_mut<V: FnMut(&mut f64)>(&mut self, visit: &mut V) {
            self.as_mut_slice().for_each_leaf_mut(visit);
        }

        #[inline]
        fn zip_leaves_mut<V: FnMut(&mut f64, f64)>(&mut self, gradient: &[T::Gradient], visit: &mut V) {
            self.as_mut_slice().zip_leaves_mut(gradient, visit);
        }

        #[inline]
        fn accumulate(&mut self, gradient: &[T::Gradient]) {
            self.as_mut_slice().accumulate(gradient);
        }

        #[inline]
        fn reset_to_zero(&mut self) {
            self.as_mut_slice().reset_to_zero();
        }
    }

    #[cold]
    #[inline(never)]
    #[track_caller]
    fn wrong_length(value: usize, gradient: usize) -> ! {
        panic!("a value of length {value} and its gradient of length {gradient} differ in length");
    }
}

#[cfg(test)]
mod tests {
    use crate::{Differentiable, DifferentiableMut};

    #[test]
    fn arrays_nest() {
        let mut x = [[1.0, 2.0], [3.0, 4.0]];
        assert_eq!((x.leaf_count(), x.zero_gradient()), (4, [[0.0; 2]; 2]));
        x.accumulate(&[[1.0, 1.0], [0.0, 0.0]]);
        assert_eq!(x, [[2.0, 3.0], [3.0, 4.0]]);
        let mut order = 0.0;
        x.for_each_leaf_mut(&mut |leaf| {
            *leaf = order;
            order += 1.0;
        });
        assert_eq!(x, [[0.0, 1.0], [2.0, 3.0]]);
        x.reset_to_zero();
        assert_eq!(x, [[0.0; 2]; 2]);
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn slices_and_vectors_have_vectors_for_gradients() {
        use alloc::vec;

        let rows: &[[f64; 2]] = &[[1.0, 2.0], [3.0, 4.0]];
        assert_eq!(rows.zero_gradient(), vec![[0.0; 2]; 2]);
        let mut ragged = vec![vec![1.0], vec![], vec![2.0, 3.0]];
        assert_eq!(ragged.zero_gradient(), [vec![0.0], vec![], vec![0.0; 2]]);
        assert_eq!(ragged.leaf_count(), 3);
        ragged.accumulate(&[vec![0.5], vec![], vec![0.5, 1.0]]);
        assert_eq!(ragged, [vec![1.5], vec![], vec![2.5, 4.0]]);
        let borrowed: Vec<&[f32]> = vec![&[1.0], &[2.0, 3.0]];
        assert_eq!(borrowed.zero_gradient(), [vec![0.0], vec![0.0, 0.0]]);
    }

    #[cfg(feature = "alloc")]
    #[test]
    #[should_panic(expected = "a value of length 2 and its gradient of length 3 differ in length")]
    fn lengths_that_differ_panic_and_are_named() {
        alloc::vec![1.0, 2.0].accumulate(&[0.0; 3]);
    }

    #[cfg(feature = "alloc")]
    use alloc::vec::Vec;
}
