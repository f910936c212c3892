//! What is guessed of a type is proved, taken apart or refused: never believed.

use super::{check, refused};
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

fn body(body: &str, expected: expect_test::Expect) {
    let text =
        format!("fn f(x: f64, v: &[f64], n: usize, #[constant] m: &Model) -> f64 {{ let mut s = 0.0; {body} s }}");
    expected.assert_eq(&super::analysed("", &text));
}

#[test]
fn closures_and_ranges_that_capture() {
    body(
        "let g = { |t: f64| t * x }; s += g(2.0);",
        expect![[r#"
        error: a closure that may carry a derivative cannot be differentiated: closures are not supported yet; write its body where it is called, or a function with `#[differentiate]`
    "#]],
    );
    body(
        "let g = (|t: f64| t * x, 1); s += (g.0)(2.0);",
        expect![[r#"
        error: a closure that may carry a derivative cannot be differentiated: closures are not supported yet; write its body where it is called, or a function with `#[differentiate]`
    "#]],
    );
    body(
        "let r = x..2.0; s += r.start;",
        expect![[r#"
        error: a range between values that may carry a derivative cannot be differentiated: it is not supported yet; keep its ends in two variables
    "#]],
    );
    body(
        "let r = 0..n; let k = (0.0..x).contains(&s) && r.contains(&n); if k { s += x; }",
        expect![[r#"
            fn f(x#0: f64, v#1: &[f64], #[constant] n#2: usize, #[constant] m#3: &Model) -> f64
                let mut s#4: f64 = 0.0
                let r#5: inert = {0 .. n#2}
                let k#6: bool = {(0.0 .. x#0).contains (&s#4) &&r#5.contains (&n#2)}
                if k#6
                    s#4 += x#0
                yield s#4
        "#]],
    );
}

#[test]
fn data_is_left_as_written() {
    check(
        "fn f(x: f64, #[constant] data: &[f64], #[constant] c: f64, #[constant] m: &Model, n: usize) -> f64 {
            let mean = data.iter().sum::<f64>() / data.len() as f64;
            let total: f64 = data.iter().map(|d| d * c).sum();
            let part = &data[1..3];
            let all = data;
            let twice = data.to_vec();
            let chosen = match n { 0 => c, _ => data[n] };
            let scale = |t: f64| t * c;
            let list = vec![c, 1.0];
            let best = data.iter().cloned().fold(f64::MIN, f64::max);
            let d = c * mean;
            x * mean * total * part[0] * all[1] * twice[0] * chosen * scale(c) * list[n] * best * d
                + g(x, &data[1..n]) * m.rate(n).max(c)
        }",
        expect![[r#"
            fn f(x#0: f64, #[constant] data#1: &[f64], #[constant] c#2: f64, #[constant] m#3: &Model, #[constant] n#4: usize) -> f64
                let constant#5: f64 = {::autodiff_runtime::private::float (data#1.iter().sum::< f64 >())}!
                let constant#6: f64 = {data#1.len() as f64}
                let mean#7: f64 = div(constant#5, constant#6)
                let total#8: f64 = {data#1.iter().map (| d | d * c#2).sum()}!
                let part#9: &[f64] = {&data#1[1 .. 3]}
                let all#10: &[f64] = data#1
                let twice#11: Vec<f64> = to_vec(data#1)
                let chosen#12: f64 = {match n#4 { 0 => c#2, _ => data#1[n#4] }}
                let scale#13: _ = {| t : f64 | t * c#2}!
                let list#14: Vec<f64> = vec[c#2, 1.0]
                let best#15: f64 = {::autodiff_runtime::private::float (data#1.iter().cloned().fold (f64::MIN, f64::max))}!
                let d#16: f64 = mul(c#2, mean#7)
                let product#17: f64 = mul(x#0, mean#7)
                let product#18: f64 = mul(product#17, total#8)
                let element#19: f64 = part#9[{0}]
                let product#20: f64 = mul(product#18, element#19)
                let element#21: f64 = all#10[{1}]
                let product#22: f64 = mul(product#20, element#21)
                let element#23: f64 = twice#11[{0}]
                let product#24: f64 = mul(product#22, element#23)
                let product#25: f64 = mul(product#24, chosen#12)
                let constant#26: f64 = {::autodiff_runtime::private::float (scale#13 (c#2))}!
                let product#27: f64 = mul(product#25, constant#26)
                let element#28: f64 = list#14[n#4]
                let product#29: f64 = mul(product#27, element#28)
                let product#30: f64 = mul(product#29, best#15)
                let product#31: f64 = mul(product#30, d#16)
                let constant#32: &[f64] = {&data#1[1 .. n#4]}
                let value#33: _ = call g(x#0, ref constant#32)
                let float#34: f64 = pin(value#33)
                let constant#35: f64 = {::autodiff_runtime::private::float (m#3.rate (n#4))}!
                let max#36: f64 = max(constant#35, c#2)
                let product#37: f64 = mul(float#34, max#36)
                let sum#38: f64 = add(product#31, product#37)
                yield sum#38
        "#]],
    );
    body(
        "let mean = v.iter().sum::<f64>(); s += mean;",
        expect![[r#"
        error: an iterator over values that may carry a derivative cannot be differentiated: iterators are not supported yet; write `for i in 0..x.len()` and read `x[i]`
    "#]],
    );
    body(
        "let scale = |t: f64| t * x; s += scale(2.0);",
        expect![[r#"
        error: a closure that may carry a derivative cannot be differentiated: closures are not supported yet; write its body where it is called, or a function with `#[differentiate]`
    "#]],
    );
    refused(
        "",
        "fn f(x: f64, #[constant] c: f64) -> f64 { let g = |t: f64| t * c; g(x) }",
        expect![[r#"
        error: a call of a value cannot be differentiated: which function runs is not known here; call a function with `#[differentiate]` by its name
    "#]],
    );
    refused(
        "",
        "fn f(x: f64, #[constant] mut c: f64) -> f64 { c = x; [c].iter().sum::<f64>() }",
        expect![[r#"
        error: an iterator over values that may carry a derivative cannot be differentiated: iterators are not supported yet; write `for i in 0..x.len()` and read `x[i]`
    "#]],
    );
}

#[test]
fn numbers_in_hiding() {
    body(
        "let t = x.to_string(); s += x * t.len() as f64;",
        expect![[r#"
            error: `to_string` of a value that carries a derivative cannot be differentiated: it hides the number; write `stop_gradient(..)` around the value if no derivative is meant
        "#]],
    );
    body(
        "s += format!(\"{x}\").parse::<f64>().unwrap();",
        expect![[r#"
            error: `format!` of a value that carries a derivative cannot be differentiated: it hides the number; write `stop_gradient(..)` around the value if no derivative is meant
        "#]],
    );
    body(
        "let b: u64 = f64::to_bits(x); s += f64::from_bits(b);",
        expect![[r#"
            error: `to_bits` of a value that carries a derivative cannot be differentiated: it hides the number; write `stop_gradient(..)` around the value if no derivative is meant
        "#]],
    );
    body(
        "let t: String = text(x); let y: f64 = t.parse().unwrap(); s += y;",
        expect![[r#"
            error: `text` of a value that carries a derivative cannot be differentiated: it hides the number; write `stop_gradient(..)` around the value if no derivative is meant
        "#]],
    );
    body(
        "let t: &str = m.name(x); s += x * t.len() as f64;",
        expect![[r#"
            error: `name` of a value that carries a derivative cannot be differentiated: it hides the number; write `stop_gradient(..)` around the value if no derivative is meant
        "#]],
    );
    body(
        "m.keep(x); s += m.total(n);",
        expect![[r#"
            error: `keep` cannot be differentiated: it may keep a value that carries a derivative in something that is held constant here; write `stop_gradient(..)` around the value if no derivative is meant
        "#]],
    );
    body(
        "keep(m, x); keep(m, n); s += x;",
        expect![[r#"
            error: `keep` cannot be differentiated: it may keep a value that carries a derivative in something that is held constant here; write `stop_gradient(..)` around the value if no derivative is meant
        "#]],
    );
    body(
        "let mut t = String::new(); t.push_str(&text(x)); s += x;",
        expect![[r#"
            error: the method `push_str` cannot be differentiated: only the methods of `f64` and `f32` are known, on values known to be floats; if it is called on one, annotate that, as in `let x: f64 = ..`, else call a function with `#[differentiate]`
        "#]],
    );
    body(
        "let k = m[x]; s += k;",
        expect![[r#"
        error: an index that is a float cannot be differentiated: what is read does not tell how it depends on it; index by an integer, or call a function with `#[differentiate]` or a `#[pullback]`
    "#]],
    );
}

#[test]
fn what_is_stopped_may_be_hidden_and_kept() {
    let bodies = [
        "m.keep(stop_gradient(x)); m.keep(x.floor()); s += x;",
        "let t = stop_gradient(x).to_string(); s += x * t.len() as f64;",
        "let t = format!(\"{}\", stop_gradient(x)); s += x * t.len() as f64;",
        "let t: String = text(stop_gradient(x), x.round()); s += x * t.len() as f64;",
        "let b = stop_gradient(x).to_bits(); let c = (stop_gradient(x) * 2.0) as usize; s += x * (b as usize + c) as f64;",
    ];
    for text in bodies {
        let text = format!("fn f(x: f64, #[constant] m: &Model) -> f64 {{ let mut s = 0.0; {text} s }}");
        let analysed = super::analysed("", &text);
        assert!(!analysed.starts_with("error"), "{text}\n{analysed}");
        assert!(!text.contains("stop") || analysed.contains("primitive stop_gradient"), "{text}\n{analysed}");
    }
}

#[test]
fn macros_that_are_not_of_std() {
    body(
        "info!(\"{}\", s); s += x;",
        expect![[r#"
        fn f(x#0: f64, v#1: &[f64], #[constant] n#2: usize, #[constant] m#3: &Model) -> f64
            let mut s#4: f64 = 0.0
            effect {{ let s = s#4; info ! ("{}", s) }}!
            s#4 += x#0
            yield s#4
    "#]],
    );
    body(
        "log::info!(\"{}\", x); mine::debug!(x); s += mine::vec![x; 3][0];",
        expect![[r#"
        error: this macro cannot be differentiated: what it expands to is not visible here; write what it does, or move it into a function
    "#]],
    );
    body(
        "macro_rules! assert { ($e:expr) => { $e += 1.0 } } assert!(s);",
        expect![[r#"
        error: this macro cannot be differentiated: what it expands to is not visible here; write what it does, or move it into a function
    "#]],
    );
    refused(
        "",
        "fn f(x: f64) -> f64 { use mine::println; println!(x); x }",
        expect![[r#"
        error: this macro cannot be differentiated: what it expands to is not visible here; write what it does, or move it into a function
    "#]],
    );
}
