use autodiff_runtime::prelude::*;
use num_traits::{Float, NumCast};

#[differentiate]
fn by_inference<T: Float>(x: T) -> f64 {
    let y: f64 = num_traits::cast(x).unwrap();
    let z: f64 = NumCast::from(x).unwrap();
    y * z
}

#[differentiate]
fn to_an_integer<T: Float>(x: T) -> T {
    let n = x.to_usize().unwrap();
    let (mantissa, _, _) = x.integer_decode();
    x * T::from(n).unwrap() * T::from(mantissa).unwrap()
}

#[differentiate]
fn kept_as_an_option<T: Float>(x: T) -> f64 {
    let y = x.to_f64();
    y.unwrap()
}

fn main() {
    let _ = by_inference(1.0_f32);
    let _ = to_an_integer(1.0);
    let _ = kept_as_an_option(1.0);
}

trait Real {
    fn to_f64(self) -> Option<f64>;
}

impl Real for f64 {
    fn to_f64(self) -> Option<f64> {
        Some(7.0)
    }
}

#[differentiate]
fn hidden_by_a_trait<T: Float + Real>(x: T) -> f64 {
    x.to_f64().unwrap()
}
