//! What leaves more than the loop it stands in: labels, `return`, blocks with a name; and what stands behind an exit.

use crate::harness::scalar;
use autodiff_runtime::prelude::*;

#[test]
fn labels_across_levels() {
    #[differentiate]
    fn f(x: &[f64], n: usize, m: usize, a: f64) -> f64 {
        let mut s = a;
        let mut t = 1.0;
        'outer: for i in 0..n {
            s = s.sin() + x[i % x.len()];
            for j in 0..m {
                t = t * 0.9 + s * x[j % x.len()];
                if t > 3.0 {
                    s += t * t;
                    break 'outer;
                }
                if t < 0.5 {
                    t += s * s;
                    continue 'outer;
                }
                if j > 2 {
                    break;
                }
                s *= 1.1;
            }
            t -= 0.3 * s * t;
        }
        s * t
    }
    for (n, m) in [(0, 3), (1, 0), (2, 3), (5, 6), (9, 9)] {
        for a in [0.2, 0.9, 2.4] {
            scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.5, -0.3, 0.8, 1.1], a: f64 = a] (&x, n, m, a));
        }
    }
}

#[test]
fn early_returns_from_everywhere() {
    #[differentiate]
    fn f(x: &[f64], a: f64) -> f64 {
        if a < 0.0 {
            return a * a;
        }
        let mut s = a;
        for i in 0..x.len() {
            if x[i] > 4.0 {
                return s * x[i];
            }
            let mut k = 0;
            while k < 3 {
                s = s * x[i] + 0.1 * s.cos();
                if s > 2.0 {
                    let t = s * a;
                    return t + s;
                }
                k += 1;
            }
            if s < -1.0 {
                break;
            }
        }
        let last = if s > 0.5 { s.ln() } else { return -s * a };
        last * s
    }
    let cases: [&[f64]; 6] = [&[], &[0.3], &[5.0, 1.0], &[0.9, 1.9, 1.2], &[-1.5, -2.0], &[0.8, 0.9, 4.5]];
    for x in cases {
        for a in [-0.7, 0.4, 1.6] {
            scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = x.to_vec(), a: f64 = a] (&x, a));
        }
    }
}

#[test]
fn both_branches_fall_through_and_both_may_leave() {
    #[differentiate]
    fn f(x: f64, w: f64, n: usize) -> f64 {
        let mut s = x;
        for i in 0..n {
            let t = if i % 2 == 0 {
                if s > 3.0 {
                    break;
                }
                s * w
            } else {
                s += 0.2 * w;
                if s < 0.1 {
                    continue;
                }
                s.sin()
            };
            s = t + 0.5 * x;
        }
        s
    }
    for n in [0, 1, 2, 5, 9] {
        for x in [0.05, 0.8, 2.9] {
            scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x, w: f64 = 1.2] (x, w, n));
        }
    }
}

#[test]
fn labelled_blocks() {
    #[differentiate]
    fn f(x: f64, w: f64) -> f64 {
        let mut s = x * w;
        let y = 'decide: {
            if s > 2.0 {
                break 'decide s * s;
            }
            s += w;
            if s > 1.0 {
                break 'decide s.exp();
            }
            for i in 0..4 {
                s *= w;
                if s < 0.1 {
                    break 'decide s + i as f64 * x;
                }
            }
            x
        };
        'unit: {
            if y < 0.0 {
                break 'unit;
            }
            s += y;
        }
        s * y
    }
    for x in [0.02, 0.6, 0.9, 3.0, -1.5] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x, w: f64 = 0.8] (x, w));
    }
}

#[test]
fn not_a_number_on_a_way_not_taken() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let mut s = 0.0;
        let mut k = 0;
        loop {
            if k >= n {
                break;
            }
            if x < k as f64 {
                s += (x - k as f64).sqrt();
                return s;
            }
            s += (x - k as f64).sqrt();
            k += 1;
        }
        s
    }
    let slope = f_grad(2.5, 3);
    assert!((slope - (0.5 / 2.5f64.sqrt() + 0.5 / 1.5f64.sqrt() + 0.5 / 0.5f64.sqrt())).abs() < 1e-14);
    assert!(f_grad(2.5, 4).is_nan());
    assert_eq!(f_grad(2.5, 0), 0.0);
}

#[test]
fn effects_run_once() {
    use std::cell::Cell;
    #[differentiate]
    fn f(x: f64, #[constant] seen: &Cell<usize>) -> f64 {
        let mut s = x;
        while s < 10.0 {
            seen.set(seen.get() + 1);
            if seen.get() > 100 {
                return s;
            }
            s *= 2.0;
        }
        s
    }
    let seen = Cell::new(0);
    assert_eq!(f_grad(1.0, &seen), 16.0);
    assert_eq!(seen.get(), 4);
}

#[test]
fn shadowed_names_on_both_sides_of_an_exit() {
    #[differentiate]
    fn f(x: f64, trips: usize) -> f64 {
        let left = x * x;
        for trip in 0..trips {
            let x = left + trip as f64;
            if x > 2.0 {
                let left = x.sin();
                return left * x;
            }
            let left = 2.0 * x;
            if left > 3.0 {
                break;
            }
        }
        let result = left * x;
        result
    }
    for x in [0.3, 0.9, 1.3, 1.9] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x] (x, 3));
    }
}

#[test]
fn a_deferred_binding_in_front_of_an_exit() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        let c = {
            let sin: f64;
            if x > 1.0 {
                sin = x * x;
            } else {
                if x < 0.5 {
                    return 0.5 * x;
                }
                sin = x.sin();
            }
            sin
        };
        c * x
    }
    for x in [0.3, 0.8, 1.3] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x] (x));
    }
}

/// Items are in scope in front of where they stand, and behind every exit.
#[test]
fn items_behind_an_exit() {
    mod rules {
        pub(super) const RATE: f64 = 0.3;
    }
    #[differentiate]
    fn f(x: f64, w: f64, n: usize) -> f64 {
        if n == 0 {
            return x * HALF;
        }
        const HALF: f64 = 0.5;
        let mut s = x * w;
        for i in 0..n {
            s += bent(s, x) * HALF;
            if i == 1 {
                s *= w * RATE;
                continue;
            }
            use rules::RATE;
            #[differentiate]
            fn bent(a: f64, b: f64) -> f64 {
                a * b - HALF * b * b
            }
            if i == 3 {
                break;
            }
            const LAST: usize = 2;
            s += if i == LAST { x } else { RATE * w };
        }
        s
    }
    for n in [0, 1, 2, 3, 6] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7, w: f64 = 1.2] (x, w, n));
    }
    assert_eq!(f_grad(0.7, 1.2, 0), (0.5, 0.0));
}
