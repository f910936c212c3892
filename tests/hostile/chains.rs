//! Chains of iterator methods: what they start from, what shortens them, what they come to, to the bit.

mod adaptors;
mod effects;
mod ends;
