//! What is matched in parts: numbers, of which a pattern names the value; memory, which it takes apart; and what is tested
//! beside them.

use super::patterns::named;
use super::{Part, Way, joined, tuple};
use crate::ir::{Arm, Expr, Inert, Read, Reading, StmtKind, Type};
use crate::lower::control::Yields;
use crate::lower::scope::Entity;
use crate::lower::{Lowerer, Rhs, poison};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Pat;

impl Lowerer<'_> {
    /// Numbers and memory among the parts: patterns name these, and test the others.
    pub(super) fn by_parts(
        &mut self,
        parts: &[Part<'_>],
        patterns: Vec<Vec<&Pat>>,
        ways: Vec<Way<'_>>,
        yields: &Yields,
        in_tail: bool,
    ) -> (StmtKind, Vec<Type>) {
        let mut tested: Vec<(usize, Expr)> = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            match part {
                Part::Memory(_, found, _) => {
                    tested.push((at, Expr::Borrow { mutable: false, place: found.place.clone() }));
                }
                Part::Passive(expr, ty) if patterns.iter().any(|of| !matches!(of[at], Pat::Wild(_))) => {
                    let atom = self.discrete(expr, ty, "matched", ty.is_discrete());
                    let atom = match atom.as_var() {
                        Some(var) => var,
                        None => self.name("matched", ty.clone(), Rhs::Plain(atom)),
                    };
                    let reads = vec![Read { var: atom, what: Reading::Value }];
                    let hole = Inert::hole(atom, self.span).to_token_stream();
                    tested.push((at, Expr::Inert(Inert::pure(hole, reads, false))));
                }
                Part::Passive(..) | Part::Active(_) => {}
            }
        }
        self.check_memory(parts);
        if tested.is_empty() {
            return self.by_guards(parts, patterns.into_iter().zip(ways).collect(), yields, in_tail);
        }
        let is_kept = matches!(tested.as_slice(), [(_, Expr::Borrow { place, .. })] if self.is_never_written(place));
        let taken = (!is_kept || ways.iter().any(|way| way.guard.is_some())).then(|| self.taken());
        let mut arms = Vec::new();
        let mut met = yields.types();
        for (number, (way, patterns)) in ways.into_iter().zip(patterns).enumerate() {
            let arm = self.scoped(|this| {
                let own = this.name_parts(parts, &patterns);
                let mut bindings = Vec::new();
                let mut tokens: Vec<TokenStream> = Vec::new();
                for (at, _) in &tested {
                    if let Part::Passive(_, ty) = &parts[*at] {
                        let (pattern, bound) = this.binding_pattern(patterns[*at], ty);
                        tokens.push(pattern);
                        bindings.extend(bound);
                    } else {
                        tokens.push(TokenStream::new());
                    }
                }
                let guard = way.guard.and_then(|guard| {
                    let guard = this.guard_of_memory(parts, &patterns, guard);
                    this.guard(&guard)
                });
                let mut named = Vec::new();
                let taken = taken.map(|taken| (taken, number));
                let (body, types) = this.arm(taken, way.body, yields, in_tail, |this| {
                    this.copies(own);
                    for ((at, _), tokens) in tested.iter().zip(&mut tokens) {
                        if let Part::Memory(_, found, _) = &parts[*at] {
                            *tokens = this.variant_pattern(patterns[*at], found.clone(), &mut named);
                        }
                    }
                });
                met = joined(&met, &types);
                Arm { pattern: tuple(&tokens), bindings, parts: named, guard, body }
            });
            arms.push(arm);
        }
        let mut tested = tested.into_iter().map(|(_, tested)| tested);
        let scrutinee = match tested.len() {
            1 => tested.next().unwrap_or_else(poison),
            _ => Expr::Tuple(tested.collect()),
        };
        (StmtKind::Match { binds: Vec::new(), scrutinee, arms, taken }, met)
    }

    /// The names that the patterns of an arm give to numbers; those that are `mut` are to be variables of their own.
    pub(super) fn name_parts<'p>(
        &mut self,
        parts: &[Part<'_>],
        patterns: &[&'p Pat],
    ) -> Vec<(&'p syn::PatIdent, Expr)> {
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

    pub(super) fn copies(&mut self, own: Vec<(&syn::PatIdent, Expr)>) {
        for (pat, atom) in own {
            let ty =
                atom.as_var().map_or(Type::Float(crate::ir::FloatType::Some), |var| self.function.var(var).ty.clone());
            let var = self.declare(&pat.ident, &ty, true);
            self.push(StmtKind::Let { var, value: Some(atom) });
            self.enter(&pat.ident, Entity::Var(var));
        }
    }
}
