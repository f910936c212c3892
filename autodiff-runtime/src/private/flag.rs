//! Which gradients a caller wants: one flag for each parameter, one slot for each flag.

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Active {}
    impl Sealed for super::Inactive {}
}

/// Whether the caller wants the gradient of a parameter.
///
/// A flag is a zero-sized value handed in with the argument, so that Rust infers it; what it decides is decided at
/// compile time.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not one of the flags `Active` and `Inactive` of a generated call"
)]
pub trait Flag: Copy + 'static + sealed::Sealed {
    /// The flag itself, to hand on with the same wish.
    const FLAG: Self;

    /// Is the gradient wanted?
    const ACTIVE: bool;

    /// Where the gradient goes: `G` itself, a `&mut` to the accumulator, or `()` where none is wanted.
    type Slot<G>;

    /// The accumulator, where there is one.
    fn slot<G>(slot: &mut Self::Slot<G>) -> Option<&mut G>;

    /// The slot of a callee's parameter to which a parameter of this flag is handed on: `part` picks what is handed on.
    fn lend<'s, G: ?Sized + 's, H: ?Sized + 's>(
        slot: &'s mut Self::Slot<&mut G>,
        part: impl FnOnce(&'s mut G) -> &'s mut H,
    ) -> Self::Slot<&'s mut H>;

    /// `Active` where this flag is, or `F`.
    type Or<F: Flag>: Flag;

    /// The tangent of an argument. Where there is none, what `absent` makes: it has the right shape, and is never read.
    fn tangent<G>(slot: Self::Slot<G>, absent: impl FnOnce() -> G) -> G;

    /// A tangent, for a callee that is told of it by this flag.
    fn with<G>(tangent: impl FnOnce() -> G) -> Self::Slot<G>;

    /// The tangent behind a reference, or `absent`, which is there where no tangent is.
    fn lent<'s, 'a: 's, G: ?Sized, Z: core::borrow::Borrow<G>>(
        slot: &'s Self::Slot<&'a G>,
        absent: &'s Option<Z>,
    ) -> &'s G;

    /// One term of a sum: zero where what it comes from has no tangent.
    #[inline(always)]
    fn term<T: crate::Scalar>(term: impl FnOnce() -> T) -> T {
        if Self::ACTIVE { term() } else { T::zero() }
    }
}

/// An argument with its flag and, where that asks for it, its tangent, which is of the same type.
#[inline(always)]
pub fn dual<F: Flag, G>(flag: F, value: G, tangent: impl FnOnce() -> G) -> (F, G, F::Slot<G>) {
    (flag, value, F::with(tangent))
}

/// The caller wants this gradient.
#[derive(Clone, Copy, Debug)]
pub struct Active;

/// The caller holds this argument constant: nothing is computed or taped for it.
#[derive(Clone, Copy, Debug)]
pub struct Inactive;

impl Flag for Active {
    const FLAG: Self = Active;
    const ACTIVE: bool = true;
    type Slot<G> = G;

    #[inline(always)]
    fn slot<G>(slot: &mut G) -> Option<&mut G> {
        Some(slot)
    }

    #[inline(always)]
    fn lend<'s, G: ?Sized + 's, H: ?Sized + 's>(
        slot: &'s mut &mut G,
        part: impl FnOnce(&'s mut G) -> &'s mut H,
    ) -> &'s mut H {
        part(slot)
    }

    type Or<F: Flag> = Active;

    #[inline(always)]
    fn tangent<G>(slot: G, _: impl FnOnce() -> G) -> G {
        slot
    }

    #[inline(always)]
    fn with<G>(tangent: impl FnOnce() -> G) -> G {
        tangent()
    }

    #[inline(always)]
    fn lent<'s, 'a: 's, G: ?Sized, Z: core::borrow::Borrow<G>>(slot: &'s &'a G, _: &'s Option<Z>) -> &'s G {
        slot
    }
}

impl Flag for Inactive {
    const FLAG: Self = Inactive;
    const ACTIVE: bool = false;
    type Slot<G> = ();

    #[inline(always)]
    fn slot<G>(_: &mut ()) -> Option<&mut G> {
        None
    }

    #[inline(always)]
    fn lend<'s, G: ?Sized + 's, H: ?Sized + 's>(_: &'s mut (), _: impl FnOnce(&'s mut G) -> &'s mut H) {}

    type Or<F: Flag> = F;

    #[inline(always)]
    fn tangent<G>((): (), absent: impl FnOnce() -> G) -> G {
        absent()
    }

    #[inline(always)]
    fn with<G>(_: impl FnOnce() -> G) {}

    #[inline(always)]
    fn lent<'s, 'a: 's, G: ?Sized, Z: core::borrow::Borrow<G>>(_: &'s (), absent: &'s Option<Z>) -> &'s G {
        match absent {
            Some(absent) => absent.borrow(),
            None => unreachable!("zeros stand for what has no tangent"),
        }
    }
}

/// The flag of a parameter that the callee writes through `&mut`: only [`Active`], since a caller that wants any gradient
/// at all wants that of what was written with it.
#[diagnostic::on_unimplemented(
    message = "the cotangent of what a function writes through `&mut` is asked for wherever any is",
    label = "written by the callee"
)]
pub trait WrittenFlag: Flag {
    /// The cotangent itself.
    fn written<G>(slot: Self::Slot<G>) -> G;
}

#[diagnostic::do_not_recommend]
impl WrittenFlag for Active {
    #[inline(always)]
    fn written<G>(slot: G) -> G {
        slot
    }
}

/// What a backward call is handed of an argument that its callee wrote: nothing.
#[diagnostic::on_unimplemented(
    message = "a `&mut` parameter is handed on to a function that only reads it",
    label = "this function does not write its argument",
    note = "lend it to be read, `&*y`, or call it on that, `(&*y).method(..)`: a function that is handed its name alone, or a \
            method that returns nothing, is taken to write it"
)]
pub trait Written: written::Sealed {
    #[doc(hidden)]
    fn nothing() -> Self;
}

#[diagnostic::do_not_recommend]
impl Written for () {
    #[inline(always)]
    fn nothing() {}
}

pub(super) mod written {
    pub trait Sealed {}
    impl Sealed for () {}
}

/// In place of an argument that the callee wrote, where only rustc can tell that it does.
#[inline(always)]
pub fn written<W: Written>() -> W {
    W::nothing()
}

/// The flag of a parameter that the callee holds constant: only [`Inactive`].
///
/// ```compile_fail,E0277
/// use autodiff_runtime::private::{Active, ConstantFlag};
///
/// fn scaled_pullback_for<C: ConstantFlag>((_, scale): (C, f64)) -> f64 { scale }
///
/// scaled_pullback_for((Active, 2.0));
/// ```
#[diagnostic::on_unimplemented(
    message = "an active value reaches a parameter that the callee holds constant",
    label = "this argument depends on a differentiable parameter",
    note = "drop `#[constant]` there, or pass `stop_gradient(..)`"
)]
pub trait ConstantFlag: Flag {}

impl ConstantFlag for Inactive {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_active_slot_holds_an_accumulator() {
        let mut d_x = 1.0;
        let mut slot: <Active as Flag>::Slot<&mut f64> = &mut d_x;
        if let Some(d_x) = Active::slot(&mut slot) {
            **d_x += 2.0;
        }
        assert_eq!(d_x, 3.0);
        assert!(Inactive::slot::<&mut f64>(&mut ()).is_none());
    }

    #[test]
    fn a_slot_is_handed_on_whole_or_in_part() {
        let mut d_x = [1.0, 2.0];
        let mut slot: <Active as Flag>::Slot<&mut [f64]> = &mut d_x[..];
        *Active::lend(&mut slot, |d_x| &mut d_x[1]) += 5.0;
        Active::lend(&mut slot, |d_x| d_x)[0] += 1.0;
        assert_eq!(d_x, [2.0, 7.0]);
        Inactive::lend::<[f64], f64>(&mut (), |d_x| &mut d_x[1]);
    }

    #[test]
    fn a_slot_is_lent_in_part_and_kept() {
        let mut d_x = [1.0, 2.0, 3.0];
        let mut slot: <Active as Flag>::Slot<&mut [f64]> = &mut d_x;
        let tail: &mut [f64] = Active::lend(&mut slot, |d_x: &mut [f64]| &mut d_x[1..]);
        tail[0] += 10.0;
        Active::slot(&mut slot).unwrap()[0] = 5.0;
        assert_eq!(d_x, [5.0, 12.0, 3.0]);
        // An inactive slot has no part: the closure is never run.
        Inactive::lend::<[f64], [f64]>(&mut (), |_| unreachable!());
    }
}
