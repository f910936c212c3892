//! The fewest parentheses.

use super::*;
use crate::ir::{FloatType, ParamSet, Spelling, Step};
use expect_test::{Expect, expect};

/// Each expression over `x`, `y`, `n` as the value of a `let`.
fn check(write: impl FnOnce(Expr, Expr, VarId) -> Vec<Expr>, expect: Expect) {
    check_of("f64", Type::F64, write, expect);
}

fn check_of(written: &str, ty: Type, write: impl FnOnce(Expr, Expr, VarId) -> Vec<Expr>, expect: Expect) {
    let params = [
        ("x", written, ty.clone(), true),
        ("y", written, ty.clone(), true),
        ("n", "usize", Type::Int(Some(tokens("usize"))), false),
    ];
    let mut function = function("f", &params, (written, ty.clone()));
    let [x, y, n] = [0, 1, 2].map(|index| function.params[index].var);
    let values = write(v(x), v(y), n);
    let names: Vec<VarId> = values.iter().map(|_| function.add_var(ident("r"), ty.clone(), Origin::User)).collect();
    let block = function.block(|to| {
        names.iter().zip(values).for_each(|(&name, value)| to.bind(name, value));
        vec![]
    });
    let lines: String = body(function, block).replace("let r = ", "");
    expect.assert_eq(&lines);
}

#[test]
fn operators_by_precedence_and_associativity() {
    check(
        |x, y, _| {
            let (x, y) = (|| x.clone(), || y.clone());
            vec![
                sub(sub(x(), y()), x()),
                sub(x(), sub(y(), x())),
                add(x(), add(y(), x())),
                mul(add(x(), y()), sub(x(), y())),
                mul(mul(x(), y()), x()),
                mul(x(), mul(y(), x())),
                op(Op::Div, [x(), op(Op::Div, [y(), x()])]),
                op(Op::Div, [mul(x(), y()), x()]),
                op(Op::Rem, [x(), add(y(), n(1.0))]),
                add(mul(x(), y()), mul(y(), x())),
            ]
        },
        expect![[r#"
            x - y - x;
            x - (y - x);
            x + (y + x);
            (x + y) * (x - y);
            x * y * x;
            x * (y * x);
            x / (y / x);
            x * y / x;
            x % (y + 1.0);
            x * y + y * x;
        "#]],
    );
}

#[test]
fn minus_signs_and_receivers() {
    check(
        |x, y, _| {
            let (x, y) = (|| x.clone(), || y.clone());
            vec![
                op(Op::Exp, [neg(x())]),
                neg(op(Op::Exp, [x()])),
                neg(neg(x())),
                neg(n(-1.0)),
                mul(x(), neg(y())),
                mul(neg(x()), y()),
                neg(mul(x(), y())),
                neg(add(x(), y())),
                op(Op::Powi, [sub(x(), y()), n(2.0)]),
                op(Op::Powi, [x(), n(-3.0)]),
                op(Op::Atan2, [mul(x(), y()), n(-1.0)]),
                op(Op::MulAdd, [x(), add(x(), y()), neg(y())]),
                op(Op::Sin, [op(Op::Cos, [x()])]),
            ]
        },
        expect![[r#"
            (-x).exp();
            -x.exp();
            -(-x);
            -(-1.0);
            x * -y;
            -x * y;
            -(x * y);
            -(x + y);
            (x - y).powi(2);
            x.powi(-3);
            (x * y).atan2(-1.0);
            x.mul_add(x + y, -y);
            x.cos().sin();
        "#]],
    );
}

#[test]
fn numbers() {
    check(
        |x, _, _| {
            let token = |text: &str| {
                let literal = text.parse().expect("a literal");
                Expr::Number(crate::ir::Number { value: 1000.0, token: Some(literal) })
            };
            vec![
                n(2.0),
                n(0.1),
                n(1e-12),
                n(1e300),
                n(-0.0),
                n(f64::INFINITY),
                n(f64::NEG_INFINITY),
                n(f64::NAN),
                token("1_000.0"),
                op(Op::Sin, [n(2.0)]),
                op(Op::Exp, [n(-1.0)]),
                op(Op::Exp, [neg(n(1.0))]),
                op(Op::Exp, [token("1e3")]),
                op(Op::Exp, [token("1e3_f64")]),
                sub(x, n(-1.5)),
            ]
        },
        expect![[r#"
            2.0;
            0.1;
            1e-12;
            1e300;
            -0.0;
            f64::INFINITY;
            f64::NEG_INFINITY;
            f64::NAN;
            1_000.0;
            2.0_f64.sin();
            (-1.0_f64).exp();
            (-1.0_f64).exp();
            1e3_f64.exp();
            1e3_f64.exp();
            x - -1.5;
        "#]],
    );
}

#[test]
fn numbers_of_other_floats() {
    let write = |x: Expr, _: Expr, _: VarId| {
        vec![mul(n(2.0), x.clone()), op(Op::Exp, [n(1.5)]), op(Op::Max, [x.clone(), n(-0.5)]), n(f64::INFINITY)]
    };
    check_of(
        "f32",
        Type::Float(FloatType::F32),
        write,
        expect![[r#"
        2.0 * x;
        1.5_f32.exp();
        x.max(-0.5);
        f32::INFINITY;
    "#]],
    );
    check_of(
        "T",
        Type::Float(FloatType::Generic(ident("T"))),
        write,
        expect![[r#"
        ::autodiff_runtime::private::lit::<T>(2.0) * x;
        ::autodiff_runtime::private::lit::<T>(1.5).exp();
        x.max(::autodiff_runtime::private::lit::<T>(-0.5));
        ::autodiff_runtime::private::lit::<T>(f64::INFINITY);
    "#]],
    );
}

#[test]
fn opaque_pieces_bind_as_tightly_as_they_are() {
    check(
        |x, _, k| {
            let piece = |text: &str| Expr::Inert(inert(text, &[k]));
            vec![
                mul(piece("$0 as f64"), x.clone()),
                mul(piece("$0 + 1"), x.clone()),
                mul(x.clone(), piece("$0 * 2")),
                add(x.clone(), piece("$0 * 2")),
                op(Op::Exp, [piece("$0 as f64")]),
                op(Op::Exp, [piece("w.len()")]),
                mul(x.clone(), piece("if $0 > 1 { 1.0 } else { 2.0 }")),
                neg(piece("- $0")),
                mul(x.clone(), piece("& $0")),
                Expr::Compare("<", Box::new(piece("$0 as f64")), Box::new(x.clone())),
                Expr::Compare("<", Box::new(mul(x.clone(), piece("$0 as f64"))), Box::new(x.clone())),
                Expr::Compare(">=", Box::new(add(x.clone(), n(1.0))), Box::new(n(0.0))),
            ]
        },
        expect![[r#"
            n as f64 * x;
            (n + 1) * x;
            x * (n * 2);
            x + n * 2;
            (n as f64).exp();
            w.len().exp();
            x * (if n > 1 { 1.0 } else { 2.0 });
            -(-n);
            x * &n;
            (n as f64) < x;
            (x * n as f64) < x;
            x + 1.0 >= 0.0;
        "#]],
    );
}

#[test]
fn functions_of_the_runtime_and_spelled_paths() {
    check(
        |x, y, k| {
            let path = Spelling::Path(tokens("f64::sin"));
            vec![
                op(Op::Sigmoid, [add(x.clone(), y.clone())]),
                op(Op::LeakyRelu, [x.clone(), n(0.01)]),
                Expr::Op(Op::Sin, vec![add(x.clone(), y.clone())], path),
                op(Op::Pin, [x.clone()]),
                op(Op::ToF32, [neg(x.clone())]),
                mul(op(Op::ToF64, [add(x.clone(), y.clone())]), x.clone()),
                op(Op::Exp, [op(Op::ToF64, [x.clone()])]),
                Expr::Runtime("powi_slope", vec![x.clone(), n(3.0)]),
                Expr::VecRepeat(Box::new(n(0.0)), inert("$0 + 1", &[k])),
                Expr::Array(vec![n(0.0), n(1.0)]),
                Expr::Tuple(vec![x.clone(), n(1.0)]),
                Expr::Tuple(vec![y]),
                mul(
                    x.clone(),
                    Expr::Select(Box::new(Expr::IsActive(ParamSet::of(0))), Box::new(n(1.0)), Box::new(neg(x))),
                ),
            ]
        },
        expect![[r#"
            ::autodiff_runtime::primitive::sigmoid(x + y);
            ::autodiff_runtime::primitive::leaky_relu(x, 0.01);
            f64::sin(x + y);
            ::autodiff_runtime::private::float(x);
            -x as f32;
            (x + y) as f64 * x;
            (x as f64).exp();
            ::autodiff_runtime::private::powi_slope(x, 3);
            ::autodiff_runtime::private::vec![0.0; n + 1];
            [0.0, 1.0];
            (x, 1.0);
            (y,);
            x * (if X::ACTIVE { 1.0 } else { -x });
        "#]],
    );
}

#[test]
fn places() {
    check_of(
        "&mut [Point]",
        Type::Ref { mutable: true, to: Box::new(Type::Slice(Box::new(Type::Unknown))) },
        |x, _, k| {
            let base = x.as_var().expect("a variable");
            let index = || Step::Index(Expr::Inert(inert("$0 + 1", &[k])));
            let place = |path: Vec<Step>| Place { base, path };
            let named = || Step::Field(crate::ir::Member::Named(ident("w")));
            let second = || Step::Field(crate::ir::Member::Position(1));
            vec![
                Expr::Load(place(vec![index(), named()])),
                Expr::Load(place(vec![Step::Deref, index(), second(), second()])),
                Expr::Load(place(vec![Step::Deref])),
                Expr::Load(place(vec![index(), Step::Deref])),
                Expr::Clone(place(vec![index()])),
                Expr::Clone(place(vec![Step::Deref])),
                Expr::Borrow { mutable: false, place: place(vec![index()]) },
                Expr::Borrow { mutable: true, place: place(vec![]) },
                Expr::Replace(place(vec![index()]), None),
                Expr::Replace(place(vec![]), Some(Box::new(n(0.0)))),
                mul(Expr::Load(place(vec![Step::Deref])), n(2.0)),
                op(Op::Exp, [Expr::Load(place(vec![Step::Deref]))]),
            ]
        },
        expect![[r#"
            x[n + 1].w;
            x[n + 1].1.1;
            *x;
            *x[n + 1];
            x[n + 1].clone();
            (*x).clone();
            &x[n + 1];
            &mut x;
            ::core::mem::take(&mut x[n + 1]);
            ::core::mem::replace(&mut *x, 0.0);
            *x * 2.0;
            (*x).exp();
        "#]],
    );
}
