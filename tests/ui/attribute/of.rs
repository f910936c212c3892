use autodiff_runtime::prelude::*;

#[differentiate(hvp, jvp)]
fn g(x: f64) -> f64 {
    x.sin()
}

#[differentiate(of(grad(of(grad))))]
fn of_a_caller(x: f64) -> f64 {
    g(x) * x
}

#[differentiate(jvp, of(jvp))]
fn of_a_caller_forward(x: f64) -> f64 {
    g(x) * x
}

#[derive(Clone, Differentiable)]
struct Layer {
    w: f64,
}

#[differentiate(of(grad))]
fn of_a_layer(layer: &Layer) -> f64 {
    g(layer.w)
}

impl Layer {
    #[differentiate(of(grad))]
    fn of_a_method(&self, x: f64) -> f64 {
        g(x * self.w)
    }
}

#[differentiate(of(vjp, gradient))]
fn of_what_is_not_there(x: f64) -> f64 {
    x
}

#[differentiate(of(grad(fast)))]
fn of_an_option(x: f64) -> f64 {
    x
}

#[differentiate(of)]
fn of_what(x: f64) -> f64 {
    x
}

#[differentiate(of())]
fn of_nothing(x: f64) -> f64 {
    x
}

#[differentiate(of(grad, grad))]
fn twice(x: f64) -> f64 {
    x
}

#[differentiate(of(grad))]
fn of_a_stack(x: &[f64]) -> f64 {
    let mut stack = Vec::new();
    for a in x {
        stack.push(a * a);
    }
    let mut s = 0.0;
    while let Some(a) = stack.pop() {
        s = s * a + a;
    }
    s
}

#[differentiate(of(grad))]
fn of_filled(y: f64, n: usize) -> f64 {
    let mut v = vec![y; n];
    v.fill(y * y);
    v[0] * v[1]
}

/// One mistake is one error, whatever else is asked for.
#[differentiate(of(grad))]
fn of_what_is_refused(x: f64) -> f64 {
    (x as i32) as f64
}

fn main() {
    let _ = of_what_is_refused_grad_pullback(1.0);
    let _ = (of_a_caller_grad(1.0), of_a_stack_grad(&[1.0]), of_filled_grad(1.0, 2));
}
