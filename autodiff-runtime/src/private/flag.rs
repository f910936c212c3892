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
    /// Is the gradient wanted?
    const ACTIVE: bool;

    /// Where the gradient goes: `G` itself, a `&mut` to the accumulator, or `()` where none is wanted.
    type Slot<G>;

    /// The accumulator, where there is one.
    fn slot<G>(slot: &mut Self::Slot<G>) -> Option<&mut G>;
}

/// The caller wants this gradient.
#[derive(Clone, Copy, Debug)]
pub struct Active;

/// The caller holds this argument constant: nothing is computed or taped for it.
#[derive(Clone, Copy, Debug)]
pub struct Inactive;

impl Flag for Active {
    const ACTIVE: bool = true;
    type Slot<G> = G;

    #[inline(always)]
    fn slot<G>(slot: &mut G) -> Option<&mut G> {
        Some(slot)
    }
}

impl Flag for Inactive {
    const ACTIVE: bool = false;
    type Slot<G> = ();

    #[inline(always)]
    fn slot<G>(_: &mut ()) -> Option<&mut G> {
        None
    }
}

/// The flag of a parameter that the callee holds constant: only [`Inactive`].
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
}
