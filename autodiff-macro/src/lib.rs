//! The macros of `autodiff`.
