//! `match`, and `if let` where two arms are all there is.
//!
//! An arm that takes memory apart binds the parts that it uses to variables, one by one, at its beginning. As the user
//! wrote it, the pattern does that: such a binding is printed there, in the hole that the pattern has for its part.

use super::Printer;
use super::precedence::{Piece, Prec};
use super::spans::{braced, joined};
use crate::ir::{Arm, Block, Expr, FloatType, Inert, Origin, Place, Step, StmtId, StmtKind, Type, VarId};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote_spanned;

/// Bindings of an arm's body that its pattern makes: for each hole the variable, and how it is bound.
#[derive(Default)]
struct Merged {
    parts: Vec<Option<(VarId, Binding)>>,
    stmts: Vec<StmtId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Binding {
    Value,
    Shared,
    Exclusive,
}

impl Printer<'_> {
    pub(super) fn choice(&self, binds: &[VarId], scrutinee: &Expr, arms: &[Arm]) -> TokenStream {
        let span = self.span();
        let floats = self.floats(binds);
        let merged: Vec<Merged> = arms.iter().map(|arm| self.merged(scrutinee, arm)).collect();
        let all = || merged.iter().flat_map(|merged| merged.parts.iter().flatten());
        // By reference, as one writes it; what is copied out needs the place itself.
        let by_reference = all().all(|(_, binding)| *binding == Binding::Shared);
        let scrutinee = self.matched(scrutinee, by_reference);
        let pattern = |arm: &Arm, merged: &Merged| {
            Inert::with_parts(self.pattern(&arm.pattern), |at, _| match merged.parts.get(at).copied().flatten() {
                None => quote_spanned!(span=> _),
                Some((var, binding)) => {
                    let name = self.pattern_of(var);
                    match binding {
                        Binding::Shared if !by_reference => quote_spanned!(span=> ref #name),
                        Binding::Exclusive => quote_spanned!(span=> ref mut #name),
                        Binding::Value | Binding::Shared => name,
                    }
                }
            })
        };
        if let [one, other] = arms
            && other.pattern.to_string() == "_"
            && [one, other].iter().all(|arm| arm.guard.is_none())
        {
            let pattern = pattern(one, &merged[0]);
            let then = self.arm_body(one, &merged[0], &floats);
            let tokens = self.either(scrutinee, pattern, then, &other.body, &floats);
            return self.bound(binds, tokens);
        }
        let scrutinee = scrutinee.tokens;
        let arms = arms.iter().zip(&merged).map(|(arm, merged)| {
            let pattern = pattern(arm, merged);
            let guard = arm.guard.as_ref().map(|guard| {
                let guard = self.expr(guard, None);
                quote_spanned!(span=> if #guard)
            });
            let body = self.arm_body(arm, merged, &floats);
            match (arm.body.stmts.len() == merged.stmts.len(), arm.body.values.len()) {
                (true, 1..) => quote_spanned!(span=> #pattern #guard => #body,),
                _ => quote_spanned!(span=> #pattern #guard => { #body }),
            }
        });
        let tokens = quote_spanned!(span=> match #scrutinee { #(#arms)* });
        self.bound(binds, tokens)
    }

    fn either(
        &self,
        scrutinee: Piece,
        pattern: TokenStream,
        then: TokenStream,
        otherwise: &Block,
        floats: &[Option<FloatType>],
    ) -> TokenStream {
        let span = self.span();
        let is_number = matches!(pattern.clone().into_iter().next(), Some(TokenTree::Literal(_)))
            && pattern.clone().into_iter().count() == 1;
        let scrutinee = scrutinee.within(Prec::Compare);
        let head = match is_number {
            true => quote_spanned!(span=> if #scrutinee == #pattern),
            false => quote_spanned!(span=> if let #pattern = #scrutinee),
        };
        let rest = match otherwise.stmts.is_empty() && otherwise.values.is_empty() {
            true => TokenStream::new(),
            false => joined([quote_spanned!(span=> else), braced(self.inside(otherwise, floats), span)]),
        };
        joined([head, braced(then, span), rest])
    }

    fn arm_body(&self, arm: &Arm, merged: &Merged, floats: &[Option<FloatType>]) -> TokenStream {
        if merged.stmts.is_empty() {
            return self.inside(&arm.body, floats);
        }
        let mut body = arm.body.clone();
        body.stmts.retain(|stmt| !merged.stmts.contains(&stmt.id));
        self.inside(&body, floats)
    }

    /// What is matched.
    fn matched(&self, scrutinee: &Expr, by_reference: bool) -> Piece {
        let Expr::Borrow { place, .. } = scrutinee else {
            let piece = self.piece(scrutinee, None);
            return if ends_in_braces(&piece.tokens) { Piece::tight(piece.parenthesised()) } else { piece };
        };
        let is_reference = self.type_at(place).is_ref();
        match (by_reference, is_reference) {
            (true, true) => self.place(place),
            (true, false) => self.piece(scrutinee, None),
            (false, _) => self.behind(place),
        }
    }

    /// A place as the value that is there, behind all references.
    fn behind(&self, place: &Place) -> Piece {
        let mut place = place.clone();
        let mut ty = self.type_at(&place);
        // A second name is a reference to what the first one is hidden from.
        if self.is_hidden(place.base) && !self.function.var(place.base).ty.is_copy() {
            place.path.insert(0, Step::Deref);
        }
        while let Type::Ref { to, .. } = ty {
            place.path.push(Step::Deref);
            ty = *to;
        }
        self.place(&place)
    }

    /// The bindings that come first in the body, each of a part for which the pattern has a hole.
    fn merged(&self, scrutinee: &Expr, arm: &Arm) -> Merged {
        let mut merged = Merged { parts: vec![None; arm.parts.len()], stmts: Vec::new() };
        // A guard names what it is about, before any of it is bound.
        if !matches!(scrutinee, Expr::Borrow { .. }) || arm.guard.is_some() {
            return merged;
        }
        for stmt in &arm.body.stmts {
            let (var, place, binding) = match &stmt.kind {
                // Which arm was taken.
                StmtKind::Assign { place, value: Expr::Inert(inert) } if place.is_whole() && inert.reads.is_empty() => {
                    continue;
                }
                StmtKind::Let { var, value: Some(Expr::Load(place)) } => (*var, place, Binding::Value),
                StmtKind::Let { var, value: Some(Expr::Borrow { mutable: false, place }) } => {
                    (*var, place, Binding::Shared)
                }
                StmtKind::Let { var, value: Some(Expr::Borrow { mutable: true, place }) } => {
                    (*var, place, Binding::Exclusive)
                }
                _ => break,
            };
            let is_it =
                |part: &Expr| matches!(part, Expr::Borrow { place: of, .. } if super::assignments::is_place(of, place));
            let at = arm.parts.iter().position(is_it);
            match at {
                Some(at) if merged.parts[at].is_none() && self.names.hidden_by(&[var]).is_empty() => {
                    merged.parts[at] = Some((var, binding));
                    merged.stmts.push(stmt.id);
                }
                _ => break,
            }
        }
        merged
    }

    /// `let Some(x) = value else { unreachable!() };`, of a part of a variant that the value is known to be.
    pub(super) fn part_of_variant(&self, name: &TokenStream, value: &Expr) -> Option<TokenStream> {
        let span = self.span();
        let (Expr::Load(place) | Expr::Borrow { place, .. }) = value else { return None };
        let Some((Step::Variant(variant), rest)) = place.path.split_last() else { return None };
        let whole = Place { base: place.base, path: rest.to_vec() };
        let variable = self.function.var(place.base);
        let is_copied = matches!(value, Expr::Load(_));
        // What stands for a value of the forward pass may be a reference to it.
        if is_copied && matches!(variable.origin, Origin::Version(_)) && !variable.ty.is_copy() {
            return None;
        }
        let pattern = self.variant(variant, name);
        let from = match value {
            Expr::Borrow { mutable: false, .. } if self.type_at(&whole).is_ref() => self.place(&whole).tokens,
            Expr::Borrow { mutable: false, .. } => {
                let whole = self.place(&whole).within(Prec::Unary);
                quote_spanned!(span=> &#whole)
            }
            Expr::Borrow { mutable: true, .. } => self.mutably(&whole),
            _ => self.behind(&whole).tokens,
        };
        let absent = self.absent(place.base);
        Some(quote_spanned!(span=> let #pattern = #from else { #absent };))
    }
}

/// `S { a: 1 }`, which would be taken for the block behind it.
fn ends_in_braces(tokens: &TokenStream) -> bool {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    matches!(trees.as_slice(), [TokenTree::Ident(first), .., TokenTree::Group(last)]
        if last.delimiter() == proc_macro2::Delimiter::Brace
            && !["if", "match", "loop", "unsafe"].iter().any(|keyword| first == keyword))
}
