use super::{check, refused};
use expect_test::expect;

#[test]
fn written_and_lent() {
    check(
        "fn f(x: f64, y: &mut [f64], acc: &mut f64) {
            *acc += x;
            y[0] = *acc * y[1];
            step(y, x);
            step(&mut y[1..], *acc);
            let r = take(&mut *acc, y[0]);
            *acc *= r;
            let again = acc;
            *again -= 1.0;
            let _ = take(again, x);
        }",
        expect![[r#"
            fn f(x#0: f64, y#1: &mut [f64], acc#2: &mut f64) -> ()
                (*acc#2) += x#0
                let value#3: f64 = (*acc#2)
                let element#4: f64 = y#1[{1}]
                let product#5: f64 = mul(value#3, element#4)
                y#1[{0}] = product#5
                call step(&mut (*y#1), x#0)
                let value#6: f64 = (*acc#2)
                call step(&mut y#1[{1}..], value#6)
                let element#7: f64 = y#1[{0}]
                let value#8: _ = call take(&mut (*acc#2), element#7)
                let r#9: f64 = pin(value#8)
                let value#10: f64 = (*acc#2)
                let product#11: f64 = mul(value#10, r#9)
                (*acc#2) = product#11
                (*acc#2) -= 1.0
                let _value#12: _ = call take(&mut (*acc#2), x#0)
        "#]],
    );
}

#[test]
fn counters_stay_whole() {
    check(
        "fn f(x: &mut [f64], n: &mut usize) {
            *n += 1;
            tick(n);
            for i in 0..*n {
                x[i] *= 2.0;
            }
        }",
        expect![[r#"
            fn f(x#0: &mut [f64], #[constant] n#1: &mut usize) -> ()
                effect {* n#1 += 1}! writes n#1
                effect {tick (n#1)}! writes n#1
                let bound#2: usize = {* n#1}
                for i#3: usize in {0}..bound#2
                    let element#4: f64 = x#0[i#3]
                    let product#5: f64 = mul(element#4, 2.0)
                    x#0[i#3] = product#5
        "#]],
    );
}

#[test]
fn given_away() {
    refused(
        "",
        "fn f(y: &mut [f64]) {
            let n: usize = 1 + count(y);
            for v in order(y) {
                println!(\"{v}\");
            }
            assert!(check(y));
        }",
        expect![[r#"
            error: `&mut` of a value that may carry a derivative cannot be differentiated here: what writes it must be the call of a differentiated function, as a statement or behind `let`; make it one, or let the callee return what it computes
            error: this expression cannot be differentiated: it may change a variable that may carry a derivative in a way that is not visible here; assign the variable in a statement of its own
        "#]],
    );
}
