use super::{check, refused};
use expect_test::expect;

#[test]
fn methods_that_write() {
    check(
        "fn f(x: &[f64], w: f64, i: usize) -> f64 {
            let mut a = x.to_vec();
            let mut b = [w; 4];
            let mut m = vec![vec![w], Vec::new()];
            a.swap(i, 0);
            a[1..i].fill(w * 2.0);
            b.copy_from_slice(&a[..4]);
            m[i].extend_from_slice(&b);
            m[0] = a.clone();
            m.swap(i, i + 1);
            std::mem::swap(&mut a, &mut m[1]);
            let old = std::mem::replace(&mut m[0], vec![w]);
            a.truncate(2);
            old[0]
        }",
        expect![[r#"
            fn f(x#0: &[f64], w#1: f64, #[constant] i#2: usize) -> f64
                let mut a#3: Vec<f64> = to_vec(x#0)
                let mut b#4: [f64; 4] = [w#1; {4}]
                let buffer#5: Vec<f64> = vec[w#1]
                let value#6: Vec<f64> = runtime::Vec::new()
                let mut m#7: Vec<Vec<f64>> = vec[buffer#5, value#6]
                exchange a#3[i#2] with [{0}]
                let product#8: f64 = mul(w#1, 2.0)
                fill a#3[{1}..i#2] <- product#8
                copy b#4 <- &a#3[..{4}]
                let length#9: usize = {m#7[i#2].len()}
                extend m#7[i#2] <- &b#4 from length#9
                let buffer#10: Vec<f64> = clone(a#3)
                let length#11: usize = {m#7[0].len()}
                m#7[{0}] = buffer#10 from length#11
                let index#12: usize = {i#2 + 1}
                exchange m#7[i#2] with [index#12]
                swap a#3 with &mut m#7[{1}]
                let buffer#13: Vec<f64> = vec[w#1]
                let mut before#14: Vec<f64> = buffer#13
                swap m#7[{0}] with &mut before#14
                let old#15: Vec<f64> = before#14
                let length#16: usize = {a#3.len()}
                truncate a#3 to {2} from length#16
                let element#17: f64 = old#15[{0}]
                yield element#17
        "#]],
    );
}

#[test]
fn vectors_that_grow() {
    check(
        "fn f(x: &[f64], w: f64) -> f64 {
            let mut v = Vec::new();
            let mut rows = Vec::with_capacity(x.len());
            for i in 0..x.len() {
                v.push(x[i] * w);
                *v.last_mut().unwrap() += 1.0;
            }
            rows.push(v);
            let mut row = rows.pop().unwrap();
            let mut s = row.pop().expect(\"one\");
            row.pop();
            while let Some(top) = row.pop() {
                s *= top;
            }
            s
        }",
        expect![[r#"
            fn f(x#0: &[f64], w#1: f64) -> f64
                let mut v#2: Vec<f64> = runtime::Vec::new()
                let capacity#3: usize = {x#0.len()}
                let mut rows#4: Vec<Vec<f64>> = runtime::Vec::with_capacity(capacity#3)
                let bound#5: usize = {x#0.len()}
                for i#6: usize in {0}..bound#5
                    let element#7: f64 = x#0[i#6]
                    let product#8: f64 = mul(element#7, w#1)
                    push v#2 <- product#8
                    let index#9: usize = {v#2.len() - 1}
                    v#2[index#9] += 1.0
                push rows#4 <- v#2
                let mut row#10: Vec<f64> = pop rows#4
                let mut s#11: f64 = pop row#10
                let length#12: usize = {row#10.len()}
                truncate row#10 to {length#12.saturating_sub (1)} from length#12
                let mut trips#16: usize = {0_usize}
                while {! row#10.is_empty()}
                    trips#16 += {1}
                    let top#14: f64 = pop row#10
                    let product#15: f64 = mul(s#11, top#14)
                    s#11 = product#15
                yield s#11
        "#]],
    );
}

#[test]
fn methods_that_are_not_followed() {
    refused(
        "",
        "fn f(x: &[f64]) -> f64 {
            let mut a = x.to_vec();
            let mut rows = vec![a.clone()];
            a.insert(0, 1.0);
            a.sort_by(f64::total_cmp);
            let last = a.pop();
            rows.clear();
            let pair = std::mem::take(&mut (a[0], a[1]));
            a[0]
        }",
        expect![[r#"
            error: `insert` of a `Vec` or a slice that may carry a derivative cannot be differentiated: which numbers end up where is not followed through it; write a loop that pushes what is to stay onto a new `Vec`
            error: `sort_by` of a `Vec` or a slice that may carry a derivative cannot be differentiated: which numbers end up where is not followed through it; sort a `Vec` of indices and read through it, or write the sort with `swap`
            error: `pop` of a `Vec` or a slice that may carry a derivative cannot be differentiated: which numbers end up where is not followed through it; write `let last = v.pop().unwrap();`
            error: `&mut` of a value that may carry a derivative cannot be differentiated here: what writes it must be the call of a differentiated function, as a statement or behind `let`; make it one, or let the callee return what it computes
        "#]],
    );
}
