//! Outputs through `&mut`.

mod beside;
mod elements;
mod shapes;
