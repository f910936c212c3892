//! The same program by other words: loops as `for_each`, values by closures that capture what they are computed from.
//!
//! What a program computes does not change by it, so that its interpreter need not know.

use super::{ATOM, Printer, indent, starts_with_block};
use crate::program::{Block, Expr, Pattern, Source, Stmt, Type};
use std::fmt::Write as _;

impl Printer<'_> {
    /// `source.for_each(|pattern| body);` instead of a loop. False: it is left by more than its end, or moves something.
    pub(super) fn each(
        &self,
        out: &mut String,
        pattern: &Pattern,
        source: &Source,
        body: &Block,
        depth: usize,
    ) -> bool {
        let text = format!("{body:?}");
        if !self.program.wordings.for_each
            || self.captures_replaced(&text)
            || leaves(&text)
            || self.moves(&text)
            || text.len() % 3 == 0
        {
            return false;
        }
        out.push('(');
        self.source(out, source, depth);
        out.push_str(").into_iter().for_each(|");
        self.pattern(out, pattern);
        out.push_str("| ");
        self.block(out, body, depth);
        out.push_str(");");
        true
    }

    /// `let shaped = |given: f64| -> f64 { value };` in front of a statement that assigns `shaped(v)`, which is printed in its place.
    pub(super) fn shaped(&self, out: &mut String, value: &Expr, depth: usize) -> Option<String> {
        let text = format!("{value:?}");
        let is_plain = !leaves(&text) && !self.moves(&text);
        let is_still =
            !["Let", "Match(", "Assign", "Lend(", "Pop(", "Split(", "Unpack", "Method(", "Exchange(", "OfOption("]
                .iter()
                .any(|word| text.contains(word));
        let is_float = self.function.type_of(&self.program.functions, value) == Type::Float;
        if !self.program.wordings.closures
            || self.captures_replaced(&text)
            || !is_plain
            || !is_still
            || !is_float
            || text.len() % 2 == 0
        {
            return None;
        }
        let mut vars = text.match_indices("Var(").filter_map(|(at, word)| {
            let number = &text[at + word.len()..];
            number[..number.find(')')?].parse::<usize>().ok()
        });
        let of = vars.find(|&var| *self.function.ty(var) == Type::Float)?;
        let float = self.type_text(&Type::Float);
        let _ = write!(out, "let shaped = |given: {float}| -> {float} {{ ");
        self.renamed.set(Some(of));
        self.expr(out, value, if starts_with_block(value) { ATOM } else { 0 }, depth);
        self.renamed.set(None);
        out.push_str(" };\n");
        indent(out, depth);
        let mut call = String::new();
        let _ = write!(call, "shaped({})", self.name(of));
        Some(call)
    }

    /// A struct is mentioned that is assigned whole somewhere: a closure that captures one is refused, whatever its type.
    fn captures_replaced(&self, text: &str) -> bool {
        let structs = self.function.variables.iter().enumerate().filter(|(_, variable)| variable.ty.is_structured());
        let mentioned = |text: &str, var: usize| {
            [format!("Var({var})"), format!("Index({var},"), format!("Clone({var})"), format!("var: {var},")]
                .iter()
                .any(|word| text.contains(word))
        };
        let mut mentioned = structs.filter(|(var, _)| mentioned(text, *var)).peekable();
        mentioned.peek().is_some() && {
            let body = format!("{:?}", self.function.body);
            mentioned.any(|(var, _)| body.contains(&format!("Assign {{ var: {var}, index: []")))
        }
    }

    /// A vector changes hands in it, which a closure that is called more than once can't do.
    fn moves(&self, text: &str) -> bool {
        let is_owned = |ty: &Type| ty.moves() || ty.variants().is_some();
        let owned = self.function.variables.iter().enumerate().filter(|(_, variable)| is_owned(&variable.ty));
        owned.into_iter().any(|(var, _)| text.contains(&format!("Var({var})")))
    }
}

/// It is left early, or may be.
fn leaves(text: &str) -> bool {
    ["Break(", "Continue(", "Return("].iter().any(|word| text.contains(word))
}

/// Statements that may be printed so.
pub(super) fn assigned(stmt: &Stmt) -> Option<&Expr> {
    match stmt {
        Stmt::Assign { value, .. } => Some(value),
        Stmt::Let { pattern: Pattern::Var(_), value } => value.as_ref(),
        _ => None,
    }
}
