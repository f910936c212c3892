//! Pieces that stay whole: the user's tokens, with holes for variables, and what evaluating them reads, writes and hides.

use super::calls::Target;
use super::fill::Filler;
use super::infer::is_assignment;
use super::scope::Entity;
use super::views::variables;
use super::{Lowerer, macros, methods, peel};
use crate::diagnostics::Message;
use crate::ir::{Inert, VarId};
use proc_macro2::Ident;
use syn::Expr;
use syn::visit::{self, Visit};

pub(super) struct Piece {
    pub(super) inert: Inert,
    pub(super) offence: Option<Offence>,
    /// Primitives of the runtime called in it, by a bare name.
    pub(super) primitives: Vec<(Ident, &'static str)>,
}

/// Why a piece can't stay opaque.
pub(super) enum Offence {
    /// It assigns a variable that may carry a derivative.
    Assigns,
    Other(Message),
}

impl Lowerer<'_> {
    /// `forced`: its place leaves its type no choice.
    pub(super) fn opaque(&mut self, expr: &Expr, forced: bool) -> Piece {
        Filler::new(self, forced).piece(peel(expr).clone())
    }

    /// The piece for `expr` where it may stay one: else why not is said, `assigns` where it assigns what it must not.
    pub(super) fn inert(&mut self, expr: &Expr, assigns: impl FnOnce() -> Message) -> Option<Inert> {
        let piece = self.opaque(expr, false);
        match piece.offence {
            None => Some(self.accept(piece)),
            Some(Offence::Assigns) => {
                self.refuse(assigns());
                None
            }
            Some(Offence::Other(message)) => {
                self.refuse(message);
                None
            }
        }
    }

    pub(super) fn accept(&mut self, piece: Piece) -> Inert {
        piece.primitives.into_iter().for_each(|(name, own)| self.record_primitive(name, own));
        piece.inert
    }

    pub(super) fn record_primitive(&mut self, name: Ident, own: &'static str) {
        if !self.function.primitives.iter().any(|(known, _)| *known == name) {
            self.function.primitives.push((name, own));
        }
    }

    /// Nothing in it can carry a derivative: it names no variable but discrete ones, or others only inside of what is
    /// discrete itself (`1.0 / x.len() as f64`).
    pub(super) fn is_constant(&mut self, expr: &Expr) -> bool {
        match peel(expr) {
            Expr::Lit(_) => true,
            Expr::Path(path) => match path.path.get_ident().and_then(|name| self.resolve(name)) {
                Some(Entity::Var(var)) => self.is_still(var),
                Some(Entity::View(view)) => self.is_still(view.place.base),
                Some(Entity::Closure(closure)) => closure.variables().iter().all(|&var| self.is_still(var)),
                Some(Entity::Inner(_)) => false,
                _ => true,
            },
            Expr::Cast(cast) => self.type_of(&cast.expr).is_discrete() || self.is_constant(&cast.expr),
            Expr::Unary(unary) => self.is_constant(&unary.expr),
            // Chains lean to the left: the right operand mostly decides, and soon.
            Expr::Binary(binary) if !is_assignment(&binary.op) => {
                self.is_constant(&binary.right) && self.is_constant(&binary.left)
            }
            Expr::MethodCall(call) => {
                let constant = self.is_constant(&call.receiver) && call.args.iter().all(|arg| self.is_constant(arg));
                constant || self.method_result(call).is_some_and(|result| result.is_discrete())
            }
            Expr::Call(call) => {
                let known = matches!(
                    self.callee(call),
                    Target::Operation { .. } | Target::Slope(..) | Target::FloatFrom(_) | Target::FloatFunction(_)
                );
                self.is_constant(&call.func)
                    && call.args.iter().all(|arg| self.is_constant(arg) || (known && self.type_of(arg).is_discrete()))
            }
            other => {
                let (vars, inner) = self.variables_in(other);
                (!inner && vars.iter().all(|&var| self.is_still(var))) || self.is_text(other)
            }
        }
    }

    /// `format!(…)`: what hides in it is noted there.
    fn is_text(&self, expr: &Expr) -> bool {
        matches!(expr, Expr::Macro(mac) if self.kind_of(&mac.mac) == macros::Kind::Text)
    }

    /// No derivative is ever in it.
    pub(super) fn is_still(&self, var: VarId) -> bool {
        self.function.var(var).ty.is_discrete() || self.still.contains(&var)
    }

    /// The variables that an expression names.
    pub(super) fn variables_in(&self, expr: &Expr) -> (Vec<VarId>, bool) {
        let mut found = Found::new(self, true);
        found.visit_expr(expr);
        (found.vars, found.inner)
    }

    /// The same, but for those whose derivative is stopped or rounded away.
    pub(super) fn flowing_in(&self, expr: &Expr) -> (Vec<VarId>, bool) {
        let mut found = Found::new(self, false);
        found.visit_expr(expr);
        (found.vars, found.inner)
    }
}

/// Collects the variables that an expression names, shadowed or not.
struct Found<'l, 'e> {
    lowerer: &'l Lowerer<'e>,
    vars: Vec<VarId>,
    inner: bool,
    /// Inside of `stop_gradient(…)` and `x.floor()` too.
    stopped: bool,
}

impl<'l, 'e> Found<'l, 'e> {
    fn new(lowerer: &'l Lowerer<'e>, stopped: bool) -> Self {
        Found { lowerer, vars: Vec::new(), inner: false, stopped }
    }
}

impl<'ast> Visit<'ast> for Found<'_, '_> {
    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        match path.path.get_ident().and_then(|name| self.lowerer.resolve(name)) {
            Some(Entity::Var(var)) => self.vars.push(var),
            Some(Entity::View(view)) => self.vars.extend(variables(&view.place)),
            Some(Entity::Closure(closure)) => self.vars.extend(closure.variables()),
            Some(Entity::Inner(_)) => self.inner = true,
            _ => {}
        }
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let stops = matches!(self.lowerer.callee(call), Target::Operation { op, .. } if op.stops());
        if self.stopped || !stops {
            visit::visit_expr_call(self, call);
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let of_float = self.lowerer.variable(&call.receiver).map(|var| self.lowerer.function.var(var).ty.is_float());
        let stops = methods::is_step(&call.method.to_string()) && of_float == Some(true);
        if self.stopped || !stops {
            visit::visit_expr_method_call(self, call);
        }
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let named = self.lowerer.named_in(&mac.tokens);
        self.vars.extend(named.views.iter().flat_map(|view| variables(&view.place)));
        self.vars.extend(named.closures.iter().flat_map(|(_, closure)| closure.variables()));
        self.vars.extend(if self.stopped { named.reads } else { named.flowing });
        self.inner |= named.inner;
    }
}
