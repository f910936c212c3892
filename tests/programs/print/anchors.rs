//! Where rustc, and a reader, know a float's type without looking at how it is used.

use super::Printer;
use crate::program::{Binary, Block, Expr, Pattern, Stmt, Unary, Var};

impl Printer<'_> {
    /// Each assignment of `var` at the end of a branch tells its type.
    pub(super) fn assigns_anchored(&self, stmt: &Stmt, var: Var) -> bool {
        let ends = |block: &Block| block.stmts.last().is_some_and(|last| self.assigns_anchored(last, var));
        match stmt {
            Stmt::Assign { var: assigned, value, .. } => *assigned == var && self.is_anchored(value),
            Stmt::If { then, otherwise, .. } => ends(then) && ends(otherwise),
            _ => false,
        }
    }

    /// Its float type is known without looking at how it is used.
    pub(super) fn is_anchored(&self, expr: &Expr) -> bool {
        // A side that is left has no value, and tells nothing.
        let tail = |block: &Block| block.tail.as_ref().is_none_or(|tail| self.is_anchored(tail));
        match expr {
            Expr::Float(_) => self.is_over_floats(),
            Expr::Empty(_) => false,
            // As far as its arguments tell.
            Expr::Borrow(of) => self.is_anchored(of),
            Expr::Variant(of, _, payload) if of.is_option() => payload.first().is_some_and(|of| self.is_anchored(of)),
            Expr::Unary(Unary::Neg | Unary::Sigmoid, of) | Expr::Repeat(of, _) | Expr::Filled(of, _) => {
                self.is_anchored(of)
            }
            Expr::Binary(Binary::Max | Binary::Min | Binary::Hypot | Binary::Atan2, ..) => true,
            Expr::Binary(_, left, right) => self.is_anchored(left) || self.is_anchored(right),
            Expr::List(of) => of.first().is_some_and(|of| self.is_anchored(of)),
            Expr::Tuple(of) => of.iter().all(|of| self.is_anchored(of)),
            Expr::If(_, then, otherwise) => tail(then) && tail(otherwise),
            // (`f64::from(match e { E::A => 0.5, … })` does not compile today: one arm tells enough.)
            Expr::Match(_, arms) if arms.iter().any(|arm| matches!(arm.pattern, Pattern::Variant(..))) => {
                arms.iter().any(|arm| tail(&arm.body))
            }
            Expr::Match(_, arms) => arms.iter().all(|arm| tail(&arm.body)),
            Expr::Loop(_, body) => body.stmts.iter().all(|stmt| self.breaks_anchored(stmt)),
            Expr::Block(block) => tail(block),
            _ => true,
        }
    }

    /// Some way through it ends in a field, whose type is known to rustc.
    pub(super) fn ends_in_field(&self, expr: &Expr) -> bool {
        let tail = |block: &Block| block.tail.as_ref().is_some_and(|tail| self.ends_in_field(tail));
        match expr {
            Expr::Index(_, path) => path.iter().any(|step| matches!(step, Expr::Field(..))),
            Expr::Unary(Unary::Neg, of) => self.ends_in_field(of),
            Expr::Binary(_, left, right) => self.ends_in_field(left) || self.ends_in_field(right),
            Expr::If(_, then, otherwise) => tail(then) || tail(otherwise),
            Expr::Match(_, arms) => arms.iter().any(|arm| tail(&arm.body)),
            Expr::Block(block) => tail(block),
            _ => false,
        }
    }

    fn breaks_anchored(&self, stmt: &Stmt) -> bool {
        let all = |block: &Block| block.stmts.iter().all(|stmt| self.breaks_anchored(stmt));
        match stmt {
            Stmt::Break(_, Some(value)) => self.is_anchored(value),
            Stmt::If { then, otherwise, .. } => all(then) && all(otherwise),
            _ => true,
        }
    }
}
