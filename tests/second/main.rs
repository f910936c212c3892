//! Jacobians and second derivatives: of published functions against closed forms, and of what could go wrong on the way.

#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, reason = "numbers as one writes them on paper")]

mod again;
mod groups;
mod hostile;
mod jacobians;
mod kinks;
mod published;
