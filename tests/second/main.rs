//! Jacobians and second derivatives: of published functions against closed forms, and of what could go wrong on the way.

mod hostile;
mod jacobians;
mod kinks;
mod published;
