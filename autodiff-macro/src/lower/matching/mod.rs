//! `match`, `if let`, `while let`.
//!
//! What is matched is either held constant as far as derivatives go (an integer, an enum, an option of a model), and then
//! stays one piece, with its patterns as they are; or a number, or a tuple with numbers in it, of which a pattern can but
//! name the parts. Patterns bind variables of their own; which arm was taken is an integer that the backward pass looks at.

mod forms;
mod patterns;

use patterns::{binds_inside, is_name, name_in, named, parts_of, unguarded};
pub(super) use patterns::{let_of, otherwise};

use super::control::Yields;
use super::scope::Entity;
use super::{Lowerer, peel, span_of, types};
use crate::diagnostics::catalogue;
use crate::ir::{Arm, Block, Expr, Inert, Pass, Place, Read, Reading, Stmt, StmtKind, Type, VarId};
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use syn::Pat;

/// One way through a `match`.
pub(super) struct Way<'a> {
    pub(super) pattern: &'a Pat,
    pub(super) guard: Option<&'a syn::Expr>,
    pub(super) body: Body<'a>,
}

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
        let mut parts = Vec::new();
        for (at, expr) in exprs.into_iter().enumerate() {
            let ty = self.type_of(expr);
            if ty.is_discrete() || self.is_passive(expr) {
                parts.push(Part::Passive(expr, ty));
                continue;
            }
            let odd = patterns.iter().map(|of| &of[at]).find(|pattern| !is_name(pattern));
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
                Arm { pattern, bindings, guard, body }
            });
            arms.push(arm);
        }
        (StmtKind::Match { binds: Vec::new(), scrutinee, arms, taken }, met)
    }

    /// Numbers among the parts: patterns name these, and test the others.
    fn by_parts(
        &mut self,
        parts: &[Part<'_>],
        patterns: Vec<Vec<&Pat>>,
        ways: Vec<Way<'_>>,
        yields: &Yields,
        in_tail: bool,
    ) -> (StmtKind, Vec<Type>) {
        let mut tested: Vec<(usize, VarId, Type)> = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            if let Part::Passive(expr, ty) = part
                && patterns.iter().any(|of| !matches!(of[at], Pat::Wild(_)))
            {
                let atom = self.discrete(expr, ty, "matched", ty.is_discrete());
                let atom = match atom.as_var() {
                    Some(var) => var,
                    None => self.name("matched", ty.clone(), super::Rhs::Plain(atom)),
                };
                tested.push((at, atom, ty.clone()));
            }
        }
        if tested.is_empty() {
            return self.by_guards(parts, patterns.into_iter().zip(ways).collect(), yields, in_tail);
        }
        let taken = self.taken();
        let mut arms = Vec::new();
        let mut met = yields.types();
        for (number, (way, patterns)) in ways.into_iter().zip(patterns).enumerate() {
            let arm = self.scoped(|this| {
                let own = this.name_parts(parts, &patterns);
                let mut bindings = Vec::new();
                let mut tokens: Vec<TokenStream> = Vec::new();
                for (at, _, ty) in &tested {
                    let (pattern, bound) = this.binding_pattern(patterns[*at], ty);
                    tokens.push(pattern);
                    bindings.extend(bound);
                }
                let pattern = tuple(&tokens);
                let guard = way.guard.and_then(|guard| this.guard(guard));
                let (body, types) = this.arm(Some((taken, number)), way.body, yields, in_tail, |this| this.copies(own));
                met = joined(&met, &types);
                Arm { pattern, bindings, guard, body }
            });
            arms.push(arm);
        }
        let holes: Vec<TokenStream> =
            tested.iter().map(|(_, var, _)| Inert::hole(*var, self.span).to_token_stream()).collect();
        let reads = tested.iter().map(|(_, var, _)| Read { var: *var, what: Reading::Value }).collect();
        let scrutinee = Expr::Inert(Inert::pure(tuple(&holes), reads, false));
        (StmtKind::Match { binds: Vec::new(), scrutinee, arms, taken: Some(taken) }, met)
    }

    /// The names that the patterns of an arm give to numbers; those that are `mut` are to be variables of their own.
    fn name_parts<'p>(&mut self, parts: &[Part<'_>], patterns: &[&'p Pat]) -> Vec<(&'p syn::PatIdent, Expr)> {
        let mut own = Vec::new();
        for (part, pattern) in parts.iter().zip(patterns) {
            if let (Part::Active(atom), Some(pat)) = (part, named(pattern)) {
                // A guard sees what is matched; the copy is made behind it.
                if pat.mutability.is_some() {
                    own.push((pat, atom.clone()));
                }
                match atom.as_var() {
                    Some(var) => self.enter(&pat.ident, Entity::Var(var)),
                    None => self.enter(&pat.ident, Entity::Declared),
                }
            }
        }
        own
    }

    fn copies(&mut self, own: Vec<(&syn::PatIdent, Expr)>) {
        for (pat, atom) in own {
            let ty =
                atom.as_var().map_or(Type::Float(crate::ir::FloatType::Some), |var| self.function.var(var).ty.clone());
            let var = self.declare(&pat.ident, &ty, true);
            self.push(StmtKind::Let { var, value: Some(atom) });
            self.enter(&pat.ident, Entity::Var(var));
        }
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
