//! Programs as Rust, with no more parentheses than a person would write.

mod anchors;
mod closures;
mod enums;
mod expressions;
mod generics;
mod methods;
mod places;
mod statements;
mod structs;

use crate::program::{Block, Expr, Function, Held, Kind, Program, Type};
use std::cell::Cell;
use std::fmt::Write as _;
use structs::struct_type_name;

/// How tightly an expression binds: a method's receiver must be `ATOM`.
const ATOM: u8 = 10;
const PREFIX: u8 = 9;
const CAST: u8 = 8;

/// The program's functions; `annotated` as the macro takes them, else without attributes, as rustc takes them.
pub(crate) fn source(program: &Program, annotated: bool) -> String {
    let mut out = String::new();
    for function in &program.functions {
        let printer = Printer { program, function, renamed: Cell::new(None) };
        printer.function(&mut out, annotated);
        out.push('\n');
    }
    structs::declare(program, &mut out);
    enums::declare(program, &mut out);
    if program.functions.iter().any(|function| function.generics.float) {
        out.insert_str(0, "use num_traits::Float;\n\n");
    }
    if out.contains("Kind") {
        out.insert_str(0, Kind::DECLARATION);
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
        Type::Vector(_) | Type::Stack => "Vec<f64>".into(),
        Type::Nested(..) => "Vec<Vec<f64>>".into(),
        Type::FloatRef => "&f64".into(),
        Type::Slice(_) => "&[f64]".into(),
        Type::ArrayRef(n) => format!("&[f64; {n}]"),
        Type::Rows(_, m) => format!("&[[f64; {m}]]"),
        Type::NestedRef(..) => "&[Vec<f64>]".into(),
        Type::FloatMut => "&mut f64".into(),
        Type::SliceMut(_) => "&mut [f64]".into(),
        Type::ArrayMut(n) => format!("&mut [f64; {n}]"),
        Type::RowsMut(_, m) => format!("&mut [[f64; {m}]]"),
        Type::Indices(_) => "&[usize]".into(),
        Type::Tuple(of) => format!("({})", of.iter().map(type_name).collect::<Vec<_>>().join(", ")),
        Type::Kind => "Kind".into(),
        Type::Choice => "Option<usize>".into(),
        Type::Struct(..) | Type::Group(..) => struct_type_name(ty),
        Type::Enum(of, Held::Own) => of.type_name().into(),
        Type::Enum(of, Held::Ref) => format!("&{}", of.type_name()),
        Type::Enum(of, Held::Mut) => format!("&mut {}", of.type_name()),
    }
}

struct Printer<'p> {
    program: &'p Program,
    function: &'p Function,
    /// The variable that a closure's parameter stands for.
    renamed: Cell<Option<usize>>,
}

impl Printer<'_> {
    fn function(&self, out: &mut String, annotated: bool) {
        let params: Vec<String> = self
            .function
            .params
            .iter()
            .enumerate()
            .map(|(at, param)| {
                if let Some(receiver) = self.receiver_text(at) {
                    return receiver.to_owned();
                }
                let variable = &self.function.variables[param.var];
                let constant = annotated && param.constant && (variable.ty.carries() || variable.ty == Type::Kind);
                format!(
                    "{}{}{}: {}",
                    if constant { "#[constant] " } else { "" },
                    if variable.mutable { "mut " } else { "" },
                    variable.name,
                    self.type_text(&variable.ty)
                )
            })
            .collect();
        let is_main = std::ptr::eq(self.function, self.program.main());
        let mut options = vec!["jvp"];
        options.extend(self.program.second.then_some("hvp"));
        if is_main {
            options.extend((self.program.second && self.function.has_hessian()).then_some("hessian"));
            options.extend(self.program.jacobian.then_some("jacobian"));
            options.extend(self.program.again.then_some("of(grad)"));
        }
        let attribute = match annotated {
            true => format!("#[differentiate({})]\n", options.join(", ")),
            false => String::new(),
        };
        let arrow = if self.function.has_result() {
            format!("-> {} ", self.type_text(&self.function.result))
        } else {
            String::new()
        };
        if let Some(home) = &self.function.home {
            let _ = writeln!(out, "impl {} {{", home.of.name);
        }
        let (name, generics) = (&self.function.name, self.generics_text());
        let _ = write!(out, "{attribute}pub fn {name}{generics}({}) {arrow}", params.join(", "));
        self.block(out, &self.function.body, 0);
        out.push_str(if self.function.home.is_some() { "\n}\n" } else { "\n" });
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
            self.expr(out, tail, if starts_with_block(tail) { ATOM } else { 0 }, depth + 1);
            out.push('\n');
        }
        indent(out, depth);
        out.push('}');
    }

    fn name(&self, var: usize) -> &str {
        if self.renamed.get() == Some(var) {
            return "given";
        }
        &self.function.variables[var].name
    }
}

fn starts_with_block(expr: &Expr) -> bool {
    matches!(expr, Expr::If(..) | Expr::Block(_) | Expr::Match(..) | Expr::Loop(..))
}

fn indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("    ", depth));
}
