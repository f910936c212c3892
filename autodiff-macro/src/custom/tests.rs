//! Tokens in, text out.

use crate::tests::{compile_errors, printed};
use expect_test::expect;

fn expand(item: &str) -> String {
    printed(super::pullback(Default::default(), item.parse().expect("tokens")))
}

/// What is added to the item.
fn added(item: &str) -> String {
    let text = expand(item);
    let at = text.find("/// ").expect("a companion");
    let is_common = |line: &&str| !line.starts_with("#[must_use]") && !line.starts_with("#[cfg_attr(clippy");
    text[at..].lines().filter(is_common).map(|line| format!("{line}\n")).collect()
}

fn errors(item: &str) -> String {
    compile_errors(&expand(item))
}

#[test]
fn the_item_stays_but_for_what_is_ours() {
    let text = expand(
        "/// A table.\n#[inline]\npub fn lookup_pullback(x: f64, #[constant] k: f64) -> (f64, impl Fn(f64, &mut f64)) { (k, move |d, d_x| *d_x += d) }",
    );
    let item: String = text
        .lines()
        .take_while(|line| !line.starts_with("///") || line.contains("table"))
        .map(|line| format!("{line}\n"))
        .collect();
    expect![[r#"
        /// A table.
        #[inline]
        pub fn lookup_pullback(x: f64, k: f64) -> (f64, impl Fn(f64, &mut f64)) {
            (k, move |d, d_x| *d_x += d)
        }
    "#]]
    .assert_eq(&item);
}

#[test]
fn owned_arguments_run_once() {
    expect![[r#"
        /// Value and pullback of [`lookup`] by [`lookup_pullback`], for as many gradients as the caller asks for.
        ///
        /// This is what differentiated functions call.
        #[allow(impl_trait_redundant_captures)]
        fn lookup_pullback_for<
            X: ::autodiff_runtime::private::Flag,
            K: ::autodiff_runtime::private::ConstantFlag,
            N: ::autodiff_runtime::private::ConstantFlag,
            V: ::autodiff_runtime::private::Flag,
            F: ::core::marker::Copy + 'static,
        >(
            primal: F,
            (_, x): (X, f64),
            (_, k): (K, f64),
            (_, n): (N, usize),
            (_, v): (V, Vec<f64>),
        ) -> (
            f64,
            impl ::core::ops::Fn(
                &f64,
                ((), X::Slot<&mut f64>),
                ((), K::Slot<&mut f64>),
                ((), N::Slot<()>),
                ((), V::Slot<&mut [f64]>),
            ) + use<X, K, N, V, F>,
        ) {
            ::autodiff_runtime::private::derived_from(primal, lookup);
            let scratch_v = if V::ACTIVE {
                ::autodiff_runtime::private::Vec::new()
            } else {
                ::autodiff_runtime::private::zero_like(&v)
            };
            let (value, pullback) = lookup_pullback(x, k, n, v);
            let backward = move |
                d_value: &f64,
                (_, mut d_x): ((), X::Slot<&mut f64>),
                (_, _): ((), K::Slot<&mut f64>),
                (_, _): ((), N::Slot<()>),
                (_, mut d_v): ((), V::Slot<&mut [f64]>)|
            {
                let mut scratch_x = ::autodiff_runtime::private::zero_like(&x);
                let mut scratch_v = ::core::clone::Clone::clone(&scratch_v);
                let d_x: &mut f64 = match X::slot(&mut d_x) {
                    ::autodiff_runtime::private::Some(d_x) => &mut **d_x,
                    ::autodiff_runtime::private::None => &mut scratch_x,
                };
                let d_v: &mut [f64] = match V::slot(&mut d_v) {
                    ::autodiff_runtime::private::Some(d_v) => &mut **d_v,
                    ::autodiff_runtime::private::None => &mut scratch_v,
                };
                pullback(*d_value, d_x, d_v);
            };
            (value, backward)
        }
    "#]]
    .assert_eq(&added(
        "fn lookup_pullback(x: f64, #[constant] k: f64, n: usize, v: Vec<f64>)
            -> (f64, impl Fn(f64, &mut f64, &mut [f64])) { todo!() }",
    ));
}

#[test]
fn borrowed_arguments_are_handed_in_again() {
    expect![[r#"
        /// Value and pullback of [`solve`] by [`solve_pullback`], for as many gradients as the caller asks for.
        ///
        /// This is what differentiated functions call.
        ///
        /// Arguments passed by reference may change before the backward pass and are handed in again there: the
        /// forward pass calls [`solve`], and each backward pass calls [`solve_pullback`] anew.
        #[allow(impl_trait_redundant_captures)]
        pub fn solve_pullback_for<
            'a,
            const N: usize,
            A: ::autodiff_runtime::private::Flag,
            B: ::autodiff_runtime::private::Flag,
            W: ::autodiff_runtime::private::Flag,
            Steps: ::autodiff_runtime::private::ConstantFlag,
            F: ::core::marker::Copy + 'static
                + ::core::ops::Fn(&[[f64; N]], &[f64; N], Vec<f64>, usize) -> Vec<f64>,
        >(
            primal: F,
            (_, a): (A, &'a [[f64; N]]),
            (_, b): (B, &[f64; N]),
            (_, w): (W, Vec<f64>),
            (_, steps): (Steps, usize),
        ) -> (
            Vec<f64>,
            impl ::core::ops::Fn(
                &[f64],
                (&[[f64; N]], A::Slot<&mut [[f64; N]]>),
                (&[f64; N], B::Slot<&mut [f64; N]>),
                ((), W::Slot<&mut [f64]>),
                ((), Steps::Slot<()>),
            ) + use<N, A, B, W, Steps, F>,
        ) {
            ::autodiff_runtime::private::derived_from(primal, solve::<N>);
            let value = solve::<N>(a, b, ::core::clone::Clone::clone(&w), steps);
            let backward = move |
                d_value: &[f64],
                (a, mut d_a): (&[[f64; N]], A::Slot<&mut [[f64; N]]>),
                (b, mut d_b): (&[f64; N], B::Slot<&mut [f64; N]>),
                (_, mut d_w): ((), W::Slot<&mut [f64]>),
                (_, _): ((), Steps::Slot<()>)|
            {
                let mut scratch_a = if A::ACTIVE {
                    ::autodiff_runtime::private::Vec::new()
                } else {
                    ::autodiff_runtime::private::zero_like(a)
                };
                let mut scratch_b = ::autodiff_runtime::private::zero_like(b);
                let mut scratch_w = if W::ACTIVE {
                    ::autodiff_runtime::private::Vec::new()
                } else {
                    ::autodiff_runtime::private::zero_like(&w)
                };
                let d_a: &mut [[f64; N]] = match A::slot(&mut d_a) {
                    ::autodiff_runtime::private::Some(d_a) => &mut **d_a,
                    ::autodiff_runtime::private::None => &mut scratch_a,
                };
                let d_b: &mut [f64; N] = match B::slot(&mut d_b) {
                    ::autodiff_runtime::private::Some(d_b) => &mut **d_b,
                    ::autodiff_runtime::private::None => &mut scratch_b,
                };
                let d_w: &mut [f64] = match W::slot(&mut d_w) {
                    ::autodiff_runtime::private::Some(d_w) => &mut **d_w,
                    ::autodiff_runtime::private::None => &mut scratch_w,
                };
                let (_, pullback) = solve_pullback(a, b, ::core::clone::Clone::clone(&w), steps);
                pullback(d_value, d_a, d_b, d_w);
            };
            (value, backward)
        }
    "#]]
    .assert_eq(&added(
        "pub fn solve_pullback<'a, const N: usize>(a: &'a [[f64; N]], b: &[f64; N], mut w: Vec<f64>, steps: usize)
            -> (Vec<f64>, impl Fn(&[f64], &mut [[f64; N]], &mut [f64; N], &mut [f64]) + use<'a, N>) { todo!() }",
    ));
}

#[test]
fn the_runtime_may_go_by_another_name() {
    let item = "fn g_pullback(x: f64) -> (f64, impl Fn(f64, &mut f64)) { todo!() }".parse().expect("tokens");
    let text = super::pullback("crate = my::ad".parse().expect("tokens"), item).to_string();
    assert!(text.contains("my :: ad :: private :: Flag") && !text.contains("autodiff_runtime"), "{text}");
}

#[test]
fn refusals_name_the_cause() {
    let items = [
        "struct S;",
        "fn lookup(x: f64) -> (f64, impl Fn(f64, &mut f64)) { todo!() }",
        "fn g_pullback(x: f64) -> f64 { x }",
        "fn g_pullback(x: f64) -> (f64, impl FnMut(f64, &mut f64)) { todo!() }",
        "fn g_pullback(x: f64) -> (f64, impl Fn()) { todo!() }",
        "fn g_pullback(x: f64, y: f64) -> (f64, impl Fn(f64, &mut f64)) { todo!() }",
        "fn g_pullback(x: f64, #[constant] y: f64) -> (f64, impl Fn(f64, &mut f64, f64)) { todo!() }",
        "fn g_pullback(x: f64) -> (f64, impl Fn(f32, &mut f64)) { todo!() }",
    ];
    let all: String = items.iter().map(|item| format!("{item}\n{}\n\n", errors(item))).collect();
    expect![[r#"
        struct S;
        ::core::compile_error! {
            "only a function can be a pullback; put `#[pullback]` on `fn g_pullback(..) -> (R, impl Fn(..))`"
        }

        fn lookup(x: f64) -> (f64, impl Fn(f64, &mut f64)) { todo!() }
        ::core::compile_error! {
            "`lookup` does not say which function it is the pullback of: a pullback must be named after its primal, `g_pullback` for `g`"
        }

        fn g_pullback(x: f64) -> f64 { x }
        ::core::compile_error! {
            "a pullback must return the value and a closure, `(R, impl Fn(R, &mut G, ..))`: the closure takes the cotangent of the value, then one `&mut` for the gradient of each differentiable parameter"
        }

        fn g_pullback(x: f64) -> (f64, impl FnMut(f64, &mut f64)) { todo!() }
        ::core::compile_error! {
            "a pullback must return the value and a closure, `(R, impl Fn(R, &mut G, ..))`: the closure takes the cotangent of the value, then one `&mut` for the gradient of each differentiable parameter"
        }

        fn g_pullback(x: f64) -> (f64, impl Fn()) { todo!() }
        ::core::compile_error! {
            "the closure takes no cotangent: its first argument must be that of the value, `f64`"
        }

        fn g_pullback(x: f64, y: f64) -> (f64, impl Fn(f64, &mut f64)) { todo!() }
        ::core::compile_error! {
            "the closure takes 1 accumulator, but the function has 2 differentiable parameters (`x`, `y`): one `&mut` for each, in order; mark parameters without one `#[constant]`"
        }

        fn g_pullback(x: f64, #[constant] y: f64) -> (f64, impl Fn(f64, &mut f64, f64)) { todo!() }
        ::core::compile_error! {
            "not an accumulator: after the cotangent, the closure takes `&mut` references that it adds to"
        }

        fn g_pullback(x: f64) -> (f64, impl Fn(f32, &mut f64)) { todo!() }
        ::core::compile_error! {
            "the cotangent of the value has the value's own type: the first argument must be `f64`"
        }

    "#]].assert_eq(&all);
}
