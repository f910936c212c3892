//! `f_pullback` and `f_pullback_for`.

use super::companions::{neuron, neuron_forward, neuron_loss};
use super::*;
use crate::ir::Step;
use expect_test::expect;

#[test]
fn the_pullback_for_other_functions() {
    let (mut function, vars) = neuron();
    let [_, _, x, y, z, a] = vars;
    let (d_a, d_z) = (function.adjoint(a), function.adjoint(z));
    let cotangent = function.fresh("d_value", Type::F64, Origin::Ours);
    let slots = [0, 1].map(|index| {
        let lent = Type::Ref { mutable: true, to: Box::new(Type::F64) };
        let name = format!("d_{}", function.var(function.params[index].var).name);
        function.fresh(&name, lent, Origin::Adjoint(function.params[index].var))
    });
    let forward = function.block(|to| {
        neuron_forward(to, vars);
        vec![neuron_loss(vars)]
    });
    let twice = |var| Place { base: var, path: vec![Step::Deref, Step::Deref] };
    let backward = function.block(|to| {
        to.bind(d_a, mul(mul(n(2.0), v(cotangent)), sub(v(a), v(y))));
        to.bind(d_z, mul(mul(v(d_a), v(a)), sub(n(1.0), v(a))));
        for (param, value) in [mul(v(d_z), v(x)), v(d_z)].into_iter().enumerate() {
            let body = to.block(|to| {
                to.accumulate(twice(slots[param]), value);
                vec![]
            });
            to.push(StmtKind::IfActive { param, body });
        }
        vec![]
    });
    let _ = z;
    let slots = vec![Some(slots[0]), Some(slots[1]), None, None];
    let body = CompanionBody::Split { forward, backward, cotangent: Some(cotangent), slots };
    expect![[r#"
        /// Value and pullback of [`neuron_loss`], for as many gradients as the caller asks for.
        ///
        /// This is what other differentiated functions call; [`neuron_loss_pullback`] is made for calls by hand.
        #[allow(dead_code)]
        #[allow(impl_trait_redundant_captures)]
        fn neuron_loss_pullback_for<
            W: ::autodiff_runtime::private::Flag,
            B: ::autodiff_runtime::private::Flag,
            X: ::autodiff_runtime::private::ConstantFlag,
            Y: ::autodiff_runtime::private::ConstantFlag,
            F: ::core::marker::Copy + 'static,
        >(
            primal: F,
            (_, w): (W, f64),
            (_, b): (B, f64),
            (_, x): (X, f64),
            (_, y): (Y, f64),
        ) -> (
            f64,
            impl ::core::ops::Fn(
                &f64,
                ((), W::Slot<&mut f64>),
                ((), B::Slot<&mut f64>),
                ((), X::Slot<&mut f64>),
                ((), Y::Slot<&mut f64>),
            ) + use<W, B, X, Y, F>,
        ) {
            ::autodiff_runtime::private::derived_from(primal, neuron_loss);
            const _: () = ::autodiff_runtime::private::primitive(
                ::autodiff_runtime::primitive::sigmoid::<f64>,
                sigmoid,
            );
            let z = w * x + b;
            let a = sigmoid(z);
            let pullback = move |
                &d_value: &f64,
                (_, mut d_w): ((), W::Slot<&mut f64>),
                (_, mut d_b): ((), B::Slot<&mut f64>),
                (_, _): ((), X::Slot<&mut f64>),
                (_, _): ((), Y::Slot<&mut f64>)|
            {
                let d_a = 2.0 * d_value * (a - y);
                let d_z = d_a * a * (1.0 - a);
                if let ::autodiff_runtime::private::Some(d_w) = W::slot(&mut d_w) {
                    **d_w += d_z * x;
                }
                if let ::autodiff_runtime::private::Some(d_b) = B::slot(&mut d_b) {
                    **d_b += d_z;
                }
            };
            ((a - y).powi(2), pullback)
        }
    "#]]
    .assert_eq(&pretty(&companion(Kind::PullbackFor, function, body)));
}

#[test]
fn the_public_pullback() {
    let (function, _) = neuron();
    expect![[r#"
        /// Value and pullback of [`neuron_loss`].
        ///
        /// The pullback takes the cotangent of the value, and adds to its other arguments the cotangents
        /// of `w` and `b`. It can be called as often as you like.
        #[allow(impl_trait_redundant_captures)]
        fn neuron_loss_pullback(
            w: f64,
            b: f64,
            x: f64,
            y: f64,
        ) -> (f64, impl ::core::ops::Fn(f64, &mut f64, &mut f64)) {
            let (value, pullback) = neuron_loss_pullback_for(
                neuron_loss,
                (::autodiff_runtime::private::Active, w),
                (::autodiff_runtime::private::Active, b),
                (::autodiff_runtime::private::Inactive, x),
                (::autodiff_runtime::private::Inactive, y),
            );
            (
                value,
                move |d_value: f64, d_w: &mut f64, d_b: &mut f64| pullback(
                    &d_value,
                    ((), d_w),
                    ((), d_b),
                    ((), ()),
                    ((), ()),
                ),
            )
        }
    "#]]
    .assert_eq(&pretty(&companion(Kind::Pullback, function, CompanionBody::Wrapper)));
    expect![[r#"
        /// Value and pullback of [`mixed`].
        ///
        /// The pullback takes the cotangent of the value, and adds to its other arguments the cotangents
        /// of `x`, `w`, `v`, `a` and `s`. It can be called as often as you like.
        #[allow(impl_trait_redundant_captures)]
        fn mixed_pullback<'w, 'a, const N: usize>(
            x: &'a [f64],
            w: &'w [f64],
            v: Vec<f64>,
            a: [f64; N],
            s: f64,
            count: usize,
            name: &'a str,
        ) -> (
            Vec<f64>,
            impl ::core::ops::Fn(
                &[f64],
                &mut [f64],
                &mut [f64],
                &mut [f64],
                &mut [f64; N],
                &mut f64,
            ) + use<'w, 'a, N>,
        ) {
            let (value, pullback) = mixed_pullback_for::<
                N,
                _,
                _,
                _,
                _,
                _,
                _,
                _,
                _,
            >(
                mixed::<N>,
                (::autodiff_runtime::private::Active, x),
                (::autodiff_runtime::private::Active, w),
                (::autodiff_runtime::private::Active, v),
                (::autodiff_runtime::private::Active, a),
                (::autodiff_runtime::private::Active, s),
                (::autodiff_runtime::private::Inactive, count),
                (::autodiff_runtime::private::Inactive, name),
            );
            let length = value.len();
            (
                value,
                move |
                    d_value: &[f64],
                    d_x: &mut [f64],
                    d_w: &mut [f64],
                    d_v: &mut [f64],
                    d_a: &mut [f64; N],
                    d_s: &mut f64|
                {
                    ::autodiff_runtime::private::check_len("value", length, d_value.len());
                    ::autodiff_runtime::private::check_len("x", x.len(), d_x.len());
                    ::autodiff_runtime::private::check_len("w", w.len(), d_w.len());
                    pullback(
                        d_value,
                        (x, d_x),
                        (w, d_w),
                        ((), d_v),
                        ((), d_a),
                        ((), d_s),
                        ((), ()),
                        (name, ()),
                    )
                },
            )
        }
    "#]]
    .assert_eq(&pretty(&companion(Kind::Pullback, mixed(), CompanionBody::Wrapper)));
}

/// Every way to pass: slice, scalar, owned `Vec`, array, with a lifetime of its own, data.
fn mixed() -> Function {
    let slice = f64_slice();
    let array = Type::Array(Box::new(Type::F64), tokens("N"));
    let params = [
        ("x", "&[f64]", slice.clone(), true),
        ("w", "&'w [f64]", slice, true),
        ("v", "Vec<f64>", Type::Vec(Box::new(Type::F64)), true),
        ("a", "[f64; N]", array, true),
        ("s", "f64", Type::F64, true),
        ("count", "usize", Type::Int(Some(tokens("usize"))), false),
        ("name", "&str", Type::Ref { mutable: false, to: Box::new(Type::Inert) }, false),
    ];
    let mut function = function("mixed", &params, ("Vec<f64>", Type::Vec(Box::new(Type::F64))));
    let generics = &mut function.signature.generics;
    generics.lifetimes.push(tokens("'w"));
    generics.lifetime_names.push(tokens("'w"));
    generics.types.push(tokens("const N: usize"));
    generics.type_names.push(tokens("N"));
    function
}

#[test]
fn after_an_error_the_bodies_diverge() {
    for kind in [Kind::Grad, Kind::Pullback, Kind::PullbackFor] {
        let text = pretty(&companion(kind, mixed(), CompanionBody::Diverging));
        let expected = match kind {
            Kind::Grad => expect![[r#"
                /// Gradient of [`mixed`] with respect to `x`, `w`, `v`, `a` and `s`.
                fn mixed_grad<'w, const N: usize>(
                    x: &[f64],
                    w: &'w [f64],
                    v: Vec<f64>,
                    a: [f64; N],
                    s: f64,
                    count: usize,
                    name: &str,
                ) -> (
                    ::autodiff_runtime::private::Vec<f64>,
                    ::autodiff_runtime::private::Vec<f64>,
                    ::autodiff_runtime::private::Vec<f64>,
                    [f64; N],
                    f64,
                ) {
                    ::core::unreachable!()
                }
            "#]],
            Kind::Pullback => expect![[r#"
                /// Value and pullback of [`mixed`].
                ///
                /// The pullback takes the cotangent of the value, and adds to its other arguments the cotangents
                /// of `x`, `w`, `v`, `a` and `s`. It can be called as often as you like.
                #[allow(impl_trait_redundant_captures)]
                fn mixed_pullback<'w, 'a, const N: usize>(
                    x: &'a [f64],
                    w: &'w [f64],
                    v: Vec<f64>,
                    a: [f64; N],
                    s: f64,
                    count: usize,
                    name: &'a str,
                ) -> (
                    Vec<f64>,
                    impl ::core::ops::Fn(
                        &[f64],
                        &mut [f64],
                        &mut [f64],
                        &mut [f64],
                        &mut [f64; N],
                        &mut f64,
                    ) + use<'w, 'a, N>,
                ) {
                    let unavailable = || -> Vec<f64> { ::core::unreachable!() };
                    (
                        unavailable(),
                        move |
                            _: &[f64],
                            _: &mut [f64],
                            _: &mut [f64],
                            _: &mut [f64],
                            _: &mut [f64; N],
                            _: &mut f64|
                        {},
                    )
                }
            "#]],
            _ => expect![[r#"
                /// Value and pullback of [`mixed`], for as many gradients as the caller asks for.
                ///
                /// This is what other differentiated functions call; [`mixed_pullback`] is made for calls by hand.
                #[allow(dead_code)]
                #[allow(impl_trait_redundant_captures)]
                fn mixed_pullback_for<
                    'w,
                    const N: usize,
                    X: ::autodiff_runtime::private::Flag,
                    W: ::autodiff_runtime::private::Flag,
                    V: ::autodiff_runtime::private::Flag,
                    A: ::autodiff_runtime::private::Flag,
                    S: ::autodiff_runtime::private::Flag,
                    COUNT: ::autodiff_runtime::private::ConstantFlag,
                    NAME: ::autodiff_runtime::private::ConstantFlag,
                    F: ::core::marker::Copy + 'static
                        + ::core::ops::Fn(
                            &[f64],
                            &[f64],
                            Vec<f64>,
                            [f64; N],
                            f64,
                            usize,
                            &str,
                        ) -> Vec<f64>,
                >(
                    _: F,
                    (_, _): (X, &[f64]),
                    (_, _): (W, &'w [f64]),
                    (_, _): (V, Vec<f64>),
                    (_, _): (A, [f64; N]),
                    (_, _): (S, f64),
                    (_, _): (COUNT, usize),
                    (_, _): (NAME, &str),
                ) -> (
                    Vec<f64>,
                    impl ::core::ops::Fn(
                        &[f64],
                        (&[f64], X::Slot<&mut [f64]>),
                        (&[f64], W::Slot<&mut [f64]>),
                        ((), V::Slot<&mut [f64]>),
                        ((), A::Slot<&mut [f64; N]>),
                        ((), S::Slot<&mut f64>),
                        ((), COUNT::Slot<()>),
                        (&str, NAME::Slot<()>),
                    ) + use<N, X, W, V, A, S, COUNT, NAME, F>,
                ) {
                    let unavailable = || -> Vec<f64> { ::core::unreachable!() };
                    (
                        unavailable(),
                        move |
                            _: &[f64],
                            _: (&[f64], X::Slot<&mut [f64]>),
                            _: (&[f64], W::Slot<&mut [f64]>),
                            _: ((), V::Slot<&mut [f64]>),
                            _: ((), A::Slot<&mut [f64; N]>),
                            _: ((), S::Slot<&mut f64>),
                            _: ((), COUNT::Slot<()>),
                            _: (&str, NAME::Slot<()>)|
                        {},
                    )
                }
            "#]],
        };
        expected.assert_eq(&text);
    }
}

#[test]
fn a_parameter_that_is_handed_in_again_is_told_from_what_hid_it() {
    let mut function = function("f", &[("x", "&[f64]", f64_slice(), true)], ("f64", Type::F64));
    let x = function.params[0].var;
    let hiding = function.user("x");
    let lent = Type::Ref { mutable: false, to: Box::new(Type::F64) };
    let cotangent = function.fresh("d_result", lent, Origin::Ours);
    let slice = Type::Ref { mutable: true, to: Box::new(Type::Slice(Box::new(Type::F64))) };
    let d_x = function.fresh("d_x", slice, Origin::Adjoint(x));
    let first = |of: VarId| at(of, Expr::Inert(inert("0", &[])));
    let forward = function.block(|to| {
        to.bind(hiding, op(Op::Sin, [Expr::Load(first(x))]));
        vec![v(hiding)]
    });
    let backward = function.block(|to| {
        let d_result = Expr::Load(Place { base: cotangent, path: vec![Step::Deref] });
        let body = to.block(|to| {
            to.accumulate(first(d_x), mul(mul(d_result, v(hiding)), op(Op::Cos, [Expr::Load(first(x))])));
            vec![]
        });
        to.push(StmtKind::IfActive { param: 0, body });
        vec![]
    });
    let body = CompanionBody::Split { forward, backward, cotangent: Some(cotangent), slots: vec![Some(d_x)] };
    let text = pretty(&companion(Kind::PullbackFor, function, body));
    let at = text.find("    ::autodiff_runtime::private::derived_from").expect("a body");
    expect![[r#"
            ::autodiff_runtime::private::derived_from(primal, f);
            let x_1 = x[0].sin();
            let pullback = move |&d_result: &f64, (x, mut d_x): (&[f64], X::Slot<&mut [f64]>)| {
                if let ::autodiff_runtime::private::Some(d_x) = X::slot(&mut d_x) {
                    d_x[0] += d_result * x_1 * x[0].cos();
                }
            };
            (x_1, pullback)
        }
    "#]]
    .assert_eq(&text[at..]);
}
