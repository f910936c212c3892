//! The results, as a table in Markdown.

use crate::measure::{Cost, Measured};

/// Prints all results, and the geometric mean of what generated code costs against code by hand.
pub(crate) fn print(results: &[Measured]) {
    println!(
        "| case | function | gradient by hand | generated | generated / by hand | generated / function | by hand / function |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    for result in results {
        let [low, median, high] = result.generated_to_hand;
        println!(
            "| {}, {} | {} | {} | {} | **{median:.2}** ({low:.2} to {high:.2}) | {:.2} | {:.2} |",
            result.name,
            result.size,
            cell(result.primal),
            cell(result.by_hand),
            cell(result.generated),
            result.generated_to_primal,
            result.hand_to_primal
        );
    }
    println!();
    println!(
        "Microseconds a call, median over interleaved turns, and allocations where there are any; ratios with quartiles."
    );
    if results.is_empty() {
        println!("No case has such a name.");
        return;
    }
    // What is measured beside something else than code by hand has no part in it.
    let by_hand = results.iter().filter(|result| !result.name.contains("beside"));
    let logarithms: Vec<f64> = by_hand.map(|result| result.generated_to_hand[1].ln()).collect();
    if logarithms.is_empty() {
        return;
    }
    let mean = (logarithms.iter().sum::<f64>() / logarithms.len() as f64).exp();
    println!("Geometric mean of generated / by hand: {mean:.3}.");
}

fn cell(cost: Cost) -> String {
    let microseconds = cost.seconds * 1e6;
    match cost.allocations {
        0 => format!("{microseconds:.2}"),
        1 => format!("{microseconds:.2} (1 allocation)"),
        n => format!("{microseconds:.2} ({n} allocations)"),
    }
}
