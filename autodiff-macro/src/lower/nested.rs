//! Functions in the body that are no more than names for what they do: without an attribute, over no types but those of
//! closures that they are given. A call of one is its body, as that of a closure is ([`super::inlining`]).
//!
//! One that is marked `#[differentiate]` has companions, and is called by them.

use super::closures::Closure;
use super::hygiene::Bound;
use super::scope::{Entity, Scope};
use super::{Lowerer, peel};
use crate::ir::{Function, StmtKind};
use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;
use syn::visit::{self, Visit};
use syn::{
    Expr, ExprCall, ExprClosure, FnArg, GenericParam, Ident, Item, ItemFn, Pat, PathArguments, ReturnType, Safety,
    Signature, Stmt, Type, TypeParamBound, WherePredicate, parse_quote,
};

/// Functions that call others which are declared behind them are seen through so many times. Of two that call each other
/// the last one is not seen then, and refused.
const CHAIN: usize = 4;

/// What is known of a function in the body.
#[derive(Clone)]
pub(super) enum Nested {
    /// It is marked, and has companions.
    Marked,
    /// A call of it is its body.
    Seen(Rc<Closure>),
    /// Neither: it calls itself, is over types, or names what a local hides.
    Unseen,
}

impl Nested {
    /// Before its text is looked at.
    pub(super) fn of(item: &ItemFn, block: &syn::Block) -> Nested {
        if is_marked(item) || has_rule(item, block) { Nested::Marked } else { Nested::Unseen }
    }

    pub(super) fn has_companions(&self) -> bool {
        matches!(self, Nested::Marked)
    }
}

impl Lowerer<'_> {
    /// Once all items of a block are in scope.
    pub(super) fn enter_nested(&mut self, block: &syn::Block) {
        let items: Vec<&ItemFn> = block.stmts.iter().filter_map(as_function).collect();
        if items.is_empty() {
            return;
        }
        let locals = self.locals();
        let is_seen = |item: &ItemFn| !has_rule(item, block) && !is_mistaken(item, &locals);
        // Each round sees what the one before has made of the others.
        for _ in 0..items.len().min(CHAIN) {
            for item in &items {
                let Some(text) = as_closure(item).filter(|_| is_seen(item)) else { continue };
                let syntax = self.keep_text(std::ptr::from_ref(*item).addr(), text);
                let scopes = self.scopes.iter().map(Scope::items).collect();
                let (captures, writes, result) = (Vec::new(), Vec::new(), RefCell::default());
                let nested = Closure { syntax, scopes, captures, writes, result, native: None };
                if let Some(scope) = self.scopes.last_mut() {
                    scope.set_text(&item.sig.ident, Rc::new(nested));
                }
                self.inlining.nested.insert(item.sig.ident.to_string());
            }
        }
    }

    /// What the function around binds, in its parameters and in patterns anywhere: of other nested functions as well.
    fn locals(&self) -> HashSet<String> {
        let mut bound = Bound::default();
        self.function.params.iter().for_each(|param| {
            bound.names.insert(self.function.var(param.var).name.to_string());
        });
        bound.visit_block(&self.item.block);
        bound.names
    }

    /// What a call of such a function stands for, where something differentiable flows into it.
    pub(super) fn nested_called(&mut self, call: &ExprCall, expr: &Expr) -> Option<Rc<Closure>> {
        let (result, nested) = match self.resolve(super::scope::single(peel(&call.func))?)? {
            Entity::Function(result, Nested::Seen(nested)) => (result, nested),
            _ => return None,
        };
        let computes_with_integers =
            result.is_discrete() && call.args.iter().all(|arg| self.type_of(arg).is_discrete() && !self.is_lent(arg));
        (!computes_with_integers && !self.is_passive(expr)).then_some(nested)
    }
}

fn as_function(stmt: &Stmt) -> Option<&ItemFn> {
    match stmt {
        Stmt::Item(Item::Fn(item)) => Some(item),
        _ => None,
    }
}

/// It names something outside that, where it is called, a local might hide: what stays the user's own tokens would mean that.
fn is_mistaken(item: &ItemFn, locals: &HashSet<String>) -> bool {
    let (mut params, mut own, mut named) = (Bound::default(), Bound::default(), Named::default());
    item.sig.inputs.iter().for_each(|input| params.visit_fn_arg(input));
    own.visit_block(&item.block);
    named.visit_block(&item.block);
    let is_own = |name: &String| params.names.contains(name) || own.names.contains(name);
    named.values.iter().any(|name| locals.contains(name) && !is_own(name))
        || named.called.iter().any(|name| locals.contains(name) && !params.names.contains(name))
}

/// The names that stand alone as values, and those that are called; words inside of macros are values.
#[derive(Default)]
struct Named {
    values: HashSet<String>,
    called: HashSet<String>,
}

impl<'ast> Visit<'ast> for Named {
    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if let Some(name) = super::scope::single(peel(&call.func)) {
            self.called.insert(name.to_string());
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        self.values.extend(path.path.get_ident().map(ToString::to_string));
    }

    fn visit_macro(&mut self, of: &'ast syn::Macro) {
        let text = of.tokens.to_string();
        self.values.extend(text.split(|c: char| !(c.is_alphanumeric() || c == '_')).map(str::to_owned));
    }
}

/// `|f: impl Fn(f64) -> f64, x: f64| -> f64 { … }`
fn as_closure(item: &ItemFn) -> Option<ExprClosure> {
    let sig = &item.sig;
    let is_plain =
        sig.asyncness.is_none() && matches!(sig.safety, Safety::Default) && sig.abi.is_none() && sig.variadic.is_none();
    let mut calls_itself = Mentions { name: &sig.ident, found: false };
    calls_itself.visit_block(&item.block);
    if !is_plain || is_marked(item) || calls_itself.found {
        return None;
    }
    let types = sig.generics.params.iter().filter_map(|param| match param {
        GenericParam::Lifetime(_) => None,
        GenericParam::Type(of) => Some(Some(&of.ident)),
        GenericParam::Const(_) => Some(None),
    });
    let types: Vec<&Ident> = types.collect::<Option<_>>()?;
    let mut text: ExprClosure = match &sig.output {
        ReturnType::Default => {
            let block = &item.block;
            parse_quote!(|| -> () #block)
        }
        ReturnType::Type(_, ty) => {
            let block = &item.block;
            parse_quote!(|| -> #ty #block)
        }
    };
    for input in &sig.inputs {
        let FnArg::Typed(typed) = input else { return None };
        let mut typed = typed.clone();
        match types.iter().find(|name| is_named(behind(&typed.ty), name)) {
            Some(name) => *typed.ty = closure_type(sig, name)?,
            None if types.iter().any(|name| mentions(&typed.ty, name)) => return None,
            None => {}
        }
        text.inputs.push(Pat::Type(typed));
    }
    Some(text)
}

/// An attribute that is more than a lint may be ours, by whatever name, or change what the function is.
fn is_marked(item: &ItemFn) -> bool {
    item.attrs.iter().any(|attribute| {
        let name = attribute.path().segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        !matches!(name.as_str(), "doc" | "inline" | "allow" | "expect" | "warn" | "deny" | "must_use" | "cold")
    })
}

/// Its derivative is written by hand beside it: `g_pullback` of `g`.
fn has_rule(item: &ItemFn, block: &syn::Block) -> bool {
    let name = item.sig.ident.to_string();
    let mut others = block.stmts.iter().filter_map(as_function).map(|other| other.sig.ident.to_string());
    others.any(|other| {
        other.strip_prefix(&name).is_some_and(|rest| rest.starts_with("_pullback") || rest.starts_with("_jvp"))
    })
}

/// `impl Fn(f64) -> f64`, of a type parameter that is bounded by that.
fn closure_type(sig: &Signature, name: &Ident) -> Option<Type> {
    let params = sig.generics.params.iter().filter_map(|param| match param {
        GenericParam::Type(of) if of.ident == *name => Some(&of.bounds),
        _ => None,
    });
    let clause = sig.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let clause = clause.filter_map(|predicate| match predicate {
        WherePredicate::Type(of) if is_named(&of.bounded_ty, name) => Some(&of.bounds),
        _ => None,
    });
    let bound = params.chain(clause).flatten().find(|bound| arity_of(bound).is_some())?;
    Some(parse_quote!(impl #bound))
}

/// How many arguments a closure of this type takes: `impl Fn(f64) -> f64`, `&dyn Fn(f64) -> f64`, `fn(f64) -> f64`.
pub(super) fn closure_arity(ty: &Type) -> Option<usize> {
    match behind(ty) {
        Type::ImplTrait(of) => of.bounds.iter().find_map(arity_of),
        Type::TraitObject(of) => of.bounds.iter().find_map(arity_of),
        Type::FnPtr(of) => Some(of.inputs.len()),
        _ => None,
    }
}

fn arity_of(bound: &TypeParamBound) -> Option<usize> {
    let TypeParamBound::Trait(of) = bound else { return None };
    let last = of.path.segments.last()?;
    match &last.arguments {
        PathArguments::Parenthesized(inputs)
            if matches!(last.ident.to_string().as_str(), "Fn" | "FnMut" | "FnOnce") =>
        {
            Some(inputs.inputs.len())
        }
        _ => None,
    }
}

fn behind(ty: &Type) -> &Type {
    match ty {
        Type::Reference(of) => behind(&of.elem),
        Type::Paren(of) => behind(&of.elem),
        Type::Group(of) => behind(&of.elem),
        other => other,
    }
}

fn is_named(ty: &Type, name: &Ident) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident(name))
}

fn mentions(ty: &Type, name: &Ident) -> bool {
    let mut mentions = Mentions { name, found: false };
    mentions.visit_type(ty);
    mentions.found
}

struct Mentions<'n> {
    name: &'n Ident,
    found: bool,
}

impl<'ast> Visit<'ast> for Mentions<'_> {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.found |= ident == self.name;
    }

    fn visit_macro(&mut self, of: &'ast syn::Macro) {
        self.found |= of.tokens.to_string().contains(&self.name.to_string());
        visit::visit_macro(self, of);
    }
}

/// Leaves out the functions whose every call has become their body: nothing would call them.
pub(super) fn prune(function: &mut Function, names: &HashSet<String>) {
    if names.is_empty() {
        return;
    }
    let mut others = function.body.clone();
    let mut texts: Vec<(String, String)> = Vec::new();
    others.stmts.retain(|stmt| match name_of(&stmt.kind).filter(|name| names.contains(name)) {
        Some(name) => {
            if let StmtKind::Item(tokens) = &stmt.kind {
                texts.push((name, tokens.to_string()));
            }
            false
        }
        None => true,
    });
    let words = super::exits::words(&others);
    // What calls another goes before that can go.
    loop {
        let by_another = |name: &str| texts.iter().any(|(other, text)| other != name && has_word(text, name));
        let Some(at) = texts.iter().position(|(name, _)| !words.contains(name) && !by_another(name)) else { break };
        let (gone, _) = texts.remove(at);
        function.body.stmts.retain(|stmt| name_of(&stmt.kind).is_none_or(|name| name != gone));
    }
}

fn name_of(kind: &StmtKind) -> Option<String> {
    let StmtKind::Item(tokens) = kind else { return None };
    let item: ItemFn = syn::parse2(tokens.clone()).ok()?;
    Some(item.sig.ident.to_string())
}

fn has_word(text: &str, name: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == name)
}
