//! The pipeline, one stage a line: parse, lower, analyse, transform, emit.

use crate::again::Again;
use crate::diagnostics::{Errors, catalogue};
use crate::parse::Home;
use crate::{analyse, emit, ir, lower, parse, transform};
use proc_macro2::TokenStream;

/// The function as written, and its companions beside it; of an `impl` block or a trait, this for each function that is
/// marked.
pub(crate) fn differentiate(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let member = |member: parse::Member| whole(member.options, member.item, Some(&member.home));
    match parse::block(&attr, &item, &mut errors, member) {
        Some(mut block) => {
            block.extend(errors.into_tokens());
            block
        }
        None => {
            let (mut function, beside) = whole(attr, item, None);
            function.extend(beside);
            function
        }
    }
}

/// With the errors behind it.
fn whole(attr: TokenStream, item: TokenStream, around: Option<&Home>) -> (TokenStream, TokenStream) {
    let mut errors = Errors::default();
    let (mut output, beside) = function(attr, item, around, &mut errors);
    output.extend(errors.into_tokens());
    (output, beside)
}

/// The function with its companions; and what can't stand beside it.
pub(crate) fn function(
    attr: TokenStream,
    item: TokenStream,
    around: Option<&Home>,
    errors: &mut Errors,
) -> (TokenStream, TokenStream) {
    let parsed = parse::parse(attr, item, around, errors);
    let (mut output, mut beside) = (parsed.primal, TokenStream::new());
    if let Some(input) = parsed.input
        && let Some(primal) = lower::lower(&input, errors)
    {
        let operator = primal.signature.owner.as_ref().and_then(|owner| owner.operator.clone());
        let companions = if primal.signature.is_declaration() {
            transform::signatures(&primal)
        } else {
            let primal = transform::normalise(primal);
            let facts = analyse::analyse(&primal, errors);
            match derived(&primal, &facts, errors) {
                Some(companions) => companions,
                // One mistake is one error: whoever calls a companion finds it.
                None => transform::signatures(&primal),
            }
        };
        match operator {
            Some(of) => beside.extend(emit::operator(&of, &companions)),
            None => {
                let mut again = Again::new(&input.options, around);
                output.extend(emit::emit(&companions, |companion, tokens| again.differentiate(companion, tokens)));
                // One mistake is one error.
                if errors.is_empty() {
                    errors.absorb(again.finish(&companions));
                }
            }
        }
    }
    (output, beside)
}

fn derived(primal: &ir::Function, facts: &analyse::Facts, errors: &mut Errors) -> Option<Vec<ir::Companion>> {
    if !errors.is_empty() {
        return None;
    }
    debug_assert_eq!(ir::verify(primal), Ok(()), "{}", ir::print(primal));
    match transform::companions(primal, facts) {
        Ok(companions) => Some(companions),
        Err((ir::Kind::Hvp | ir::Kind::HvpInto | ir::Kind::HvpFor, lost)) => {
            lost.into_iter().for_each(|at| errors.push(catalogue::lost_twice(at)));
            None
        }
        Err((_, lost)) => {
            lost.into_iter().for_each(|at| errors.push(catalogue::lost(at)));
            None
        }
    }
}
