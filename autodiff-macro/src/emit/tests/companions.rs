//! Each kind of companion.

use super::*;
use crate::ir::{Parameter, Passing, Slot, Step};
use expect_test::expect;

/// The worked example: `w`, `b` differentiable, `x`, `y` data.
fn neuron() -> (Function, [VarId; 6]) {
    let params = [
        ("w", "f64", Type::F64, true),
        ("b", "f64", Type::F64, true),
        ("x", "f64", Type::F64, false),
        ("y", "f64", Type::F64, false),
    ];
    let mut function = function("neuron_loss", &params, ("f64", Type::F64));
    let [w, b, x, y] = [0, 1, 2, 3].map(|index| function.params[index].var);
    let (z, a) = (function.user("z"), function.user("a"));
    function.primitives.push((ident("sigmoid"), "sigmoid"));
    (function, [w, b, x, y, z, a])
}

fn neuron_forward(to: &mut Builder<'_>, [w, b, x, _, z, a]: [VarId; 6]) {
    to.bind(z, add(mul(v(w), v(x)), v(b)));
    let path = crate::ir::Spelling::Path(tokens("sigmoid"));
    to.bind(a, Expr::Op(Op::Sigmoid, vec![v(z)], path));
}

fn neuron_loss([_, _, _, y, _, a]: [VarId; 6]) -> Expr {
    op(Op::Powi, [sub(v(a), v(y)), Expr::Inert(inert("2", &[]))])
}

fn neuron_grad(kind: Kind) -> Companion {
    let (mut function, vars) = neuron();
    let [_, _, x, y, z, a] = vars;
    let (d_a, d_z) = (function.adjoint(a), function.adjoint(z));
    let block = function.block(|to| {
        neuron_forward(to, vars);
        to.pass = Pass::Adjoint;
        to.bind(d_a, mul(n(2.0), sub(v(a), v(y))));
        to.bind(d_z, mul(mul(v(d_a), v(a)), sub(n(1.0), v(a))));
        let gradients = vec![mul(v(d_z), v(x)), v(d_z)];
        match kind {
            Kind::ValueAndGrad => [neuron_loss(vars)].into_iter().chain(gradients).collect(),
            _ => gradients,
        }
    });
    let formula = match kind {
        Kind::Grad => crate::emit::formula(&function, &block),
        _ => None,
    };
    Companion { formula, ..companion(kind, function, CompanionBody::Whole(block)) }
}

#[test]
fn the_neuron_reads_as_derived_by_hand() {
    expect![[r#"
        /// Gradient of [`neuron_loss`] with respect to `w` and `b`.
        ///
        /// `∂/∂w = 2·(a − y)·a·(1 − a)·x`, `∂/∂b = 2·(a − y)·a·(1 − a)`, where `z = w·x + b`, `a = σ(z)`.
        fn neuron_loss_grad(w: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
            let z = w * x + b;
            let a = sigmoid(z);
            let d_a = 2.0 * (a - y);
            let d_z = d_a * a * (1.0 - a);
            (d_z * x, d_z)
        }
    "#]]
    .assert_eq(&pretty(&neuron_grad(Kind::Grad)));
}

#[test]
fn value_and_gradient() {
    expect![[r#"
        /// Value of [`neuron_loss`], and its gradient with respect to `w` and `b`.
        fn neuron_loss_value_and_grad(w: f64, b: f64, x: f64, y: f64) -> (f64, (f64, f64)) {
            let z = w * x + b;
            let a = sigmoid(z);
            let d_a = 2.0 * (a - y);
            let d_z = d_a * a * (1.0 - a);
            ((a - y).powi(2), (d_z * x, d_z))
        }
    "#]]
    .assert_eq(&pretty(&neuron_grad(Kind::ValueAndGrad)));
}

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
                ((), X::Slot<()>),
                ((), Y::Slot<()>),
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
                (_, _): ((), X::Slot<()>),
                (_, _): ((), Y::Slot<()>)|
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
            (
                value,
                move |
                    d_value: &[f64],
                    d_x: &mut [f64],
                    d_w: &mut [f64],
                    d_v: &mut [f64],
                    d_a: &mut [f64; N],
                    d_s: &mut f64|
                pullback(
                    d_value,
                    (x, d_x),
                    (w, d_w),
                    ((), d_v),
                    ((), d_a),
                    ((), d_s),
                    ((), ()),
                    (name, ()),
                ),
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

fn with_buffers(mut function: Function) -> (Function, Vec<Parameter>) {
    let wanted: Vec<_> = function.differentiable_params().map(|(index, param)| (index, param.var)).collect();
    let extra = wanted.into_iter().map(|(of, param)| {
        let ty = Type::Ref { mutable: true, to: Box::new(function.var(param).ty.accumulator()) };
        let name = format!("d_{}", function.var(param).name);
        let var = function.fresh(&name, ty, Origin::Adjoint(param));
        Parameter { var, of, passing: Passing::Accumulator }
    });
    let extra = extra.collect();
    (function, extra)
}

#[test]
fn into_the_callers_buffers() {
    let params = [("x", "&[f64]", f64_slice(), true), ("s", "f64", Type::F64, true)];
    let (mut function, extra) = with_buffers(function("scaled", &params, ("f64", Type::F64)));
    let (x, s, d_x, d_s) = (function.params[0].var, function.params[1].var, extra[0].var, extra[1].var);
    let block = function.block(|to| {
        let lengths = ["$0.len()"].map(|text| (Expr::Inert(inert(text, &[x])), Expr::Inert(inert(text, &[d_x]))));
        for (primal, gradient) in lengths {
            let name = Expr::Inert(inert("\"x\"", &[]));
            to.push(StmtKind::Run { value: Expr::Runtime("check_len", vec![name, primal, gradient]) });
        }
        to.push(StmtKind::Assign { place: at(d_x, Expr::Inert(inert("0", &[]))), value: v(s) });
        to.push(StmtKind::Assign {
            place: Place { base: d_s, path: vec![Step::Deref] },
            value: Expr::Load(at(x, Expr::Inert(inert("0", &[])))),
        });
        vec![mul(Expr::Load(at(x, Expr::Inert(inert("0", &[])))), v(s))]
    });
    let into = Companion { extra, ..companion(Kind::GradInto, function.clone(), CompanionBody::Whole(block)) };
    expect![[r#"
        /// Value of [`scaled`], and its gradient with respect to `x` and `s` in the buffers `d_x` and `d_s`.
        ///
        /// What was there is overwritten.
        ///
        /// # Panics
        ///
        /// If a buffer is not as long as its parameter.
        fn scaled_grad_into(x: &[f64], s: f64, d_x: &mut [f64], d_s: &mut f64) -> f64 {
            ::autodiff_runtime::private::check_len("x", x.len(), d_x.len());
            d_x[0] = s;
            *d_s = x[0];
            x[0] * s
        }
    "#]]
    .assert_eq(&pretty(&into));
    expect![[r#"
        /// Value of [`scaled`], and its gradient with respect to `x` and `s`.
        fn scaled_value_and_grad(
            x: &[f64],
            s: f64,
        ) -> (f64, (::autodiff_runtime::private::Vec<f64>, f64)) {
            let mut d_x = ::autodiff_runtime::private::zero_like(x);
            let mut d_s = 0.0;
            let value = scaled_grad_into(x, s, &mut d_x, &mut d_s);
            (value, (d_x, d_s))
        }
    "#]]
    .assert_eq(&pretty(&companion(Kind::ValueAndGrad, function, CompanionBody::Wrapper)));
}

#[test]
fn calls_and_their_backward_passes() {
    let params = [("x", "&[f64]", f64_slice(), true), ("n", "usize", Type::Int(Some(tokens("usize"))), false)];
    let mut function = function("f", &params, ("f64", Type::F64));
    let (x, k) = (function.params[0].var, function.params[1].var);
    let h = function.add_var(ident("h"), Type::Unknown, Origin::User);
    let h_pullback = function.fresh("h_pullback", Type::Unknown, Origin::Ours);
    let (d_h, d_x) = (function.fresh("d_h", Type::Unknown, Origin::Adjoint(h)), function.adjoint(x));
    let block = function.block(|to| {
        let callee = crate::ir::Callee {
            prefix: tokens("layers::"),
            name: ident("dense"),
            turbofish: tokens("::<f64>"),
            generics: 1,
            method: false,
        };
        let args = vec![
            crate::ir::Arg { value: v(x), by_ref: true, active: true },
            crate::ir::Arg { value: v(k), by_ref: false, active: false },
        ];
        to.push(StmtKind::Call(crate::ir::Call { result: Some(h), callee, args, pullback: Some(h_pullback) }));
        to.bind(d_h, Expr::Runtime("zero_like", vec![Expr::Borrow { mutable: false, place: Place::var(h) }]));
        to.push(StmtKind::Pull(crate::ir::Pull {
            pullback: h_pullback,
            cotangent: Some(v(d_h)),
            args: vec![
                crate::ir::PullArg { value: Some(v(x)), slot: Slot::Into(Place::var(d_x)) },
                crate::ir::PullArg { value: None, slot: Slot::Inactive },
            ],
        }));
        vec![Expr::Load(at(h, Expr::Inert(inert("0", &[]))))]
    });
    check_body(
        function,
        block,
        expect![[r#"
        let (h, h_pullback) = layers::dense_pullback_for::<
            f64,
            _,
            _,
            _,
        >(
            layers::dense::<f64>,
            (::autodiff_runtime::private::Active, x),
            (::autodiff_runtime::private::Inactive, n),
        );
        let d_h = ::autodiff_runtime::private::zero_like(&h);
        h_pullback(&d_h, (x, &mut d_x), ((), ()));
        h[0]
    "#]],
    );
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
    "#]].assert_eq(&text[at..]);
}
