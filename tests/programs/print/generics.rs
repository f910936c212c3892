//! Functions over `T: Float` and over `const N: usize`: numbers, types and lengths as they are written there.

use super::Printer;
use crate::program::{Expr, Function, Type};
use std::fmt::Write as _;

impl Printer<'_> {
    pub(super) fn is_over_floats(&self) -> bool {
        self.function.generics.float
    }

    /// `<T: Float, const N: usize>`
    pub(super) fn generics_text(&self) -> &'static str {
        // Primitives of the runtime ask for more than std's functions do.
        let generic = |function: &&Function| function.generics.float;
        let more = self.program.functions.iter().filter(generic).any(|of| format!("{:?}", of.body).contains("Sigmoid"));
        match (self.function.generics.float, self.function.generics.length) {
            (true, Some(_)) if more => "<T: Float + Scalar, const N: usize>",
            (true, None) if more => "<T: Float + Scalar>",
            (true, Some(_)) => "<T: Float, const N: usize>",
            (true, None) => "<T: Float>",
            (false, Some(_)) => "<const N: usize>",
            (false, None) => "",
        }
    }

    /// A type as it is called in this function.
    pub(super) fn type_text(&self, ty: &Type) -> String {
        let mut text = super::type_name(ty);
        if let Some(home) = &self.function.home
            && home.says_self
        {
            text = text.replace(&home.of.name, "Self");
        }
        if let Some(n) = self.function.generics.length {
            text = text.replace(&format!("; {n}]"), "; N]");
        }
        if self.is_over_floats() { text.replace("f64", "T") } else { text }
    }

    pub(super) fn length(&self, n: usize) -> String {
        if self.function.generics.length == Some(n) { "N".into() } else { n.to_string() }
    }

    pub(super) fn number(&self, out: &mut String, value: f64) {
        let _ = match value {
            _ if !self.is_over_floats() => write!(out, "{value:?}"),
            0.0 => write!(out, "T::zero()"),
            1.0 => write!(out, "T::one()"),
            _ => write!(out, "T::from({value:?}).unwrap()"),
        };
    }

    /// `[a, b]` where its length is `N`, as nobody knows which that is: `{ let mut listed = [0.0; N]; listed[0] = a; … }`
    pub(super) fn listed(&self, out: &mut String, of: &[Expr], depth: usize) {
        out.push_str("{ let mut listed = [");
        self.number(out, 0.0);
        out.push_str("; N]; ");
        for (at, value) in of.iter().enumerate() {
            let _ = write!(out, "listed[{at}] = ");
            self.expr(out, value, 0, depth);
            out.push_str("; ");
        }
        out.push_str("listed }");
    }

    /// Whether a list has that length, and is one of floats.
    pub(super) fn is_listed(&self, of: &[Expr]) -> bool {
        self.function.generics.length == Some(of.len())
            && of.iter().all(|of| self.function.type_of(&self.program.functions, of) == Type::Float)
    }

    /// What is handed to a generic function may not tell its type: then it is named.
    pub(super) fn turbofish(&self, callee: &Function, args: &[Expr]) -> String {
        let told = args
            .iter()
            .any(|arg| self.function.type_of(&self.program.functions, arg).carries() && self.is_anchored(arg));
        match (callee.generics.float, callee.generics.length) {
            (true, length) if !told => {
                let float = if self.is_over_floats() { "T" } else { "f64" };
                format!("::<{float}{}>", if length.is_some() { ", _" } else { "" })
            }
            _ => String::new(),
        }
    }
}
