//! The twins of `tests/ui/syntax` that are about statements and control flow, each under the name of its case.
use autodiff_runtime::prelude::*;

#[differentiate]
fn let_else(x: f64, #[constant] y: Option<f64>) -> f64 {
    let is_there = y.is_some();
    let y: f64 = value_of(y);
    if is_there { x * y } else { x }
}

fn value_of(y: Option<f64>) -> f64 {
    y.unwrap_or(0.0)
}

#[differentiate]
fn let_pattern(x: [f64; 2]) -> f64 {
    let (a, b) = (x[0], x[1]);
    a * b
}

#[differentiate]
fn conditional_statement(x: f64) -> f64 {
    if cfg!(any()) { x * x } else { 3.0 * x }
}

#[differentiate]
fn alias(x: &[[f64; 2]]) -> f64 {
    x[0][0] * x[0][1]
}

#[differentiate]
fn assigned(x: f64) -> f64 {
    let (mut a, mut b) = (x, 1.0);
    (a, b) = (b * a, a);
    a * b
}

#[differentiate]
fn mutable_borrow(x: f64) -> f64 {
    let mut y = x;
    y = doubled(y);
    y
}

#[differentiate]
fn doubled(y: f64) -> f64 {
    2.0 * y
}

#[differentiate]
fn while_loop(x: f64) -> f64 {
    let mut y = x;
    while y > 1.0 {
        y *= 0.5;
    }
    y
}

#[differentiate]
fn endless_loop(x: f64, turns: usize) -> f64 {
    let mut n = 0;
    let mut y = x;
    loop {
        n += 1;
        if n > turns {
            break;
        }
        if n == 2 {
            continue;
        }
        y *= 2.0;
    }
    y
}

#[differentiate]
fn early_return(x: f64) -> f64 {
    if x < 0.0 {
        return 0.0;
    }
    x * x
}

#[differentiate]
fn for_each(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for x in x.iter().map(|x| x * x).chain(std::iter::once(0.0)) {
        sum += x;
    }
    sum
}

#[differentiate]
fn loop_pattern(x: f64) -> f64 {
    let mut sum = 0.0;
    for i in 1..4 {
        sum += x * i as f64;
    }
    for _ in 0..2 {
        sum += x;
    }
    sum
}

#[differentiate]
fn leaving(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        if x[i] >= 0.0 {
            sum += x[i];
        }
    }
    if sum < 0.0 { 0.0 } else { sum * sum }
}

#[differentiate]
fn matching(x: f64, n: usize) -> f64 {
    let power = match n {
        0 => 1,
        other => other as i32 + 1,
    };
    if power == 1 { x } else { x.powi(power) }
}

#[differentiate]
fn if_let(x: f64, #[constant] y: Option<f64>) -> f64 {
    if y.is_some() { x * value_of(y) } else { x }
}

#[differentiate]
fn labelled_block(x: f64) -> f64 {
    if x < 0.0 { 0.0 } else { x * x }
}

#[differentiate]
fn inner_item(x: f64) -> f64 {
    if x > 0.0 {
        const UP: f64 = 2.0;
        UP * x
    } else {
        const DOWN: f64 = 3.0;
        DOWN * x
    }
}

#[differentiate]
fn inner_glob(x: f64) -> f64 {
    use std::f64::consts::*;
    let angle = {
        use std::f64::consts::TAU as TURN;
        TURN * x - PI * x
    };
    angle.sin()
}

macro_rules! doubled {
    ($name:ident, $x:ident, $y:expr) => {
        #[differentiate]
        fn $name($x: f64) -> f64 {
            let twice = 2.0 * $x;
            let $x = twice;
            $y + twice
        }
    };
}

doubled!(kept_apart, y, y * y);

#[differentiate]
fn hidden_type(x: f64, n: u64) -> f64 {
    type Byte = u8;
    x * (n as Byte) as f64
}

fn main() {
    assert_eq!((let_else_grad(3.0, None), let_else_grad(3.0, Some(2.0))), (1.0, 2.0));
    assert_eq!(let_pattern_grad([3.0, 2.0]), [2.0, 3.0]);
    assert_eq!(conditional_statement_grad(3.0), 3.0);
    assert_eq!(alias_grad(&[[3.0, 2.0]]), [[2.0, 3.0]]);
    assert_eq!(assigned_grad(3.0), 6.0);
    assert_eq!(mutable_borrow_grad(3.0), 2.0);
    assert_eq!(while_loop_grad(3.0), 0.25);
    assert_eq!(endless_loop_grad(3.0, 4), 8.0);
    assert_eq!((early_return_grad(3.0), early_return_grad(-3.0)), (6.0, 0.0));
    assert_eq!(for_each_grad(&[3.0]), [6.0]);
    assert_eq!(loop_pattern_grad(3.0), 8.0);
    assert_eq!(leaving_grad(&[3.0, -1.0]), [6.0, 0.0]);
    assert_eq!((matching_grad(3.0, 0), matching_grad(3.0, 1)), (1.0, 6.0));
    assert_eq!((if_let_grad(3.0, None), if_let_grad(3.0, Some(2.0))), (1.0, 2.0));
    assert_eq!((labelled_block_grad(3.0), labelled_block_grad(-3.0)), (6.0, 0.0));
    assert_eq!((inner_item_grad(3.0), inner_item_grad(-3.0)), (2.0, 3.0));
    assert_eq!(inner_glob_grad(0.0), std::f64::consts::PI);
    assert_eq!((kept_apart_grad(1.0), hidden_type_grad(1.0, 258)), (10.0, 2.0));
}
