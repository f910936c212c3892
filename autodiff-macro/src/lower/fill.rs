//! What an opaque piece does, noted while its variables are replaced by holes.

use super::calls::{Target, last_name};
use super::opaque::{Offence, Piece};
use super::refusals::iterator;
use super::scope::Scope;
use super::{Lowerer, methods, peel, types};
use crate::diagnostics::catalogue;
use crate::ir::{FloatType, Hazard, HazardKind, Inert, Op, Read, Reading, Type, VarId};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Expr;
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;

/// Replaces variables by holes, and notes what it passes.
pub(super) struct Filler<'l, 'e> {
    pub(super) lowerer: &'l mut Lowerer<'e>,
    reads: Vec<Read>,
    writes: Vec<VarId>,
    gives: Vec<VarId>,
    pub(super) pure: bool,
    pub(super) hazards: Vec<Hazard>,
    /// Hazards of a value that a name inside the piece holds: whatever the piece reads may have flowed into it.
    pub(super) loose_hazards: Vec<(HazardKind, Span)>,
    offence: Option<Offence>,
    /// Variables that a macro gets as copies, so that it can't assign them.
    pub(super) copied: Vec<VarId>,
    /// `let`s for names that a macro gets and that stand for places.
    pub(super) lent: Vec<TokenStream>,
    pub(super) primitives: Vec<(Ident, &'static str)>,
    /// The receiver of `len`: only its shape is read.
    pub(super) shape: bool,
    /// The place of the next expression leaves its type no choice.
    pub(super) forced: bool,
    /// The next expression is only the way to a place, or to a method: a `&mut` that it names is not given away.
    pub(super) on_the_way: bool,
    /// The piece names a variable that may carry a derivative: a wrong guess would lose it.
    pub(super) at_risk: bool,
    /// Inside of what is an integer, a flag or a length: no derivative gets out, whatever goes in.
    sheltered: usize,
    exposed: Vec<VarId>,
    /// Labels of the loops inside the piece that this point is in.
    pub(super) loops: Vec<Option<Ident>>,
    pub(super) closures: usize,
    /// Names that the piece binds around a closure which is written out in it.
    pub(super) around: Vec<String>,
    /// The name that the outermost of these is called by.
    pub(super) written_at: Option<Ident>,
    /// How many of these there are so far.
    pub(super) written_out: usize,
    /// Nobody wants the piece itself.
    pub(super) surveys: bool,
    /// The method call that comes next is a statement.
    pub(super) for_effect: bool,
}

impl<'l, 'e> Filler<'l, 'e> {
    pub(super) fn new(lowerer: &'l mut Lowerer<'e>, forced: bool) -> Self {
        Filler {
            lowerer,
            reads: Vec::new(),
            writes: Vec::new(),
            gives: Vec::new(),
            pure: true,
            hazards: Vec::new(),
            loose_hazards: Vec::new(),
            offence: None,
            copied: Vec::new(),
            lent: Vec::new(),
            primitives: Vec::new(),
            shape: false,
            forced,
            on_the_way: false,
            at_risk: false,
            sheltered: 0,
            exposed: Vec::new(),
            loops: Vec::new(),
            closures: 0,
            around: Vec::new(),
            written_at: None,
            written_out: 0,
            surveys: false,
            for_effect: false,
        }
    }

    pub(super) fn piece(mut self, mut expr: Expr) -> Piece {
        let (vars, _) = self.lowerer.variables_in(&expr);
        self.at_risk = vars.into_iter().any(|var| !self.lowerer.is_still(var));
        match &expr {
            Expr::Macro(mac) => self.macro_call(&mac.mac, true),
            _ => self.visit_expr_mut(&mut expr),
        }
        self.finish(&expr)
    }

    fn finish(mut self, filled: &Expr) -> Piece {
        let reads = self.reads.iter().map(|read| read.var);
        let floats: Vec<VarId> = reads.filter(|&var| !self.discrete(var)).collect();
        if !floats.is_empty() {
            let loose = std::mem::take(&mut self.loose_hazards).into_iter();
            self.hazards.extend(loose.map(|(kind, span)| Hazard { kind, reads: floats.clone(), span }));
        }
        let mut tokens = filled.to_token_stream();
        if !self.copied.is_empty() {
            let copies = self.copied.iter().map(|&var| {
                let variable = self.lowerer.function.var(var);
                let (name, hole) = (&variable.name, Inert::hole(var, variable.name.span()));
                let lent = (!variable.ty.is_scalar()).then(|| quote!(&));
                quote!(let #name = #lent #hole;)
            });
            tokens = quote!({ #(#copies)* #tokens });
        }
        if !self.lent.is_empty() {
            let lent = &self.lent;
            tokens = quote!({ #(#lent)* #tokens });
        }
        // What it reads can't be had again.
        self.pure &= self.gives.is_empty();
        self.pure &= !self.reads.iter().any(|read| self.lowerer.borrowed.contains(&read.var));
        let inert = Inert {
            tokens,
            reads: self.reads,
            pure: self.pure,
            writes: self.writes,
            gives: self.gives,
            hazards: self.hazards,
            exposed: self.exposed,
            compound: is_compound(filled),
        };
        Piece { inert, offence: self.offence, primitives: self.primitives }
    }

    pub(super) fn discrete(&self, var: VarId) -> bool {
        self.lowerer.function.var(var).ty.is_discrete()
    }

    pub(super) fn offend(&mut self, offence: Offence) {
        self.offence.get_or_insert(offence);
    }

    pub(super) fn read(&mut self, var: VarId) {
        self.no_mistake(var);
        let what = if self.shape { Reading::Shape } else { Reading::Value };
        if what == Reading::Value && self.sheltered == 0 && !self.exposed.contains(&var) {
            self.exposed.push(var);
        }
        match self.reads.iter_mut().find(|read| read.var == var) {
            Some(read) if what == Reading::Value => read.what = what,
            Some(_) => {}
            None => self.reads.push(Read { var, what }),
        }
    }

    /// The place of a name wants a value: memory goes there for good.
    pub(super) fn give(&mut self, var: VarId) {
        if self.lowerer.function.var(var).ty.owns_memory() && !self.gives.contains(&var) {
            self.gives.push(var);
        }
    }

    pub(super) fn write(&mut self, var: VarId, offence: Offence) {
        self.no_mistake(var);
        self.pure = false;
        if !self.writes.contains(&var) {
            self.writes.push(var);
        }
        if !self.lowerer.is_still(var) {
            self.offend(offence);
        }
    }

    /// An assignment, or `&mut`, of the memory that `target` is in.
    pub(super) fn write_to(&mut self, target: &Expr, offence: impl FnOnce() -> Offence) {
        if let Some(var) = self.lowerer.root(target) {
            self.write(var, offence());
        }
    }

    /// `place = …`, `(a, b[i]) = …`
    pub(super) fn assign_to(&mut self, target: &Expr) {
        match peel(target) {
            Expr::Tuple(parts) => parts.elems.iter().for_each(|part| self.assign_to(part)),
            Expr::Array(parts) => parts.elems.iter().for_each(|part| self.assign_to(part)),
            Expr::Call(parts) => parts.args.iter().for_each(|part| self.assign_to(part)),
            Expr::Struct(parts) => parts.fields.iter().for_each(|part| self.assign_to(&part.expr)),
            place => self.write_to(place, || Offence::Assigns),
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
            self.offend(Offence::Other(catalogue::leaving_inside(at, keyword)));
        }
    }

    pub(super) fn enter_pattern(&mut self, pattern: &syn::Pat, ty: &Type) {
        self.lowerer.enter_inner(pattern, ty);
    }

    pub(super) fn method(&mut self, call: &mut syn::ExprMethodCall) {
        let name = call.method.to_string();
        let receiver = self.lowerer.type_of(&call.receiver);
        let root = self.lowerer.root(&call.receiver);
        let of_number = matches!(receiver.behind_refs(), Type::Unknown) && Op::of_method(&name).is_some();
        let known = of_number || self.lowerer.method_result(call).is_some();
        if of_number && (methods::is_of_floats_alone(&name) || methods::is_step(&name)) {
            // If it is a variable, it is pinned to be a float where it is bound.
            self.lowerer.learn(&call.receiver, &Type::Float(FloatType::Some));
        }
        if methods::hides(&name) && !receiver.is_discrete() {
            self.hazard(HazardKind::Hides(name.clone()), &call.receiver, call.method.span());
        }
        if iterator(call).is_some() && name != "contains" {
            // It costs what it costs, and is never repeated.
            self.pure = false;
        }
        // Of the user's own, and called for its value, it only reads what it is called on: rustc is asked to see to it.
        let for_effect = std::mem::take(&mut self.for_effect);
        let mut held = false;
        if for_effect && self.lowerer.gathers(call) {
            self.offend(Offence::Assigns);
        }
        if !known {
            self.pure = false;
            let is_read = methods::only_reads(&name)
                || matches!(receiver.behind_refs(), Type::Option(_)) && methods::reads_options(&name);
            if let Some(var) = root.filter(|_| !is_read) {
                let variable = self.lowerer.function.var(var);
                let may_write = match &variable.ty {
                    Type::Ref { mutable, .. } => *mutable,
                    Type::Unknown => true,
                    _ => variable.mutable,
                };
                held = may_write && !for_effect && !self.lowerer.is_still(var) && self.lowerer.is_own_method(call);
                if may_write && !held && !self.lowerer.poisoned.contains(&var) {
                    let offence = match receiver.behind_refs() {
                        Type::Array(..) | Type::Slice(_) | Type::Vec(_) => catalogue::vec_method(&call.method),
                        _ => catalogue::method_by_name(&call.method),
                    };
                    self.write(var, Offence::Other(offence));
                }
            }
        }
        // `v.into_iter()`
        if let Some(var) = self.lowerer.variable(&call.receiver).filter(|_| name.starts_with("into_")) {
            self.give(var);
        }
        let fixed = |var: VarId| {
            let variable = self.lowerer.function.var(var);
            let ty = &variable.ty;
            match ty {
                Type::Unknown | Type::Named(_) => !variable.mutable,
                // Of the caller's memory, its own length alone: that is noted before the memory is given back.
                ty if ty.is_mut_ref() => ty.has_fixed_shape() && self.lowerer.variable(&call.receiver) == Some(var),
                ty => {
                    ty.has_fixed_shape()
                        && (receiver.has_fixed_shape() || matches!(ty, Type::Ref { mutable: false, .. }))
                }
            }
        };
        let shape = known && matches!(name.as_str(), "len" | "is_empty") && root.is_some_and(fixed);
        let outer = std::mem::replace(&mut self.shape, shape);
        let result = self.lowerer.method_result(call);
        let rounds = methods::is_step(&name) && receiver.is_float() && self.lowerer.is_certain(&call.receiver);
        let stops = rounds || result.is_some_and(|result| result.is_discrete());
        self.sheltered(stops, |this| {
            this.visit_base(&mut call.receiver);
            if held {
                let receiver = &call.receiver;
                *call.receiver = syn::parse_quote!((&#receiver));
            }
            this.shape = outer;
            call.args.iter_mut().for_each(|arg| this.argument(arg));
        });
    }

    /// `work`, inside of something through which no derivative gets, if `stops`.
    pub(super) fn sheltered(&mut self, stops: bool, work: impl FnOnce(&mut Self)) {
        self.sheltered += usize::from(stops);
        work(self);
        self.sheltered -= usize::from(stops);
    }

    /// What an unknown function is given: an integer or a flag carries nothing to it.
    pub(super) fn argument(&mut self, arg: &mut Expr) {
        let stops = self.lowerer.type_of(arg).is_discrete();
        self.sheltered(stops, |this| this.visit_expr_mut(arg));
    }

    pub(super) fn call(&mut self, call: &mut syn::ExprCall) {
        let name = last_name(&call.func).map(ToString::to_string).unwrap_or_default();
        if methods::hides(&name) {
            call.args.iter().for_each(|arg| self.hazard(HazardKind::Hides(name.clone()), arg, call.func.span()));
        }
        match self.lowerer.callee(call) {
            Target::Operation { proof, .. } => self.primitives.extend(proof),
            Target::Slope(..) | Target::FloatFrom(_) => {}
            Target::Shape(name) => self.pure &= name == "zero_like",
            Target::FloatFunction(kind) => {
                let is_known = methods::function(&kind, &name).is_some();
                self.pure &= is_known || methods::result(&Type::Float(kind), &name).is_some();
            }
            Target::ByName | Target::Function(..) | Target::Growing | Target::Memory | Target::Associated => {
                self.pure = false
            }
            Target::Structure => {}
            Target::Closure(_) | Target::Value => {
                self.pure = false;
                self.visit_expr_mut(&mut call.func);
            }
        }
        let stops = match self.lowerer.callee(call) {
            Target::Operation { op, .. } => op.stops(),
            _ => self.lowerer.call_type(call).is_discrete(),
        };
        self.sheltered(stops, |this| call.args.iter_mut().for_each(|arg| this.argument(arg)));
    }

    /// `y.len()`, of a `y` that may be anybody's: the proof that it counts.
    pub(super) fn guessed_length(&mut self, call: &syn::ExprMethodCall) -> Option<&'static str> {
        let receiver = self.lowerer.type_of(&call.receiver);
        let is_open = matches!(receiver.behind_refs(), Type::Unknown | Type::Named(_));
        match call.method.to_string().as_str() {
            "count" if iterator(call).is_some() => Some("integer"),
            "any" | "all" if iterator(call).is_some() => Some("boolean"),
            _ if !is_open || self.lowerer.is_constant(&call.receiver) => None,
            "len" if call.args.is_empty() => Some("integer"),
            "is_empty" if call.args.is_empty() => Some("boolean"),
            _ => None,
        }
    }

    /// The expression inside the identity that holds rustc to its type.
    pub(super) fn proof(&self, expr: &Expr, proof: &str) -> Expr {
        let tokens = self.lowerer.in_proof(&peel(expr).to_token_stream(), proof);
        syn::parse2(tokens).unwrap_or_else(|_| expr.clone())
    }

    /// What one operand is known to be tells what the other is.
    pub(super) fn compare(&mut self, left: &Expr, right: &Expr) {
        let (one, other) = (self.lowerer.type_of(left), self.lowerer.type_of(right));
        for (unknown, known, expr) in [(&one, &other, left), (&other, &one, right)] {
            if types::is_open(unknown) && known.is_scalar() {
                self.lowerer.suppose(expr, known);
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
