//! Statements as Rust.

use super::{ATOM, Printer, closures, indent, starts_with_block};
use crate::program::{Arm, Binary, Block, Expr, Method, Pattern, Stmt, Type, Var};
use std::fmt::Write as _;

impl Printer<'_> {
    /// `next`: the statement after it, which assigns what it only declares.
    pub(super) fn stmt(&self, out: &mut String, stmt: &Stmt, next: Option<&Stmt>, depth: usize) {
        if let Some(call) = closures::assigned(stmt).and_then(|value| self.shaped(out, value, depth)) {
            match stmt {
                Stmt::Assign { var, index, op, .. } => {
                    self.assigned(out, *var, index, *op, depth);
                    let _ = write!(out, "{call};");
                }
                Stmt::Let { pattern, .. } => {
                    out.push_str("let ");
                    self.pattern(out, pattern);
                    let _ = write!(out, ": {} = {call};", self.type_text(&Type::Float));
                }
                _ => {}
            }
            return;
        }
        match stmt {
            Stmt::For { label: None, pattern, source, body } if self.each(out, pattern, source, body, depth) => {}
            Stmt::Let { pattern, value } => self.binding(out, pattern, value.as_ref(), next, depth),
            Stmt::LetElse { pattern, value, otherwise } => {
                out.push_str("let ");
                let alternatives = matches!(pattern, Pattern::Or(_));
                out.push_str(if alternatives { "(" } else { "" });
                self.pattern(out, pattern);
                out.push_str(if alternatives { ") = " } else { " = " });
                self.matched(out, value, 1, depth);
                out.push_str(" else ");
                self.block(out, otherwise, depth);
                out.push(';');
            }
            // What is assigned with an operator is read after the value beside it, which may write it.
            Stmt::Assign { var, index, op: Some(op), value }
                if self.is_spelled(*var, index) && format!("{value:?}").contains("Block") =>
            {
                let symbol = super::expressions::symbol(*op);
                out.push_str("{ let beside = ");
                self.expr(out, value, 0, depth);
                out.push_str("; ");
                self.spot(out, *var, index, depth);
                out.push_str(" = ");
                self.spot(out, *var, index, depth);
                let _ = write!(out, " {symbol} beside; }}");
            }
            Stmt::Assign { var, index, op, value } => {
                let spelled = self.assigned(out, *var, index, *op, depth);
                self.expr(out, value, if spelled { super::PREFIX } else { 0 }, depth);
                out.push(';');
            }
            Stmt::Unpack(places, values) => {
                out.push('(');
                for (at, place) in places.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    self.place(out, place, depth);
                }
                out.push_str(") = (");
                self.list(out, values, depth);
                out.push_str(");");
            }
            Stmt::If { cond, then, otherwise } => {
                out.push_str("if ");
                self.expr(out, cond, 0, depth);
                out.push(' ');
                self.block(out, then, depth);
                if !otherwise.stmts.is_empty() {
                    out.push_str(" else ");
                    self.block(out, otherwise, depth);
                }
            }
            Stmt::Match(on, arms) => self.matching(out, on, arms, depth),
            Stmt::For { label, pattern, source, body } => {
                self.label(out, label.as_ref());
                out.push_str("for ");
                self.pattern(out, pattern);
                out.push_str(" in ");
                self.source(out, source, depth);
                out.push(' ');
                self.block(out, body, depth);
            }
            Stmt::While { label, cond, body } => {
                self.label(out, label.as_ref());
                out.push_str("while ");
                self.expr(out, cond, 0, depth);
                out.push(' ');
                self.block(out, body, depth);
            }
            Stmt::Loop(label, body) => self.endless(out, label.as_ref(), body, depth),
            Stmt::Break(label, value) => {
                self.exit(out, "break", label.as_ref(), value.as_ref(), depth);
            }
            Stmt::Continue(label) => self.exit(out, "continue", label.as_ref(), None, depth),
            Stmt::Return(value) => self.exit(out, "return", None, value.as_ref(), depth),
            Stmt::Method(method, place, args) => {
                self.place(out, place, depth);
                let name = match method {
                    Method::Swap => "swap",
                    Method::Fill => "fill",
                    Method::CopyFrom => "copy_from_slice",
                    Method::Push => "push",
                    Method::Pop => "pop",
                    Method::Clear => "clear",
                };
                let _ = write!(out, ".{name}(");
                self.list(out, args, depth);
                out.push_str(");");
            }
            Stmt::Exchange(one, other) => {
                out.push_str("std::mem::swap(");
                self.lend(out, one, true, depth);
                out.push_str(", ");
                self.lend(out, other, true, depth);
                out.push_str(");");
            }
            Stmt::Run(value) => {
                // A call that is lent something to write, and nothing else, is taken for one without a result.
                let writes = matches!(value, Expr::Call(callee, _) if {
                    let callee = &self.program.functions[*callee];
                    callee.has_result() && (callee.outputs().next().is_some() || callee.home.is_some())
                });
                out.push_str(if writes { "let _ = " } else { "" });
                self.expr(out, value, 0, depth);
                out.push(';');
            }
        }
    }

    /// Of a type that has no operators that assign.
    fn is_spelled(&self, var: Var, index: &[Expr]) -> bool {
        self.is_over_floats() && self.function.element(var, index) != Type::Int
    }

    /// `place op= `; of a type that has no such operators `place = place op `, which is then true.
    fn assigned(&self, out: &mut String, var: Var, index: &[Expr], op: Option<Binary>, depth: usize) -> bool {
        let symbol = op.map_or("", super::expressions::symbol);
        self.spot(out, var, index, depth);
        let spelled = op.is_some() && self.is_spelled(var, index);
        if spelled {
            out.push_str(" = ");
            self.spot(out, var, index, depth);
            let _ = write!(out, " {symbol} ");
        } else {
            let _ = write!(out, " {symbol}= ");
        }
        spelled
    }

    fn binding(&self, out: &mut String, pattern: &Pattern, value: Option<&Expr>, next: Option<&Stmt>, depth: usize) {
        out.push_str("let ");
        self.pattern(out, pattern);
        if let (Pattern::Var(var), None) = (pattern, value) {
            let anchored = next.is_some_and(|next| self.assigns_anchored(next, *var));
            if self.program.explicit || !anchored {
                let _ = write!(out, ": {}", self.type_text(self.function.ty(*var)));
            }
        }
        if let Some(value) = value {
            let ty = self.function.type_of(&self.program.functions, value);
            // What is pushed first tells what an empty vector is of.
            let pushed = match next {
                Some(Stmt::Method(Method::Push, _, args)) => args.iter().all(|arg| self.is_anchored(arg)),
                _ => false,
            };
            let anchored = self.is_anchored(value) || pushed && matches!(value, Expr::Empty(_));
            // What is overwritten, or chosen by a condition, is told apart from what carries a derivative by its type.
            let plain =
                |var: usize| !self.function.variables[var].mutable && matches!(value, Expr::Some(_) | Expr::Var(_));
            let told = ty == Type::Choice && !matches!(pattern, Pattern::Var(var) if plain(*var) && var % 2 == 0);
            let counted = ty == Type::Int && self.reads_a_field(value);
            if told || counted || (self.program.explicit || !anchored) && ty.carries() {
                let _ = write!(out, ": {}", self.type_text(&ty));
            }
            out.push_str(" = ");
            self.expr(out, value, 0, depth);
        }
        out.push(';');
    }

    fn reads_a_field(&self, value: &Expr) -> bool {
        match value {
            Expr::Index(_, path) => path.iter().any(|step| matches!(step, Expr::Field(..))),
            Expr::Binary(_, left, right) => self.reads_a_field(left) || self.reads_a_field(right),
            _ => false,
        }
    }

    fn label(&self, out: &mut String, label: Option<&String>) {
        if let Some(label) = label {
            let _ = write!(out, "'{label}: ");
        }
    }

    fn exit(&self, out: &mut String, word: &str, label: Option<&String>, value: Option<&Expr>, depth: usize) {
        out.push_str(word);
        if let Some(label) = label {
            let _ = write!(out, " '{label}");
        }
        if let Some(value) = value {
            out.push(' ');
            self.expr(out, value, if starts_with_block(value) { ATOM } else { 0 }, depth);
        }
        out.push(';');
    }

    pub(super) fn endless(&self, out: &mut String, label: Option<&String>, body: &Block, depth: usize) {
        self.label(out, label);
        out.push_str("loop ");
        self.block(out, body, depth);
    }

    /// Its types must be known to those who use what a pattern binds.
    pub(super) fn matched(&self, out: &mut String, on: &Expr, least: u8, depth: usize) {
        let loose = |of: &Expr| {
            self.function.type_of(&self.program.functions, of) == Type::Float
                && !self.is_anchored(of)
                && !self.ends_in_field(of)
        };
        match on {
            Expr::Tuple(of) => {
                out.push('(');
                for (at, of) in of.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    self.matched(out, of, 0, depth);
                }
                out.push(')');
            }
            Expr::None => out.push_str("None::<usize>"),
            // A brace would open the arms.
            Expr::Variant(of, at, _) if !of.variants[*at].tuple => {
                out.push('(');
                self.expr(out, on, 0, depth);
                out.push(')');
            }
            on @ Expr::Variant(of, ..) if of.is_option() => self.option(out, on, depth),
            on if loose(on) => {
                out.push_str("f64::from(");
                self.expr(out, on, 0, depth);
                out.push(')');
            }
            on => self.expr(out, on, least, depth),
        }
    }

    pub(super) fn matching(&self, out: &mut String, on: &Expr, arms: &[Arm], depth: usize) {
        out.push_str("match ");
        self.matched(out, on, 0, depth);
        out.push_str(" {\n");
        for arm in arms {
            indent(out, depth + 1);
            self.pattern(out, &arm.pattern);
            if let Some(guard) = &arm.guard {
                out.push_str(" if ");
                self.expr(out, guard, 0, depth + 1);
            }
            out.push_str(" => ");
            match (&arm.body.stmts[..], &arm.body.tail) {
                ([], Some(tail)) => {
                    self.expr(out, tail, 0, depth + 1);
                    out.push(',');
                }
                _ => self.block(out, &arm.body, depth + 1),
            }
            out.push('\n');
        }
        indent(out, depth);
        out.push('}');
    }
}
