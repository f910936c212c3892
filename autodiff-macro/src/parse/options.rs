//! `#[differentiate(wrt(w, b), jvp, of(grad), check(n = 3), crate = some::path)]`.

use crate::diagnostics::{Errors, catalogue};
use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Token, token};

#[derive(Default)]
pub(crate) struct Options {
    /// The parameters named by `wrt`, if it was given.
    pub(crate) wrt: Option<Vec<Ident>>,
    /// `crate = …`: where the runtime is found.
    pub(crate) runtime: Option<syn::Path>,
    /// The pullback is boxed, since its type would contain itself.
    pub(crate) boxed: bool,
    /// Companions that are asked for by name: those of [`ASKED`].
    pub(crate) asked: Vec<Ident>,
    /// Companions that are to be differentiated themselves, each with the options for that.
    pub(crate) of: Vec<(Ident, TokenStream)>,
    /// A test is asked for: at its name, and which arguments it is to be given.
    pub(crate) check: Option<(Ident, Vec<(Ident, syn::Expr)>)>,
}

/// Companions that a function has where they are asked for.
const ASKED: &[&str] = &["jvp", "jacobian", "hvp", "hessian"];

pub(crate) fn parse(attr: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    let list = match Punctuated::<One, Token![,]>::parse_terminated.parse2(attr) {
        Ok(list) => list,
        Err(error) => {
            errors.push(error.into());
            return options;
        }
    };
    for one in list {
        match one {
            One::Wrt(key, _) if options.wrt.is_some() => errors.push(catalogue::option_twice(&key)),
            One::Crate(key, _) if options.runtime.is_some() => errors.push(catalogue::option_twice(&key)),
            One::Boxed(key) if options.boxed => errors.push(catalogue::option_twice(&key)),
            One::Wrt(key, names) => {
                if names.is_empty() {
                    errors.push(catalogue::wrt_of_nothing(&key));
                }
                options.wrt = Some(names.into_iter().collect());
            }
            One::Of(key, companions) => {
                if companions.is_empty() {
                    errors.push(catalogue::of_no_companion(&key));
                }
                for (name, inner) in companions {
                    match options.of.iter().any(|(earlier, _)| *earlier == name) {
                        true => errors.push(catalogue::option_twice(&name)),
                        false => {
                            // For what is wrong with them.
                            parse(inner.clone(), errors);
                            options.of.push((name, inner));
                        }
                    }
                }
            }
            One::Crate(_, path) => options.runtime = Some(path),
            One::Check(key, _) if options.check.is_some() => errors.push(catalogue::option_twice(&key)),
            One::Boxed(_) => options.boxed = true,
            One::Check(key, given) => options.check = Some((key, given)),
            // The block may ask for it, too.
            One::Asked(name) => options.asked.push(name),
            One::Other(name) => errors.push(catalogue::unknown_option(&name)),
        }
    }
    options
}

enum One {
    Wrt(Ident, Punctuated<Ident, Token![,]>),
    Crate(Ident, syn::Path),
    Boxed(Ident),
    Asked(Ident),
    Check(Ident, Vec<(Ident, syn::Expr)>),
    Of(Ident, Punctuated<(Ident, TokenStream), Token![,]>),
    Other(Ident),
}

impl Parse for One {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.call(Ident::parse_any)?;
        if name == "wrt" {
            if !input.peek(token::Paren) {
                return Err(syn::Error::new(
                    name.span(),
                    "`wrt` lists its parameters in parentheses: write `wrt(w, b)`",
                ));
            }
            let content;
            syn::parenthesized!(content in input);
            return Ok(One::Wrt(name, content.parse_terminated(Ident::parse_any, Token![,])?));
        }
        if name == "crate" {
            if !input.peek(Token![=]) {
                return Err(syn::Error::new(name.span(), "`crate` names a path: write `crate = some::path`"));
            }
            input.parse::<Token![=]>()?;
            return Ok(One::Crate(name, input.call(syn::Path::parse_mod_style)?));
        }
        if name == "boxed" && !input.peek(token::Paren) && !input.peek(Token![=]) {
            return Ok(One::Boxed(name));
        }
        if ASKED.iter().any(|asked| name == asked) && !input.peek(token::Paren) && !input.peek(Token![=]) {
            return Ok(One::Asked(name));
        }
        if name == "check" && !input.peek(Token![=]) {
            let mut given = Vec::new();
            if input.peek(token::Paren) {
                let content;
                syn::parenthesized!(content in input);
                given.extend(content.parse_terminated(argument, Token![,])?);
            }
            return Ok(One::Check(name, given));
        }
        if name == "of" {
            if !input.peek(token::Paren) {
                return Err(syn::Error::new(name.span(), "`of` lists companions in parentheses: write `of(grad)`"));
            }
            let content;
            syn::parenthesized!(content in input);
            return Ok(One::Of(name, content.parse_terminated(companion, Token![,])?));
        }
        // Whatever it says, so that the next option is still read.
        if input.peek(token::Paren) {
            let content;
            syn::parenthesized!(content in input);
            content.parse::<TokenStream>()?;
        } else if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            input.parse::<syn::Expr>()?;
        }
        Ok(One::Other(name))
    }
}

/// `n = 3`
fn argument(input: ParseStream<'_>) -> syn::Result<(Ident, syn::Expr)> {
    let by_name = "`check` gives the test its arguments by name: write `check(n = ..)`";
    if !input.peek(Ident::peek_any) {
        return Err(input.error(by_name));
    }
    let name = input.call(Ident::parse_any)?;
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(name.span(), by_name));
    }
    input.parse::<Token![=]>()?;
    Ok((name, input.parse()?))
}

/// `grad`, `grad(hvp)`
fn companion(input: ParseStream<'_>) -> syn::Result<(Ident, TokenStream)> {
    if !input.peek(Ident::peek_any) {
        return Err(input.error("`of` lists companions: write `of(grad)`"));
    }
    let name = input.call(Ident::parse_any)?;
    let mut options = TokenStream::new();
    if input.peek(token::Paren) {
        let content;
        syn::parenthesized!(content in input);
        options = content.parse()?;
    }
    Ok((name, options))
}
