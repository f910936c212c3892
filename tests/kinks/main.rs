//! Where no derivative exists, or it is infinite: the table of the documentation, one test for each claim, exactly.
#![allow(clippy::needless_range_loop, reason = "loops over indices are the kind that is differentiated")]

const NAN: f64 = f64::NAN;
const INF: f64 = f64::INFINITY;

/// Equal, any NaN to any NaN.
#[track_caller]
fn same<const N: usize>(got: [f64; N], want: [f64; N]) {
    let equal = got.iter().zip(&want).all(|(got, want)| got == want || (got.is_nan() && want.is_nan()));
    assert!(equal, "got {got:?}, want {want:?}");
}

/// `f(x) = body;`
macro_rules! functions {
    ($($name:ident($($x:ident),+) = $body:expr;)+) => {
        $(
            #[differentiate]
            fn $name($($x: f64),+) -> f64 {
                $body
            }
        )+
    };
}

mod as_it_ran;
mod inactive;
mod pointwise;
mod powers;
mod remainders;
mod single;
