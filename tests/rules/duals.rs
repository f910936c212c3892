//! Rules on top of each other: the same body over floats, in reverse mode, and over dual numbers, in forward mode.

use crate::measure::assert_close;
use num_dual::Dual64;

/// `name(x, y) = body, at [[..], [..]];` The body is Rust for `f64` and for `Dual64` alike.
macro_rules! agree {
    ($($name:ident($($x:ident),+) = $body:expr, at $points:expr;)+) => {
        $(
            agree!(@of $name ($($x),+) [$($x),+] ($($x: f64),+) ($($x: Dual64),+) $body, $points);
        )+
    };
    (@of $name:ident ($($x:ident),+) $at:tt $floats:tt $duals:tt $body:expr, $points:expr) => {
        mod $name {
            use autodiff_runtime::differentiate;

            #[differentiate]
            pub(super) fn in_floats $floats -> f64 {
                $body
            }

            pub(super) mod forward {
                #[allow(unused_imports, reason = "arithmetic needs no method")]
                use num_dual::{Dual64, DualNum as _};

                pub(in super::super) fn in_duals $duals -> Dual64 {
                    $body
                }
            }
        }

        #[test]
        fn $name() {
            for $at in $points {
                let (value, gradient) = $name::in_floats_value_and_grad($($x),+);
                let gradient = crate::measure::IntoArray::into_array(gradient);
                let point = $at;
                for operand in 0..point.len() {
                    let mut duals = point.map(Dual64::from_re);
                    duals[operand] = duals[operand].derivative();
                    let $at = duals;
                    let forward = $name::forward::in_duals($($x),+);
                    assert_close(&format!("value at {point:?}"), value, forward.re);
                    assert_close(&format!("operand {operand} at {point:?}"), gradient[operand], forward.eps);
                }
            }
        }
    };
}

agree! {
    arithmetic(x, y) = (x * y - x / y) / (x * x + y * y) - (x - y) * (x + y * 3.0), at [[0.7, 1.9], [-1.3, 0.4]];
    waves(x, y) = (x.sin() * y.cos() + (x * y).tan()).sin() * (x - y).cos(), at [[0.7, 0.9], [-0.3, 0.4]];
    sines_and_cosines(x) = { let (s, c) = (x * x).sin_cos(); s * c + s / (c + 2.0) }, at [[0.7], [-1.3]];
    arcs(x, y) = (x * y).asin() + (x / 2.0).acos() * (x + y).atan() + y.atan2(x), at [[0.7, 0.9], [-0.3, 0.4]];
    hyperbolas(x, y) = (x * y).sinh() / (x - y).cosh() + (x + y).tanh().tanh(), at [[0.7, 1.9], [-1.3, 0.4]];
    areas(x, y) = (x * y).asinh() + (x * x + 1.5).acosh() * (x * y / 3.0).atanh(), at [[0.7, 1.9], [-1.3, 0.4]];
    exponentials(x, y) = (x - y).exp() + (x * y).exp2() * (x / 2.0).exp_m1(), at [[0.7, 1.9], [-1.3, 0.4]];
    logarithms(x, y) = (x * y + 3.0).ln() * x.ln_1p() + (x + y).log2() - y.log10() * (x + 2.0).log(3.0),
        at [[0.7, 1.9], [-0.3, 0.4]];
    roots(x, y) = (x * x + y).sqrt() * (x - y).cbrt() + (y + (x * x).sqrt()).sqrt(), at [[0.7, 1.9], [-1.3, 0.4]];
    powers(x, y) = x.powi(3) * y.powi(-2) + (x * y + 2.0).powf(1.5) - (x - y).powi(7), at [[0.7, 1.9], [-1.3, 0.4]];
    reciprocals(x, y) = (x * y).recip() + x.recip().recip() + x.mul_add(y, x), at [[0.7, 1.9], [-1.3, 0.4]];

    shared(x, y) = {
        let a = x * y;
        let b = a.sin() + a;
        let c = b * b + a;
        let a = c / (b + 2.0);
        a * b * c
    }, at [[0.7, 1.9], [-1.3, 0.4]];
    rebound(x, y) = {
        let mut a = x;
        a = y - a * y;
        a += a.exp();
        let b = a;
        a *= b + x;
        a - b
    }, at [[0.7, 1.9], [-1.3, 0.4]];
    branches(x, y) = {
        let mut a = x * y;
        if a > 0.5 {
            a = a.exp() * x;
            if x > 1.0 { a += y; }
        } else {
            a -= y.sin();
        }
        let b = if a < y { a * a } else { a + y };
        a * b
    }, at [[0.7, 1.9], [-1.3, 0.4], [1.5, 0.6]];
    turns(x, y) = {
        let mut a = x;
        let mut b = y;
        for i in 0..4 {
            let next = (a * b).sin() + a / f64::from(i + 2);
            a = b;
            b = next * x;
        }
        a + b
    }, at [[0.7, 1.9], [-1.3, 0.4]];
    nested_turns(x, y) = {
        let mut sum = x * 0.0;
        for i in 0..3 {
            let mut product = x;
            for _ in 0..=i {
                product *= y + sum;
            }
            sum += product.tanh();
        }
        sum
    }, at [[0.7, 1.9], [-1.3, 0.4]];
}
