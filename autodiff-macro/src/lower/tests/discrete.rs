use super::check;
use expect_test::expect;

#[test]
fn control_flow_over_integers_stays_opaque() {
    check(
        "fn f(x: &[f64], n: usize) -> f64 {
            let k = match n { 0 => 1, m if m % 2 == 0 => m / 2, _ => 3 * n + 1 };
            let even = (0..n).filter(|i| i % 2 == 0).count();
            let at = |i: usize, j: usize| i * n + j;
            let mut m = 1;
            while m < n { m *= 2; }
            m += k;
            x[at(k, m)] + x[even]
        }",
        expect![[r#"
            fn f(x#0: &[f64], #[constant] n#1: usize) -> f64
                let k#2: usize = {match n#1 { 0 => 1, m if m % 2 == 0 => m / 2, _ => 3 * n#1 + 1 }}
                let even#3: usize = {(0 .. n#1).filter (| i | i % 2 == 0).count()}!
                let at#4: inert = {| i : usize, j : usize | i * n#1 + j}!
                let mut m#5: int = {1}
                effect {while m#5 < n#1 { m#5 *= 2; }}! writes m#5
                let next#6: usize = {m#5 + k#2}
                m#5 = next#6
                let index#7: usize = {at#4 (k#2, m#5)}!
                let element#8: f64 = x#0[index#7]
                let element#9: f64 = x#0[even#3]
                let sum#10: f64 = add(element#8, element#9)
                yield sum#10
        "#]],
    );
}

#[test]
fn what_hides_a_number_is_noted() {
    check(
        "fn f(x: f64) -> f64 {
            let a = (x * 3.0) as usize;
            let b = (x * 3.0).floor() as i32;
            let c = x.to_bits();
            let d = { let y = x * 2.0; y as u8 };
            let e = format!(\"{x}\").len();
            x * (a + e) as f64 + b as f64
        }",
        expect![[r#"
            fn f(x#0: f64) -> f64
                let a#1: usize = {(x#0 * 3.0) as usize} CastToInteger of x#0
                let b#2: i32 = {(x#0 * 3.0).floor() as i32}
                let c#3: u64 = {x#0.to_bits()} Hides("to_bits") of x#0
                let d#6: u8 = scope
                    let y#4: f64 = mul(x#0, 2.0)
                    let constant#5: u8 = {y#4 as u8} CastToInteger of y#4
                    yield constant#5
                let e#7: usize = {format ! ("{x}").len()}! Hides("format!") of x#0
                let constant#8: f64 = {(a#1 + e#7) as f64}
                let product#9: f64 = mul(x#0, constant#8)
                let constant#10: f64 = {b#2 as f64}
                let sum#11: f64 = add(product#9, constant#10)
                yield sum#11
        "#]],
    );
}

#[test]
fn effects() {
    check(
        "fn f(x: f64, n: usize) -> f64 {
            println!(\"{} {x:?} {w:>n$}\", n, w = x * 2.0);
            dbg!(x);
            log_it(x);
            let _ = n + 1;
            let _ = x * x;
            let _ = log_it(x);
            _ = x;
            if n > 1 { x * x } else { 1.0 };
            let _ = { log_it(x); x };
            x
        }",
        expect![[r#"
            fn f(x#0: f64, #[constant] n#1: usize) -> f64
                effect {println ! ("{} {x:?} {w:>n$}", n, w = x * 2.0)}!
                effect {dbg ! (x)}!
                effect {log_it (x#0)}!
                effect {let _ = log_it (x#0)}!
                let condition#2: bool = {n#1 > 1}
                if condition#2
                scope
                    effect {log_it (x#0)}!
                yield x#0
        "#]],
    );
}

#[test]
fn conditions_with_unknown_calls_run_once() {
    check(
        "fn f(x: f64, n: usize) -> f64 { if check(x, n) { x } else { 0.0 } }",
        expect![[r#"
        fn f(x#0: f64, #[constant] n#1: usize) -> f64
            let condition#2: bool = {check (x#0, n#1)}!
            let value#3: f64 = if condition#2
                yield x#0
            else
                yield 0.0
            yield value#3
    "#]],
    );
}
