//! Integers, conditions and ranges: what decides where values go.

use super::Generator;
use crate::program::{Binary, Expr, OptionMethod, Range, Shape, Type, Unary, Var};

impl Generator {
    /// An integer below `limit`, at least where the range of its parts is known.
    pub(super) fn int(&mut self, limit: usize) -> Expr {
        let parts = self.counters();
        let part = |this: &mut Self| match this.choose(&parts) {
            Some(var) if this.random.percent(80) => Expr::Var(var),
            _ => Expr::Int(this.random.below(limit.max(1)) as i64),
        };
        let (first, second) = (part(self), part(self));
        if matches!((&first, &second), (Expr::Int(_), Expr::Int(_))) {
            return first;
        }
        match self.random.below(5) {
            0 => Expr::Int(self.random.below(limit.max(1)) as i64),
            1 if matches!(first, Expr::Int(_)) => first,
            1 | 2 => modulo(first, limit),
            3 => modulo(binary(Binary::Add, first, second), limit),
            _ => {
                let scaled = binary(Binary::Mul, first, Expr::Int(2 + self.random.below(2) as i64));
                modulo(binary(Binary::Add, scaled, second), limit)
            }
        }
    }

    /// Integers that are never negative.
    fn counters(&self) -> Vec<Var> {
        self.visible_of(&Type::Int)
    }

    /// An index into something of that length.
    pub(super) fn index(&mut self, len: usize) -> Expr {
        let within: Vec<Var> = self.counters().into_iter().filter(|&var| self.fits(var, len)).collect();
        let tables = self.visible_where(|variable| matches!(variable.ty, Type::Indices(_)));
        let inner = self.choose(&within);
        let structured = self.structured();
        if !structured.is_empty()
            && self.random.percent(10)
            && let Some((place, _)) = self.route(&structured, |ty| *ty == Type::Int)
        {
            return modulo(Expr::Index(place.var, place.path), len);
        }
        match (self.random.below(10), inner) {
            (0..=4, Some(var)) => Expr::Var(var),
            (5, Some(var)) => binary(Binary::Sub, Expr::Int(len as i64 - 1), Expr::Var(var)),
            (6, _) => match self.choose(&tables) {
                Some(table) => self.look_up(table, len),
                None => self.int(len),
            },
            (7 | 8, _) => Expr::Int(self.random.below(len) as i64),
            _ => self.int(len),
        }
    }

    /// `idx[…]`, an index of any length.
    fn look_up(&mut self, table: Var, len: usize) -> Expr {
        let Type::Indices(n) = self.variables[table].ty else { return Expr::Int(0) };
        let at = if self.random.percent(20) { Expr::Index(table, vec![self.int(n)]) } else { self.int(n) };
        let found = Expr::Index(table, vec![at]);
        if n <= len { found } else { modulo(found, len) }
    }

    pub(super) fn fits(&self, var: Var, len: usize) -> bool {
        self.variables[var].bounds.is_some_and(|(low, high)| low >= 0 && high <= len as i64)
    }

    pub(super) fn indices(&mut self, n: usize) -> Expr {
        match self.choose(&self.visible_of(&Type::Indices(n))) {
            Some(var) => Expr::Var(var),
            None => {
                let ints = (0..n).map(|_| Expr::Int(self.random.below(n) as i64)).collect();
                Expr::Borrow(Box::new(Expr::List(ints)))
            }
        }
    }

    pub(super) fn condition(&mut self, depth: usize) -> Expr {
        let flags = self.visible_of(&Type::Bool);
        let counters = self.counters();
        let options = self.options();
        if !options.is_empty()
            && self.random.percent(12)
            && let Some(var) = self.choose(&options)
        {
            let method = if self.random.percent(60) { OptionMethod::IsSome } else { OptionMethod::IsNone };
            return super::options::simple(method, Expr::Var(var), Vec::new());
        }
        match self.random.below(12) {
            0 | 1 => match self.choose(&flags) {
                Some(flag) if self.random.percent(70) => Expr::Var(flag),
                Some(flag) => Expr::Unary(Unary::Not, Box::new(Expr::Var(flag))),
                None => self.compare(depth),
            },
            2..=4 => match self.choose(&counters) {
                Some(var) => {
                    let modulus = 2 + self.random.below(2);
                    let rest = Expr::Int(self.random.below(modulus) as i64);
                    binary(Binary::Equal, modulo(Expr::Var(var), modulus), rest)
                }
                None => self.compare(depth),
            },
            5 => match self.choose(&counters) {
                Some(var) => {
                    let other = self.int(4);
                    let op = if self.random.percent(50) { Binary::LessEqual } else { Binary::Greater };
                    binary(op, Expr::Var(var), other)
                }
                None => self.compare(depth),
            },
            6 if depth > 0 => {
                let (left, right) = (self.condition(depth - 1), self.condition(depth - 1));
                binary(if self.random.percent(50) { Binary::And } else { Binary::Or }, left, right)
            }
            7 if depth > 0 => Expr::Unary(Unary::Not, Box::new(self.compare(depth - 1))),
            _ => self.compare(depth),
        }
    }

    /// Data decides. Nothing is written on the way: in an operand of a comparison that is refused.
    fn compare(&mut self, depth: usize) -> Expr {
        self.compared += 1;
        let compared = self.frozen(|this| this.operands(depth));
        self.compared -= 1;
        compared
    }

    fn operands(&mut self, depth: usize) -> Expr {
        let left = self.float(depth.min(1));
        let right = if self.random.percent(50) { Expr::Float(self.literal()) } else { self.float(0) };
        let op = *self.random.pick(&[Binary::Less, Binary::Greater, Binary::LessEqual]).expect("three of them");
        binary(op, left, right)
    }

    /// A range, the bounds of its counter, and whether that may be negative.
    pub(super) fn range(&mut self) -> (Range, Option<(i64, i64)>, bool) {
        let shape = match self.random.below(12) {
            0..=5 => Shape::Plain,
            6 | 7 => Shape::Rev,
            8 => Shape::StepBy(2 + self.random.below(2)),
            9 => Shape::StepBy(1),
            10 => Shape::RevStepBy(2),
            _ => Shape::StepByRev(2),
        };
        if self.random.percent(8) {
            let (low, high) = (-(self.random.below(3) as i64), self.random.below(3) as i64);
            let range = Range { low: Expr::Int(low), high: Expr::Int(high), inclusive: false, shape };
            return (range, None, true);
        }
        // std finds no last element of an inclusive range that takes steps.
        let inclusive = self.random.percent(15) && !matches!(shape, Shape::StepByRev(_));
        let rows = self.visible_where(|variable| variable.ty.row().is_some());
        let counters = self.counters();
        let (high, most) = match (self.random.below(6), self.choose(&rows), self.choose(&counters)) {
            (0 | 1, Some(row), _) => (Expr::Len(row), self.variables[row].ty.row().map(|n| n as i64)),
            (2, _, Some(counter)) => match self.variables[counter].bounds {
                Some((_, most)) => (Expr::Var(counter), Some(most - 1)),
                None => (modulo(Expr::Var(counter), 4), Some(3)),
            },
            (3, ..) => (Expr::Int(self.dim as i64), Some(self.dim as i64)),
            (4, ..) => (self.int(4), Some(3)),
            _ => {
                let most = 1 + self.random.below(3) as i64;
                (Expr::Int(most), Some(most))
            }
        };
        let low = match (self.random.below(8), self.choose(&counters)) {
            (0 | 1, _) => Expr::Int(1),
            (2, Some(counter)) => Expr::Var(counter),
            _ => Expr::Int(0),
        };
        let bounds = most.map(|most| (0, most + i64::from(inclusive)));
        (Range { low, high, inclusive, shape }, bounds, false)
    }
}

pub(super) fn binary(op: Binary, left: Expr, right: Expr) -> Expr {
    Expr::Binary(op, Box::new(left), Box::new(right))
}

pub(super) fn modulo(of: Expr, limit: usize) -> Expr {
    binary(Binary::Rem, of, Expr::Int(limit.max(1) as i64))
}
