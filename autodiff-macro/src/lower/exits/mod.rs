//! Exits become tails: the last step of `lower`.
//!
//! `break`, `continue` and `return` are lowered as they stand. Here the statements behind them are nested, so that
//! whatever leaves stands where its target ends anyway:
//!
//! ```text
//! A; if c { B; break }; C     becomes     A; if c { B; break } else { C }
//! ```
//!
//! Then the reverse of a block with an exit is the reverse of a block with an `if`, and no later stage knows more of exits
//! than that a loop may be left at the end of a trip. What leaves more than the innermost loop sets a flag, leaves that,
//! and the flag is looked at behind it: an ordinary variable, which later stages remember like any other. A `return` is a
//! `break` of the body, with a value.
//!
//! Afterwards there is no `return`, no `continue`, no label and no value of a loop. `break` means the innermost loop, and
//! stands at the end of its body, or at the end of a branch that does. Loops whose number of trips only running
//! them tells have a variable that counts (`Function::trips`).

mod absent;
mod given;
mod leave;
mod nest;
mod shape;

pub(super) use shape::words;

use crate::diagnostics::Errors;
use crate::ir::{Function, StmtId, Type, VarId};
use proc_macro2::{Ident, Span};
use std::collections::HashSet;

pub(super) fn nest(function: &mut Function, errors: &mut Errors) {
    let body = std::mem::take(&mut function.body);
    function.body = match shape::has_exits(&body) {
        true => {
            let types = match &function.result {
                Type::Unit => Vec::new(),
                result => vec![result.clone()],
            };
            let mut nester = Nester::new(function, errors, shape::words(&body));
            let mut body = nester.body(body, types);
            nester.fill_in(&mut body);
            body
        }
        false => body,
    };
}

/// How a target is left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    /// For good.
    Break,
    /// This trip of it.
    Continue,
}

/// What can be left: a loop, a labelled block, the body.
struct Target {
    label: Option<Ident>,
    is_loop: bool,
    /// What the values it is left with are bound to outside: of a loop.
    binds: Vec<VarId>,
    /// The types of its values: of a block.
    types: Vec<Type>,
    /// Those of its values that leave it in an option, see [`absent`]: of a block.
    wrapped: Vec<bool>,
    /// Some `break` means it.
    is_broken: bool,
    /// Some `break` of it stands inside of an inner target.
    is_crossed: bool,
    /// Flags that say that it is being left from inside of an inner target, by way.
    flags: Vec<(Way, VarId)>,
    /// The values that it is then left with.
    carried: Vec<VarId>,
}

struct Nester<'a> {
    function: &'a mut Function,
    errors: &'a mut Errors,
    /// Outermost first; the body is the first.
    targets: Vec<Target>,
    /// Exits through the innermost target to one further out, met since somebody last looked: which, and how.
    crossed: Vec<(usize, Way)>,
    /// Loops that are left in no way but through an outer target.
    endless: HashSet<StmtId>,
    /// Variables that are given their value in front of a flag, where rustc does not see that they have one.
    unsure: HashSet<VarId>,
    /// Variables for values that a target is left with, which are options of them.
    options: HashSet<VarId>,
    /// Names in tokens that stay as they are.
    words: HashSet<String>,
    span: Span,
}
