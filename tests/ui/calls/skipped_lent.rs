use autodiff_runtime::prelude::*;

#[derive(Clone)]
struct Inner {
    v: f64,
}

#[derive(Clone, Differentiable)]
struct Outer {
    a: f64,
    // Its gradient is a copy of the value: no adjoint passes through it.
    #[differentiable(skip)]
    inner: Inner,
}

#[differentiate]
fn set(x: f64, inner: &mut Inner) {
    inner.v = x;
}

#[differentiate]
fn f(mut outer: Outer, x: f64) -> f64 {
    set(x, &mut outer.inner);
    outer.a * outer.inner.v
}

fn main() {
    let _ = f_grad(Outer { a: 1.0, inner: Inner { v: 2.0 } }, 3.0);
}
