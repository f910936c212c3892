//! Functions over vectors of `nalgebra` and arrays of `ndarray`, as one writes them. The tests stand beside.

pub mod arrays;
pub mod matrices;
