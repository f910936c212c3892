//! `match`, `if let`, `while let`.
//!
//! What is matched is either held constant as far as derivatives go (an integer, an enum, an option of a model), and then
//! stays one piece, with its patterns as they are; or a number, or a tuple with numbers in it, of which a pattern can but
//! name the parts. Patterns bind variables of their own; which arm was taken is an integer that the backward pass looks at.

mod forms;
mod parts;
mod patterns;
mod variants;

use patterns::{binds_inside, is_name, name_in, parts_of, unguarded};
pub(super) use patterns::{let_of, otherwise};

use super::control::Yields;
use super::scope::Entity;
use super::sources::Found;
use super::{Lowerer, peel, span_of, types};
use crate::diagnostics::catalogue;
use crate::ir::{Arm, Block, Expr, Inert, Pass, Place, Stmt, StmtKind, Type, VarId};
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use syn::Pat;

/// One way through a `match`.
#[derive(Clone, Copy)]
pub(super) struct Way<'a> {
    pub(super) pattern: &'a Pat,
    pub(super) guard: Option<&'a syn::Expr>,
    pub(super) body: Body<'a>,
}

#[derive(Clone, Copy)]
pub(super) enum Body<'a> {
    Expr(&'a syn::Expr),
    Block(&'a syn::Block),
    /// A branch that is not written: nothing to do.
    Empty,
    /// `break;`
    Break,
}

/// What is matched, in the parts that patterns tell apart.
enum Part<'a> {
    /// Nothing differentiable flows into it.
    Passive(&'a syn::Expr, Type),
    /// A number that may carry a derivative, as an atom.
    Active(Expr),
    /// Memory that may carry one, of an enum, of an option, of a struct; and how many statements there were then.
    Memory(&'a syn::Expr, Found, usize),
}

impl Lowerer<'_> {
    /// A `match`, with no bindings yet, and the types of what it yields.
    pub(super) fn matching(&mut self, matching: &syn::ExprMatch, yields: &Yields) -> (StmtKind, Vec<Type>) {
        let ways: Vec<Way<'_>> = matching
            .arms
            .iter()
            .map(|arm| {
                let (pattern, guard) = unguarded(&arm.pat);
                Way { pattern, guard, body: Body::Expr(&arm.body) }
            })
            .collect();
        self.choose(&matching.expr, ways, yields)
    }

    pub(super) fn choose(
        &mut self,
        scrutinee: &syn::Expr,
        ways: Vec<Way<'_>>,
        yields: &Yields,
    ) -> (StmtKind, Vec<Type>) {
        let in_tail = std::mem::replace(&mut self.in_tail, false);
        if let [one, other] = ways.as_slice()
            && one.guard.is_none()
            && other.guard.is_none()
        {
            let is_reversed = is_none(one.pattern);
            let some = if is_reversed { other } else { one };
            if let Some(popping) = self.popping_arm(scrutinee, some.pattern) {
                let ways = if is_reversed { ways.into_iter().rev().collect() } else { ways };
                let chosen = self.by_popping(&popping, ways, yields, in_tail);
                self.in_tail = in_tail;
                return chosen;
            }
        }
        if matches!(ways.as_slice(), [Way { pattern: Pat::Wild(_), guard: None, .. }]) && !self.is_passive(scrutinee) {
            let chosen = self.by_nothing(scrutinee, ways, yields, in_tail);
            self.in_tail = in_tail;
            return chosen;
        }
        // In upper case it is taken for a constant: a variable of that name would be mistaken for what the pattern binds.
        for name in ways.iter().flat_map(|way| crate::lower::scope::bound_names(way.pattern)) {
            if !patterns::is_variable(&name) && matches!(self.resolve(&name), Some(Entity::Var(_) | Entity::View(_))) {
                self.refuse(catalogue::shouted(&name));
            }
        }
        let ways = match self.is_passive(scrutinee) {
            true => ways,
            false => ways.into_iter().flat_map(patterns::one_by_one).collect(),
        };
        let (parts, patterns) = self.take_apart(scrutinee, &ways);
        let chosen = if parts.iter().all(|part| matches!(part, Part::Passive(..))) {
            self.by_pattern(scrutinee, ways, yields, in_tail)
        } else {
            self.by_parts(&parts, patterns, ways, yields, in_tail)
        };
        self.in_tail = in_tail;
        chosen
    }

    /// The parts of what is matched, and for each arm the patterns of these.
    fn take_apart<'a>(&mut self, scrutinee: &'a syn::Expr, ways: &[Way<'a>]) -> (Vec<Part<'a>>, Vec<Vec<&'a Pat>>) {
        let whole = ways.iter().map(|way| vec![way.pattern]).collect();
        let (exprs, patterns): (Vec<&syn::Expr>, Vec<Vec<&Pat>>) = match peel(scrutinee) {
            syn::Expr::Tuple(tuple) if !self.is_passive(scrutinee) => {
                let split = |way: &Way<'a>| parts_of(way.pattern, tuple.elems.len());
                match ways.iter().map(split).collect::<Option<Vec<_>>>() {
                    Some(patterns) => (tuple.elems.iter().collect(), patterns),
                    None => (vec![scrutinee], whole),
                }
            }
            _ => (vec![scrutinee], whole),
        };
        let is_list = exprs.len() > 1;
        let mut parts = Vec::new();
        for (at, expr) in exprs.into_iter().enumerate() {
            let ty = self.type_of(expr);
            if ty.is_discrete() || self.is_passive(expr) {
                parts.push(Part::Passive(expr, ty));
                continue;
            }
            let odd = patterns.iter().map(|of| &of[at]).find(|pattern| !is_name(pattern));
            let of_memory = patterns.iter().any(|of| variants::is_of_memory(of[at]));
            if variants::is_memory(&ty, of_memory, odd.is_none()) && !self.is_poisoned(expr) {
                let found = self.memory_of(expr, &Type::Unknown);
                let found = self.fixed(found);
                let found = if is_list { self.copied_out(found) } else { found };
                parts.push(Part::Memory(expr, found, self.stmts.len()));
                continue;
            }
            let odd = match ty.behind_refs() {
                Type::Float(_) | Type::Unknown => odd.map(|odd| odd as &dyn ToTokens),
                _ => Some(expr as &dyn ToTokens),
            };
            if let Some(odd) = odd {
                if !self.is_poisoned(expr) {
                    self.refuse(catalogue::matching(odd));
                }
                parts.push(Part::Active(super::poison()));
                continue;
            }
            let (rhs, ty) = self.rhs(expr, &Type::Unknown);
            let (atom, ty) = self.atom(rhs, ty, Some("matched"));
            // The name is that of the value now, whatever becomes of the variable.
            let is_fixed = atom.as_var().is_none_or(|var| !self.function.var(var).mutable);
            let atom = if is_fixed { atom } else { Expr::Var(self.name("matched", ty, super::Rhs::Plain(atom))) };
            parts.push(Part::Active(atom));
        }
        (parts, patterns)
    }

    /// What is matched stays one piece.
    fn by_pattern(
        &mut self,
        scrutinee: &syn::Expr,
        ways: Vec<Way<'_>>,
        yields: &Yields,
        in_tail: bool,
    ) -> (StmtKind, Vec<Type>) {
        let ty = self.type_of(scrutinee);
        let is_plain = matches!(ty, Type::Int(_) | Type::Bool)
            && ways.iter().all(|way| way.guard.is_none() && !binds_inside(way.pattern));
        let scrutinee = if is_plain {
            self.discrete(scrutinee, &ty, "matched", true)
        } else {
            let piece = self.opaque(scrutinee, false);
            match piece.offence {
                None => {
                    let inert = self.accept(piece);
                    // What it writes must be a statement's; what it names in place must not be moved.
                    match inert.writes.is_empty() {
                        true => Expr::Inert(inert),
                        false => {
                            let value = super::Rhs::Plain(Expr::Inert(inert));
                            Expr::Var(self.name("matched", Type::Unknown, value))
                        }
                    }
                }
                Some(_) => {
                    self.inert(scrutinee, || catalogue::hidden_write(scrutinee));
                    super::poison()
                }
            }
        };
        let taken = (!is_plain).then(|| self.taken());
        let mut arms = Vec::new();
        let mut met = yields.types();
        for (at, way) in ways.into_iter().enumerate() {
            let arm = self.scoped(|this| {
                let (pattern, bindings) = match is_plain {
                    true => (this.plain_pattern(way.pattern), Vec::new()),
                    false => this.binding_pattern(way.pattern, &ty),
                };
                let alias = is_plain.then(|| name_in(way.pattern)).flatten();
                let guard = way.guard.and_then(|guard| this.guard(guard));
                let (body, types) = this.arm(taken.map(|var| (var, at)), way.body, yields, in_tail, |this| {
                    if let Some(name) = alias {
                        let var = this.declare(name, &ty, false);
                        this.push(StmtKind::Let { var, value: Some(scrutinee.clone()) });
                        this.enter(name, Entity::Var(var));
                    }
                });
                met = joined(&met, &types);
                Arm { pattern, bindings, parts: Vec::new(), guard, body }
            });
            arms.push(arm);
        }
        (StmtKind::Match { binds: Vec::new(), scrutinee, arms, taken }, met)
    }

    /// `let arm;`, which tells which arm was taken.
    fn taken(&mut self) -> VarId {
        let taken = self.function.fresh("arm", types::usize_type(), crate::ir::Origin::Temp);
        self.push(StmtKind::Let { var: taken, value: None });
        taken
    }

    fn guard(&mut self, guard: &syn::Expr) -> Option<Expr> {
        let piece = self.opaque(guard, true);
        match piece.offence {
            None if !piece.inert.writes.is_empty() => {
                self.refuse(catalogue::writing_guard(guard));
                None
            }
            None => Some(Expr::Inert(self.accept(piece))),
            Some(_) => {
                self.inert(guard, || catalogue::hidden_write(guard));
                None
            }
        }
    }

    fn arm(
        &mut self,
        taken: Option<(VarId, usize)>,
        body: Body<'_>,
        yields: &Yields,
        in_tail: bool,
        first: impl FnOnce(&mut Self),
    ) -> (Block, Vec<Type>) {
        let outer = std::mem::take(&mut self.stmts);
        if let Some((var, at)) = taken {
            let number = Literal::usize_unsuffixed(at);
            let value = Expr::Inert(Inert::pure(quote!(#number), Vec::new(), false));
            self.push(StmtKind::Assign { place: Place::var(var), value });
        }
        first(self);
        self.in_tail = in_tail;
        let block = match &body {
            Body::Expr(expr) => match peel(expr) {
                syn::Expr::Block(block) if block.label.is_none() => Some(&block.block),
                _ => None,
            },
            Body::Block(block) => Some(*block),
            Body::Empty | Body::Break => None,
        };
        let (values, types) = match (block, body) {
            (Some(block), _) => {
                let (block, types) = self.block(block, yields);
                self.stmts.extend(block.stmts);
                (block.values, types)
            }
            (None, Body::Expr(expr)) => self.at(span_of(expr), |this| match yields {
                Yields::Nothing => {
                    this.expression(expr);
                    (Vec::new(), Vec::new())
                }
                _ => this.yielded(expr, yields, in_tail),
            }),
            (None, Body::Break) => {
                self.push(StmtKind::Break { label: None, values: Vec::new() });
                self.nothing(yields)
            }
            (None, Body::Empty | Body::Block(_)) => self.nothing(yields),
        };
        self.in_tail = false;
        let stmts: Vec<Stmt> = std::mem::replace(&mut self.stmts, outer);
        debug_assert!(stmts.iter().all(|stmt| stmt.pass == Pass::Primal));
        (Block { stmts, values }, types)
    }
}

fn is_none(pattern: &Pat) -> bool {
    matches!(pattern, Pat::Ident(name) if name.ident == "None")
}

fn tuple(parts: &[TokenStream]) -> TokenStream {
    match parts {
        [] => quote!(()),
        [one] => one.clone(),
        several => quote!((#(#several),*)),
    }
}

fn joined(types: &[Type], others: &[Type]) -> Vec<Type> {
    types.iter().enumerate().map(|(at, ty)| others.get(at).map_or(ty.clone(), |other| types::join(ty, other))).collect()
}
