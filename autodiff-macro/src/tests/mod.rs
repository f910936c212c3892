//! Tests of the pipeline as a whole.

mod expansion;
mod layers;
mod odd;
mod speed;
