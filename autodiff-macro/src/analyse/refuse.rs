//! Refusals that take the whole function to see: where an active value would lose its derivative.

use super::Activity;
use crate::diagnostics::{Errors, catalogue};
use crate::ir::{Expr, Function, HazardKind, Inert, Stmt, StmtKind, VarId};

pub(super) fn check(function: &Function, activity: &Activity, errors: &mut Errors) {
    function.body.visit(&mut |stmt| {
        match &stmt.kind {
            StmtKind::Effect(effect) => hazards(effect, activity, errors),
            StmtKind::Let { var, value: Some(Expr::Inert(inert)) } => {
                opaque(function, stmt, *var, inert, activity, errors)
            }
            StmtKind::Assign { place, value: Expr::Inert(inert) } => {
                opaque(function, stmt, place.base, inert, activity, errors);
            }
            // What its patterns bind carries no derivative.
            StmtKind::Match { scrutinee: Expr::Inert(inert), arms, .. }
                if arms.iter().any(|arm| !arm.bindings.is_empty())
                    && inert.exposed.iter().any(|&var| activity.is_varied(var)) =>
            {
                errors.push(catalogue::lost(stmt.span));
            }
            _ => {}
        }
        for expr in stmt.exprs() {
            expr.visit(&mut |inner| {
                if let Expr::Inert(inert) = inner {
                    hazards(inert, activity, errors);
                }
            });
        }
    });
}

/// An opaque value is never active. Where it reads a varied one and is not known to be an integer, a truth value or the
/// like, a derivative would be lost: whatever `lower` has overlooked ends here, not in a wrong gradient.
fn opaque(function: &Function, stmt: &Stmt, to: VarId, inert: &Inert, activity: &Activity, errors: &mut Errors) {
    let reads = inert.exposed.iter().any(|&var| activity.is_varied(var));
    let known = function.var(to).ty.is_discrete()
        || inert.hazards.iter().any(|hazard| {
            // Said already, in better words.
            hazard.reads.iter().any(|&var| activity.is_varied(var))
        });
    if reads && !known {
        errors.push(catalogue::lost(stmt.span));
    }
}

fn hazards(inert: &Inert, activity: &Activity, errors: &mut Errors) {
    for hazard in &inert.hazards {
        let is_kept = match &hazard.kind {
            HazardKind::Keeps { into, .. } => into.iter().any(|&var| !activity.is_varied(var)),
            HazardKind::CastToInteger | HazardKind::Hides(_) => true,
        };
        if is_kept && hazard.reads.iter().any(|&var| activity.is_varied(var)) {
            errors.push(match &hazard.kind {
                HazardKind::CastToInteger => catalogue::cast_to_integer(hazard.span),
                HazardKind::Hides(name) => catalogue::hidden_number(hazard.span, name),
                HazardKind::Keeps { by, .. } => catalogue::kept(hazard.span, by),
            });
        }
    }
}
