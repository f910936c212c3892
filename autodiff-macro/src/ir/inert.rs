//! Opaque pieces of the user's own tokens: whatever carries no derivative.

use super::VarId;
use super::hash::HashMap;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};

/// An expression (or, as a statement, an effect) that carries no derivative and is never taken apart.
///
/// Variables inside `tokens` are *holes*: identifiers `__v7` that stand for `VarId(7)`, so that the expression can be
/// repeated where that variable goes by another name. Tokens inside a macro call (`println!("{x}")`) have no holes:
/// such an expression is impure, stands in the forward pass only, and there the user's names are never changed.
#[derive(Clone, Debug)]
pub(crate) struct Inert {
    pub(crate) tokens: TokenStream,
    pub(crate) reads: Vec<Read>,
    /// Evaluating it again, with the same values read, gives the same bits and no effect.
    pub(crate) pure: bool,
    /// Variables it may write (through `&mut`, a macro, a method off the known-pure list).
    pub(crate) writes: Vec<VarId>,
    /// Memory that it may take away: named whole, where a value is wanted.
    pub(crate) gives: Vec<VarId>,
    pub(crate) hazards: Vec<Hazard>,
    /// Variables that it reads other than through an integer, a flag or a length, which stop every derivative.
    pub(crate) exposed: Vec<VarId>,
    /// It binds more loosely than a method call, so that it needs parentheses inside another expression.
    pub(crate) compound: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) var: VarId,
    pub(crate) what: Reading,
}

/// What of a variable an inert expression reads. `x.len()` does not care about writes to `x`'s elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Reading {
    /// The value of a scalar, or the whole contents of memory.
    Value,
    /// Only the length.
    Shape,
}

/// A place inside an inert expression where a derivative would be lost if it read an active value.
#[derive(Clone, Debug)]
pub(crate) struct Hazard {
    pub(crate) kind: HazardKind,
    pub(crate) reads: Vec<VarId>,
    pub(crate) span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HazardKind {
    /// `x as usize` of an active value.
    CastToInteger,
    /// A method or function with this name that hides the number from us (`to_bits`, `to_string`, `format!`).
    Hides(String),
    /// A call with this name, run for its effect, which may keep the number in memory that is of no known type: in one of
    /// these variables, where they are inactive themselves.
    Keeps { by: String, into: Vec<VarId> },
}

const HOLE: &str = "__v";
/// The same for a part of what a pattern takes apart.
const PART: &str = "__p";

impl Inert {
    /// A pure expression of one or more tokens.
    pub(crate) fn pure(tokens: TokenStream, reads: Vec<Read>, compound: bool) -> Self {
        let exposed = reads.iter().filter(|read| read.what == Reading::Value).map(|read| read.var).collect();
        Inert {
            tokens,
            reads,
            pure: true,
            writes: Vec::new(),
            gives: Vec::new(),
            hazards: Vec::new(),
            exposed,
            compound,
        }
    }

    /// The identifier that stands for `var` inside [`Inert::tokens`].
    pub(crate) fn hole(var: VarId, span: Span) -> Ident {
        Ident::new(&format!("{HOLE}{}", var.0), span)
    }

    /// Which variable a token stands for, if it is a hole.
    pub(crate) fn is_hole(ident: &Ident) -> Option<VarId> {
        ident.to_string().strip_prefix(HOLE)?.parse().ok().map(VarId)
    }

    /// The identifier that stands for part number `at` of what a pattern takes apart.
    pub(crate) fn part(at: usize, span: Span) -> Ident {
        Ident::new(&format!("{PART}{at}"), span)
    }

    pub(crate) fn is_part(ident: &Ident) -> Option<usize> {
        ident.to_string().strip_prefix(PART)?.parse().ok()
    }

    /// The tokens of a pattern with its holes for parts filled.
    pub(crate) fn with_parts(tokens: TokenStream, mut part: impl FnMut(usize, Span) -> TokenStream) -> TokenStream {
        replace_all(tokens, &mut |ident| Inert::is_part(ident).map(|at| part(at, ident.span())))
    }

    /// The variables read, each once.
    pub(crate) fn variables(&self) -> impl Iterator<Item = VarId> + '_ {
        self.reads.iter().map(|read| read.var)
    }

    /// The same expression over other variables.
    pub(crate) fn rename(&self, map: &HashMap<VarId, VarId>) -> Inert {
        let to = |var: VarId| map.get(&var).copied().unwrap_or(var);
        Inert {
            tokens: replace(self.tokens.clone(), &mut |ident| {
                Inert::is_hole(ident).map(|var| TokenTree::Ident(Inert::hole(to(var), ident.span())))
            }),
            reads: self.reads.iter().map(|r| Read { var: to(r.var), what: r.what }).collect(),
            writes: self.writes.iter().map(|&var| to(var)).collect(),
            gives: self.gives.iter().map(|&var| to(var)).collect(),
            exposed: self.exposed.iter().map(|&var| to(var)).collect(),
            ..self.clone()
        }
    }

    /// The tokens with every hole filled by `name`.
    pub(crate) fn fill(&self, mut name: impl FnMut(VarId, Span) -> TokenTree) -> TokenStream {
        replace(self.tokens.clone(), &mut |ident| Inert::is_hole(ident).map(|var| name(var, ident.span())))
    }

    /// `panic!("…")` and its kin.
    pub(crate) fn never_returns(&self) -> bool {
        let trees: Vec<TokenTree> = self.tokens.clone().into_iter().collect();
        match trees.as_slice() {
            [.., TokenTree::Ident(name), TokenTree::Punct(bang), TokenTree::Group(_)] => {
                let is_path = trees[..trees.len() - 3].iter().all(|tree| match tree {
                    TokenTree::Punct(punct) => punct.as_char() == ':',
                    TokenTree::Ident(_) => true,
                    _ => false,
                });
                let name = name.to_string();
                let never = matches!(name.as_str(), "panic" | "unreachable" | "todo" | "unimplemented");
                bang.as_char() == '!' && never && is_path
            }
            _ => false,
        }
    }

    /// How many tokens, holes included: a measure of whether repeating it hurts the eye.
    pub(crate) fn size(&self) -> usize {
        fn count(tokens: TokenStream) -> usize {
            let each = |tree| match tree {
                TokenTree::Group(group) => 1 + count(group.stream()),
                _ => 1,
            };
            tokens.into_iter().map(each).sum()
        }
        count(self.tokens.clone())
    }

    /// The same computation over the same variables.
    pub(crate) fn same(&self, other: &Inert) -> bool {
        self.pure && other.pure && self.tokens.to_string() == other.tokens.to_string()
    }
}

fn replace(tokens: TokenStream, with: &mut dyn FnMut(&Ident) -> Option<TokenTree>) -> TokenStream {
    replace_all(tokens, &mut |ident| with(ident).map(TokenStream::from))
}

fn replace_all(tokens: TokenStream, with: &mut dyn FnMut(&Ident) -> Option<TokenStream>) -> TokenStream {
    tokens
        .into_iter()
        .flat_map(|tree| match tree {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), replace_all(group.stream(), with));
                inner.set_span(group.span());
                TokenTree::Group(inner).into()
            }
            TokenTree::Ident(ident) => with(&ident).unwrap_or_else(|| TokenTree::Ident(ident).into()),
            other => other.into(),
        })
        .collect()
}
