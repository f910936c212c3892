//! Which tangents are there: on which parameters each variable depends.
//!
//! A caller of `f_jvp_for` leaves out the tangents of arguments that it holds constant. Inside, the tangent of a variable
//! that depends on none but those stands for nothing: it may hold anything. It is never read where it would matter, since
//! each term that meets others is guarded by what it depends on, unless all of the sum depends on the same parameters.

use super::Forward;
use crate::analyse::Activity;
use crate::ir::{Expr, Function, ParamSet, StmtKind, Type, VarId};

/// For each variable, the parameters that it depends on.
#[derive(Debug)]
pub(in crate::transform) struct Dependence {
    sets: Vec<ParamSet>,
    /// All that are differentiable.
    all: ParamSet,
    /// Those whose tangents are always there: what the function writes through `&mut`; one that is the only one.
    always: ParamSet,
}

impl Dependence {
    pub(in crate::transform) fn of(function: &Function) -> Dependence {
        let params: Vec<usize> = function.differentiable_params().map(|(index, _)| index).collect();
        let mut sets = vec![ParamSet::default(); function.variables.len()];
        for &param in &params {
            let varied = Activity::varied_with(function, param);
            for (set, _) in sets.iter_mut().zip(varied).filter(|(_, varied)| *varied) {
                *set = set.union(ParamSet::of(param));
            }
        }
        let written = function.outputs().map(|(index, _)| index).collect();
        let all: ParamSet = params.iter().copied().collect();
        Dependence { sets, all, always: if params.len() == 1 { all } else { written } }
    }

    pub(super) fn all(&self) -> ParamSet {
        self.all
    }

    fn set(&self, var: VarId) -> ParamSet {
        self.sets.get(var.0 as usize).copied().unwrap_or_default()
    }

    fn is_certain(&self, set: ParamSet) -> bool {
        set.includes(self.all) || set.meets(self.always)
    }
}

impl Forward<'_> {
    /// What `var` depends on; none where that does not matter.
    pub(super) fn depends(&self, var: VarId) -> Option<ParamSet> {
        self.dependence.map(|dependence| dependence.set(var))
    }

    /// What a tangent of `from` must be asked before it meets one of `into`; none: it is there whenever that is.
    pub(super) fn guard(&self, from: VarId, into: Option<ParamSet>) -> Option<ParamSet> {
        let (dependence, into) = (self.dependence?, into?);
        let set = dependence.set(from);
        (!set.includes(into) && !dependence.is_certain(set)).then_some(set)
    }

    /// What depends on `from` alone may not be there where one that depends on `into` is.
    pub(super) fn is_doubtful(&self, from: Option<ParamSet>, into: Option<ParamSet>) -> bool {
        match (self.dependence, from, into) {
            (Some(dependence), Some(from), Some(into)) => !from.includes(into) && !dependence.is_certain(from),
            _ => false,
        }
    }

    /// What must be asked before `var` is written at all.
    pub(super) fn doubt(&self, var: VarId) -> Option<ParamSet> {
        let dependence = self.dependence?;
        let set = dependence.set(var);
        (!set.is_empty() && !dependence.is_certain(set)).then_some(set)
    }

    /// `if X::ACTIVE { term } else { absent }`, where it must be asked.
    pub(super) fn guarded(&mut self, term: Expr, from: VarId, into: Option<ParamSet>, absent: Expr) -> Expr {
        match self.guard(from, into) {
            Some(set) => Expr::Select(Box::new(Expr::IsActive(set)), Box::new(term), Box::new(absent)),
            None => term,
        }
    }

    /// A statement that writes numbers into the tangent of `base`: only where that is there.
    pub(super) fn push_into(&mut self, base: VarId, kind: StmtKind) {
        let Some(set) = self.doubt(base) else { return self.push(kind) };
        let stmt = self.function.stmt(kind, self.span, crate::ir::Pass::Adjoint);
        let params = set.iter(self.function.params.len()).collect();
        self.push(StmtKind::IfAny { params, body: crate::ir::Block { stmts: vec![stmt], values: Vec::new() } });
    }

    /// Before memory is lent to be written: a tangent that stands for nothing is zero from here on.
    pub(super) fn settle(&mut self, base: VarId) {
        if let (Some(set), Some(&tangent)) = (self.doubt(base), self.tangents.get(&base)) {
            self.reset_unless(set, tangent);
        }
    }

    /// A parameter into which others are written: where only they have tangents, its own is zero to begin with.
    pub(super) fn begin_param(&mut self, index: usize, param: VarId, tangent: VarId) {
        let Some(dependence) = self.dependence else { return };
        let own = ParamSet::of(index);
        if !own.includes(dependence.set(param)) && !own.meets(dependence.always) {
            self.function.var_mut(tangent).mutable = true;
            self.reset_unless(own, tangent);
        }
    }

    fn reset_unless(&mut self, set: ParamSet, tangent: VarId) {
        let lent = match self.function.var(tangent).ty {
            Type::Ref { .. } => Expr::Var(tangent),
            _ => Expr::Borrow { mutable: true, place: crate::ir::Place::var(tangent) },
        };
        let reset = StmtKind::Run { value: Expr::Runtime("reset", vec![lent]) };
        let reset = self.function.stmt(reset, self.span, crate::ir::Pass::Adjoint);
        let otherwise = crate::ir::Block { stmts: vec![reset], values: Vec::new() };
        let then = crate::ir::Block::default();
        self.push(StmtKind::If { binds: Vec::new(), cond: Expr::IsActive(set), then, otherwise });
    }
}
