//! Loops that end when they will, and what leaves them.

mod levels;
mod loops;
mod memory;
