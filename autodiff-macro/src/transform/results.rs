//! Names for what calls return: `let value = g(x); let d = value;` is `let d = g(x);`, as the user wrote it.
//!
//! `lower` gives a result that is used as a float a name of its own, which is pinned to be one. Where that is proved elsewhere
//! nothing is left but the copy.

use crate::ir::{Block, Expr, Function, Origin, StmtKind, VarId};
use crate::simplify::{AllUses, uses};

pub(super) fn merge(function: &mut Function) {
    let mut body = std::mem::take(&mut function.body);
    let uses = uses(&body);
    block(function, &mut body, &uses);
    function.body = body;
}

fn block(function: &Function, of: &mut Block, uses: &AllUses) {
    for at in (0..of.stmts.len()).rev() {
        of.stmts[at].blocks_mut().into_iter().for_each(|inner| block(function, inner, uses));
        let (Some(value), Some(copy)) = (result(function, of, at, uses), copy(function, of, at + 1)) else { continue };
        if copy.1 != value {
            continue;
        }
        if let StmtKind::Call(call) = &mut of.stmts[at].kind {
            call.result = Some(copy.0);
            of.stmts.remove(at + 1);
        }
    }
}

/// What the call at `at` returns, if nothing but one copy reads it.
fn result(function: &Function, of: &Block, at: usize, uses: &AllUses) -> Option<VarId> {
    let StmtKind::Call(call) = &of.stmts[at].kind else { return None };
    let result = call.result?;
    let once = uses.of(result).foldable == 1 && uses.of(result).other == 0;
    (once && function.var(result).origin == Origin::Temp).then_some(result)
}

/// What the statement at `at` binds to what.
fn copy(function: &Function, of: &Block, at: usize) -> Option<(VarId, VarId)> {
    let StmtKind::Let { var, value: Some(Expr::Var(value)) } = &of.stmts.get(at)?.kind else { return None };
    let variable = function.var(*var);
    let is_bare = variable.origin == Origin::User && variable.annotation.is_none();
    is_bare.then_some((*var, *value))
}
