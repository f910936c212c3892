//! `match`, `if let`, `let … else`, `while let`.

use crate::harness::scalar;
use autodiff_runtime::prelude::*;

#[derive(Clone, Copy)]
enum Kind {
    Linear,
    Quad(f64),
    Poly { order: usize, scale: f64 },
}

#[test]
fn enums_with_what_they_hold() {
    #[differentiate]
    fn f(x: f64, w: f64, #[constant] kind: Kind) -> f64 {
        let y = match kind {
            Kind::Linear => x,
            Kind::Quad(a) if a > 3.0 => x * x * a,
            Kind::Quad(a) => a * x * w,
            Kind::Poly { order, scale } => {
                let mut y = scale;
                for _ in 0..order {
                    y *= x;
                }
                y
            }
        };
        y * w
    }
    for kind in [Kind::Linear, Kind::Quad(4.0), Kind::Quad(2.0), Kind::Poly { order: 3, scale: 0.5 }] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 1.3, w: f64 = 0.7] (x, w, kind));
    }
}

#[test]
fn enums_behind_references_in_loops() {
    #[differentiate]
    fn f(x: f64, w: f64, #[constant] kinds: &[Kind]) -> f64 {
        let mut s = x;
        for i in 0..kinds.len() {
            match &kinds[i] {
                Kind::Linear => s += w,
                Kind::Quad(a) => s = s * s * a,
                Kind::Poly { order: 0, .. } => continue,
                Kind::Poly { order, scale } => {
                    if *order > 5 {
                        break;
                    }
                    s = s.sin() * scale + w.powi(*order as i32);
                }
            }
            s *= 0.9;
        }
        s
    }
    let kinds = [
        Kind::Linear,
        Kind::Quad(0.4),
        Kind::Poly { order: 0, scale: 2.0 },
        Kind::Poly { order: 2, scale: 1.4 },
        Kind::Linear,
        Kind::Poly { order: 9, scale: 1.0 },
        Kind::Quad(7.0),
    ];
    for n in 0..=kinds.len() {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 1.3, w: f64 = 0.7] (x, w, &kinds[..n]));
    }
}

const LIMIT: usize = 9;

#[test]
fn integers_ranges_names_and_constants() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let y = match n {
            0 => x,
            1 | 2 => x * x,
            k @ 3..=5 => x * k as f64,
            LIMIT => 1.0,
            n => {
                if x > 2.0 {
                    return x;
                }
                x.powi(n as i32)
            }
        };
        match n % 3 {
            0 => y * x,
            1 => y.sin(),
            _ => {
                let y = y + 1.0;
                y * y
            }
        }
    }
    for n in 0..12 {
        for x in [0.8, 2.5] {
            scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x] (x, n));
        }
    }
}

#[test]
fn numbers_by_guards_and_tuples_with_numbers() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        let y = match x {
            v if v < -1.0 => -v,
            v if v > 1.0 => v * v,
            v => 0.5 * (v * v + 1.0),
        };
        let z = match (x, n, y > 2.0) {
            (a, 0, _) => a * y,
            (a, k, true) if k > 3 => a * k as f64,
            (a, k, true) if a < 0.0 => a.exp() + k as f64,
            (_, _, flag) => {
                if flag {
                    1.0
                } else {
                    x.sin()
                }
            }
        };
        y * z
    }
    for n in [0, 1, 5] {
        for x in [-2.5, -1.2, 0.3, 1.2, 3.0] {
            scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x] (x, n));
        }
    }
}

#[test]
fn a_name_keeps_the_value_that_was_matched() {
    #[differentiate]
    fn f(x: f64) -> f64 {
        let mut x = x;
        match x {
            old if old > 0.0 => {
                x = x * x;
                x * old
            }
            old => {
                x += 1.0;
                old * old * x
            }
        }
    }
    for x in [0.7, -0.7] {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = x] (x));
    }
}

#[test]
fn a_scrutinee_that_changes_later() {
    #[differentiate]
    fn f(x: f64, mut n: usize) -> f64 {
        let mut s = x;
        let mut k = 0;
        while k < 6 {
            match n {
                0 => s *= x,
                1 => s += x * x,
                _ => s = s.sin(),
            }
            n = (n * 2 + k) % 3;
            k += 1;
        }
        n = 0;
        s * (n + 1) as f64
    }
    for n in 0..4 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7] (x, n));
    }
}

#[test]
fn options_stacks_and_let_else() {
    #[differentiate]
    fn f(x: f64, #[constant] w: Option<f64>, #[constant] bias: &Option<f64>, idx: &[usize]) -> f64 {
        let mut s = x;
        if let Some(w) = w {
            s *= w * x;
        } else {
            s += 1.0;
        }
        if let Some(b) = bias
            && *b > 0.0
        {
            s += b * x;
        }
        let Some(&first) = idx.first() else { return s * 3.0 };
        let mut stack: Vec<usize> = idx.to_vec();
        while let Some(k) = stack.pop() {
            if k == 7 {
                stack.push(1);
                continue;
            }
            if k == 8 {
                break;
            }
            s = s * x + k as f64;
        }
        s * first as f64
    }
    let lists: [&[usize]; 5] = [&[], &[3], &[1, 2, 3], &[2, 7, 5], &[2, 8, 3]];
    for idx in lists {
        for w in [None, Some(1.5)] {
            for bias in [None, Some(0.4), Some(-0.4)] {
                scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.7] (x, w, &bias, idx));
            }
        }
    }
}

#[test]
fn matches_that_yield_memory_and_tuples() {
    #[differentiate]
    fn f(x: &[f64], n: usize, w: f64) -> f64 {
        let (a, b) = match n {
            0 => (x[0], w),
            1 => (x[1] * w, 2.0),
            _ => {
                let t = x[0] * x[1];
                (t, t * t)
            }
        };
        let mut y = match n {
            0 => [a, b],
            _ => [b; 2],
        };
        match n {
            2 => y[0] *= w,
            3 => y[1] = a,
            _ => {}
        }
        y[0] * y[1] + a
    }
    for n in 0..5 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.7, 1.2], w: f64 = 0.6] (&x, n, w));
    }
}

#[test]
fn arms_that_leave_from_several_places() {
    #[differentiate]
    fn f(x: f64, codes: &[u8]) -> f64 {
        let mut s = x;
        'all: for i in 0..codes.len() {
            let t = match codes[i] {
                0 => continue,
                1 => break,
                2 => return s * s,
                3 => {
                    for j in 0..4 {
                        s *= x;
                        if j == 2 {
                            continue 'all;
                        }
                    }
                    s
                }
                4 => {
                    s += 1.0;
                    s * x
                }
                _ => s.cos(),
            };
            s = t + 0.1 * s;
        }
        s + x
    }
    let lists: [&[u8]; 7] = [&[], &[4], &[4, 0, 5], &[5, 4, 1, 5], &[4, 5, 2, 1], &[3, 4, 3, 5], &[0, 0, 2]];
    for codes in lists {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.8] (x, codes));
    }
}

#[test]
fn not_a_number_in_an_arm_not_taken() {
    #[differentiate]
    fn f(x: f64, n: usize) -> f64 {
        match n {
            0 => (x - 5.0).sqrt(),
            _ => x * x,
        }
    }
    assert_eq!(f_grad(2.0, 1), 4.0);
    assert!(f_grad(2.0, 0).is_nan());
}

#[test]
fn a_stack_of_numbers() {
    #[differentiate]
    fn f(x: &[f64], w: f64, limit: usize) -> f64 {
        let mut stack = vec![w];
        for i in 0..x.len() {
            stack.push(x[i] * w);
        }
        let mut s: f64 = 0.0;
        let mut k = 0;
        while let Some(top) = stack.pop() {
            s = s.sin() + top * w;
            k += 1;
            if k == 2 {
                stack.push(s * w);
                continue;
            }
            if k > limit {
                break;
            }
        }
        if let Some(last) = stack.pop() {
            s *= last;
        } else {
            s += w;
        }
        s
    }
    for n in 0..4 {
        for limit in [1, 3, 9] {
            scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.7, 0.4, 1.3][..n.min(3)].to_vec(), w: f64 = 0.8] (&x, w, limit));
        }
    }
}

#[test]
fn a_match_over_what_is_taken_off() {
    #[differentiate]
    fn f(x: &[f64], w: f64, n: usize) -> f64 {
        let mut stack = x.to_vec();
        let mut s = w;
        for _ in 0..n {
            s *= match stack.pop() {
                Some(top) => top * w,
                None => w + 1.0,
            };
            match stack.pop() {
                Some(mut top) => {
                    top *= s;
                    stack.push(top + w);
                }
                _ => break,
            }
        }
        s
    }
    for n in 0..5 {
        scalar!(f f_grad f_value_and_grad f_pullback, [x: Vec<f64> = vec![0.7, 0.4, 1.3], w: f64 = 0.8] (&x, w, n));
    }
}
