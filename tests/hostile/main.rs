//! Programs that nobody should write, written to trip a compiler of derivatives: one module for each subject.
//!
//! One crate, so that it links once; `cargo test --test hostile exits::` runs one subject.

#![allow(
    clippy::style,
    clippy::complexity,
    clippy::suspicious,
    clippy::perf,
    clippy::correctness,
    unused_assignments,
    reason = "hostile code is what nobody should write"
)]

mod arrays;
mod branches;
mod buffers;
mod callees;
mod calls;
mod chains;
mod closures;
mod conditions;
mod constants;
mod control;
mod elements;
mod exits;
mod fields;
mod found;
mod found_matches;
mod found_orders;
mod found_types;
mod fusion;
mod generics;
mod growing;
mod harness;
mod layers;
mod lent;
mod let_else;
mod machines;
mod matches;
mod memory;
mod methods;
mod moved;
mod names;
mod nested;
mod order;
mod outputs;
mod recursion;
mod rows;
mod scalars;
mod slices;
mod sources;
mod states;
mod structs;
mod tangents;
mod unknown;
mod variants;
mod variants_exits;
mod variants_found;
mod variants_more;
mod variants_unseen;
