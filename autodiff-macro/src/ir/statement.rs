//! Statements: everything that has an effect, binds a name or steers control.

use super::{Act, Expr, Inert, Operator, ParamSet, Place, Step, VarId};
use proc_macro2::{Ident, Span, TokenStream};

/// A statement of one function, by a number of its own: the key of facts that analyses find.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct StmtId(pub(crate) u32);

#[derive(Clone, Debug)]
pub(crate) struct Stmt {
    pub(crate) id: StmtId,
    pub(crate) kind: StmtKind,
    /// The user's tokens that it comes from.
    pub(crate) span: Span,
    pub(crate) pass: Pass,
}

/// Which half of a companion a statement belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pass {
    /// The user's computation: bit for bit as written.
    Primal,
    /// Ours: sums may be reordered, constants folded.
    Adjoint,
}

/// Statements, then the values that the block yields.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    pub(crate) stmts: Vec<Stmt>,
    pub(crate) values: Vec<Expr>,
}

#[allow(dead_code, reason = "the language says all of Rust's control flow; `lower` does not write all of it yet")]
#[derive(Clone, Debug)]
pub(crate) enum StmtKind {
    /// `let var = value;`, `let var;`. Whether it needs `mut` is [`super::Variable::mutable`].
    Let {
        var: VarId,
        value: Option<Expr>,
    },
    /// `place = value;`
    Assign {
        place: Place,
        value: Expr,
    },
    /// `place += value;`, or `-=`.
    Accumulate {
        place: Place,
        negative: bool,
        value: Expr,
    },
    /// `place.push(value);` and the like: a method of std that writes the memory it is called on.
    Mutate {
        place: Place,
        act: Act,
    },
    /// A statement that carries no derivative, for its effect: `println!(…)`, `assert!(…)`.
    Effect(Inert),
    /// An expression statement of ours, for its effect: a call into the runtime, `private::check_len(…);`.
    Run {
        value: Expr,
    },
    /// A nested item (`const`, `fn`, `use`), as written.
    Item(TokenStream),
    /// `let binds = if cond { then } else { otherwise };`
    If {
        binds: Vec<VarId>,
        cond: Expr,
        then: Block,
        otherwise: Block,
    },
    /// `let binds = match scrutinee { arms };`
    Match {
        binds: Vec<VarId>,
        scrutinee: Expr,
        arms: Vec<Arm>,
        /// The variable that tells which arm was taken, where the scrutinee can't be matched again: each arm gives it its
        /// number.
        taken: Option<VarId>,
    },
    /// `for var in range { body }`. Bounds are evaluated once, before the loop.
    For {
        label: Option<Ident>,
        var: VarId,
        range: Range,
        body: Block,
    },
    /// `for bindings in source { body }`, over anything that iterates: `pattern` with holes, as [`Inert`] has them.
    Each {
        label: Option<Ident>,
        pattern: TokenStream,
        bindings: Vec<VarId>,
        source: Inert,
        body: Block,
    },
    /// `while cond { body }`, of a condition that is evaluated anew each time.
    While {
        label: Option<Ident>,
        cond: Expr,
        body: Block,
    },
    /// `let binds = 'label: loop { body };`, left by `break` alone.
    Loop {
        label: Option<Ident>,
        binds: Vec<VarId>,
        body: Block,
    },
    /// `let binds = 'label: { body };`
    Labelled {
        label: Ident,
        binds: Vec<VarId>,
        body: Block,
    },
    /// A block for its scope alone: `{ body }`; what it yields is bound outside.
    Scope {
        binds: Vec<VarId>,
        body: Block,
    },
    Break {
        label: Option<Ident>,
        values: Vec<Expr>,
    },
    Continue {
        label: Option<Ident>,
    },
    Return {
        values: Vec<Expr>,
    },
    Call(Call),
    /// The backward call of a callee.
    Pull(Pull),
    /// `tape.push(value);`
    Push {
        tape: VarId,
        value: Expr,
    },
    /// `let var = ` the last value pushed onto `tape` and not read yet: structured reversal is last-in first-out.
    Pop {
        var: VarId,
        tape: VarId,
    },
    /// `let var = tape[index];`, where an iteration is known by its number.
    Recall {
        var: VarId,
        tape: VarId,
        index: Expr,
    },
    /// What only a caller that wants the gradient of parameter `param` pays for:
    /// `if let Some(d_x) = X::slot(&mut d_x) { body }`.
    IfActive {
        param: usize,
        body: Block,
    },
    /// `if A::ACTIVE || B::ACTIVE { body }`: kept only for gradients of these parameters.
    IfAny {
        params: Vec<usize>,
        body: Block,
    },
}

#[derive(Clone, Debug)]
pub(crate) struct Arm {
    /// As written, with holes for the variables that it binds.
    pub(crate) pattern: TokenStream,
    pub(crate) bindings: Vec<VarId>,
    /// The parts of what is matched that the body names: `&place`, as far as only this arm may look. The pattern has a hole
    /// for each of them, too, `__p0`: what the body binds such a part to at its beginning may be printed there.
    pub(crate) parts: Vec<Expr>,
    pub(crate) guard: Option<Expr>,
    pub(crate) body: Block,
}

/// `low..high`, `low..=high`, then adaptors in the order written.
#[derive(Clone, Debug)]
pub(crate) struct Range {
    pub(crate) low: Expr,
    pub(crate) high: Expr,
    pub(crate) inclusive: bool,
    pub(crate) adaptors: Vec<Adaptor>,
}

#[derive(Clone, Debug)]
pub(crate) enum Adaptor {
    Rev,
    StepBy(Expr),
    /// In generated code: a stepped range from its last element on.
    Skip(Expr),
}

/// A call of a function that we know by name alone.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// None for a callee that returns `()`.
    pub(crate) result: Option<VarId>,
    pub(crate) callee: Callee,
    pub(crate) args: Vec<Arg>,
    /// Bound beside the result, once the call is to be reversed: the callee's backward pass.
    pub(crate) pullback: Option<VarId>,
    /// In forward mode: the tangents that go in and come out.
    pub(crate) forward: Option<Forward>,
    /// It is forward mode itself that is called, to be reversed: each argument is followed by its tangent, and what comes
    /// back is a pair.
    pub(crate) second: bool,
}

/// The tangents of a call.
#[derive(Clone, Debug)]
pub(crate) struct Forward {
    /// None where nobody asks for it.
    pub(crate) result: Option<VarId>,
    /// One for each argument; none of what is inactive.
    pub(crate) args: Vec<Option<Expr>>,
}

#[derive(Clone, Debug)]
pub(crate) struct Callee {
    /// `layers::dense`: everything before the last segment, with its `::`.
    pub(crate) prefix: TokenStream,
    pub(crate) name: Ident,
    /// `::<T>`, as written.
    pub(crate) turbofish: TokenStream,
    /// How many generic arguments that turbofish names.
    pub(crate) generics: usize,
    pub(crate) form: Form,
}

/// How a call names its function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `g(x)`, `layers::g(x)`
    Free,
    /// `Type::g(x)`, `<T as Trait>::g(x)`
    Associated,
    /// `x.g(y)`: the receiver is the first of the arguments.
    Method {
        /// What it is called on could be written, and is taken not to be: that is for rustc to see.
        held: bool,
    },
    /// `x * y`, `-x`, `x += y`
    Operator(Operator),
}

#[derive(Clone, Debug)]
pub(crate) struct Arg {
    pub(crate) value: Expr,
    /// Passed by reference, so that the backward call hands it in again.
    pub(crate) by_ref: bool,
    /// Set by the adjoint: whether the caller wants this argument's gradient.
    pub(crate) flag: Flag,
}

/// Whether a caller wants the gradient of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flag {
    Inactive,
    Active,
    /// The argument is the parameter with this index: whatever our own caller wants.
    Of(usize),
    /// It depends on these parameters: what our caller says of any of them.
    Any(ParamSet),
}

impl Flag {
    /// The same where the parameters have other numbers.
    pub(crate) fn map(self, to: impl Fn(ParamSet) -> ParamSet) -> Flag {
        match self {
            Flag::Any(params) => Flag::Any(to(params)),
            other => other,
        }
    }
}

/// `pullback(&cotangent, (value, slot), …)`.
#[derive(Clone, Debug)]
pub(crate) struct Pull {
    pub(crate) pullback: VarId,
    /// The adjoint of the call's result; none for `()`.
    pub(crate) cotangent: Option<Expr>,
    pub(crate) args: Vec<PullArg>,
}

#[derive(Clone, Debug)]
pub(crate) struct PullArg {
    /// The argument again, where it was passed by reference.
    pub(crate) value: Option<Expr>,
    pub(crate) slot: Slot,
    /// In second order: what says whether the value is there, where that is a tangent; and whether the slot is.
    pub(crate) under: [Option<Flag>; 2],
}

/// Where an argument's cotangent goes.
#[derive(Clone, Debug)]
pub(crate) enum Slot {
    /// `()`: the caller does not want it.
    Inactive,
    /// `&mut place`: the callee adds to it.
    Into(Place),
    /// `&mut place`, of what the call wrote: it holds the cotangent of what is there after the call, and the callee leaves
    /// that of what was there before.
    InOut(Place),
    /// `X::lend(&mut slot, |slot| &mut slot[low..high])`: our own slot of the parameter with this index, handed on whole
    /// or in part.
    Lend { param: usize, slot: VarId, path: Vec<Step> },
}

impl Slot {
    /// The variable that the callee writes.
    pub(crate) fn written(&self) -> Option<VarId> {
        match self {
            Slot::Inactive => None,
            Slot::Into(place) | Slot::InOut(place) => Some(place.base),
            Slot::Lend { slot, .. } => Some(*slot),
        }
    }

    /// The variable of which the callee reads what is in it, too.
    pub(crate) fn taken(&self) -> Option<VarId> {
        match self {
            Slot::InOut(place) => Some(place.base),
            Slot::Inactive | Slot::Into(_) | Slot::Lend { .. } => None,
        }
    }

    /// The way into the memory that is lent.
    pub(crate) fn path(&self) -> &[Step] {
        match self {
            Slot::Into(place) | Slot::InOut(place) => &place.path,
            Slot::Lend { path, .. } => path,
            Slot::Inactive => &[],
        }
    }

    pub(crate) fn path_mut(&mut self) -> &mut [Step] {
        match self {
            Slot::Into(place) | Slot::InOut(place) => &mut place.path,
            Slot::Lend { path, .. } => path,
            Slot::Inactive => &mut [],
        }
    }

    pub(crate) fn indices(&self) -> impl Iterator<Item = &Expr> {
        self.path().iter().flat_map(Step::exprs)
    }
}
