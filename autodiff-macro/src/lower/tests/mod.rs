//! Tokens in, printed IR out.

mod arrays;
mod calls;
mod control;
mod discrete;
mod inert;
mod memory;
mod outputs;
mod proofs;
mod refusals;
mod scalars;
mod signatures;
mod slices;

use crate::diagnostics::Errors;
use crate::{ir, lower, parse};
use expect_test::Expect;
use proc_macro2::TokenStream;

/// The IR of a function, after its errors, if there are any.
fn lowered(attr: &str, item: &str) -> String {
    let tokens = |text: &str| text.parse::<TokenStream>().unwrap();
    let mut errors = Errors::default();
    let parsed = parse::parse(tokens(attr), tokens(item), None, &mut errors);
    let function = parsed.input.and_then(|input| lower::lower(&input, &mut errors));
    let mut text = errors.lines();
    if let Some(function) = function {
        if let Err(wrong) = ir::verify(&function) {
            text.push_str(&format!("malformed: {wrong}\n"));
        }
        text.push_str(&ir::print(&function));
    }
    text
}

/// The errors, those of the analyses among them, and the IR if there are none.
fn analysed(attr: &str, item: &str) -> String {
    let tokens = |text: &str| text.parse::<TokenStream>().unwrap();
    let mut errors = Errors::default();
    let parsed = parse::parse(tokens(attr), tokens(item), None, &mut errors);
    let function = parsed.input.and_then(|input| lower::lower(&input, &mut errors));
    if let Some(function) = &function {
        crate::analyse::analyse(function, &mut errors);
    }
    match function {
        Some(function) if errors.is_empty() => ir::print(&function),
        _ => errors.lines(),
    }
}

#[track_caller]
fn check(item: &str, expected: Expect) {
    expected.assert_eq(&lowered("", item));
}

/// Only the errors.
#[track_caller]
fn refused(attr: &str, item: &str, expected: Expect) {
    let text = lowered(attr, item);
    let errors: String = text
        .lines()
        .filter(|line| line.starts_with("error") || line.starts_with("malformed"))
        .map(|line| format!("{line}\n"))
        .collect();
    expected.assert_eq(&errors);
}

/// The errors of a body between a number and its result, those of the analyses among them, or its IR.
#[track_caller]
fn body(body: &str, expected: Expect) {
    let text =
        format!("fn f(x: f64, v: &[f64], n: usize, #[constant] m: &Model) -> f64 {{ let mut s = 0.0; {body} s }}");
    expected.assert_eq(&analysed("", &text));
}
