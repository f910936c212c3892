//! Is this function the one it is taken for? Once at compile time, for primitives, and once at the first call, for
//! companions.

use core::any::{TypeId, type_name};

/// Panics unless `primal` is the function that a companion was derived from.
///
/// Every function item has a type of its own, so that the comparison is between two constants and costs nothing once
/// optimised. Generic functions and methods count as the same only with the same type arguments.
///
/// # Panics
///
/// If the two are different functions; the message names both.
#[inline]
#[track_caller]
pub fn derived_from<F: Copy + 'static, G: Copy + 'static>(_primal: F, _own: G) {
    if TypeId::of::<F>() != TypeId::of::<G>() {
        wrong_companion(type_name::<F>(), type_name::<G>());
    }
}

/// The same of functions over types that may hold borrowed data, which have no [`TypeId`]: by their names.
///
/// # Panics
///
/// If the two have different names; the message says both.
#[inline]
#[track_caller]
pub fn named_alike<F: Copy, G: Copy>(_primal: F, _own: G) {
    if type_name::<F>() != type_name::<G>() {
        wrong_companion(type_name::<F>(), type_name::<G>());
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn wrong_companion(called: &str, derived_from: &str) -> ! {
    panic!(
        "`{called}` was called, but the companion found under its name was derived from `{derived_from}`: \
         import the companion of the function that is meant, or call both by the same path"
    );
}

/// Holds between a type and itself alone. See [`primitive`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the runtime's primitive of this name",
    label = "not the primitive of `autodiff_runtime`",
    note = "a function of your own that shares the name of a primitive is never mistaken for it: call it by a path, \
            `self::sigmoid(..)`, to have it differentiated as your own, or import `autodiff_runtime::prelude::*`"
)]
pub trait Is<G> {}

impl<T> Is<T> for T {}

/// Nobody can have one.
#[derive(Clone, Copy, Debug)]
pub enum Never {}

// Were there only one impl, rustc would unify `F` and `G` as soon as it met the bound, and complain about mismatched types
// (E0308) in its own words instead of ours.
#[diagnostic::do_not_recommend]
impl Is<Never> for &Never {}

/// Compiles only if `users` is the same function item as `own`.
///
/// ```
/// use autodiff_runtime::prelude::*;
///
/// const _: () = ::autodiff_runtime::private::primitive(::autodiff_runtime::primitive::sigmoid::<f64>, sigmoid);
/// ```
///
/// A function of the user's own does not pass, generic or not, whatever its arity:
///
/// ```compile_fail,E0277
/// fn sigmoid(x: f64) -> f64 { x }
///
/// const _: () = ::autodiff_runtime::private::primitive(::autodiff_runtime::primitive::sigmoid::<f64>, sigmoid);
/// ```
///
/// ```compile_fail,E0277
/// fn sigmoid<T>(x: T) -> T { x }
///
/// const _: () = ::autodiff_runtime::private::primitive(::autodiff_runtime::primitive::sigmoid::<f64>, sigmoid);
/// ```
///
/// ```compile_fail,E0277
/// fn sigmoid(x: f64, steepness: f64) -> f64 { x * steepness }
///
/// const _: () = ::autodiff_runtime::private::primitive(::autodiff_runtime::primitive::sigmoid::<f64>, sigmoid);
/// ```
// `users` comes last, so that the error stands on the user's token. Neither is bounded by `Fn`: a wrong arity is then told
// in our words too, and the turbofish that the user left out is inferred from `own`.
pub const fn primitive<G: Copy, F: Is<G> + Copy>(_own: G, _users: F) {}

/// Holds between a method and itself alone. See [`float_method`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not num-traits' method of this name",
    label = "not a method of num-traits' `Float`",
    note = "the macro goes by the name of the trait, `Float`; give yours another name, or call the method of num-traits"
)]
pub trait IsMethod<G> {}

impl<T> IsMethod<T> for T {}

#[diagnostic::do_not_recommend]
impl IsMethod<Never> for &Never {}

/// Compiles only if `users` is the same method as `own`.
pub const fn float_method<G: Copy, F: IsMethod<G> + Copy>(_own: G, _users: F) {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitive as runtime;

    fn double(x: f64) -> f64 {
        x + x
    }

    fn twice<T: Copy + core::ops::Add<Output = T>>(x: T) -> T {
        x + x
    }

    #[test]
    fn a_companion_knows_its_primal() {
        derived_from(double, double);
        derived_from(twice::<f64>, twice::<f64>);
    }

    #[test]
    #[should_panic(
        expected = "identity::tests::twice<f64>` was called, but the companion found under its name was derived from `autodiff_runtime::private::identity::tests::double`"
    )]
    fn a_companion_of_another_function_panics_and_names_both() {
        derived_from(twice::<f64>, double);
    }

    #[test]
    fn functions_of_borrowed_data_are_known_by_name() {
        fn apply<G: Fn(f64) -> f64>(g: G) -> f64 {
            g(1.0)
        }
        fn check<G: Fn(f64) -> f64, F: Fn(G) -> f64 + Copy>(_: &G, primal: F) {
            named_alike(primal, apply::<G>);
        }
        let shift = &std::vec![2.0];
        check(&|x| x + shift[0], apply);
    }

    #[test]
    #[should_panic(expected = "identity::tests::twice<f64>` was called")]
    fn another_name_is_another_function() {
        named_alike(twice::<f64>, double);
    }

    #[test]
    #[should_panic(expected = "twice<f32>")]
    fn another_instance_is_another_function() {
        derived_from(twice::<f32>, twice::<f64>);
    }

    #[test]
    fn primitives_of_every_arity_are_recognised() {
        use runtime::{mul, powi, relu, stop_gradient};
        const _: () = primitive(runtime::relu::<f64>, relu);
        const _: () = primitive(runtime::mul::<f64>, mul);
        const _: () = primitive(runtime::powi::<f64>, powi);
        const _: () = primitive(runtime::stop_gradient::<f64>, stop_gradient);
        // As a statement it sees local closures and functions, too.
        primitive(runtime::relu::<f64>, relu);
    }
}
