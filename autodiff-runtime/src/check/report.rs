//! What a gradient check found.

use core::fmt;

/// One entry of a gradient: what was claimed and what was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Entry {
    /// Which leaf, counted from 0 in the order of [`Differentiable`](crate::Differentiable).
    pub index: usize,
    /// The number itself at which the derivative was taken.
    pub at: f64,
    /// The claimed derivative.
    pub claimed: f64,
    /// The derivative by central differences.
    pub measured: f64,
    /// Estimate of the measurement's own error, by truncation and rounding. Infinite where nothing could be measured.
    pub error: f64,
    /// The difference that was allowed.
    pub allowed: f64,
}

impl Entry {
    /// The difference by the allowed one: up to 1 the entry is right. Infinite where either number is not finite.
    fn badness(&self) -> f64 {
        super::badness(self.claimed, self.measured, self.allowed)
    }

    fn is_ok(&self) -> bool {
        self.badness() <= 1.0
    }
}

/// What [`check_gradient`](super::check_gradient) found. Printed, it names the worst entry.
///
/// ```
/// use autodiff_runtime::check::check_gradient;
///
/// let report = check_gradient(|x: &[f64; 2]| x[0] + 2.0 * x[1], &[0.0, 0.5], &[1.0, 1.0]);
/// let words = report.to_string();
/// assert!(words.starts_with("1 of 2 entries wrong; worst is entry 1 (at 0.5): claimed 1, measured 2"), "{words}");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a report does nothing by itself: ask `is_ok()`, or `assert_ok()`"]
pub struct GradientReport {
    checked: usize,
    wrong: usize,
    worst: Option<Entry>,
}

impl GradientReport {
    pub(super) fn new() -> Self {
        Self { checked: 0, wrong: 0, worst: None }
    }

    pub(super) fn push(&mut self, entry: Entry) {
        self.checked += 1;
        self.wrong += usize::from(!entry.is_ok());
        if self.worst.is_none_or(|worst| entry.badness() > worst.badness()) {
            self.worst = Some(entry);
        }
    }

    /// Is every entry within its tolerance? NaN and infinities never are. Where there was nothing to check, yes; see
    /// [`checked`](Self::checked).
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.wrong == 0
    }

    /// How many entries were checked.
    #[must_use]
    pub fn checked(&self) -> usize {
        self.checked
    }

    /// How many entries are wrong.
    #[must_use]
    pub fn wrong(&self) -> usize {
        self.wrong
    }

    /// The entry that is furthest beyond its tolerance, or nearest to it. `None` where there was nothing to check.
    #[must_use]
    pub fn worst(&self) -> Option<&Entry> {
        self.worst.as_ref()
    }

    /// Panics with the report unless every entry is within its tolerance.
    ///
    /// # Panics
    ///
    /// If an entry is wrong.
    #[track_caller]
    pub fn assert_ok(&self) {
        assert!(self.is_ok(), "gradient check failed: {self}");
    }
}

impl fmt::Display for GradientReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(worst) = &self.worst else {
            return f.write_str("nothing to check: there are no differentiable numbers");
        };
        match self.wrong {
            0 => write!(f, "all {} entries right", self.checked)?,
            wrong => write!(f, "{wrong} of {} entries wrong", self.checked)?,
        }
        write!(
            f,
            "; worst is entry {} (at {}): claimed {}, measured {} ± {:.1e}, allowed to differ by {:.1e}",
            worst.index, worst.at, worst.claimed, worst.measured, worst.error, worst.allowed
        )?;
        if worst.is_ok() {
            return Ok(());
        }
        if !worst.claimed.is_finite() || !worst.measured.is_finite() {
            f.write_str(" (what is not finite can't be right)")
        } else if worst.error > worst.allowed {
            f.write_str(" (the measurement itself is uncertain: a kink or a pole may be near)")
        } else {
            Ok(())
        }
    }
}
