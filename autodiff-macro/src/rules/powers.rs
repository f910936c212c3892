//! Powers, whose derivative is worth writing by the exponent: `2·x`, not `2·x^1`.

use super::math::{Term, helper};
use crate::ir::{Expr, Op};

/// `d · n·x^(n−1)`, and 0 for `n = 0` whatever `x` is.
pub(super) fn powi_base<'s>(d: Term<'s>, x: Term<'s>, n: Term<'s>) -> Option<Term<'s>> {
    match literal(&n.expr()) {
        Some(0) => None,
        Some(1) => Some(d),
        Some(2) => Some(2.0 * d * x),
        Some(3) => Some(3.0 * d * x * x),
        Some(n) if n > i64::from(i32::MIN) => {
            let power = Expr::Op(Op::Powi, vec![x.expr(), integer(n - 1)], Default::default());
            Some(n as f64 * d * x.replace(power))
        }
        _ => Some(d * helper("powi_slope", [x, n])),
    }
}

/// `d · y·x^(y−1)`, and 0 where `y = 0` whatever `x` is.
pub(super) fn powf_base<'s>(d: Term<'s>, x: Term<'s>, y: Term<'s>) -> Option<Term<'s>> {
    match y.as_number() {
        Some(0.0) => None,
        Some(1.0) => Some(d),
        Some(2.0) => Some(2.0 * d * x),
        Some(3.0) => Some(3.0 * d * x * x),
        Some(n) => Some(n * d * x.apply2(Op::Powf, x.replace(Expr::number(n - 1.0)))),
        None => Some(d * helper("powf_slope_base", [x, y])),
    }
}

/// The value of an integer literal, minus sign included.
fn literal(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Inert(inert) => inert.tokens.to_string().replace(' ', "").parse().ok(),
        Expr::Number(number) => Some(number.value as i64).filter(|n| *n as f64 == number.value),
        _ => None,
    }
}

fn integer(n: i64) -> Expr {
    let magnitude = proc_macro2::Literal::i64_unsuffixed(n.abs());
    let tokens = if n < 0 { quote::quote!(-#magnitude) } else { quote::quote!(#magnitude) };
    Expr::Inert(crate::ir::Inert::pure(tokens, Vec::new(), n < 0))
}
