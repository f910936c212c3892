use autodiff_runtime::check::assert_gradient;

include!("../../autodiff-macro/src/golden/relax.rs");

const AT: [f64; 5] = [1.2, 0.9, 0.9, 1.1, 0.7];
const WEIGHTS: [f64; 3] = [0.3, -0.8, 1.7];

/// `u`, `decay`, and what `y` holds at first.
fn run(at: &[f64]) -> f64 {
    let mut y = [at[2], at[3], at[4]];
    relax(at[0], &mut y, at[1], 3);
    y.iter().zip(&WEIGHTS).map(|(y, weight)| y * weight).sum()
}

#[test]
fn a_sweep_in_place() {
    let (mut y, mut d_y) = ([AT[2], AT[3], AT[4]], WEIGHTS);
    let (d_u, d_decay) = relax_vjp(AT[0], &mut y, AT[1], 3, &mut d_y);
    assert_gradient(run, &AT[..], &[d_u, d_decay, d_y[0], d_y[1], d_y[2]][..]);

    let (mut again, mut left) = ([AT[2], AT[3], AT[4]], [AT[2], AT[3], AT[4]]);
    relax(AT[0], &mut left, AT[1], 3);
    assert_eq!(y, left);
    let ((), pullback) = relax_pullback(AT[0], &mut again, AT[1], 3);
    assert_eq!(again, left);
    let (mut e_u, mut e_decay, mut e_y) = (1.0, 1.0, WEIGHTS);
    pullback(&mut e_u, &mut e_y, &mut e_decay);
    assert!((e_u - 1.0 - d_u).abs() < 1e-12 && (e_decay - 1.0 - d_decay).abs() < 1e-12);
    assert_eq!(e_y, d_y);
}
