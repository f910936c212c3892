use super::check;
use expect_test::expect;

#[test]
fn by_name() {
    check(
        "fn loss(x: &[f64], w1: &[f64], b1: &[f64], w2: &[f64], target: f64) -> f64 {
            let h = dense(x, w1, b1);
            let y = layers::dense::<3>(&h, w2, &[target, 1.0]);
            (y[0] - target).powi(2)
        }",
        expect![[r#"
            fn loss(x#0: &[f64], w1#1: &[f64], b1#2: &[f64], w2#3: &[f64], target#4: f64) -> f64
                let h#5: _ = call dense(ref x#0, ref w1#1, ref b1#2)
                let value#6: [f64; 2] = [target#4, 1.0]
                let y#7: _ = call layers ::dense::< 3 >(ref &h#5, ref w2#3, ref &value#6)
                let element#8: _ = y#7[{0}]
                let float#9: f64 = pin(element#8)
                let difference#10: f64 = sub(float#9, target#4)
                let powi#11: f64 = powi(difference#10, {2})
                yield powi#11
        "#]],
    );
}

#[test]
fn results_used_as_floats_are_pinned() {
    check(
        "fn f(x: f64) -> f64 {
            let z = g(x);
            let a: f64 = g(x);
            let k: usize = count(x);
            let n = count(x);
            let u = g(z);
            let v = if x > 0.0 { g(x) } else { 1.0 };
            z * 2.0 + a + g(a) + (k + n) as f64 + v + h(&u, n, \"name\")
        }",
        expect![[r#"
            fn f(x#0: f64) -> f64
                let value#1: _ = call g(x#0)
                let z#2: f64 = pin(value#1)
                let a#3: f64 = call g(x#0)
                let k#4: usize = {count (x#0)}!
                let n#5: usize = {::autodiff_runtime::private::integer (count (x#0))}!
                let u#6: _ = call g(z#2)
                let condition#7: bool = {x#0 > 0.0}
                let v#10: f64 = if condition#7
                    let value#8: _ = call g(x#0)
                    let float#9: f64 = pin(value#8)
                    yield float#9
                else
                    yield 1.0
                let product#11: f64 = mul(z#2, 2.0)
                let sum#12: f64 = add(product#11, a#3)
                let value#13: _ = call g(a#3)
                let float#14: f64 = pin(value#13)
                let sum#15: f64 = add(sum#12, float#14)
                let constant#16: f64 = {(k#4 + n#5) as f64}
                let sum#17: f64 = add(sum#15, constant#16)
                let sum#18: f64 = add(sum#17, v#10)
                let value#19: _ = call h(ref &u#6, n#5, {"name"})
                let float#20: f64 = pin(value#19)
                let sum#21: f64 = add(sum#18, float#20)
                yield sum#21
        "#]],
    );
}

#[test]
fn a_layer_in_a_loop() {
    check(
        "fn f(x: &[f64], w: &[Vec<f64>]) -> f64 {
            let mut h = embed(x);
            for k in 0..w.len() {
                h = layer(&h, &w[k]);
            }
            h[0]
        }",
        expect![[r#"
            fn f(x#0: &[f64], w#1: &[Vec<f64>]) -> f64
                let mut h#2: _ = call embed(ref x#0)
                let bound#3: usize = {w#1.len()}
                for k#4: usize in {0}..bound#3
                    let value#5: _ = call layer(ref &h#2, ref &w#1[k#4])
                    h#2 = value#5
                let element#6: _ = h#2[{0}]
                let float#7: f64 = pin(element#6)
                yield float#7
        "#]],
    );
}

#[test]
fn names_that_the_body_rebinds() {
    check(
        "fn f(x: f64, exp: f64) -> f64 {
            fn relu(x: f64) -> f64 { x }
            use crate::mine::sigmoid as s;
            relu(x) + s(x) + tanh(x) * exp
        }",
        expect![[r#"
            fn f(x#0: f64, exp#1: f64) -> f64
                primitive tanh: tanh
                item use crate::mine::sigmoid as s;
                let value#2: _ = call s(x#0)
                let float#3: f64 = pin(value#2)
                let sum#4: f64 = add(x#0, float#3)
                let tanh#5: f64 = tanh<tanh>(x#0)
                let product#6: f64 = mul(tanh#5, exp#1)
                let sum#7: f64 = add(sum#4, product#6)
                yield sum#7
        "#]],
    );
    check(
        "fn f(x: f64) -> f64 { use autodiff_runtime::prelude::*; sigmoid(x) }",
        expect![[r#"
        fn f(x#0: f64) -> f64
            item use autodiff_runtime::prelude::*;
            let sigmoid#1: f64 = sigmoid<sigmoid>(x#0)
            yield sigmoid#1
    "#]],
    );
    check(
        "fn f(x: f64) -> f64 { use mine::*; sigmoid(x) + layers::sigmoid(x) }",
        expect![[r#"
        fn f(x#0: f64) -> f64
            item use mine::*;
            let value#1: _ = call sigmoid(x#0)
            let float#2: f64 = pin(value#1)
            let value#3: _ = call layers ::sigmoid(x#0)
            let float#4: f64 = pin(value#3)
            let sum#5: f64 = add(float#2, float#4)
            yield sum#5
    "#]],
    );
}

#[test]
fn own_path_of_the_runtime() {
    expect![[r#"
        fn f(x#0: f64) -> f64
            let exp#1: f64 = exp<crate::ad::exp>(x#0)
            let value#2: _ = call autodiff_runtime ::exp(x#0)
            let float#3: f64 = pin(value#2)
            let sum#4: f64 = add(exp#1, float#3)
            yield sum#4
    "#]]
    .assert_eq(&super::lowered(
        "crate = crate::ad",
        "fn f(x: f64) -> f64 { crate::ad::exp(x) + autodiff_runtime::exp(x) }",
    ));
}

#[test]
fn a_function_named_like_a_primitive_calls_itself() {
    check(
        "fn exp(x: f64, n: usize) -> f64 { if n == 0 { x } else { exp(x, n - 1) } }",
        expect![[r#"
        fn exp(x#0: f64, #[constant] n#1: usize) -> f64
            let condition#2: bool = {n#1 == 0}
            let value#6: f64 = if condition#2
                yield x#0
            else
                let constant#3: usize = {n#1 - 1}
                let value#4: _ = call exp(x#0, constant#3)
                let float#5: f64 = pin(value#4)
                yield float#5
            yield value#6
    "#]],
    );
}

#[test]
fn methods_of_what_calls_return() {
    check(
        "fn f(x: f64) -> f64 {
            let s = layer(x);
            let t = if s[2].cos() < 1.06 && s[1].abs() > 0.5 { s[0].abs() } else { 0.5 };
            let k = g(x);
            if k.abs() < 3 { t } else { g(x).max(h(x)) + s[k] }
        }",
        expect![[r#"
            fn f(x#0: f64) -> f64
                let s#1: _ = call layer(x#0)
                let condition#2: bool = {s#1[2].cos() < 1.06 &&s#1[1].abs() > 0.5}
                let t#6: f64 = if condition#2
                    let element#3: _ = s#1[{0}]
                    let float#4: f64 = pin(element#3)
                    let abs#5: f64 = abs(float#4)
                    yield abs#5
                else
                    yield 0.5
                let k#7: usize = {::autodiff_runtime::private::integer (g (x#0))}!
                let condition#8: bool = {k#7.abs() < 3}
                let value#17: f64 = if condition#8
                    yield t#6
                else
                    let value#9: _ = call g(x#0)
                    let float#10: f64 = pin(value#9)
                    let value#11: _ = call h(x#0)
                    let float#12: f64 = pin(value#11)
                    let max#13: f64 = max(float#10, float#12)
                    let element#14: _ = s#1[k#7]
                    let float#15: f64 = pin(element#14)
                    let sum#16: f64 = add(max#13, float#15)
                    yield sum#16
                yield value#17
        "#]],
    );
}

#[test]
fn recursion() {
    let errors = super::analysed(
        "boxed",
        "fn p<M: Differentiable>(x: &M, n: usize) -> f64 { if n == 0 { 1.0 } else { 2.0 * p(x, n - 1) } }",
    );
    expect![[r#"
        error: a function over this type that calls itself cannot be differentiated: what its pullback keeps may borrow, and has no type of its own; write `p` with a loop, or for a type that has a name
    "#]].assert_eq(&errors);
}

#[test]
fn lengths_of_what_calls_return() {
    check(
        "fn f<const N: usize>(x: &[f64; N]) -> f64 {
            let h = layer(x);
            let n = h.len();
            let mut s = 0.0;
            for i in 0..h.len() {
                s += h[i] / N as f64;
            }
            for i in 0..N {
                s += x[i];
            }
            s
        }",
        expect![[r#"
            fn f(x#0: &[f64; N]) -> f64
                let h#1: _ = call layer(ref x#0)
                let n#2: usize = {h#1.len()}
                let mut s#3: f64 = 0.0
                let bound#4: usize = {h#1.len()}
                for i#5: usize in {0}..bound#4
                    let element#6: _ = h#1[i#5]
                    let float#7: f64 = pin(element#6)
                    let constant#8: f64 = {N as f64}
                    let quotient#9: f64 = div(float#7, constant#8)
                    s#3 += quotient#9
                let bound#10: usize = {N}
                for i#11: usize in {0}..bound#10
                    let element#12: f64 = x#0[i#11]
                    s#3 += element#12
                yield s#3
        "#]],
    );
}

#[test]
fn aliases_of_types() {
    check(
        "fn f(x: f64, #[constant] k: Count) -> f64 {
            let y: Real = x * x;
            let z: Real = g(x);
            let w: Real = g(x);
            let n: Count = count(x);
            let v = [x, y];
            y * z + h(w) + v[n] + v[k]
        }",
        expect![[r#"
            fn f(x#0: f64, #[constant] k#1: Count) -> f64
                let y#2: f64 = mul(x#0, x#0)
                let z#3: Real = call g(x#0)
                let w#4: Real = call g(x#0)
                let n#5: usize = {count (x#0)}!
                let v#6: [f64; 2] = [x#0, y#2]
                let value#7: _ = call mul(y#2, z#3)
                let value#8: _ = call h(w#4)
                let value#9: _ = call add(value#7, value#8)
                let element#10: f64 = v#6[n#5]
                let value#11: _ = call add(value#9, element#10)
                let element#12: f64 = v#6[k#1]
                let value#13: _ = call add(value#11, element#12)
                let float#14: f64 = pin(value#13)
                yield float#14
        "#]],
    );
}
