//! Which binding a name means.

use super::closures::Closure;
use super::nested::Nested;
use super::views::View;
use super::{Lowerer, peel, types};
use crate::ir::{Generics, Inert, Type, VarId};
use proc_macro2::Ident;
use std::collections::HashMap;
use std::rc::Rc;
use syn::{Expr, Item, Pat, ReturnType, Stmt, UseTree};

/// What a name in the body stands for.
#[derive(Clone)]
pub(super) enum Entity {
    Var(VarId),
    /// What a `&mut` was bound to.
    View(Box<View>),
    Closure(Rc<Closure>),
    /// Bound inside a piece that stays opaque: not a variable of ours, and never a hole.
    Inner(Type),
    /// A nested `fn`, with its result.
    Function(Type, Nested),
    /// A nested `const` or `static`.
    Constant(Type),
    /// Imported, or else declared, by the body itself.
    Declared,
}

#[derive(Default, Clone)]
pub(super) struct Scope {
    names: HashMap<String, Entity>,
    glob: Option<Glob>,
}

/// A `use …::*` in the body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Glob {
    /// Of the runtime: its primitives are what their names say.
    Runtime,
    /// Of anything else, which may have a `sigmoid` of its own.
    Foreign,
}

impl Scope {
    pub(super) fn bind(&mut self, name: &Ident, entity: Entity) {
        self.names.insert(name.to_string(), entity);
    }

    pub(super) fn get(&self, name: &Ident) -> Option<Entity> {
        self.names.get(&name.to_string()).cloned()
    }

    /// Takes in the names of another scope.
    pub(super) fn absorb(&mut self, other: Scope) {
        self.names.extend(other.names);
    }

    /// Whatever an outer scope calls `var` means `copy` here.
    pub(super) fn rebind(&mut self, outer: &Scope, var: VarId, copy: VarId) {
        for (name, entity) in &outer.names {
            let is_copy = |known: &Entity| matches!(known, Entity::Var(known) if *known == copy);
            match entity {
                Entity::Var(known) if *known == var => {
                    self.names.insert(name.clone(), Entity::Var(copy));
                }
                _ if self.names.get(name).is_some_and(is_copy) => {
                    self.names.remove(name);
                }
                _ => {}
            }
        }
    }

    /// What a nested function sees of it: items, and nothing that is bound.
    pub(super) fn items(&self) -> Scope {
        let is_item = |entity: &Entity| matches!(entity, Entity::Function(..) | Entity::Constant(_) | Entity::Declared);
        let names = self.names.iter().filter(|(_, entity)| is_item(entity));
        Scope { names: names.map(|(name, entity)| (name.clone(), entity.clone())).collect(), glob: self.glob }
    }

    /// What a call of this function stands for.
    pub(super) fn set_text(&mut self, name: &Ident, text: Rc<Closure>) {
        if let Some(Entity::Function(_, nested)) = self.names.get_mut(&name.to_string()) {
            *nested = Nested::Seen(text);
        }
    }

    pub(super) fn vars(&self) -> impl Iterator<Item = VarId> {
        self.names.values().filter_map(|entity| match entity {
            Entity::Var(var) => Some(*var),
            _ => None,
        })
    }

    /// The names that an opaque piece binds.
    pub(super) fn inner_names(&self) -> impl Iterator<Item = &String> {
        self.names.iter().filter(|(_, entity)| matches!(entity, Entity::Inner(_))).map(|(name, _)| name)
    }
}

impl Lowerer<'_> {
    pub(super) fn scoped<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        self.scopes.push(Scope::default());
        let done = work(self);
        self.scopes.pop();
        done
    }

    /// Brings a name into the innermost scope.
    pub(super) fn enter(&mut self, name: &Ident, entity: Entity) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.bind(name, entity);
        }
    }

    pub(super) fn resolve(&self, name: &Ident) -> Option<Entity> {
        let name = name.to_string();
        if name.starts_with("__v")
            && let Some(var) = self.hole(&name)
        {
            return Some(Entity::Var(var));
        }
        self.scopes.iter().rev().find_map(|scope| scope.names.get(&name)).cloned()
    }

    /// The variable that a hole of an opaque piece stands for.
    fn hole(&self, name: &str) -> Option<VarId> {
        let hole = Inert::is_hole(&Ident::new(name, proc_macro2::Span::call_site()));
        hole.filter(|var| (var.0 as usize) < self.function.variables.len())
    }

    /// The innermost `use …::*` of the body that is in force here.
    pub(super) fn glob(&self) -> Option<Glob> {
        let mut globs = self.scopes.iter().rev().filter_map(|scope| scope.glob);
        match globs.clone().any(|glob| glob == Glob::Foreign) {
            true => Some(Glob::Foreign),
            false => globs.next(),
        }
    }

    /// The variable that this expression is, whole.
    pub(super) fn variable(&self, expr: &Expr) -> Option<VarId> {
        match self.resolve(single(peel(expr))?)? {
            Entity::Var(var) => Some(var),
            _ => None,
        }
    }

    /// The variable whose memory this expression is in, or whose method it calls.
    pub(super) fn root(&self, expr: &Expr) -> Option<VarId> {
        match peel(expr) {
            Expr::Index(index) => self.root(&index.expr),
            Expr::Field(field) => self.root(&field.base),
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => self.root(&unary.expr),
            Expr::Reference(reference) => self.root(&reference.expr),
            Expr::MethodCall(call) => self.root(&call.receiver),
            other => self.variable(other).or_else(|| self.view(other).map(|view| view.place.base)),
        }
    }

    /// Items of a block are in scope in all of it, before their declaration too.
    pub(super) fn enter_items(&mut self, block: &syn::Block) {
        for stmt in &block.stmts {
            let Stmt::Item(item) = stmt else { continue };
            match item {
                Item::Fn(item) => {
                    let result = match &item.sig.output {
                        ReturnType::Default => Type::Unit,
                        ReturnType::Type(_, ty) => types::read(ty, &Generics::default()),
                    };
                    self.enter(&item.sig.ident, Entity::Function(result, Nested::of(item, block)));
                }
                Item::Const(item) => {
                    self.enter(&item.ident, Entity::Constant(types::read(&item.ty, &Generics::default())))
                }
                Item::Static(item) => {
                    self.enter(&item.ident, Entity::Constant(types::read(&item.ty, &Generics::default())))
                }
                Item::Struct(item) => self.enter(&item.ident, Entity::Declared),
                Item::Macro(syn::ItemMacro { ident: Some(name), .. }) => self.enter(name, Entity::Declared),
                Item::Enum(item) => self.enter(&item.ident, Entity::Declared),
                Item::Use(item) => self.import(&item.tree, None),
                _ => {}
            }
        }
        self.enter_nested(block);
    }

    /// `of_runtime`: what the first segment of the path says.
    fn import(&mut self, tree: &UseTree, of_runtime: Option<bool>) {
        match tree {
            UseTree::Path(path) => {
                self.import(&path.tree, of_runtime.or_else(|| Some(path.ident == "autodiff_runtime")));
            }
            UseTree::Name(name) => self.enter(&name.ident, Entity::Declared),
            UseTree::Rename(rename) => self.enter(&rename.rename, Entity::Declared),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, of_runtime)),
            UseTree::Glob(_) => {
                let glob = if of_runtime == Some(true) { Glob::Runtime } else { Glob::Foreign };
                if let Some(scope) = self.scopes.last_mut().filter(|scope| scope.glob != Some(Glob::Foreign)) {
                    scope.glob = Some(glob);
                }
            }
        }
    }

    /// Brings the names that a pattern binds into scope, as names of an opaque piece.
    pub(super) fn enter_inner(&mut self, pattern: &Pat, ty: &Type) {
        match pattern {
            Pat::Ident(ident) if ident.subpat.is_none() => self.enter(&ident.ident, Entity::Inner(ty.clone())),
            Pat::Type(typed) => self.enter_inner(&typed.pat, &self.read(&typed.ty)),
            Pat::Paren(paren) => self.enter_inner(&paren.pat, ty),
            Pat::Reference(reference) => match ty {
                Type::Ref { to, .. } => self.enter_inner(&reference.pat, to),
                _ => self.enter_inner(&reference.pat, &Type::Unknown),
            },
            Pat::Tuple(tuple) => match ty {
                Type::Tuple(of) if of.len() == tuple.elems.len() => {
                    tuple.elems.iter().zip(of).for_each(|(pattern, ty)| self.enter_inner(pattern, ty));
                }
                _ => tuple.elems.iter().for_each(|pattern| self.enter_inner(pattern, &Type::Unknown)),
            },
            other => {
                for ident in bound_names(other) {
                    self.enter(&ident, Entity::Inner(Type::Unknown));
                }
            }
        }
    }
}

/// The names that an item declares or imports.
pub(super) fn declared(item: &Item) -> Vec<Ident> {
    fn imported(tree: &UseTree, names: &mut Vec<Ident>) {
        match tree {
            UseTree::Path(path) => imported(&path.tree, names),
            UseTree::Name(name) => names.push(name.ident.clone()),
            UseTree::Rename(rename) => names.push(rename.rename.clone()),
            UseTree::Group(group) => group.items.iter().for_each(|tree| imported(tree, names)),
            UseTree::Glob(_) => {}
        }
    }
    match item {
        Item::Const(item) => vec![item.ident.clone()],
        Item::Enum(item) => vec![item.ident.clone()],
        Item::Fn(item) => vec![item.sig.ident.clone()],
        Item::Macro(item) => item.ident.iter().cloned().collect(),
        Item::Mod(item) => vec![item.ident.clone()],
        Item::Static(item) => vec![item.ident.clone()],
        Item::Struct(item) => vec![item.ident.clone()],
        Item::Trait(item) => vec![item.ident.clone()],
        Item::TraitAlias(item) => vec![item.ident.clone()],
        Item::Type(item) => vec![item.ident.clone()],
        Item::Union(item) => vec![item.ident.clone()],
        Item::Use(item) => {
            let mut names = Vec::new();
            imported(&item.tree, &mut names);
            names
        }
        _ => Vec::new(),
    }
}

/// A path that is one plain name.
pub(super) fn single(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident(),
        _ => None,
    }
}

/// Every name that a pattern may bind.
pub(super) fn bound_names(pattern: &Pat) -> Vec<Ident> {
    struct Names(Vec<Ident>);
    impl<'ast> syn::visit::Visit<'ast> for Names {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            self.0.push(pat.ident.clone());
            syn::visit::visit_pat_ident(self, pat);
        }
    }
    let mut names = Names(Vec::new());
    syn::visit::Visit::visit_pat(&mut names, pattern);
    names.0
}
