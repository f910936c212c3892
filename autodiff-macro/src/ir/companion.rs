//! Companions: what is made of a function, ready to be printed.

use super::{Block, Function, VarId};

/// Which companion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Grad,
    ValueAndGrad,
    GradInto,
    Vjp,
    Pullback,
    PullbackFor,
    Jvp,
    JvpFor,
    /// Along several directions at once.
    JvpGroup,
    Hvp,
    HvpInto,
    HvpFor,
    /// Along several directions at once.
    HvpGroup,
    Hessian,
    HessianDiagonal,
    Jacobian,
    /// A test of the others.
    Check,
}

impl Kind {
    /// What other differentiated functions call.
    pub(crate) fn is_for_callers(self) -> bool {
        matches!(self, Kind::PullbackFor | Kind::JvpFor | Kind::HvpFor)
    }

    /// It takes several directions at once.
    pub(crate) fn is_group(self) -> bool {
        matches!(self, Kind::JvpGroup | Kind::HvpGroup)
    }

    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Kind::Grad => "grad",
            Kind::ValueAndGrad => "value_and_grad",
            Kind::GradInto => "grad_into",
            Kind::Vjp => "vjp",
            Kind::Pullback => "pullback",
            Kind::PullbackFor => "pullback_for",
            Kind::Jvp => "jvp",
            Kind::JvpFor => "jvp_for",
            Kind::JvpGroup => "jvp_group",
            Kind::Hvp => "hvp",
            Kind::HvpInto => "hvp_into",
            Kind::HvpFor => "hvp_for",
            Kind::HvpGroup => "hvp_group",
            Kind::Hessian => "hessian",
            Kind::HessianDiagonal => "hessian_diagonal",
            Kind::Jacobian => "jacobian",
            Kind::Check => "check",
        }
    }
}

/// One companion, ready to be printed: what `transform::companions` hands to `emit`.
#[derive(Clone, Debug)]
pub(crate) struct Companion {
    pub(crate) kind: Kind,
    /// Owns the variables that the body names; its params are the user's.
    pub(crate) function: Function,
    /// The cotangent of the value, after the user's own parameters: that of `f_vjp`.
    pub(crate) seed: Option<VarId>,
    /// Parameters after these: the buffers of `f_grad_into` and of `f_vjp`.
    pub(crate) extra: Vec<Parameter>,
    pub(crate) body: CompanionBody,
    /// What it runs many times is there for several directions at once.
    pub(crate) in_groups: bool,
}

/// A parameter of ours: a buffer of `f_grad_into` or `f_vjp`, a slot of a pullback.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) var: VarId,
    /// The parameter of the user's whose gradient it takes.
    pub(crate) of: usize,
}

#[derive(Clone, Debug)]
pub(crate) enum CompanionBody {
    /// Forward and backward pass in one: its values are what the companion returns, as one tuple.
    Whole(Block),
    /// `f_pullback_for`: the forward pass, whose one value (none for `()`) is the result; then the backward pass, the
    /// body of the closure, which takes the cotangent and one slot for each parameter.
    Split { forward: Block, backward: Block, cotangent: Option<VarId>, slots: Vec<Option<VarId>> },
    /// A thin wrapper around another companion: `emit` knows its shape.
    Wrapper,
    /// An error stands: the body diverges, so that callers have no errors of their own.
    Diverging,
}
