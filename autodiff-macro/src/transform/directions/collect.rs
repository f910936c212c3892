//! Terms of one tangent, collected: `(d_r * x + d_x * r) * s - d_x * p` becomes `d_r * (x * s) + d_x * (r * s - p)`.
//!
//! What depends on the directions is linear in them, so that any expression is a sum of tangents with a coefficient each.
//! Where a tangent stands in it several times, it is multiplied once instead; where it is carried around a loop, its
//! coefficient is computed while that is awaited, and one product and one sum are all that a trip adds to the wait. Where
//! no tangent stands twice nothing is multiplied out: that would only add products.
//!
//! The terms of a sum are those that were there, in another order, as SPEC allows for sums of derivatives.

use super::carries;
use crate::ir::{Block, Expr, Function, Op, VarSet};
use crate::simplify::same;

pub(super) fn collect(function: &Function, carried: &VarSet, body: &mut Block) {
    let collect = Collect { function, carried, multiplies_out: false };
    collect.block(body);
}

pub(super) struct Collect<'a> {
    pub(super) function: &'a Function,
    /// What terms are collected by.
    pub(super) carried: &'a VarSet,
    /// Whatever it costs; each coefficient is then one factor.
    pub(super) multiplies_out: bool,
}

/// `±atom · over / under`
#[derive(Clone)]
pub(super) struct Term {
    pub(super) atom: Expr,
    coefficient: Coefficient,
}

#[derive(Clone, Default)]
pub(super) struct Coefficient {
    negative: bool,
    over: Vec<Expr>,
    under: Vec<Expr>,
}

impl Collect<'_> {
    fn block(&self, block: &mut Block) {
        for stmt in &mut block.stmts {
            stmt.exprs_mut().into_iter().for_each(|expr| self.expr(expr));
            stmt.blocks_mut().into_iter().for_each(|inner| self.block(inner));
        }
        block.values.iter_mut().for_each(|value| self.expr(value));
    }

    fn expr(&self, expr: &mut Expr) {
        let is_sum = matches!(expr, Expr::Op(Op::Add | Op::Sub | Op::Neg | Op::Mul | Op::Div, ..));
        if !is_sum || !carries(self.carried, expr) {
            return expr.children_mut(&mut |child| self.expr(child));
        }
        let mut terms = Vec::new();
        let is_linear = self.terms(expr, Coefficient::default(), &mut terms);
        let is_again = |at: usize| terms[..at].iter().any(|before: &Term| same(&before.atom, &terms[at].atom));
        match is_linear && (1..terms.len()).any(is_again) {
            true => *expr = self.sum(terms),
            false => self.chained(expr),
        }
    }

    /// The terms of a sum. False where something in it is no tangent.
    pub(super) fn terms(&self, expr: &Expr, by: Coefficient, terms: &mut Vec<Term>) -> bool {
        if !carries(self.carried, expr) {
            return false;
        }
        let Expr::Op(op, of, _) = expr else {
            terms.push(Term { atom: expr.clone(), coefficient: by });
            // Of anything else it would have to be known what it does besides.
            return matches!(expr, Expr::Var(_) | Expr::Load(_));
        };
        match (op, of.as_slice()) {
            // To multiply out by what takes work would be to do that work several times.
            (Op::Add | Op::Sub, _) if !by.is_at_hand() && !self.multiplies_out => {
                let mut atom = expr.clone();
                self.expr(&mut atom);
                terms.push(Term { atom, coefficient: by });
                true
            }
            (Op::Add, [left, right]) => self.terms(left, by.clone(), terms) && self.terms(right, by, terms),
            (Op::Sub, [left, right]) => self.terms(left, by.clone(), terms) && self.terms(right, by.negated(), terms),
            (Op::Neg, [of]) => self.terms(of, by.negated(), terms),
            (Op::Mul, [left, right]) if !carries(self.carried, right) => self.terms(left, by.times(right), terms),
            (Op::Mul, [left, right]) if !carries(self.carried, left) => self.terms(right, by.times(left), terms),
            (Op::Div, [left, right]) if !carries(self.carried, right) => self.terms(left, by.over(right), terms),
            _ => false,
        }
    }

    /// The sum of these terms, in the order in which each tangent comes first.
    pub(super) fn sum(&self, terms: Vec<Term>) -> Expr {
        let mut sums: Vec<(Expr, Vec<Coefficient>)> = Vec::new();
        for Term { atom, coefficient } in terms {
            match sums.iter_mut().find(|(other, _)| same(other, &atom)) {
                Some((_, coefficients)) => coefficients.push(coefficient),
                None => sums.push((atom, vec![coefficient])),
            }
        }
        let mut total: Option<Expr> = None;
        for (atom, coefficients) in sums {
            let is_chained = coefficients.len() > 1 || self.multiplies_out || self.is_carried_around(&atom);
            let negative = coefficients.iter().all(|coefficient| coefficient.negative);
            let term = match (is_chained, coefficients.as_slice()) {
                (false, [one]) => one.applied_to(atom),
                _ => match total_of(coefficients, negative) {
                    Some(factor) => Expr::op(Op::Mul, vec![atom, factor]),
                    None => atom,
                },
            };
            total = Some(match (total, negative) {
                (None, false) => term,
                (None, true) => Expr::op(Op::Neg, vec![term]),
                (Some(total), false) => Expr::op(Op::Add, vec![total, term]),
                (Some(total), true) => Expr::op(Op::Sub, vec![total, term]),
            });
        }
        total.unwrap_or(Expr::number(0.0))
    }

    /// Products with tangents that are carried around a loop.
    fn chained(&self, expr: &mut Expr) {
        let Expr::Op(op, of, _) = expr else { return self.expr(expr) };
        if !matches!(op, Op::Mul | Op::Div) {
            return of.iter_mut().for_each(|of| match carries(self.carried, of) {
                true => self.chained(of),
                false => self.expr(of),
            });
        }
        let mut terms = Vec::new();
        if self.terms(expr, Coefficient::default(), &mut terms)
            && let [Term { atom, coefficient }] = terms.as_slice()
            && self.is_carried_around(atom)
            && coefficient.over.len() > 1
        {
            let mut terms = terms;
            terms.iter_mut().for_each(|term| self.expr(&mut term.atom));
            *expr = self.sum(terms);
        }
    }

    /// A number that is assigned: in a loop, what is computed from it is awaited by the next trip.
    fn is_carried_around(&self, atom: &Expr) -> bool {
        matches!(atom, Expr::Var(var) if self.function.var(*var).mutable)
    }
}

impl Coefficient {
    fn negated(mut self) -> Self {
        self.negative = !self.negative;
        self
    }

    fn times(mut self, factor: &Expr) -> Self {
        self.over.insert(0, factor.clone());
        self
    }

    fn over(mut self, divisor: &Expr) -> Self {
        self.under.insert(0, divisor.clone());
        self
    }

    /// It is there, under names.
    fn is_at_hand(&self) -> bool {
        self.over.iter().chain(&self.under).all(Expr::is_atom)
    }

    /// Without its sign; none is 1.
    fn value(&self) -> Option<Expr> {
        let product = |factors: &[Expr]| factors.iter().cloned().reduce(|a, b| Expr::op(Op::Mul, vec![a, b]));
        match (product(&self.over), product(&self.under)) {
            (over, None) => over,
            (over, Some(under)) => Some(Expr::op(Op::Div, vec![over.unwrap_or(Expr::number(1.0)), under])),
        }
    }

    /// Factor by factor, as one writes it.
    fn applied_to(&self, atom: Expr) -> Expr {
        let product = self.over.iter().cloned().fold(atom, |of, factor| Expr::op(Op::Mul, vec![of, factor]));
        self.under.iter().cloned().fold(product, |of, divisor| Expr::op(Op::Div, vec![of, divisor]))
    }
}

/// Their sum, or its opposite; none is 1.
fn total_of(coefficients: Vec<Coefficient>, opposite: bool) -> Option<Expr> {
    // What is added comes first, so that nothing begins with a sign.
    let (mut added, subtracted): (Vec<_>, Vec<_>) =
        coefficients.into_iter().partition(|coefficient| coefficient.negative == opposite);
    if added.len() == 1 && subtracted.is_empty() {
        return added.remove(0).value();
    }
    let value = |of: &Coefficient| of.value().unwrap_or(Expr::number(1.0));
    let sum = added.iter().map(value).reduce(|a, b| Expr::op(Op::Add, vec![a, b]))?;
    Some(subtracted.iter().fold(sum, |sum, of| Expr::op(Op::Sub, vec![sum, value(of)])))
}
