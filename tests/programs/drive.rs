//! The source that calls every companion of a program's main function.
//!
//! Answers and their labels: `primal`; `grad`; `both`, the value before the gradient; `into`, the same through buffers
//! that held NaN; `pull`, the value and the gradient through a pullback; `more`, after another call of the same closure
//! with a cotangent of 2.5 on top. Where there are several results: `value`, then a `row` for each. What is written
//! through `&mut` is a result like others, behind the one that is returned; there a `vjp` stands beside each `row`, and
//! `outs` is what it leaves in the outputs.
//!
//! `jacobian`, `hessian`: all their numbers, row by row, where the program is asked for them.
//!
//! `hvp`: the product of the Hessian and that direction, where the program is asked for it; `again`: the same by the pullback
//! of the gradient.
//!
//! `jvp`: values and what is left in the outputs, then the tangents of both, in one direction that is like no other.

use crate::print::{source as source_text, type_name};
use crate::program::{Enum, Form, Function, Program, Struct, Type};
use std::fmt::Write as _;

/// `annotated`: there are companions, and not the function alone.
pub(crate) fn source(program: &Program, annotated: bool) -> String {
    let drive = Drive::of(program.main());
    let mut out = String::from("pub fn drive(input: &mut Input<'_>, report: &mut Report) {\n");
    for (at, param) in drive.main.params.iter().enumerate() {
        let ty = drive.main.ty(param.var);
        let _ = writeln!(out, "    let p{at}: {} = {};", owned(ty), read(ty));
    }
    drive.primal(&mut out);
    match (annotated, drive.outputs.is_empty()) {
        (false, _) => {}
        (true, true) => drive.plain(&mut out),
        (true, false) => drive.with_outputs(&mut out),
    }
    if annotated {
        drive.forward(&mut out);
        if program.jacobian {
            drive.jacobian(&mut out);
        }
        if program.second && drive.main.has_hessian() {
            drive.second(&mut out);
            if program.again {
                drive.again(&mut out);
            }
        }
    }
    out.push_str("}\n");
    readable(program, &mut out);
    readable_variants(program, &mut out);
    out
}

/// The numbers of each struct, field by field: not by the derive, which is on trial.
fn readable(program: &Program, out: &mut String) {
    let subject = source_text(program, false);
    for of in program.structs.iter().filter(|of| subject.contains(&format!("pub struct {}", of.name))) {
        let fields: String = of
            .fields
            .iter()
            .filter(|(_, ty)| ty.floats() > 0)
            .map(|(name, _)| format!("self.{name}.flatten(take); "))
            .collect();
        let shaped: String = of.fields.iter().map(|(name, _)| format!("{name}: self.{name}.shaped(next), ")).collect();
        let name = &of.name;
        let _ = writeln!(
            out,
            "impl Flat for {name} {{ fn flatten(&self, take: &mut dyn FnMut(f64)) {{ {fields}}} }}\n\
             impl Shaped for {name} {{ fn shaped(&self, next: &mut dyn FnMut() -> f64) -> {name} {{ {name} {{ {shaped} }} }} }}"
        );
    }
}

/// The numbers of each enum, likewise.
fn readable_variants(program: &Program, out: &mut String) {
    let subject = source_text(program, false);
    for of in program.enums.iter().filter(|of| subject.contains(&format!("pub enum {}", of.name))) {
        let (mut flat, mut shaped) = (String::new(), String::new());
        for variant in &of.variants {
            let names: Vec<&str> = variant.fields.iter().map(|(name, _)| name.as_str()).collect();
            // Numbers name the fields of a tuple in braces, too.
            let bound: String = names.iter().map(|name| format!("{name}: of_{name}, ")).collect();
            let path = format!("{}::{}", of.name, variant.name);
            let taken: String = names.iter().map(|name| format!("of_{name}.flatten(take); ")).collect();
            let made: String = names.iter().map(|name| format!("{name}: of_{name}.shaped(next), ")).collect();
            let _ = write!(flat, "{path} {{ {bound} }} => {{ {taken} }} ");
            let _ = write!(shaped, "{path} {{ {bound} }} => {path} {{ {made} }}, ");
        }
        let name = &of.name;
        let _ = writeln!(
            out,
            "impl Flat for {name} {{ fn flatten(&self, take: &mut dyn FnMut(f64)) {{ match self {{ {flat} }} }} }}\n\
             impl Shaped for {name} {{ fn shaped(&self, next: &mut dyn FnMut() -> f64) -> {name} {{ match self {{ {shaped} }} }} }}"
        );
    }
}

struct Drive<'p> {
    main: &'p Function,
    args: String,
    /// Differentiable parameters: their numbers and types.
    active: Vec<(usize, &'p Type)>,
    /// Those that are written through.
    outputs: Vec<usize>,
    /// References to every accumulator, behind a comma.
    lent: String,
    /// A tuple of every accumulator.
    held: String,
}

impl<'p> Drive<'p> {
    fn of(main: &'p Function) -> Self {
        let types = || main.params.iter().map(|param| main.ty(param.var)).enumerate();
        let active: Vec<_> = types().filter(|(at, _)| !main.params[*at].constant).collect();
        Drive {
            main,
            args: types().map(|(at, ty)| argument(ty, at)).collect::<Vec<_>>().join(", "),
            outputs: types().filter(|(_, ty)| ty.is_output()).map(|(at, _)| at).collect(),
            lent: active.iter().map(|(at, _)| format!(", &mut d{at}")).collect(),
            held: format!("({})", active.iter().map(|(at, _)| format!("&d{at}, ")).collect::<String>()),
            active,
        }
    }

    fn buffers(&self, value: &str) -> String {
        let buffer = |(at, ty): &(usize, &Type)| match ty {
            // Of the variant that the argument is of.
            Type::Enum(..) => format!("let mut d{at} = p{at}.shaped(&mut || {value}); "),
            ty => format!("let mut d{at} = {}; ", filled(ty, value)),
        };
        self.active.iter().map(buffer).collect()
    }

    /// Outputs hold what the arguments say, each time.
    fn copies(&self) -> String {
        self.outputs.iter().map(|at| format!("let mut q{at} = p{at}.clone(); ")).collect()
    }

    fn outs(&self) -> String {
        format!("({})", self.outputs.iter().map(|at| format!("&q{at}, ")).collect::<String>())
    }

    fn primal(&self, out: &mut String) {
        let _ = writeln!(out, "    {}let value = {}({});", self.copies(), self.main.path(), self.args);
        let _ = writeln!(out, "    report.put(\"primal\", (&value, {}));", self.outs());
    }

    fn plain(&self, out: &mut String) {
        let Drive { main, args, lent, held, .. } = self;
        let name = main.path();
        if main.result == Type::Float {
            let _ = writeln!(out, "    report.put(\"grad\", {name}_grad({args}));");
            let _ = writeln!(out, "    report.put(\"both\", {name}_value_and_grad({args}));");
            if self.active.iter().any(|(_, ty)| **ty != Type::Float) {
                let _ = writeln!(out, "    {}", self.buffers("f64::NAN"));
                let _ = writeln!(out, "    let value = {name}_grad_into({args}{lent});");
                let _ = writeln!(out, "    report.put(\"into\", (value, {held}));");
            }
            let _ = writeln!(out, "    let (value, pullback) = {name}_pullback({args});");
            let _ = writeln!(out, "    {}", self.buffers("0.0"));
            let _ = writeln!(out, "    pullback(1.0{lent});");
            let _ = writeln!(out, "    report.put(\"pull\", (value, {held}));");
            let _ = writeln!(out, "    pullback(2.5{lent});");
            let _ = writeln!(out, "    report.put(\"more\", {held});");
            return;
        }
        let _ = writeln!(out, "    let (value, pullback) = {name}_pullback({args});");
        let _ = writeln!(out, "    report.put(\"value\", &value);");
        let call = |out: &mut String, seed: &str| {
            let _ = writeln!(out, "    {}", self.buffers("0.0"));
            let _ = writeln!(out, "    pullback({seed}{lent});");
            let _ = writeln!(out, "    report.put(\"row\", {held});");
        };
        if let Type::Enum(..) = main.result {
            let _ = writeln!(out, "    for row in 0..count(&value) {{");
            call(out, "unit(&value, row)");
            return out.push_str("    }\n");
        }
        (0..main.result.floats()).for_each(|row| call(out, &self.seed(row)));
    }

    fn with_outputs(&self, out: &mut String) {
        let Drive { main, args, lent, held, .. } = self;
        let name = main.path();
        let (copies, outs) = (self.copies(), self.outs());
        let _ = writeln!(out, "    {copies}");
        let _ = writeln!(out, "    let (value, pullback) = {name}_pullback({args});");
        let _ = writeln!(out, "    report.put(\"value\", (&value, {outs}));");
        let returned: Vec<String> =
            self.active.iter().filter(|(at, _)| !self.outputs.contains(at)).map(|(at, _)| format!("d{at}")).collect();
        let returned = if let [one] = &returned[..] { one.clone() } else { format!("({})", returned.join(", ")) };
        let written: String = self.outputs.iter().map(|at| format!(", &mut d{at}")).collect();
        let outputs = self.outputs.iter().map(|&at| main.ty(main.params[at].var).floats()).sum::<usize>();
        for row in 0..main.result.floats() + outputs {
            let seed = if main.has_result() { self.seed(row) } else { String::new() };
            let mut next = main.result.floats();
            let cotangents: Vec<(usize, String)> =
                self.outputs.iter().map(|&at| (at, unit(main.ty(main.params[at].var), row, &mut next))).collect();
            let bound = |keep: &dyn Fn(usize) -> bool| -> String {
                let bind = |(at, value): &(usize, String)| format!("let mut d{at} = {value}; ");
                cotangents.iter().filter(|(at, _)| keep(*at)).map(bind).collect()
            };
            let _ = writeln!(out, "    {} {}", self.buffers("0.0"), bound(&|_| true));
            let _ = writeln!(out, "    pullback({});", format!("{seed}{lent}").trim_start_matches(", "));
            let _ = writeln!(out, "    report.put(\"row\", {held});");
            let seeded = if seed.is_empty() { String::new() } else { format!(", {seed}") };
            let _ = writeln!(out, "    {copies} {}", bound(&|_| true));
            let _ = writeln!(out, "    let {returned} = {name}_vjp({args}{seeded}{written});");
            let _ = writeln!(out, "    report.put(\"vjp\", {held});");
            let _ = writeln!(out, "    report.put(\"outs\", {outs});");
        }
    }

    fn second(&self, out: &mut String) {
        let args = self.along(out);
        let name = self.main.path();
        let _ = writeln!(out, "    report.put(\"hvp\", {name}_hvp({}));", args.join(", "));
        let _ = writeln!(out, "    report.put(\"hessian\", {name}_hessian({}));", self.args);
    }

    fn jacobian(&self, out: &mut String) {
        let _ = writeln!(out, "    report.put(\"jacobian\", {}_jacobian({}));", self.main.path(), self.args);
    }

    /// The pullback of the gradient, of that direction for a cotangent: the same product.
    fn again(&self, out: &mut String) {
        self.along(out);
        let seed = |(at, ty): &(usize, &Type)| match ty {
            Type::Rows(..) => format!("t{at}.to_vec()"),
            _ => format!("t{at}.clone()"),
        };
        let is_vec = |ty: &Type| {
            matches!(ty, Type::Slice(_) | Type::Vector(_) | Type::Rows(..) | Type::Nested(..) | Type::NestedRef(..))
                || matches!(ty, Type::Group(_, _, Form::Vector | Form::Slice))
        };
        let seeds = match &self.active[..] {
            [(at, ty)] if is_vec(ty) => format!("&t{at}"),
            [one] => seed(one),
            all => format!("({})", all.iter().map(seed).collect::<Vec<_>>().join(", ")),
        };
        let Drive { main, args, lent, held, .. } = self;
        let _ = writeln!(out, "    let (value, pullback) = {}_grad_pullback({args});", main.path());
        let _ = writeln!(out, "    report.put(\"grad\", value);");
        let _ = writeln!(out, "    {}", self.buffers("0.0"));
        let _ = writeln!(out, "    pullback({seeds}{lent});");
        let _ = writeln!(out, "    report.put(\"again\", {held});");
    }

    /// Arguments, each with its tangent.
    fn along(&self, out: &mut String) -> Vec<String> {
        out.push_str("    let mut direction = Direction::default();\n");
        let mut args = Vec::new();
        for (at, param) in self.main.params.iter().enumerate() {
            let ty = self.main.ty(param.var);
            args.push(argument(ty, at));
            if !param.constant {
                let _ = writeln!(out, "    let t{at} = p{at}.shaped(&mut || direction.next());");
                args.push(argument(ty, at).replace(['p', 'q'], "t"));
            }
        }
        args
    }

    fn forward(&self, out: &mut String) {
        let args = self.along(out);
        let tangents: String = self.outputs.iter().map(|at| format!("let mut t{at} = t{at}; ")).collect();
        let left: String = self.outputs.iter().map(|at| format!("&t{at}, ")).collect();
        let _ = writeln!(out, "    {}{tangents}", self.copies());
        let (name, args, outs) = (self.main.path(), args.join(", "), self.outs());
        let bound =
            if self.main.has_result() { "let (value, tangent) = " } else { "let (value, tangent) = ((), ()); " };
        let _ = writeln!(out, "    {bound}{name}_jvp({args});");
        let _ = writeln!(out, "    report.put(\"jvp\", ((&value, {outs}), (&tangent, ({left}))));");
    }

    /// The cotangent of the result with one at number `row`.
    fn seed(&self, row: usize) -> String {
        let by_reference =
            if matches!(self.main.result, Type::Vector(_) | Type::Group(_, _, Form::Vector)) { "&" } else { "" };
        format!("{by_reference}{}", unit(&self.main.result, row, &mut 0))
    }
}

/// The type of what is lent.
fn owned(ty: &Type) -> String {
    match ty {
        Type::FloatRef | Type::FloatMut => type_name(&Type::Float),
        Type::Slice(n) | Type::SliceMut(n) => type_name(&Type::Vector(*n)),
        Type::ArrayRef(n) | Type::ArrayMut(n) => type_name(&Type::Array(*n)),
        Type::Rows(n, m) | Type::RowsMut(n, m) => type_name(&Type::Matrix(*n, *m)),
        Type::NestedRef(n, m) => type_name(&Type::Nested(*n, *m)),
        Type::Indices(_) => "Vec<usize>".into(),
        Type::Struct(of, _) => of.name.clone(),
        Type::Enum(of, _) => of.type_name().into(),
        Type::Group(of, n, Form::Slice | Form::SliceMut) => type_name(&Type::Group(of.clone(), *n, Form::Vector)),
        other => type_name(other),
    }
}

fn read(ty: &Type) -> String {
    match ty {
        Type::Float | Type::FloatRef | Type::FloatMut => "input.float()".into(),
        Type::Bool => "input.int() == 1".into(),
        Type::Choice => "(input.int() == 1).then(|| input.int())".into(),
        Type::Kind => "match input.int() { 0 => Kind::Plain, 1 => Kind::Idle, 2 => Kind::Times(input.int()), \
                       _ => Kind::Both(input.int(), input.int()) }"
            .into(),
        Type::Indices(n) => format!("input.ints({n})"),
        Type::Slice(n) | Type::Vector(n) | Type::SliceMut(n) => format!("input.row({n})"),
        Type::Array(_) | Type::ArrayRef(_) | Type::ArrayMut(_) => "input.array()".into(),
        Type::Matrix(..) | Type::Rows(..) | Type::RowsMut(..) => "input.grid()".into(),
        Type::Nested(n, m) | Type::NestedRef(n, m) => format!("input.nested({n}, {m})"),
        Type::Struct(of, _) => literal(of, read),
        Type::Enum(of, _) if of.is_option() => "(input.int() == 1).then(|| input.float())".into(),
        Type::Enum(of, _) => variants(of),
        Type::Group(_, n, form) => several(*form, *n, || read(&ty.element())),
        _ => "input.int()".into(),
    }
}

fn argument(ty: &Type, at: usize) -> String {
    match ty {
        owned if owned.moves() => format!("p{at}.clone()"),
        output if output.is_output() => format!("&mut q{at}"),
        other if other.is_reference() => format!("&p{at}"),
        _ => format!("p{at}"),
    }
}

/// An accumulator with `value` everywhere.
fn filled(ty: &Type, value: &str) -> String {
    match (ty, ty.row(), ty.grid()) {
        (Type::Struct(of, _), ..) => literal(of, |ty| filled(ty, value)),
        (Type::Group(_, n, form), ..) => several(*form, *n, || filled(&ty.element(), value)),
        (Type::Int, ..) => "0".into(),
        (Type::Slice(n) | Type::Vector(n), ..) => format!("vec![{value}; {n}]"),
        (Type::Nested(n, m) | Type::NestedRef(n, m), ..) => format!("vec![vec![{value}; {m}]; {n}]"),
        (_, Some(n), _) => format!("[{value}; {n}]"),
        (_, _, Some((n, m))) => format!("[[{value}; {m}]; {n}]"),
        _ => value.into(),
    }
}

/// A result with one at number `row`, and zero elsewhere.
fn unit(ty: &Type, row: usize, next: &mut usize) -> String {
    let list =
        |of: Type, n: usize, next: &mut usize| (0..n).map(|_| unit(&of, row, next)).collect::<Vec<_>>().join(", ");
    match (ty, ty.row(), ty.grid()) {
        (Type::Tuple(of), ..) => {
            format!("({})", of.iter().map(|of| unit(of, row, next)).collect::<Vec<_>>().join(", "))
        }
        (Type::Struct(of, _), ..) => literal(of, |ty| {
            let open = if matches!(ty, Type::Vector(_)) { "vec!" } else { "" };
            format!("{open}{}", unit(ty, row, next))
        }),
        (Type::Group(_, n, form), ..) => several(*form, *n, || unit(&ty.element(), row, next)),
        (Type::Int, ..) => "0".into(),
        (_, Some(n), _) => format!("[{}]", list(Type::Float, n, next)),
        (_, _, Some((n, m))) => format!("[{}]", list(Type::Array(m), n, next)),
        _ => {
            *next += 1;
            if *next - 1 == row { "1.0".into() } else { "0.0".into() }
        }
    }
}

/// The variant whose number is read first.
fn variants(of: &Enum) -> String {
    let arms: Vec<String> = of
        .variants
        .iter()
        .enumerate()
        .map(|(at, variant)| {
            let fields: String = variant.fields.iter().map(|(name, ty)| format!("{name}: {}, ", read(ty))).collect();
            let number = if at + 1 < of.variants.len() { at.to_string() } else { "_".into() };
            format!("{number} => {}::{} {{ {fields} }}", of.name, variant.name)
        })
        .collect();
    format!("match input.int() {{ {} }}", arms.join(", "))
}

/// A struct, with each field by its name.
fn literal(of: &Struct, mut value: impl FnMut(&Type) -> String) -> String {
    let fields: Vec<String> = of.fields.iter().map(|(name, ty)| format!("{name}: {}", value(ty))).collect();
    format!("{} {{ {} }}", of.name, fields.join(", "))
}

fn several(form: Form, n: usize, mut value: impl FnMut() -> String) -> String {
    let values: Vec<String> = (0..n).map(|_| value()).collect();
    format!("{}[{}]", if form == Form::Array { "" } else { "vec!" }, values.join(", "))
}
