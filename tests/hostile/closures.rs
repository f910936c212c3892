//! Closures: what they capture and when, what hides what, what leaves them, what they are handed.

mod calls;
mod captures;
