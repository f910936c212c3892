//! What the user is told: an accumulator, so that one build names every cause, and the catalogue of messages.

pub(crate) mod catalogue;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use std::collections::HashSet;
use std::fmt::Display;

/// Errors found so far.
#[derive(Default)]
pub(crate) struct Errors {
    found: Option<syn::Error>,
    said: HashSet<(String, String)>,
    /// rustc has an error of its own to report, at the same tokens.
    left_to_rustc: bool,
}

impl Errors {
    /// The same words about the same tokens are said once.
    pub(crate) fn push(&mut self, message: Message) {
        if !self.said.insert((format!("{:?}", message.0.span()), message.0.to_string())) {
            return;
        }
        match &mut self.found {
            Some(found) => found.combine(message.0),
            None => self.found = Some(message.0),
        }
    }

    /// Says what another has collected too.
    pub(crate) fn absorb(&mut self, other: Errors) {
        self.left_to_rustc |= other.left_to_rustc;
        other.found.into_iter().flatten().for_each(|error| self.push(Message(error)));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_none() && !self.left_to_rustc
    }

    /// One by one.
    pub(crate) fn into_each(self) -> impl Iterator<Item = syn::Error> {
        self.found.into_iter().flatten()
    }

    /// Where they are.
    pub(crate) fn spans(&self) -> Vec<Span> {
        self.found.iter().flatten().map(|error| error.span()).collect()
    }

    /// There is an error in the primal that rustc reports better.
    pub(crate) fn leave_to_rustc(&mut self) {
        self.left_to_rustc = true;
    }

    /// A `compile_error!` for each, at the user's tokens.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.found.map(syn::Error::into_compile_error).unwrap_or_default()
    }

    /// The words alone, one message a line.
    #[cfg(test)]
    pub(crate) fn lines(&self) -> String {
        let found = self.found.iter().flatten();
        found.map(|error| format!("error: {error}\n")).collect()
    }
}

/// One error: made by the constructors of [`catalogue`] alone.
pub(crate) struct Message(syn::Error);

impl Message {
    fn new(at: &dyn ToTokens, words: impl Display) -> Self {
        Message(syn::Error::new_spanned(at.to_token_stream(), words))
    }

    fn at(span: Span, words: impl Display) -> Self {
        Message(syn::Error::new(span, words))
    }
}

impl From<syn::Error> for Message {
    /// A syntax error, in syn's own words.
    fn from(error: syn::Error) -> Self {
        Message(error)
    }
}
