//! Local rewrites of the adjoint's arithmetic: no `1.0 *`, no `0.0 +`, no `-(-x)`.
//!
//! Only statements of [`Pass::Adjoint`] are rewritten; the primal's floating-point operations stay as written. Each
//! family of rewrites has a direction, so that they end: numbers move to the left of a product and are multiplied there,
//! signs move outwards, sums of a negation become differences.
//!
//! `0.0 * x` stays: a numeric zero is not skipped, since `x` may be infinite. What is zero by structure was never written.

use crate::ir::{Block, Expr, Op, Pass, StmtKind};

/// Rewrites every adjoint expression; the block's own values too, from number `gradients` on.
pub(crate) fn fold(block: &mut Block, gradients: usize) {
    block.values.iter_mut().skip(gradients).for_each(simplify);
    for stmt in &mut block.stmts {
        if stmt.pass == Pass::Adjoint {
            stmt.exprs_mut().into_iter().for_each(simplify);
            if let StmtKind::Accumulate { value, negative, .. } = &mut stmt.kind
                && let Some(positive) = negation(value)
            {
                *value = positive;
                *negative = !*negative;
            }
        }
        stmt.blocks_mut().into_iter().for_each(|inner| fold(inner, usize::MAX));
    }
}

/// Rewrites one expression, innermost first.
pub(crate) fn simplify(expr: &mut Expr) {
    expr.rewrite(&mut |expr| {
        if let Some(better) = step(expr) {
            *expr = better;
        }
    });
}

/// An operation over simplified operands, simplified: every rewrite builds its result by this, so that one step is enough.
fn make(op: Op, operands: Vec<Expr>) -> Expr {
    let expr = Expr::op(op, operands);
    step(&expr).unwrap_or(expr)
}

fn step(expr: &Expr) -> Option<Expr> {
    let Expr::Op(op, operands, _) = expr else { return None };
    match (op, operands.as_slice()) {
        (Op::Neg, [x]) => negate(x),
        (Op::Mul, [x, y]) => product(x, y),
        (Op::Div, [x, y]) => quotient(x, y),
        (Op::Add, [x, y]) => sum(x, y),
        (Op::Sub, [x, y]) => difference(x, y),
        (Op::Powf, [x, y]) => match y.as_number() {
            Some(1.0) => Some(x.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn mul(x: Expr, y: Expr) -> Expr {
    make(Op::Mul, vec![x, y])
}

fn neg(x: Expr) -> Expr {
    make(Op::Neg, vec![x])
}

fn negate(x: &Expr) -> Option<Expr> {
    match x {
        Expr::Op(Op::Neg, of, _) => Some(of[0].clone()),
        Expr::Op(Op::Sub, of, _) => Some(make(Op::Sub, vec![of[1].clone(), of[0].clone()])),
        // −(2·x) is (−2)·x, but a negative number reads worse than a sign in front.
        _ => None,
    }
}

/// A number that is spelled as one.
fn literal(expr: &Expr) -> Option<f64> {
    match expr {
        Expr::Number(number) => Some(number.value),
        _ => None,
    }
}

fn product(x: &Expr, y: &Expr) -> Option<Expr> {
    match (literal(x), literal(y)) {
        (Some(a), Some(b)) => return Some(Expr::number(a * b)),
        (Some(1.0), None) => return Some(y.clone()),
        (None, Some(1.0)) => return Some(x.clone()),
        (None, Some(_)) => return Some(mul(y.clone(), x.clone())),
        _ => {}
    }
    match (x, y) {
        (Expr::Op(Op::Neg, a, _), _) => Some(neg(mul(a[0].clone(), y.clone()))),
        (_, Expr::Op(Op::Neg, b, _)) => Some(neg(mul(x.clone(), b[0].clone()))),
        // a·(b·c) reads, and rounds, as well as (a·b)·c.
        (_, Expr::Op(Op::Mul, b, _)) => Some(mul(mul(x.clone(), b[0].clone()), b[1].clone())),
        _ => None,
    }
}

fn quotient(x: &Expr, y: &Expr) -> Option<Expr> {
    match (x, literal(x), literal(y)) {
        (_, Some(a), Some(b)) => Some(Expr::number(a / b)),
        (_, _, Some(1.0)) => Some(x.clone()),
        (Expr::Op(Op::Neg, a, _), ..) => Some(neg(make(Op::Div, vec![a[0].clone(), y.clone()]))),
        _ => None,
    }
}

fn sum(x: &Expr, y: &Expr) -> Option<Expr> {
    match (x, y) {
        (_, Expr::Op(Op::Neg, b, _)) => return Some(make(Op::Sub, vec![x.clone(), b[0].clone()])),
        (Expr::Op(Op::Neg, a, _), _) => return Some(make(Op::Sub, vec![y.clone(), a[0].clone()])),
        _ if same(x, y) => return Some(mul(Expr::number(2.0), x.clone())),
        // (u + p) + p, and (u − p) + q as they come from terms of one sum.
        (Expr::Op(Op::Add, a, _), _) if same(&a[1], y) => {
            return Some(make(Op::Add, vec![a[0].clone(), mul(Expr::number(2.0), y.clone())]));
        }
        _ => {}
    }
    match (literal(x), literal(y)) {
        (Some(a), Some(b)) => Some(Expr::number(a + b)),
        _ => common(Op::Add, x, y),
    }
}

fn difference(x: &Expr, y: &Expr) -> Option<Expr> {
    match (x, y) {
        (_, Expr::Op(Op::Neg, b, _)) => return Some(make(Op::Add, vec![x.clone(), b[0].clone()])),
        // −a − b is −(a + b): the sign moves outwards.
        (Expr::Op(Op::Neg, a, _), _) => return Some(neg(make(Op::Add, vec![a[0].clone(), y.clone()]))),
        (Expr::Op(Op::Sub, a, _), _) if same(&a[1], y) => {
            return Some(make(Op::Sub, vec![a[0].clone(), mul(Expr::number(2.0), y.clone())]));
        }
        _ => {}
    }
    match (literal(x), literal(y)) {
        (Some(a), Some(b)) => Some(Expr::number(a - b)),
        _ => common(Op::Sub, x, y),
    }
}

/// d·b ± d·c is d·(b ± c).
fn common(op: Op, x: &Expr, y: &Expr) -> Option<Expr> {
    let ((first, b), (second, c)) = (leading(x)?, leading(y)?);
    (same(&first, &second) && first.as_var().is_some()).then(|| mul(first, make(op, vec![b, c])))
}

/// The first factor of a product, and the rest of it.
fn leading(expr: &Expr) -> Option<(Expr, Expr)> {
    let Expr::Op(Op::Mul, of, _) = expr else { return None };
    match leading(&of[0]) {
        Some((first, rest)) => Some((first, mul(rest, of[1].clone()))),
        None => Some((of[0].clone(), of[1].clone())),
    }
}

/// What `expr` is the negation of, if its sign stands outermost.
fn negation(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::Op(Op::Neg, of, _) => Some(of[0].clone()),
        Expr::Number(number) if number.value < 0.0 => Some(Expr::number(-number.value)),
        _ => None,
    }
}

/// The same expression, by structure.
pub(crate) fn same(x: &Expr, y: &Expr) -> bool {
    match (x, y) {
        (Expr::Number(a), Expr::Number(b)) => a.value.to_bits() == b.value.to_bits(),
        (Expr::Var(a), Expr::Var(b)) => a == b,
        (Expr::Op(a, of_a, _), Expr::Op(b, of_b, _)) => {
            a == b && of_a.len() == of_b.len() && of_a.iter().zip(of_b).all(|(x, y)| same(x, y))
        }
        (Expr::Load(a), Expr::Load(b)) => same_place(a, b),
        (Expr::Inert(a), Expr::Inert(b)) => a.same(b),
        (Expr::Runtime(a, of_a), Expr::Runtime(b, of_b)) => {
            a == b && of_a.len() == of_b.len() && of_a.iter().zip(of_b).all(|(x, y)| same(x, y))
        }
        _ => false,
    }
}

pub(crate) fn same_place(a: &crate::ir::Place, b: &crate::ir::Place) -> bool {
    use crate::ir::{Member, Step};
    a.base == b.base
        && a.path.len() == b.path.len()
        && a.path.iter().zip(&b.path).all(|steps| match steps {
            (Step::Index(x), Step::Index(y)) => same(x, y),
            (Step::Range { low: a, high: b, inclusive }, Step::Range { low: c, high: d, inclusive: other }) => {
                let same_end = |x: &Option<Expr>, y: &Option<Expr>| match (x, y) {
                    (Some(x), Some(y)) => same(x, y),
                    (None, None) => true,
                    _ => false,
                };
                inclusive == other && same_end(a, c) && same_end(b, d)
            }
            (Step::Deref, Step::Deref) => true,
            (Step::Field(Member::Named(x)), Step::Field(Member::Named(y))) => x == y,
            (Step::Field(Member::Position(x)), Step::Field(Member::Position(y))) => x == y,
            _ => false,
        })
}
