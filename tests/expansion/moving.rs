use autodiff_runtime::check::assert_gradient;

include!("../../autodiff-macro/src/golden/diffuse.rs");

#[test]
fn memory_that_moves() {
    for steps in 0..4 {
        let at = [1.2, 0.9, 0.4, 0.8];
        let run = |at: &[f64]| diffuse(&at[..3], at[3], steps);
        let (value, (d_x, d_rate)) = diffuse_value_and_grad(&at[..3], at[3], steps);
        assert_eq!(value, run(&at));
        assert_gradient(run, &at[..], &[d_x[0], d_x[1], d_x[2], d_rate][..]);
        assert_eq!((d_x.clone(), d_rate), diffuse_grad(&at[..3], at[3], steps));
        let (same, pullback) = diffuse_pullback(&at[..3], at[3], steps);
        assert_eq!(same, value);
        let (mut e_x, mut e_rate) = ([0.0; 3], 0.0);
        pullback(0.5, &mut e_x, &mut e_rate);
        pullback(0.5, &mut e_x, &mut e_rate);
        assert!((e_x[1] - d_x[1]).abs() < 1e-12 && (e_rate - d_rate).abs() < 1e-12);
    }
}
