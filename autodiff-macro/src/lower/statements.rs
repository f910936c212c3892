//! Statements, one by one.

use super::infer::is_assignment;
use super::{Lowerer, control, peel, refusals, start_of, types};
use crate::diagnostics::{Message, catalogue};
use crate::ir::{StmtKind, Type};
use quote::{ToTokens, quote};
use syn::{Attribute, Expr, Stmt};

impl Lowerer<'_> {
    pub(super) fn statement(&mut self, stmt: &Stmt) {
        self.at(start_of(stmt), |this| match stmt {
            Stmt::Local(local) => {
                this.no_cfg(&local.attrs);
                this.local(local);
            }
            Stmt::Item(item) => {
                this.no_hidden_type(item);
                if this.depth == 1 && this.is_to_be_kept(item) {
                    this.push(StmtKind::Item(item.to_token_stream()));
                }
            }
            // A semicolon alone.
            Stmt::Expr(Expr::Verbatim(tokens), _) if tokens.is_empty() => {}
            Stmt::Expr(expr, _) => this.expression(expr),
            Stmt::Macro(mac) => {
                this.no_cfg(&mac.attrs);
                this.discard(&control::mac(mac));
            }
        });
    }

    /// An expression for its effect.
    pub(super) fn expression(&mut self, expr: &Expr) {
        match peel(expr) {
            Expr::Assign(assign) => {
                self.no_cfg(&assign.attrs);
                self.assign(&assign.left, &assign.right);
            }
            Expr::Binary(binary) if is_assignment(&binary.op) => {
                self.no_cfg(&binary.attrs);
                self.compound(expr, binary);
            }
            Expr::ForLoop(each) => {
                self.no_cfg(&each.attrs);
                self.for_loop(each);
            }
            Expr::Break(_) | Expr::Continue(_) | Expr::Return(_) => self.leave(expr),
            other => self.discard(other),
        }
    }

    /// Whatever an expression does, but not its value.
    pub(super) fn discard(&mut self, expr: &Expr) {
        let expr = peel(expr);
        if self.mutates(expr) || self.writes_each(expr) {
            return;
        }
        if self.each(expr) {
            return;
        }
        if !self.calls_native(expr)
            && let Some((closure, call)) = self.closure_called(expr)
        {
            self.inlined_effect(&closure, call);
            return;
        }
        let is_choice =
            matches!(expr, Expr::Match(_)) || matches!(expr, Expr::If(branch) if control::has_let(&branch.cond));
        if is_choice || matches!(expr, Expr::While(_) | Expr::Loop(_)) {
            // What computes with nothing that carries a derivative stays as it is.
            let piece = self.opaque(expr, false);
            if piece.offence.is_none() && !piece.inert.pure {
                let inert = self.accept(piece);
                let inert = self.keeping(inert, expr);
                self.push(StmtKind::Effect(inert));
                return;
            }
        }
        if let Expr::While(turn) = expr {
            self.while_loop(turn);
            return;
        }
        if control::structured(expr) {
            if let Expr::If(branch) = expr {
                self.no_cfg(&branch.attrs);
            }
            let (kind, _) = self.structure(expr, &control::Yields::Nothing);
            self.push(kind);
            return;
        }
        if let Some(call) = self.lends(expr) {
            self.lending(call);
            return;
        }
        if let Expr::MethodCall(call) = expr
            && self.lends_receiver(expr)
        {
            self.method_for_effect(call);
            return;
        }
        self.effect_or(expr, || match expr {
            Expr::MethodCall(call) => match refusals::iterator(call) {
                Some(method) => catalogue::iterators(method),
                None => catalogue::closure(&call.method),
            },
            other => refusals::refusal(other),
        });
    }

    /// An opaque statement; `assigns` says why not, where it assigns what may carry a derivative. One without effects is
    /// left out: whoever wrote it has been told already.
    pub(super) fn effect_or(&mut self, expr: &Expr, assigns: impl FnOnce() -> Message) {
        if let Some(inert) = self.inert(expr, assigns).filter(|inert| !inert.pure) {
            let inert = self.keeping(inert, expr);
            self.push(StmtKind::Effect(inert));
        }
    }

    /// `let _ = …;`: an effect, though the value might want to be used.
    pub(super) fn ignore(&mut self, expr: &Expr, annotation: Option<&syn::Type>) {
        if let Some(call) = self.lends(expr) {
            let (rhs, ty) = self.call(call, &Type::Unknown);
            let ty = types::join(&ty, &annotation.map_or(Type::Unknown, |ty| self.read(ty)));
            self.name("_value", ty, rhs);
            return;
        }
        if let Expr::MethodCall(call) = peel(expr)
            && self.lends_receiver(expr)
        {
            let (rhs, ty) = self.method_by_name(call, false);
            let ty = types::join(&ty, &annotation.map_or(Type::Unknown, |ty| self.read(ty)));
            self.name("_value", ty, rhs);
            return;
        }
        let before = self.stmts.len();
        self.discard(expr);
        let is_block = control::structured(peel(expr));
        if let Some(crate::ir::Stmt { kind: StmtKind::Effect(inert), .. }) =
            self.stmts.get_mut(before).filter(|_| !is_block)
        {
            let value = std::mem::take(&mut inert.tokens);
            inert.tokens = quote!(let _ = #value);
        }
    }

    fn no_cfg(&mut self, attributes: &[Attribute]) {
        let conditional =
            attributes.iter().find(|attribute| ["cfg", "cfg_attr"].iter().any(|name| attribute.path().is_ident(name)));
        if let Some(attribute) = conditional {
            self.refuse(catalogue::conditional_statement(attribute));
        }
    }
}
