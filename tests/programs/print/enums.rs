//! Options and enums whose payload carries derivatives, as Rust.

use super::structs::names;
use super::{ATOM, Printer, type_name};
use crate::program::{Closure, Enum, Expr, OptionMethod, Pattern, Program, Type};
use std::fmt::Write as _;

/// Those that are named in `out`, in front of it.
pub(super) fn declare(program: &Program, out: &mut String) {
    for of in program.enums.iter().filter(|of| names(out, &of.name)).collect::<Vec<_>>() {
        let mut text = format!("#[derive(Clone, Copy, Debug, Differentiable)]\npub enum {} {{\n", of.name);
        for variant in &of.variants {
            let fields = |named: bool| -> Vec<String> {
                let field = |(name, ty): &(String, Type)| {
                    if named { format!("{name}: {}", type_name(ty)) } else { type_name(ty) }
                };
                variant.fields.iter().map(field).collect()
            };
            let _ = match (variant.fields.is_empty(), variant.tuple) {
                (true, _) => writeln!(text, "    {},", variant.name),
                (_, true) => writeln!(text, "    {}({}),", variant.name, fields(false).join(", ")),
                (_, false) => writeln!(text, "    {} {{ {} }},", variant.name, fields(true).join(", ")),
            };
        }
        text.push_str("}\n\n");
        out.insert_str(0, &text);
    }
}

/// What it gives may be what it is handed, or another option.
fn copies(method: OptionMethod) -> bool {
    method.result() == Type::maybe() || matches!(method, OptionMethod::MapOr | OptionMethod::MapOrElse)
}

impl Printer<'_> {
    /// `E::A`, and of an option the name of the variant alone.
    fn variant_name(&self, out: &mut String, of: &Enum, at: usize) {
        if !of.is_option() {
            let _ = write!(out, "{}::", of.name);
        }
        out.push_str(&of.variants[at].name);
    }

    pub(super) fn variant(&self, out: &mut String, of: &Enum, at: usize, args: &[Expr], depth: usize) {
        self.variant_name(out, of, at);
        let variant = &of.variants[at];
        match (variant.fields.is_empty(), variant.tuple) {
            (true, _) => {}
            (_, true) => self.enclosed_list(out, "(", args, ")", depth),
            (_, false) => {
                out.push_str(" { ");
                for (at, (arg, (name, _))) in args.iter().zip(&variant.fields).enumerate() {
                    let _ = write!(out, "{}{name}: ", if at > 0 { ", " } else { "" });
                    self.expr(out, arg, 0, depth);
                }
                out.push_str(" }");
            }
        }
    }

    /// The pattern of a variant; fields that are not looked at at its end are left out.
    pub(super) fn variant_apart(&self, out: &mut String, of: &Enum, at: usize, parts: &[Pattern]) {
        self.variant_name(out, of, at);
        let variant = &of.variants[at];
        let is_open = |part: &Pattern| matches!(part, Pattern::Wild);
        match (variant.fields.is_empty(), variant.tuple) {
            (true, _) => {}
            (_, true) => {
                let kept = parts.iter().rposition(|part| !is_open(part)).map_or(0, |last| last + 1);
                let rest = parts.len() - kept > usize::from(kept > 0) || kept == 0 && at.is_multiple_of(2);
                out.push('(');
                for (at, part) in parts[..if rest { kept } else { parts.len() }].iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    self.pattern(out, part);
                }
                out.push_str(match (rest, kept) {
                    (false, _) => ")",
                    (true, 0) => "..)",
                    (true, _) => ", ..)",
                });
            }
            (_, false) => {
                out.push_str(" { ");
                for (part, (name, _)) in parts.iter().zip(&variant.fields).filter(|(part, _)| !is_open(part)) {
                    let start = out.len();
                    self.pattern(out, part);
                    let bound = matches!(part, Pattern::Var(_)) && out[start..].trim_start_matches("mut ") == *name;
                    if !bound {
                        out.insert_str(start, &format!("{name}: "));
                    }
                    out.push_str(", ");
                }
                out.push_str(if parts.iter().any(is_open) { ".. }" } else { "}" });
            }
        }
    }

    /// An option where nothing else tells what it is of.
    pub(super) fn option(&self, out: &mut String, of: &Expr, depth: usize) {
        match of {
            Expr::Variant(_, 0, _) => {
                let _ = write!(out, "None::<{}>", self.type_text(&Type::Float));
            }
            Expr::Variant(_, _, payload) if !self.is_anchored(of) && !self.is_over_floats() => {
                out.push_str("Some(f64::from(");
                self.list(out, payload, depth);
                out.push_str("))");
            }
            other => self.expr(out, other, ATOM, depth),
        }
    }

    /// `o.map_or(x, |y| …)`
    pub(super) fn of_option(
        &self,
        out: &mut String,
        method: OptionMethod,
        of: &Expr,
        args: &[Expr],
        closures: &[Closure],
        depth: usize,
    ) {
        match of {
            Expr::Lend(place, mutable) => {
                self.place(out, place, depth);
                out.push_str(if *mutable { ".as_mut()" } else { ".as_ref()" });
            }
            // Methods see through references; what maps what is behind one is refused today, unless it is copied first.
            Expr::Var(var) if self.function.ty(*var).is_reference() && !copies(method) => {
                out.push_str(self.name(*var));
            }
            other => self.option(out, other, depth),
        }
        let _ = write!(out, ".{}(", method.name());
        self.list(out, args, depth);
        for (at, closure) in closures.iter().enumerate() {
            out.push_str(if at + args.len() > 0 { ", |" } else { "|" });
            if let Some(param) = closure.param {
                self.pattern(out, &Pattern::Var(param));
            }
            out.push_str("| ");
            let anchored = closure.body.tail.as_ref().is_none_or(|tail| self.is_anchored(tail));
            if !anchored {
                let gives = if method == OptionMethod::Map { Type::Float } else { method.result() };
                let _ = write!(out, "-> {} ", self.type_text(&gives));
            }
            match (&closure.body.stmts[..], &closure.body.tail) {
                ([], Some(tail)) if anchored => self.expr(out, tail, 0, depth),
                _ => self.block(out, &closure.body, depth),
            }
        }
        out.push(')');
    }
}
