//! Stepped ranges, walked from their last value.

use num_traits::PrimInt;

/// How far the bound of `(low..=high).step_by(step)` lies beyond the last value that the steps reach; 0 for an empty
/// range.
///
/// `(low..=high).rev().skip(overshoot(low, high, step)).step_by(step)` has the same values from last to first. std has no
/// `rev` for the stepped range itself where it does not know the length of the unstepped one.
#[inline]
pub fn overshoot<T: PrimInt>(low: T, high: T, step: usize) -> usize {
    // Differences of signed integers may not fit the type: count in wide integers.
    let (Some(low), Some(high), Some(step)) = (low.to_i128(), high.to_i128(), i128::try_from(step).ok()) else {
        return 0;
    };
    if high < low || step == 0 { 0 } else { ((high - low) % step) as usize }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reversed_steps_are_the_steps_reversed() {
        for (low, high, step) in [(0, 10, 3), (0, 9, 3), (-5, 7, 4), (3, 3, 2), (4, 3, 2), (250, 255, 2)] {
            let mut forwards: [Option<i32>; 8] = [None; 8];
            let mut backwards = [None; 8];
            (low..=high).step_by(step).enumerate().for_each(|(at, value)| forwards[at] = Some(value));
            let skip = overshoot(low, high, step);
            let reversed = (low..=high).rev().skip(skip).step_by(step);
            reversed.enumerate().for_each(|(at, value)| backwards[at] = Some(value));
            let count = forwards.iter().flatten().count();
            forwards[..count].reverse();
            assert_eq!(forwards, backwards, "{low}..={high} by {step}");
        }
        assert_eq!(overshoot(i64::MIN, i64::MAX, 2), 1);
        assert_eq!(overshoot(250_u8, u8::MAX, 2), 1);
    }
}
