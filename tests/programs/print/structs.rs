//! Structs as Rust: declarations, values, patterns.

use super::{Printer, type_name};
use crate::program::{Expr, Form, Held, Pattern, Program, Struct, Type};
use std::fmt::Write as _;

/// Those that are named in `out`, in front of it; each is public, with its fields, so that its numbers can be read.
pub(super) fn declare(program: &Program, out: &mut String) {
    for of in program.structs.iter().rev() {
        if !names(out, &of.name) {
            continue;
        }
        let mut text = format!(
            "#[derive(Clone, {}Debug, Differentiable)]\npub struct {}",
            if of.copy { "Copy, " } else { "" },
            of.name
        );
        if of.tuple {
            let fields: Vec<String> = of.fields.iter().map(|(_, ty)| format!("pub {}", type_name(ty))).collect();
            let _ = write!(text, "({});\n\n", fields.join(", "));
        } else {
            text.push_str(" {\n");
            for (name, ty) in &of.fields {
                let _ = writeln!(text, "    pub {name}: {},", type_name(ty));
            }
            text.push_str("}\n\n");
        }
        out.insert_str(0, &text);
    }
}

/// Its name stands there as a word of its own.
pub(super) fn names(text: &str, name: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
}

pub(super) fn struct_type_name(ty: &Type) -> String {
    match ty {
        Type::Struct(of, Held::Own) => of.name.clone(),
        Type::Struct(of, Held::Ref) => format!("&{}", of.name),
        Type::Struct(of, Held::Mut) => format!("&mut {}", of.name),
        Type::Group(of, n, Form::Array) => format!("[{}; {n}]", of.name),
        Type::Group(of, _, Form::Vector) => format!("Vec<{}>", of.name),
        Type::Group(of, _, Form::Slice) => format!("&[{}]", of.name),
        Type::Group(of, _, Form::SliceMut) => format!("&mut [{}]", of.name),
        other => type_name(other),
    }
}

impl Printer<'_> {
    /// `S { a, b: x, ..rest }`; a tuple struct that has all its fields, in order, as `S(x, y)`.
    pub(super) fn literal(
        &self,
        out: &mut String,
        of: &Struct,
        fields: &[(usize, Expr)],
        rest: Option<&Expr>,
        depth: usize,
    ) {
        out.push_str(self.struct_name(&of.name));
        let in_order = fields.iter().map(|(at, _)| *at).eq(0..of.fields.len());
        if of.tuple && in_order {
            out.push('(');
            for (at, value) in fields {
                out.push_str(if *at > 0 { ", " } else { "" });
                self.expr(out, value, 0, depth);
            }
            return out.push(')');
        }
        out.push_str(" { ");
        for (number, (at, value)) in fields.iter().enumerate() {
            out.push_str(if number > 0 { ", " } else { "" });
            let name = &of.fields[*at].0;
            let start = out.len();
            self.expr(out, value, 0, depth);
            // `S { a: a }` is written `S { a }`.
            if !matches!(value, Expr::Var(_)) || out[start..] != **name {
                out.insert_str(start, &format!("{name}: "));
            }
        }
        if let Some(rest) = rest {
            out.push_str(if fields.is_empty() { ".." } else { ", .." });
            self.expr(out, rest, 0, depth);
        }
        out.push_str(" }");
    }

    /// The pattern of a struct, with `..` for the fields that are left out.
    pub(super) fn apart(&self, out: &mut String, of: &Struct, fields: &[(usize, Pattern)]) {
        let _ = write!(out, "{} {{ ", self.struct_name(&of.name));
        for (at, pattern) in fields {
            let name = &of.fields[*at].0;
            let start = out.len();
            self.pattern(out, pattern);
            let bound = matches!(pattern, Pattern::Var(_)) && out[start..].trim_start_matches("mut ") == *name;
            if !bound {
                out.insert_str(start, &format!("{name}: "));
            }
            out.push_str(", ");
        }
        if fields.len() < of.fields.len() {
            out.push_str(".. ");
        }
        out.push('}');
    }
}
