//! Variables of one spelling that `macro_rules!` keeps apart. What we print resolves at one place, so that two of them would
//! become one there.

use crate::diagnostics::{Errors, catalogue};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::{HashMap, HashSet};
use syn::ItemFn;
use syn::visit::{self, Visit};

/// Refuses a name that is bound in the function, and that comes from more than one macro; false if there is one.
pub(super) fn check(item: &ItemFn, errors: &mut Errors) -> bool {
    // What was written outside of all macros has nothing in it that came out of one.
    if matches!(context(item.sig.fn_token.span), None | Some(0)) {
        return true;
    }
    let mut bound = Bound::default();
    bound.visit_item_fn(item);
    let mut contexts = HashMap::new();
    let mut refused = HashSet::new();
    // Its own name is none of a variable.
    let (signature, body) = (&item.sig, &item.block);
    let parts = [signature.generics.to_token_stream(), signature.inputs.to_token_stream(), body.to_token_stream()];
    for part in parts {
        compare(part, &bound.names, &mut contexts, &mut |name| {
            if refused.insert(name.to_string()) {
                errors.push(catalogue::kept_apart(name));
            }
        });
    }
    refused.is_empty()
}

fn compare(
    tokens: TokenStream,
    names: &HashSet<String>,
    contexts: &mut HashMap<String, u64>,
    differs: &mut dyn FnMut(&Ident),
) {
    // `a.x` names a field or a method, `a..x` a variable.
    let mut dots = 0;
    for tree in tokens {
        let is_member = dots == 1;
        dots = match &tree {
            TokenTree::Punct(punct) if punct.as_char() == '.' => dots + 1,
            _ => 0,
        };
        match tree {
            TokenTree::Group(group) => compare(group.stream(), names, contexts, differs),
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                if let (false, true, Some(here)) = (is_member, names.contains(&name), context(ident.span())) {
                    match contexts.get(&name) {
                        Some(&first) if first != here => differs(&ident),
                        Some(_) => {}
                        None => {
                            contexts.insert(name, here);
                        }
                    }
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// The number of the expansion that a token comes from, 0 for none. rustc tells it to nobody but `Debug`: `#4 bytes(7..9)`.
fn context(span: Span) -> Option<u64> {
    let text = format!("{span:?}");
    text.strip_prefix('#')?.split(' ').next()?.parse().ok()
}

/// Every name that a pattern of the function may bind.
#[derive(Default)]
pub(super) struct Bound {
    pub(super) names: HashSet<String>,
}

impl<'ast> Visit<'ast> for Bound {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        self.names.insert(pat.ident.to_string());
        visit::visit_pat_ident(self, pat);
    }
}
