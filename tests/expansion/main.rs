//! What the macro writes, compiled as if a person had written it: the snapshots of `autodiff-macro/src/golden` as they
//! stand there, with every warning denied, so that nothing in them is unused, and run.
#![deny(warnings, unused, nonstandard_style)]
#![allow(clippy::all, reason = "generated code has the style of calculus")]

mod chains;
mod generic;
mod in_place;
mod moving;
mod networks;
mod neuron;
mod neuron_primitives;
mod neuron_twice;
mod straight_line;
mod sums;
