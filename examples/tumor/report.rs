//! What is printed, and whether it agrees with the reference.

use std::process::ExitCode;

/// Collects the disagreements, so that the example fails where a number is wrong, and says which.
#[derive(Debug, Default)]
pub(crate) struct Report {
    disagreements: Vec<String>,
}

impl Report {
    /// Opens a section.
    pub(crate) fn section(&self, title: &str) {
        println!("\n{title}");
    }

    /// A number without any randomness in it: it agrees to 1e-9 relative, or it is wrong.
    pub(crate) fn digits(&mut self, what: &str, ours: f64, reference: f64) {
        let agrees = (ours - reference).abs() <= 1e-9 * reference.abs();
        self.line(what, &format!("{ours:>20.12}"), &format!("{reference:>20.12}"), agrees);
    }

    /// The same for a slope, which may be small.
    pub(crate) fn slope(&mut self, what: &str, ours: f64, reference: f64) {
        let agrees = (ours - reference).abs() <= 1e-9 * reference.abs();
        self.line(what, &format!("{ours:>20.12e}"), &format!("{reference:>20.12e}"), agrees);
    }

    /// A count without any randomness in it.
    pub(crate) fn count(&mut self, what: &str, ours: usize, reference: usize) {
        self.line(what, &format!("{ours:>20}"), &format!("{reference:>20}"), ours == reference);
    }

    /// A mean over random starts: it agrees within three standard deviations of the reference.
    pub(crate) fn spread(&mut self, what: &str, ours: f64, (mean, deviation): (f64, f64)) {
        let agrees = (ours - mean).abs() <= 3.0 * deviation;
        let reference = format!("{mean:.4} ± {deviation:.4}");
        self.line(what, &format!("{ours:>20.4}"), &format!("{reference:>20}"), agrees);
    }

    fn line(&mut self, what: &str, ours: &str, reference: &str, agrees: bool) {
        println!("  {what:<32}{ours}   reference{reference}   {}", if agrees { "agrees" } else { "DISAGREES" });
        if !agrees {
            self.disagreements.push(format!("{what}:{ours} instead of{reference}"));
        }
    }

    /// The last line, and the exit code that goes with it.
    pub(crate) fn close(self) -> ExitCode {
        if self.disagreements.is_empty() {
            println!("\nEvery number agrees with the reference.");
            return ExitCode::SUCCESS;
        }
        println!("\nDISAGREES with the reference:");
        for what in self.disagreements {
            println!("  {what}");
        }
        ExitCode::FAILURE
    }
}
