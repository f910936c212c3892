use autodiff_runtime::prelude::*;

#[derive(Clone, Differentiable)]
struct Pair<P> {
    a: P,
    b: f64,
}

// That `P` is its own gradient is not said; `P: Differentiable<Gradient = P, Accumulator = P> + DifferentiableMut` says it.
#[differentiate]
fn f<P: Differentiable + Clone>(pair: &Pair<P>, x: f64) -> Pair<P> {
    Pair { a: pair.a.clone(), b: x }
}

fn main() {
    let _ = f_pullback(&Pair { a: 1.0, b: 2.0 }, 3.0);
}
