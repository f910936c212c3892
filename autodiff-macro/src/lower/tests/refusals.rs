use super::{check, refused};
use expect_test::expect;

fn body(body: &str, expected: expect_test::Expect) {
    refused("", &format!("fn f(x: f64, v: &[f64], n: usize) -> f64 {{ let mut s = 0.0; {body} s }}"), expected);
}

#[test]
fn control_flow() {
    body(
        "if let [y, ..] = v { s += y; }",
        expect![[r#"
            error: this pattern cannot be differentiated: where its parts are is not visible in it; give a number or a slice a name, and test that with a guard or with `if`
        "#]],
    );
    body(
        "let [first, .., last] = v else { return 0.0 }; s += first * last; if let Ok(y) = Ok(x) { s += y; }",
        expect![[r#"
            error: this pattern cannot be differentiated: where its parts are is not visible in it; give a number or a slice a name, and test that with a guard or with `if`
            error: this variant cannot be differentiated: what the others of its type hold is not known here; use an `Option`, or an enum of your own with `#[derive(Differentiable)]`
        "#]],
    );
}

#[test]
fn expressions() {
    body(
        "s += apply(|t: f64| t * x);",
        expect![[r#"
            error: a closure that may carry a derivative cannot be differentiated where it is handed away: what calls it is not visible here; call it in this function, by the name that `let` gives it, or hand its result away
        "#]],
    );
    body("update(&mut s, x);", expect![""]);
    body(
        "s += P { x, y: 1.0 }.x + Some(x).unwrap() + Self::g(x) + T::h(x) + *Box::new(x);",
        expect![[r#"
            error: a call of this function of std's cannot be differentiated: it keeps what it is given, or hides it; call a function with `#[differentiate]`, or keep the value in a variable, an array, a `Vec` or a struct of your own
        "#]],
    );
    body(
        "s += unsafe { *v.get_unchecked(0) } * x;",
        expect![[r#"
        error: `unsafe` cannot be differentiated: what it does to memory is not visible here; write safe code, or a rule of your own with `#[pullback]`
    "#]],
    );
    body(
        "s += dbg!(x) + mine!(x);",
        expect![[r#"
        error: `dbg!` around a value cannot be differentiated: a macro's result is not visible here; bind the value with `let` and write `dbg!(name);` as a statement
        error: this macro cannot be differentiated: what it expands to is not visible here; write what it does, or move it into a function
    "#]],
    );
    body(
        "s += x.next_up() + x.foo() + x.powi(2, 3);",
        expect![[r#"
            error: the method `next_up` of a float cannot be differentiated: its derivative is not known; write it with the methods of the documentation's list, or call a function with `#[differentiate]` or a `#[pullback]`
        "#]],
    );
    body(
        "#[cfg(test)] let y = 1.0; #[cfg(test)] { s += x; }",
        expect![[r#"
        error: a statement under `#[cfg]` cannot be differentiated: whether it is there is decided after the derivative is; write `if cfg!(…)`, or put the `#[cfg]` on the function
    "#]],
    );
    body("let k = { s = x; 3 }; let P { a, .. } = make(x);", expect![""]);
    body(
        "s += x?; async { x }.await;",
        expect![[r#"
        error: `?` cannot be differentiated: a result that carries a derivative has no place for an error; return an `Option`, or test with `if` and `else`
        error: `async` code cannot be differentiated: when it runs is not known; compute the numbers first and await around the function
    "#]],
    );
    body(
        "let h = make(x); h.push(x); let k = h.len(); s += h.total();",
        expect![[r#"
            error: the method `push` cannot be differentiated: only the methods of `f64` and `f32` are known, on values known to be floats; if it is called on one, annotate that, as in `let x: f64 = ..`, else call a function or a method of your own with `#[differentiate]`
        "#]],
    );
}

#[test]
fn iterators() {
    body(
        "s += v.iter().scan(x, |t, u| { *t += u; Some(*t) }).sum::<f64>();",
        expect![[r#"
        error: a loop over `scan` cannot be differentiated here: which items it gives is not followed through it; write a loop, with its state in a variable
    "#]],
    );
    body(
        "for w in v.chunks_exact(2).rev() { s += w[0]; } v.iter().filter(|t| **t > x).skip(n).for_each(|t| s += t);",
        expect![[r#"
            error: a loop over `skip` cannot be differentiated here: which items it gives is not followed through it; behind `filter`, `flat_map`, `chain` or a closure that changes something, collect into a `Vec` first
        "#]],
    );
    body(
        "let u = v.windows(2).map(|w| w[0]); s += u.sum::<f64>();",
        expect![[r#"
        error: an iterator over values that may carry a derivative cannot be differentiated here: what takes its items is not followed; write the whole chain where its items are used, up to `sum`, `product`, `fold`, `for_each`, `reduce` or `collect`, or a `for` loop over it
    "#]],
    );
    body("let k = v.iter().position(|t| *t > 1.0).unwrap(); s += v[k];", expect![""]);
}

#[test]
fn what_rustc_says_better() {
    body("s += x.powi() + f64::atan2(x) + relu(x, 2.0);", expect![[""]]);
    check(
        "fn f(x: f64) -> f64 { relu(x, 2.0) }",
        expect![[r#"
        fn f(x#0: f64) -> f64
            let value#1: _ = call relu(x#0, 2.0)
            let float#2: f64 = pin(value#1)
            yield float#2
    "#]],
    );
    refused(
        "",
        "fn f(act: fn(f64) -> f64, x: f64) -> f64 { act(x) }",
        expect![[r#"
        error: a parameter that is a function cannot be differentiated: which function runs is not known here; call a function with `#[differentiate]` by its name
    "#]],
    );
}

#[test]
fn references() {
    let items = [
        "let l = if x > s { &x } else { &s }; *l",
        "let r = { &x }; *r * s",
        "let (p, q) = (&x, &s); *p * *q",
        "let p = [&x, &s]; *p[0]",
        "let p = (&x, 1); *p.0",
        "*(if x > s { &x } else { &s })",
        "let p = if x > s { v } else { w }; p[0]",
        "let (p, q) = if x > s { (v, w) } else { (w, v) }; p[0] * q[0]",
        "let r; r = &x; *r",
        "let r; r = v; r[0]",
    ];
    for item in items {
        let text = format!("fn f(x: f64, s: f64, v: &[f64], w: &[f64]) -> f64 {{ {item} }}");
        let errors = super::analysed("", &text);
        assert!(errors.starts_with("error: this reference cannot be"), "{item}\n{errors}");
        assert!(errors.lines().count() == 1, "{item}\n{errors}");
    }
}

#[test]
fn aliases() {
    body(
        "s += x as Real + (n as Real) * x + x as _;",
        expect![[r#"
        error: a cast to `Real` cannot be differentiated: a macro sees the name, not the type that it stands for; write the type itself, as in `x as f64`
        error: a cast to `_` cannot be differentiated: a macro sees the name, not the type that it stands for; write the type itself, as in `x as f64`
    "#]],
    );
    refused(
        "",
        "fn f(x: Real, y: &[units::Meter], z: (f64, usize), o: Option<f64>) -> Vec<Real> { x }",
        expect![[r#"
            error: a parameter of this type cannot be differentiated: only floats, arrays, slices, `Vec`s, tuples and options of floats, and types of your own are supported yet; take one of these, or mark the parameter `#[constant]`
        "#]],
    );
}

#[test]
fn writes_in_disguise() {
    body(
        "let mut w = [x, 1.0]; assert!({ w.reverse(); true }); s += w[0];",
        expect![[r#"
        error: this expression cannot be differentiated: it may change a variable that may carry a derivative in a way that is not visible here; assign the variable in a statement of its own
    "#]],
    );
    body(
        "assert!({ s += x; true });",
        expect![[r#"
        error: this expression cannot be differentiated: it may change a variable that may carry a derivative in a way that is not visible here; assign the variable in a statement of its own
    "#]],
    );
    body(
        "let __v1 = x;",
        expect![[r#"
            error: `__v1` cannot be used in a differentiated function: the macro makes names like this itself; choose another
        "#]],
    );
}
