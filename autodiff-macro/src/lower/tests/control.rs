use super::check;
use expect_test::expect;

#[test]
fn branches_yield() {
    check(
        "fn f(x: f64, k: usize) -> f64 {
            let a = if x > 0.0 { x * 2.0 } else if k == 3 { 0.0 } else { let y = x.exp(); y + 1.0 };
            let (p, q) = if a < 1.0 { (a, x) } else { (x + 1.0, a) };
            let mut s = p;
            if k % 2 == 0 && q.is_finite() {
                s += q;
            }
            s
        }",
        expect![[r#"
            fn f(x#0: f64, #[constant] k#1: usize) -> f64
                let condition#2: bool = {x#0 > 0.0}
                let a#8: f64 = if condition#2
                    let product#3: f64 = mul(x#0, 2.0)
                    yield product#3
                else
                    let condition#4: bool = {k#1 == 3}
                    let chosen#7: f64 = if condition#4
                        yield 0.0
                    else
                        let y#5: f64 = exp(x#0)
                        let sum#6: f64 = add(y#5, 1.0)
                        yield sum#6
                    yield chosen#7
                let condition#9: bool = {a#8 < 1.0}
                let p#11: f64, q#12: f64 = if condition#9
                    yield a#8, x#0
                else
                    let sum#10: f64 = add(x#0, 1.0)
                    yield sum#10, a#8
                let mut s#13: f64 = p#11
                let condition#14: bool = {k#1 % 2 == 0 &&q#12.is_finite()}
                if condition#14
                    s#13 += q#12
                yield s#13
        "#]],
    );
}

#[test]
fn loops_over_ranges() {
    check(
        "fn f(x: &[f64]) -> f64 {
            let mut sum = 0.0;
            for i in 0..x.len() - 1 {
                let a = x[i + 1] - x[i] * x[i];
                let b = 1.0 - x[i];
                sum += 100.0 * a * a + b * b;
            }
            'outer: for _ in (1..=3).rev().step_by(2) {
                sum *= 0.5;
            }
            sum
        }",
        expect![[r#"
            fn f(x#0: &[f64]) -> f64
                let mut sum#1: f64 = 0.0
                let bound#2: usize = {x#0.len() - 1}
                for i#3: usize in {0}..bound#2
                    let index#4: usize = {i#3 + 1}
                    let element#5: f64 = x#0[index#4]
                    let element#6: f64 = x#0[i#3]
                    let element#7: f64 = x#0[i#3]
                    let product#8: f64 = mul(element#6, element#7)
                    let a#9: f64 = sub(element#5, product#8)
                    let element#10: f64 = x#0[i#3]
                    let b#11: f64 = sub(1.0, element#10)
                    let product#12: f64 = mul(100.0, a#9)
                    let product#13: f64 = mul(product#12, a#9)
                    let product#14: f64 = mul(b#11, b#11)
                    let sum#15: f64 = add(product#13, product#14)
                    sum#1 += sum#15
                'outer: for i#16: usize in {1}..={3} rev step_by {2}
                    let product#17: f64 = mul(sum#1, 0.5)
                    sum#1 = product#17
                yield sum#1
        "#]],
    );
}

#[test]
fn a_panic_is_of_every_type() {
    check(
        "fn f(x: f64) -> f64 {
            assert!(x.is_finite(), \"{x} is odd\");
            if x > 0.0 { x.ln() } else { panic!(\"no logarithm of {}\", x) }
        }",
        expect![[r#"
            fn f(x#0: f64) -> f64
                effect {assert ! (x.is_finite(), "{x} is odd")}!
                let condition#1: bool = {x#0 > 0.0}
                let value#3: f64 = if condition#1
                    let ln#2: f64 = ln(x#0)
                    yield ln#2
                else
                    yield {panic ! ("no logarithm of {}", x)}!
                yield value#3
        "#]],
    );
}

#[test]
fn a_return_that_says_nothing_more() {
    check(
        "fn f(x: f64) -> f64 { let y = x * x; return y + 1.0; }",
        expect![[r#"
        fn f(x#0: f64) -> f64
            let y#1: f64 = mul(x#0, x#0)
            let sum#2: f64 = add(y#1, 1.0)
            yield sum#2
    "#]],
    );
    check(
        "fn f(x: f64) -> f64 { if x > 1.0 { return x; } else { return x.sin(); } }",
        expect![[r#"
        fn f(x#0: f64) -> f64
            let condition#1: bool = {x#0 > 1.0}
            let value#3: f64 = if condition#1
                yield x#0
            else
                let sin#2: f64 = sin(x#0)
                yield sin#2
            yield value#3
    "#]],
    );
}

#[test]
fn blocks_as_scopes() {
    check(
        "fn f(x: f64) -> f64 {
            let mut y = x;
            {
                let x = 3.0;
                y *= x;
            }
            x + { let t = y.sin(); t * t }
        }",
        expect![[r#"
            fn f(x#0: f64) -> f64
                let mut y#1: f64 = x#0
                scope
                    let x#2: f64 = 3.0
                    let product#3: f64 = mul(y#1, x#2)
                    y#1 = product#3
                let value#6: f64 = scope
                    let t#4: f64 = sin(y#1)
                    let product#5: f64 = mul(t#4, t#4)
                    yield product#5
                let sum#7: f64 = add(x#0, value#6)
                yield sum#7
        "#]],
    );
}

#[test]
fn bounds_keep_their_order() {
    check(
        "fn f(x: f64, mut n: usize) -> f64 { let mut s = x; for _ in (n..{ n += 2; n }) { s *= x; } s }",
        expect![[r#"
            fn f(x#0: f64, #[constant] mut n#1: usize) -> f64
                let mut s#2: f64 = x#0
                let n_before#4: usize = n#1
                let bound#3: usize = {{ n#1 += 2; n#1 }}! writes n#1
                for i#5: usize in n_before#4..bound#3
                    let product#6: f64 = mul(s#2, x#0)
                    s#2 = product#6
                yield s#2
        "#]],
    );
}

#[test]
fn items_of_inner_blocks() {
    check(
        "fn f(x: f64, w: &[f64]) -> f64 {
            const M: usize = 2;
            let mut y = { const N: i32 = 3; x.powi(N) };
            for i in 0..M {
                use std::f64::consts::PI;
                const STRIDE: usize = 2;
                fn twice(i: usize) -> usize { i * 2 }
                let v = [0.0; STRIDE];
                y += w[i * STRIDE] * PI + v[0] + w[twice(i)];
            }
            if x > 0.0 { use std::f64::consts::PI; struct Own; impl Own {} y * PI } else { impl Named for Other {} y }
        }",
        expect![[r#"
            fn f(x#0: f64, w#1: &[f64]) -> f64
                float PI
                item const N : i32 = 3;
                item use std::f64::consts::PI;
                item const STRIDE : usize = 2;
                item fn twice (i : usize) -> usize { i * 2 }
                item struct Own;
                item impl Own { }
                item const M : usize = 2;
                let mut y#4: f64 = scope
                    let exponent#2: i32 = {N}
                    let powi#3: f64 = powi(x#0, exponent#2)
                    yield powi#3
                let bound#5: usize = {M}
                for i#6: usize in {0}..bound#5
                    let v#7: [f64; STRIDE] = [0.0; {STRIDE}]
                    let index#8: usize = {i#6 * STRIDE}
                    let element#9: f64 = w#1[index#8]
                    let constant#10: f64 = {PI}
                    let product#11: f64 = mul(element#9, constant#10)
                    let element#12: f64 = v#7[{0}]
                    let sum#13: f64 = add(product#11, element#12)
                    let index#14: usize = {twice (i#6)}!
                    let element#15: f64 = w#1[index#14]
                    let sum#16: f64 = add(sum#13, element#15)
                    y#4 += sum#16
                let condition#17: bool = {x#0 > 0.0}
                let value#20: f64 = if condition#17
                    let constant#18: f64 = {PI}
                    let product#19: f64 = mul(y#4, constant#18)
                    yield product#19
                else
                    yield y#4
                yield value#20
        "#]],
    );
    let refusals = [
        "let y = { const N: i32 = 3; x.powi(N) }; y * N",
        "let y = { const N: i32 = 3; x.powi(N) }; let z = { const N: i32 = 2; y.powi(N) }; z",
        "let y = { use std::f64::consts::*; x * PI }; y",
        "let N = x; let y = { const N: f64 = 3.0; x * N }; y",
        "let y = { const N: i32 = 3; x.powi(N) }; println!(\"{N}\"); y",
    ];
    for body in refusals {
        let errors = super::analysed("", &format!("fn f(x: f64) -> f64 {{ {body} }}"));
        assert!(errors.contains("in an inner block cannot be"), "{body}\n{errors}");
    }
}
