//! The source that calls every companion of a program's main function.
//!
//! Answers and their labels: `primal`; `grad`; `both`, the value before the gradient; `into`, the same through buffers
//! that held NaN; `pull`, the value and the gradient through a pullback; `more`, after another call of the same closure
//! with a cotangent of 2.5 on top. Where there are several results: `value`, then a `row` for each.

use crate::print::type_name;
use crate::program::{Program, Type};
use std::fmt::Write as _;

pub(crate) fn source(program: &Program) -> String {
    let main = program.main();
    let name = &main.name;
    let mut out = String::from("pub fn drive(input: &mut Input<'_>, report: &mut Report) {\n");
    let mut args = Vec::new();
    let mut active = Vec::new();
    for (at, param) in main.params.iter().enumerate() {
        let ty = main.ty(param.var);
        let _ = writeln!(out, "    let p{at}: {} = {};", owned(ty), read(ty));
        args.push(argument(ty, at));
        if !param.constant {
            active.push((at, ty.clone()));
        }
    }
    let args = args.join(", ");
    let buffers = |value: &str| -> String {
        active.iter().map(|(at, ty)| format!("let mut d{at} = {}; ", filled(ty, value))).collect()
    };
    let lent: String = active.iter().map(|(at, _)| format!(", &mut d{at}")).collect();
    let held: String = active.iter().map(|(at, _)| format!("&d{at}, ")).collect();
    let _ = writeln!(out, "    report.put(\"primal\", {name}({args}));");
    if main.result == Type::Float {
        let _ = writeln!(out, "    report.put(\"grad\", {name}_grad({args}));");
        let _ = writeln!(out, "    report.put(\"both\", {name}_value_and_grad({args}));");
        if active.iter().any(|(_, ty)| *ty != Type::Float) {
            let _ = writeln!(out, "    {}", buffers("f64::NAN"));
            let _ = writeln!(out, "    let value = {name}_grad_into({args}{lent});");
            let _ = writeln!(out, "    report.put(\"into\", (value, ({held})));");
        }
        let _ = writeln!(out, "    let (value, pullback) = {name}_pullback({args});");
        let _ = writeln!(out, "    {}", buffers("0.0"));
        let _ = writeln!(out, "    pullback(1.0{lent});");
        let _ = writeln!(out, "    report.put(\"pull\", (value, ({held})));");
        let _ = writeln!(out, "    pullback(2.5{lent});");
        let _ = writeln!(out, "    report.put(\"more\", ({held}));");
    } else {
        let _ = writeln!(out, "    let (value, pullback) = {name}_pullback({args});");
        let _ = writeln!(out, "    report.put(\"value\", &value);");
        for row in 0..main.result.floats() {
            let mut next = 0;
            let seed = unit(&main.result, row, &mut next);
            let by_reference = if matches!(main.result, Type::Vector(_)) { "&" } else { "" };
            let _ = writeln!(out, "    {}", buffers("0.0"));
            let _ = writeln!(out, "    pullback({by_reference}{seed}{lent});");
            let _ = writeln!(out, "    report.put(\"row\", ({held}));");
        }
    }
    out.push_str("}\n");
    out
}

/// The type of what is lent.
fn owned(ty: &Type) -> String {
    match ty {
        Type::Slice(n) => type_name(&Type::Vector(*n)),
        Type::ArrayRef(n) => type_name(&Type::Array(*n)),
        Type::Rows(n, m) => type_name(&Type::Matrix(*n, *m)),
        Type::Indices(_) => "Vec<usize>".into(),
        other => type_name(other),
    }
}

fn read(ty: &Type) -> String {
    match ty {
        Type::Float => "input.float()".into(),
        Type::Bool => "input.int() == 1".into(),
        Type::Indices(n) => format!("input.ints({n})"),
        Type::Slice(n) | Type::Vector(n) => format!("input.row({n})"),
        Type::Array(_) | Type::ArrayRef(_) => "input.array()".into(),
        Type::Matrix(..) | Type::Rows(..) => "input.grid()".into(),
        _ => "input.int()".into(),
    }
}

fn argument(ty: &Type, at: usize) -> String {
    match ty {
        Type::Vector(_) => format!("p{at}.clone()"),
        other if other.is_reference() => format!("&p{at}"),
        _ => format!("p{at}"),
    }
}

/// An accumulator with `value` everywhere.
fn filled(ty: &Type, value: &str) -> String {
    match ty {
        Type::Slice(n) | Type::Vector(n) => format!("vec![{value}; {n}]"),
        Type::Array(n) | Type::ArrayRef(n) => format!("[{value}; {n}]"),
        Type::Matrix(n, m) | Type::Rows(n, m) => format!("[[{value}; {m}]; {n}]"),
        _ => value.into(),
    }
}

/// A result with one at number `row`, and zero elsewhere.
fn unit(ty: &Type, row: usize, next: &mut usize) -> String {
    let mut number = || {
        *next += 1;
        if *next - 1 == row { "1.0" } else { "0.0" }
    };
    match ty {
        Type::Tuple(of) => format!("({})", of.iter().map(|of| unit(of, row, next)).collect::<Vec<_>>().join(", ")),
        Type::Array(n) | Type::Vector(n) => {
            format!("[{}]", (0..*n).map(|_| number()).collect::<Vec<_>>().join(", "))
        }
        _ => number().into(),
    }
}
