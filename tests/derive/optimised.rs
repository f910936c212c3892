//! Optimisers, clipping and gradient checks on a derived type.

use autodiff_runtime::check::{assert_gradient, check_gradient};
use autodiff_runtime::clip::{clip_by_global_norm, clip_by_value};
use autodiff_runtime::diagnose::global_norm;
use autodiff_runtime::optim::{Optimizer, Sgd, apply_updates, chain};
use autodiff_runtime::prelude::*;

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Line {
    slope: Vec<f64>,
    offset: f64,
    degree: usize,
    #[differentiable(skip)]
    scale: f64,
}

fn line(slope: f64, offset: f64, scale: f64) -> Line {
    Line { slope: vec![slope], offset, degree: 1, scale }
}

/// Depends on `scale` as well, which is no parameter.
fn loss(line: &Line) -> f64 {
    line.scale * (line.slope[0] - 3.0).powi(2) + (line.offset + 1.0).powi(2)
}

fn gradient(at: &Line) -> Line {
    let d_slope = 2.0 * at.scale * (at.slope[0] - 3.0);
    line(d_slope, 2.0 * (at.offset + 1.0), (at.slope[0] - 3.0).powi(2))
}

#[test]
fn a_step_moves_the_leaves_alone() {
    let mut x = line(1.0, 2.0, 0.5);
    let mut optimizer = Optimizer::new(Sgd::new(0.5), &x);
    optimizer.step(&mut x, &line(1.0, -2.0, 100.0));
    assert_eq!(x, line(0.5, 3.0, 0.5));
    assert_eq!(optimizer.updates(), &line(-0.5, 1.0, 0.0));
    apply_updates(&mut x, &line(1.0, 1.0, 100.0));
    assert_eq!(x, line(1.5, 4.0, 0.5));
}

#[test]
fn momentum_and_clipping() {
    let mut x = line(0.0, 0.0, 1.0);
    let transform = chain(clip_by_global_norm(1.0), Sgd::new(0.1).with_momentum(0.5));
    let mut optimizer = Optimizer::new(transform, &x);
    for _ in 0..300 {
        let gradient = gradient(&x);
        optimizer.step(&mut x, &gradient);
    }
    assert!(loss(&x) < 1e-12 && x.scale == 1.0 && x.degree == 1, "{x:?}");

    let mut g = line(3.0, 4.0, 100.0);
    assert_eq!(global_norm(&g), 5.0);
    clip_by_value(3.5).clip(&mut g);
    assert_eq!(g, line(3.0, 3.5, 100.0));
}

#[test]
fn a_gradient_is_checked() {
    let at = line(1.0, 2.0, 0.5);
    assert_gradient(loss, &at, &gradient(&at));
    let wrong = line(1.0, 6.0, 0.0);
    assert_eq!(check_gradient(loss, &at, &wrong).worst().unwrap().index, 0);
}
