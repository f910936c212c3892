//! What is no plain `match`: `let … else`, guards without patterns.

use super::patterns::{self, binding_types, names_in};
use super::{Body, Part, Way, joined};
use crate::ir::{Arm, Block, Expr, Origin, StmtKind, Type, VarId};
use crate::lower::control::Yields;
use crate::lower::popping::Popping;
use crate::lower::scope::Entity;
use crate::lower::{Lowerer, Rhs};
use proc_macro2::Ident;
use std::collections::HashMap;
use syn::Pat;

impl Lowerer<'_> {
    /// `let pattern = scrutinee else { otherwise };`: names bound to what the one way yields.
    pub(in crate::lower) fn let_else(&mut self, pattern: &Pat, scrutinee: &syn::Expr, otherwise: &syn::Expr) {
        if let Some(popping) = self.popping_arm(scrutinee, pattern) {
            let cond = self.is_left(&popping);
            let (otherwise, _) =
                self.scoped(|this| this.arm(None, Body::Expr(otherwise), &Yields::Nothing, false, |_| {}));
            self.push(StmtKind::If { binds: Vec::new(), cond, then: Block::default(), otherwise });
            self.take_off(&popping);
            return;
        }
        if self.is_memory_apart(pattern, scrutinee) {
            return self.memory_else(pattern, scrutinee, otherwise);
        }
        let mut known = HashMap::new();
        binding_types(pattern, &self.type_of(scrutinee), false, &mut known);
        let names: Vec<&Ident> = names_in(pattern);
        let list = names.iter().map(|name| syn::parse_quote!(#name)).collect::<Vec<syn::Expr>>();
        let value: syn::Expr = match list.as_slice() {
            [one] => one.clone(),
            several => syn::parse_quote!((#(#several),*)),
        };
        let types: Vec<Type> = names
            .iter()
            .map(|name| known.get(&name.to_string()).map_or(Type::Unknown, |bound| bound.ty.clone()))
            .collect();
        let yields = match types.as_slice() {
            [] => Yields::Nothing,
            [one] => Yields::One(one.clone()),
            _ => Yields::Parts(types),
        };
        let wild = crate::lower::control::any();
        let body = if names.is_empty() { Body::Empty } else { Body::Expr(&value) };
        let goes_on = Way { pattern, guard: None, body };
        let ends = Way { pattern: &wild, guard: None, body: Body::Expr(otherwise) };
        let is_passive = self.is_passive(scrutinee);
        let (kind, types) = self.choose(scrutinee, vec![goes_on, ends], &yields);
        let mut vars = Vec::new();
        for (name, ty) in names.iter().zip(types) {
            let mutable = known.get(&name.to_string()).is_some_and(|bound| bound.mutable);
            let is_open = !is_passive && matches!(ty, Type::Unknown);
            // What it is used as is not what the pattern tells: it is proved before it goes by its name.
            let is_proved = is_open && self.is_supposed(name);
            let var = match is_proved {
                true => self.function.fresh(&name.to_string(), ty, Origin::Temp),
                false => self.declare(name, &ty, mutable),
            };
            if is_open && !is_proved {
                self.parts.insert(var);
            }
            vars.push((var, *name, mutable, is_proved));
        }
        let kind = crate::lower::filled(kind, vars.iter().map(|&(var, ..)| var).collect());
        self.push(kind);
        for (mut var, name, mutable, is_proved) in vars {
            if is_proved {
                let learnt = self.learnt(name);
                let value = self.proven_part(var, &learnt);
                var = self.declare(name, &learnt, mutable);
                self.bind(var, Rhs::Plain(value));
            }
            if !mutable && is_passive {
                self.passive.insert(var);
            }
            self.enter(name, Entity::Var(var));
        }
    }

    /// The same, of memory that may carry a derivative: what the names stand for is there as long as it is.
    fn memory_else(&mut self, pattern: &Pat, scrutinee: &syn::Expr, otherwise: &syn::Expr) {
        let found = self.memory_of(scrutinee, &Type::Unknown);
        let found = self.fixed(found);
        let taken = (!self.is_never_written(&found.place)).then(|| self.taken());
        let goes_on = Arm {
            pattern: patterns::tested(pattern),
            bindings: Vec::new(),
            parts: Vec::new(),
            guard: None,
            body: self.arm(taken.map(|taken| (taken, 0)), Body::Empty, &Yields::Nothing, false, |_| {}).0,
        };
        let (body, _) = self.scoped(|this| {
            this.arm(taken.map(|taken| (taken, 1)), Body::Expr(otherwise), &Yields::Nothing, false, |_| {})
        });
        let pattern_of_rest = quote::quote!(_);
        let ends = Arm { pattern: pattern_of_rest, bindings: Vec::new(), parts: Vec::new(), guard: None, body };
        let scrutinee = Expr::Borrow { mutable: false, place: found.place.clone() };
        self.push(StmtKind::Match { binds: Vec::new(), scrutinee, arms: vec![goes_on, ends], taken });
        self.variant_pattern(pattern, found, &mut Vec::new());
    }

    /// If the `Vec` is not empty, its last element is taken off it.
    pub(super) fn by_popping(
        &mut self,
        popping: &Popping<'_>,
        ways: Vec<Way<'_>>,
        yields: &Yields,
        in_tail: bool,
    ) -> (StmtKind, Vec<Type>) {
        let cond = self.is_left(popping);
        let mut bodies = ways.into_iter().map(|way| way.body);
        let (Some(some), Some(none)) = (bodies.next(), bodies.next()) else {
            return (StmtKind::Scope { binds: Vec::new(), body: Block::default() }, yields.types());
        };
        let (then, types) = self.scoped(|this| this.arm(None, some, yields, in_tail, |this| this.take_off(popping)));
        let (otherwise, others) = self.arm(None, none, yields, in_tail, |_| {});
        (StmtKind::If { binds: Vec::new(), cond, then, otherwise }, joined(&types, &others))
    }

    /// `match v.pop() { _ => … }`: for what it does, and then the one arm.
    pub(super) fn by_nothing(
        &mut self,
        scrutinee: &syn::Expr,
        ways: Vec<Way<'_>>,
        yields: &Yields,
        in_tail: bool,
    ) -> (StmtKind, Vec<Type>) {
        self.ignore(scrutinee, None);
        let Some(way) = ways.into_iter().next() else {
            return (StmtKind::Scope { binds: Vec::new(), body: Block::default() }, yields.types());
        };
        let (body, types) = self.scoped(|this| this.arm(None, way.body, yields, in_tail, |_| {}));
        (StmtKind::Scope { binds: Vec::new(), body }, types)
    }

    /// Guards alone decide: `if`, `else if`, `else`.
    pub(super) fn by_guards(
        &mut self,
        parts: &[Part<'_>],
        mut ways: Vec<(Vec<&Pat>, Way<'_>)>,
        yields: &Yields,
        in_tail: bool,
    ) -> (StmtKind, Vec<Type>) {
        let rest = ways.split_off(1.min(ways.len()));
        let Some((patterns, way)) = ways.pop() else {
            return (StmtKind::Scope { binds: Vec::new(), body: Block::default() }, yields.types());
        };
        let (cond, (then, types)) = self.scoped(|this| {
            let own = this.name_parts(parts, &patterns);
            let cond = way.guard.map(|guard| this.discrete(guard, &Type::Bool, "condition", true));
            (cond, this.arm(None, way.body, yields, in_tail, |this| this.copies(own)))
        });
        let Some(cond) = cond else {
            return (StmtKind::Scope { binds: Vec::new(), body: then }, types);
        };
        let outer = std::mem::take(&mut self.stmts);
        let (kind, others) = self.by_guards(parts, rest, yields, in_tail);
        let met = joined(&types, &others);
        let otherwise = match kind {
            StmtKind::Scope { body, .. } => {
                self.stmts.extend(body.stmts);
                Block { stmts: std::mem::replace(&mut self.stmts, outer), values: body.values }
            }
            kind => {
                let vars: Vec<VarId> = others
                    .iter()
                    .map(|ty| self.function.fresh("chosen", ty.clone(), crate::ir::Origin::Temp))
                    .collect();
                self.push(crate::lower::filled(kind, vars.clone()));
                let values = vars.into_iter().map(Expr::Var).collect();
                Block { stmts: std::mem::replace(&mut self.stmts, outer), values }
            }
        };
        (StmtKind::If { binds: Vec::new(), cond, then, otherwise }, met)
    }
}
