//! Derivatives in plain symbols.

use super::*;
use crate::emit::formula;
use expect_test::{Expect, expect};

/// The formula of a function of `x` and `y` whose gradient in `x` is this.
fn check(gradient: impl FnOnce(Expr, Expr) -> Expr, expect: Expect) {
    let mut function =
        function("f", &[("x", "f64", Type::F64, true), ("y", "f64", Type::F64, false)], ("f64", Type::F64));
    let (x, y) = (function.params[0].var, function.params[1].var);
    let value = gradient(v(x), v(y));
    let block = function.block(|_| vec![value]);
    expect.assert_eq(&formula(&function, &block).unwrap_or_else(|| "none".to_owned()));
}

#[test]
fn sums_products_and_signs() {
    check(|x, y| sub(x.clone(), sub(y, x)), expect!["`∂/∂x = x − (y − x)`."]);
    check(|x, y| add(x.clone(), add(neg(y), x)), expect!["`∂/∂x = x + (−y + x)`."]);
    check(|x, y| mul(mul(neg(x.clone()), y.clone()), sub(x, y)), expect!["`∂/∂x = −x·y·(x − y)`."]);
    check(|x, y| mul(x.clone(), mul(y, x)), expect!["`∂/∂x = x·y·x`."]);
    check(|x, y| mul(x.clone(), op(Op::Div, [y, x])), expect!["`∂/∂x = x·(y/x)`."]);
    check(|x, y| op(Op::Div, [mul(n(-2.5), x.clone()), mul(y.clone(), y)]), expect!["`∂/∂x = −2.5·x/y²`."]);
    check(|x, y| add(x, mul(n(-1.0), y)), expect!["`∂/∂x = x − 1·y`."]);
}

#[test]
fn powers_and_functions() {
    check(|x, _| op(Op::Powi, [op(Op::Cos, [x]), Expr::Inert(inert("3", &[]))]), expect!["`∂/∂x = cos(x)³`."]);
    check(|x, y| op(Op::Powf, [add(x, n(1.0)), sub(y, n(1.0))]), expect!["`∂/∂x = (x + 1)^(y − 1)`."]);
    check(|x, y| op(Op::Div, [n(0.5), op(Op::Sqrt, [add(x, y)])]), expect!["`∂/∂x = 0.5/√(x + y)`."]);
    check(|x, y| mul(op(Op::Abs, [x.clone()]), op(Op::Atan2, [x, y])), expect!["`∂/∂x = |x|·atan2(x, y)`."]);
    check(|x, _| mul(n(2.0), Expr::Runtime("gelu_slope", vec![x])), expect!["`∂/∂x = 2·gelu′(x)`."]);
    check(|x, y| Expr::Runtime("max_share", vec![x, y]), expect!["none"]);
}

#[test]
fn what_is_too_long_or_not_straight_has_none() {
    check(|x, _| (0..90).fold(x.clone(), |sum, _| add(sum, x.clone())), expect!["none"]);
    let mut function = floats("f", &["x"]);
    let x = function.params[0].var;
    let block = function.block(|to| {
        to.push(StmtKind::Scope { binds: vec![], body: Block::default() });
        vec![v(x)]
    });
    assert_eq!(formula(&function, &block), None);
}

#[test]
fn two_bindings_of_one_name_can_not_be_told_apart() {
    let mut function = floats("f", &["x"]);
    let x = function.params[0].var;
    let (first, second) = (function.user("z"), function.user("z"));
    let block = function.block(|to| {
        to.bind(first, mul(v(x), v(x)));
        to.bind(second, op(Op::Sin, [v(first)]));
        vec![mul(v(first), v(second))]
    });
    assert_eq!(formula(&function, &block), None);
}
