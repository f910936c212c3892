//! The derivative of each primitive: one line an operation, read by forward and by reverse mode.
//!
//! A line gives, for each operand, `d · ∂r/∂operand`, where `d` is the cotangent of the result in reverse mode and the
//! tangent of the operand in forward mode: the product is the same. It may use the operation's own result `r`, which is
//! how `exp`, `sqrt`, `tanh` and `sigmoid` get their derivative for a multiplication or two. What happens at the kinks
//! is the table of section "At the kinks" in the crate documentation of the runtime.

mod math;
mod powers;
mod slopes;

use crate::ir::{Expr, Op};
use math::{Sheet, Term, helper};
use powers::{powf_base, powi_base};
pub(crate) use slopes::{SLOPES, written_out};
use std::f64::consts::{LN_2, LN_10, PI};

/// `d · ∂r/∂operands[which]`; `None` where that is zero everywhere.
pub(crate) fn partial(op: Op, operands: &[Expr], result: &Expr, which: usize, d: &Expr) -> Option<Expr> {
    let sheet = Sheet::default();
    let operands: Vec<Term<'_>> = operands.iter().map(|operand| sheet.term(operand.clone())).collect();
    let (d, r) = (sheet.term(d.clone()), sheet.term(result.clone()));
    table(op, &operands, r, which, d).map(Term::expr)
}

macro_rules! rules {
    (|$d:ident, $r:ident| $($op:ident($($x:ident),+) => [$($partial:expr),+];)+) => {
        fn table<'s>(op: Op, operands: &[Term<'s>], $r: Term<'s>, which: usize, $d: Term<'s>) -> Option<Term<'s>> {
            match op {
                $(
                    Op::$op => {
                        let &[$($x),+] = operands else { return None };
                        $(let _ = $x;)+
                        // Only the line's expression that is asked for is written.
                        let partials: &[&dyn Fn() -> Option<Term<'s>>] = &[$(&|| Slope::from($partial).0),+];
                        partials.get(which).and_then(|partial| partial())
                    }
                )+
                // As any conversion does; which type it is the table need not say.
                Op::ToGeneric(_) => Some($d),
                Op::Step(..) => None,
                Op::PowiDerivative(order) => {
                    (which == 0).then(|| $d * operands[0].apply2(Op::PowiDerivative(order + 1), operands[1]))
                }
            }
        }
    };
}

/// A partial derivative, or none where it is zero.
struct Slope<'s>(Option<Term<'s>>);

impl<'s> From<Term<'s>> for Slope<'s> {
    fn from(term: Term<'s>) -> Self {
        Slope(Some(term))
    }
}

impl<'s> From<Option<Term<'s>>> for Slope<'s> {
    fn from(term: Option<Term<'s>>) -> Self {
        Slope(term)
    }
}

const ZERO: Option<Term<'static>> = None;

rules! { |d, r|
    Add(x, y)         => [d, d];
    Sub(x, y)         => [d, -d];
    Mul(x, y)         => [d * y, d * x];
    Div(x, y)         => [d / y, -d * r / y];
    Rem(x, y)         => [d, d * helper("rem_slope", [x, y])];
    Neg(x)            => [-d];
    MulAdd(x, y, z)   => [d * y, d * x, d];
    Recip(x)          => [-d * r * r];

    Sin(x)            => [d * x.cos()];
    Cos(x)            => [-d * x.sin()];
    Tan(x)            => [d * (1.0 + r * r)];
    Asin(x)           => [d / ((1.0 - x) * (1.0 + x)).sqrt()];
    Acos(x)           => [-d / ((1.0 - x) * (1.0 + x)).sqrt()];
    Atan(x)           => [d / (1.0 + x * x)];
    Atan2(y, x)       => [d * helper("atan2_slope_y", [y, x]), d * helper("atan2_slope_x", [y, x])];
    Sinh(x)           => [d * x.cosh()];
    Cosh(x)           => [d * x.sinh()];
    Tanh(x)           => [d * (1.0 - r * r)];
    Asinh(x)          => [d / (1.0 + x * x).sqrt()];
    Acosh(x)          => [d / ((x - 1.0) * (x + 1.0)).sqrt()];
    Atanh(x)          => [d / ((1.0 - x) * (1.0 + x))];

    Exp(x)            => [d * r];
    Exp2(x)           => [d * r * LN_2];
    ExpM1(x)          => [d * (r + 1.0)];
    Ln(x)             => [d / x];
    Ln1p(x)           => [d / (1.0 + x)];
    Log(x, base)      => [d / (x * base.ln()), -d * r / (base * base.ln())];
    Log2(x)           => [d / (x * LN_2)];
    Log10(x)          => [d / (x * LN_10)];

    Sqrt(x)           => [0.5 * d / r];
    Cbrt(x)           => [d / (3.0 * r * r)];
    Powi(x, n)        => [powi_base(d, x, n), ZERO];
    Powf(x, y)        => [powf_base(d, x, y), d * helper("powf_slope_exponent", [x, y, r])];
    Hypot(x, y)       => [d * helper("hypot_slope", [x, r]), d * helper("hypot_slope", [y, r])];

    Abs(x)            => [d * helper("sign", [x])];
    Max(x, y)         => [d * helper("max_share", [x, y]), d * helper("max_share", [y, x])];
    Min(x, y)         => [d * helper("min_share", [x, y]), d * helper("min_share", [y, x])];
    Clamp(x, lo, hi)  => [x.select("<", lo, x.zero(), x.select(">", hi, x.zero(), d)),
                          x.select("<", lo, d, x.zero()),
                          x.select(">", hi, d, x.zero())];
    RemEuclid(x, y)   => [d, d * helper("rem_euclid_slope", [x, y])];
    Copysign(x, y)    => [d * helper("copysign_slope", [x, y]), ZERO];
    ToRadians(x)      => [d * (PI / 180.0)];
    ToDegrees(x)      => [d * (180.0 / PI)];
    Fract(x)          => [d];
    Floor(x)          => [ZERO];
    Ceil(x)           => [ZERO];
    Round(x)          => [ZERO];
    Trunc(x)          => [ZERO];
    Signum(x)         => [ZERO];
    StopGradient(x)   => [ZERO];

    Sigmoid(x)        => [d * r * (1.0 - r)];
    Relu(x)           => [x.if_positive(d, x.zero())];
    LeakyRelu(x, s)   => [x.if_positive(d, d * s), x.if_positive(x.zero(), d * x)];
    Elu(x, alpha)     => [d * helper("elu_slope", [x, alpha]), x.if_positive(x.zero(), d * x.exp_m1())];
    Selu(x)           => [d * helper("selu_slope", [x])];
    Gelu(x)           => [d * helper("gelu_slope", [x])];
    Silu(x)           => [d * helper("silu_slope", [x])];
    Softplus(x)       => [d * x.sigmoid()];

    ToF64(x)          => [d];
    ToF32(x)          => [d];
    Pin(x)            => [d];
}
