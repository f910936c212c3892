//! The closure of `f_pullback`: forward once, backward as often as you like, from wherever its captures may go.

use autodiff_runtime::prelude::*;

/// Two results, a loop with a tape, a branch.
#[differentiate]
fn polar(x: f64, y: f64, turns: usize) -> [f64; 2] {
    let mut r = x;
    for _ in 0..turns {
        r = (r * y).sin() + r;
    }
    let a = if r > y { r * y } else { r + y };
    [r, a]
}

fn numeric_row(x: f64, y: f64, of: usize) -> (f64, f64) {
    let h = 1e-5;
    let slope = |along: &dyn Fn(f64) -> f64| (along(h) - along(-h)) / (2.0 * h);
    (slope(&|h| polar(x + h, y, 3)[of]), slope(&|h| polar(x, y + h, 3)[of]))
}

#[test]
fn each_call_gives_a_row_of_the_jacobian() {
    let (value, pullback) = polar_pullback(0.7, 0.4, 3);
    assert_eq!(value, polar(0.7, 0.4, 3));
    // In any order, as often as asked, and the tape is not used up.
    for of in [0, 1, 1, 0, 1] {
        let mut seed = [0.0; 2];
        seed[of] = 1.0;
        let (mut d_x, mut d_y) = (0.0, 0.0);
        pullback(seed, &mut d_x, &mut d_y);
        let (want_x, want_y) = numeric_row(0.7, 0.4, of);
        assert!((d_x - want_x).abs() < 1e-8 && (d_y - want_y).abs() < 1e-8, "row {of}: {d_x}, {d_y}");
    }
}

#[test]
fn it_accumulates() {
    let (_, pullback) = polar_pullback(0.7, 0.4, 3);
    let (mut once_x, mut once_y) = (0.0, 0.0);
    pullback([1.0, 2.0], &mut once_x, &mut once_y);
    let (mut d_x, mut d_y) = (100.0, -100.0);
    pullback([1.0, 2.0], &mut d_x, &mut d_y);
    assert_eq!((d_x, d_y), (100.0 + once_x, -100.0 + once_y));
    pullback([0.0, 0.0], &mut d_x, &mut d_y);
    assert_eq!((d_x, d_y), (100.0 + once_x, -100.0 + once_y));
}

#[test]
fn it_is_linear_in_its_cotangent() {
    let (_, pullback) = polar_pullback(0.7, 0.4, 3);
    let of = |seed: [f64; 2]| {
        let (mut d_x, mut d_y) = (0.0, 0.0);
        pullback(seed, &mut d_x, &mut d_y);
        [d_x, d_y]
    };
    let ([a, _], [b, _], [both, _]) = (of([1.0, 0.0]), of([0.0, 1.0]), of([3.0, -2.0]));
    assert!((both - (3.0 * a - 2.0 * b)).abs() < 1e-14);
}

/// Called through a shared reference, which only an `Fn` can be.
#[test]
fn it_is_fn() {
    fn twice(pullback: &dyn Fn(f64, &mut f64)) -> f64 {
        let mut d_x = 0.0;
        pullback(1.0, &mut d_x);
        pullback(1.0, &mut d_x);
        d_x
    }
    #[differentiate]
    fn square(x: f64) -> f64 {
        x * x
    }
    assert_eq!(twice(&square_pullback(3.0).1), 12.0);
}

fn assert_send_and_sync<T: Send + Sync>(value: T) -> T {
    value
}

fn assert_static<T: 'static>(value: T) -> T {
    value
}

#[differentiate]
fn norm_of(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i].powi(2).exp();
    }
    sum.sqrt()
}

#[test]
fn it_goes_to_other_threads() {
    let x = [0.1, 0.2, 0.3];
    let (_, pullback) = assert_send_and_sync(norm_of_pullback(&x));
    let rows: Vec<[f64; 3]> = std::thread::scope(|scope| {
        let pullback = &pullback;
        let run = |seed: f64| {
            let mut d_x = [0.0; 3];
            pullback(seed, &mut d_x);
            d_x
        };
        let threads = [1.0, 2.0, 4.0].map(|seed| scope.spawn(move || run(seed)));
        threads.map(|thread| thread.join().unwrap()).into()
    });
    assert_eq!(rows[1], rows[0].map(|d| 2.0 * d));
    assert_eq!(rows[2], rows[0].map(|d| 4.0 * d));
    assert_eq!(rows[0].to_vec(), norm_of_grad(&x));
}

#[differentiate]
fn with_a_call(x: f64, n: usize) -> f64 {
    let mut a = x;
    for i in 0..n {
        if i % 2 == 0 {
            a = polar(a, x, i)[1];
        }
    }
    a
}

/// Arguments that are owned are captured: nothing is borrowed.
#[test]
fn it_outlives_its_call() {
    let (_, pullback) = assert_static(assert_send_and_sync(with_a_call_pullback(0.3, 4)));
    let thread = std::thread::spawn(move || {
        let mut d_x = 0.0;
        pullback(1.0, &mut d_x);
        d_x
    });
    assert_eq!(thread.join().unwrap(), with_a_call_grad(0.3, 4));
}

/// What a pullback borrows is what was lent to the function, and not what was made of it on the way.
#[test]
fn it_borrows_its_arguments_alone() {
    fn make(x: &[f64]) -> (f64, impl Fn(f64, &mut [f64])) {
        let local = vec![1.0; 3];
        let value = norm_of(&local);
        let (more, pullback) = norm_of_pullback(x);
        (value + more, pullback)
    }
    let x = [0.1, 0.2];
    let (_, pullback) = make(&x);
    let mut d_x = [0.0; 2];
    pullback(1.0, &mut d_x);
    assert_eq!(d_x.to_vec(), norm_of_grad(&x));
}

#[test]
fn many_pullbacks_live_side_by_side() {
    let made: Vec<_> = (0..5).map(|n| polar_pullback(0.1 * f64::from(n), 0.4, 2).1).collect();
    for (n, pullback) in made.iter().enumerate().rev() {
        let (mut d_x, mut d_y) = (0.0, 0.0);
        pullback([1.0, 0.0], &mut d_x, &mut d_y);
        let (_, fresh) = polar_pullback(0.1 * n as f64, 0.4, 2);
        let (mut want_x, mut want_y) = (0.0, 0.0);
        fresh([1.0, 0.0], &mut want_x, &mut want_y);
        assert_eq!((d_x, d_y), (want_x, want_y));
    }
}

#[test]
#[should_panic(expected = "the gradient buffer `d_x` has length 1, but `x` has length 2")]
fn a_wrong_length_is_named() {
    let (_, pullback) = norm_of_pullback(&[0.1, 0.2]);
    pullback(1.0, &mut [0.0]);
}

#[differentiate]
fn squares(x: &[f64]) -> Vec<f64> {
    let mut y = vec![0.0; x.len()];
    for i in 0..x.len() {
        y[i] = x[i] * x[i];
    }
    y
}

#[test]
#[should_panic(expected = "has length 3, but")]
fn a_cotangent_of_the_wrong_length_is_named() {
    let (_, pullback) = squares_pullback(&[1.0, 2.0]);
    pullback(&[1.0, 1.0, 1.0], &mut [0.0; 2]);
}
