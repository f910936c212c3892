//! Tests of the pipeline as a whole.

mod layers;
mod speed;
