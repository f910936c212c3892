//! Expressions as Rust.

use super::{ATOM, CAST, PREFIX, Printer};
use crate::program::{Binary, Expr, Type, Unary};
use std::fmt::Write as _;

impl Printer<'_> {
    pub(super) fn list(&self, out: &mut String, of: &[Expr], depth: usize) {
        for (at, expr) in of.iter().enumerate() {
            out.push_str(if at > 0 { ", " } else { "" });
            self.expr(out, expr, 0, depth);
        }
    }

    /// `least`: how tightly it must bind where it stands.
    pub(super) fn expr(&self, out: &mut String, expr: &Expr, least: u8, depth: usize) {
        let parentheses = self.tightness(expr) < least;
        out.push_str(if parentheses { "(" } else { "" });
        let _ = match expr {
            Expr::Float(value) => {
                self.number(out, *value);
                Ok(())
            }
            Expr::Int(value) => write!(out, "{value}"),
            Expr::Bool(value) => write!(out, "{value}"),
            Expr::Len(var) => write!(out, "{}.len()", self.name(*var)),
            Expr::Clone(var) => write!(out, "{}.clone()", self.name(*var)),
            Expr::Pop(var) => write!(out, "{}.pop()", self.name(*var)),
            Expr::Empty(None) => write!(out, "Vec::new()"),
            Expr::None => write!(out, "None"),
            Expr::Empty(Some(n)) => write!(out, "Vec::with_capacity({n})"),
            other => {
                self.compound(out, other, depth);
                Ok(())
            }
        };
        out.push_str(if parentheses { ")" } else { "" });
    }

    fn compound(&self, out: &mut String, expr: &Expr, depth: usize) {
        match expr {
            Expr::Var(var) => self.spot(out, *var, &[], depth),
            Expr::Index(var, index) => self.spot(out, *var, index, depth),
            Expr::Unary(op, of) => self.unary(out, *op, of, depth),
            Expr::Binary(op, left, right) => self.binary(out, *op, left, right, depth),
            Expr::Cast(of) if self.is_over_floats() => {
                out.push_str("T::from(");
                self.expr(out, of, 0, depth);
                out.push_str(").unwrap()");
            }
            Expr::Cast(of) => {
                self.expr(out, of, CAST, depth);
                out.push_str(" as f64");
            }
            Expr::Tuple(of) => self.enclosed_list(out, "(", of, ")", depth),
            Expr::List(of) if self.is_listed(of) => self.listed(out, of, depth),
            Expr::List(of) => self.enclosed_list(out, "[", of, "]", depth),
            Expr::Repeat(of, n) => {
                out.push('[');
                self.expr(out, of, 0, depth);
                let _ = write!(out, "; {}]", self.length(*n));
            }
            Expr::Filled(of, n) => {
                out.push_str("vec![");
                self.expr(out, of, 0, depth);
                out.push_str("; ");
                self.expr(out, n, 0, depth);
                out.push(']');
            }
            Expr::If(cond, then, otherwise) => {
                out.push_str("if ");
                self.expr(out, cond, 0, depth);
                out.push(' ');
                self.block(out, then, depth);
                out.push_str(" else ");
                self.block(out, otherwise, depth);
            }
            Expr::Block(block) => self.block(out, block, depth),
            Expr::Match(on, arms) => self.matching(out, on, arms, depth),
            Expr::Loop(label, body) => self.endless(out, label.as_ref(), body, depth),
            Expr::Let(pattern, value) => {
                out.push_str("let ");
                self.pattern(out, pattern);
                out.push_str(" = ");
                self.matched(out, value, 1, depth);
            }
            Expr::Kind(kind, of) => {
                let _ = write!(out, "Kind::{kind:?}");
                if !of.is_empty() {
                    self.enclosed_list(out, "(", of, ")", depth);
                }
            }
            Expr::Some(of) => {
                out.push_str("Some(");
                self.expr(out, of, 0, depth);
                out.push(')');
            }
            Expr::Variant(of, at, args) => self.variant(out, of, *at, args, depth),
            Expr::OfOption(method, of, args, closures) => self.of_option(out, *method, of, args, closures, depth),
            Expr::Call(callee, args) => self.call(out, &self.program.functions[*callee], args, depth),
            Expr::Borrow(of) => match **of {
                // Its name alone would be taken for something that is written.
                Expr::Var(var) if self.function.ty(var).is_output() => {
                    let _ = write!(out, "&*{}", self.name(var));
                }
                Expr::Var(var) if self.function.ty(var).is_reference() => out.push_str(self.name(var)),
                ref other => {
                    out.push('&');
                    self.expr(out, other, PREFIX, depth);
                }
            },
            Expr::Lend(place, mutable) => self.lend(out, place, *mutable, depth),
            Expr::Cloned(place) => {
                self.place(out, place, depth);
                out.push_str(".clone()");
            }
            Expr::Struct(of, fields, rest) => self.literal(out, of, fields, rest.as_deref(), depth),
            Expr::Split(place, at, mutable) => {
                self.place(out, place, depth);
                let _ = write!(out, ".split_at{}({at})", if *mutable { "_mut" } else { "" });
            }
            _ => unreachable!("printed by itself"),
        }
    }

    pub(super) fn enclosed_list(&self, out: &mut String, open: &str, of: &[Expr], close: &str, depth: usize) {
        out.push_str(open);
        self.list(out, of, depth);
        out.push_str(close);
    }

    fn unary(&self, out: &mut String, op: Unary, of: &Expr, depth: usize) {
        let method = match op {
            Unary::Neg | Unary::Not => {
                out.push(if op == Unary::Neg { '-' } else { '!' });
                return self.expr(out, of, PREFIX, depth);
            }
            Unary::Sigmoid => {
                out.push_str("sigmoid(");
                self.expr(out, of, 0, depth);
                return out.push(')');
            }
            Unary::Powi(n) => format!("powi({n})"),
            Unary::Sin => "sin()".into(),
            Unary::Cos => "cos()".into(),
            Unary::Tanh => "tanh()".into(),
            Unary::Exp => "exp()".into(),
            Unary::Sqrt => "sqrt()".into(),
            Unary::Ln1p => "ln_1p()".into(),
            Unary::Atan => "atan()".into(),
            Unary::Abs => "abs()".into(),
            Unary::Recip => "recip()".into(),
        };
        self.receiver(out, of, depth);
        let _ = write!(out, ".{method}");
    }

    /// Its type must be known when the method is looked up.
    pub(super) fn receiver(&self, out: &mut String, of: &Expr, depth: usize) {
        match of {
            Expr::Float(_) if self.is_over_floats() => self.expr(out, of, ATOM, depth),
            Expr::Float(value) if value.is_sign_positive() => {
                let _ = write!(out, "{value:?}_f64");
            }
            // `-1.5_f64.sin()` would be minus the sine.
            Expr::Float(value) => {
                let _ = write!(out, "({value:?}_f64)");
            }
            // Methods see through references.
            Expr::Var(var) if self.function.ty(*var).is_reference() => out.push_str(self.name(*var)),
            // (`f64::from(s.x)` of a field does not compile today.)
            _ if self.is_anchored(of) || self.ends_in_field(of) => self.expr(out, of, ATOM, depth),
            _ => {
                out.push_str("f64::from(");
                self.expr(out, of, 0, depth);
                out.push(')');
            }
        }
    }

    fn binary(&self, out: &mut String, op: Binary, left: &Expr, right: &Expr, depth: usize) {
        if matches!(op, Binary::Max | Binary::Min | Binary::Hypot | Binary::Atan2) {
            self.receiver(out, left, depth);
            let _ = write!(out, ".{}(", symbol(op));
            self.expr(out, right, 0, depth);
            return out.push(')');
        }
        let tightness = tightness(op);
        // Comparisons do not chain.
        let start = out.len();
        self.operand(out, op, left, tightness + u8::from(op.is_comparison()), depth);
        // `n as f64 < x` would open generics.
        if op == Binary::Less && out[start..].ends_with("as f64") {
            out.insert(start, '(');
            out.push(')');
        }
        let _ = write!(out, " {} ", symbol(op));
        self.operand(out, op, right, tightness + 1, depth);
    }

    /// Numbers behind `&` are added and multiplied as they stand: there are operators for that.
    fn operand(&self, out: &mut String, op: Binary, of: &Expr, least: u8, depth: usize) {
        match of {
            Expr::Var(var)
                if *self.function.ty(*var) == Type::FloatRef
                    && !self.is_over_floats()
                    && !op.is_comparison()
                    && var % 2 == 0 =>
            {
                out.push_str(self.name(*var));
            }
            _ => self.expr(out, of, least, depth),
        }
    }

    fn tightness(&self, expr: &Expr) -> u8 {
        match expr {
            // A negative number before a method is a sign before the whole.
            Expr::Float(_) | Expr::Cast(_) if self.is_over_floats() => ATOM,
            Expr::Float(value) if value.is_sign_negative() => PREFIX,
            Expr::Int(value) if *value < 0 => PREFIX,
            Expr::Var(var) => self.tightness_of(*var),
            Expr::Unary(Unary::Neg | Unary::Not, _) | Expr::Borrow(_) | Expr::Lend(..) => PREFIX,
            Expr::Binary(Binary::Max | Binary::Min | Binary::Hypot | Binary::Atan2, ..) => ATOM,
            Expr::Binary(op, ..) => tightness(*op),
            Expr::Cast(_) => CAST,
            // A block as an operand is put in parentheses; in a `let` and as an argument it stands bare.
            Expr::If(..) | Expr::Block(_) | Expr::Match(..) | Expr::Loop(..) | Expr::Let(..) => 0,
            Expr::List(of) if self.is_listed(of) => 0,
            _ => ATOM,
        }
    }
}

fn tightness(op: Binary) -> u8 {
    match op {
        Binary::Or => 1,
        Binary::And => 2,
        Binary::Less | Binary::LessEqual | Binary::Greater | Binary::Equal => 3,
        Binary::Add | Binary::Sub => 5,
        Binary::Mul | Binary::Div | Binary::Rem => 6,
        Binary::Max | Binary::Min | Binary::Hypot | Binary::Atan2 => ATOM,
    }
}

pub(super) fn symbol(op: Binary) -> &'static str {
    match op {
        Binary::Add => "+",
        Binary::Sub => "-",
        Binary::Mul => "*",
        Binary::Div => "/",
        Binary::Rem => "%",
        Binary::Max => "max",
        Binary::Min => "min",
        Binary::Hypot => "hypot",
        Binary::Atan2 => "atan2",
        Binary::Less => "<",
        Binary::LessEqual => "<=",
        Binary::Greater => ">",
        Binary::Equal => "==",
        Binary::And => "&&",
        Binary::Or => "||",
    }
}
