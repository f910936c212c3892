//! Functions that stand in the `impl` block of a struct, and how they are called.

use super::Printer;
use crate::program::{Expr, Function, Held, Type};

impl Printer<'_> {
    /// The name of a struct: in its own `impl` block it may be `Self`.
    pub(super) fn struct_name<'n>(&self, name: &'n str) -> &'n str {
        match &self.function.home {
            Some(home) if home.says_self && home.of.name == name => "Self",
            _ => name,
        }
    }

    /// `&self`, `mut self`; none if it is a parameter like others.
    pub(super) fn receiver_text(&self, at: usize) -> Option<&'static str> {
        if at > 0 || !self.function.has_receiver() {
            return None;
        }
        let variable = &self.function.variables[self.function.params[0].var];
        Some(match (&variable.ty, variable.mutable) {
            (Type::Struct(_, Held::Ref), _) => "&self",
            (Type::Struct(_, Held::Mut), _) => "&mut self",
            (_, true) => "mut self",
            (_, false) => "self",
        })
    }

    pub(super) fn call(&self, out: &mut String, callee: &Function, args: &[Expr], depth: usize) {
        let Some(home) = &callee.home else {
            out.push_str(&callee.name);
            out.push_str(&self.turbofish(callee, args));
            return self.enclosed_list(out, "(", args, ")", depth);
        };
        if let [receiver, rest @ ..] = args
            && may_be_dotted(callee)
            // By the one way here, by the other there.
            && !format!("{args:?}").len().is_multiple_of(3)
        {
            self.called_on(out, receiver, depth);
            out.push('.');
            out.push_str(&callee.name);
            return self.enclosed_list(out, "(", rest, ")", depth);
        }
        out.push_str(self.struct_name(&home.of.name));
        out.push_str("::");
        out.push_str(&callee.name);
        self.enclosed_list(out, "(", args, ")", depth);
    }

    /// The receiver in front of a dot, which borrows it as the method asks.
    fn called_on(&self, out: &mut String, receiver: &Expr, depth: usize) {
        match receiver {
            Expr::Borrow(of) => self.called_on(out, of, depth),
            Expr::Var(var) => out.push_str(self.name(*var)),
            Expr::Lend(place, _) => self.place(out, place, depth),
            Expr::Struct(..) => {
                out.push('(');
                self.expr(out, receiver, 0, depth);
                out.push(')');
            }
            other => self.expr(out, other, super::ATOM, depth),
        }
    }
}

/// A dot does not tell what the method does to its receiver: one that returns something reads it, one that returns nothing
/// writes it, unless it is lent something else to write.
fn may_be_dotted(callee: &Function) -> bool {
    if !callee.has_receiver() {
        return false;
    }
    let receiver = callee.ty(callee.params[0].var);
    let outputs = callee.outputs().count();
    match receiver {
        Type::Struct(_, Held::Mut) => !callee.has_result() && outputs == 1,
        other => !other.moves() && (callee.has_result() || outputs > 0),
    }
}
