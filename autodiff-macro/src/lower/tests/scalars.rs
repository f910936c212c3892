use super::check;
use expect_test::expect;

#[test]
fn the_neuron() {
    check(
        "fn neuron_loss(w: f64, b: f64, #[constant] x: f64, #[constant] y: f64) -> f64 {
            let z = w * x + b;
            let a = sigmoid(z);
            (a - y).powi(2)
        }",
        expect![[r#"
            fn neuron_loss(w#0: f64, b#1: f64, #[constant] x#2: f64, #[constant] y#3: f64) -> f64
                primitive sigmoid: sigmoid
                let product#4: f64 = mul(w#0, x#2)
                let z#5: f64 = add(product#4, b#1)
                let a#6: f64 = sigmoid<sigmoid>(z#5)
                let difference#7: f64 = sub(a#6, y#3)
                let powi#8: f64 = powi(difference#7, {2})
                yield powi#8
        "#]],
    );
}

#[test]
fn named_primitives_and_paths() {
    check(
        "fn f(w: f64, x: f64, b: f64, y: f64) -> f64 {
            pow(sub(sigmoid(add(mul(w, x), b)), y), 2.0) + f64::sin(x) + autodiff_runtime::relu(x)
                + autodiff_runtime::primitive::tanh(powi(x, 3))
        }",
        expect![[r#"
            fn f(w#0: f64, x#1: f64, b#2: f64, y#3: f64) -> f64
                primitive pow: pow
                primitive sub: sub
                primitive sigmoid: sigmoid
                primitive add: add
                primitive mul: mul
                primitive powi: powi
                let product#4: f64 = mul<mul>(w#0, x#1)
                let sum#5: f64 = add<add>(product#4, b#2)
                let sigmoid#6: f64 = sigmoid<sigmoid>(sum#5)
                let difference#7: f64 = sub<sub>(sigmoid#6, y#3)
                let powf#8: f64 = powf<pow>(difference#7, 2.0)
                let sin#9: f64 = sin<f64::sin>(x#1)
                let sum#10: f64 = add(powf#8, sin#9)
                let relu#11: f64 = relu<autodiff_runtime::relu>(x#1)
                let sum#12: f64 = add(sum#10, relu#11)
                let powi#13: f64 = powi<powi>(x#1, {3})
                let tanh#14: f64 = tanh<autodiff_runtime::primitive::tanh>(powi#13)
                let sum#15: f64 = add(sum#12, tanh#14)
                yield sum#15
        "#]],
    );
}

#[test]
fn literals_and_kinds_of_floats() {
    check(
        "fn f(x: f32) -> f32 {
            let mut s = 0.0;
            let t = -1.5;
            let u: f32 = 2.0;
            s += x;
            s -= t * u;
            s *= 3f32;
            s / -2.0
        }",
        expect![[r#"
            fn f(x#0: f32) -> f32
                let mut s#1: f32 = 0.0
                let t#2: f32 = -1.5
                let u#3: f32 = 2.0
                s#1 += x#0
                let product#4: f32 = mul(t#2, u#3)
                s#1 -= product#4
                let product#5: f32 = mul(s#1, 3f32)
                s#1 = product#5
                let quotient#6: f32 = div(s#1, -2.0)
                yield quotient#6
        "#]],
    );
}

#[test]
fn constants_stay_whole() {
    check(
        "fn f(x: f64, n: usize) -> f64 {
            const RATE: f64 = 0.1;
            let scale = 2.0 * std::f64::consts::PI / n as f64;
            let y = x * RATE + LIMIT * scale;
            y.max(LIMIT) + (n + 1) as f64 * x
        }",
        expect![[r#"
            fn f(x#0: f64, #[constant] n#1: usize) -> f64
                float LIMIT
                item const RATE : f64 = 0.1;
                let scale#2: f64 = {2.0 * std::f64::consts::PI / n#1 as f64}
                let constant#3: f64 = {RATE}
                let product#4: f64 = mul(x#0, constant#3)
                let constant#5: f64 = {LIMIT}
                let product#6: f64 = mul(constant#5, scale#2)
                let y#7: f64 = add(product#4, product#6)
                let constant#8: f64 = {LIMIT}
                let max#9: f64 = max(y#7, constant#8)
                let constant#10: f64 = {(n#1 + 1) as f64}
                let product#11: f64 = mul(constant#10, x#0)
                let sum#12: f64 = add(max#9, product#11)
                yield sum#12
        "#]],
    );
}

#[test]
fn shadowing_and_deferred_initialisation() {
    check(
        "fn f(x: f64) -> f64 {
            let x = x * 2.0;
            let y;
            let x = { let x = x + 1.0; x.exp() };
            y = x;
            y + x
        }",
        expect![[r#"
            fn f(x#0: f64) -> f64
                let x#1: f64 = mul(x#0, 2.0)
                let y#2: f64
                let x#5: f64 = scope
                    let x#3: f64 = add(x#1, 1.0)
                    let exp#4: f64 = exp(x#3)
                    yield exp#4
                y#2 = x#5
                let sum#6: f64 = add(y#2, x#5)
                yield sum#6
        "#]],
    );
}

#[test]
fn operands_keep_their_order() {
    check(
        "fn f(mut x: f64) -> f64 { x + { x = 2.0 * x; x } }",
        expect![[r#"
        fn f(mut x#0: f64) -> f64
            let x_before#3: f64 = x#0
            let value#2: f64 = scope
                let product#1: f64 = mul(2.0, x#0)
                x#0 = product#1
                yield x#0
            let sum#4: f64 = add(x_before#3, value#2)
            yield sum#4
    "#]],
    );
}

#[test]
fn tuples() {
    check(
        "fn f(x: f64, y: f64) -> f64 {
            let (s, c) = x.sin_cos();
            let (mut a, b) = (s + y, c * y);
            let (x, y) = (y, x);
            (a, _) = (b, a);
            let p = (a, x);
            let ((q, _), r) = (p, y);
            p.0 * q + r
        }",
        expect![[r#"
            fn f(x#0: f64, y#1: f64) -> f64
                let sin#2: f64 = sin(x#0)
                let cos#3: f64 = cos(x#0)
                let s#4: f64 = sin#2
                let c#5: f64 = cos#3
                let sum#6: f64 = add(s#4, y#1)
                let product#7: f64 = mul(c#5, y#1)
                let mut a#8: f64 = sum#6
                let b#9: f64 = product#7
                let x#10: f64, y#11: f64 = scope
                    yield y#1, x#0
                let before#12: f64 = a#8
                a#8 = b#9
                let p#13: (f64, f64) = (a#8, x#10)
                let tuple#14: ((f64, f64), f64) = (p#13, y#11)
                let q#15: f64 = tuple#14.0.0
                let r#16: f64 = tuple#14.1
                let field#17: f64 = p#13.0
                let product#18: f64 = mul(field#17, q#15)
                let sum#19: f64 = add(product#18, r#16)
                yield sum#19
        "#]],
    );
}

#[test]
fn conversions() {
    check(
        "fn f(x: f32, y: f64) -> f64 { x as f64 * f64::from(x) + (y as f32).sqrt() as f64 + f64::from(3u8) * y }",
        expect![[r#"
            fn f(x#0: f32, y#1: f64) -> f64
                let converted#2: f64 = tof64(x#0)
                let converted#3: f64 = tof64<f64::from>(x#0)
                let product#4: f64 = mul(converted#2, converted#3)
                let converted#5: f32 = tof32(y#1)
                let sqrt#6: f32 = sqrt(converted#5)
                let converted#7: f64 = tof64(sqrt#6)
                let sum#8: f64 = add(product#4, converted#7)
                let constant#9: f64 = {f64::from (3u8)}
                let product#10: f64 = mul(constant#9, y#1)
                let sum#11: f64 = add(sum#8, product#10)
                yield sum#11
        "#]],
    );
}

#[test]
fn references() {
    check(
        "fn f(x: &f64, y: &f64) -> f64 { *x * y + x.sin() + y.max(*x) }",
        expect![[r#"
        fn f(x#0: &f64, y#1: &f64) -> f64
            let value#2: f64 = (*x#0)
            let value#3: f64 = (*y#1)
            let product#4: f64 = mul(value#2, value#3)
            let value#5: f64 = (*x#0)
            let sin#6: f64 = sin(value#5)
            let sum#7: f64 = add(product#4, sin#6)
            let value#8: f64 = (*y#1)
            let value#9: f64 = (*x#0)
            let max#10: f64 = max(value#8, value#9)
            let sum#11: f64 = add(sum#7, max#10)
            yield sum#11
    "#]],
    );
}

#[test]
fn references_that_are_looked_through() {
    check(
        "fn f(x: f64, v: &[f64], #[constant] m: &Model) -> f64 {
            let w = &[0.5, 1.5];
            let c = &m.weights;
            *&x * (&x).sin() * (&v)[0] * w[1] + (if x > 1.0 { &x } else { &v[0] }).exp() * c[0]
        }",
        expect![[r#"
            fn f(x#0: f64, v#1: &[f64], #[constant] m#2: &Model) -> f64
                let w#3: &[f64; 2] = {&[0.5, 1.5]}
                let c#4: &_ = {&m#2.weights}
                let sin#5: f64 = sin(x#0)
                let product#6: f64 = mul(x#0, sin#5)
                let element#7: f64 = v#1[{0}]
                let product#8: f64 = mul(product#6, element#7)
                let element#9: f64 = w#3[{1}]
                let product#10: f64 = mul(product#8, element#9)
                let condition#11: bool = {x#0 > 1.0}
                let value#13: f64 = if condition#11
                    yield x#0
                else
                    let element#12: f64 = v#1[{0}]
                    yield element#12
                let exp#14: f64 = exp(value#13)
                let constant#15: f64 = {::autodiff_runtime::private::float (c#4[0])}
                let product#16: f64 = mul(exp#14, constant#15)
                let sum#17: f64 = add(product#10, product#16)
                yield sum#17
        "#]],
    );
}

#[test]
fn tuples_of_annotated_and_assigned_parts() {
    check(
        "fn f(x: f64, w: &[f64]) -> f64 {
            let (mut s, t): (f64, f64) = (2.0, 0.5);
            let (p, q): (f64, f64) = if x > 0.0 { (1.0, x) } else { (x, 2.0) };
            let (mut h, mut c) = (x, start(w));
            let mut k = 0;
            (h, c) = cell(x, h, &c);
            (s, _) = if x > 1.0 { (h, s) } else { (s, h) };
            ((s, k), h) = other(x);
            let (saved, y) = (g(x), t);
            let big = saved.powi(4) < 0.5;
            s.tanh() + p * q + h + c[k] + if big { y } else { saved }
        }",
        expect![[r#"
            fn f(x#0: f64, w#1: &[f64]) -> f64
                let mut s#2: f64 = 2.0
                let t#3: f64 = 0.5
                let condition#4: bool = {x#0 > 0.0}
                let p#5: f64, q#6: f64 = if condition#4
                    yield 1.0, x#0
                else
                    yield x#0, 2.0
                let value#7: _ = call start(ref w#1)
                let mut h#8: f64 = x#0
                let mut c#9: _ = value#7
                let mut k#10: int = {0}
                let tuple#11: _ = call cell(x#0, h#8, ref &c#9)
                let field#12: _ = tuple#11.0
                let float#13: f64 = pin(field#12)
                h#8 = float#13
                let field#14: _ = tuple#11.1
                c#9 = field#14
                let condition#15: bool = {x#0 > 1.0}
                let tuple#18: (f64, f64) = if condition#15
                    let tuple#16: (f64, f64) = (h#8, s#2)
                    yield tuple#16
                else
                    let tuple#17: (f64, f64) = (s#2, h#8)
                    yield tuple#17
                let field#19: f64 = tuple#18.0
                s#2 = field#19
                let tuple#20: _ = call other(x#0)
                let field#21: _ = tuple#20.0.0
                let float#22: f64 = pin(field#21)
                s#2 = float#22
                let field#23: int = tuple#20.0.1
                k#10 = field#23
                let field#24: _ = tuple#20.1
                let float#25: f64 = pin(field#24)
                h#8 = float#25
                let value#26: _ = call g(x#0)
                let float#27: f64 = pin(value#26)
                let saved#28: f64 = float#27
                let y#29: f64 = t#3
                let big#30: bool = {saved#28.powi (4) < 0.5}
                let tanh#31: f64 = tanh(s#2)
                let product#32: f64 = mul(p#5, q#6)
                let sum#33: f64 = add(tanh#31, product#32)
                let sum#34: f64 = add(sum#33, h#8)
                let element#35: _ = c#9[k#10]
                let float#36: f64 = pin(element#35)
                let sum#37: f64 = add(sum#34, float#36)
                let value#38: f64 = if big#30
                    yield y#29
                else
                    yield saved#28
                let sum#39: f64 = add(sum#37, value#38)
                yield sum#39
        "#]],
    );
}

#[test]
fn results_of_several_numbers() {
    check(
        "fn f(x: f64, y: f64) -> (f64, [f64; 2]) { (x * y, [x, y + 1.0]) }",
        expect![[r#"
        fn f(x#0: f64, y#1: f64) -> (f64, [f64; 2])
            let product#2: f64 = mul(x#0, y#1)
            let sum#3: f64 = add(y#1, 1.0)
            let array#4: [f64; 2] = [x#0, sum#3]
            let tuple#5: (f64, [f64; 2]) = (product#2, array#4)
            yield tuple#5
    "#]],
    );
}

#[test]
fn sine_and_cosine_in_every_spelling() {
    check(
        "fn f(x: f64, z: f32) -> f64 {
            let (s, c) = f64::sin_cos(x);
            let (p, _) = if s > 0.0 { (1.0, c) } else { f64::sin_cos(s) };
            let pair = z.sin_cos();
            let (a, b) = g(x).sin_cos();
            s * c * p + pair.1 as f64 * a * b
        }",
        expect![[r#"
            fn f(x#0: f64, z#1: f32) -> f64
                let sin#2: f64 = sin(x#0)
                let cos#3: f64 = cos(x#0)
                let s#4: f64 = sin#2
                let c#5: f64 = cos#3
                let condition#6: bool = {s#4 > 0.0}
                let p#9: f64, _unused#10: f64 = if condition#6
                    yield 1.0, c#5
                else
                    let sin#7: f64 = sin(s#4)
                    let cos#8: f64 = cos(s#4)
                    yield sin#7, cos#8
                let sin#11: f32 = sin(z#1)
                let cos#12: f32 = cos(z#1)
                let pair#13: (f32, f32) = (sin#11, cos#12)
                let value#14: _ = call g(x#0)
                let float#15: f64 = pin(value#14)
                let sin#16: f64 = sin(float#15)
                let cos#17: f64 = cos(float#15)
                let a#18: f64 = sin#16
                let b#19: f64 = cos#17
                let product#20: f64 = mul(s#4, c#5)
                let product#21: f64 = mul(product#20, p#9)
                let field#22: f32 = pair#13.1
                let converted#23: f64 = tof64(field#22)
                let product#24: f64 = mul(converted#23, a#18)
                let product#25: f64 = mul(product#24, b#19)
                let sum#26: f64 = add(product#21, product#25)
                yield sum#26
        "#]],
    );
}
