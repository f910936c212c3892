//! What has no adjoint to flow into is refused, not dropped: were a type taken for another, say.

use crate::diagnostics::Errors;
use crate::ir::{Function, Type};
use crate::{analyse, lower, parse, transform};
use proc_macro2::TokenStream;

/// How many derivatives are lost in the companions of `item`, after `mistake`.
fn lost(item: &str, mistake: impl FnOnce(&mut Function)) -> usize {
    let mut errors = Errors::default();
    let item: TokenStream = item.parse().unwrap();
    let input = parse::parse(TokenStream::new(), item, None, &mut errors).input.unwrap();
    let mut function = transform::normalise(lower::lower(&input, &mut errors).unwrap());
    assert_eq!(errors.lines(), "");
    mistake(&mut function);
    let facts = analyse::analyse(&function, &mut errors);
    transform::companions(&function, &facts).map_or_else(|lost| lost.1.len(), |_| 0)
}

fn taken_for_a_float(function: &mut Function, name: &str) {
    let variable = function.variables.iter_mut().find(|variable| variable.name == name);
    variable.unwrap().ty = Type::F64;
}

#[test]
fn nothing_is_lost_where_types_are_right() {
    let swap = "fn f(x: f64, v: &[f64]) -> f64 { let mut a = v.to_vec(); let mut b = vec![x; 2]; \
                std::mem::swap(&mut a, &mut b); a[0] }";
    assert_eq!(lost(swap, |_| {}), 0);
}

#[test]
fn memory_that_changes_places_with_a_number() {
    let swap = "fn f(x: f64, v: &[f64]) -> f64 { let mut a = v.to_vec(); let mut b = vec![x; 2]; \
                std::mem::swap(&mut a, &mut b); a[0] }";
    assert_ne!(lost(swap, |function| taken_for_a_float(function, "b")), 0);
}

#[test]
fn memory_that_is_copied_into_a_number() {
    let copy = "fn f(x: f64, v: &[f64]) -> f64 { let mut a = v.to_vec(); let b = [x; 2]; a.copy_from_slice(&b); a[0] }";
    assert_eq!(lost(copy, |_| {}), 0);
    assert_ne!(lost(copy, |function| taken_for_a_float(function, "b")), 0);
}
