//! Functions that the macro can't look into, each with a derivative by hand: a function of C's library, a look-up in a table,
//! and a formula that is right on paper and loses its digits in floating point. Differentiated functions call them like any
//! others, in both modes.

use autodiff_runtime::check::{assert_adjoint, assert_gradient};
use autodiff_runtime::prelude::*;

mod c {
    unsafe extern "C" {
        /// The error function of C's mathematical library.
        pub safe fn erf(x: f64) -> f64;
    }
}

/// `2/√π · ∫₀ˣ exp(−t²) dt`
fn erf(x: f64) -> f64 {
    c::erf(x)
}

fn erf_slope(x: f64) -> f64 {
    std::f64::consts::FRAC_2_SQRT_PI * (-x * x).exp()
}

#[pullback]
fn erf_pullback(x: f64) -> (f64, impl Fn(f64, &mut f64)) {
    (erf(x), move |d_value, d_x| *d_x += d_value * erf_slope(x))
}

#[jvp]
fn erf_jvp(x: f64, d_x: f64) -> (f64, f64) {
    (erf(x), erf_slope(x) * d_x)
}

/// Between the entries of a table that starts at 0 with steps of 1: on a straight line.
fn interpolated(table: &[f64], x: f64) -> f64 {
    let (at, t) = place(table, x);
    table[at] + t * (table[at + 1] - table[at])
}

/// The entry before `x`, and how far behind it `x` is. Beyond the ends, the last line goes on.
fn place(table: &[f64], x: f64) -> (usize, f64) {
    let at = (x.max(0.0) as usize).min(table.len() - 2);
    (at, x - at as f64)
}

#[pullback]
fn interpolated_pullback(table: &[f64], x: f64) -> (f64, impl Fn(f64, &mut [f64], &mut f64)) {
    let (at, t) = place(table, x);
    let slope = table[at + 1] - table[at];
    let pullback = move |d_value: f64, d_table: &mut [f64], d_x: &mut f64| {
        d_table[at] += d_value * (1.0 - t);
        d_table[at + 1] += d_value * t;
        *d_x += d_value * slope;
    };
    (interpolated(table, x), pullback)
}

#[jvp]
fn interpolated_jvp(table: &[f64], d_table: &[f64], x: f64, d_x: f64) -> (f64, f64) {
    let (at, t) = place(table, x);
    let tangent = (1.0 - t) * d_table[at] + t * d_table[at + 1] + (table[at + 1] - table[at]) * d_x;
    (interpolated(table, x), tangent)
}

/// `sin(x)/x`, 1 at 0.
fn sinc(x: f64) -> f64 {
    if x == 0.0 { 1.0 } else { x.sin() / x }
}

/// `(x·cos(x) − sin(x))/x²` is a difference of numbers that agree to all their digits near 0: there, the power series.
fn sinc_slope(x: f64) -> f64 {
    let square = x * x;
    match square < 1e-2 {
        true => -x / 3.0 * (1.0 - square / 10.0 * (1.0 - square / 28.0 * (1.0 - square / 54.0))),
        false => (x * x.cos() - x.sin()) / square,
    }
}

#[pullback]
fn sinc_pullback(x: f64) -> (f64, impl Fn(f64, &mut f64)) {
    (sinc(x), move |d_value, d_x| *d_x += d_value * sinc_slope(x))
}

#[jvp]
fn sinc_jvp(x: f64, d_x: f64) -> (f64, f64) {
    (sinc(x), sinc_slope(x) * d_x)
}

/// All three, in a loop and in a branch.
#[differentiate(jvp)]
fn response(table: &[f64], x: &[f64], width: f64) -> f64 {
    let mut sum = 0.0;
    for x in x {
        let height = interpolated(table, *x);
        sum += if *x > 1.5 { height * erf(x / width) } else { height * sinc(x - 0.5) };
    }
    sum
}

/// What the macro derives of the formula itself.
#[differentiate]
fn plain_sinc(x: f64) -> f64 {
    x.sin() / x
}

#[differentiate]
fn safe_sinc(x: f64) -> f64 {
    sinc(x)
}

fn main() {
    let (table, x, width) = (vec![1.0, 0.5, 2.0, -1.0], vec![0.25, 0.5, 1.75, 2.5, 2.9], 1.3);
    let (d_table, d_x, d_width) = response_grad(&table, &x, width);
    println!("value      {:.12}", response(&table, &x, width));
    println!("by table   {d_table:.6?}\nby x       {d_x:.6?}\nby width   {d_width:.6}");
    let point = (table.clone(), x.clone(), width);
    assert_gradient(|p: &(Vec<f64>, Vec<f64>, f64)| response(&p.0, &p.1, p.2), &point, &(d_table, d_x, d_width));
    let (value, pull) = response_pullback(&table, &x, width);
    assert_adjoint(
        &point,
        &value,
        |d| response_jvp(&table, &d.0, &x, &d.1, width, d.2).1,
        |bar, d| pull(*bar, &mut d.0, &mut d.1, &mut d.2),
    );
    println!("Differences and the dot-product test agree.");

    let (at, exact) = (1e-5, -1e-5 / 3.0 + 1e-15 / 30.0);
    let [plain, safe] = [plain_sinc_grad(at), safe_sinc_grad(at)].map(|slope: f64| ((slope - exact) / exact).abs());
    println!("slope of sin(x)/x at {at:e}: off by {plain:.0e} as derived, by {safe:.0e} by hand");
    assert!(safe < 1e-15 && plain > 1e-10, "{safe:e} {plain:e}");
    assert_eq!(safe_sinc_grad(0.0), 0.0);
}

#[cfg(test)]
mod tests {
    #[test]
    fn rules_by_hand_agree() {
        super::main();
    }
}
