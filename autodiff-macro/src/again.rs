//! `#[differentiate(of(grad))]`: companions are ordinary Rust, so that they are differentiated like anything else.

use crate::diagnostics::{Errors, Message, catalogue};
use crate::ir::{Call, Companion, CompanionBody, Expr, Kind, Param, StmtKind};
use crate::parse::{Home, Options};
use crate::{emit, expand, lower};
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{FnArg, ItemFn, Pat, parse_quote};

/// Those of a function that are asked for.
pub(crate) struct Again<'a> {
    options: &'a Options,
    around: Option<&'a Home>,
    errors: Errors,
}

impl<'a> Again<'a> {
    pub(crate) fn new(options: &'a Options, around: Option<&'a Home>) -> Self {
        Again { options, around, errors: Errors::default() }
    }

    /// A companion, with those of its own where they are asked for.
    pub(crate) fn differentiate(&mut self, companion: &Companion, tokens: TokenStream) -> TokenStream {
        let suffix = companion.kind.suffix();
        let Some((name, options)) = self.options.of.iter().find(|(name, _)| name == suffix) else { return tokens };
        let mut errors = Errors::default();
        if matches!(companion.body, CompanionBody::Diverging) {
            // Why, has been said: whoever calls those of its own has no error besides.
            errors.leave_to_rustc();
            return self.expanded(options, companion, tokens, &mut errors);
        }
        if !is_ordinary(companion) {
            return tokens;
        }
        let by_products = companion.kind == Kind::Grad && companion.function.makes_calls();
        let refusal = match by_products {
            true => no_products(name, options, companion),
            false => obstacle(name, companion),
        };
        match refusal {
            Some(said) => {
                errors.push(said);
                let tokens = self.expanded(options, companion, tokens, &mut errors);
                errors.into_each().take(1).for_each(|said| self.errors.push(said.into()));
                tokens
            }
            None if by_products => {
                let runtime = self.options.runtime.as_ref().map(|path| quote!((crate = #path))).unwrap_or_default();
                let rules = emit::by_products(companion, !options.is_empty(), &runtime);
                tokens.into_iter().chain(rules).collect()
            }
            None => {
                let tokens = self.expanded(options, companion, tokens, &mut errors);
                errors.into_each().for_each(|said| self.errors.push(catalogue::of_companion(name, &said)));
                tokens
            }
        }
    }

    /// As if somebody had written the attribute on it. Where an error stands already, its companions diverge.
    fn expanded(
        &self,
        options: &TokenStream,
        companion: &Companion,
        tokens: TokenStream,
        errors: &mut Errors,
    ) -> TokenStream {
        let Ok(mut item) = syn::parse2::<ItemFn>(in_one_context(tokens.clone())) else { return tokens };
        hold_constant(&mut item, companion);
        let runtime = self.options.runtime.as_ref().map(|path| quote!(crate = #path));
        let options = match (options.is_empty(), runtime) {
            (_, None) => options.clone(),
            (true, Some(runtime)) => runtime,
            (false, Some(runtime)) => quote!(#options, #runtime),
        };
        expand::function(options, item.into_token_stream(), self.around, errors).0
    }

    /// What can't be had; `companions`: all that there are.
    pub(crate) fn finish(mut self, companions: &[Companion]) -> Errors {
        let known: Vec<String> =
            companions.iter().filter(|one| is_ordinary(one)).map(|one| one.kind.suffix().to_owned()).collect();
        let is_unknown = |(name, _): &&(Ident, TokenStream)| !known.iter().any(|known| name == known);
        let unknown = self.options.of.iter().filter(is_unknown);
        unknown.for_each(|(name, _)| self.errors.push(catalogue::of_nothing(name, &known)));
        self.errors
    }
}

/// A function from values to values, with a body of its own.
fn is_ordinary(companion: &Companion) -> bool {
    matches!(companion.body, CompanionBody::Whole(_)) && !companion.kind.is_for_callers()
}

/// Of a gradient that runs the pullbacks of what the function calls: why it can't be differentiated by products with the Hessian.
fn no_products(name: &Ident, options: &TokenStream, companion: &Companion) -> Option<Message> {
    let function = &companion.function;
    let is_made_of_floats = |(_, param): (usize, &Param)| function.var(param.var).ty.owned().is_made_of_floats();
    if !options.is_empty() && options.to_string() != "jvp" {
        return Some(catalogue::of_caller(name));
    }
    if function.signature.owner.is_some() {
        return Some(catalogue::of_method(name));
    }
    (!function.differentiable_params().all(is_made_of_floats)).then(|| catalogue::of_own_type(name))
}

/// Where it calls another differentiated function: by its companion, which returns a closure, or takes tangents. And where it
/// calls what `lower` does not read.
fn obstacle(name: &Ident, companion: &Companion) -> Option<Message> {
    let CompanionBody::Whole(body) = &companion.body else { return None };
    let mut found = None;
    body.visit(&mut |stmt| {
        if let StmtKind::Call(Call { pullback: Some(_), .. } | Call { forward: Some(_), .. }) = &stmt.kind {
            found.get_or_insert_with(|| catalogue::of_calls(name, stmt.span));
        }
        for expr in stmt.exprs() {
            expr.visit(&mut |expr| {
                if is_unread(expr) {
                    found.get_or_insert_with(|| catalogue::of_statement(name, stmt.span));
                }
            });
        }
    });
    // What blocks yield, and what is returned.
    body.visit_exprs(&mut |expr| {
        if is_unread(expr) {
            found.get_or_insert_with(|| catalogue::of_statement(name, name.span()));
        }
    });
    found
}

/// A call of the runtime that `lower` does not read.
fn is_unread(expr: &Expr) -> bool {
    matches!(expr, Expr::Runtime(called, _) if !lower::reads(called))
}

/// As `cargo expand` prints it: a name of ours that hides one of the user's means ours, by its place alone.
fn in_one_context(tokens: TokenStream) -> TokenStream {
    let one = |tree: TokenTree| match tree {
        TokenTree::Group(group) => {
            let mut again = Group::new(group.delimiter(), in_one_context(group.stream()));
            again.set_span(group.span());
            TokenTree::Group(again)
        }
        TokenTree::Ident(mut name) if name != "$crate" => {
            name.set_span(name.span().resolved_at(Span::mixed_site()));
            TokenTree::Ident(name)
        }
        other => other,
    };
    tokens.into_iter().map(one).collect()
}

/// What the function is not differentiated by, its companion is not, either.
fn hold_constant(item: &mut ItemFn, companion: &Companion) {
    let function = &companion.function;
    let constants: Vec<&Ident> = function
        .params
        .iter()
        .filter(|param| !param.differentiable && !param.is_tangent)
        .map(|param| &function.var(param.var).name)
        .collect();
    for param in &mut item.sig.inputs {
        let is_constant = |name: &Ident| constants.contains(&name);
        match param {
            FnArg::Receiver(receiver) if is_constant(&Ident::from(receiver.self_token)) => {
                receiver.attrs.push(parse_quote!(#[constant]));
            }
            FnArg::Typed(typed) if matches!(&*typed.pat, Pat::Ident(pat) if is_constant(&pat.ident)) => {
                typed.attrs.push(parse_quote!(#[constant]));
            }
            _ => {}
        }
    }
}
