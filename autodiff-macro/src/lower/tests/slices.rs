use super::check;
use expect_test::expect;

#[test]
fn sources_are_counted_loops() {
    check(
        "fn f(x: &[f64], y: &[f64]) -> f64 {
            let mut s = 0.0;
            for (i, (a, &b)) in x.iter().zip(y).enumerate().skip(1) { s += a * b * i as f64; }
            for v in x.iter().rev().step_by(2) { if *v > 0.0 { s += v; } }
            s
        }",
        expect![[r#"
            fn f(x#0: &[f64], y#1: &[f64]) -> f64
                let mut s#2: f64 = 0.0
                let bound#3: usize = {x#0.len().min (y#1.len())}
                for i#4: usize in {1}..bound#3
                    let a#5: f64 = x#0[i#4]
                    let b#6: f64 = y#1[i#4]
                    let value#7: f64 = a#5
                    let product#8: f64 = mul(value#7, b#6)
                    let constant#9: f64 = {i#4 as f64}
                    let product#10: f64 = mul(product#8, constant#9)
                    s#2 += product#10
                let bound#11: usize = {x#0.len()}
                for i#12: usize in {0}..bound#11 rev step_by {2}
                    let v#13: f64 = x#0[i#12]
                    let condition#14: bool = {v#13 > 0.0}
                    if condition#14
                        let value#15: f64 = v#13
                        s#2 += value#15
                yield s#2
        "#]],
    );
}

#[test]
fn exclusive_references_stand_for_their_places() {
    check(
        "fn f(w: &[f64], n: usize) -> Vec<f64> {
            let mut h = vec![0.0; n];
            for (h, row) in h.iter_mut().zip(w.chunks_exact(2)) { *h = row[0] * row[1]; }
            let (l, r) = h.split_at_mut(1);
            l[0] *= r[0];
            h
        }",
        expect![[r#"
            fn f(w#0: &[f64], #[constant] n#1: usize) -> Vec<f64>
                let mut h#2: Vec<f64> = vec[0.0; {n#1}]
                let bound#3: usize = {h#2.len().min (w#0.len() / 2)}
                for i#4: usize in {0}..bound#3
                    let start#5: usize = {i#4 * 2}
                    let end#6: usize = {(i#4 + 1) * 2}
                    let row#7: &[f64] = &w#0[start#5..end#6]
                    let element#8: f64 = row#7[{0}]
                    let element#9: f64 = row#7[{1}]
                    let product#10: f64 = mul(element#8, element#9)
                    h#2[i#4] = product#10
                let element#11: f64 = h#2[{1}..][{0}]
                let element#12: f64 = h#2[..{1}][{0}]
                let product#13: f64 = mul(element#12, element#11)
                h#2[..{1}][{0}] = product#13
                yield h#2
        "#]],
    );
}
