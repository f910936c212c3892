use autodiff_runtime::prelude::*;

#[differentiate]
fn by_a_match(x: &[f64], i: usize) -> f64 {
    let mut y = x.to_vec();
    let d = &mut y[i];
    *d *= 2.0;
    let n = 1 + match 0usize {
        i => usize::from(*d > 1.6) + i,
    };
    *d * x[n]
}

#[differentiate]
fn by_a_closure(x: &[f64], i: usize) -> f64 {
    let mut y = x.to_vec();
    let d = &mut y[i];
    *d *= 2.0;
    let n = (0..2).map(|i| if *d > 1.0 { i + 1 } else { i }).sum::<usize>() % 4;
    *d * x[n]
}

fn main() {
    let _ = by_a_match_grad(&[1.0, 2.0], 0);
    let _ = by_a_closure_grad(&[1.0, 2.0, 3.0, 4.0], 0);
}
