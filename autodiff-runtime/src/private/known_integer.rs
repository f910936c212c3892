//! Values whose type the macro could not see, pinned to be integers or flags: what can't carry a derivative.

/// A type that is known to be an integer, or a reference to one.
#[diagnostic::on_unimplemented(
    message = "a value used as an integer here has a type that the macro could not see, and it is `{Self}`",
    label = "used as an integer, but of type `{Self}`",
    note = "a derivative of it would be lost; call a function that is differentiated, or bind the value to a name and \
            annotate that, `let n: usize = ..`"
)]
pub trait KnownInteger: sealed::Sealed {}

macro_rules! integers {
    ($($int:ty)*) => {
        $(
            impl KnownInteger for $int {}
            impl sealed::Sealed for $int {}
        )*
    };
}

integers!(usize isize u8 u16 u32 u64 u128 i8 i16 i32 i64 i128);

impl<T: KnownInteger> KnownInteger for &T {}

mod sealed {
    pub trait Sealed {}
    impl<T: Sealed> Sealed for &T {}
}

/// The identity on integers. From here on the macro knows that no derivative flows.
///
/// ```compile_fail,E0277
/// let length: f64 = 3.0;
/// autodiff_runtime::private::integer(length);
/// ```
#[inline(always)]
pub const fn integer<T: KnownInteger>(n: T) -> T {
    n
}

/// The identity on flags.
#[inline(always)]
pub const fn boolean(flag: bool) -> bool {
    flag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_pass_unchanged_and_are_inferred() {
        let weights = [1.0, 2.0];
        assert_eq!(weights[integer(1)], 2.0);
        assert_eq!(integer(&3_u8), &3);
        assert_eq!(integer(-3_i64) as f64, -3.0);
        assert!(boolean(true));
    }
}
