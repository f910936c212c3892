//! Tokens in, text out.

mod refusals;

use crate::tests::printed;
use expect_test::expect;

fn expand(item: &str) -> String {
    printed(super::differentiable(item.parse().expect("tokens")))
}

/// The heads of the two impls.
fn heads(item: &str) -> String {
    let text = expand(item);
    let (mut heads, mut inside) = (String::new(), false);
    for line in text.lines() {
        inside |= line.starts_with("impl");
        if inside {
            heads.push_str(line);
            heads.push('\n');
        }
        inside &= !line.ends_with('{');
    }
    heads
}

#[test]
fn a_struct() {
    expect![[r#"
        #[automatically_derived]
        impl ::autodiff_runtime::private::Differentiable for Layer {
            type Gradient = Self;
            type Accumulator = Self;
            type Shape = Self;
            #[inline]
            fn gradient_shape(&self) -> Self {
                <Self as ::autodiff_runtime::private::Differentiable>::zero_gradient(self)
            }
            #[inline]
            fn zero_of(shape: &Self) -> Self {
                <Self as ::autodiff_runtime::private::Differentiable>::zero_gradient(shape)
            }
            #[inline]
            fn zero_gradient(&self) -> Self {
                Self {
                    weights: ::autodiff_runtime::private::zero_like(&self.weights),
                    inputs: ::autodiff_runtime::private::copied(&self.inputs),
                    rate: ::autodiff_runtime::private::field::<f64>().zero(&self.rate),
                }
            }
            #[inline]
            fn zero_gradient_into(&self, into: &mut Self) {
                ::autodiff_runtime::private::field::<Vec<f64>>()
                    .zero_into(&self.weights, &mut into.weights);
                ::autodiff_runtime::private::field::<f64>()
                    .zero_into(&self.rate, &mut into.rate);
            }
            #[inline]
            fn leaf_count(&self) -> usize {
                ::autodiff_runtime::private::field::<Vec<f64>>().count(&self.weights)
            }
            #[inline]
            fn for_each_leaf<Visit: ::core::ops::FnMut(f64)>(&self, visit: &mut Visit) {
                ::autodiff_runtime::private::field::<Vec<f64>>().visit(&self.weights, visit);
            }
        }
        #[automatically_derived]
        impl ::autodiff_runtime::private::DifferentiableMut for Layer {
            #[inline]
            fn for_each_leaf_mut<Visit: ::core::ops::FnMut(&mut f64)>(
                &mut self,
                visit: &mut Visit,
            ) {
                ::autodiff_runtime::private::field::<Vec<f64>>()
                    .visit_mut(&mut self.weights, visit);
            }
            #[inline]
            fn zip_leaves_mut<Visit: ::core::ops::FnMut(&mut f64, f64)>(
                &mut self,
                gradient: &Self,
                visit: &mut Visit,
            ) {
                ::autodiff_runtime::private::field::<Vec<f64>>()
                    .zip_mut(&mut self.weights, &gradient.weights, visit);
            }
            #[inline]
            fn accumulate(&mut self, gradient: &Self) {
                ::autodiff_runtime::private::field::<Vec<f64>>()
                    .add(&mut self.weights, &gradient.weights);
                ::autodiff_runtime::private::field::<f64>().add(&mut self.rate, &gradient.rate);
            }
            #[inline]
            fn reset_to_zero(&mut self) {
                ::autodiff_runtime::private::field::<Vec<f64>>().reset(&mut self.weights);
                ::autodiff_runtime::private::field::<f64>().reset(&mut self.rate);
            }
        }
    "#]]
    .assert_eq(&expand("struct Layer { weights: Vec<f64>, inputs: usize, #[differentiable(skip)] rate: f64 }"));
}

#[test]
fn an_enum() {
    expect![[r##"
        #[automatically_derived]
        impl ::autodiff_runtime::private::Differentiable for Shape {
            type Gradient = Self;
            type Accumulator = Self;
            type Shape = Self;
            #[inline]
            fn gradient_shape(&self) -> Self {
                <Self as ::autodiff_runtime::private::Differentiable>::zero_gradient(self)
            }
            #[inline]
            fn zero_of(shape: &Self) -> Self {
                <Self as ::autodiff_runtime::private::Differentiable>::zero_gradient(shape)
            }
            #[inline]
            fn zero_gradient(&self) -> Self {
                match self {
                    Self::Point => Self::Point,
                    Self::Circle(x0, x1) => {
                        Self::Circle(
                            ::autodiff_runtime::private::zero_like(x0),
                            ::autodiff_runtime::private::copied(x1),
                        )
                    }
                    Self::Box { width: x0, d_width: x1 } => {
                        Self::Box {
                            width: ::autodiff_runtime::private::zero_like(x0),
                            d_width: ::autodiff_runtime::private::zero_like(x1),
                        }
                    }
                }
            }
            #[inline]
            fn zero_gradient_into(&self, into: &mut Self) {
                *into = <Self as ::autodiff_runtime::private::Differentiable>::zero_gradient(
                    self,
                );
            }
            #[inline]
            fn leaf_count(&self) -> usize {
                match self {
                    Self::Circle(x0, _) => ::autodiff_runtime::private::field::<f64>().count(x0),
                    Self::Box { width: x0, d_width: x1 } => {
                        ::autodiff_runtime::private::field::<f64>().count(x0)
                            + ::autodiff_runtime::private::field::<f64>().count(x1)
                    }
                    Self::Point => 0,
                }
            }
            #[inline]
            fn for_each_leaf<Visit: ::core::ops::FnMut(f64)>(&self, visit: &mut Visit) {
                match self {
                    Self::Circle(x0, _) => {
                        ::autodiff_runtime::private::field::<f64>().visit(x0, visit);
                    }
                    Self::Box { width: x0, d_width: x1 } => {
                        ::autodiff_runtime::private::field::<f64>().visit(x0, visit);
                        ::autodiff_runtime::private::field::<f64>().visit(x1, visit);
                    }
                    Self::Point => {}
                }
            }
        }
        #[automatically_derived]
        impl ::autodiff_runtime::private::DifferentiableMut for Shape {
            #[inline]
            fn for_each_leaf_mut<Visit: ::core::ops::FnMut(&mut f64)>(
                &mut self,
                visit: &mut Visit,
            ) {
                match self {
                    Self::Circle(x0, _) => {
                        ::autodiff_runtime::private::field::<f64>().visit_mut(x0, visit);
                    }
                    Self::Box { width: x0, d_width: x1 } => {
                        ::autodiff_runtime::private::field::<f64>().visit_mut(x0, visit);
                        ::autodiff_runtime::private::field::<f64>().visit_mut(x1, visit);
                    }
                    Self::Point => {}
                }
            }
            #[inline]
            fn zip_leaves_mut<Visit: ::core::ops::FnMut(&mut f64, f64)>(
                &mut self,
                gradient: &Self,
                visit: &mut Visit,
            ) {
                match (self, gradient) {
                    (Self::Circle(x0, _), Self::Circle(d_x0, _)) => {
                        ::autodiff_runtime::private::field::<f64>().zip_mut(x0, d_x0, visit);
                    }
                    (
                        Self::Box { width: x0, d_width: x1 },
                        Self::Box { width: d_x0, d_width: d_x1 },
                    ) => {
                        ::autodiff_runtime::private::field::<f64>().zip_mut(x0, d_x0, visit);
                        ::autodiff_runtime::private::field::<f64>().zip_mut(x1, d_x1, visit);
                    }
                    (Self::Point, Self::Point) => {}
                    (value, gradient) => {
                        let name = |variant: &Self| match variant {
                            Self::Point => "Point",
                            Self::Circle { .. } => "Circle",
                            Self::Box { .. } => "Box",
                        };
                        ::autodiff_runtime::private::wrong_variant(name(value), name(gradient))
                    }
                }
            }
            #[inline]
            fn accumulate(&mut self, gradient: &Self) {
                match (self, gradient) {
                    (Self::Circle(x0, _), Self::Circle(d_x0, _)) => {
                        ::autodiff_runtime::private::field::<f64>().add(x0, d_x0);
                    }
                    (
                        Self::Box { width: x0, d_width: x1 },
                        Self::Box { width: d_x0, d_width: d_x1 },
                    ) => {
                        ::autodiff_runtime::private::field::<f64>().add(x0, d_x0);
                        ::autodiff_runtime::private::field::<f64>().add(x1, d_x1);
                    }
                    (Self::Point, Self::Point) => {}
                    (value, gradient) => {
                        let name = |variant: &Self| match variant {
                            Self::Point => "Point",
                            Self::Circle { .. } => "Circle",
                            Self::Box { .. } => "Box",
                        };
                        ::autodiff_runtime::private::wrong_variant(name(value), name(gradient))
                    }
                }
            }
            #[inline]
            fn reset_to_zero(&mut self) {
                match self {
                    Self::Circle(x0, _) => {
                        ::autodiff_runtime::private::field::<f64>().reset(x0);
                    }
                    Self::Box { width: x0, d_width: x1 } => {
                        ::autodiff_runtime::private::field::<f64>().reset(x0);
                        ::autodiff_runtime::private::field::<f64>().reset(x1);
                    }
                    Self::Point => {}
                }
            }
        }
    "##]]
    .assert_eq(&expand("enum Shape { Point, Circle(f64, u8), Box { width: f64, d_width: f64 } }"));
}

#[test]
fn where_clauses() {
    let items = [
        "struct S<'a, T: Copy, const N: usize = 3>(&'a str, [T; N], T, T, PhantomData<T>) where T: Debug;",
        "struct S<'a>(&'a str, f64);",
        "enum Tree<T> { Leaf(T), Node(Box<Self>, Vec<Tree<T>>) }",
        "struct S<F: Fn(f64) -> f64, T>(#[differentiable(skip)] F, #[differentiable(skip)] Vec<T>);",
        "struct S<U: ?Sized>(f64, #[differentiable(skip)] PhantomData<U>);",
    ];
    let all: String = items.iter().map(|item| format!("{item}\n{}\n", heads(item))).collect();
    expect![[r#"
        struct S<'a, T: Copy, const N: usize = 3>(&'a str, [T; N], T, T, PhantomData<T>) where T: Debug;
        impl<'a, T: Copy, const N: usize> ::autodiff_runtime::private::Differentiable
        for S<'a, T, N>
        where
            T: Debug,
            [T; N]: ::autodiff_runtime::private::Differentiable<Gradient = [T; N]>,
            T: ::autodiff_runtime::private::Differentiable<Gradient = T>,
            Self: ::core::clone::Clone,
        {
        impl<'a, T: Copy, const N: usize> ::autodiff_runtime::private::DifferentiableMut
        for S<'a, T, N>
        where
            T: Debug,
            [T; N]: ::autodiff_runtime::private::Differentiable<Gradient = [T; N]>,
            T: ::autodiff_runtime::private::Differentiable<Gradient = T>,
            Self: ::core::clone::Clone,
        {

        struct S<'a>(&'a str, f64);
        impl<'a> ::autodiff_runtime::private::Differentiable for S<'a> {
        impl<'a> ::autodiff_runtime::private::DifferentiableMut for S<'a> {

        enum Tree<T> { Leaf(T), Node(Box<Self>, Vec<Tree<T>>) }
        impl<T> ::autodiff_runtime::private::Differentiable for Tree<T>
        where
            T: ::autodiff_runtime::private::Differentiable<Gradient = T>,
            Self: ::core::clone::Clone,
        {
        impl<T> ::autodiff_runtime::private::DifferentiableMut for Tree<T>
        where
            T: ::autodiff_runtime::private::Differentiable<Gradient = T>,
            Self: ::core::clone::Clone,
        {

        struct S<F: Fn(f64) -> f64, T>(#[differentiable(skip)] F, #[differentiable(skip)] Vec<T>);
        impl<F: Fn(f64) -> f64, T> ::autodiff_runtime::private::Differentiable for S<F, T>
        where
            F: ::core::clone::Clone,
            Vec<T>: ::autodiff_runtime::private::Differentiable<Gradient = Vec<T>>,
            Self: ::core::clone::Clone,
        {
        impl<F: Fn(f64) -> f64, T> ::autodiff_runtime::private::DifferentiableMut for S<F, T>
        where
            F: ::core::clone::Clone,
            Vec<T>: ::autodiff_runtime::private::Differentiable<Gradient = Vec<T>>,
            Self: ::core::clone::Clone,
        {

        struct S<U: ?Sized>(f64, #[differentiable(skip)] PhantomData<U>);
        impl<U: ?Sized> ::autodiff_runtime::private::Differentiable for S<U>
        where
            PhantomData<U>: ::autodiff_runtime::private::Discrete,
            Self: ::core::clone::Clone,
        {
        impl<U: ?Sized> ::autodiff_runtime::private::DifferentiableMut for S<U>
        where
            PhantomData<U>: ::autodiff_runtime::private::Discrete,
            Self: ::core::clone::Clone,
        {

    "#]]
    .assert_eq(&all);
}

#[test]
fn the_runtime_may_go_by_another_name() {
    let text =
        expand("#[differentiable(crate = my::ad)] struct S { x: f64, n: usize, #[differentiable(skip)] y: f64 }");
    assert!(
        text.contains("impl my::ad::private::Differentiable for S") && !text.contains("autodiff_runtime"),
        "{text}"
    );
}
