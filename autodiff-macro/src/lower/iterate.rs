//! `for` over slices and the like: a counted loop that reads by an index what each turn is given.

use super::control::Yields;
use super::scope::Entity;
use super::sources::{Access, At, Found, Item, Piece};
use super::streams::Stream;
use super::views::View;
use super::{Lowerer, Rhs, structures, types};
use crate::diagnostics::catalogue;
use crate::ir::{Expr, Inert, Member, Op, Origin, Place, Step as Into, StmtKind, Type, VarId};
use proc_macro2::{Ident, Span};
use syn::{ExprForLoop, Pat, PatIdent};

impl Lowerer<'_> {
    pub(super) fn for_source(&mut self, each: &ExprForLoop) {
        // Where it computes nothing that carries a derivative, it stays as written.
        let whole = syn::Expr::ForLoop(each.clone());
        if self.opaque(&whole, false).offence.is_none() {
            self.effect_or(&whole, || catalogue::for_each(&each.expr));
            return;
        }
        match self.stream(&each.expr) {
            Ok(stream) => self.for_stream(each, stream),
            Err(message) => self.refuse_source(&each.expr, message),
        }
    }

    fn for_stream(&mut self, each: &ExprForLoop, stream: Stream) {
        let label = each.label.as_ref().map(|label| label.name.ident.clone());
        // Of several loops, `break` leaves them all.
        let around = (!stream.is_one_loop() && has_break(&each.body))
            .then(|| Ident::new(&format!("loops_{}", self.function.variables.len()), Span::call_site()));
        let outer = around.as_ref().map(|_| std::mem::take(&mut self.stmts));
        let here = self.scopes.clone();
        let consumer = Consumer::Pattern(&each.pat);
        let inner = label.clone();
        let done = self.run(stream, label, consumer, &mut |this, item, counter| {
            let scopes = std::mem::replace(&mut this.scopes, here.clone());
            this.scoped(|this| {
                this.match_item(&each.pat, item, counter);
                let ((body, _), _) =
                    this.turns_within(inner.clone(), around.clone(), |this| this.block(&each.body, &Yields::Nothing));
                this.stmts.extend(body.stmts);
            });
            this.scopes = scopes;
        });
        if let Err(message) = done {
            self.refuse_source(&each.expr, message);
        }
        if let (Some(label), Some(outer)) = (around, outer) {
            let stmts = std::mem::replace(&mut self.stmts, outer);
            let body = crate::ir::Block { stmts, values: Vec::new() };
            self.push(StmtKind::Labelled { label, binds: Vec::new(), body });
        }
    }

    /// Nothing more is said about the body, which names what the refused pattern binds.
    pub(super) fn refuse_source(&mut self, source: &syn::Expr, message: crate::diagnostics::Message) {
        if !self.is_poisoned(source) {
            self.refuse(message);
        }
    }

    /// A counter of ours, named as one would name it.
    pub(super) fn counter(&mut self, ty: &Type) -> VarId {
        const NAMES: &[&str] = &["i", "j", "k", "l", "m"];
        let is_free = |name: &&&str| {
            let taken = self.counters.iter().any(|taken| *taken == **name);
            !taken && self.resolve(&Ident::new(name, Span::call_site())).is_none()
        };
        let name = NAMES.iter().find(is_free).copied().unwrap_or("at");
        self.counters.push(name);
        self.function.fresh(name, ty.clone(), Origin::Temp)
    }

    pub(super) fn piece_found(&mut self, piece: Piece, counter: VarId) -> Found {
        let Piece { memory: mut place, element, access, at, cut } = piece;
        let ty = match cut.ends(&at.inert(counter, self.span)) {
            None => {
                let index = self.number_of(&at, counter);
                place.path.push(Into::Index(index));
                element
            }
            Some((low, high)) => {
                let [low, high] = [(low, "start"), (high, "end")].map(|(inert, wish)| {
                    Some(self.atom(Rhs::Plain(Expr::Inert(inert)), types::usize_type(), Some(wish)).0)
                });
                place.path.push(Into::Range { low, high, inclusive: false });
                Type::Slice(Box::new(element))
            }
        };
        Found { place, ty, access, around: 0 }
    }

    pub(super) fn number_of(&mut self, at: &At, counter: VarId) -> Expr {
        match at {
            At::Counter => Expr::Var(counter),
            At::Exactly(n) if n.reads.is_empty() => Expr::Inert(n.clone()),
            at => {
                let inert = at.inert(counter, self.span);
                Expr::Var(self.name("index", types::usize_type(), Rhs::Plain(Expr::Inert(inert))))
            }
        }
    }

    pub(super) fn match_place(&mut self, pattern: &Pat, found: Found) {
        let Found { place, ty, access, around } = found;
        match unwrapped(pattern) {
            Pat::Wild(_) => {}
            Pat::Ident(pat) if is_name(pat) => self.name_place(pat, Found { place, ty, access, around }),
            Pat::Reference(reference) if around > 0 && reference.mutability.is_none() => {
                self.match_place(&reference.pat, Found { place, ty, access, around: around - 1 });
            }
            // `&v` takes the number itself.
            Pat::Reference(reference) if (access == Access::Exclusive) == reference.mutability.is_some() => {
                match access {
                    Access::Shared | Access::Through | Access::Exclusive => {
                        self.match_place(&reference.pat, Found { place, ty, access: Access::Value, around });
                    }
                    Access::Value => self.refuse_pattern_of_loop(pattern),
                }
            }
            pattern @ (Pat::Tuple(_) | Pat::Struct(_) | Pat::TupleStruct(_)) => match fields(pattern, &ty) {
                Some(fields) => {
                    for (member, pattern, ty) in fields {
                        self.match_place(
                            pattern,
                            Found { place: inside(&place, Into::Field(member)), ty, access, around },
                        );
                    }
                }
                None => self.refuse_pattern_of_loop(pattern),
            },
            Pat::Slice(slice) => match elements(slice, &ty) {
                Some(of) => {
                    for (at, pattern) in slice.elems.iter().enumerate() {
                        let at = proc_macro2::Literal::usize_unsuffixed(at);
                        let step = Into::Index(Expr::Inert(Inert::pure(quote::quote!(#at), Vec::new(), false)));
                        self.match_place(
                            pattern,
                            Found { place: inside(&place, step), ty: of.clone(), access, around },
                        );
                    }
                }
                None => self.refuse_pattern_of_loop(pattern),
            },
            other => self.refuse_pattern_of_loop(other),
        }
    }

    /// A name for a piece of memory, by the reference, or the value, that is got of it.
    pub(super) fn name_place(&mut self, pat: &PatIdent, found: Found) {
        let Found { place, ty, access, around } = found;
        let is_mutable = pat.mutability.is_some() && pat.by_ref.is_none();
        match access {
            _ if around > 0 && is_mutable => self.refuse_pattern_of_loop(&Pat::Ident(pat.clone())),
            _ if around > 0 => {
                let around = around - usize::from(access == Access::Value);
                let mutable = access == Access::Exclusive;
                let view = View { name: pat.ident.clone(), place, ty, mutable, around };
                self.enter(&pat.ident, Entity::View(Box::new(view)));
            }
            Access::Exclusive if !is_mutable => self.enter_view(&pat.ident, place, ty, true),
            Access::Through if !is_mutable => self.enter_view(&pat.ident, place, ty, false),
            Access::Shared if !is_mutable => self.bind_reference(pat, place, ty),
            Access::Value if ty.is_copy() || types::is_open(&ty) => self.bind_value(pat, place, &ty),
            Access::Value if !is_mutable => self.refuse_rows(pat),
            _ => self.refuse_pattern_of_loop(&Pat::Ident(pat.clone())),
        }
    }

    fn bind_value(&mut self, pat: &PatIdent, place: Place, ty: &Type) {
        let (learnt, base) = (self.learnt(&pat.ident), place.base);
        let mut value = if place.is_whole() { Expr::Var(base) } else { Expr::Load(place) };
        if types::is_open(ty) && learnt.is_float() {
            let loaded = self.name(&pat.ident.to_string(), Type::Unknown, Rhs::Plain(value));
            value = Expr::op(Op::Pin, vec![Expr::Var(loaded)]);
        } else if types::is_open(ty) && self.is_supposed(&pat.ident) {
            let loaded = self.name(&pat.ident.to_string(), Type::Unknown, Rhs::Plain(value));
            value = self.proven_part(loaded, &learnt);
        }
        let is_passive = pat.mutability.is_none() && self.is_passive_var(base);
        let var = self.declare(&pat.ident, &types::join(ty, &learnt), pat.mutability.is_some());
        if is_passive {
            self.passive.insert(var);
        } else if matches!(ty, Type::Unknown) {
            self.parts.insert(var);
        }
        self.bind(var, Rhs::Plain(value));
        self.enter(&pat.ident, Entity::Var(var));
    }

    /// What is taken for an integer or a flag, in the call that has rustc see to it.
    pub(super) fn proven_part(&mut self, part: VarId, ty: &Type) -> Expr {
        let hole = quote::ToTokens::to_token_stream(&Inert::hole(part, self.span));
        let reads = vec![crate::ir::Read { var: part, what: crate::ir::Reading::Value }];
        Expr::Inert(self.proven(Inert::pure(hole, reads, false), ty))
    }

    fn refuse_rows(&mut self, pat: &PatIdent) {
        self.refuse(catalogue::rows_by_value(&pat.ident));
        self.enter_poison(&pat.ident);
    }

    pub(super) fn refuse_pattern_of_loop(&mut self, pattern: &Pat) {
        self.refuse(catalogue::pattern(pattern));
        super::scope::bound_names(pattern).iter().for_each(|name| self.enter_poison(name));
    }
}

/// What the elements are of which a pattern names every one. What takes it is an array, whether that is seen or not: of a slice
/// the pattern could fail.
fn elements(pattern: &syn::PatSlice, ty: &Type) -> Option<Type> {
    if pattern.elems.iter().any(|of| matches!(of, Pat::Rest(_))) {
        return None;
    }
    match ty {
        Type::Array(of, _) => Some((**of).clone()),
        ty if types::is_open(ty) => Some(Type::Unknown),
        _ => None,
    }
}

/// The fields of a value of this type that a pattern names, each with its own pattern and type.
fn fields<'p>(pattern: &'p Pat, ty: &Type) -> Option<Vec<(Member, &'p Pat, Type)>> {
    let named = structures::taken_apart(pattern)?;
    let of = match ty {
        Type::Tuple(of) if of.len() == named.len() => of.as_slice(),
        ty if types::is_open(ty) => &[],
        _ => return None,
    };
    let typed = |(at, (member, pattern))| (member, pattern, of.get(at).cloned().unwrap_or(Type::Unknown));
    Some(named.into_iter().enumerate().map(typed).collect())
}

fn inside(place: &Place, step: Into) -> Place {
    let mut inside = place.clone();
    inside.path.push(step);
    inside
}

/// What takes the items of a loop.
#[derive(Clone, Copy)]
pub(super) enum Consumer<'p> {
    Pattern(&'p Pat),
    /// By reference.
    Lent(&'p Pat),
    /// Something without names.
    Nobody,
}

/// The name that what takes the item gives to the counter itself, if it does.
pub(super) fn counter<'p>(consumer: Consumer<'p>, item: &'p Item) -> Option<&'p PatIdent> {
    let pattern = match (consumer, item) {
        (_, Item::Made(of, closure)) => return counter(Consumer::Pattern(closure.syntax.inputs.first()?), of),
        (Consumer::Pattern(pattern), _) => unwrapped(pattern),
        (Consumer::Lent(pattern), _) => match unwrapped(pattern) {
            Pat::Reference(reference) => unwrapped(&reference.pat),
            _ => return None,
        },
        (Consumer::Nobody, Item::Tuple(items)) => {
            return items.iter().find_map(|item| counter(Consumer::Nobody, item));
        }
        (Consumer::Nobody, _) => return None,
    };
    match (pattern, item) {
        (Pat::Ident(pat), Item::Number(At::Counter)) if is_name(pat) && pat.mutability.is_none() => Some(pat),
        (Pat::Tuple(tuple), Item::Tuple(items)) if tuple.elems.len() == items.len() => {
            tuple.elems.iter().zip(items).find_map(|(pattern, item)| counter(Consumer::Pattern(pattern), item))
        }
        _ => None,
    }
}

fn has_break(block: &syn::Block) -> bool {
    fn any(tokens: proc_macro2::TokenStream) -> bool {
        tokens.into_iter().any(|tree| match tree {
            proc_macro2::TokenTree::Group(group) => any(group.stream()),
            proc_macro2::TokenTree::Ident(word) => word == "break",
            _ => false,
        })
    }
    any(quote::ToTokens::to_token_stream(block))
}

pub(super) fn is_name(pat: &PatIdent) -> bool {
    pat.by_ref.is_none() && pat.subpat.is_none()
}

pub(super) fn unwrapped(pattern: &Pat) -> &Pat {
    match pattern {
        Pat::Paren(paren) => unwrapped(&paren.pat),
        Pat::Type(typed) => unwrapped(&typed.pat),
        other => other,
    }
}
