//! Closures. The name of one stands for its text, and for what names meant where it was written; each call is its body,
//! lowered there ([`super::inlining`]).
//!
//! What a closure borrows, nothing else changes as long as it may be called: rustc sees to that. So its body may be
//! evaluated wherever it is called. What a `move` closure takes with it is its own from then on, and is copied where the
//! user's own may change.

use super::scope::{Entity, Scope, single};
use super::{Lowerer, Rhs, peel, types};
use crate::diagnostics::catalogue;
use crate::ir::{Expr as IrExpr, Function, StmtKind, Type, VarId};
use proc_macro2::Ident;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use syn::{Expr, ExprClosure, ReturnType, parse_quote};

/// Closures that call closures: so deep the type of a result is looked for.
const DEEPEST_TYPE: usize = 8;

pub(super) struct Closure {
    pub(super) syntax: Rc<ExprClosure>,
    /// What was in scope where it was written.
    pub(super) scopes: Vec<Scope>,
    /// The variables that it reads or writes.
    pub(super) captures: Vec<VarId>,
    /// Those among them that it writes.
    pub(super) writes: Vec<VarId>,
    /// What it results in, once that is known.
    pub(super) result: RefCell<Option<Type>>,
    /// The closure itself as a value, if nothing differentiable flows into what it captures: for expressions that stay as
    /// they are.
    pub(super) native: Option<VarId>,
}

impl Closure {
    /// The variables that an expression which names it reads.
    pub(super) fn variables(&self) -> &[VarId] {
        match &self.native {
            Some(var) => std::slice::from_ref(var),
            None => &self.captures,
        }
    }
}

impl Closure {
    /// To call it does something besides computing a value: it writes what it captures, or calls a macro.
    pub(super) fn has_effects(&self) -> bool {
        struct Macros(bool);
        impl<'ast> syn::visit::Visit<'ast> for Macros {
            fn visit_macro(&mut self, _: &'ast syn::Macro) {
                self.0 = true;
            }
        }
        let mut macros = Macros(false);
        syn::visit::Visit::visit_expr(&mut macros, &self.syntax.body);
        macros.0 || !self.writes.is_empty()
    }
}

/// What is kept from one round to the next.
#[derive(Default)]
pub(super) struct Kept {
    /// What was supposed to be a state, and is not: by the identifier that binds it, as in [`Lowerer::learnt`].
    pub(super) demoted: std::collections::HashSet<usize>,
    /// The text of closures, so that what is learnt of its names is learnt for good.
    ///
    /// By the address of what it was copied from.
    texts: HashMap<usize, Rc<ExprClosure>>,
    /// All of them, so that no address is ever used again.
    shelf: Vec<Rc<ExprClosure>>,
    /// The `match` in place of a method of an option, by the address of the call, with the call's own text.
    pub(super) matches: HashMap<usize, (String, Rc<Expr>)>,
    pub(super) shelved: Vec<Rc<Expr>>,
}

impl Lowerer<'_> {
    /// `let f = |x| …;`, `let g = &f;`. False: it is no such thing.
    pub(super) fn let_closure(&mut self, pat: &syn::PatIdent, annotation: Option<&syn::Type>, init: &Expr) -> bool {
        let closure = match behind_references(init) {
            Expr::Closure(closure) => self.capture(closure),
            name => match self.closure(name) {
                Some(closure) => {
                    self.enter(&pat.ident, Entity::Closure(closure));
                    return true;
                }
                None => return false,
            },
        };
        let native = self.native(pat, annotation, behind_references(init));
        let closure = Closure { native, ..closure };
        self.enter(&pat.ident, Entity::Closure(Rc::new(closure)));
        true
    }

    /// The closure as a value of the user's own, where nothing differentiable flows into what it captures.
    fn native(&mut self, pat: &syn::PatIdent, annotation: Option<&syn::Type>, init: &Expr) -> Option<VarId> {
        let is_constant = self.is_constant(init);
        if !is_constant && !self.is_passive(init) {
            return None;
        }
        let piece = self.opaque(init, false);
        if piece.offence.is_some() || !piece.inert.writes.is_empty() {
            return None;
        }
        let inert = crate::ir::Inert { pure: false, ..self.accept(piece) };
        let ty = if is_constant { Type::Inert } else { Type::Unknown };
        let var = self.declare(&pat.ident, &ty, false);
        self.annotate(var, annotation);
        if !is_constant {
            self.still.insert(var);
            self.borrowed.insert(var);
        }
        self.bind(var, Rhs::Plain(IrExpr::Inert(inert)));
        self.inlining.natives.insert(var);
        Some(var)
    }

    /// A closure as it is written here.
    pub(super) fn capture(&mut self, closure: &ExprClosure) -> Closure {
        let syntax = self.keep(closure);
        let (reads, mut writes) = self.survey(Expr::Closure((*syntax).clone()));
        let mut captures: Vec<VarId> = reads.iter().map(|read| read.var).collect();
        captures.extend(writes.iter().filter(|var| !reads.iter().any(|read| read.var == **var)));
        let mut scopes = self.scopes.clone();
        let mut own = Scope::default();
        for var in &mut captures {
            if !self.takes_along(&syntax, *var, writes.contains(var)) {
                continue;
            }
            let variable = self.function.var(*var).clone();
            let copy = self.name(&variable.name.to_string(), variable.ty, Rhs::Plain(IrExpr::Var(*var)));
            let written = writes.iter_mut().find(|written| **written == *var);
            self.function.var_mut(copy).mutable = written.is_some();
            match written {
                Some(written) => *written = copy,
                None if self.is_passive_var(*var) => {
                    self.passive.insert(copy);
                }
                None => {}
            }
            scopes.iter().for_each(|scope| own.rebind(scope, *var, copy));
            *var = copy;
        }
        scopes.push(own);
        Closure { syntax, scopes, captures, writes, result: RefCell::default(), native: None }
    }

    /// The closure has the value of a variable for itself from here on, and the variable may get another. Through a shared
    /// reference it borrows what is behind it, so that the reference may be given another place to point to.
    fn takes_along(&mut self, syntax: &ExprClosure, var: VarId, is_written: bool) -> bool {
        let variable = self.function.var(var);
        if !variable.mutable {
            return false;
        }
        let is_open = matches!(variable.ty, Type::Unknown | Type::Named(_));
        if syntax.capture.is_none() && is_open && !is_written && is_assigned(&variable.name, &self.item.block) {
            let name = variable.name.clone();
            self.refuse(catalogue::captured_reassigned(&syntax.inputs_begin, &name));
        }
        let variable = self.function.var(var);
        syntax.capture.is_some() || matches!(variable.ty, Type::Ref { mutable: false, .. }) && !is_written
    }

    /// The text of a closure, at one address in all rounds.
    fn keep(&mut self, closure: &ExprClosure) -> Rc<ExprClosure> {
        self.keep_text(std::ptr::from_ref(closure).addr(), closure.clone())
    }

    pub(super) fn keep_text(&mut self, address: usize, text: ExprClosure) -> Rc<ExprClosure> {
        match self.kept.texts.get(&address) {
            Some(kept) if **kept == text => Rc::clone(kept),
            _ => {
                let kept = Rc::new(text);
                self.kept.texts.insert(address, Rc::clone(&kept));
                self.kept.shelf.push(Rc::clone(&kept));
                kept
            }
        }
    }

    /// The closure that a method is given: as it is written, by its name, or a function by its path.
    pub(super) fn given_closure(&mut self, arg: &Expr, arity: usize) -> Option<Rc<Closure>> {
        match behind_references(arg) {
            Expr::Closure(closure) if closure.inputs.len() == arity => Some(Rc::new(self.capture(closure))),
            Expr::Closure(_) => None,
            name => match self.closure(name) {
                Some(closure) => (closure.syntax.inputs.len() == arity).then_some(closure),
                None => self.function_as_closure(name, arity),
            },
        }
    }

    /// `f64::sqrt` as `|element| f64::sqrt(element)`.
    fn function_as_closure(&mut self, name: &Expr, arity: usize) -> Option<Rc<Closure>> {
        let Expr::Path(path) = name else { return None };
        let last = path.path.segments.last()?.ident.clone();
        let is_function = path.path.segments.len() > 1
            || matches!(self.resolve(&last), None | Some(Entity::Function(..) | Entity::Declared));
        if !is_function {
            return None;
        }
        let item = if last == "element" { "item" } else { "element" };
        let item = Ident::new(item, last.span());
        let text: ExprClosure = match arity {
            1 => parse_quote!(|#item| #path(#item)),
            _ => {
                // What is folded by `f64::max` is a maximum.
                let total = match path.path.segments.len() {
                    1 => Ident::new("folded", last.span()),
                    _ => last,
                };
                parse_quote!(|#total, #item| #path(#total, #item))
            }
        };
        let syntax = self.keep_text(std::ptr::from_ref(path).addr(), text);
        let scopes = self.scopes.clone();
        let (captures, writes, result) = (Vec::new(), Vec::new(), RefCell::default());
        Some(Rc::new(Closure { syntax, scopes, captures, writes, result, native: None }))
    }

    /// The closure that a name stands for.
    pub(super) fn closure(&self, expr: &Expr) -> Option<Rc<Closure>> {
        match self.resolve(single(peel(expr))?)? {
            Entity::Closure(closure) => Some(closure),
            _ => None,
        }
    }

    /// `work`, with names as they were where the closure was written, and its parameters.
    pub(super) fn within<T>(&mut self, closure: &Closure, parameters: Scope, work: impl FnOnce(&mut Self) -> T) -> T {
        let scopes = closure.scopes.iter().cloned().chain([parameters]).collect();
        let outer = std::mem::replace(&mut self.scopes, scopes);
        let done = work(self);
        self.scopes = outer;
        done
    }

    /// What a call with arguments of these types results in, as far as its text tells.
    pub(super) fn closure_type(&mut self, closure: &Closure, args: &[Type]) -> Type {
        if let ReturnType::Type(_, ty) = &closure.syntax.output {
            return self.read(ty);
        }
        if let Some(known) = &*closure.result.borrow() {
            return known.clone();
        }
        // Of closures that call each other twice each, so many that nobody reads them to the end.
        if self.inlining.typing == DEEPEST_TYPE {
            return Type::Unknown;
        }
        self.inlining.typing += 1;
        let ty = self.within(closure, Scope::default(), |this| {
            for (at, pattern) in closure.syntax.inputs.iter().enumerate() {
                this.enter_inner(pattern, args.get(at).unwrap_or(&Type::Unknown));
            }
            this.type_of(&closure.syntax.body)
        });
        self.inlining.typing -= 1;
        // Of what is not known, it is no more than a guess that it is an integer.
        if ty.is_discrete() && args.iter().any(types::is_open) {
            return Type::Unknown;
        }
        if !types::is_open(&ty) {
            *closure.result.borrow_mut() = Some(ty.clone());
        }
        ty
    }

    /// A closure, or the name of one, where a value is wanted that outlives this place.
    pub(super) fn escaping(&mut self, closure: &ExprClosure, expr: &Expr) -> (Rhs, Type) {
        let is_constant = self.is_constant(expr);
        if is_constant || self.is_passive(expr) {
            let piece = self.opaque(expr, false);
            if piece.offence.is_none() && piece.inert.writes.is_empty() {
                let ty = if is_constant { Type::Inert } else { Type::Unknown };
                let inert = crate::ir::Inert { pure: false, ..self.accept(piece) };
                return (Rhs::Plain(IrExpr::Inert(inert)), ty);
            }
        }
        self.poison(catalogue::closure(&closure.inputs_begin))
    }

    /// The name of a closure, where a value is wanted.
    pub(super) fn closure_as_value(&mut self, closure: &Closure, name: &Expr) -> (Rhs, Type) {
        match closure.native {
            Some(var) => (Rhs::Plain(IrExpr::Var(var)), self.function.var(var).ty.clone()),
            None => self.poison(catalogue::closure(name)),
        }
    }
}

/// `name = …` is somewhere in a block.
fn is_assigned(name: &Ident, block: &syn::Block) -> bool {
    struct Assigned<'n>(&'n Ident, bool);
    impl<'ast> syn::visit::Visit<'ast> for Assigned<'_> {
        fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
            self.1 |= single(peel(&assign.left)) == Some(self.0);
            syn::visit::visit_expr_assign(self, assign);
        }
    }
    let mut assigned = Assigned(name, false);
    syn::visit::Visit::visit_block(&mut assigned, block);
    assigned.1
}

/// `&f` is as good as `f`.
pub(super) fn behind_references(expr: &Expr) -> &Expr {
    match peel(expr) {
        Expr::Reference(reference) => behind_references(&reference.expr),
        other => other,
    }
}

/// Leaves out the closures of the user's own that nothing calls: every call of them was inlined.
pub(super) fn prune(function: &mut Function, natives: &HashSet<VarId>) {
    let mut body = std::mem::take(&mut function.body);
    loop {
        let mut read: HashSet<VarId> = HashSet::new();
        body.visit(&mut |stmt| read.extend(stmt.effects().reads));
        body.values.iter().for_each(|value| {
            value.reads(&mut |var| {
                read.insert(var);
            });
        });
        let mut changed = false;
        retain(&mut body, &mut |kind| {
            let unread = matches!(kind, StmtKind::Let { var, .. } if natives.contains(var) && !read.contains(var));
            changed |= unread;
            !unread
        });
        if !changed {
            break;
        }
    }
    function.body = body;
}

fn retain(block: &mut crate::ir::Block, keep: &mut dyn FnMut(&StmtKind) -> bool) {
    block.stmts.retain(|stmt| keep(&stmt.kind));
    for stmt in &mut block.stmts {
        stmt.blocks_mut().into_iter().for_each(|block| retain(block, keep));
    }
}
