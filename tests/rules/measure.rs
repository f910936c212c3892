//! What holds for every rule: one check, whatever the operation.

use autodiff_runtime::check::assert_gradient;
use autodiff_runtime::{Differentiable, Scalar};

/// One operation over `N` operands of the float type `F`, with every companion that it has, as closures over arrays.
pub(crate) struct Rule<'r, F, const N: usize> {
    pub(crate) name: &'static str,
    pub(crate) primal: &'r dyn Fn([F; N]) -> F,
    /// The gradient on paper.
    pub(crate) closed_form: &'r dyn Fn([F; N]) -> [F; N],
    pub(crate) grad: &'r dyn Fn([F; N]) -> [F; N],
    pub(crate) value_and_grad: &'r dyn Fn([F; N]) -> (F, [F; N]),
    /// Value, and what the pullback of a cotangent adds to accumulators that hold something already.
    pub(crate) pullback: &'r dyn Fn([F; N], F, [F; N]) -> (F, [F; N]),
    /// Value and tangent, in a direction.
    pub(crate) jvp: &'r dyn Fn([F; N], [F; N]) -> (F, F),
    /// The Hessian times a direction.
    pub(crate) hvp: &'r dyn Fn([F; N], [F; N]) -> [F; N],
    /// The primal, and the gradient in one operand, the others constant: `wrt(x)`.
    pub(crate) alone: [&'r dyn Fn([F; N]) -> (F, F); N],
}

impl<F: Scalar, const N: usize> Rule<'_, F, N>
where
    [F; N]: Differentiable,
{
    #[track_caller]
    pub(crate) fn check(&self, points: &[[F; N]]) {
        assert!(points.len() > 1, "{}: one point is no test", self.name);
        for &at in points {
            self.check_at(at);
        }
    }

    #[track_caller]
    fn check_at(&self, at: [F; N]) {
        let name = self.name;
        let value = (self.primal)(at);
        let gradient = (self.grad)(at);
        let on_paper = (self.closed_form)(at);
        for (operand, (got, want)) in gradient.into_iter().zip(on_paper).enumerate() {
            assert_close(&format!("{name}{at:?} in operand {operand}"), got, want);
        }
        let measured = |at: &[F]| (self.primal)(std::array::from_fn(|operand| at[operand]));
        assert_gradient(measured, &at[..], &gradient);

        assert_eq!((self.value_and_grad)(at), (value, gradient), "{name}{at:?}: value and gradient");
        for (alone, slope) in self.alone.iter().zip(gradient) {
            assert_eq!(alone(at), (value, slope), "{name}{at:?}: one operand alone");
        }
        for (operand, want) in gradient.into_iter().enumerate() {
            let along: [F; N] = std::array::from_fn(|other| F::from_double(f64::from(u8::from(other == operand))));
            let (again, slope) = (self.jvp)(at, along);
            assert_eq!(again, value, "{name}{at:?}: the value beside its tangent");
            assert_close(&format!("{name}{at:?}: tangent of operand {operand}"), slope, want);
            self.check_curvature(at, along);
        }
        for cotangent in [-1.5, 0.0, 3.25].map(F::from_double) {
            let before: [F; N] = std::array::from_fn(|operand| F::from_double(0.5 + operand as f64));
            let (again, after) = (self.pullback)(at, cotangent, before);
            assert_eq!(again, value, "{name}{at:?}: the value beside the pullback");
            for ((before, slope), after) in before.into_iter().zip(gradient).zip(after) {
                assert_close(&format!("{name}{at:?}: pullback of {cotangent}"), after, before + cotangent * slope);
            }
        }
    }
}

impl<F: Scalar, const N: usize> Rule<'_, F, N> {
    /// Second derivatives, against central differences of the first.
    #[track_caller]
    fn check_curvature(&self, at: [F; N], along: [F; N]) {
        let is_double = F::epsilon().to_f64().is_some_and(|epsilon| epsilon < 1e-10);
        let step = F::from_double(if is_double { 1e-5 } else { 1e-2 });
        let allowed = F::from_double(if is_double { 1e-6 } else { 0.05 });
        let beside = |step: F| (self.grad)(std::array::from_fn(|operand| at[operand] + step * along[operand]));
        let (ahead, behind) = (beside(step), beside(-step));
        for (operand, got) in (self.hvp)(at, along).into_iter().enumerate() {
            let want = (ahead[operand] - behind[operand]) / (step + step);
            assert!(
                (got - want).abs() <= allowed * want.abs().max(F::one()),
                "{}{at:?}: second derivative in operand {operand}: got {got}, measured {want}",
                self.name
            );
        }
    }
}

/// Equal but for the rounding of a handful of operations.
#[track_caller]
pub(crate) fn assert_close<F: Scalar>(what: &str, got: F, want: F) {
    let allowed = F::from_double(32.0) * F::epsilon() * want.abs().max(F::one());
    assert!((got - want).abs() <= allowed, "{what}: got {got}, want {want}");
}

/// With one parameter the tuple falls away; a check wants arrays.
pub(crate) trait IntoArray<F, const N: usize> {
    fn into_array(self) -> [F; N];
}

impl<F: Scalar> IntoArray<F, 1> for F {
    fn into_array(self) -> [F; 1] {
        [self]
    }
}

impl<F> IntoArray<F, 2> for (F, F) {
    fn into_array(self) -> [F; 2] {
        self.into()
    }
}

impl<F> IntoArray<F, 3> for (F, F, F) {
    fn into_array(self) -> [F; 3] {
        self.into()
    }
}

/// Defines annotated functions of one operation, in `f64` and in `f32`, and checks them.
///
/// `name(x, y) = body => [∂/∂x, ∂/∂y], at [[1.0, 2.0], [3.0, 4.0]];` In the partial derivatives `F` is the float type.
macro_rules! rules {
    ($($name:ident($($x:ident),+) = $body:expr => [$($partial:expr),+], at $points:expr;)+) => {
        $(
            mod $name {
                rules!(@of f64, in_f64 $name ($($x),+) [$($x),+] ($($x),+) ($($x: f64),+) ($body) [$($partial),+] $points);
                rules!(@of f32, in_f32 $name ($($x),+) [$($x),+] ($($x),+) ($($x: f32),+) ($body) [$($partial),+] $points);
            }
        )+
    };
    (
        @of $F:ident, $test:ident $name:ident ($($x:ident),+) $at:tt $arguments:tt $params:tt
        ($body:expr) [$($partial:expr),+] $points:expr
    ) => {
        #[allow(clippy::all, unused_parens, unused_variables, reason = "written as the operation is")]
        mod $test {
            use crate::measure::{IntoArray, Rule};
            use autodiff_runtime::prelude::*;

            #[differentiate(jvp, hvp)]
            fn operation $params -> $F {
                $body
            }

            $(
                mod $x {
                    #[allow(unused_imports, reason = "for named primitives")]
                    use autodiff_runtime::prelude::*;

                    #[differentiate(wrt($x))]
                    pub(super) fn alone $params -> $F {
                        $body
                    }
                }
            )+

            #[test]
            fn holds() {
                #[allow(dead_code, reason = "for partial derivatives that need it")]
                type F = $F;
                Rule {
                    name: concat!(stringify!($F), " ", stringify!($name)),
                    primal: &|$at| operation $arguments,
                    closed_form: &|$at| [$($partial),+],
                    grad: &|$at| operation_grad $arguments.into_array(),
                    value_and_grad: &|$at| {
                        let (value, gradient) = operation_value_and_grad $arguments;
                        (value, gradient.into_array())
                    },
                    pullback: &|$at, cotangent, before| {
                        let (value, pullback) = operation_pullback $arguments;
                        let [$(mut $x),+] = before;
                        pullback(cotangent, $(&mut $x),+);
                        (value, $at)
                    },
                    jvp: &|$at, along| {
                        let mut along = along.into_iter();
                        operation_jvp($($x, along.next().expect("a tangent for each operand")),+)
                    },
                    hvp: &|$at, along| {
                        let mut along = along.into_iter();
                        operation_hvp($($x, along.next().expect("a tangent for each operand")),+).into_array()
                    },
                    alone: [$(&|$at| ($x::alone $arguments, $x::alone_grad $arguments)),+],
                }
                .check(&$points);
            }
        }
    };
}
