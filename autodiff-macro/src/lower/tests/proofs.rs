//! What is guessed of the type of a number is proved or taken apart: never believed.

use super::check;
use expect_test::expect;

#[test]
fn integers_by_their_use() {
    check(
        "fn f(x: f64, w: &[f64]) -> f64 {
            let k = g(x);
            let n = g(x);
            let m: usize = g(x);
            let (p, q) = g(x);
            let (r, s) = (g(x), 1.0);
            let t;
            if k > 3 { t = g(x); } else { t = 1; }
            let u = if x > 0.0 { g(x) } else { h(x) };
            let y = g(x);
            let v = y[n];
            x * (k * 2) as f64 + w[n] + w[m] + w[g(x)] + (p * 2 + r * 3 + t * 2 + u * 2) as f64 * s + (v + 1) as f64 + q
        }",
        expect![[r#"
            fn f(x#0: f64, w#1: &[f64]) -> f64
                let k#2: int = {::autodiff_runtime::private::integer (g (x#0))}!
                let n#3: usize = {g (x#0)}!
                let m#4: usize = {g (x#0)}!
                let tuple#5: _ = call g(x#0)
                let field#6: _ = tuple#5.0
                let p#7: int = {::autodiff_runtime::private::integer (field#6)}
                let field#8: _ = tuple#5.1
                let q#9: f64 = pin(field#8)
                let constant#10: int = {::autodiff_runtime::private::integer (g (x#0))}!
                let r#11: int = constant#10
                let s#12: f64 = 1.0
                let t#13: int
                let condition#14: bool = {k#2 > 3}
                if condition#14
                    let next#15: int = {::autodiff_runtime::private::integer (g (x#0))}!
                    t#13 = next#15
                else
                    t#13 = {1}
                let u#16: int = {::autodiff_runtime::private::integer (if x#0 > 0.0 { g (x#0) } else { h (x#0) })}!
                let y#17: _ = call g(x#0)
                let v#18: int = {::autodiff_runtime::private::integer (y#17[n#3])}
                let constant#19: f64 = {(k#2 * 2) as f64}
                let product#20: f64 = mul(x#0, constant#19)
                let element#21: f64 = w#1[n#3]
                let sum#22: f64 = add(product#20, element#21)
                let element#23: f64 = w#1[m#4]
                let sum#24: f64 = add(sum#22, element#23)
                let index#25: usize = {g (x#0)}!
                let element#26: f64 = w#1[index#25]
                let sum#27: f64 = add(sum#24, element#26)
                let constant#28: f64 = {(p#7 * 2 + r#11 * 3 + t#13 * 2 + u#16 * 2) as f64}
                let product#29: f64 = mul(constant#28, s#12)
                let sum#30: f64 = add(sum#27, product#29)
                let constant#31: f64 = {(v#18 + 1) as f64}
                let sum#32: f64 = add(sum#30, constant#31)
                let sum#33: f64 = add(sum#32, q#9)
                yield sum#33
        "#]],
    );
}

#[test]
fn integers_inside_of_pieces() {
    check(
        "fn f(x: f64, w: &[f64], n: usize) -> f64 {
            let a = g(x) * 2;
            let b = (1 << g(x)) as f64;
            let c = if g(x) * 2 > 3 && !h(x).is_empty() { 1.0 } else { 2.0 };
            let d: i64 = g(x) * 2;
            let y = h(x);
            let e = y.is_empty();
            let s = h(x).is_empty() == e;
            a as f64 * x + b + c + d as f64 + w[g(x) * 2] + w[y[g(x)]] + x / y.len() as f64 + (n + y.len()) as f64
                + x / h(x).len() as f64 + if s { x } else { 1.0 }
        }",
        expect![[r#"
            fn f(x#0: f64, w#1: &[f64], #[constant] n#2: usize) -> f64
                let a#3: int = {::autodiff_runtime::private::integer (g (x#0)) * 2}!
                let b#4: f64 = {(1 <<::autodiff_runtime::private::integer (g (x#0))) as f64}!
                let condition#5: bool = {g (x#0) * 2 > 3 &&! h (x#0).is_empty()}!
                let c#6: f64 = if condition#5
                    yield 1.0
                else
                    yield 2.0
                let d#7: i64 = {g (x#0) * 2}!
                let y#8: _ = call h(x#0)
                let e#9: bool = {y#8.is_empty()}
                let s#10: bool = {h (x#0).is_empty() == e#9}!
                let constant#11: f64 = {a#3 as f64}
                let product#12: f64 = mul(constant#11, x#0)
                let sum#13: f64 = add(product#12, b#4)
                let sum#14: f64 = add(sum#13, c#6)
                let constant#15: f64 = {d#7 as f64}
                let sum#16: f64 = add(sum#14, constant#15)
                let index#17: usize = {g (x#0) * 2}!
                let element#18: f64 = w#1[index#17]
                let sum#19: f64 = add(sum#16, element#18)
                let index#20: usize = {y#8[g (x#0)]}!
                let element#21: f64 = w#1[index#20]
                let sum#22: f64 = add(sum#19, element#21)
                let constant#23: f64 = {::autodiff_runtime::private::integer (y#8.len()) as f64}
                let quotient#24: f64 = div(x#0, constant#23)
                let sum#25: f64 = add(sum#22, quotient#24)
                let constant#26: f64 = {(n#2 +::autodiff_runtime::private::integer (y#8.len())) as f64}
                let sum#27: f64 = add(sum#25, constant#26)
                let constant#28: f64 = {::autodiff_runtime::private::integer (h (x#0).len()) as f64}!
                let quotient#29: f64 = div(x#0, constant#28)
                let sum#30: f64 = add(sum#27, quotient#29)
                let value#31: f64 = if s#10
                    yield x#0
                else
                    yield 1.0
                let sum#32: f64 = add(sum#30, value#31)
                yield sum#32
        "#]],
    );
}

#[test]
fn counts_and_flags_of_iterators() {
    check(
        "fn f(x: f64, v: &[f64]) -> f64 {
            let bad = v.iter().any(|t| t.is_nan());
            let n = v.iter().filter(|t| **t > x).count();
            if bad || v.iter().all(|t| *t > 1.0) { x } else { x * n as f64 / v.windows(2).count() as f64 }
        }",
        expect![[r#"
            fn f(x#0: f64, v#1: &[f64]) -> f64
                let bad#2: bool = {::autodiff_runtime::private::boolean (v#1.iter().any (| t | t.is_nan()))}!
                let n#3: usize = {::autodiff_runtime::private::integer (v#1.iter().filter (| t | * * t > x#0).count())}!
                let condition#4: bool = {bad#2 || v#1.iter().all (| t | * t > 1.0)}!
                let value#9: f64 = if condition#4
                    yield x#0
                else
                    let constant#5: f64 = {n#3 as f64}
                    let product#6: f64 = mul(x#0, constant#5)
                    let constant#7: f64 = {::autodiff_runtime::private::integer (v#1.windows (2).count()) as f64}!
                    let quotient#8: f64 = div(product#6, constant#7)
                    yield quotient#8
                yield value#9
        "#]],
    );
}

#[test]
fn floats_by_their_use() {
    check(
        "fn f(x: f64, n: usize, #[constant] m: &Model) -> f64 {
            let scale = 2.0 * LIMIT / n as f64;
            let rate = m.rate;
            let table = make(n);
            x * LIMIT + LIMIT.max(x) + x.min(CONFIG.rate) + x * TABLE[n] + x * (GRAVITY * MASS) + x * table.sin()
                + x * m.scale(n) * scale * rate + x * (n as Real) + x * f64::MAX
        }",
        expect![[r#"
            fn f(x#0: f64, #[constant] n#1: usize, #[constant] m#2: &Model) -> f64
                float LIMIT
                float CONFIG . rate
                float GRAVITY
                float MASS
                let scale#3: f64 = {2.0 * LIMIT / n#1 as f64}
                let rate#4: f64 = {::autodiff_runtime::private::float (m#2.rate)}
                let table#5: f64 = {::autodiff_runtime::private::float (make (n#1))}!
                let constant#6: f64 = {LIMIT}
                let product#7: f64 = mul(x#0, constant#6)
                let constant#8: f64 = {LIMIT}
                let max#9: f64 = max(constant#8, x#0)
                let sum#10: f64 = add(product#7, max#9)
                let constant#11: f64 = {CONFIG.rate}
                let min#12: f64 = min(x#0, constant#11)
                let sum#13: f64 = add(sum#10, min#12)
                let constant#14: f64 = {::autodiff_runtime::private::float (TABLE[n#1])}
                let product#15: f64 = mul(x#0, constant#14)
                let sum#16: f64 = add(sum#13, product#15)
                let constant#17: f64 = {GRAVITY * MASS}
                let product#18: f64 = mul(x#0, constant#17)
                let sum#19: f64 = add(sum#16, product#18)
                let sin#20: f64 = sin(table#5)
                let product#21: f64 = mul(x#0, sin#20)
                let sum#22: f64 = add(sum#19, product#21)
                let constant#23: f64 = {::autodiff_runtime::private::float (m#2.scale (n#1))}!
                let product#24: f64 = mul(x#0, constant#23)
                let product#25: f64 = mul(product#24, scale#3)
                let product#26: f64 = mul(product#25, rate#4)
                let sum#27: f64 = add(sum#22, product#26)
                let constant#28: f64 = {::autodiff_runtime::private::float (n#1 as Real)}
                let product#29: f64 = mul(x#0, constant#28)
                let sum#30: f64 = add(sum#27, product#29)
                let constant#31: f64 = {f64::MAX}
                let product#32: f64 = mul(x#0, constant#31)
                let sum#33: f64 = add(sum#30, product#32)
                yield sum#33
        "#]],
    );
}

#[test]
fn what_rounds_is_a_float() {
    check(
        "fn f(x: f64, y: &f64) -> f64 {
            let k = x.floor() as usize + y.round() as usize + (g(x) * 2.0).floor() as usize + g(x).trunc() as usize;
            k as f64 * x
        }",
        expect![[r#"
            fn f(x#0: f64, y#1: &f64) -> f64
                let k#2: usize = {x#0.floor() as usize + y#1.round() as usize +::autodiff_runtime::private::float (g (x#0) * 2.0).floor() as usize +::autodiff_runtime::private::float (g (x#0)).trunc() as usize}!
                let constant#3: f64 = {k#2 as f64}
                let product#4: f64 = mul(constant#3, x#0)
                yield product#4
        "#]],
    );
}
