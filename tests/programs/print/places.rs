//! Places, patterns, and what loops run over, as Rust.

use super::{PREFIX, Printer};
use crate::program::{Expr, Held, Items, Pattern, Place, Range, Shape, Source, Type, Var};
use std::fmt::Write as _;

impl Printer<'_> {
    /// `a[i][j]`, or `*x` of a reference to all of it.
    pub(super) fn spot(&self, out: &mut String, var: Var, path: &[Expr], depth: usize) {
        let behind = matches!(
            self.function.ty(var),
            Type::FloatMut
                | Type::FloatRef
                | Type::ArrayMut(_)
                | Type::Struct(_, Held::Ref | Held::Mut)
                | Type::Enum(_, Held::Ref | Held::Mut)
        );
        out.push_str(if behind && path.is_empty() { "*" } else { "" });
        out.push_str(self.name(var));
        self.path(out, path, depth);
    }

    pub(super) fn path(&self, out: &mut String, index: &[Expr], depth: usize) {
        for step in index {
            if let Expr::Field(name, _) = step {
                let _ = write!(out, ".{name}");
                continue;
            }
            out.push('[');
            self.expr(out, step, 0, depth);
            out.push(']');
        }
    }

    /// As a method's receiver, or on the left of an assignment.
    pub(super) fn place(&self, out: &mut String, place: &Place, depth: usize) {
        let number = matches!(self.function.ty(place.var), Type::FloatMut | Type::FloatRef);
        if number && place.path.is_empty() {
            out.push('*');
        }
        out.push_str(self.name(place.var));
        self.path(out, &place.path, depth);
        if let Some(part) = &place.part {
            out.push('[');
            let from_start = part.high.is_some() && matches!(*part.low, Expr::Int(0));
            if !from_start {
                self.expr(out, &part.low, 1, depth);
            }
            out.push_str("..");
            if let Some(high) = &part.high {
                self.expr(out, high, 1, depth);
            }
            out.push(']');
        }
    }

    /// `&place`, `&mut place`, or the name of a reference to it.
    pub(super) fn lend(&self, out: &mut String, place: &Place, mutable: bool, depth: usize) {
        let whole = place.path.is_empty() && place.part.is_none();
        let ty = self.function.ty(place.var);
        if whole && ty.is_reference() {
            // What is matched so is not written through.
            let shared = !mutable && ty.is_output() && ty.variants().is_some();
            out.push_str(if shared { "&*" } else { "" });
            out.push_str(self.name(place.var));
            return;
        }
        out.push_str(if mutable { "&mut " } else { "&" });
        self.place(out, place, depth);
    }

    pub(super) fn source(&self, out: &mut String, source: &Source, depth: usize) {
        let (of, method, k) = match source {
            Source::Range(range) => return self.range(out, range, depth),
            Source::Items(place, items) => return self.items(out, place, *items, depth),
            Source::Zip(one, other) => {
                self.source(out, one, depth);
                out.push_str(".zip(");
                self.source(out, other, depth);
                return out.push(')');
            }
            Source::Enumerate(of) => (of, "enumerate", None),
            Source::Copied(of) => (of, "copied", None),
            Source::Rev(of) => (of, "rev", None),
            Source::StepBy(of, k) => (of, "step_by", Some(k)),
            Source::Skip(of, k) => (of, "skip", Some(k)),
            Source::Take(of, k) => (of, "take", Some(k)),
        };
        self.source(out, of, depth);
        let _ = match k {
            Some(k) => write!(out, ".{method}({k})"),
            None => write!(out, ".{method}()"),
        };
    }

    fn items(&self, out: &mut String, place: &Place, items: Items, depth: usize) {
        match items {
            Items::Lent => return self.lend(out, place, false, depth),
            Items::LentMut => return self.lend(out, place, true, depth),
            _ => self.place(out, place, depth),
        }
        let _ = match items {
            Items::Iter => write!(out, ".iter()"),
            Items::IterMut => write!(out, ".iter_mut()"),
            Items::Windows(k) => write!(out, ".windows({k})"),
            Items::Chunks(k) => write!(out, ".chunks_exact({k})"),
            Items::ChunksMut(k) => write!(out, ".chunks_exact_mut({k})"),
            Items::Owned | Items::Lent | Items::LentMut => Ok(()),
        };
    }

    fn range(&self, out: &mut String, range: &Range, depth: usize) {
        let parentheses = range.shape != Shape::Plain;
        out.push_str(if parentheses { "(" } else { "" });
        self.expr(out, &range.low, 1, depth);
        out.push_str(if range.inclusive { "..=" } else { ".." });
        match &range.high {
            Expr::Int(n) if usize::try_from(*n).is_ok_and(|n| self.function.generics.length == Some(n)) => {
                out.push('N')
            }
            high => self.expr(out, high, 1, depth),
        }
        out.push_str(if parentheses { ")" } else { "" });
        let _ = match range.shape {
            Shape::Plain => Ok(()),
            Shape::Rev => write!(out, ".rev()"),
            Shape::StepBy(k) => write!(out, ".step_by({k})"),
            Shape::RevStepBy(k) => write!(out, ".rev().step_by({k})"),
            Shape::StepByRev(k) => write!(out, ".step_by({k}).rev()"),
        };
    }

    pub(super) fn pattern(&self, out: &mut String, pattern: &Pattern) {
        let _ = match pattern {
            Pattern::Wild => write!(out, "_"),
            Pattern::Int(n) => write!(out, "{n}"),
            Pattern::Bool(truth) => write!(out, "{truth}"),
            Pattern::Range(low, None) => write!(out, "{low}.."),
            Pattern::Range(low, Some(high)) => write!(out, "{low}..={high}"),
            Pattern::None => write!(out, "None"),
            Pattern::Kind(kind, of) => {
                let _ = write!(out, "Kind::{kind:?}");
                if of.is_empty() {
                    return;
                }
                out.push('(');
                self.separated(out, of, ", ");
                write!(out, ")")
            }
            Pattern::Var(var) => {
                let variable = &self.function.variables[*var];
                write!(out, "{}{}", if variable.mutable { "mut " } else { "" }, variable.name)
            }
            Pattern::Deref(of) => {
                out.push('&');
                // `&mut x` would be the pattern of a mutable reference.
                let mutable = matches!(**of, Pattern::Var(var) if self.function.variables[var].mutable);
                return self.enclosed(out, of, if mutable { "(" } else { "" }, if mutable { ")" } else { "" });
            }
            Pattern::Some(of) => return self.enclosed(out, of, "Some(", ")"),
            Pattern::At(var, of) => {
                let _ = write!(out, "{} @ ", self.name(*var));
                return self.pattern(out, of);
            }
            Pattern::Or(of) => return self.separated(out, of, " | "),
            Pattern::Struct(of, fields) => return self.apart(out, of, fields),
            Pattern::Variant(of, at, parts) => return self.variant_apart(out, of, *at, parts),
            Pattern::Tuple(of) => {
                out.push('(');
                self.separated(out, of, ", ");
                write!(out, ")")
            }
        };
    }

    fn enclosed(&self, out: &mut String, of: &Pattern, open: &str, close: &str) {
        out.push_str(open);
        self.pattern(out, of);
        out.push_str(close);
    }

    fn separated(&self, out: &mut String, of: &[Pattern], by: &str) {
        for (at, pattern) in of.iter().enumerate() {
            out.push_str(if at > 0 { by } else { "" });
            self.pattern(out, pattern);
        }
    }

    /// How tightly the name of a variable binds where it is read.
    pub(super) fn tightness_of(&self, var: Var) -> u8 {
        if matches!(
            self.function.ty(var),
            Type::FloatRef
                | Type::FloatMut
                | Type::Struct(_, Held::Ref | Held::Mut)
                | Type::Enum(_, Held::Ref | Held::Mut)
        ) {
            PREFIX
        } else {
            super::ATOM
        }
    }
}
