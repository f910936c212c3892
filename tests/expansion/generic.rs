use autodiff_runtime::check::assert_gradient;
use num_traits::Float;

include!("../../autodiff-macro/src/golden/huber.rs");

#[test]
fn a_float_that_the_caller_names() {
    let x = [0.5, -2.0, 1.0];
    for y in [0.3, 4.0] {
        let w = ([0.3, 0.1, -0.7], y);
        let (d_w, d_y) = huber_grad(&w.0, &x, w.1);
        let d_w: [f64; 3] = d_w.try_into().expect("as long as `w`");
        assert_gradient(|(w, y)| huber(w, &x, *y), &w, &(d_w, d_y));
        assert_eq!(huber_value_and_grad(&w.0, &x, y), (huber(&w.0, &x, y), (d_w.to_vec(), d_y)));
        let (mut into_w, mut into_y) = ([7.0; 3], 7.0);
        assert_eq!(huber_grad_into(&w.0, &x, y, &mut into_w, &mut into_y), huber(&w.0, &x, y));
        assert_eq!((into_w, into_y), (d_w, d_y));
        let (value, pullback) = huber_pullback(&w.0, &x, y);
        let (mut d_w, mut d_y) = ([0.0; 3], 0.0);
        pullback(1.0, &mut d_w, &mut d_y);
        assert_eq!((value, d_w, d_y), (huber(&w.0, &x, y), into_w, into_y));
    }
    let (d_w, d_y) = huber_grad(&[0.3_f32, 0.1, -0.7], &[0.5, -2.0, 1.0], 4.0);
    assert_eq!((d_w, d_y), (vec![-0.5, 2.0, -1.0], 1.0));
}
