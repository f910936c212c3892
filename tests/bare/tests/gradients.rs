//! The crate without anything, from one that has all of it.
use autodiff_bare::*;
use autodiff_runtime::check::assert_gradient;

#[test]
fn scalars() {
    for (x, y) in [(0.7, 0.4), (0.2, -0.8), (0.9, 1.7)] {
        assert_gradient(|&(x, y)| plain(x, y), &(x, y), &plain_grad(x, y));
        assert_gradient(|&(x, r)| logistic(x, r), &(x, y), &logistic_grad(x, y));
        assert_gradient(|&(x, y)| generic::<f64>(x, y), &(x, y), &generic_grad(x, y));
        for k in [0, 2, 9] {
            let (_, pullback) = matched_pullback(x, k);
            let mut d_x = 0.0;
            pullback((1.0, 2.0), &mut d_x);
            assert_gradient(|&x| matched(x, k).0 + 2.0 * matched(x, k).1, &x, &d_x);
        }
    }
    assert_eq!(uses_grad(3.0), 6.0);
}

#[test]
fn arrays() {
    let c = [0.5, -1.0, 2.0, 0.3];
    assert_gradient(|(c, x)| polynomial(c, *x), &(c, 0.7), &polynomial_grad(&c, 0.7));
    assert_eq!(dot_grad(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0]), ([4.0, 5.0, 6.0], [1.0, 2.0, 3.0]));
}

#[test]
fn structs() {
    let body = Body { mass: 1.5, place: [0.4, -0.3], number: 7 };
    let of = |&([mass, x, y], by): &([f64; 3], f64)| calls(Body { mass, place: [x, y], number: 7 }, by);
    let (d_body, d_by) = calls_grad(body, 0.6);
    assert_eq!(d_body.number, 7);
    let gradient = ([d_body.mass, d_body.place[0], d_body.place[1]], d_by);
    assert_gradient(of, &([1.5, 0.4, -0.3], 0.6), &gradient);
}
