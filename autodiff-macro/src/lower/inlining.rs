//! A call of a closure is its body, with the parameters bound to the arguments.
//!
//! Arguments are evaluated where the call stands, the body where the closure was written. What an early `return` leaves is
//! a block with a label.

use super::closures::{Closure, behind_references};
use super::control::{Yields, tail};
use super::leaving::Leavable;
use super::scope::{Entity, Scope};
use super::views::View;
use super::{Lowerer, Rhs, peel, types};
use crate::diagnostics::catalogue;
use crate::ir::{Place, StmtKind, Type, VarId};
use proc_macro2::{Ident, Span};
use std::collections::HashSet;
use std::rc::Rc;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprReturn, Pat, ReturnType, parse_quote};

/// Closures that call closures: no deeper than this, which is deeper than anybody nests them.
const DEEPEST: usize = 32;
/// How many calls are inlined into one function: two calls in each of twenty closures would be a million.
const MOST: usize = 2000;

/// How far it has got.
#[derive(Default)]
pub(super) struct Inlining {
    /// How many calls of closures there are around this point.
    depth: usize,
    /// How many were inlined so far.
    calls: usize,
    /// That there are too many has been said.
    is_too_deep: bool,
    /// How many closures there are around the expression whose type is looked for.
    pub(super) typing: usize,
    /// Variables that hold closures of the user's own.
    pub(super) natives: HashSet<VarId>,
    /// Variables that are parameters of closures.
    pub(super) parameters: HashSet<VarId>,
    /// Functions in the body of which a call is its body.
    pub(super) nested: HashSet<String>,
}

impl Lowerer<'_> {
    /// A call of a closure by its name, or where it is written.
    pub(super) fn closure_called<'x>(&mut self, expr: &'x Expr) -> Option<(Rc<Closure>, &'x ExprCall)> {
        let Expr::Call(call) = peel(expr) else { return None };
        match behind_references(&call.func) {
            Expr::Closure(closure) => Some((Rc::new(self.capture(closure)), call)),
            name => {
                let closure = self.closure(name).or_else(|| self.nested_called(call, expr));
                closure.map(|closure| (closure, call))
            }
        }
    }

    /// A call of a closure as it stands: nothing differentiable flows into it, and the closure is there.
    pub(super) fn calls_native(&mut self, expr: &Expr) -> bool {
        let Expr::Call(call) = peel(expr) else { return false };
        self.closure(&call.func).is_some_and(|closure| closure.native.is_some()) && self.is_passive(expr)
    }

    /// The value of a call.
    pub(super) fn inlined(&mut self, closure: &Closure, call: &ExprCall, expected: &Type) -> (Rhs, Type) {
        let Some(parameters) = self.parameters(closure, call) else { return self.left_to_rustc() };
        let expected = match &closure.syntax.output {
            ReturnType::Type(_, ty) => types::join(&self.read(ty), expected),
            ReturnType::Default => expected.clone(),
        };
        let given = self.inside(closure, parameters, |this| this.result_of(&closure.syntax.body, &expected));
        given.unwrap_or_else(|| {
            self.too_deep(&call.func);
            (Rhs::Plain(super::poison()), Type::Unknown)
        })
    }

    /// A call for its effect.
    pub(super) fn inlined_effect(&mut self, closure: &Closure, call: &ExprCall) {
        let Some(parameters) = self.parameters(closure, call) else {
            self.errors.leave_to_rustc();
            return;
        };
        let done = self.inside(closure, parameters, |this| this.effect_of(&closure.syntax.body));
        if done.is_none() {
            self.too_deep(&call.func);
        }
    }

    /// What a call refers to, if the closure ends in a reference: `let row = |i: usize| &w[i * n..(i + 1) * n];`.
    pub(super) fn referred_by_call(&mut self, expr: &Expr) -> Option<View> {
        let Expr::Call(call) = peel(expr) else { return None };
        let closure = self.closure(&call.func)?;
        if !is_reference(&closure.syntax.body) || self.calls_native(expr) {
            return None;
        }
        let parameters = self.parameters(&closure, call)?;
        let name = Ident::new("part", Span::call_site());
        self.inside(&closure, parameters, |this| {
            this.flat(&closure.syntax.body, |this, end| match peel(end?) {
                Expr::Reference(reference) if this.is_place(&reference.expr) => {
                    let (place, ty) = this.captured(&reference.expr);
                    Some(View { name, place, ty, mutable: reference.mutability.is_some(), around: 0 })
                }
                _ => None,
            })
        })?
    }

    /// The names that a call binds. None: it has too many arguments, or too few.
    fn parameters(&mut self, closure: &Closure, call: &ExprCall) -> Option<Scope> {
        let inputs = &closure.syntax.inputs;
        if inputs.len() != call.args.len() {
            return None;
        }
        let mut parameters = Scope::default();
        for (input, arg) in inputs.iter().zip(&call.args) {
            self.scopes.push(Scope::default());
            let known = self.function.variables.len();
            self.bind_argument(input, None, arg, closure, call);
            let bound = self.scopes.pop().unwrap_or_default();
            self.inlining.parameters.extend(bound.vars().filter(|var| var.0 as usize >= known));
            parameters.absorb(bound);
        }
        Some(parameters)
    }

    fn bind_argument(
        &mut self,
        pattern: &Pat,
        annotation: Option<&syn::Type>,
        arg: &Expr,
        closure: &Closure,
        call: &ExprCall,
    ) {
        match pattern {
            Pat::Paren(paren) => self.bind_argument(&paren.pat, annotation, arg, closure, call),
            Pat::Type(typed) => self.bind_argument(&typed.pat, Some(&typed.ty), arg, closure, call),
            Pat::Wild(_) => self.ignore(arg, annotation),
            Pat::Reference(reference) => {
                let annotation = match annotation {
                    Some(syn::Type::Reference(reference)) => Some(&*reference.elem),
                    _ => None,
                };
                let behind: Expr = match peel(arg) {
                    Expr::Reference(given) => (*given.expr).clone(),
                    other => parse_quote!(*#other),
                };
                self.bind_argument(&reference.pat, annotation, &behind, closure, call);
            }
            Pat::Ident(pat) if self.is_given_closure(pat, annotation, arg) => {}
            Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => {
                if !self.goes_by_its_name(pat, annotation, arg, closure, call) {
                    self.let_name(pat, annotation, arg);
                }
            }
            Pat::Tuple(tuple) => self.let_tuple(tuple, annotation, arg),
            other => {
                self.ignore(arg, annotation);
                self.refuse_pattern(other);
            }
        }
    }

    /// A parameter that is called: it is another name of the closure that it is given.
    fn is_given_closure(&mut self, pat: &syn::PatIdent, annotation: Option<&syn::Type>, arg: &Expr) -> bool {
        let arity = annotation.and_then(super::nested::closure_arity);
        let given = arity.and_then(|arity| self.given_closure(arg, arity));
        given.map(|closure| self.enter(&pat.ident, Entity::Closure(closure))).is_some()
    }

    /// Where the body can't tell a parameter from the variable that it is given, it needs no variable of its own.
    fn goes_by_its_name(
        &mut self,
        pat: &syn::PatIdent,
        annotation: Option<&syn::Type>,
        arg: &Expr,
        closure: &Closure,
        call: &ExprCall,
    ) -> bool {
        if pat.mutability.is_some() {
            return false;
        }
        let whole = match peel(arg) {
            Expr::Reference(reference) if reference.mutability.is_none() => peel(&reference.expr),
            other => other,
        };
        let Some(var) = self.variable(whole) else { return false };
        let variable = self.function.var(var).clone();
        let is_lent = !std::ptr::eq(whole, peel(arg));
        if is_lent {
            if types::is_open(&variable.ty) || variable.ty.is_scalar() || !views_memory(&variable.ty) {
                return false;
            }
            match variable.ty {
                Type::Ref { mutable: false, .. } => self.enter(&pat.ident, Entity::Var(var)),
                Type::Ref { .. } => return false,
                ty => self.enter_view(&pat.ident, Place::var(var), ty, false),
            }
            return true;
        }
        // Nothing in the body, and nothing evaluated before it, writes the variable.
        let is_untouched = !closure.captures.contains(&var) && call.args.iter().all(is_simple);
        let is_fixed = !variable.mutable && !variable.ty.is_mut_ref();
        if !(is_fixed || variable.ty.is_scalar() && is_untouched) {
            return false;
        }
        if let Some(ty) = annotation {
            self.learn_of(var, &self.read(ty), true);
        }
        let learnt = self.learnt(&pat.ident);
        self.learn_of(var, &learnt, !self.is_supposed(&pat.ident));
        self.enter(&pat.ident, Entity::Var(var));
        true
    }

    /// `work` where the closure was written. None: closures call each other too deep.
    fn inside<T>(&mut self, closure: &Closure, parameters: Scope, work: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.inlining.calls += 1;
        if self.inlining.depth >= DEEPEST || self.inlining.calls > MOST {
            return None;
        }
        self.inlining.depth += 1;
        let in_tail = std::mem::replace(&mut self.in_tail, false);
        let done = self.within(closure, parameters, work);
        self.in_tail = in_tail;
        self.inlining.depth -= 1;
        Some(done)
    }

    /// The same; where closures call each other too deep, that is said.
    pub(super) fn inlined_with<T>(
        &mut self,
        closure: &Closure,
        parameters: Scope,
        work: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        let done = self.inside(closure, parameters, work);
        if done.is_none() {
            self.too_deep(&closure.syntax.inputs_begin);
        }
        done
    }

    /// Said once: what led here would lead here again.
    fn too_deep(&mut self, at: &dyn quote::ToTokens) {
        if !std::mem::replace(&mut self.inlining.is_too_deep, true) {
            self.refuse(catalogue::closures_too_deep(at));
        }
    }

    /// The value of a body.
    pub(super) fn result_of(&mut self, body: &Expr, expected: &Type) -> (Rhs, Type) {
        self.result_as(expected, body, |this, end| this.rhs(end, expected))
    }

    /// The value of a body, of which `work` makes what it ends in.
    pub(super) fn result_as(
        &mut self,
        expected: &Type,
        body: &Expr,
        work: impl FnOnce(&mut Self, &Expr) -> (Rhs, Type),
    ) -> (Rhs, Type) {
        if returns(body) {
            let (kind, types) = self.left_by_return(body, &Yields::One(expected.clone()));
            let ty = types.into_iter().next().unwrap_or(Type::Unknown);
            return (Rhs::Structured(Box::new(kind)), types::join(&ty, expected));
        }
        self.flat(body, |this, end| match end {
            Some(end) if super::control::is_never(end) => {
                let (values, types) = this.nothing(&Yields::One(expected.clone()));
                let value = values.into_iter().next().unwrap_or_else(super::poison);
                (Rhs::Plain(value), types.into_iter().next().unwrap_or(Type::Unknown))
            }
            Some(end) => work(this, end),
            None => (Rhs::Plain(super::poison()), Type::Unit),
        })
    }

    pub(super) fn effect_of(&mut self, body: &Expr) {
        if returns(body) {
            let (kind, _) = self.left_by_return(body, &Yields::Nothing);
            self.push(kind);
            return;
        }
        self.flat(body, |this, end| {
            if let Some(end) = end {
                this.expression(end);
            }
        });
    }

    /// A body that is left early: a block with a label, with no bindings yet.
    fn left_by_return(&mut self, body: &Expr, yields: &Yields) -> (StmtKind, Vec<Type>) {
        let label = Ident::new(&format!("closure_{}", self.inlining.calls), Span::call_site());
        self.leavable.push(Leavable::closure(label.clone(), yields.clone()));
        let (body, own) = match peel(body) {
            Expr::Block(block) if block.label.is_none() => self.block(&block.block, yields),
            other => {
                let block = syn::Block {
                    brace_token: syn::token::Brace::default(),
                    stmts: vec![syn::Stmt::Expr(other.clone(), None)],
                };
                self.block(&block, yields)
            }
        };
        let met = self.leavable.pop().map(Leavable::types).unwrap_or_default();
        let types = own.iter().enumerate().map(|(at, ty)| met.get(at).map_or(ty.clone(), |met| types::join(ty, met)));
        let types = types.collect();
        (StmtKind::Labelled { label, binds: Vec::new(), body }, types)
    }

    /// The statements of a body where the call stands, without a block around them, then `work` with what it ends in.
    pub(super) fn flat<T>(&mut self, body: &Expr, work: impl FnOnce(&mut Self, Option<&Expr>) -> T) -> T {
        let block = match peel(body) {
            Expr::Block(block) if block.label.is_none() => &block.block,
            other => return self.at(super::span_of(other), |this| work(this, Some(other))),
        };
        self.depth += 1;
        let done = self.scoped(|this| {
            this.enter_items(block);
            this.lift_items(block);
            let end = tail(block);
            let before = block.stmts.len() - usize::from(end.is_some());
            block.stmts[..before].iter().for_each(|stmt| this.statement(stmt));
            match end {
                Some(end) => this.at(super::span_of(&end), |this| this.flat(&end, work)),
                None => work(this, None),
            }
        });
        self.depth -= 1;
        done
    }
}

/// Evaluating it writes nothing.
pub(super) fn is_simple(arg: &Expr) -> bool {
    match peel(arg) {
        Expr::Path(_) | Expr::Lit(_) => true,
        Expr::Reference(reference) => reference.mutability.is_none() && is_simple(&reference.expr),
        Expr::Unary(unary) => is_simple(&unary.expr),
        Expr::Field(field) => is_simple(&field.base),
        Expr::Binary(binary) => {
            !super::infer::is_assignment(&binary.op) && is_simple(&binary.left) && is_simple(&binary.right)
        }
        Expr::Index(index) => is_simple(&index.expr) && is_simple(&index.index),
        Expr::Cast(cast) => is_simple(&cast.expr),
        Expr::MethodCall(call) => {
            crate::ir::Op::of_method(&call.method.to_string()).is_some()
                && is_simple(&call.receiver)
                && call.args.iter().all(is_simple)
        }
        _ => false,
    }
}

fn views_memory(ty: &Type) -> bool {
    matches!(ty.behind_refs(), Type::Array(..) | Type::Slice(_) | Type::Vec(_))
}

/// The closure ends in `&x[..]`.
fn is_reference(body: &Expr) -> bool {
    match peel(body) {
        Expr::Reference(_) => true,
        Expr::Block(block) if block.label.is_none() => tail(&block.block).is_some_and(|end| is_reference(&end)),
        _ => false,
    }
}

/// A `return` of its own is somewhere in it.
pub(super) fn returns(body: &Expr) -> bool {
    struct Returns(bool);
    impl<'ast> Visit<'ast> for Returns {
        fn visit_expr_return(&mut self, _: &'ast ExprReturn) {
            self.0 = true;
        }

        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}

        fn visit_item(&mut self, _: &'ast syn::Item) {}

        fn visit_expr(&mut self, expr: &'ast Expr) {
            if !self.0 && !matches!(expr, Expr::Async(_)) {
                visit::visit_expr(self, expr);
            }
        }
    }
    let mut found = Returns(false);
    found.visit_expr(body);
    found.0
}
