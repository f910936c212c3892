//! Macro calls: the few of std's that we know, and which variables their tokens name.

use super::closures::Closure;
use super::scope::Entity;
use super::views::View;
use super::{Lowerer, Rhs, expressions, methods, poison, types};
use crate::diagnostics::catalogue;
use crate::ir::{Expr as IrExpr, Type, VarId};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use std::rc::Rc;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, Macro, Token};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `vec!`
    Vec,
    /// Prints, checks, logs: run for its effect.
    Effect,
    /// Never returns.
    Never,
    /// `dbg!`: an effect, and a value.
    Debug,
    /// Text, which numbers may disappear in.
    Text,
    /// A bool.
    Test,
    Unknown,
}

pub(super) fn kind(mac: &Macro) -> Kind {
    let Some(last) = mac.path.segments.last() else { return Kind::Unknown };
    let is_known = |root: &Ident| ["std", "core", "alloc", "log", "tracing"].iter().any(|known| root == known);
    if mac.path.segments.len() > 1 && !is_known(&mac.path.segments[0].ident) {
        return Kind::Unknown;
    }
    match last.ident.to_string().as_str() {
        "vec" => Kind::Vec,
        "assert" | "assert_eq" | "assert_ne" | "debug_assert" | "debug_assert_eq" | "debug_assert_ne" | "print"
        | "println" | "eprint" | "eprintln" | "trace" | "debug" | "info" | "warn" | "error" => Kind::Effect,
        "panic" | "unreachable" | "todo" | "unimplemented" => Kind::Never,
        "dbg" => Kind::Debug,
        "format" | "concat" | "stringify" | "file" | "module_path" | "env" | "include_str" => Kind::Text,
        "matches" | "cfg" => Kind::Test,
        _ => Kind::Unknown,
    }
}

pub(super) enum VecMacro {
    Repeat(Box<(Expr, Expr)>),
    List(Vec<Expr>),
}

/// The arguments of `vec!`.
pub(super) fn vec(mac: &Macro) -> Option<VecMacro> {
    let parser = |input: ParseStream<'_>| {
        if input.is_empty() {
            return Ok(VecMacro::List(Vec::new()));
        }
        let first: Expr = input.parse()?;
        if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
            return Ok(VecMacro::Repeat(Box::new((first, input.parse()?))));
        }
        let mut elements = vec![first];
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
            elements.extend(Punctuated::<Expr, Token![,]>::parse_terminated(input)?);
        }
        Ok(VecMacro::List(elements))
    };
    parser.parse2(mac.tokens.clone()).ok()
}

/// The expressions that a macro of std is given, in whatever order.
pub(super) fn arguments(mac: &Macro) -> Vec<Expr> {
    match vec(mac) {
        Some(VecMacro::Repeat(repeat)) => vec![repeat.0, repeat.1],
        Some(VecMacro::List(elements)) => elements,
        None => Vec::new(),
    }
}

/// Variables that a macro's tokens name.
#[derive(Default)]
pub(super) struct Named {
    pub(super) reads: Vec<VarId>,
    /// Outside of `stop_gradient(…)`.
    pub(super) flowing: Vec<VarId>,
    /// That primitive, where it is called.
    pub(super) stops: Option<Ident>,
    /// Behind `&mut`, or before an assignment.
    pub(super) writes: Vec<VarId>,
    /// Names bound inside an opaque piece.
    pub(super) inner: bool,
    /// Names that stand for places.
    pub(super) views: Vec<View>,
    pub(super) closures: Vec<(Ident, Rc<Closure>)>,
    /// Names that patterns gave to variables of another name.
    pub(super) aliases: Vec<(Ident, VarId)>,
}

/// Not of std, which promises that its macros write nothing but where they say so.
fn is_foreign(mac: &Macro) -> bool {
    let name = mac.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    ["trace", "debug", "info", "warn", "error"].contains(&name.as_str())
}

impl Lowerer<'_> {
    pub(super) fn macro_value(&mut self, mac: &syn::Macro, expr: &syn::Expr) -> (Rhs, Type) {
        match self.kind_of(mac) {
            Kind::Vec => match vec(mac) {
                Some(VecMacro::Repeat(repeat)) => {
                    let (element, len) = *repeat;
                    let wanted = self.type_of(&element);
                    let (value, ty) = self.elements(&[&element], &[wanted]);
                    let len = self.length(&len);
                    let ty = Type::Vec(Box::new(expressions::first(ty)));
                    match value.into_iter().next() {
                        Some(value) => (Rhs::Plain(IrExpr::VecRepeat(Box::new(value), len)), ty),
                        None => (Rhs::Plain(poison()), ty),
                    }
                }
                Some(VecMacro::List(list)) => {
                    let wanted = self.macro_type(mac).element();
                    let elements: Vec<&syn::Expr> = list.iter().collect();
                    let (values, types) = self.elements(&elements, &vec![wanted.clone(); list.len()]);
                    let element = types.iter().fold(wanted, |ty, of| types::join(&ty, of));
                    (Rhs::Plain(IrExpr::VecList(values)), Type::Vec(Box::new(element)))
                }
                None => self.poison(catalogue::unknown_macro(&mac.path)),
            },
            Kind::Debug => self.poison(catalogue::debugged(mac)),
            Kind::Unknown => self.poison(catalogue::unknown_macro(&mac.path)),
            Kind::Never | Kind::Effect | Kind::Text | Kind::Test => (self.constant(expr), Type::Unknown),
        }
    }

    /// What a macro is, unless the body has a macro of that name itself.
    pub(super) fn kind_of(&self, mac: &Macro) -> Kind {
        if self.private(&mac.path).is_some_and(|name| name == "vec") {
            return Kind::Vec;
        }
        let own = mac.path.get_ident().and_then(|name| self.resolve(name));
        if matches!(own, Some(Entity::Declared)) { Kind::Unknown } else { kind(mac) }
    }

    /// Variables that a macro might write, though nothing says so: those that are `mut`, in one that is not of std.
    pub(super) fn exposed(&self, mac: &Macro, named: &Named) -> Vec<VarId> {
        let may_change = |var: &VarId| {
            let variable = self.function.var(*var);
            (variable.mutable || variable.ty.is_mut_ref()) && !self.is_still(*var)
        };
        if is_foreign(mac) { named.reads.iter().copied().filter(may_change).collect() } else { Vec::new() }
    }

    pub(super) fn named_in(&self, tokens: &TokenStream) -> Named {
        let mut named = Named::default();
        self.scan(tokens.clone(), false, &mut named);
        named
    }

    /// `in_call`: these are the arguments of a function, which may write through a `&mut` that it is handed.
    fn scan(&self, tokens: TokenStream, in_call: bool, named: &mut Named) {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, tree) in trees.iter().enumerate() {
            match tree {
                TokenTree::Group(group) => {
                    let outer = named.flowing.len();
                    let before = at.checked_sub(1).and_then(|before| trees.get(before));
                    if is_taken_apart_into(&trees[..at], group, &trees[at + 1..]) {
                        names(group.stream(), &mut |name| self.found(name, true, named));
                    }
                    self.scan(group.stream(), matches!(before, Some(TokenTree::Ident(_))), named);
                    if let Some(TokenTree::Ident(before)) = before
                        && self.is_stop(before, Some(tree))
                    {
                        named.flowing.truncate(outer);
                    }
                }
                TokenTree::Ident(ident) if self.is_stop(ident, trees.get(at + 1)) => {
                    named.stops = Some(ident.clone());
                }
                TokenTree::Ident(ident) => {
                    let after = &trees[at + 1..];
                    let handed = in_call && is_alone(&trees[..at], after) && self.is_lent_name(ident);
                    let written = handed
                        || is_borrowed_mutably(&trees[..at])
                        || is_assigned(after)
                        || self.may_change(ident, after);
                    self.found(ident, written, named);
                }
                TokenTree::Literal(literal) => {
                    for name in inline_names(&literal.to_string()) {
                        self.found(&name, false, named);
                    }
                }
                TokenTree::Punct(_) => {}
            }
        }
    }

    /// `stop_gradient(…)`, which nothing in the body has renamed.
    fn is_stop(&self, ident: &Ident, next: Option<&TokenTree>) -> bool {
        let is_called = matches!(next, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
        is_called && ident == "stop_gradient" && self.resolve(ident).is_none() && self.glob().is_none()
    }

    /// `v.reverse()`, of memory declared `mut`.
    fn may_change(&self, ident: &Ident, after: &[TokenTree]) -> bool {
        let [TokenTree::Punct(dot), TokenTree::Ident(method), ..] = after else { return false };
        let (mutable, ty) = match self.resolve(ident).filter(|_| dot.as_char() == '.') {
            Some(Entity::Var(var)) => {
                let variable = self.function.var(var);
                (variable.mutable || variable.ty.is_mut_ref(), variable.ty.clone())
            }
            Some(Entity::View(view)) => (true, view.ty),
            _ => return false,
        };
        let name = method.to_string();
        mutable && !ty.is_scalar() && !methods::only_reads(&name) && methods::result(&ty, &name).is_none()
    }

    fn is_lent_name(&self, ident: &Ident) -> bool {
        matches!(self.resolve(ident), Some(Entity::Var(var)) if self.function.var(var).ty.is_mut_ref())
    }

    fn found(&self, ident: &Ident, written: bool, named: &mut Named) {
        match self.resolve(ident) {
            Some(Entity::Var(var)) => {
                if !named.reads.contains(&var) {
                    named.reads.push(var);
                }
                if self.function.var(var).name != *ident && !named.aliases.iter().any(|(known, _)| known == ident) {
                    named.aliases.push((ident.clone(), var));
                }
                named.flowing.push(var);
                if written && !named.writes.contains(&var) {
                    named.writes.push(var);
                }
            }
            Some(Entity::View(view)) => {
                named.flowing.push(view.place.base);
                if written && !named.writes.contains(&view.place.base) {
                    named.writes.push(view.place.base);
                }
                if !named.views.iter().any(|known| known.name == view.name) {
                    named.views.push(*view);
                }
            }
            Some(Entity::Closure(closure)) => {
                named.flowing.extend(closure.variables());
                if !named.closures.iter().any(|(known, _)| known == ident) {
                    named.closures.push((ident.clone(), closure));
                }
            }
            Some(Entity::Inner(_)) => named.inner = true,
            _ => {}
        }
    }
}

/// `(a[0], b) = …`, `S { x: b } = …`, and neither `a[i] = …` nor `let (a, b) = …`.
fn is_taken_apart_into(before: &[TokenTree], group: &Group, after: &[TokenTree]) -> bool {
    let is_index = group.delimiter() == Delimiter::Bracket
        && matches!(before.last(), Some(TokenTree::Ident(_) | TokenTree::Group(_) | TokenTree::Literal(_)));
    let path = before.iter().rev().take_while(|tree| match tree {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == ':',
        _ => false,
    });
    let binds = path.into_iter().any(|tree| matches!(tree, TokenTree::Ident(word) if word == "let"));
    is_assigned(after) && !is_index && !binds
}

/// All names among these tokens.
fn names(tokens: TokenStream, each: &mut dyn FnMut(&Ident)) {
    for tree in tokens {
        match tree {
            TokenTree::Group(group) => names(group.stream(), each),
            TokenTree::Ident(name) => each(&name),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// A whole argument.
fn is_alone(before: &[TokenTree], after: &[TokenTree]) -> bool {
    let ends = |tree: Option<&TokenTree>| match tree {
        None => true,
        Some(tree) => matches!(tree, TokenTree::Punct(comma) if comma.as_char() == ','),
    };
    ends(before.last()) && ends(after.first())
}

fn is_borrowed_mutably(before: &[TokenTree]) -> bool {
    matches!(before, [.., TokenTree::Punct(and), TokenTree::Ident(word)] if and.as_char() == '&' && word == "mut")
}

/// `name = …`, `name += …`, with an index or a field between; a comparison is none.
fn is_assigned(after: &[TokenTree]) -> bool {
    let punct = |tree: Option<&TokenTree>| match tree {
        Some(TokenTree::Punct(punct)) => punct.as_char(),
        _ => ' ',
    };
    let mut rest = after;
    loop {
        rest = match rest {
            [TokenTree::Group(group), rest @ ..] if group.delimiter() == Delimiter::Bracket => rest,
            [TokenTree::Punct(dot), TokenTree::Ident(_) | TokenTree::Literal(_), rest @ ..] if dot.as_char() == '.' => {
                rest
            }
            _ => break,
        };
    }
    match punct(rest.first()) {
        '=' => !matches!(punct(rest.get(1)), '=' | '>'),
        '+' | '-' | '*' | '/' | '%' | '^' | '|' | '&' => punct(rest.get(1)) == '=',
        _ => false,
    }
}

/// The names inside `"{x} and {y:.3}"`.
fn inline_names(literal: &str) -> Vec<Ident> {
    if !literal.contains('"') {
        return Vec::new();
    }
    let pieces = literal.split('{').skip(1);
    let names = pieces.flat_map(|piece| {
        let inside = piece.split('}').next().unwrap_or_default();
        // `{x:>width$}` names two.
        let words = inside.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        words.filter(|word| syn::parse_str::<Ident>(word).is_ok()).map(|word| Ident::new(word, Span::call_site()))
    });
    names.collect()
}
