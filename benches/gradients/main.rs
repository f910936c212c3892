//! What a generated gradient costs, beside the function itself and beside a gradient written by hand.
//!
//! ```text
//! cargo bench --bench gradients [-- <part of a case's name>]
//! ```
//!
//! Times of one machine say little and those of a shared one nothing; ratios within one run do. So the three contenders of
//! a case take turns, many times a second, and what is reported is the median over the turns. Before anything is timed, the
//! two gradients must agree. Nothing is ever judged by a time here: the program fails only where a gradient is wrong.

#[path = "../../tests/by_hand/mod.rs"]
mod by_hand;
mod cases;
#[path = "../../examples/tumor/data.rs"]
mod data;
mod measure;
#[path = "../../examples/tumor/model.rs"]
mod model;
mod table;

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

/// Counts allocations. The counting costs a few nanoseconds each, the same for every contender.
#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    // `cargo bench` passes `--bench`; without it, under `cargo test`, gradients are compared and nothing is timed.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let timed = arguments.iter().any(|argument| argument == "--bench");
    let wanted: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    let picked = |name: &str| wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str()));

    let mut results = Vec::new();
    for case in cases::all().into_iter().filter(|case| picked(case.name)) {
        case.assert_gradients_agree();
        eprintln!("{}, {}: the gradients agree", case.name, case.size);
        if timed {
            results.push(measure::measure(&case));
        }
    }
    if timed {
        table::print(&results);
    }
}
