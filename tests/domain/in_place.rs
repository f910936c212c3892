//! Functions that write through `&mut`: solvers, steps and transforms in place.

use super::dual::{assert_same_slopes, c, gradient};
use super::numbers;
use autodiff_runtime::prelude::*;
use num_dual::Dual64;

/// Thomas' elimination, on a right-hand side that becomes the solution.
#[differentiate]
fn tridiagonal(lower: &[f64], diagonal: &[f64], upper: &[f64], x: &mut [f64]) {
    let n = x.len();
    let mut ratio = upper.to_vec();
    ratio[0] /= diagonal[0];
    x[0] /= diagonal[0];
    for i in 1..n {
        let pivot = diagonal[i] - lower[i - 1] * ratio[i - 1];
        if i < n - 1 {
            ratio[i] /= pivot;
        }
        x[i] = (x[i] - lower[i - 1] * x[i - 1]) / pivot;
    }
    for i in (0..n - 1).rev() {
        x[i] -= ratio[i] * x[i + 1];
    }
}

#[test]
fn thomas_elimination_in_place() {
    const N: usize = 5;
    let diagonal: [f64; N] = numbers::<N>(1.0).map(|x| 3.0 + x);
    let (lower, upper, rhs): ([f64; N - 1], [f64; N - 1], [f64; N]) = (numbers(2.0), numbers(3.0), numbers(4.0));
    let at = [&lower[..], &diagonal, &upper, &rhs].concat();
    for row in 0..N {
        let twin = |args: &[Dual64]| {
            let (lower, diagonal, upper, rhs) = (&args[..4], &args[4..9], &args[9..13], &args[13..]);
            let (mut ratio, mut x) = (vec![upper[0] / diagonal[0]], vec![rhs[0] / diagonal[0]]);
            for i in 1..N {
                let pivot = diagonal[i] - lower[i - 1] * ratio[i - 1];
                ratio.push(if i < N - 1 { upper[i] / pivot } else { c(0.0) });
                x.push((rhs[i] - lower[i - 1] * x[i - 1]) / pivot);
            }
            for i in (0..N - 1).rev() {
                let next = x[i + 1];
                x[i] -= ratio[i] * next;
            }
            x[row]
        };
        let (mut x, mut d_x) = (rhs, [0.0; N]);
        d_x[row] = 1.0;
        let (d_lower, d_diagonal, d_upper) = tridiagonal_vjp(&lower, &diagonal, &upper, &mut x, &mut d_x);
        assert_same_slopes(&[&d_lower[..], &d_diagonal, &d_upper, &d_x].concat(), &gradient(twin, &at));
    }
}

#[differentiate]
fn lorenz(s: &[f64; 3], p: &[f64; 3]) -> [f64; 3] {
    [p[0] * (s[1] - s[0]), s[0] * (p[1] - s[2]) - s[1], s[0] * s[1] - p[2] * s[2]]
}

/// One step of Runge and Kutta's, in place.
#[differentiate]
fn step(s: &mut [f64; 3], p: &[f64; 3], #[constant] dt: f64) {
    let k1 = lorenz(&*s, p);
    let mut probe = *s;
    for i in 0..3 {
        probe[i] += 0.5 * dt * k1[i];
    }
    let k2 = lorenz(&probe, p);
    for i in 0..3 {
        probe[i] = s[i] + 0.5 * dt * k2[i];
    }
    let k3 = lorenz(&probe, p);
    for i in 0..3 {
        probe[i] = s[i] + dt * k3[i];
    }
    let k4 = lorenz(&probe, p);
    for i in 0..3 {
        s[i] += dt / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
    }
}

#[differentiate]
fn height_after_steps(start: [f64; 3], p: &[f64; 3], #[constant] dt: f64, #[constant] steps: usize) -> f64 {
    let mut s = start;
    for _ in 0..steps {
        step(&mut s, p, dt);
    }
    s[2]
}

#[test]
fn a_state_that_a_function_steps() {
    let dt = 2e-3;
    let twin = |args: &[Dual64]| {
        let (mut s, p) = ([args[0], args[1], args[2]], &args[3..]);
        let slope = |s: [Dual64; 3]| [p[0] * (s[1] - s[0]), s[0] * (p[1] - s[2]) - s[1], s[0] * s[1] - p[2] * s[2]];
        for _ in 0..300 {
            let moved = |k: [Dual64; 3], by: f64| std::array::from_fn(|i| s[i] + k[i] * by);
            let k1 = slope(s);
            let k2 = slope(moved(k1, 0.5 * dt));
            let k3 = slope(moved(k2, 0.5 * dt));
            let k4 = slope(moved(k3, dt));
            s = std::array::from_fn(|i| s[i] + (k1[i] + k2[i] * 2.0 + k3[i] * 2.0 + k4[i]) * (dt / 6.0));
        }
        s[2]
    };
    let (start, p) = ([1.0, 1.0, 1.0], [10.0, 28.0, 8.0 / 3.0]);
    let (d_start, d_p) = height_after_steps_grad(start, &p, dt, 300);
    assert_same_slopes(&[d_start, d_p].concat(), &gradient(twin, &[start, p].concat()));
}

/// The discrete Fourier transform, in place, of a power of two.
#[differentiate]
fn fft(re: &mut [f64], im: &mut [f64]) {
    let n = re.len();
    let mut j = 0;
    for i in 1..n {
        let mut bit = n / 2;
        while j & bit != 0 {
            j ^= bit;
            bit /= 2;
        }
        j |= bit;
        if i < j {
            re.swap(i, j);
            im.swap(i, j);
        }
    }
    let mut len = 2;
    while len <= n {
        let angle = -std::f64::consts::TAU / len as f64;
        for start in (0..n).step_by(len) {
            for k in 0..len / 2 {
                let (sin, cos) = (angle * k as f64).sin_cos();
                let (i, j) = (start + k, start + k + len / 2);
                let (x, y) = (re[j] * cos - im[j] * sin, re[j] * sin + im[j] * cos);
                re[j] = re[i] - x;
                im[j] = im[i] - y;
                re[i] += x;
                im[i] += y;
            }
        }
        len *= 2;
    }
}

/// The power above a frequency.
#[differentiate]
fn high_power(signal: &[f64], #[constant] from: usize) -> f64 {
    let mut re = signal.to_vec();
    let mut im = vec![0.0; signal.len()];
    fft(&mut re, &mut im);
    let mut power = 0.0;
    for k in from..re.len() / 2 {
        power += re[k] * re[k] + im[k] * im[k];
    }
    power
}

#[test]
fn butterflies_in_place() {
    const N: usize = 16;
    let signal: [f64; N] = numbers(1.0);
    // By the definition: the transform is linear.
    let wave = |k: usize, t: usize| (-std::f64::consts::TAU * (k * t) as f64 / N as f64).sin_cos();
    let spectrum = |k: usize| {
        (0..N).fold((0.0, 0.0), |(re, im), t| (re + signal[t] * wave(k, t).1, im + signal[t] * wave(k, t).0))
    };
    let want: Vec<f64> = (0..N)
        .map(|t| (3..N / 2).map(|k| 2.0 * (spectrum(k).0 * wave(k, t).1 + spectrum(k).1 * wave(k, t).0)).sum())
        .collect();
    assert_same_slopes(&high_power_grad(&signal, 3), &want);

    let (mut re, mut im) = (signal.to_vec(), vec![0.0; N]);
    let (mut d_re, mut d_im) = (vec![0.0; N], vec![0.0; N]);
    d_re[5] = 1.0;
    let () = fft_vjp(&mut re, &mut im, &mut d_re, &mut d_im);
    assert_same_slopes(&[re[5], im[5]], &[spectrum(5).0, spectrum(5).1]);
    let (cos, sin): (Vec<f64>, Vec<f64>) = (0..N).map(|t| (wave(5, t).1, -wave(5, t).0)).unzip();
    assert_same_slopes(&d_re, &cos);
    assert_same_slopes(&d_im, &sin);
}
