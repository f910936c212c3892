//! Walking and rewriting: the one place that knows where expressions, places and blocks hide inside statements.

use super::hash::HashMap;
use super::{Adaptor, Arg, Block, Call, Expr, Function, Place, Pull, Range, Step, Stmt, StmtKind, VarId};

impl Expr {
    /// The expressions directly inside this one, in the order in which they are evaluated.
    pub(crate) fn children(&self, visit: &mut dyn FnMut(&Expr)) {
        match self {
            Expr::Number(_) | Expr::Var(_) | Expr::Inert(_) | Expr::IsActive(_) => {}
            Expr::Load(place) | Expr::Borrow { place, .. } | Expr::Clone(place) | Expr::ToVec(place) => {
                place.indices().for_each(visit);
            }
            Expr::Op(_, of, _)
            | Expr::Tuple(of)
            | Expr::Struct(_, of)
            | Expr::Array(of)
            | Expr::VecList(of)
            | Expr::Runtime(_, of) => {
                of.iter().for_each(visit);
            }
            Expr::Repeat(value, _) | Expr::VecRepeat(value, _) => visit(value),
            Expr::Select(cond, then, otherwise) => [cond, then, otherwise].into_iter().for_each(|of| visit(of)),
            Expr::Compare(_, left, right) => [left, right].into_iter().for_each(|of| visit(of)),
            Expr::Replace(place, with) => place.indices().chain(with.as_deref()).for_each(visit),
        }
    }

    pub(crate) fn children_mut(&mut self, visit: &mut dyn FnMut(&mut Expr)) {
        match self {
            Expr::Number(_) | Expr::Var(_) | Expr::Inert(_) | Expr::IsActive(_) => {}
            Expr::Load(place) | Expr::Borrow { place, .. } | Expr::Clone(place) | Expr::ToVec(place) => {
                place.indices_mut().for_each(visit);
            }
            Expr::Op(_, of, _)
            | Expr::Tuple(of)
            | Expr::Struct(_, of)
            | Expr::Array(of)
            | Expr::VecList(of)
            | Expr::Runtime(_, of) => {
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
            Expr::Load(place)
            | Expr::Borrow { place, .. }
            | Expr::Replace(place, _)
            | Expr::Clone(place)
            | Expr::ToVec(place) => {
                read(place.base);
            }
            Expr::Inert(inert) | Expr::Repeat(_, inert) | Expr::VecRepeat(_, inert) => {
                inert.variables().for_each(&mut *read);
            }
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
            Expr::Load(place)
            | Expr::Borrow { place, .. }
            | Expr::Replace(place, _)
            | Expr::Clone(place)
            | Expr::ToVec(place) => {
                to(&mut place.base);
            }
            Expr::Inert(inert) | Expr::Repeat(_, inert) | Expr::VecRepeat(_, inert) => *inert = inert.rename(map),
            _ => {}
        });
    }
}

impl Place {
    pub(crate) fn indices(&self) -> impl Iterator<Item = &Expr> {
        self.path.iter().flat_map(Step::exprs)
    }

    pub(crate) fn indices_mut(&mut self) -> impl Iterator<Item = &mut Expr> {
        self.path.iter_mut().flat_map(Step::exprs_mut)
    }

    pub(crate) fn rename(&mut self, map: &HashMap<VarId, VarId>) {
        self.base = map.get(&self.base).copied().unwrap_or(self.base);
        self.indices_mut().for_each(|index| index.rename(map));
    }
}

impl Range {
    /// `0..n`, of `usize`s as far as can be seen: its loop variable is the number of the trip.
    pub(crate) fn is_counted_from_zero(&self) -> bool {
        let is_zero = |expr: &Expr| {
            matches!(expr, Expr::Inert(inert) if inert.reads.is_empty()
                && matches!(inert.tokens.to_string().as_str(), "0" | "0usize" | "0_usize"))
        };
        !self.inclusive && self.adaptors.is_empty() && is_zero(&self.low)
    }

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

impl Stmt {
    /// The blocks directly inside this statement, in source order.
    pub(crate) fn blocks(&self) -> Vec<&Block> {
        match &self.kind {
            StmtKind::If { then, otherwise, .. } => vec![then, otherwise],
            StmtKind::Match { arms, .. } => arms.iter().map(|arm| &arm.body).collect(),
            StmtKind::While { body, .. }
            | StmtKind::For { body, .. }
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
            StmtKind::While { body, .. }
            | StmtKind::For { body, .. }
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
            StmtKind::Mutate { place, act } => place.indices().chain(act.operands()).collect(),
            StmtKind::If { cond, .. } => vec![cond],
            StmtKind::Match { scrutinee, arms, .. } => {
                [scrutinee].into_iter().chain(arms.iter().flat_map(|arm| arm.guard.iter().chain(&arm.parts))).collect()
            }
            StmtKind::For { range, .. } => range.exprs(),
            StmtKind::While { cond, .. } => vec![cond],
            StmtKind::Break { values, .. } | StmtKind::Return { values } => values.iter().collect(),
            StmtKind::Call(Call { args, forward, .. }) => {
                let tangents = forward.iter().flat_map(|forward| forward.args.iter().flatten());
                args.iter().map(|arg: &Arg| &arg.value).chain(tangents).collect()
            }
            StmtKind::Pull(Pull { cotangent, args, .. }) => {
                let slots = args.iter().flat_map(|arg| arg.value.iter().chain(arg.slot.indices()));
                cotangent.iter().chain(slots).collect()
            }
            StmtKind::Push { value, .. } | StmtKind::Run { value } => vec![value],
            StmtKind::Recall { index, .. } => vec![index],
            _ => Vec::new(),
        }
    }

    /// [`Stmt::exprs`], one after the other: the commonest statements need no list for that.
    pub(crate) fn each_expr<'s>(&'s self, visit: &mut dyn FnMut(&'s Expr)) {
        match &self.kind {
            StmtKind::Let { value, .. } => value.iter().for_each(visit),
            StmtKind::Assign { place, value } | StmtKind::Accumulate { place, value, .. } => {
                place.indices().chain([value]).for_each(visit);
            }
            StmtKind::If { cond, .. } => visit(cond),
            _ => self.exprs().into_iter().for_each(visit),
        }
    }

    pub(crate) fn exprs_mut(&mut self) -> Vec<&mut Expr> {
        match &mut self.kind {
            StmtKind::Let { value, .. } => value.iter_mut().collect(),
            StmtKind::Assign { place, value } | StmtKind::Accumulate { place, value, .. } => {
                place.indices_mut().chain([value]).collect()
            }
            StmtKind::Mutate { place, act } => place.indices_mut().chain(act.operands_mut()).collect(),
            StmtKind::If { cond, .. } => vec![cond],
            StmtKind::Match { scrutinee, arms, .. } => {
                let inside = arms.iter_mut().flat_map(|arm| arm.guard.iter_mut().chain(&mut arm.parts));
                [scrutinee].into_iter().chain(inside).collect()
            }
            StmtKind::For { range, .. } => range.exprs_mut(),
            StmtKind::While { cond, .. } => vec![cond],
            StmtKind::Break { values, .. } | StmtKind::Return { values } => values.iter_mut().collect(),
            StmtKind::Call(Call { args, forward, .. }) => {
                let tangents = forward.iter_mut().flat_map(|forward| forward.args.iter_mut().flatten());
                args.iter_mut().map(|arg| &mut arg.value).chain(tangents).collect()
            }
            StmtKind::Pull(Pull { cotangent, args, .. }) => {
                let slots = args.iter_mut().flat_map(|arg| {
                    arg.value.iter_mut().chain(arg.slot.path_mut().iter_mut().flat_map(Step::exprs_mut))
                });
                cotangent.iter_mut().chain(slots).collect()
            }
            StmtKind::Push { value, .. } | StmtKind::Run { value } => vec![value],
            StmtKind::Recall { index, .. } => vec![index],
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
            stmt.each_expr(&mut |expr| expr.visit(visit));
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
}

impl Function {
    /// The name of a variable as it reads in debugging output and golden tests: `z#3`.
    pub(crate) fn label(&self, var: VarId) -> String {
        format!("{}#{}", self.var(var).name, var.0)
    }
}
