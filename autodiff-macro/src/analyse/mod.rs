//! What must be known of a primal before it is differentiated. From here come the refusals that take more than one
//! statement to see.

mod activity;
mod once;
mod refuse;
mod versions;

use crate::diagnostics::Errors;
use crate::ir::{Function, VarId};
use proc_macro2::Span;

pub(crate) use activity::Activity;
pub(crate) use once::written_once;
pub(crate) use versions::{Definition, RegionId, RegionKind, Version, Versions};

/// Facts about one function in normal form.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) activity: Activity,
}

impl Facts {
    pub(crate) fn is_active(&self, var: VarId) -> bool {
        self.activity.is_active(var)
    }
}

/// The same of what a transform made of such a function: where that can't be differentiated in its turn.
pub(crate) fn analyse_again(function: &Function) -> Result<Facts, Vec<Span>> {
    let mut errors = Errors::default();
    let facts = analyse(function, &mut errors);
    if errors.is_empty() { Ok(facts) } else { Err(errors.spans()) }
}

/// Finds the facts, and reports what can't be differentiated.
pub(crate) fn analyse(function: &Function, errors: &mut Errors) -> Facts {
    let activity = Activity::of(function);
    refuse::check(function, &activity, errors);
    Facts { activity }
}
