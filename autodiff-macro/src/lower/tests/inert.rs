//! What carries no derivative is left as it was written; what would hide one is refused.

use super::{analysed, body, check, refused};
use expect_test::expect;

#[test]
fn closures_and_ranges_that_capture() {
    body(
        "let g = { |t: f64| t * x }; s += g(2.0);",
        expect![[r#"
            error: a closure that may carry a derivative cannot be differentiated where it is handed away: what calls it is not visible here; call it in this function, by the name that `let` gives it, or hand its result away
        "#]],
    );
    body(
        "let g = (|t: f64| t * x, 1); s += (g.0)(2.0);",
        expect![[r#"
            error: a closure that may carry a derivative cannot be differentiated where it is handed away: what calls it is not visible here; call it in this function, by the name that `let` gives it, or hand its result away
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
                let constant#5: f64 = {data#1.iter().sum::< f64 >()}!
                let constant#6: f64 = {data#1.len() as f64}
                let mean#7: f64 = div(constant#5, constant#6)
                let total#8: f64 = {data#1.iter().map (| d | d * c#2).sum()}!
                let part#9: &[f64] = {&data#1[1 .. 3]}
                let all#10: &[f64] = data#1
                let twice#11: Vec<f64> = to_vec(data#1)
                let chosen#12: f64 = {match n#4 { 0 => c#2, _ => data#1[n#4] }}
                let scale#13: _ = {| t : f64 | t * c#2}!
                let list#14: Vec<f64> = vec[c#2, 1.0]
                let best#15: f64 = {data#1.iter().cloned().fold (f64::MIN, f64::max)}!
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
                let constant#26: f64 = {scale#13 (c#2)}!
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
            fn f(x#0: f64, v#1: &[f64], #[constant] n#2: usize, #[constant] m#3: &Model) -> f64
                let mut s#4: f64 = 0.0
                let mut sum#5: f64 = -0.0
                let bound#6: usize = {v#1.len()}
                for i#7: usize in {0}..bound#6
                    let element#8: f64 = v#1[i#7]
                    sum#5 += element#8
                let mean#9: f64 = sum#5
                s#4 += mean#9
                yield s#4
        "#]],
    );
    body(
        "let scale = |t: f64| t * x; s += scale(2.0);",
        expect![[r#"
            fn f(x#0: f64, v#1: &[f64], #[constant] n#2: usize, #[constant] m#3: &Model) -> f64
                let mut s#4: f64 = 0.0
                let t#5: f64 = 2.0
                let product#6: f64 = mul(t#5, x#0)
                s#4 += product#6
                yield s#4
        "#]],
    );
    refused("", "fn f(x: f64, #[constant] c: f64) -> f64 { let g = |t: f64| t * c; g(x) }", expect![""]);
    refused("", "fn f(x: f64, #[constant] mut c: f64) -> f64 { c = x; [c].iter().sum::<f64>() }", expect![""]);
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
            error: the method `push_str` cannot be differentiated: only the methods of `f64` and `f32` are known, on values known to be floats; if it is called on one, annotate that, as in `let x: f64 = ..`, else call a function or a method of your own with `#[differentiate]`
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
        let printed = analysed("", &text);
        assert!(!printed.starts_with("error"), "{text}\n{printed}");
        assert!(!text.contains("stop") || printed.contains("primitive stop_gradient"), "{text}\n{printed}");
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
