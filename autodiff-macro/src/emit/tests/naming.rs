//! Who gets which name.

use super::*;
use expect_test::expect;

#[test]
fn wishes_are_numbered_where_they_are_taken() {
    let mut function = floats("f", &["x", "d_x"]);
    let (x, d_x) = (function.params[0].var, function.params[1].var);
    let ours = function.adjoint(x);
    let again = function.adjoint(x);
    let block = function.block(|to| {
        to.bind(ours, mul(v(x), v(d_x)));
        to.bind(again, add(v(ours), v(d_x)));
        vec![v(again)]
    });
    check_body(
        function,
        block,
        expect![[r#"
        let d_x_1 = x * d_x;
        let d_x_2 = d_x_1 + d_x;
        d_x_2
    "#]],
    );
}

#[test]
fn siblings_share_a_name() {
    let mut function = floats("f", &["x"]);
    let x = function.params[0].var;
    let (first, second) = (function.adjoint(x), function.adjoint(x));
    let block = function.block(|to| {
        for var in [first, second] {
            let body = to.block(|to| {
                to.bind(var, v(x));
                to.push(StmtKind::Run { value: Expr::Runtime("float", vec![v(var)]) });
                vec![]
            });
            to.push(StmtKind::Scope { binds: vec![], body });
        }
        vec![v(x)]
    });
    check_body(
        function,
        block,
        expect![[r#"
        {
            let d_x = x;
            ::autodiff_runtime::private::float(d_x);
        }
        {
            let d_x = x;
            ::autodiff_runtime::private::float(d_x);
        }
        x
    "#]],
    );
}

#[test]
fn a_restored_value_takes_the_users_name_unless_somebody_needs_it() {
    let mut function = floats("f", &["s"]);
    let s = function.params[0].var;
    let x = function.user("x");
    let (old, older) =
        (function.fresh("x", Type::F64, Origin::Version(x)), function.fresh("x", Type::F64, Origin::Version(x)));
    let block = function.block(|to| {
        to.bind(x, mul(v(s), v(s)));
        let body = to.block(|to| {
            to.bind(old, n(1.0));
            to.push(StmtKind::Run { value: Expr::Runtime("float", vec![v(old)]) });
            vec![]
        });
        to.push(StmtKind::Scope { binds: vec![], body });
        to.bind(older, n(2.0));
        vec![add(v(older), v(x))]
    });
    check_body(
        function,
        block,
        expect![[r#"
        let x = s * s;
        {
            let x: f64 = 1.0;
            ::autodiff_runtime::private::float(x);
        }
        let x_1: f64 = 2.0;
        x_1 + x
    "#]],
    );
}

#[test]
fn a_binding_of_the_users_that_hides_what_is_still_needed_makes_way() {
    let mut function = floats("f", &["x"]);
    let x = function.params[0].var;
    let (z, shadowing) = (function.user("z"), function.user("z"));
    let shadowing_x = function.user("x");
    let block = function.block(|to| {
        to.bind(z, mul(v(x), v(x)));
        to.bind(shadowing, op(Op::Sin, [v(z)]));
        to.bind(shadowing_x, mul(v(shadowing), n(2.0)));
        vec![mul(add(v(z), v(shadowing_x)), v(x))]
    });
    check_body(
        function,
        block,
        expect![[r#"
        let z = x * x;
        let z_1 = z.sin();
        let x_1 = z_1 * 2.0;
        (z + x_1) * x
    "#]],
    );
}

#[test]
fn shadowing_stays_where_it_hurts_nobody() {
    let mut function = floats("f", &["x"]);
    let x = function.params[0].var;
    let (first, second) = (function.user("z"), function.user("z"));
    let block = function.block(|to| {
        to.bind(first, mul(v(x), v(x)));
        to.bind(second, op(Op::Sin, [v(first)]));
        vec![v(second)]
    });
    check_body(
        function,
        block,
        expect![[r#"
        let z = x * x;
        let z = z.sin();
        z
    "#]],
    );
}

#[test]
fn names_in_the_users_macros_are_left_alone() {
    let mut function = floats("f", &["x"]);
    let x = function.params[0].var;
    let t = function.fresh("t", Type::F64, Origin::Temp);
    let d = function.fresh("sin", Type::F64, Origin::Ours);
    let block = function.block(|to| {
        to.push(StmtKind::Effect(inert("println!(\"{t} {}\", sin)", &[])));
        to.bind(t, v(x));
        to.bind(d, v(t));
        vec![v(d)]
    });
    check_body(
        function,
        block,
        expect![[r#"
        println!("{t} {}", sin);
        let t_1 = x;
        let sin_1 = t_1;
        sin_1
    "#]],
    );
}

#[test]
fn a_shadowed_value_that_a_macro_names_is_kept_under_another_name() {
    let mut function = floats("f", &["x"]);
    let x = function.params[0].var;
    let shadowing = function.user("x");
    let block = function.block(|to| {
        to.bind(shadowing, op(Op::Sin, [v(x)]));
        to.push(StmtKind::Effect(inert("assert!(x > 0.0)", &[])));
        vec![mul(v(shadowing), v(x))]
    });
    check_body(
        function,
        block,
        expect![[r#"
        let x_1 = x;
        let x = x.sin();
        assert!(x > 0.0);
        x * x_1
    "#]],
    );
}
