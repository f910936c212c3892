//! The macros of `autodiff`.

mod again;
mod analyse;
mod custom;
mod derive;
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

#[doc = include_str!("differentiate.md")]
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

/// Makes a forward mode written by hand one that differentiated functions can call: a rule of your own for `f_jvp`.
///
/// Named after its primal, `g_jvp` for `g`, it takes what `g` takes, each differentiable parameter with its tangent behind
/// it, and returns the value with its tangent. A tangent has the type of what it is the tangent of. Parameters without one
/// are marked `#[constant]`; integers and the like never have one.
///
/// ```ignore
/// use autodiff_runtime::prelude::*;
///
/// fn lookup(x: f64) -> f64 {
///     x.floor() * 10.0 // a table, a C library, anything
/// }
///
/// #[jvp]
/// fn lookup_jvp(x: f64, d_x: f64) -> (f64, f64) {
///     (lookup(x), 10.0 * d_x)
/// }
/// ```
///
/// What is added beside it is `lookup_jvp_for`: whoever imports `lookup` into a function with `#[differentiate(jvp)]` imports
/// that, too. Where a caller has no tangent for an argument, the rule is handed zeros.
///
/// `#[jvp(crate = some::path)]` names the runtime where it is not `::autodiff_runtime`.
#[proc_macro_attribute]
pub fn jvp(attr: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    custom::jvp(attr.into(), item.into()).into()
}

/// Makes a struct or an enum a value that a gradient can be taken of. It is its own gradient, and must be `Clone`.
///
/// Its leaves are those of its fields, in order; of an enum, those of the variant that it is. A gradient has the same variant:
/// one of another panics, naming both.
///
/// | field | in a gradient |
/// |---|---|
/// | a float; an array, `Vec`, tuple, `Option` or `Box` of floats; a type with this derive; a type parameter | its derivative |
/// | an integer, `bool`, `char`, text, a range of integers, `PhantomData`; an array, `Vec`, `Option` or tuple of these | a copy |
/// | `#[differentiable(skip)]`, of a type that carries no numbers | a copy |
/// | `#[differentiable(skip)]`, of a type that does | 0, but for what derivatives are added there |
///
/// Any other type that carries no derivative has to be marked `skip`, and a reference to numbers is skipped or owned.
///
/// What is skipped has no leaves: an optimiser does not move it, a norm does not count it, `check` does not check it. It is
/// no constant of differentiated functions, though: what a function computes from it, or puts there, is differentiated.
///
/// Of a generic type, each field whose type mentions a type parameter must be differentiable where the type is to be, skipped
/// or not; but for a skipped `F` with the bound `F: Fn(..)`, which is copied.
///
/// `#[differentiable(crate = some::path)]` on the type names the runtime where it is not `::autodiff_runtime`.
///
#[proc_macro_derive(Differentiable, attributes(differentiable))]
pub fn derive_differentiable(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive::differentiable(item.into()).into()
}
