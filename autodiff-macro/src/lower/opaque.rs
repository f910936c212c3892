//! Pieces that stay whole: the user's tokens, with holes for variables, and what evaluating them reads, writes and hides.

use super::calls::Target;
use super::infer::{is_assignment, is_comparison};
use super::macros;
use super::scope::Entity;
use super::{Lowerer, methods, peel, types};
use crate::diagnostics::{Message, catalogue};
use crate::ir::{Hazard, HazardKind, Inert, Read, Reading, Type, VarId};
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Expr, Member, Stmt};

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
    pub(super) fn opaque(&mut self, expr: &Expr) -> Piece {
        let mut copy = peel(expr).clone();
        let mut filler = Filler::new(self);
        filler.visit_expr_mut(&mut copy);
        filler.finish(&copy)
    }

    /// The piece for `expr` where it may stay one: else why not is said, `assigns` where it assigns what it must not.
    pub(super) fn inert(&mut self, expr: &Expr, assigns: impl FnOnce() -> Message) -> Option<Inert> {
        let piece = self.opaque(expr);
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
        let expr = peel(expr);
        let (vars, inner) = self.variables_in(expr);
        if !inner && vars.iter().all(|&var| self.function.var(var).ty.is_discrete()) {
            return true;
        }
        match expr {
            Expr::Cast(cast) => self.type_of(&cast.expr).is_discrete() || self.is_constant(&cast.expr),
            Expr::Unary(unary) => !matches!(unary.op, syn::UnOp::Deref(_)) && self.is_constant(&unary.expr),
            Expr::Binary(binary) if !is_assignment(&binary.op) => {
                self.is_constant(&binary.left) && self.is_constant(&binary.right)
            }
            Expr::MethodCall(call) => {
                let receiver = self.type_of(&call.receiver);
                methods::result(&receiver, &call.method.to_string()).is_some()
                    && self.is_constant(&call.receiver)
                    && call.args.iter().all(|arg| self.is_constant(arg))
            }
            Expr::Call(call) => {
                matches!(self.target(&call.func), Target::Operation { .. } | Target::FloatFrom(_))
                    && call.args.iter().all(|arg| self.type_of(arg).is_discrete() || self.is_constant(arg))
            }
            _ => false,
        }
    }

    /// The variables that an expression names.
    fn variables_in(&self, expr: &Expr) -> (Vec<VarId>, bool) {
        let mut found = Found::new(self);
        found.visit_expr(expr);
        (found.vars, found.inner)
    }
}

/// Collects the variables that an expression names, shadowed or not.
struct Found<'l, 'e> {
    lowerer: &'l Lowerer<'e>,
    vars: Vec<VarId>,
    inner: bool,
}

impl<'l, 'e> Found<'l, 'e> {
    fn new(lowerer: &'l Lowerer<'e>) -> Self {
        Found { lowerer, vars: Vec::new(), inner: false }
    }
}

impl<'ast> Visit<'ast> for Found<'_, '_> {
    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        match path.path.get_ident().and_then(|name| self.lowerer.resolve(name)) {
            Some(Entity::Var(var)) => self.vars.push(var),
            Some(Entity::Inner(_)) => self.inner = true,
            _ => {}
        }
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let named = self.lowerer.named_in(&mac.tokens);
        self.vars.extend(named.reads);
        self.inner |= named.inner;
    }
}

/// Replaces variables by holes, and notes what it passes.
struct Filler<'l, 'e> {
    lowerer: &'l mut Lowerer<'e>,
    reads: Vec<Read>,
    writes: Vec<VarId>,
    pure: bool,
    hazards: Vec<Hazard>,
    /// Hazards of a value that a name inside the piece holds: whatever the piece reads may have flowed into it.
    loose_hazards: Vec<(HazardKind, Span)>,
    offence: Option<Offence>,
    primitives: Vec<(Ident, &'static str)>,
    /// The receiver of `len`: only its shape is read.
    shape: bool,
    /// Labels of the loops inside the piece that this point is in.
    loops: Vec<Option<Ident>>,
    closures: usize,
}

impl<'l, 'e> Filler<'l, 'e> {
    fn new(lowerer: &'l mut Lowerer<'e>) -> Self {
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

    fn offend(&mut self, offence: Offence) {
        self.offence.get_or_insert(offence);
    }

    fn read(&mut self, var: VarId) {
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
    fn write_to(&mut self, target: &Expr, offence: impl FnOnce() -> Offence) {
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

    fn scoped(&mut self, work: impl FnOnce(&mut Self)) {
        self.lowerer.scopes.push(super::Scope::default());
        work(self);
        self.lowerer.scopes.pop();
    }

    fn looping(&mut self, label: Option<&syn::Label>, work: impl FnOnce(&mut Self)) {
        // It costs what it costs, and is never repeated.
        self.pure = false;
        self.loops.push(label.map(|label| label.name.ident.clone()));
        work(self);
        self.loops.pop();
    }

    fn leave(&mut self, label: Option<&syn::Lifetime>, at: &dyn ToTokens, keyword: &str) {
        let inside = match label {
            None => !self.loops.is_empty(),
            Some(label) => self.loops.iter().flatten().any(|known| *known == label.ident),
        };
        if !inside {
            self.offend(Offence::Other(catalogue::leaving(at, keyword)));
        }
    }

    fn enter_pattern(&mut self, pattern: &syn::Pat, ty: &Type) {
        self.lowerer.enter_inner(pattern, ty);
    }

    fn method(&mut self, call: &mut syn::ExprMethodCall) {
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
                if may_write {
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

    fn call(&mut self, call: &mut syn::ExprCall) {
        match self.lowerer.target(&call.func) {
            Target::Operation { proof, .. } => self.primitives.extend(proof),
            Target::FloatFrom(_) => {}
            Target::ByName | Target::Function(_) | Target::Growing | Target::Associated => self.pure = false,
            Target::Structure => {}
            Target::Value => {
                self.pure = false;
                self.visit_expr_mut(&mut call.func);
            }
        }
        call.args.iter_mut().for_each(|arg| self.visit_expr_mut(arg));
    }

    fn macro_call(&mut self, mac: &syn::Macro) {
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

    fn cast(&mut self, cast: &syn::ExprCast) {
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
    fn compare(&mut self, left: &Expr, right: &Expr) {
        let (one, other) = (self.lowerer.type_of(left), self.lowerer.type_of(right));
        for (unknown, known, expr) in [(&one, &other, left), (&other, &one, right)] {
            if matches!(unknown, Type::Unknown) && known.is_scalar() {
                self.lowerer.learn(expr, known);
            }
        }
    }
}

impl VisitMut for Filler<'_, '_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Path(path) => {
                let found = single_in(path).and_then(|name| match self.lowerer.resolve(name) {
                    Some(Entity::Var(var)) => Some((var, name.span())),
                    _ => None,
                });
                if let Some((var, span)) = found {
                    self.read(var);
                    path.path = Inert::hole(var, span).into();
                }
            }
            Expr::Index(index) => {
                self.visit_expr_mut(&mut index.expr);
                let outer = std::mem::replace(&mut self.shape, false);
                self.lowerer.learn(&index.index, &types::usize_type());
                self.visit_expr_mut(&mut index.index);
                self.shape = outer;
            }
            Expr::MethodCall(call) => self.method(call),
            Expr::Call(call) => self.call(call),
            Expr::Macro(mac) => self.macro_call(&mac.mac),
            Expr::Cast(cast) => {
                self.cast(cast);
                self.visit_expr_mut(&mut cast.expr);
            }
            Expr::Assign(assign) => {
                self.visit_expr_mut(&mut assign.right);
                self.write_to(&assign.left, || Offence::Assigns);
                self.visit_expr_mut(&mut assign.left);
            }
            Expr::Binary(binary) => {
                if is_assignment(&binary.op) {
                    self.write_to(&binary.left, || Offence::Assigns);
                } else if is_comparison(&binary.op) || !matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) {
                    self.compare(&binary.left, &binary.right);
                }
                visit_mut::visit_expr_binary_mut(self, binary);
            }
            Expr::Reference(reference) => {
                if reference.mutability.is_some() {
                    let message = catalogue::mutable_borrow(reference);
                    self.write_to(&reference.expr, || Offence::Other(message));
                }
                self.visit_expr_mut(&mut reference.expr);
            }
            Expr::Closure(closure) => {
                let loops = std::mem::take(&mut self.loops);
                self.closures += 1;
                self.scoped(|this| {
                    closure.inputs.iter().for_each(|input| this.enter_pattern(input, &Type::Unknown));
                    this.visit_expr_mut(&mut closure.body);
                });
                self.closures -= 1;
                self.loops = loops;
            }
            Expr::If(branch) => {
                self.scoped(|this| {
                    this.visit_expr_mut(&mut branch.cond);
                    this.visit_block_mut(&mut branch.then_branch);
                });
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    self.visit_expr_mut(otherwise);
                }
            }
            Expr::Let(matching) => {
                self.visit_expr_mut(&mut matching.expr);
                self.enter_pattern(&matching.pat, &Type::Unknown);
            }
            Expr::Match(matching) => {
                self.visit_expr_mut(&mut matching.expr);
                for arm in &mut matching.arms {
                    self.scoped(|this| {
                        this.enter_pattern(&arm.pat, &Type::Unknown);
                        this.visit_pat_mut(&mut arm.pat);
                        this.visit_expr_mut(&mut arm.body);
                    });
                }
            }
            Expr::ForLoop(each) => {
                self.visit_expr_mut(&mut each.expr);
                self.scoped(|this| {
                    this.enter_pattern(&each.pat, &Type::Unknown);
                    this.looping(each.label.as_ref(), |this| this.visit_block_mut(&mut each.body));
                });
            }
            Expr::While(turn) => self.scoped(|this| {
                this.looping(turn.label.as_ref(), |this| {
                    this.visit_expr_mut(&mut turn.cond);
                    this.visit_block_mut(&mut turn.body);
                });
            }),
            Expr::Loop(turn) => self.looping(turn.label.as_ref(), |this| this.visit_block_mut(&mut turn.body)),
            Expr::Block(block) => match &block.label {
                Some(label) => {
                    let label = label.clone();
                    self.looping(Some(&label), |this| this.visit_block_mut(&mut block.block));
                }
                None => self.visit_block_mut(&mut block.block),
            },
            Expr::Break(exit) => {
                self.leave(exit.label.as_ref(), &exit.break_token, "break");
                visit_mut::visit_expr_break_mut(self, exit);
            }
            Expr::Continue(exit) => self.leave(exit.label.as_ref(), &exit.continue_token, "continue"),
            Expr::Return(exit) => {
                if self.closures == 0 {
                    self.offend(Offence::Other(catalogue::leaving(&exit.return_token, "return")));
                }
                visit_mut::visit_expr_return_mut(self, exit);
            }
            Expr::Try(tried) => {
                if self.closures == 0 {
                    self.offend(Offence::Other(catalogue::leaving(&tried.question_token, "?")));
                }
                self.pure = false;
                self.visit_expr_mut(&mut tried.expr);
            }
            Expr::Unsafe(block) => self.offend(Offence::Other(catalogue::unsafe_block(&block.unsafe_token))),
            Expr::Async(block) => self.offend(Offence::Other(catalogue::async_code(&block.async_token))),
            Expr::Await(awaited) => self.offend(Offence::Other(catalogue::async_code(&awaited.await_token))),
            Expr::RawAddr(_) | Expr::TryBlock(_) | Expr::Yield(_) | Expr::Verbatim(_) => {
                self.offend(Offence::Other(catalogue::unsupported(expr)));
            }
            // A block of its own, which names no variable.
            Expr::Const(_) => {}
            other => visit_mut::visit_expr_mut(self, other),
        }
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        self.scoped(|this| {
            this.lowerer.enter_items(block);
            for stmt in &mut block.stmts {
                match stmt {
                    Stmt::Local(local) => {
                        let mut ty = Type::Unknown;
                        if let Some(init) = &mut local.init {
                            ty = this.lowerer.type_of(&init.expr);
                            this.visit_expr_mut(&mut init.expr);
                            if let Some((_, otherwise)) = &mut init.diverge {
                                this.visit_expr_mut(otherwise);
                            }
                        }
                        this.enter_pattern(&local.pat, &ty);
                    }
                    // An item sees none of the function's variables.
                    Stmt::Item(_) => {}
                    Stmt::Expr(expr, _) => this.visit_expr_mut(expr),
                    Stmt::Macro(mac) => this.macro_call(&mac.mac),
                }
            }
        });
    }

    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        // `S { x }` says the name once; the hole needs both.
        if field.colon_token.is_none() && matches!(field.member, Member::Named(_)) {
            field.colon_token = Some(syn::token::Colon(field.member.span()));
        }
        self.visit_expr_mut(&mut field.expr);
    }

    fn visit_pat_mut(&mut self, pattern: &mut syn::Pat) {
        // Of a pattern, only a guard names variables.
        if let syn::Pat::Guard(guarded) = pattern {
            self.visit_expr_mut(&mut guarded.guard);
        }
    }
}

fn single_in(path: &syn::ExprPath) -> Option<&Ident> {
    if path.qself.is_none() { path.path.get_ident() } else { None }
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
