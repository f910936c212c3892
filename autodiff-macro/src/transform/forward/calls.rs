//! Calls of other differentiated functions: their values and tangents come from their own forward mode, `g_jvp_for`.

use super::Forward as Pass;
use crate::ir::{Arg, Call, Expr, Flag, Forward, ParamSet, Stmt, StmtKind, VarId};

impl Pass<'_> {
    pub(super) fn call(&mut self, stmt: &Stmt, call: &Call) {
        let result = call.result.filter(|&result| self.is_active(result));
        let writes = call.args.iter().filter_map(written).any(|base| self.is_active(base));
        if result.is_none() && !writes {
            return self.stmts.push(stmt.clone());
        }
        let mut again = call.clone();
        let mut tangents = Vec::new();
        for arg in &mut again.args {
            let (flag, tangent) = self.argument(arg);
            arg.flag = flag;
            tangents.push(tangent);
        }
        // The result may be active for what else it is given: of arguments without a tangent it has none.
        if tangents.iter().all(Option::is_none) {
            self.stmts.push(stmt.clone());
            if let Some(result) = result {
                let zero = self.zero_of(result);
                let tangent = self.tangent_for(result);
                self.push(StmtKind::Let { var: tangent, value: Some(zero) });
            }
            return;
        }
        let from = self.depends_on(&again.args);
        let result = result.map(|result| (result, self.tangent_for(result)));
        let doubtful = result.filter(|&(result, _)| self.is_doubtful(from, self.depends(result)));
        let bound = match doubtful {
            Some((_, tangent)) => {
                let variable = self.function.var(tangent).clone();
                let fresh = self.function.fresh(&variable.name.to_string(), variable.ty, variable.origin);
                Some(fresh)
            }
            None => result.map(|(_, tangent)| tangent),
        };
        again.forward = Some(Forward { result: bound, args: tangents });
        self.stmts.push(Stmt { kind: StmtKind::Call(again), ..stmt.clone() });
        if let (Some((result, tangent)), Some(bound), Some(set)) = (doubtful, bound, from) {
            let zero = self.zero_of(result);
            let there = Expr::Select(Box::new(Expr::IsActive(set)), Box::new(Expr::Var(bound)), Box::new(zero));
            self.push(StmtKind::Let { var: tangent, value: Some(there) });
        }
    }

    /// What the arguments depend on that have tangents; none where that does not matter.
    fn depends_on(&self, args: &[Arg]) -> Option<ParamSet> {
        let mut all = ParamSet::default();
        for arg in args {
            match arg.flag {
                Flag::Any(set) => all = all.union(set),
                Flag::Active => return None,
                Flag::Inactive | Flag::Of(_) => {}
            }
        }
        Some(all)
    }

    fn argument(&mut self, arg: &Arg) -> (Flag, Option<Expr>) {
        let base = match &arg.value {
            Expr::Var(var) => *var,
            Expr::Borrow { place, .. } | Expr::Load(place) => place.base,
            _ => return (Flag::Inactive, None),
        };
        let is_written = written(arg).is_some();
        if !self.is_active(base) {
            return (Flag::Inactive, None);
        }
        if is_written {
            self.settle(base);
        }
        let flag = match self.doubt(base).filter(|_| !is_written) {
            Some(set) => Flag::Any(set),
            None => Flag::Active,
        };
        let tangent = match &arg.value {
            Expr::Borrow { mutable, place } => Expr::Borrow { mutable: *mutable, place: self.twin(place) },
            Expr::Load(place) => Expr::Load(self.twin(place)),
            _ => Expr::Var(self.tangent(base)),
        };
        (flag, Some(tangent))
    }
}

/// The memory that a callee may write.
fn written(arg: &Arg) -> Option<VarId> {
    match &arg.value {
        Expr::Borrow { mutable: true, place } => Some(place.base),
        _ => None,
    }
}
