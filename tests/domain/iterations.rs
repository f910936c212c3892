//! Loops that end when data says so: until converged, until something happens.

use super::dual::{assert_same_slopes, c, gradient};
use autodiff_runtime::prelude::*;
use num_dual::Dual64;

/// A square root by Newton's method.
#[differentiate]
fn newton_sqrt(a: f64) -> f64 {
    let mut x = a;
    while (x * x - a).abs() > 1e-12 * a {
        x = 0.5 * (x + a / x);
    }
    x
}

#[test]
fn newtons_square_root() {
    let twin = |args: &[Dual64]| {
        let a = args[0];
        let mut x = a;
        while (x * x - a).re.abs() > 1e-12 * a.re {
            x = (x + a / x) * 0.5;
        }
        x
    };
    for a in [0.3, 1.0, 2.0, 1234.5] {
        assert_same_slopes(&[newton_sqrt_grad(a)], &gradient(twin, &[a]));
    }
    assert!((newton_sqrt_grad(2.0) - 0.5 / 2.0_f64.sqrt()).abs() < 1e-10);
}

#[differentiate]
fn logistic_map(r: f64, start: f64, #[constant] steps: usize) -> f64 {
    let mut x = start;
    for _ in 0..steps {
        x = r * x * (1.0 - x);
    }
    x
}

#[test]
fn the_logistic_map() {
    let twin = |args: &[Dual64]| {
        let mut x = args[1];
        for _ in 0..50 {
            x = args[0] * x * (-x + 1.0);
        }
        x
    };
    let (d_r, d_start) = logistic_map_grad(3.3, 0.4, 50);
    assert_same_slopes(&[d_r, d_start], &gradient(twin, &[3.3, 0.4]));
}

/// When a ball that is thrown upwards passes a level, interpolated within the step; never is −1.
#[differentiate]
fn first_crossing(speed: f64, gravity: f64, level: f64) -> f64 {
    let dt = 0.01;
    let (mut height, mut speed) = (0.0, speed);
    for step in 0..1000 {
        let before = height;
        speed -= gravity * dt;
        height += speed * dt;
        if before < level && height >= level {
            return (step as f64 + (level - before) / (height - before)) * dt;
        }
    }
    -1.0
}

#[test]
fn the_first_crossing() {
    let twin = |args: &[Dual64]| {
        let (mut height, mut speed) = (c(0.0), args[0]);
        for step in 0..1000 {
            let before = height;
            speed -= args[1] * 0.01;
            height += speed * 0.01;
            if before < args[2] && height >= args[2] {
                return ((args[2] - before) / (height - before) + f64::from(step)) * 0.01;
            }
        }
        c(-1.0)
    };
    for at in [[12.0, 9.81, 3.0], [5.0, 9.81, 0.7], [5.0, 9.81, 30.0]] {
        let (d_speed, d_gravity, d_level) = first_crossing_grad(at[0], at[1], at[2]);
        assert_same_slopes(&[d_speed, d_gravity, d_level], &gradient(twin, &at));
    }
    assert_eq!(first_crossing_grad(5.0, 9.81, 30.0), (0.0, 0.0, 0.0));
}

/// Ranks of pages that link to each other, by iteration until nothing moves any more.
#[differentiate]
fn page_rank(#[constant] links: &[Vec<usize>], damping: f64, interest: &[f64]) -> Vec<f64> {
    let n = links.len();
    let mut rank = vec![1.0 / n as f64; n];
    loop {
        let mut next = vec![0.0; n];
        for i in 0..n {
            next[i] = (1.0 - damping) * interest[i];
        }
        for (page, targets) in links.iter().enumerate() {
            for &target in targets {
                next[target] += damping * rank[page] / targets.len() as f64;
            }
        }
        let mut change = 0.0;
        for i in 0..n {
            change += (next[i] - rank[i]).abs();
        }
        rank = next;
        if change < 1e-13 {
            break;
        }
    }
    rank
}

#[test]
fn page_rank_until_it_has_converged() {
    let links = [vec![1, 2], vec![2], vec![0, 3], vec![0, 1, 2]];
    let at = [0.85, 0.1, 0.3, 0.4, 0.2];
    let (rank, pullback) = page_rank_pullback(&links, at[0], &at[1..]);
    assert!((rank.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    for row in 0..4 {
        let twin = |args: &[Dual64]| {
            let mut rank = vec![c(0.25); 4];
            loop {
                let mut next: Vec<Dual64> = args[1..].iter().map(|&interest| (-args[0] + 1.0) * interest).collect();
                for (page, targets) in links.iter().enumerate() {
                    for &target in targets {
                        next[target] += args[0] * rank[page] / targets.len() as f64;
                    }
                }
                let change: f64 = next.iter().zip(&rank).map(|(next, rank)| (next - rank).re.abs()).sum();
                rank = next;
                if change < 1e-13 {
                    return rank[row];
                }
            }
        };
        let mut cotangent = [0.0; 4];
        cotangent[row] = 1.0;
        let (mut d_damping, mut d_interest) = (0.0, [0.0; 4]);
        pullback(&cotangent, &mut d_damping, &mut d_interest);
        assert_same_slopes(&[&[d_damping], &d_interest[..]].concat(), &gradient(twin, &at));
    }
}

#[differentiate]
fn times(a: &[[f64; 3]; 3], b: &[[f64; 3]; 3]) -> [[f64; 3]; 3] {
    let mut product = [[0.0; 3]; 3];
    for i in 0..3 {
        for j in 0..3 {
            for k in 0..3 {
                product[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    product
}

/// Halved until it is small, as a power series, squared as often.
#[differentiate]
fn exponential(a: &[[f64; 3]; 3]) -> [[f64; 3]; 3] {
    let mut norm: f64 = 0.0;
    for row in a {
        let mut sum = 0.0;
        for x in row {
            sum += x.abs();
        }
        norm = norm.max(sum);
    }
    let mut scaled = *a;
    let mut squarings = 0;
    while norm > 0.5 {
        norm *= 0.5;
        squarings += 1;
        for row in &mut scaled {
            for x in row {
                *x *= 0.5;
            }
        }
    }
    let mut term = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let mut sum = term;
    for k in 1..=14 {
        term = times(&term, &scaled);
        for i in 0..3 {
            for j in 0..3 {
                term[i][j] /= k as f64;
                sum[i][j] += term[i][j];
            }
        }
    }
    for _ in 0..squarings {
        sum = times(&sum, &sum);
    }
    sum
}

#[test]
fn the_exponential_of_a_matrix() {
    let a = [[0.3, -1.2, 0.5], [0.8, 0.1, 1.4], [-0.6, 0.9, -0.2]];
    let (value, pullback) = exponential_pullback(&a);
    // e^(−a) is its inverse, and the determinant that of the trace.
    let inverse = exponential(&a.map(|row| row.map(|x| -x)));
    for (i, row) in times(&value, &inverse).iter().enumerate() {
        assert!(row.iter().enumerate().all(|(j, x)| (x - f64::from(i == j)).abs() < 1e-12));
    }
    let flat: Vec<f64> = a.concat();
    let times = |a: &[Dual64], b: &[Dual64]| -> Vec<Dual64> {
        (0..9).map(|at| (0..3).map(|k| a[at / 3 * 3 + k] * b[k * 3 + at % 3]).sum()).collect()
    };
    for at in 0..9 {
        let twin = |args: &[Dual64]| {
            let norm = args.chunks(3).map(|row| row.iter().map(|x| x.re.abs()).sum()).fold(0.0, f64::max);
            let squarings = (norm / 0.5).log2().ceil().max(0.0) as i32;
            let scaled: Vec<Dual64> = args.iter().map(|&x| x * 0.5_f64.powi(squarings)).collect();
            let mut term: Vec<Dual64> = (0..9).map(|at| c(f64::from(at % 4 == 0))).collect();
            let mut sum = term.clone();
            for k in 1..=14 {
                term = times(&term, &scaled).into_iter().map(|x| x / f64::from(k)).collect();
                sum.iter_mut().zip(&term).for_each(|(sum, &term)| *sum += term);
            }
            for _ in 0..squarings {
                sum = times(&sum, &sum);
            }
            sum[at]
        };
        let mut cotangent = [[0.0; 3]; 3];
        cotangent[at / 3][at % 3] = 1.0;
        let mut d_a = [[0.0; 3]; 3];
        pullback(cotangent, &mut d_a);
        assert_same_slopes(&d_a.concat(), &gradient(twin, &flat));
    }
}
