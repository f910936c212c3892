//! Programs as Rust, with no more parentheses than a person would write.

use crate::program::{Binary, Block, Expr, Function, Pattern, Program, Range, Shape, Stmt, Type, Unary, Var};
use std::fmt::Write as _;

/// How tightly an expression binds: a method's receiver must be `ATOM`.
const ATOM: u8 = 10;
const PREFIX: u8 = 9;
const CAST: u8 = 8;

/// The program's functions; `annotated` as the macro takes them, else without attributes, as rustc takes them.
pub(crate) fn source(program: &Program, annotated: bool) -> String {
    let mut out = String::new();
    for function in &program.functions {
        let printer = Printer { program, function };
        printer.function(&mut out, annotated);
        out.push('\n');
    }
    out
}

pub(crate) fn type_name(ty: &Type) -> String {
    match ty {
        Type::Float => "f64".into(),
        Type::Int => "usize".into(),
        Type::Signed => "i32".into(),
        Type::Bool => "bool".into(),
        Type::Array(n) => format!("[f64; {n}]"),
        Type::Matrix(n, m) => format!("[[f64; {m}]; {n}]"),
        Type::Vector(_) => "Vec<f64>".into(),
        Type::Slice(_) => "&[f64]".into(),
        Type::ArrayRef(n) => format!("&[f64; {n}]"),
        Type::Rows(_, m) => format!("&[[f64; {m}]]"),
        Type::Indices(_) => "&[usize]".into(),
        Type::Tuple(of) => format!("({})", of.iter().map(type_name).collect::<Vec<_>>().join(", ")),
    }
}

struct Printer<'p> {
    program: &'p Program,
    function: &'p Function,
}

impl Printer<'_> {
    fn function(&self, out: &mut String, annotated: bool) {
        let params: Vec<String> = self
            .function
            .params
            .iter()
            .map(|param| {
                let variable = &self.function.variables[param.var];
                let constant = annotated && param.constant && variable.ty.floats() > 0;
                format!(
                    "{}{}{}: {}",
                    if constant { "#[constant] " } else { "" },
                    if variable.mutable { "mut " } else { "" },
                    variable.name,
                    type_name(&variable.ty)
                )
            })
            .collect();
        let attribute = if annotated { "#[differentiate]\n" } else { "" };
        let (name, result) = (&self.function.name, type_name(&self.function.result));
        let _ = write!(out, "{attribute}pub fn {name}({}) -> {result} ", params.join(", "));
        self.block(out, &self.function.body, 0);
        out.push('\n');
    }

    fn block(&self, out: &mut String, block: &Block, depth: usize) {
        if block.stmts.is_empty() && block.tail.is_none() {
            out.push_str("{}");
            return;
        }
        out.push_str("{\n");
        for (at, stmt) in block.stmts.iter().enumerate() {
            indent(out, depth + 1);
            self.stmt(out, stmt, block.stmts.get(at + 1), depth + 1);
            out.push('\n');
        }
        if let Some(tail) = &block.tail {
            indent(out, depth + 1);
            // What starts with a block would be taken for a statement.
            let starts_with_block = matches!(**tail, Expr::If(..) | Expr::Block(_));
            self.expr(out, tail, if starts_with_block { ATOM } else { 0 }, depth + 1);
            out.push('\n');
        }
        indent(out, depth);
        out.push('}');
    }

    /// `next`: the statement after it, which assigns what it only declares.
    fn stmt(&self, out: &mut String, stmt: &Stmt, next: Option<&Stmt>, depth: usize) {
        match stmt {
            Stmt::Let { pattern, value } => {
                out.push_str("let ");
                self.pattern(out, pattern);
                if let (Pattern::Var(var), None) = (pattern, value) {
                    let anchored = next.is_some_and(|next| self.assigns_anchored(next, *var));
                    if self.program.explicit || !anchored {
                        let _ = write!(out, ": {}", type_name(self.function.ty(*var)));
                    }
                }
                if let Some(value) = value {
                    let ty = self.function.type_of(&self.program.functions, value);
                    if (self.program.explicit || !self.is_anchored(value)) && ty.floats() > 0 {
                        let _ = write!(out, ": {}", type_name(&ty));
                    }
                    out.push_str(" = ");
                    self.expr(out, value, 0, depth);
                }
                out.push(';');
            }
            Stmt::Assign { var, index, op, value } => {
                out.push_str(&self.function.variables[*var].name);
                self.path(out, index, depth);
                let _ = write!(out, " {}= ", op.map_or("", symbol));
                self.expr(out, value, 0, depth);
                out.push(';');
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
            Stmt::For { var, range, body } => {
                let _ = write!(out, "for {} in ", self.function.variables[*var].name);
                self.range(out, range, depth);
                out.push(' ');
                self.block(out, body, depth);
            }
            Stmt::Run(value) => {
                self.expr(out, value, 0, depth);
                out.push(';');
            }
        }
    }

    fn range(&self, out: &mut String, range: &Range, depth: usize) {
        let parentheses = range.shape != Shape::Plain;
        out.push_str(if parentheses { "(" } else { "" });
        self.expr(out, &range.low, 1, depth);
        out.push_str(if range.inclusive { "..=" } else { ".." });
        self.expr(out, &range.high, 1, depth);
        out.push_str(if parentheses { ")" } else { "" });
        let _ = match range.shape {
            Shape::Plain => Ok(()),
            Shape::Rev => write!(out, ".rev()"),
            Shape::StepBy(k) => write!(out, ".step_by({k})"),
            Shape::RevStepBy(k) => write!(out, ".rev().step_by({k})"),
            Shape::StepByRev(k) => write!(out, ".step_by({k}).rev()"),
        };
    }

    fn pattern(&self, out: &mut String, pattern: &Pattern) {
        match pattern {
            Pattern::Wild => out.push('_'),
            Pattern::Var(var) => {
                let variable = &self.function.variables[*var];
                let _ = write!(out, "{}{}", if variable.mutable { "mut " } else { "" }, variable.name);
            }
            Pattern::Tuple(of) => {
                out.push('(');
                for (at, pattern) in of.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    self.pattern(out, pattern);
                }
                out.push(')');
            }
        }
    }

    fn path(&self, out: &mut String, index: &[Expr], depth: usize) {
        for step in index {
            out.push('[');
            self.expr(out, step, 0, depth);
            out.push(']');
        }
    }

    fn list(&self, out: &mut String, of: &[Expr], depth: usize) {
        for (at, expr) in of.iter().enumerate() {
            out.push_str(if at > 0 { ", " } else { "" });
            self.expr(out, expr, 0, depth);
        }
    }

    /// `least`: how tightly it must bind where it stands.
    fn expr(&self, out: &mut String, expr: &Expr, least: u8, depth: usize) {
        let parentheses = self.tightness(expr) < least;
        out.push_str(if parentheses { "(" } else { "" });
        match expr {
            Expr::Float(value) => {
                let _ = write!(out, "{value:?}");
            }
            Expr::Int(value) => {
                let _ = write!(out, "{value}");
            }
            Expr::Bool(value) => {
                let _ = write!(out, "{value}");
            }
            Expr::Var(var) => out.push_str(&self.function.variables[*var].name),
            Expr::Index(var, index) => {
                out.push_str(&self.function.variables[*var].name);
                self.path(out, index, depth);
            }
            Expr::Len(var) => {
                let _ = write!(out, "{}.len()", self.function.variables[*var].name);
            }
            Expr::Unary(op, of) => self.unary(out, *op, of, depth),
            Expr::Binary(op, left, right) => self.binary(out, *op, left, right, depth),
            Expr::Cast(of) => {
                self.expr(out, of, CAST, depth);
                out.push_str(" as f64");
            }
            Expr::Tuple(of) => {
                out.push('(');
                self.list(out, of, depth);
                out.push(')');
            }
            Expr::List(of) => {
                out.push('[');
                self.list(out, of, depth);
                out.push(']');
            }
            Expr::Repeat(of, n) => {
                out.push('[');
                self.expr(out, of, 0, depth);
                let _ = write!(out, "; {n}]");
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
            Expr::Call(callee, args) => {
                out.push_str(&self.program.functions[*callee].name);
                out.push('(');
                self.list(out, args, depth);
                out.push(')');
            }
            Expr::Borrow(of) => {
                let already = matches!(**of, Expr::Var(var) if self.function.ty(var).is_reference());
                out.push_str(if already { "" } else { "&" });
                self.expr(out, of, if already { 0 } else { PREFIX }, depth);
            }
        }
        out.push_str(if parentheses { ")" } else { "" });
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
    fn receiver(&self, out: &mut String, of: &Expr, depth: usize) {
        match of {
            Expr::Float(value) if value.is_sign_positive() => {
                let _ = write!(out, "{value:?}_f64");
            }
            // `-1.5_f64.sin()` would be minus the sine.
            Expr::Float(value) => {
                let _ = write!(out, "({value:?}_f64)");
            }
            _ if self.is_anchored(of) => self.expr(out, of, ATOM, depth),
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
        self.expr(out, left, tightness + u8::from(op.is_comparison()), depth);
        // `n as f64 < x` would open generics.
        if op == Binary::Less && out[start..].ends_with("as f64") {
            out.insert(start, '(');
            out.push(')');
        }
        let _ = write!(out, " {} ", symbol(op));
        self.expr(out, right, tightness + 1, depth);
    }

    fn tightness(&self, expr: &Expr) -> u8 {
        match expr {
            // A negative number before a method is a sign before the whole.
            Expr::Float(value) if value.is_sign_negative() => PREFIX,
            Expr::Int(value) if *value < 0 => PREFIX,
            Expr::Unary(Unary::Neg | Unary::Not, _) | Expr::Borrow(_) => PREFIX,
            Expr::Binary(Binary::Max | Binary::Min | Binary::Hypot | Binary::Atan2, ..) => ATOM,
            Expr::Binary(op, ..) => tightness(*op),
            Expr::Cast(_) => CAST,
            // A block as an operand is put in parentheses; in a `let` and as an argument it stands bare.
            Expr::If(..) | Expr::Block(_) => 0,
            _ => ATOM,
        }
    }

    /// Each assignment of `var` at the end of a branch tells its type.
    fn assigns_anchored(&self, stmt: &Stmt, var: Var) -> bool {
        let ends = |block: &Block| block.stmts.last().is_some_and(|last| self.assigns_anchored(last, var));
        match stmt {
            Stmt::Assign { var: assigned, value, .. } => *assigned == var && self.is_anchored(value),
            Stmt::If { then, otherwise, .. } => ends(then) && ends(otherwise),
            _ => false,
        }
    }

    /// Its float type is known without looking at how it is used.
    fn is_anchored(&self, expr: &Expr) -> bool {
        let tail = |block: &Block| block.tail.as_ref().is_some_and(|tail| self.is_anchored(tail));
        match expr {
            Expr::Float(_) => false,
            Expr::Unary(Unary::Neg | Unary::Sigmoid, of) | Expr::Repeat(of, _) | Expr::Filled(of, _) => {
                self.is_anchored(of)
            }
            Expr::Binary(Binary::Max | Binary::Min | Binary::Hypot | Binary::Atan2, ..) => true,
            Expr::Binary(_, left, right) => self.is_anchored(left) || self.is_anchored(right),
            Expr::List(of) => of.first().is_some_and(|of| self.is_anchored(of)),
            Expr::Tuple(of) => of.iter().all(|of| self.is_anchored(of)),
            Expr::If(_, then, otherwise) => tail(then) && tail(otherwise),
            Expr::Block(block) => tail(block),
            _ => true,
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

fn symbol(op: Binary) -> &'static str {
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

fn indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("    ", depth));
}
