//! One sigmoid neuron with squared error, derived step by step.
fn main() {}
