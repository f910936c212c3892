//! Walking and rewriting: the one place that knows where expressions, places and blocks hide inside statements.

use super::{Adaptor, Arg, Block, Call, Expr, Function, Place, Pull, Range, Slot, Step, Stmt, StmtKind, VarId};
use std::collections::HashMap;

impl Expr {
    /// The expressions directly inside this one, in the order in which they are evaluated.
    pub(crate) fn children(&self, visit: &mut dyn FnMut(&Expr)) {
        match self {
            Expr::Number(_) | Expr::Var(_) | Expr::Inert(_) | Expr::IsActive(_) => {}
            Expr::Load(place) | Expr::Borrow { place, .. } | Expr::Clone(place) => place.indices().for_each(visit),
            Expr::Op(_, of, _) | Expr::Tuple(of) | Expr::Array(of) | Expr::Runtime(_, of) => of.iter().for_each(visit),
            Expr::Repeat(value, _) | Expr::VecRepeat(value, _) => visit(value),
            Expr::Select(cond, then, otherwise) => [cond, then, otherwise].into_iter().for_each(|of| visit(of)),
            Expr::Compare(_, left, right) => [left, right].into_iter().for_each(|of| visit(of)),
            Expr::Replace(place, with) => place.indices().chain(with.as_deref()).for_each(visit),
        }
    }

    fn children_mut(&mut self, visit: &mut dyn FnMut(&mut Expr)) {
        match self {
            Expr::Number(_) | Expr::Var(_) | Expr::Inert(_) | Expr::IsActive(_) => {}
            Expr::Load(place) | Expr::Borrow { place, .. } | Expr::Clone(place) => place.indices_mut().for_each(visit),
            Expr::Op(_, of, _) | Expr::Tuple(of) | Expr::Array(of) | Expr::Runtime(_, of) => {
                of.iter_mut().for_each(visit);
            }
            Expr::Repeat(value, _) | Expr::VecRepeat(value, _) => visit(value),
            Expr::Select(cond, then, otherwise) => [cond, then, otherwise].into_iter().for_each(|of| visit(of)),
            Expr::Compare(_, left, right) => [left, right].into_iter().for_each(|of| visit(of)),
            Expr::Replace(place, with) => place.indices_mut().chain(with.as_deref_mut()).for_each(visit),
        }
    }

    /// This expression and all inside it, outermost first.
    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Expr)) {
        visit(self);
        self.children(&mut |child| child.visit(visit));
    }

    /// Rewrites this expression and all inside it, innermost first.
    pub(crate) fn rewrite(&mut self, rewrite: &mut dyn FnMut(&mut Expr)) {
        self.children_mut(&mut |child| child.rewrite(rewrite));
        rewrite(self);
    }

    /// Calls `read` for every variable read, with the variable whole (`None`) or through a place.
    pub(crate) fn reads(&self, read: &mut dyn FnMut(VarId)) {
        self.visit(&mut |expr| match expr {
            Expr::Var(var) => read(*var),
            Expr::Load(place) | Expr::Borrow { place, .. } | Expr::Replace(place, _) | Expr::Clone(place) => {
                read(place.base);
            }
            Expr::Inert(inert) | Expr::Repeat(_, inert) | Expr::VecRepeat(_, inert) => {
                inert.variables().for_each(&mut *read);
            }
            _ => {}
        });
    }

    /// Variables that evaluating it may write: what opaque code does, and what is borrowed to be written.
    fn writes(&self, write: &mut dyn FnMut(VarId)) {
        self.visit(&mut |inner| match inner {
            Expr::Borrow { mutable: true, place } | Expr::Replace(place, _) => write(place.base),
            Expr::Inert(inert) => inert.writes.iter().for_each(|&var| write(var)),
            _ => {}
        });
    }

    pub(crate) fn mentions(&self, var: VarId) -> bool {
        let mut found = false;
        self.reads(&mut |read| found |= read == var);
        found
    }

    /// The same expression over other variables.
    pub(crate) fn rename(&mut self, map: &HashMap<VarId, VarId>) {
        let to = |var: &mut VarId| *var = map.get(var).copied().unwrap_or(*var);
        self.rewrite(&mut |expr| match expr {
            Expr::Var(var) => to(var),
            Expr::Load(place) | Expr::Borrow { place, .. } | Expr::Replace(place, _) | Expr::Clone(place) => {
                to(&mut place.base);
            }
            Expr::Inert(inert) | Expr::Repeat(_, inert) | Expr::VecRepeat(_, inert) => *inert = inert.rename(map),
            _ => {}
        });
    }
}

impl Place {
    pub(crate) fn indices(&self) -> impl Iterator<Item = &Expr> {
        self.path.iter().filter_map(|step| match step {
            Step::Index(index) => Some(index),
            Step::Field(_) | Step::Deref => None,
        })
    }

    pub(crate) fn indices_mut(&mut self) -> impl Iterator<Item = &mut Expr> {
        self.path.iter_mut().filter_map(|step| match step {
            Step::Index(index) => Some(index),
            Step::Field(_) | Step::Deref => None,
        })
    }

    pub(crate) fn rename(&mut self, map: &HashMap<VarId, VarId>) {
        self.base = map.get(&self.base).copied().unwrap_or(self.base);
        self.indices_mut().for_each(|index| index.rename(map));
    }
}

impl Range {
    fn exprs(&self) -> Vec<&Expr> {
        let steps = self.adaptors.iter().filter_map(|adaptor| match adaptor {
            Adaptor::StepBy(of) | Adaptor::Skip(of) => Some(of),
            Adaptor::Rev => None,
        });
        [&self.low, &self.high].into_iter().chain(steps).collect()
    }

    fn exprs_mut(&mut self) -> Vec<&mut Expr> {
        let steps = self.adaptors.iter_mut().filter_map(|adaptor| match adaptor {
            Adaptor::StepBy(of) | Adaptor::Skip(of) => Some(of),
            Adaptor::Rev => None,
        });
        [&mut self.low, &mut self.high].into_iter().chain(steps).collect()
    }
}

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

impl Stmt {
    /// The blocks directly inside this statement, in source order.
    pub(crate) fn blocks(&self) -> Vec<&Block> {
        match &self.kind {
            StmtKind::If { then, otherwise, .. } => vec![then, otherwise],
            StmtKind::Match { arms, .. } => arms.iter().map(|arm| &arm.body).collect(),
            StmtKind::While { head, body, .. } => vec![head, body],
            StmtKind::For { body, .. }
            | StmtKind::Each { body, .. }
            | StmtKind::Loop { body, .. }
            | StmtKind::Labelled { body, .. }
            | StmtKind::Scope { body, .. }
            | StmtKind::IfActive { body, .. }
            | StmtKind::IfAny { body, .. } => vec![body],
            _ => Vec::new(),
        }
    }

    pub(crate) fn blocks_mut(&mut self) -> Vec<&mut Block> {
        match &mut self.kind {
            StmtKind::If { then, otherwise, .. } => vec![then, otherwise],
            StmtKind::Match { arms, .. } => arms.iter_mut().map(|arm| &mut arm.body).collect(),
            StmtKind::While { head, body, .. } => vec![head, body],
            StmtKind::For { body, .. }
            | StmtKind::Each { body, .. }
            | StmtKind::Loop { body, .. }
            | StmtKind::Labelled { body, .. }
            | StmtKind::Scope { body, .. }
            | StmtKind::IfActive { body, .. }
            | StmtKind::IfAny { body, .. } => vec![body],
            _ => Vec::new(),
        }
    }

    /// The expressions of this statement itself, in the order in which they are evaluated; blocks not entered.
    pub(crate) fn exprs(&self) -> Vec<&Expr> {
        match &self.kind {
            StmtKind::Let { value, .. } => value.iter().collect(),
            StmtKind::Assign { place, value } | StmtKind::Accumulate { place, value, .. } => {
                place.indices().chain([value]).collect()
            }
            StmtKind::If { cond, .. } => vec![cond],
            StmtKind::Match { scrutinee, arms, .. } => {
                [scrutinee].into_iter().chain(arms.iter().filter_map(|arm| arm.guard.as_ref())).collect()
            }
            StmtKind::For { range, .. } => range.exprs(),
            StmtKind::While { cond, .. } => vec![cond],
            StmtKind::Break { values, .. } | StmtKind::Return { values } => values.iter().collect(),
            StmtKind::Call(Call { args, .. }) => args.iter().map(|arg: &Arg| &arg.value).collect(),
            StmtKind::Pull(Pull { cotangent, args, .. }) => {
                let slots = args.iter().flat_map(|arg| arg.value.iter().chain(arg.slot.indices()));
                cotangent.iter().chain(slots).collect()
            }
            StmtKind::Push { value, .. } | StmtKind::Run { value } => vec![value],
            StmtKind::Recall { index, .. } => vec![index],
            _ => Vec::new(),
        }
    }

    pub(crate) fn exprs_mut(&mut self) -> Vec<&mut Expr> {
        match &mut self.kind {
            StmtKind::Let { value, .. } => value.iter_mut().collect(),
            StmtKind::Assign { place, value } | StmtKind::Accumulate { place, value, .. } => {
                place.indices_mut().chain([value]).collect()
            }
            StmtKind::If { cond, .. } => vec![cond],
            StmtKind::Match { scrutinee, arms, .. } => {
                [scrutinee].into_iter().chain(arms.iter_mut().filter_map(|arm| arm.guard.as_mut())).collect()
            }
            StmtKind::For { range, .. } => range.exprs_mut(),
            StmtKind::While { cond, .. } => vec![cond],
            StmtKind::Break { values, .. } | StmtKind::Return { values } => values.iter_mut().collect(),
            StmtKind::Call(Call { args, .. }) => args.iter_mut().map(|arg| &mut arg.value).collect(),
            StmtKind::Pull(Pull { cotangent, args, .. }) => {
                let slots = args.iter_mut().flat_map(|arg| {
                    let indices: Vec<&mut Expr> = match &mut arg.slot {
                        Slot::Into(place) => place.indices_mut().collect(),
                        Slot::Inactive | Slot::Lend { .. } => Vec::new(),
                    };
                    arg.value.iter_mut().chain(indices)
                });
                cotangent.iter_mut().chain(slots).collect()
            }
            StmtKind::Push { value, .. } | StmtKind::Run { value } => vec![value],
            StmtKind::Recall { index, .. } => vec![index],
            _ => Vec::new(),
        }
    }

    /// What this statement does to variables by itself; [`Stmt::blocks`] are not entered.
    pub(crate) fn effects(&self) -> Effects {
        let mut effects = Effects::default();
        for expr in self.exprs() {
            expr.reads(&mut |var| effects.reads.push(var));
            expr.writes(&mut |var| effects.writes.push(var));
            expr.visit(&mut |inner| effects.visible |= matches!(inner, Expr::Inert(inert) if !inert.pure));
        }
        match &self.kind {
            StmtKind::Let { var, .. } => effects.binds.push(*var),
            StmtKind::Assign { place, .. } if place.is_whole() => effects.assigns.push(place.base),
            StmtKind::Assign { place, .. } => effects.writes.push(place.base),
            StmtKind::Accumulate { place, .. } => {
                effects.reads.push(place.base);
                effects.writes.push(place.base);
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
            StmtKind::Run { value: Expr::Runtime("accumulate" | "reset" | "fill", of) } => {
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
                effects.visible = true;
            }
            StmtKind::Pull(pull) => {
                effects.reads.push(pull.pullback);
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

    /// Variables bound for the blocks inside: the loop variable, what a pattern binds.
    pub(crate) fn binds_inside(&self) -> Vec<VarId> {
        match &self.kind {
            StmtKind::For { var, .. } => vec![*var],
            StmtKind::Each { bindings, .. } => bindings.clone(),
            StmtKind::Match { arms, .. } => arms.iter().flat_map(|arm| arm.bindings.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// This statement and all inside it, outermost first.
    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Stmt)) {
        visit(self);
        self.blocks().into_iter().for_each(|block| block.visit(visit));
    }
}

impl Block {
    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Stmt)) {
        self.stmts.iter().for_each(|stmt| stmt.visit(visit));
    }

    /// Every expression in this block and in the blocks inside it, outermost first.
    pub(crate) fn visit_exprs(&self, visit: &mut dyn FnMut(&Expr)) {
        for stmt in &self.stmts {
            stmt.exprs().into_iter().for_each(|expr| expr.visit(visit));
            stmt.blocks().into_iter().for_each(|block| block.visit_exprs(visit));
        }
        self.values.iter().for_each(|value| value.visit(visit));
    }

    pub(crate) fn rewrite_exprs(&mut self, rewrite: &mut dyn FnMut(&mut Expr)) {
        for stmt in &mut self.stmts {
            stmt.exprs_mut().into_iter().for_each(|expr| expr.rewrite(rewrite));
            stmt.blocks_mut().into_iter().for_each(|block| block.rewrite_exprs(rewrite));
        }
        self.values.iter_mut().for_each(|value| value.rewrite(rewrite));
    }

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

impl Function {
    /// The name of a variable as it reads in debugging output and golden tests: `z#3`.
    pub(crate) fn label(&self, var: VarId) -> String {
        format!("{}#{}", self.var(var).name, var.0)
    }
}
