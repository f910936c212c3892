//! What stands on a function stands on its companions, where it makes sense there.

use autodiff_runtime::prelude::*;

/// Documentation of the function's own, which its companions replace by theirs.
#[inline]
#[cold]
#[differentiate]
#[allow(clippy::many_single_char_names)]
fn hinted(a: f64, b: f64) -> f64 {
    a * b
}

#[inline(always)]
#[differentiate]
fn inlined(a: f64, b: f64) -> f64 {
    a * b
}

#[differentiate]
#[inline(never)]
#[must_use = "of the function's own"]
fn never_inlined(a: f64, b: f64) -> f64 {
    a * b
}

#[test]
fn hints_do_no_harm() {
    assert_eq!([hinted_grad(2.0, 3.0), inlined_grad(2.0, 3.0), never_inlined_grad(2.0, 3.0)], [(3.0, 2.0); 3]);
}

#[cfg(any())]
#[differentiate]
fn absent(a: f64) -> f64 {
    a.nonsense()
}

#[differentiate]
#[cfg(any())]
fn absent(a: f64) -> f64 {
    a.nonsense()
}

/// Neither the two above nor any companion of theirs is there, so that the names are free.
#[cfg(not(any()))]
#[differentiate]
#[cfg_attr(any(), nonsense)]
#[cfg_attr(not(any()), inline)]
fn absent(a: f64) -> f64 {
    a * a
}

#[test]
fn what_is_configured_away_has_no_companions() {
    assert_eq!(absent_grad(3.0), 6.0);
}

#[differentiate]
#[deprecated(note = "use another one")]
fn old(a: f64) -> f64 {
    a * a
}

#[test]
#[expect(deprecated, reason = "the companions are as deprecated as their function")]
fn a_deprecated_function_has_deprecated_companions() {
    assert_eq!(old_grad(3.0), 6.0);
}

#[differentiate]
#[expect(unused_variables, reason = "what is expected of the function is not asked of its companions")]
fn with_an_expectation(a: f64) -> f64 {
    let unused = 1;
    a * a
}

#[differentiate]
#[allow(non_snake_case)]
fn With_Unusual_Names(X: f64, Y: f64) -> f64 {
    X * Y
}

#[test]
fn lint_levels_are_carried_over() {
    assert_eq!(with_an_expectation_grad(3.0), 6.0);
    assert_eq!(With_Unusual_Names_grad(3.0, 2.0), (2.0, 3.0));
}

#[track_caller]
#[differentiate]
fn checked(a: f64) -> f64 {
    assert!(a > 0.0, "positive");
    a.sqrt()
}

#[test]
fn a_tracked_caller_is_tracked_through_the_gradient() {
    let line = line!() + 1;
    let places = crate::panics_of(|| checked_grad(-1.0));
    assert!(places.contains(&(file!().to_owned(), line)), "{places:?}");
}

mod inside {
    use autodiff_runtime::prelude::*;

    #[differentiate]
    pub(crate) fn shared(a: f64) -> f64 {
        a * hidden(a)
    }

    #[differentiate]
    fn hidden(a: f64) -> f64 {
        a * a
    }

    #[differentiate]
    pub(super) fn one_up(a: f64) -> f64 {
        a * hidden(a)
    }

    pub(in crate::attributes) mod deeper {
        use autodiff_runtime::prelude::*;

        #[differentiate]
        pub(in crate::attributes) fn two_up(a: f64) -> f64 {
            a * super::hidden(a)
        }
    }
}

/// That private ones are not visible elsewhere is a case of `tests/ui`.
#[test]
fn companions_are_as_visible_as_their_function() {
    assert_eq!(inside::shared_grad(2.0), 12.0);
    assert_eq!(inside::one_up_value_and_grad(2.0), (8.0, 12.0));
    assert_eq!(inside::deeper::two_up_grad(2.0), 12.0);
    let (_, pullback) = inside::deeper::two_up_pullback(2.0);
    let mut d_a = 0.0;
    pullback(1.0, &mut d_a);
    assert_eq!(d_a, 12.0);
}

#[test]
fn a_function_inside_a_function_has_its_companions_there() {
    #[differentiate]
    fn local(a: f64) -> f64 {
        a * a
    }
    assert_eq!(local_grad(3.0), 6.0);
}

#[differentiate]
fn r#match(r#type: f64, r#in: f64) -> f64 {
    r#type * r#in
}

#[test]
fn raw_names() {
    assert_eq!(match_grad(2.0, 3.0), (3.0, 2.0));
}
