use super::{check, refused};
use expect_test::expect;

#[test]
fn which_parameters() {
    refused(
        "wrt(w, q, k, w, c)",
        "fn f(w: f64, k: usize, #[constant] c: f64) -> f64 { w }",
        expect![[r#"
        error: `wrt` names `q`, which is no parameter of this function; it has `w`, `k`, `c`
        error: `wrt` names `k`, whose type cannot carry a derivative; name parameters that hold `f64` or `f32`
        error: `wrt` names `w` twice; name it once
        error: `wrt` names `c`, which is marked `#[constant]`; drop one of the two
    "#]],
    );
    refused(
        "",
        "fn f(k: usize, #[constant] c: f64) -> f64 { c }",
        expect![[r#"
        error: `f` has no parameter to differentiate by: none of them holds floats, or all are `#[constant]`; give it a parameter that holds `f64` or `f32`
    "#]],
    );
    refused(
        "wrt()",
        "fn f(x: f64) -> f64 { x }",
        expect![[r#"
        error: `wrt()` names no parameter; name those to differentiate by, as in `wrt(w, b)`, or leave it out
    "#]],
    );
    refused(
        "check, of(grad), of(grad), fast = 3, crate = a::b, wrt(x), wrt(x)",
        "fn f(x: f64) -> f64 { x }",
        expect![[r#"
            error: `grad` is given twice; keep one of the two
            error: there is no option `fast`; the options are `jvp`, `jacobian`, `hvp`, `hessian`, `check`, `of(..)`, `wrt(..)` and `crate = ..`
            error: `wrt` is given twice; keep one of the two
        "#]],
    );
    check(
        "fn f(a: (f64, [f64; 2]), #[constant] m: &Model, o: &str) -> f64 { a.0 * m.rate }",
        expect![[r#"
            fn f(a#0: (f64, [f64; 2]), #[constant] m#1: &Model, #[constant] o#2: &inert) -> f64
                let field#3: f64 = a#0.0
                let constant#4: f64 = {::autodiff_runtime::private::float (m#1.rate)}
                let product#5: f64 = mul(field#3, constant#4)
                yield product#5
        "#]],
    );
}

#[test]
fn beyond_us_for_now() {
    refused(
        "",
        "fn f(#[cfg(test)] x: f64, r: Range, k: std::ops::Range<usize>) -> f64 { x }",
        expect![[r#"
        error: a parameter under `#[cfg]` cannot be differentiated: whether it is there is decided after the derivative is; put the `#[cfg]` on two versions of the function
    "#]],
    );
    refused(
        "",
        "struct S { x: f64 }",
        expect![[r#"
        error: only functions can be differentiated; put `#[differentiate]` on a `fn`
    "#]],
    );
    refused(
        "",
        "fn f(self: Rc<Self>, (a, b): (f64, f64), g: impl Fn(f64) -> f64) -> f64 { a }",
        expect![[r#"
            error: a method with this receiver cannot be differentiated: which accumulator it has is not known; take `self`, `&self` or `&mut self`
            error: a parameter that is a pattern cannot be differentiated: its gradient would have no name; give it a name and take it apart with `let` in the body
            error: a parameter of this type cannot be differentiated: what stands behind `impl` is not known here; take numbers, slices or arrays, or mark the parameter `#[constant]`
        "#]],
    );
    refused(
        "",
        "async unsafe fn f(x: f64, _: f64) -> impl Future { x }",
        expect![[r#"
        error: an `async` function cannot be differentiated: it returns a future, not a number; write an ordinary function and await around it
        error: an `unsafe` function cannot be differentiated: what it may assume is not known to its derivative; write a safe function, or a rule of your own with `#[pullback]`
        error: a result of this type cannot be differentiated: what stands behind `impl` or `dyn` is not known here; return numbers, a `Vec` or an array
        error: a parameter that is a pattern cannot be differentiated: its gradient would have no name; give it a name and take it apart with `let` in the body
    "#]],
    );
    refused(
        "",
        "fn f<T: Copy>(x: T, y: &mut [f64], s: Real) -> &f64 { x }",
        expect![[r#"
            error: a parameter of the type `T` cannot be differentiated: it is not known to be a float; bound it, as in `T: Float` of num-traits or `T: Scalar` of the runtime, or mark the parameter `#[constant]`
            error: a function that returns a reference cannot be differentiated: whose numbers these are is not known to its caller's derivative; return the value itself
        "#]],
    );
    refused(
        "",
        "fn f(x: f64) { x; }",
        expect![[r#"
            error: there is nothing to differentiate: this result holds no floats; return `f64` or `f32`, or a `Vec`, an array or a tuple of them, or write them through a `&mut` parameter
        "#]],
    );
    refused(
        "",
        "fn f(x: f64) -> usize { 1 }",
        expect![[r#"
            error: there is nothing to differentiate: this result holds no floats; return `f64` or `f32`, or a `Vec`, an array or a tuple of them, or write them through a `&mut` parameter
        "#]],
    );
    refused(
        "",
        "fn f(x: f64) -> Result<f64, String> { Ok(x) }",
        expect![[r#"
            error: this variant cannot be differentiated: what the others of its type hold is not known here; use an `Option`, or an enum of your own with `#[derive(Differentiable)]`
        "#]],
    );
    refused("", "fn f(x: f64) -> f64;", expect![""]);
}
