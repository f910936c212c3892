//! What a trip of a loop waits for: the wait is made shorter where it is one of sums and products.
//!
//! An adjoint that is carried around a loop, `bar_x = g(bar_x)` by way of several names, is linear in what the trip before
//! left, as all adjoints are. With the names multiplied out it is a sum of such variables with a coefficient each, and a
//! trip waits for one product and the sums; the coefficients are computed in the meantime. That takes more products, and is
//! done only where at least two operations are waited for less.
//!
//! Legal since what is put in place of a name has the value that it had there: all of it is over names that are bound once.

use super::carries;
use super::collect::{Collect, Term};
use crate::ir::{Block, Expr, Function, HashMap, Op, Stmt, StmtKind, VarId, VarSet};

/// Of the variables that are `linear` in each other. True where something has changed.
pub(super) fn shorten(function: &Function, linear: &VarSet, body: &mut Block) -> bool {
    let mut changed = false;
    for stmt in &mut body.stmts {
        let is_loop = matches!(
            stmt.kind,
            StmtKind::For { .. } | StmtKind::Each { .. } | StmtKind::While { .. } | StmtKind::Loop { .. }
        );
        for inner in stmt.blocks_mut() {
            changed |= shorten(function, linear, inner);
            if is_loop {
                changed |= Trip { function, linear, names: HashMap::default() }.shorten(&mut inner.stmts);
            }
        }
    }
    changed
}

struct Trip<'a> {
    function: &'a Function,
    linear: &'a VarSet,
    /// What names of this trip stand for, over other names.
    names: HashMap<VarId, Expr>,
}

/// An expression of more operations than this is left alone.
const MOST: usize = 60;

impl Trip<'_> {
    fn shorten(&mut self, stmts: &mut [Stmt]) -> bool {
        let mut changed = false;
        for stmt in stmts {
            match &mut stmt.kind {
                StmtKind::Let { var, value: Some(value) } if self.is_name(*var) && self.is_over_names(value) => {
                    self.names.insert(*var, value.clone());
                }
                StmtKind::Assign { place, value } if place.is_whole() && self.linear.contains(place.base) => {
                    if let Some(shorter) = self.shorter(value) {
                        *value = shorter;
                        changed = true;
                    }
                }
                _ => {}
            }
        }
        changed
    }

    fn is_name(&self, var: VarId) -> bool {
        let variable = self.function.var(var);
        !variable.mutable && variable.ty.is_float() && self.linear.contains(var)
    }

    fn is_over_names(&self, value: &Expr) -> bool {
        let mut all = matches!(value, Expr::Op(..));
        value.visit(&mut |inner| {
            all &= match inner {
                Expr::Var(var) => !self.function.var(*var).mutable,
                other => is_arithmetic(other),
            };
        });
        all
    }

    fn shorter(&self, value: &Expr) -> Option<Expr> {
        let mut whole = value.clone();
        self.write_out(&mut whole)?;
        let mut terms: Vec<Term> = Vec::new();
        let collect = Collect { function: self.function, carried: self.linear, multiplies_out: true };
        let is_linear = collect.terms(&whole, Default::default(), &mut terms);
        if !is_linear || !terms.iter().all(|term| matches!(term.atom, Expr::Var(_))) {
            return None;
        }
        let sum = collect.sum(terms);
        let is_worth_it = self.wait(&sum)? + 1 < self.wait(&whole)? && operations(&sum) <= MOST;
        is_worth_it.then_some(sum)
    }

    /// With what the names stand for in their place. None where it grows too long, or is more than sums and products.
    fn write_out(&self, expr: &mut Expr) -> Option<()> {
        // What a name stands for is over names that were bound before it.
        for _ in 0..=self.names.len() {
            let mut found = false;
            expr.rewrite(&mut |inner| {
                if let Expr::Var(var) = inner
                    && let Some(value) = self.names.get(var)
                {
                    *inner = value.clone();
                    found = true;
                }
            });
            let mut is_plain = true;
            expr.visit(&mut |inner| is_plain &= matches!(inner, Expr::Var(_)) || is_arithmetic(inner));
            if !is_plain || operations(expr) > MOST {
                return None;
            }
            if !found {
                return Some(());
            }
        }
        None
    }

    /// How many operations lie between what it depends on and its value.
    fn wait(&self, expr: &Expr) -> Option<usize> {
        match expr {
            _ if !carries(self.linear, expr) => Some(0),
            Expr::Op(_, of, _) => {
                let all: Option<Vec<usize>> = of.iter().map(|of| self.wait(of)).collect();
                Some(1 + all?.into_iter().max()?)
            }
            Expr::Var(_) => Some(0),
            _ => None,
        }
    }
}

fn is_arithmetic(expr: &Expr) -> bool {
    matches!(expr, Expr::Number(_) | Expr::Op(Op::Add | Op::Sub | Op::Mul | Op::Neg, ..))
}

fn operations(expr: &Expr) -> usize {
    let mut count = 0;
    expr.visit(&mut |inner| count += usize::from(matches!(inner, Expr::Op(..))));
    count
}
