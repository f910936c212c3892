//! Is a tumor malignant? A network learns it from 455 real ones, with gradients that the compiler derived.
//!
//! ```text
//! cargo run --release --example tumor
//! ```
//!
//! First without randomness, where every digit is known beforehand; then from random starts, where the reference is a
//! spread. The models are in `model.rs`: two ordinary functions of slices, one of which calls the other.

mod data;
mod model;
mod network;
mod reference;
mod report;
mod reproduce;
mod training;

use std::process::ExitCode;

use data::{DataError, Dataset};
use report::Report;

fn main() -> ExitCode {
    match run() {
        Ok(report) => report.close(),
        Err(why) => {
            eprintln!("the data can't be read: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<Report, DataError> {
    let mut dataset = Dataset::shipped()?;
    dataset.standardise();
    println!(
        "Breast Cancer Wisconsin (Diagnostic): {} measurements each of {} tumors to learn from and {} to be judged by",
        data::FEATURES,
        dataset.train.len(),
        dataset.test.len()
    );

    let mut report = Report::default();
    reproduce::logistic_regression(&dataset, &mut report);
    reproduce::network(&dataset, &mut report);
    training::random_starts(&dataset, &mut report);
    Ok(report)
}
