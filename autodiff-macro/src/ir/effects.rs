//! What statements do to variables: the one place that knows which reads, writes and binds what.

use super::{Block, Expr, Function, Stmt, StmtKind, VarId};

/// What one statement, nested ones not counted, does to variables.
#[derive(Default, Debug)]
pub(crate) struct Effects {
    pub(crate) reads: Vec<VarId>,
    /// Assigned whole.
    pub(crate) assigns: Vec<VarId>,
    /// Written in part, or perhaps.
    pub(crate) writes: Vec<VarId>,
    /// Brought into scope.
    pub(crate) binds: Vec<VarId>,
    /// Has an effect besides writing variables: printing, panicking on purpose, leaving.
    pub(crate) visible: bool,
}

impl Effects {
    /// Reads or writes it in any way.
    pub(crate) fn mentions(&self, var: VarId) -> bool {
        [&self.reads, &self.assigns, &self.writes].into_iter().any(|all| all.contains(&var))
    }
}

impl Expr {
    /// Variables that evaluating it may write: what opaque code does, and what is borrowed to be written.
    fn writes(&self, write: &mut dyn FnMut(VarId)) {
        self.visit(&mut |inner| match inner {
            Expr::Borrow { mutable: true, place } | Expr::Replace(place, _) => write(place.base),
            Expr::Inert(inert) => inert.writes.iter().for_each(|&var| write(var)),
            _ => {}
        });
    }
}

impl Expr {
    /// Variables whose value goes into that of this expression whole: moved, unless they are `Copy`.
    pub(crate) fn gives(&self, give: &mut dyn FnMut(VarId)) {
        match self {
            Expr::Var(var) => give(*var),
            Expr::Tuple(of) | Expr::Struct(_, of) | Expr::Array(of) | Expr::VecList(of) => {
                of.iter().for_each(|of| of.gives(give))
            }
            Expr::Repeat(value, _) | Expr::VecRepeat(value, _) | Expr::Replace(_, Some(value)) => value.gives(give),
            Expr::Select(_, then, otherwise) => [then, otherwise].into_iter().for_each(|of| of.gives(give)),
            _ => {}
        }
    }
}

impl Stmt {
    /// What this statement does to variables by itself; [`Stmt::blocks`] are not entered.
    pub(crate) fn effects(&self) -> Effects {
        let mut effects = Effects::default();
        self.each_expr(&mut |expr| {
            expr.reads(&mut |var| effects.reads.push(var));
            expr.writes(&mut |var| effects.writes.push(var));
            expr.visit(&mut |inner| effects.visible |= matches!(inner, Expr::Inert(inert) if !inert.pure));
        });
        match &self.kind {
            StmtKind::Let { var, .. } => effects.binds.push(*var),
            StmtKind::Assign { place, .. } if place.is_whole() => effects.assigns.push(place.base),
            StmtKind::Assign { place, .. } => effects.writes.push(place.base),
            StmtKind::Accumulate { place, .. } => {
                effects.reads.push(place.base);
                effects.writes.push(place.base);
            }
            // What is borrowed to be swapped is written, too, as all that is borrowed mutably.
            StmtKind::Mutate { place, act } => {
                effects.reads.push(place.base);
                effects.writes.push(place.base);
                effects.binds.extend(act.bound());
            }
            StmtKind::Effect(inert) => {
                effects.reads.extend(inert.variables());
                effects.writes.extend(&inert.writes);
                effects.visible = true;
            }
            StmtKind::If { binds, .. }
            | StmtKind::Match { binds, .. }
            | StmtKind::Loop { binds, .. }
            | StmtKind::Labelled { binds, .. }
            | StmtKind::Scope { binds, .. } => effects.binds.extend(binds),
            StmtKind::Each { source, .. } => {
                effects.reads.extend(source.variables());
                effects.writes.extend(&source.writes);
                effects.visible |= !source.pure;
            }
            // What the runtime writes through a reference of ours.
            StmtKind::Run {
                value:
                    Expr::Runtime("accumulate" | "accumulate_each" | "carry" | "clear" | "restore" | "reset" | "fill", of),
            } => {
                effects.writes.extend(of.first().and_then(Expr::as_var));
            }
            StmtKind::Run { .. }
            | StmtKind::Item(_)
            | StmtKind::Break { .. }
            | StmtKind::Continue { .. }
            | StmtKind::Return { .. } => {
                effects.visible = true;
            }
            StmtKind::Call(call) => {
                effects.binds.extend(call.result);
                effects.binds.extend(call.pullback);
                effects.binds.extend(call.forward.iter().filter_map(|forward| forward.result));
                effects.visible = true;
            }
            StmtKind::Pull(pull) => {
                effects.reads.push(pull.pullback);
                effects.reads.extend(pull.args.iter().filter_map(|arg| arg.slot.taken()));
                effects.writes.extend(pull.args.iter().filter_map(|arg| arg.slot.written()));
            }
            StmtKind::Push { tape, .. } => effects.writes.push(*tape),
            StmtKind::Pop { var, tape } => {
                effects.binds.push(*var);
                effects.writes.push(*tape);
                effects.reads.push(*tape);
            }
            StmtKind::Recall { var, tape, .. } => {
                effects.binds.push(*var);
                effects.reads.push(*tape);
            }
            StmtKind::For { .. } | StmtKind::While { .. } | StmtKind::IfActive { .. } | StmtKind::IfAny { .. } => {}
        }
        effects
    }

    /// Variables that this statement itself gives another value, whole or in part: [`Effects::assigns`] and
    /// [`Effects::writes`], without the rest.
    pub(crate) fn writes(&self, write: &mut dyn FnMut(VarId)) {
        match &self.kind {
            StmtKind::Let { value, .. } => value.iter().for_each(|value| value.writes(write)),
            StmtKind::Assign { place, value } | StmtKind::Accumulate { place, value, .. } => {
                write(place.base);
                value.writes(write);
                place.indices().for_each(|index| index.writes(write));
            }
            _ => {
                let effects = self.effects();
                effects.assigns.into_iter().chain(effects.writes).for_each(write);
            }
        }
    }

    /// Variables that this statement itself gives away whole, and that are not `Copy`; what its blocks yield not counted.
    pub(crate) fn gives(&self, function: &Function, give: &mut dyn FnMut(VarId)) {
        let mut give = |var: VarId| {
            if !function.var(var).ty.is_copy() {
                give(var);
            }
        };
        match &self.kind {
            // A part that is not `Copy` takes the whole with it.
            StmtKind::Let { var, value: Some(Expr::Load(place)) } if !function.var(*var).ty.is_copy() => {
                give(place.base);
            }
            StmtKind::Let { value: Some(value), .. }
            | StmtKind::Assign { value, .. }
            | StmtKind::Push { value, .. } => value.gives(&mut give),
            StmtKind::Mutate { act, .. } => act.operands().for_each(|of| of.gives(&mut give)),
            StmtKind::Call(call) => {
                call.args.iter().for_each(|arg| arg.value.gives(&mut give));
                let tangents = call.forward.iter().flat_map(|forward| forward.args.iter().flatten());
                tangents.for_each(|tangent| tangent.gives(&mut give));
            }
            StmtKind::Break { values, .. } | StmtKind::Return { values } => {
                values.iter().for_each(|value| value.gives(&mut give));
            }
            StmtKind::Effect(inert) | StmtKind::Each { source: inert, .. } => {
                inert.gives.iter().for_each(|&var| give(var));
            }
            _ => {}
        }
        self.each_expr(&mut |expr| {
            expr.visit(&mut |inner| {
                if let Expr::Inert(inert) = inner {
                    inert.gives.iter().for_each(|&var| give(var));
                }
            });
        });
    }

    /// Variables bound for the blocks inside: the loop variable, what a pattern binds.
    pub(crate) fn binds_inside(&self) -> Vec<VarId> {
        match &self.kind {
            StmtKind::For { var, .. } => vec![*var],
            StmtKind::Each { bindings, .. } => bindings.clone(),
            StmtKind::Match { arms, .. } => arms.iter().flat_map(|arm| arm.bindings.clone()).collect(),
            _ => Vec::new(),
        }
    }
}

impl Block {
    /// Variables that this block, with all inside it, reads, assigns or writes, whether its own or not.
    pub(crate) fn touched(&self) -> Effects {
        let mut all = Effects::default();
        self.visit(&mut |stmt| {
            let one = stmt.effects();
            all.reads.extend(one.reads);
            all.assigns.extend(one.assigns);
            all.writes.extend(one.writes);
            all.binds.extend(one.binds);
            all.binds.extend(stmt.binds_inside());
            all.visible |= one.visible;
        });
        self.visit_values(&mut |value| value.reads(&mut |var| all.reads.push(var)));
        all
    }

    fn visit_values(&self, visit: &mut dyn FnMut(&Expr)) {
        self.visit(&mut |stmt| {
            stmt.blocks().into_iter().for_each(|block| block.values.iter().for_each(&mut *visit));
        });
        self.values.iter().for_each(visit);
    }
}
