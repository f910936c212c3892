//! The slopes that the rules leave to the runtime, written out in operations: what they are where they are differentiated
//! themselves, for second order.
//!
//! What a rule calls is made to be exact far out and at the kinks. What stands here has the same value where both are
//! numbers, and the rules' own derivatives. At a kink, where the slope jumps, the derivative of the slope is that of the
//! side which the slope is taken from; of a slope that is constant on both sides it is 0.

use super::math::{Sheet, Term};
use crate::ir::{Expr, Op};

/// `2·√(2/π)` and the cubic term of the tanh form of `gelu`: see the runtime's `primitive::gelu`.
const GELU: (f64, f64) = (2.0 * 0.797_884_560_802_865_4, 0.044_715);
/// `λ` and `α` of `selu`.
const SELU: (f64, f64) = (1.050_700_987_355_480_5, 1.673_263_242_354_377_2);

/// The names of them, and how many operands each takes.
pub(crate) const SLOPES: &[(&str, usize)] = &[
    ("sign", 1),
    ("max_share", 2),
    ("min_share", 2),
    ("copysign_slope", 2),
    ("rem_slope", 2),
    ("rem_euclid_slope", 2),
    ("powi_slope", 2),
    ("powi_derivative", 3),
    ("powf_slope_base", 2),
    ("powf_slope_exponent", 3),
    ("hypot_slope", 2),
    ("atan2_slope_y", 2),
    ("atan2_slope_x", 2),
    ("elu_slope", 2),
    ("selu_slope", 1),
    ("silu_slope", 1),
    ("gelu_slope", 1),
];

/// The runtime's slope of this name over these operands, in operations that have rules. `None`: it is no slope.
pub(crate) fn written_out(name: &'static str, operands: &[Expr]) -> Option<Expr> {
    let sheet = Sheet::default();
    let operands: Vec<Term<'_>> = operands.iter().map(|operand| sheet.term(operand.clone())).collect();
    let step = || {
        let operands = operands.iter().map(|operand| operand.expr()).collect::<Vec<_>>();
        sheet.term(Expr::op(Op::Step(name, operands.len()), operands))
    };
    let slope = match (name, operands.as_slice()) {
        ("sign" | "max_share" | "min_share" | "copysign_slope" | "rem_slope" | "rem_euclid_slope", _) => step(),
        ("powi_slope", &[x, n]) => x.apply2(Op::PowiDerivative(1), n),
        ("powf_slope_base", &[x, y]) => {
            let power = y * x.apply2(Op::Powf, y - 1.0);
            y.select("==", y.zero(), y.zero(), power)
        }
        // Where the power vanishes it does so faster than the logarithm grows.
        ("powf_slope_exponent", &[x, y, r]) => {
            let slope = r * x.ln();
            let at_zero = y.select("<", y.zero(), slope, y.zero());
            r.select("==", r.zero(), r.zero(), x.select("==", x.zero(), at_zero, slope))
        }
        ("hypot_slope", &[x, r]) => r.select("==", r.zero(), r.zero(), x / r),
        // By way of the radius, whose square may be out of range.
        ("atan2_slope_y", &[y, x]) => {
            let r = y.apply2(Op::Hypot, x);
            x / r / r
        }
        ("atan2_slope_x", &[y, x]) => {
            let r = y.apply2(Op::Hypot, x);
            -(y / r / r)
        }
        ("elu_slope", &[x, alpha]) => x.if_positive(x.number(1.0), alpha * x.exp()),
        ("selu_slope", &[x]) => x.if_positive(x.number(SELU.0), SELU.0 * SELU.1 * x.exp()),
        ("silu_slope", &[x]) => {
            let s = x.sigmoid();
            s + vanishing(x, s)
        }
        ("gelu_slope", &[x]) => {
            let (scale, cubic) = GELU;
            let square = x * x;
            let s = (scale * x * (1.0 + cubic * square)).sigmoid();
            s + vanishing(scale * x * (1.0 + 3.0 * cubic * square), s)
        }
        _ => return None,
    };
    Some(slope.expr())
}

/// `x·s·(1 − s)`, which is 0 far out, where `x` may be infinite.
fn vanishing<'s>(x: Term<'s>, s: Term<'s>) -> Term<'s> {
    let bell = s * (1.0 - s);
    bell.select("==", bell.zero(), bell.zero(), x * bell)
}
