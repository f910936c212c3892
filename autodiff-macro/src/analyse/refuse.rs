//! Refusals that take the whole function to see: where an active value would lose its derivative.

use super::Activity;
use crate::diagnostics::{Errors, catalogue};
use crate::ir::{Block, Expr, Function, HazardKind, Inert, StmtKind};

pub(super) fn check(function: &Function, activity: &Activity, errors: &mut Errors) {
    block(function, &function.body, activity, errors);
}

fn block(function: &Function, block_: &Block, activity: &Activity, errors: &mut Errors) {
    block_.visit(&mut |stmt| {
        if let StmtKind::Effect(effect) = &stmt.kind {
            hazards(effect, activity, errors);
        }
    });
    block_.visit_exprs(&mut |expr| {
        if let Expr::Inert(inert) = expr {
            hazards(inert, activity, errors);
        }
    });
    let _ = function;
}

fn hazards(inert: &Inert, activity: &Activity, errors: &mut Errors) {
    for hazard in &inert.hazards {
        if hazard.reads.iter().any(|&var| activity.is_varied(var)) {
            errors.push(match &hazard.kind {
                HazardKind::CastToInteger => catalogue::cast_to_integer(hazard.span),
                HazardKind::Hides(name) => catalogue::hidden_number(hazard.span, name),
            });
        }
    }
}
