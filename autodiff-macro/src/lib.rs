//! The macros of `autodiff`.
#![allow(dead_code, unused_imports)] // while the stages are being joined

mod emit;
mod ir;
