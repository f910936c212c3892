//! Enums and options that a block was to make, which is left early instead.

use crate::harness::{flat, scalar};
use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
enum Load {
    Rect(f64, f64),
    Dot,
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
enum Own {
    Rows(Vec<f64>),
    One(f64),
}

flat!(Load, Own);

#[differentiate]
fn left_by_return(x: f64, n: usize) -> f64 {
    let mut load: Load = if n == 0 {
        Load::Rect(x, 0.5)
    } else {
        if n == 1 {
            return x * x;
        }
        Load::Rect(x * x, x)
    };
    if n > 2 {
        load = match n {
            3 => load,
            4 => return 3.0 * x,
            5 => Load::Dot,
            _ => Load::Rect(x.sin(), x),
        };
    }
    match load {
        Load::Rect(a, b) => a * b,
        Load::Dot => x,
    }
}

#[differentiate]
fn left_in_a_loop(x: f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        let (load, k): (Load, f64) = match i {
            0 => (Load::Rect(s, x), s),
            1 => {
                if s > 1.5 {
                    continue;
                }
                (Load::Dot, x)
            }
            _ => {
                if s > 2.0 {
                    break;
                }
                (Load::Rect(x, s), s * s)
            }
        };
        s += k * match load {
            Load::Rect(a, b) => a * b,
            Load::Dot => x,
        };
    }
    s
}

#[differentiate]
fn given_by_a_loop(x: f64, n: usize) -> f64 {
    let mut s = x;
    let mut own: Own = 'outer: loop {
        s *= 1.3;
        for i in 0..n {
            match i {
                2 if n == 3 => return x.sin(),
                3 => break 'outer Own::One(x * s),
                _ => s *= 1.01,
            }
        }
        if s > 2.0 {
            break Own::One(s);
        }
        if n == 2 {
            break Own::Rows(vec![s * x; 2]);
        }
    };
    if let Own::One(v) = &mut own {
        *v *= x;
    }
    match &own {
        Own::Rows(r) => r[0] * r[1],
        Own::One(v) => v * x,
    }
}

#[differentiate]
fn made(x: f64, c: bool, n: usize) -> Own {
    let mut own: Own = 'a: {
        if c {
            for i in 0..n {
                if i == 3 {
                    return Own::One(x * x);
                }
                if i + n == 3 {
                    break 'a Own::One(x);
                }
            }
            Own::Rows(vec![x; 3])
        } else {
            if n == 2 {
                return Own::One(x * 0.3);
            }
            Own::One(x * 3.0)
        }
    };
    for i in 0..n {
        if i == 2 {
            return own;
        }
        match &mut own {
            Own::Rows(r) => r[1] *= x,
            Own::One(y) => *y *= x,
        }
    }
    own
}

#[differentiate]
fn of_what_is_made(x: f64, c: bool, n: usize) -> f64 {
    let own: Own = made(x, c, n);
    match &own {
        Own::Rows(r) => r[0] * r[1],
        Own::One(v) => v * v,
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Times(usize),
    #[expect(dead_code, reason = "a part that no pattern takes")]
    Both(usize, usize),
    Idle,
}

struct Table(Vec<f64>);

fn table(n: usize) -> Table {
    Table(vec![0.5; n])
}

#[derive(Clone, Debug, Differentiable)]
struct Pair {
    x: f64,
    v: Vec<f64>,
}

#[differentiate]
fn pair(x: f64, n: usize) -> Pair {
    Pair { x, v: vec![x * x; n + 2] }
}

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

/// The types of what is bound stand nowhere.
#[differentiate]
fn left_unseen(x: f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        let held = if i % 2 == 0 {
            if s > 2.0 {
                return s;
            }
            pair(s, i)
        } else {
            if s < 0.1 {
                continue;
            }
            pair(x, i + 1)
        };
        let factor = if i % 3 == 0 {
            if s > 2.0 {
                break;
            }
            square(s)
        } else {
            if s < 0.1 {
                continue;
            }
            square(x)
        };
        s += held.v[1] * held.x + factor;
        let mut changed = if i % 3 == 0 {
            if s > 4.0 {
                break;
            }
            held
        } else {
            if s < 0.1 {
                continue;
            }
            pair(x, 3)
        };
        changed.v[0] *= x;
        s += changed.v[0];
    }
    s
}

#[differentiate]
fn left_constant(x: f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        let table = if i % 2 == 0 {
            if s > 2.0 {
                break;
            }
            table(3)
        } else {
            if s < 0.1 {
                continue;
            }
            table(4)
        };
        let (Kind::Times(k) | Kind::Both(k, _)) = (if s * x > 1.0 {
            Kind::Times(3)
        } else if i == 3 {
            Kind::Idle
        } else {
            Kind::Both(2, i)
        }) else {
            return s * s;
        };
        s *= (0.5 + table.0[0]) * x;
        s += 0.1 * k as f64 * x;
    }
    s
}

#[test]
fn a_block_that_makes_one_is_left() {
    for n in 0..7 {
        for x in [0.4, 0.8, 1.3] {
            scalar!(left_by_return left_by_return_grad left_by_return_value_and_grad left_by_return_pullback, [x: f64 = x] (x, n));
            scalar!(left_in_a_loop left_in_a_loop_grad left_in_a_loop_value_and_grad left_in_a_loop_pullback, [x: f64 = x] (x, n));
            scalar!(given_by_a_loop given_by_a_loop_grad given_by_a_loop_value_and_grad given_by_a_loop_pullback, [x: f64 = x] (x, n));
            scalar!(left_unseen left_unseen_grad left_unseen_value_and_grad left_unseen_pullback, [x: f64 = x] (x, n));
            scalar!(left_constant left_constant_grad left_constant_value_and_grad left_constant_pullback, [x: f64 = x] (x, n));
            for c in [true, false] {
                scalar!(of_what_is_made of_what_is_made_grad of_what_is_made_value_and_grad of_what_is_made_pullback, [x: f64 = x] (x, c, n));
            }
        }
    }
}
