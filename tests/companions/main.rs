//! The companions, as a user meets them: their signatures, what their buffers mean, which of the function's attributes
//! they carry, and how they find each other.
#![allow(
    clippy::needless_lifetimes,
    clippy::needless_range_loop,
    clippy::non_minimal_cfg,
    clippy::ptr_arg,
    clippy::type_complexity,
    reason = "every signature is under test, and loops over indices are the kind that is differentiated"
)]

mod attributes;
mod buffers;
mod calls;
mod checks;
mod flags;
mod generics;
mod options;
mod outputs;
mod own_rules;
mod produced;
mod pullbacks;
mod signatures;

/// Where it panicked meanwhile: what was run, and perhaps a test beside it. There is one hook for all threads, so one at a
/// time.
fn panics_of<R>(run: impl FnOnce() -> R + std::panic::UnwindSafe) -> Vec<(String, u32)> {
    use std::sync::{Arc, Mutex, PoisonError};
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let places = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&places);
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let at = info.location().map(|at| (at.file().to_owned(), at.line()));
        seen.lock().unwrap_or_else(PoisonError::into_inner).extend(at);
    }));
    let result = std::panic::catch_unwind(run);
    std::panic::set_hook(before);
    assert!(result.is_err(), "no panic");
    std::mem::take(&mut *places.lock().unwrap_or_else(PoisonError::into_inner))
}
