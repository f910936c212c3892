//! Every operator, method and named primitive, in `f64` and in `f32`, at ordinary points: against the derivative on paper,
//! against central differences, through every companion, and in each operand alone.
//!
//! What happens where a derivative does not exist stands in `tests/kinks`.

#[macro_use]
mod measure;

mod casts;
mod duals;
mod methods;
mod operators;
mod paths;
mod powers;
mod primitives;
