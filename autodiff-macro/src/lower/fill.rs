//! What an opaque piece does, noted while its variables are replaced by holes.

use super::calls::{Target, last_name};
use super::opaque::{Offence, Piece};
use super::scope::Scope;
use super::{Lowerer, macros, methods, peel, types};
use crate::diagnostics::catalogue;
use crate::ir::{Hazard, HazardKind, Inert, Read, Reading, Type, VarId};
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::Expr;
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;

/// Replaces variables by holes, and notes what it passes.
pub(super) struct Filler<'l, 'e> {
    pub(super) lowerer: &'l mut Lowerer<'e>,
    reads: Vec<Read>,
    writes: Vec<VarId>,
    pub(super) pure: bool,
    hazards: Vec<Hazard>,
    /// Hazards of a value that a name inside the piece holds: whatever the piece reads may have flowed into it.
    loose_hazards: Vec<(HazardKind, Span)>,
    offence: Option<Offence>,
    primitives: Vec<(Ident, &'static str)>,
    /// The receiver of `len`: only its shape is read.
    pub(super) shape: bool,
    /// Labels of the loops inside the piece that this point is in.
    pub(super) loops: Vec<Option<Ident>>,
    pub(super) closures: usize,
}

impl<'l, 'e> Filler<'l, 'e> {
    pub(super) fn new(lowerer: &'l mut Lowerer<'e>) -> Self {
        Filler {
            lowerer,
            reads: Vec::new(),
            writes: Vec::new(),
            pure: true,
            hazards: Vec::new(),
            loose_hazards: Vec::new(),
            offence: None,
            primitives: Vec::new(),
            shape: false,
            loops: Vec::new(),
            closures: 0,
        }
    }

    pub(super) fn piece(mut self, mut expr: Expr) -> Piece {
        self.visit_expr_mut(&mut expr);
        self.finish(&expr)
    }

    fn finish(mut self, filled: &Expr) -> Piece {
        let reads = self.reads.iter().map(|read| read.var);
        let floats: Vec<VarId> = reads.filter(|&var| !self.discrete(var)).collect();
        if !floats.is_empty() {
            let loose = std::mem::take(&mut self.loose_hazards).into_iter();
            self.hazards.extend(loose.map(|(kind, span)| Hazard { kind, reads: floats.clone(), span }));
        }
        let inert = Inert {
            tokens: filled.to_token_stream(),
            reads: self.reads,
            pure: self.pure,
            writes: self.writes,
            hazards: self.hazards,
            compound: is_compound(filled),
        };
        Piece { inert, offence: self.offence, primitives: self.primitives }
    }

    fn discrete(&self, var: VarId) -> bool {
        self.lowerer.function.var(var).ty.is_discrete()
    }

    pub(super) fn offend(&mut self, offence: Offence) {
        self.offence.get_or_insert(offence);
    }

    pub(super) fn read(&mut self, var: VarId) {
        let what = if self.shape { Reading::Shape } else { Reading::Value };
        match self.reads.iter_mut().find(|read| read.var == var) {
            Some(read) if what == Reading::Value => read.what = what,
            Some(_) => {}
            None => self.reads.push(Read { var, what }),
        }
    }

    fn write(&mut self, var: VarId, offence: Offence) {
        self.pure = false;
        if !self.writes.contains(&var) {
            self.writes.push(var);
        }
        if !self.discrete(var) {
            self.offend(offence);
        }
    }

    /// An assignment, or `&mut`, of the memory that `target` is in.
    pub(super) fn write_to(&mut self, target: &Expr, offence: impl FnOnce() -> Offence) {
        if let Some(var) = self.lowerer.root(target) {
            self.write(var, offence());
        }
    }

    fn hazard(&mut self, kind: HazardKind, of: &Expr, span: Span) {
        let (vars, inner) = self.lowerer.variables_in(of);
        let reads: Vec<VarId> = vars.into_iter().filter(|&var| !self.discrete(var)).collect();
        if inner {
            self.loose_hazards.push((kind, span));
        } else if !reads.is_empty() {
            self.hazards.push(Hazard { kind, reads, span });
        }
    }

    pub(super) fn scoped(&mut self, work: impl FnOnce(&mut Self)) {
        self.lowerer.scopes.push(Scope::default());
        work(self);
        self.lowerer.scopes.pop();
    }

    pub(super) fn looping(&mut self, label: Option<&syn::Label>, work: impl FnOnce(&mut Self)) {
        // It costs what it costs, and is never repeated.
        self.pure = false;
        self.loops.push(label.map(|label| label.name.ident.clone()));
        work(self);
        self.loops.pop();
    }

    pub(super) fn leave(&mut self, label: Option<&syn::Lifetime>, at: &dyn ToTokens, keyword: &str) {
        let inside = match label {
            None => !self.loops.is_empty(),
            Some(label) => self.loops.iter().flatten().any(|known| *known == label.ident),
        };
        if !inside {
            self.offend(Offence::Other(catalogue::leaving(at, keyword)));
        }
    }

    pub(super) fn enter_pattern(&mut self, pattern: &syn::Pat, ty: &Type) {
        self.lowerer.enter_inner(pattern, ty);
    }

    pub(super) fn method(&mut self, call: &mut syn::ExprMethodCall) {
        let name = call.method.to_string();
        let receiver = self.lowerer.type_of(&call.receiver);
        let root = self.lowerer.root(&call.receiver);
        let known = methods::result(&receiver, &name).is_some();
        if methods::hides(&name) && !receiver.is_discrete() {
            self.hazard(HazardKind::Hides(name.clone()), &call.receiver, call.method.span());
        }
        if !known {
            self.pure = false;
            if let Some(var) = root.filter(|_| !methods::only_reads(&name)) {
                let variable = self.lowerer.function.var(var);
                let may_write = match &variable.ty {
                    Type::Ref { mutable, .. } => *mutable,
                    Type::Unknown => true,
                    _ => variable.mutable,
                };
                if may_write && !self.lowerer.poisoned.contains(&var) {
                    let offence = match receiver.behind_refs() {
                        Type::Array(..) | Type::Slice(_) | Type::Vec(_) => catalogue::vec_method(&call.method),
                        _ => catalogue::method_by_name(&call.method),
                    };
                    self.write(var, Offence::Other(offence));
                }
            }
        }
        let fixed = |var: VarId| {
            let ty = &self.lowerer.function.var(var).ty;
            ty.has_fixed_shape() && (receiver.has_fixed_shape() || matches!(ty, Type::Ref { mutable: false, .. }))
        };
        let shape = known && matches!(name.as_str(), "len" | "is_empty") && root.is_some_and(fixed);
        let outer = std::mem::replace(&mut self.shape, shape);
        self.visit_expr_mut(&mut call.receiver);
        self.shape = outer;
        call.args.iter_mut().for_each(|arg| self.visit_expr_mut(arg));
    }

    pub(super) fn call(&mut self, call: &mut syn::ExprCall) {
        match self.lowerer.target(&call.func) {
            Target::Operation { proof, .. } => self.primitives.extend(proof),
            Target::FloatFrom(_) => {}
            Target::FloatFunction(kind) => {
                let name = last_name(&call.func).map(ToString::to_string).unwrap_or_default();
                self.pure &= methods::result(&Type::Float(kind), &name).is_some();
            }
            Target::ByName | Target::Function(_) | Target::Growing | Target::Associated => self.pure = false,
            Target::Structure => {}
            Target::Value => {
                self.pure = false;
                self.visit_expr_mut(&mut call.func);
            }
        }
        call.args.iter_mut().for_each(|arg| self.visit_expr_mut(arg));
    }

    pub(super) fn macro_call(&mut self, mac: &syn::Macro) {
        self.pure = false;
        let kind = macros::kind(mac);
        if kind == macros::Kind::Unknown {
            self.offend(Offence::Other(catalogue::unknown_macro(&mac.path)));
        }
        let named = self.lowerer.named_in(&mac.tokens);
        if kind == macros::Kind::Text {
            let reads: Vec<VarId> = named.reads.iter().copied().filter(|&var| !self.discrete(var)).collect();
            let name = mac.path.segments.last().map_or(String::new(), |last| format!("{}!", last.ident));
            if named.inner {
                self.loose_hazards.push((HazardKind::Hides(name), mac.span()));
            } else if !reads.is_empty() {
                self.hazards.push(Hazard { kind: HazardKind::Hides(name), reads, span: mac.span() });
            }
        }
        named.reads.into_iter().for_each(|var| self.read(var));
        for var in named.writes {
            self.write(var, Offence::Other(catalogue::hidden_write(&mac.path)));
        }
    }

    pub(super) fn cast(&mut self, cast: &syn::ExprCast) {
        let to_float = types::read(&cast.ty).is_float();
        if !to_float && !self.lowerer.type_of(&cast.expr).is_discrete() && !self.is_step(&cast.expr) {
            self.hazard(HazardKind::CastToInteger, &cast.expr, cast.expr.span());
        }
    }

    /// The direct result of rounding, or of `stop_gradient`.
    fn is_step(&mut self, expr: &Expr) -> bool {
        match peel(expr) {
            Expr::MethodCall(call) => {
                let receiver = self.lowerer.type_of(&call.receiver);
                methods::is_step(&call.method.to_string()) && (receiver.is_float() || receiver.is_ref())
            }
            Expr::Call(call) => matches!(self.lowerer.target(&call.func), Target::Operation { op, .. } if op.stops()),
            _ => false,
        }
    }

    /// What one operand is known to be tells what the other is.
    pub(super) fn compare(&mut self, left: &Expr, right: &Expr) {
        let (one, other) = (self.lowerer.type_of(left), self.lowerer.type_of(right));
        for (unknown, known, expr) in [(&one, &other, left), (&other, &one, right)] {
            if matches!(unknown, Type::Unknown) && known.is_scalar() {
                self.lowerer.learn(expr, known);
            }
        }
    }
}

/// It binds more loosely than a method call.
fn is_compound(expr: &Expr) -> bool {
    !matches!(
        expr,
        Expr::Lit(_)
            | Expr::Path(_)
            | Expr::MethodCall(_)
            | Expr::Call(_)
            | Expr::Index(_)
            | Expr::Field(_)
            | Expr::Paren(_)
            | Expr::Tuple(_)
            | Expr::Array(_)
            | Expr::Repeat(_)
            | Expr::Macro(_)
    )
}
