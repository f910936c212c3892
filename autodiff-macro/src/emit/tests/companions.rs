//! Each kind of companion.

use super::*;
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

fn neuron_grad() -> Companion {
    let (mut function, vars) = neuron();
    let [_, _, x, y, z, a] = vars;
    let (d_a, d_z) = (function.adjoint(a), function.adjoint(z));
    let block = function.block(|to| {
        neuron_forward(to, vars);
        to.pass = Pass::Adjoint;
        to.bind(d_a, mul(n(2.0), sub(v(a), v(y))));
        to.bind(d_z, mul(mul(v(d_a), v(a)), sub(n(1.0), v(a))));
        vec![mul(v(d_z), v(x)), v(d_z)]
    });
    companion(Kind::Grad, function, CompanionBody::Whole(block))
}

#[test]
fn the_neuron_reads_as_derived_by_hand() {
    expect![[r#"
        /// Gradient of [`neuron_loss`] with respect to `w` and `b`.
        fn neuron_loss_grad(w: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
            let z = w * x + b;
            let a = sigmoid(z);
            let d_a = 2.0 * (a - y);
            let d_z = d_a * a * (1.0 - a);
            (d_z * x, d_z)
        }
    "#]]
    .assert_eq(&pretty(&neuron_grad()));
}
