//! Which companions a function has: those that every function of its shape has, and those that it is asked for.

use crate::ir::{Function, Kind};

pub(super) fn kinds(function: &Function) -> Vec<Kind> {
    let (asked, in_groups) = (function.signature.asked, function.signature.may_have_more());
    let mut kinds = Vec::new();
    if function.signature.is_operator() {
        kinds.push(Kind::PullbackFor);
        kinds.extend(asked.jvp.then_some(Kind::JvpFor));
        return kinds;
    }
    if function.has_outputs() {
        kinds.push(Kind::Vjp);
    } else if has_gradient(function) {
        kinds.extend([Kind::Grad, Kind::ValueAndGrad]);
        if has_buffers(function) {
            kinds.push(Kind::GradInto);
        }
    }
    kinds.extend([Kind::Pullback, Kind::PullbackFor]);
    // A Jacobian is taken by columns or by rows, whichever are fewer; a test holds one mode against the other.
    if asked.jvp || asked.jacobian || asked.check {
        kinds.extend([Kind::Jvp, Kind::JvpFor]);
    }
    if asked.jacobian && function.has_jacobian() {
        kinds.extend(in_groups.then_some(Kind::JvpGroup));
        kinds.push(Kind::Jacobian);
    }
    // The gradient of what calls others is differentiated by products with the Hessian.
    if asked.hvp || asked.hessian || (asked.grad_again && function.makes_calls()) {
        kinds.push(Kind::HvpFor);
        if has_gradient(function) {
            kinds.push(Kind::Hvp);
            kinds.extend(has_buffers(function).then_some(Kind::HvpInto));
        }
    }
    if asked.hessian && has_gradient(function) {
        kinds.extend(in_groups.then_some(Kind::HvpGroup));
        kinds.extend([Kind::Hessian, Kind::HessianDiagonal]);
    }
    kinds.extend(asked.check.then_some(Kind::Check));
    kinds
}

/// Its value is the one number that a gradient is of.
pub(super) fn has_gradient(function: &Function) -> bool {
    function.result.is_float() && !function.has_outputs()
}

/// Some gradient is more than a number.
pub(super) fn has_buffers(function: &Function) -> bool {
    function.differentiable_params().any(|(_, param)| !function.var(param.var).ty.behind_refs().is_float())
}
