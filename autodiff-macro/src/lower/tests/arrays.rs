use super::check;
use expect_test::expect;

#[test]
fn elements() {
    check(
        "fn f<const N: usize>(w: &[[f64; N]], x: &[f64; N], idx: &[usize]) -> f64 {
            let mut h = [0.0; N];
            for i in 0..w.len() {
                for j in 0..w[i].len() {
                    h[j] += w[i][j] * x[idx[j]];
                    h[j] *= 0.5;
                }
            }
            let g = h;
            let k = idx[0] + 1;
            h[k] = g[k];
            h[0]
        }",
        expect![[r#"
            fn f(w#0: &[[f64; N]], x#1: &[f64; N], #[constant] idx#2: &[usize]) -> f64
                let mut h#3: [f64; N] = [0.0; {N}]
                let bound#4: usize = {w#0.len()}
                for i#5: usize in {0}..bound#4
                    let bound#6: usize = {w#0[i#5].len()}
                    for j#7: usize in {0}..bound#6
                        let element#8: f64 = w#0[i#5][j#7]
                        let index#9: usize = {idx#2[j#7]}
                        let element#10: f64 = x#1[index#9]
                        let product#11: f64 = mul(element#8, element#10)
                        h#3[j#7] += product#11
                        let element#12: f64 = h#3[j#7]
                        let product#13: f64 = mul(element#12, 0.5)
                        h#3[j#7] = product#13
                let g#14: [f64; N] = h#3
                let k#15: usize = {idx#2[0] + 1}
                let element#16: f64 = g#14[k#15]
                h#3[k#15] = element#16
                let element#17: f64 = h#3[{0}]
                yield element#17
        "#]],
    );
}

#[test]
fn vectors() {
    check(
        "fn f(x: &[f64], b: Vec<f64>) -> Vec<f64> {
            let n = x.len();
            let mut y = vec![0.0; n];
            let scale = 1.0 / x.len() as f64;
            for i in 0..n {
                y[i] = b[i] * x[i] * scale;
                y[n - 1 - i] -= x[i];
            }
            y
        }",
        expect![[r#"
            fn f(x#0: &[f64], b#1: Vec<f64>) -> Vec<f64>
                let n#2: usize = {x#0.len()}
                let mut y#3: Vec<f64> = vec[0.0; {n#2}]
                let scale#4: f64 = {1.0 / x#0.len() as f64}
                for i#5: usize in {0}..n#2
                    let element#6: f64 = b#1[i#5]
                    let element#7: f64 = x#0[i#5]
                    let product#8: f64 = mul(element#6, element#7)
                    let product#9: f64 = mul(product#8, scale#4)
                    y#3[i#5] = product#9
                    let element#10: f64 = x#0[i#5]
                    let index#11: usize = {n#2 - 1 - i#5}
                    y#3[index#11] -= element#10
                yield y#3
        "#]],
    );
}

#[test]
fn listed_and_nested() {
    check(
        "fn f(a: f64) -> f64 {
            let m = [[a, 2.0], [0.0, a * a]];
            let v = [1.0, 2.0];
            let row = m[1];
            let k = [0usize, 1];
            m[0][0] * row[k[1]] + v[0]
        }",
        expect![[r#"
            fn f(a#0: f64) -> f64
                let array#1: [f64; 2] = [a#0, 2.0]
                let product#2: f64 = mul(a#0, a#0)
                let array#3: [f64; 2] = [0.0, product#2]
                let m#4: [[f64; 2]; 2] = [array#1, array#3]
                let v#5: [f64; 2] = [1.0, 2.0]
                let row#6: [f64; 2] = m#4[{1}]
                let k#7: [usize; 2] = {[0usize, 1]}
                let element#8: f64 = m#4[{0}][{0}]
                let index#9: usize = {k#7[1]}
                let element#10: f64 = row#6[index#9]
                let product#11: f64 = mul(element#8, element#10)
                let element#12: f64 = v#5[{0}]
                let sum#13: f64 = add(product#11, element#12)
                yield sum#13
        "#]],
    );
}
