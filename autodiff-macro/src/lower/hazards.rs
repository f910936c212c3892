//! Where an opaque piece might lose a derivative: casts, numbers turned into text or bits, macros.

use super::calls::Target;
use super::fill::Filler;
use super::opaque::Offence;
use super::{macros, methods, peel};
use crate::diagnostics::catalogue;
use crate::ir::{Hazard, HazardKind, Inert, Type, VarId};
use proc_macro2::Span;
use quote::quote;
use syn::Expr;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::VisitMut;

impl Filler<'_, '_> {
    pub(super) fn hazard(&mut self, kind: HazardKind, of: &Expr, span: Span) {
        let (vars, inner) = self.lowerer.flowing_in(of);
        let reads: Vec<VarId> = vars.into_iter().filter(|&var| !self.discrete(var)).collect();
        if inner {
            self.loose_hazards.push((kind, span));
        } else if !reads.is_empty() {
            self.hazards.push(Hazard { kind, reads, span });
        }
    }

    pub(super) fn cast(&mut self, cast: &mut syn::ExprCast) {
        let to_float = self.lowerer.read(&cast.ty).is_float();
        if !to_float && self.lowerer.is_part(&cast.expr) {
            self.lowerer.suppose(&cast.expr, &Type::Int(None));
        }
        let is_active = !self.lowerer.type_of(&cast.expr).is_discrete();
        let step = if is_active && !to_float { self.step(&cast.expr) } else { Step::Certain };
        if matches!(step, Step::None) {
            self.hazard(HazardKind::CastToInteger, &cast.expr, cast.expr.span());
        }
        let stops = !is_active || !to_float;
        self.sheltered(stops, |this| this.visit_expr_mut(&mut cast.expr));
        if let (Step::Guessed, Some(receiver)) = (step, receiver(&mut cast.expr)) {
            *receiver = self.proof(receiver, "float");
        }
    }

    /// Is it the direct result of rounding a float, or of `stop_gradient`?
    fn step(&mut self, expr: &Expr) -> Step {
        match peel(expr) {
            Expr::MethodCall(call) if methods::is_step(&call.method.to_string()) => {
                let ty = self.lowerer.type_of(&call.receiver);
                // What a name inside the piece holds may be a reference to a float as well.
                let (_, inner) = self.lowerer.variables_in(&call.receiver);
                match ty.behind_refs().is_float() && self.lowerer.is_certain(&call.receiver) {
                    true => Step::Certain,
                    false if matches!(ty, Type::Float(_) | Type::Unknown) && !inner => Step::Guessed,
                    false => Step::None,
                }
            }
            Expr::Call(call) => match self.lowerer.callee(call) {
                Target::Operation { op, .. } if op.stops() => Step::Certain,
                _ => Step::None,
            },
            _ => Step::None,
        }
    }

    /// `alone`: it is the whole piece.
    pub(super) fn macro_call(&mut self, mac: &syn::Macro, alone: bool) {
        self.pure = false;
        let kind = self.lowerer.kind_of(mac);
        if kind == macros::Kind::Unknown {
            self.offend(Offence::Other(catalogue::unknown_macro(&mac.path)));
        }
        macros::arguments(mac).iter().for_each(|argument| Exits(self).visit_expr(argument));
        let mut named = self.lowerer.named_in(&mac.tokens);
        self.primitives.extend(named.stops.take().map(|name| (name, "stop_gradient")));
        if kind == macros::Kind::Text {
            let reads: Vec<VarId> = named.flowing.iter().copied().filter(|&var| !self.discrete(var)).collect();
            let name = mac.path.segments.last().map_or(String::new(), |last| format!("{}!", last.ident));
            if named.inner {
                self.loose_hazards.push((HazardKind::Hides(name), mac.span()));
            } else if !reads.is_empty() {
                self.hazards.push(Hazard { kind: HazardKind::Hides(name), reads, span: mac.span() });
            }
        }
        let exposed = self.lowerer.exposed(mac, &named);
        let stops = matches!(kind, macros::Kind::Text | macros::Kind::Test);
        let (reads, views) = (std::mem::take(&mut named.reads), std::mem::take(&mut named.views));
        self.sheltered(stops, |this| {
            reads.into_iter().for_each(|var| this.read(var));
            for view in views {
                let lent = this.lend(&view);
                this.lent.push(lent);
            }
        });
        for (name, closure) in std::mem::take(&mut named.closures) {
            let lent = self.lend_closure(&closure, &name);
            self.lent.push(lent);
        }
        for (name, var) in std::mem::take(&mut named.aliases) {
            let (hole, lent) = (Inert::hole(var, name.span()), !self.lowerer.function.var(var).ty.is_scalar());
            let lent = lent.then(|| quote!(&));
            self.lent.push(quote!(let #name = #lent #hole;));
        }
        match alone {
            true => self.copied.extend(exposed),
            false => named.writes.extend(exposed),
        }
        for var in named.writes {
            self.write(var, Offence::Other(catalogue::hidden_write(&mac.path)));
        }
    }
}

/// What leaves from inside the arguments of a macro, to where the piece around it can't tell.
struct Exits<'f, 'l, 'e>(&'f mut Filler<'l, 'e>);

impl Exits<'_, '_, '_> {
    fn inside(&mut self, label: Option<&syn::Label>, body: &syn::Block) {
        self.0.loops.push(label.map(|label| label.name.ident.clone()));
        self.visit_block(body);
        self.0.loops.pop();
    }
}

impl<'ast> Visit<'ast> for Exits<'_, '_, '_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Return(exit) if self.0.closures == 0 => {
                self.0.offend(Offence::Other(catalogue::leaving_inside(&exit.return_token, "return")));
            }
            Expr::Try(tried) if self.0.closures == 0 => {
                self.0.offend(Offence::Other(catalogue::question(&tried.question_token)));
            }
            Expr::Break(exit) => self.0.leave(exit.label.as_ref(), &exit.break_token, "break"),
            Expr::Continue(exit) => self.0.leave(exit.label.as_ref(), &exit.continue_token, "continue"),
            Expr::ForLoop(each) => self.inside(each.label.as_ref(), &each.body),
            Expr::While(turn) => self.inside(turn.label.as_ref(), &turn.body),
            Expr::Loop(turn) => self.inside(turn.label.as_ref(), &turn.body),
            Expr::Block(block) if block.label.is_some() => self.inside(block.label.as_ref(), &block.block),
            Expr::Macro(mac) => macros::arguments(&mac.mac).iter().for_each(|argument| self.visit_expr(argument)),
            Expr::Closure(_) => {}
            other => visit::visit_expr(self, other),
        }
    }
}

/// Rounding, which takes the derivative away.
enum Step {
    None,
    /// If its receiver is a float.
    Guessed,
    Certain,
}

/// The receiver of a method call in parentheses.
fn receiver(expr: &mut Expr) -> Option<&mut Expr> {
    match expr {
        Expr::Paren(paren) => receiver(&mut paren.expr),
        Expr::Group(group) => receiver(&mut group.expr),
        Expr::MethodCall(call) => Some(&mut call.receiver),
        _ => None,
    }
}
