//! `Vec`s that grow and shrink.

mod lengths;
mod pushes;
mod results;
mod rows;
mod stacks;
