//! The macros of `autodiff`.

mod analyse;
mod custom;
mod diagnostics;
mod emit;
mod expand;
mod ir;
mod lower;
mod parse;
mod rules;
mod simplify;
mod transform;

#[cfg(test)]
mod tests;

/// Derives the companions of a function.
#[proc_macro_attribute]
pub fn differentiate(attr: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand::differentiate(attr.into(), item.into()).into()
}

/// Makes a pullback written by hand one that differentiated functions can call: a rule of your own.
///
/// Named after its primal, `g_pullback` for `g`, it takes what `g` takes, and returns the value together with a closure.
/// The closure takes the cotangent of the value, by value (`&[f64]` for a `Vec<f64>`), then one `&mut` for each
/// differentiable parameter, in order, and *adds* the parameter's cotangent to it. Parameters without an accumulator are
/// marked `#[constant]`; integers and the like never have one.
///
/// ```ignore
/// use autodiff_runtime::prelude::*;
///
/// fn lookup(x: f64) -> f64 {
///     x.floor() * 10.0 // a table, a C library, anything
/// }
///
/// #[pullback]
/// fn lookup_pullback(x: f64) -> (f64, impl Fn(f64, &mut f64)) {
///     (lookup(x), move |d_value, d_x| *d_x += d_value * 10.0)
/// }
/// ```
///
/// What is added beside it is `lookup_pullback_for`: whoever imports `lookup` into a differentiated function imports that,
/// too. A pullback whose arguments are all owned runs once. One that borrows any runs twice: the forward pass calls
/// `g`, and each backward pass calls `g_pullback` again, on the references that the caller hands in there.
///
/// `#[pullback(crate = some::path)]` names the runtime where it is not `::autodiff_runtime`.
#[proc_macro_attribute]
pub fn pullback(attr: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    custom::pullback(attr.into(), item.into()).into()
}
