//! Each kind of companion.

use super::*;
use crate::ir::{Form, Parameter, Slot, Step};
use expect_test::expect;

/// The worked example: `w`, `b` differentiable, `x`, `y` data.
pub(super) fn neuron() -> (Function, [VarId; 6]) {
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

pub(super) fn neuron_forward(to: &mut Builder<'_>, [w, b, x, _, z, a]: [VarId; 6]) {
    to.bind(z, add(mul(v(w), v(x)), v(b)));
    let path = crate::ir::Spelling::Path(tokens("sigmoid"));
    to.bind(a, Expr::Op(Op::Sigmoid, vec![v(z)], path));
}

pub(super) fn neuron_loss([_, _, _, y, _, a]: [VarId; 6]) -> Expr {
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
    companion(kind, function, CompanionBody::Whole(block))
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

fn with_buffers(mut function: Function) -> (Function, Vec<Parameter>) {
    let wanted: Vec<_> = function.differentiable_params().map(|(index, param)| (index, param.var)).collect();
    let extra = wanted.into_iter().map(|(of, param)| {
        let ty = Type::Ref { mutable: true, to: Box::new(function.var(param).ty.accumulator()) };
        let name = format!("d_{}", function.var(param).name);
        let var = function.fresh(&name, ty, Origin::Adjoint(param));
        Parameter { var, of }
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
        #[track_caller]
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
            form: Form::Free,
        };
        let args = vec![
            crate::ir::Arg { value: v(x), by_ref: true, flag: crate::ir::Flag::Active },
            crate::ir::Arg { value: v(k), by_ref: false, flag: crate::ir::Flag::Inactive },
        ];
        to.push(StmtKind::Call(crate::ir::Call {
            result: Some(h),
            callee,
            args,
            pullback: Some(h_pullback),
            forward: None,
            second: false,
        }));
        to.bind(d_h, Expr::Runtime("zero_like", vec![Expr::Borrow { mutable: false, place: Place::var(h) }]));
        to.push(StmtKind::Pull(crate::ir::Pull {
            pullback: h_pullback,
            cotangent: Some(v(d_h)),
            args: vec![
                crate::ir::PullArg { value: Some(v(x)), slot: Slot::Into(Place::var(d_x)), under: [None; 2] },
                crate::ir::PullArg { value: None, slot: Slot::Inactive, under: [None; 2] },
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
