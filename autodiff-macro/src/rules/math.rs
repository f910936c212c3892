//! Expressions written as mathematics, so that a rule is one line.

use crate::ir::{Expr, Op};
use std::cell::RefCell;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// Holds the expressions of one rule while it is written.
#[derive(Default)]
pub(super) struct Sheet(RefCell<Vec<Expr>>);

/// An expression on a [`Sheet`]: `Copy`, so that a rule can use its operands as often as it likes.
#[derive(Clone, Copy)]
pub(super) struct Term<'s> {
    sheet: &'s Sheet,
    index: usize,
}

impl Sheet {
    pub(super) fn term(&self, expr: Expr) -> Term<'_> {
        let mut exprs = self.0.borrow_mut();
        exprs.push(expr);
        Term { sheet: self, index: exprs.len() - 1 }
    }
}

impl<'s> Term<'s> {
    pub(super) fn expr(self) -> Expr {
        self.sheet.0.borrow()[self.index].clone()
    }

    pub(super) fn as_number(self) -> Option<f64> {
        self.sheet.0.borrow()[self.index].as_number()
    }

    /// Another expression, on the same sheet.
    pub(super) fn replace(self, expr: Expr) -> Term<'s> {
        self.sheet.term(expr)
    }

    pub(super) fn number(self, value: f64) -> Term<'s> {
        self.sheet.term(Expr::number(value))
    }

    pub(super) fn apply(self, op: Op) -> Term<'s> {
        self.sheet.term(Expr::op(op, vec![self.expr()]))
    }

    pub(super) fn apply2(self, op: Op, other: Term<'s>) -> Term<'s> {
        self.sheet.term(Expr::op(op, vec![self.expr(), other.expr()]))
    }

    /// `if self < other { then } else { otherwise }`, or with another comparison.
    pub(super) fn select(self, compare: &'static str, other: Term<'s>, then: Term<'s>, or: Term<'s>) -> Term<'s> {
        let cond = Expr::Compare(compare, Box::new(self.expr()), Box::new(other.expr()));
        self.sheet.term(Expr::Select(Box::new(cond), Box::new(then.expr()), Box::new(or.expr())))
    }

    /// `if self > 0 { then } else { otherwise }`
    pub(super) fn if_positive(self, then: Term<'s>, or: Term<'s>) -> Term<'s> {
        self.select(">", self.number(0.0), then, or)
    }

    pub(super) fn zero(self) -> Term<'s> {
        self.number(0.0)
    }
}

/// A helper of the runtime's `private` module, over these operands.
pub(super) fn helper<'s, const N: usize>(name: &'static str, operands: [Term<'s>; N]) -> Term<'s> {
    operands[0].sheet.term(Expr::Runtime(name, operands.iter().map(|term| term.expr()).collect()))
}

macro_rules! unary {
    ($($name:ident $op:ident),*) => {
        impl<'s> Term<'s> {
            $(pub(super) fn $name(self) -> Term<'s> { self.apply(Op::$op) })*
        }
    };
}
unary!(sin Sin, cos Cos, sinh Sinh, cosh Cosh, exp Exp, ln Ln, sqrt Sqrt, exp_m1 ExpM1, sigmoid Sigmoid);

macro_rules! binary {
    ($($trait:ident $method:ident),*) => {
        $(
            impl<'s> $trait for Term<'s> {
                type Output = Term<'s>;
                fn $method(self, other: Term<'s>) -> Term<'s> { self.apply2(Op::$trait, other) }
            }
            impl<'s> $trait<f64> for Term<'s> {
                type Output = Term<'s>;
                fn $method(self, other: f64) -> Term<'s> { self.apply2(Op::$trait, self.number(other)) }
            }
            impl<'s> $trait<Term<'s>> for f64 {
                type Output = Term<'s>;
                fn $method(self, other: Term<'s>) -> Term<'s> { other.number(self).apply2(Op::$trait, other) }
            }
        )*
    };
}
binary!(Add add, Sub sub, Mul mul, Div div);

impl<'s> Neg for Term<'s> {
    type Output = Term<'s>;
    fn neg(self) -> Term<'s> {
        self.apply(Op::Neg)
    }
}
