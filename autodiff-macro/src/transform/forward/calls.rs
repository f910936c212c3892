//! Calls of other differentiated functions: their values and tangents come from their own forward mode, `g_jvp_for`.

use super::Forward as Pass;
use crate::ir::{Arg, Call, Expr, Flag, Forward, Stmt, StmtKind, VarId};

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
        let result = result.map(|result| self.tangent_for(result));
        again.forward = Some(Forward { result, args: tangents });
        self.stmts.push(Stmt { kind: StmtKind::Call(again), ..stmt.clone() });
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
