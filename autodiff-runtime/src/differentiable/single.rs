//! Floats, and what holds one value or none: references, `Box` and `Option`.

use core::borrow::{Borrow, BorrowMut};

use super::{Differentiable, DifferentiableMut};
use crate::private::wrong_variant;

macro_rules! float {
    ($float:ty) => {
        impl Differentiable for $float {
            type Gradient = $float;
            type Accumulator = $float;
            type Shape = ();

            #[inline]
            fn gradient_shape(&self) {}

            #[inline]
            fn zero_of((): &()) -> $float {
                0.0
            }

            #[inline]
            fn zero_gradient(&self) -> $float {
                0.0
            }

            #[inline]
            fn leaf_count(&self) -> usize {
                1
            }

            #[inline]
            fn for_each_leaf<V: FnMut(f64)>(&self, visit: &mut V) {
                visit(f64::from(*self));
            }

            #[cfg(feature = "alloc")]
            #[inline]
            fn zero_gradients(values: &[$float]) -> alloc::vec::Vec<$float> {
                alloc::vec![0.0; values.len()]
            }
        }

        impl DifferentiableMut for $float {
            #[inline]
            fn for_each_leaf_mut<V: FnMut(&mut f64)>(&mut self, visit: &mut V) {
                let mut leaf = f64::from(*self);
                visit(&mut leaf);
                *self = crate::Scalar::from_double(leaf);
            }

            #[inline]
            fn zip_leaves_mut<V: FnMut(&mut f64, f64)>(&mut self, gradient: &$float, visit: &mut V) {
                let mut leaf = f64::from(*self);
                visit(&mut leaf, f64::from(*gradient));
                *self = crate::Scalar::from_double(leaf);
            }

            #[inline]
            fn accumulate(&mut self, gradient: &$float) {
                *self += *gradient;
            }

            #[inline]
            fn reset_to_zero(&mut self) {
                *self = 0.0;
            }
        }
    };
}

float!(f64);
float!(f32);

impl<T: Differentiable + ?Sized> Differentiable for &T {
    type Gradient = T::Gradient;
    type Accumulator = T::Accumulator;
    type Shape = T::Shape;

    #[inline]
    fn gradient_shape(&self) -> T::Shape {
        (**self).gradient_shape()
    }

    #[inline]
    fn zero_of(shape: &T::Shape) -> T::Gradient {
        T::zero_of(shape)
    }

    #[inline]
    fn zero_gradient(&self) -> T::Gradient {
        (**self).zero_gradient()
    }

    #[inline]
    fn zero_gradient_into(&self, into: &mut T::Accumulator) {
        (**self).zero_gradient_into(into);
    }

    #[inline]
    fn leaf_count(&self) -> usize {
        (**self).leaf_count()
    }

    #[inline]
    fn for_each_leaf<V: FnMut(f64)>(&self, visit: &mut V) {
        (**self).for_each_leaf(visit);
    }
}

impl<T: Differentiable + ?Sized> Differentiable for &mut T {
    type Gradient = T::Gradient;
    type Accumulator = T::Accumulator;
    type Shape = T::Shape;

    #[inline]
    fn gradient_shape(&self) -> T::Shape {
        (**self).gradient_shape()
    }

    #[inline]
    fn zero_of(shape: &T::Shape) -> T::Gradient {
        T::zero_of(shape)
    }

    #[inline]
    fn zero_gradient(&self) -> T::Gradient {
        (**self).zero_gradient()
    }

    #[inline]
    fn zero_gradient_into(&self, into: &mut T::Accumulator) {
        (**self).zero_gradient_into(into);
    }

    #[inline]
    fn leaf_count(&self) -> usize {
        (**self).leaf_count()
    }

    #[inline]
    fn for_each_leaf<V: FnMut(f64)>(&self, visit: &mut V) {
        (**self).for_each_leaf(visit);
    }
}

impl<T: DifferentiableMut + ?Sized> DifferentiableMut for &mut T {
    #[inline]
    fn for_each_leaf_mut<V: FnMut(&mut f64)>(&mut self, visit: &mut V) {
        (**self).for_each_leaf_mut(visit);
    }

    #[inline]
    fn zip_leaves_mut<V: FnMut(&mut f64, f64)>(&mut self, gradient: &T::Accumulator, visit: &mut V) {
        (**self).zip_leaves_mut(gradient, visit);
    }

    #[inline]
    fn accumulate(&mut self, gradient: &T::Accumulator) {
        (**self).accumulate(gradient);
    }

    #[inline]
    fn reset_to_zero(&mut self) {
        (**self).reset_to_zero();
    }
}

impl<T: Differentiable> Differentiable for Option<T> {
    type Gradient = Option<T::Gradient>;
    type Accumulator = Option<T::Gradient>;
    type Shape = Option<T::Shape>;

    #[inline]
    fn gradient_shape(&self) -> Option<T::Shape> {
        self.as_ref().map(T::gradient_shape)
    }

    #[inline]
    fn zero_of(shape: &Option<T::Shape>) -> Option<T::Gradient> {
        shape.as_ref().map(T::zero_of)
    }

    #[inline]
    fn zero_gradient(&self) -> Option<T::Gradient> {
        self.as_ref().map(T::zero_gradient)
    }

    #[inline]
    fn zero_gradient_into(&self, into: &mut Option<T::Gradient>) {
        match (self, into) {
            (Some(value), Some(into)) => value.zero_gradient_into(into.borrow_mut()),
            (value, into) => *into = value.zero_gradient(),
        }
    }

    #[inline]
    fn leaf_count(&self) -> usize {
        self.as_ref().map_or(0, T::leaf_count)
    }

    #[inline]
    fn for_each_leaf<V: FnMut(f64)>(&self, visit: &mut V) {
        if let Some(value) = self {
            value.for_each_leaf(visit);
        }
    }
}

impl<T: DifferentiableMut> DifferentiableMut for Option<T> {
    #[inline]
    fn for_each_leaf_mut<V: FnMut(&mut f64)>(&mut self, visit: &mut V) {
        if let Some(value) = self {
            value.for_each_leaf_mut(visit);
        }
    }

    #[inline]
    fn zip_leaves_mut<V: FnMut(&mut f64, f64)>(&mut self, gradient: &Option<T::Gradient>, visit: &mut V) {
        match (self, gradient) {
            (Some(value), Some(gradient)) => value.zip_leaves_mut(gradient.borrow(), visit),
            (None, None) => {}
            (Some(_), None) => wrong_variant("Some", "None"),
            (None, Some(_)) => wrong_variant("None", "Some"),
        }
    }

    #[inline]
    fn accumulate(&mut self, gradient: &Option<T::Gradient>) {
        match (self, gradient) {
            (Some(value), Some(gradient)) => value.accumulate(gradient.borrow()),
            (None, None) => {}
            (Some(_), None) => wrong_variant("Some", "None"),
            (None, Some(_)) => wrong_variant("None", "Some"),
        }
    }

    #[inline]
    fn reset_to_zero(&mut self) {
        if let Some(value) = self {
            value.reset_to_zero();
        }
    }
}

#[cfg(feature = "alloc")]
mod boxed {
    use alloc::boxed::Box;

    use super::{Borrow, BorrowMut, Differentiable, DifferentiableMut};

    impl<T: Differentiable> Differentiable for Box<T> {
        type Gradient = Box<T::Gradient>;
        // Not `T::Gradient`: an accumulator's own gradient is the gradient.
        type Accumulator = Box<T::Gradient>;
        type Shape = Box<T::Shape>;

        #[inline]
        fn gradient_shape(&self) -> Box<T::Shape> {
            Box::new((**self).gradient_shape())
        }

        #[inline]
        fn zero_of(shape: &Box<T::Shape>) -> Box<T::Gradient> {
            Box::new(T::zero_of(shape))
        }

        #[inline]
        fn zero_gradient(&self) -> Box<T::Gradient> {
            Box::new((**self).zero_gradient())
        }

        #[inline]
        fn zero_gradient_into(&self, into: &mut Box<T::Gradient>) {
            (**self).zero_gradient_into((**into).borrow_mut());
        }

        #[inline]
        fn leaf_count(&self) -> usize {
            (**self).leaf_count()
        }

        #[inline]
        fn for_each_leaf<V: FnMut(f64)>(&self, visit: &mut V) {
            (**self).for_each_leaf(visit);
        }
    }

    impl<T: DifferentiableMut> DifferentiableMut for Box<T> {
        #[inline]
        fn for_each_leaf_mut<V: FnMut(&mut f64)>(&mut self, visit: &mut V) {
            (**self).for_each_leaf_mut(visit);
        }

        #[inline]
        fn zip_leaves_mut<V: FnMut(&mut f64, f64)>(&mut self, gradient: &Box<T::Gradient>, visit: &mut V) {
            (**self).zip_leaves_mut((**gradient).borrow(), visit);
        }

        #[inline]
        fn accumulate(&mut self, gradient: &Box<T::Gradient>) {
            (**self).accumulate((**gradient).borrow());
        }

        #[inline]
        fn reset_to_zero(&mut self) {
            (**self).reset_to_zero();
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Differentiable, DifferentiableMut};

    #[test]
    fn a_float_is_one_leaf() {
        let mut x = 1.5_f32;
        assert_eq!((x.leaf_count(), x.zero_gradient()), (1, 0.0));
        x.for_each_leaf_mut(&mut |leaf| *leaf = 0.1);
        assert_eq!(x, 0.1_f32);
        x.accumulate(&0.2);
        assert_eq!(x, 0.1_f32 + 0.2_f32);
    }

    #[test]
    fn references_are_transparent() {
        let mut x = 2.0;
        assert_eq!(Differentiable::leaf_count(&&x), 1);
        DifferentiableMut::accumulate(&mut &mut x, &0.5);
        assert_eq!(Differentiable::zero_gradient(&&mut x), 0.0);
        assert_eq!(x, 2.5);
    }

    #[test]
    fn an_option_has_a_leaf_where_it_is_some() {
        let mut x = Some(1.0);
        assert_eq!(x.zero_gradient(), Some(0.0));
        assert_eq!(None::<f64>.zero_gradient(), None);
        assert_eq!((x.leaf_count(), None::<f64>.leaf_count()), (1, 0));
        x.accumulate(&Some(2.0));
        assert_eq!(x, Some(3.0));
        None::<f64>.accumulate(&None);
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn a_box_is_what_it_holds() {
        use alloc::{boxed::Box, vec, vec::Vec};

        let mut x = Box::new((vec![1.0, 2.0], 3.0));
        assert_eq!((x.leaf_count(), x.zero_gradient()), (3, Box::new((vec![0.0; 2], 0.0))));
        assert_eq!(<Box<(Vec<f64>, f64)>>::zero_of(&x.gradient_shape()), x.zero_gradient());
        x.accumulate(&Box::new((vec![0.5, 0.0], 1.0)));
        assert_eq!(*x, (vec![1.5, 2.0], 4.0));
        x.zip_leaves_mut(&x.clone(), &mut |leaf, g| *leaf -= g);
        assert_eq!(*x, (vec![0.0; 2], 0.0));
        x.for_each_leaf_mut(&mut |leaf| *leaf = 7.0);
        let mut sum = 0.0;
        x.for_each_leaf(&mut |leaf| sum += leaf);
        assert_eq!(sum, 21.0);
        x.reset_to_zero();
        assert_eq!(x, x.zero_gradient());
    }

    #[test]
    #[should_panic(expected = "a value is `Some` where its gradient is `None`")]
    fn options_of_different_shape_panic() {
        Some(1.0).accumulate(&None);
    }
}
