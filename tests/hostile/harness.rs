//! What every hostile program is held to, whatever it looks like.
//!
//! The truth is numerical: differences of the annotated function itself, which stays as it was written. They are
//! extrapolated until they vouch for nine digits, or the test fails, so that a tolerance of 1e-8 forgives no wrong
//! term. Where a program is not smooth, its test states the derivative in closed form.

/// Values of order one, none equal to another.
pub(crate) fn data(n: usize) -> Vec<f64> {
    (0..n).map(|i| 0.7 + (1.3 * i as f64).sin() * 0.6).collect()
}

/// Relative to one, or to the derivative where that is larger.
const TOLERANCE: f64 = 1e-8;

/// What can be an argument, a gradient or a result: a fixed number of floats, in order.
pub(crate) trait Flat: Clone {
    fn flatten(&self, into: &mut Vec<f64>);
    /// The same shape, filled from `from`.
    fn filled(&self, from: &mut dyn Iterator<Item = f64>) -> Self;

    fn flat(&self) -> Vec<f64> {
        let mut into = Vec::new();
        self.flatten(&mut into);
        into
    }

    fn with(&self, numbers: &[f64]) -> Self {
        self.filled(&mut numbers.iter().copied())
    }

    fn all(&self, value: f64) -> Self {
        self.filled(&mut std::iter::repeat(value))
    }

    /// One at the `k`th number, zero elsewhere.
    fn unit(&self, k: usize) -> Self {
        self.filled(&mut (0..).map(|at| if at == k { 1.0 } else { 0.0 }))
    }
}

impl Flat for f64 {
    fn flatten(&self, into: &mut Vec<f64>) {
        into.push(*self);
    }

    fn filled(&self, from: &mut dyn Iterator<Item = f64>) -> Self {
        from.next().expect("as many numbers as there are")
    }
}

impl Flat for f32 {
    fn flatten(&self, into: &mut Vec<f64>) {
        into.push(f64::from(*self));
    }

    fn filled(&self, from: &mut dyn Iterator<Item = f64>) -> Self {
        from.next().expect("as many numbers as there are") as f32
    }
}

impl Flat for () {
    fn flatten(&self, _: &mut Vec<f64>) {}

    fn filled(&self, _: &mut dyn Iterator<Item = f64>) -> Self {}
}

impl<T: Flat> Flat for Vec<T> {
    fn flatten(&self, into: &mut Vec<f64>) {
        self.iter().for_each(|of| of.flatten(into));
    }

    fn filled(&self, from: &mut dyn Iterator<Item = f64>) -> Self {
        self.iter().map(|of| of.filled(from)).collect()
    }
}

impl<T: Flat, const N: usize> Flat for [T; N] {
    fn flatten(&self, into: &mut Vec<f64>) {
        self.iter().for_each(|of| of.flatten(into));
    }

    fn filled(&self, from: &mut dyn Iterator<Item = f64>) -> Self {
        std::array::from_fn(|at| self[at].filled(from))
    }
}

impl<T: Flat> Flat for Option<T> {
    fn flatten(&self, into: &mut Vec<f64>) {
        self.iter().for_each(|of| of.flatten(into));
    }

    fn filled(&self, from: &mut dyn Iterator<Item = f64>) -> Self {
        self.as_ref().map(|of| of.filled(from))
    }
}

macro_rules! flat_tuple {
    ($($T:ident $at:tt),+) => {
        impl<$($T: Flat),+> Flat for ($($T,)+) {
            fn flatten(&self, into: &mut Vec<f64>) {
                $(self.$at.flatten(into);)+
            }

            fn filled(&self, from: &mut dyn Iterator<Item = f64>) -> Self {
                ($(self.$at.filled(from),)+)
            }
        }
    };
}
flat_tuple!(A 0);
flat_tuple!(A 0, B 1);
flat_tuple!(A 0, B 1, C 2);
flat_tuple!(A 0, B 1, C 2, D 3);
flat_tuple!(A 0, B 1, C 2, D 3, E 4);
flat_tuple!(A 0, B 1, C 2, D 3, E 4, F 5);

/// Of types with `#[derive(Differentiable)]`.
macro_rules! flat {
    ($($name:ty),+) => {$(
        impl $crate::harness::Flat for $name {
            fn flatten(&self, into: &mut Vec<f64>) {
                autodiff_runtime::Differentiable::for_each_leaf(self, &mut |leaf| into.push(leaf));
            }

            fn filled(&self, from: &mut dyn Iterator<Item = f64>) -> Self {
                let mut filled = self.clone();
                autodiff_runtime::DifferentiableMut::for_each_leaf_mut(&mut filled, &mut |leaf| *leaf = from.next().expect("as many numbers as there are"));
                filled
            }
        }
    )+};
}
pub(crate) use flat;

/// The derivative of each result in the `k`th argument, by Ridders' method: central differences at shrinking steps,
/// extrapolated to a step of zero, and of all the extrapolations the one that agrees best with its neighbours.
fn slopes<A: Flat, R: Flat>(f: &dyn Fn(&A) -> R, at: &A, k: usize) -> Vec<f64> {
    const SHRINK: f64 = 1.6;
    let center = at.flat();
    let value = |step: f64| {
        let mut moved = center.clone();
        moved[k] += step;
        f(&at.with(&moved)).flat()
    };
    let results = value(0.0).len();
    let mut table: Vec<Vec<Vec<f64>>> = Vec::new();
    let mut best = vec![(f64::INFINITY, f64::NAN); results];
    for row in 0..14 {
        let h = 0.05 * center[k].abs().max(0.2) / SHRINK.powi(row);
        let plain = value(h).iter().zip(value(-h)).map(|(ahead, behind)| (ahead - behind) / (2.0 * h)).collect();
        let mut extrapolated: Vec<Vec<f64>> = vec![plain];
        for (order, coarse) in table.last().into_iter().flatten().enumerate() {
            let factor = SHRINK.powi(2 * (order as i32 + 1));
            let fine = &extrapolated[order];
            let next: Vec<f64> =
                fine.iter().zip(coarse).map(|(fine, coarse)| (factor * fine - coarse) / (factor - 1.0)).collect();
            for (of, best) in best.iter_mut().enumerate() {
                let error = (next[of] - fine[of]).abs().max((next[of] - coarse[of]).abs());
                if error < best.0 {
                    *best = (error, next[of]);
                }
            }
            extrapolated.push(next);
        }
        table.push(extrapolated);
    }
    for (error, slope) in &best {
        assert!(*error <= 0.1 * TOLERANCE * slope.abs().max(1.0), "differences can't tell: {slope} ± {error:e}");
    }
    best.into_iter().map(|(_, slope)| slope).collect()
}

/// Rows of the Jacobian, one a result.
pub(crate) fn jacobian<A: Flat, R: Flat>(f: impl Fn(&A) -> R, at: &A) -> Vec<Vec<f64>> {
    let columns: Vec<Vec<f64>> = (0..at.flat().len()).map(|k| slopes(&f, at, k)).collect();
    (0..f(at).flat().len()).map(|row| columns.iter().map(|column| column[row]).collect()).collect()
}

#[track_caller]
pub(crate) fn assert_close(what: &str, got: &[f64], want: &[f64]) {
    assert_eq!(got.len(), want.len(), "{what}: {got:?} has not the shape of {want:?}");
    for (g, w) in got.iter().zip(want) {
        assert!((g - w).abs() <= TOLERANCE * w.abs().max(1.0), "{what}: {got:?} should be {want:?}");
    }
}

/// To the bit: NaN and the sign of zero included.
#[track_caller]
pub(crate) fn assert_same(what: &str, got: &[f64], want: &[f64]) {
    let bits = |numbers: &[f64]| numbers.iter().map(|number| number.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(got), bits(want), "{what}: {got:?} should be {want:?} to the bit");
}

/// Holds `f_grad`, `f_value_and_grad` and `f_pullback` to the truth, at one point.
///
/// `scalar!(f f_grad f_value_and_grad f_pullback, [x: f64 = 0.5, w: Vec<f64> = vec![1.0]] (x, &w, 3))` names the
/// differentiable arguments with their values, and then says how the function takes them.
macro_rules! scalar {
    ($f:ident $grad:ident $both:ident $pullback:ident, [$($x:ident: $X:ty = $value:expr),+] ($($arg:expr),+)) => {{
        use crate::harness::{Flat as _, assert_close, assert_same, jacobian};
        let at: ($($X,)+) = ($($value,)+);
        let truth = jacobian(|($($x,)+): &($($X,)+)| { $(let $x = $x.clone();)+ $f($($arg),+) }, &at).remove(0);
        scalar!(@ $f $grad $both $pullback, [$($x: $X),+] ($($arg),+), at, |got: &[f64]| assert_close("gradient", got, &truth))
    }};
    // Where differences can't tell: the derivative in closed form, to the bit.
    ($f:ident $grad:ident $both:ident $pullback:ident, [$($x:ident: $X:ty = $value:expr),+] ($($arg:expr),+), exactly $truth:expr) => {{
        use crate::harness::{Flat as _, assert_same};
        let (at, truth): (($($X,)+), Vec<f64>) = (($($value,)+), $truth.to_vec());
        scalar!(@ $f $grad $both $pullback, [$($x: $X),+] ($($arg),+), at, |got: &[f64]| assert_same("gradient", got, &truth))
    }};
    (@ $f:ident $grad:ident $both:ident $pullback:ident, [$($x:ident: $X:ty),+] ($($arg:expr),+), $at:ident, $check:expr) => {{
        let check = $check;
        let value = { let ($($x,)+) = $at.clone(); $f($($arg),+) };
        let gradient = { let ($($x,)+) = $at.clone(); $grad($($arg),+) };
        check(&gradient.flat());
        let (same, gradient) = { let ($($x,)+) = $at.clone(); $both($($arg),+) };
        assert_same("the value of f_value_and_grad", &same.flat(), &value.flat());
        check(&gradient.flat());
        #[allow(unused_variables, reason = "a by-value argument is moved in")]
        let ($($x,)+) = $at.clone();
        let (same, pullback) = $pullback($($arg),+);
        assert_same("the value of f_pullback", &same.flat(), &value.flat());
        // Twice from scratch, and once more on top: the closure can be called again, and it accumulates.
        for _ in 0..2 {
            let ($(mut $x,)+) = $at.all(0.0);
            pullback(1.0, $(&mut $x),+);
            check(&($($x,)+).flat());
        }
        let plain = { let ($(mut $x,)+) = $at.all(0.0); pullback(1.0, $(&mut $x),+); ($($x,)+).flat() };
        let ($(mut $x,)+) = $at.all(7.0);
        pullback(2.5, $(&mut $x),+);
        pullback(-0.5, $(&mut $x),+);
        for (got, slope) in ($($x,)+).flat().iter().zip(&plain) {
            let want = 7.0 + 2.0 * slope;
            assert!(
                (got - want).abs() <= 1e-12 * (1.0 + slope.abs()) || !slope.is_finite(),
                "f_pullback does not accumulate: 2.5 and -0.5 times {slope} on 7 give {got}"
            );
        }
    }};
}
pub(crate) use scalar;

/// Holds `f_grad_into` to `f_grad` and the value: buffers are overwritten, whatever they hold.
macro_rules! into {
    ($f:ident $grad:ident $into:ident, [$($x:ident: $X:ty = $value:expr),+] ($($arg:expr),+)) => {{
        use crate::harness::{Flat as _, assert_close, assert_same};
        let at: ($($X,)+) = ($($value,)+);
        let value = { let ($($x,)+) = at.clone(); $f($($arg),+) };
        let gradient = { let ($($x,)+) = at.clone(); $grad($($arg),+) };
        let mut buffers = at.all(f64::NAN);
        for _ in 0..2 {
            let same = {
                #[allow(non_snake_case)]
                let ($($x,)+) = at.clone();
                into!(@call $into ($($arg),+) buffers ($($x)+) ())
            };
            assert_same("the value of f_grad_into", &same.flat(), &value.flat());
            assert_close("f_grad_into", &buffers.flat(), &gradient.flat());
        }
    }};
    (@call $into:ident ($($arg:expr),+) $b:ident ($_a:ident) ()) => { $into($($arg),+, &mut $b.0) };
    (@call $into:ident ($($arg:expr),+) $b:ident ($_a:ident $_c:ident) ()) => { $into($($arg),+, &mut $b.0, &mut $b.1) };
    (@call $into:ident ($($arg:expr),+) $b:ident ($_a:ident $_c:ident $_d:ident) ()) => {
        $into($($arg),+, &mut $b.0, &mut $b.1, &mut $b.2)
    };
}
pub(crate) use into;

/// Holds `f_pullback` of a function with several results to the rows of the Jacobian.
///
/// `by value` or `by reference` says how the cotangent goes in: a `Vec` as a slice.
macro_rules! rows {
    ($f:ident $pullback:ident, [$($x:ident: $X:ty = $value:expr),+] ($($arg:expr),+), by value) => {
        rows!(@ $f $pullback, [$($x: $X = $value),+] ($($arg),+), cotangent, cotangent)
    };
    ($f:ident $pullback:ident, [$($x:ident: $X:ty = $value:expr),+] ($($arg:expr),+), by reference) => {
        rows!(@ $f $pullback, [$($x: $X = $value),+] ($($arg),+), cotangent, &cotangent)
    };
    (@ $f:ident $pullback:ident, [$($x:ident: $X:ty = $value:expr),+] ($($arg:expr),+), $cotangent:ident, $passed:expr) => {{
        use crate::harness::{Flat as _, assert_close, assert_same, jacobian};
        let at: ($($X,)+) = ($($value,)+);
        let truth = jacobian(|($($x,)+): &($($X,)+)| { $(let $x = $x.clone();)+ $f($($arg),+) }, &at);
        let value = { let ($($x,)+) = at.clone(); $f($($arg),+) };
        let ($($x,)+) = at.clone();
        let (same, pullback) = $pullback($($arg),+);
        assert_same("the value of f_pullback", &same.flat(), &value.flat());
        // All rows twice: no call may leave anything behind for the next.
        for (row, want) in truth.iter().enumerate().chain(truth.iter().enumerate()) {
            let $cotangent = value.unit(row);
            let ($(mut $x,)+) = at.all(0.0);
            pullback($passed, $(&mut $x),+);
            assert_close(&format!("row {row}"), &($($x,)+).flat(), want);
        }
        // A mixed cotangent, on top of what is there.
        let weights: Vec<f64> = (0..truth.len()).map(|row| 1.5 - row as f64).collect();
        let $cotangent = value.with(&weights);
        let ($(mut $x,)+) = at.all(7.0);
        pullback($passed, $(&mut $x),+);
        let mixed: Vec<f64> = (0..at.flat().len())
            .map(|column| 7.0 + weights.iter().zip(&truth).map(|(weight, row)| weight * row[column]).sum::<f64>())
            .collect();
        assert_close("a mixed cotangent on top of 7", &($($x,)+).flat(), &mixed);
    }};
}
pub(crate) use rows;

/// Holds `f_vjp` and `f_pullback` of a function that writes through `&mut` to the Jacobian of what it leaves there, by all
/// that it is given.
///
/// `outputs!(f f_vjp f_pullback, [a: f64 = 0.5], [y / d_y: Vec<f64> = vec![1.0]], (a, &mut y))` names the differentiable
/// arguments, then those behind `&mut` with their cotangents, and says how the function takes them. `returns s: R => &s`
/// at the end names the cotangent of the result, and says how it is passed.
macro_rules! outputs {
    ($f:ident $vjp:ident $pullback:ident, [$($x:ident: $X:ty = $xv:expr),*], [$($y:ident / $d:ident: $Y:ty = $yv:expr),+],
        ($($arg:expr),+)) => {
        outputs!(@ $f $vjp $pullback, [$($x: $X = $xv),*], [$($y / $d: $Y = $yv),+], ($($arg),+), _seed: () [])
    };
    ($f:ident $vjp:ident $pullback:ident, [$($x:ident: $X:ty = $xv:expr),*], [$($y:ident / $d:ident: $Y:ty = $yv:expr),+],
        ($($arg:expr),+), returns $s:ident: $R:ty => $seed:expr) => {
        outputs!(@ $f $vjp $pullback, [$($x: $X = $xv),*], [$($y / $d: $Y = $yv),+], ($($arg),+), $s: $R [$seed])
    };
    (@ $f:ident $vjp:ident $pullback:ident, [$($x:ident: $X:ty = $xv:expr),*],
        [$($y:ident / $d:ident: $Y:ty = $yv:expr),+], ($($arg:expr),+), $s:ident: $R:ty [$($seed:expr)?]) => {{
        #![allow(unused_mut, unused_variables, unused_assignments, reason = "for every shape of function")]
        use crate::harness::{Flat as _, assert_close, assert_same, jacobian};
        let at: ($($X,)* $($Y,)+) = ($($xv,)* $($yv,)+);
        let run = |($($x,)* $($y,)+): &($($X,)* $($Y,)+)| -> ($($Y,)+ $R) {
            $(let $x = $x.clone();)*
            $(let mut $y = $y.clone();)+
            let value: $R = $f($($arg),+);
            ($($y,)+ value)
        };
        let truth = jacobian(run, &at);
        let left = run(&at);
        let inputs = { let ($($x,)* $($y,)+) = at.clone(); ($($x,)*).flat().len() };
        let weights: Vec<Vec<f64>> =
            (0..3).map(|k| (0..truth.len()).map(|row| (1.7 * row as f64 + 0.9 * k as f64).cos() + 0.2).collect()).collect();
        let wanted = |weights: &[f64]| -> Vec<f64> {
            let column = |column: usize| weights.iter().zip(&truth).map(|(weight, row)| weight * row[column]).sum();
            (0..at.flat().len()).map(column).collect()
        };
        for weights in &weights {
            let ($($x,)* $(mut $y,)+) = at.clone();
            let ($(mut $d,)+ $s) = left.with(weights);
            let gradients = $vjp($($arg),+ $(, $seed)?, $(&mut $d),+);
            let after = ($($y,)+).flat();
            assert_same("what f_vjp leaves", &after, &left.flat()[..after.len()]);
            let mut got = gradients.flat();
            got.extend(($($d,)+).flat());
            assert_close("f_vjp", &got, &wanted(weights));
        }
        let ($($x,)* $(mut $y,)+) = at.clone();
        let (value, pullback) = $pullback($($arg),+);
        let value: $R = value;
        let after = ($($y.clone(),)+ value).flat();
        assert_same("what f_pullback leaves", &after, &left.flat());
        // The memory is the caller's again.
        $($y = $y.all(f64::NAN);)+
        for weights in weights.iter().chain(&weights) {
            let ($(mut $d,)+ $s) = left.with(weights);
            let ($(mut $x,)* $($y,)+) = at.all(7.0);
            pullback($($seed,)? $(&mut $x,)* $(&mut $d),+);
            let mut got = ($($x,)* $($d,)+).flat();
            got[..inputs].iter_mut().for_each(|number| *number -= 7.0);
            assert_close("f_pullback", &got, &wanted(weights));
        }
    }};
}
pub(crate) use outputs;

/// All companions of a function of two slices, at lengths from none on.
macro_rules! two_slices {
    ($f:ident $grad:ident $both:ident $into:ident $pullback:ident) => {{
        use crate::harness::{data, into, scalar};
        for (n, m) in [(0, 0), (0, 3), (1, 2), (2, 1), (5, 5), (7, 4), (4, 7)] {
            scalar!($f $grad $both $pullback, [x: Vec<f64> = data(n), y: Vec<f64> = data(m + 1)[1..].to_vec()] (&x, &y));
            into!($f $grad $into, [x: Vec<f64> = data(n), y: Vec<f64> = data(m + 1)[1..].to_vec()] (&x, &y));
        }
    }};
}
pub(crate) use two_slices;
