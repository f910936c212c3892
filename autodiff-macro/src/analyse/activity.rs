//! Activity: which variables carry a derivative from a differentiable parameter to the result.
//!
//! A variable is *varied* if its value depends on a differentiable parameter, *useful* if the result depends on it, and
//! active if both. What is left in a differentiable `&mut` parameter counts as a result. Nothing inactive gets an adjoint. Both properties are found per variable, not per assignment, as
//! fixed points over the whole body: a variable that turns varied in a loop's second iteration is varied in the first.
//! That errs on the side of activity, which costs a dead statement and never a wrong derivative.

use crate::ir::{Block, Expr, Function, Op, Place, Stmt, StmtKind, VarId};

#[derive(Debug)]
pub(crate) struct Activity {
    varied: Vec<bool>,
    useful: Vec<bool>,
}

impl Activity {
    pub(crate) fn of(function: &Function) -> Activity {
        let none = vec![false; function.variables.len()];
        let mut activity = Activity { varied: none.clone(), useful: none };
        for (_, param) in function.differentiable_params() {
            activity.varied[param.var.0 as usize] = true;
        }
        while activity.forward(function, &function.body) {}
        for value in &function.body.values {
            carriers(value, &mut |var| activity.useful[var.0 as usize] = true);
        }
        // What is written for the caller is a result, too.
        for (_, param) in function.outputs() {
            activity.useful[param.var.0 as usize] = true;
        }
        while activity.backward(&function.body) {}
        activity
    }

    /// For each variable, whether it depends on the parameter number `param`.
    pub(crate) fn varied_with(function: &Function, param: usize) -> Vec<bool> {
        let mut activity = Activity { varied: vec![false; function.variables.len()], useful: Vec::new() };
        activity.varied[function.params[param].var.0 as usize] = true;
        while activity.forward(function, &function.body) {}
        activity.varied
    }

    pub(crate) fn is_varied(&self, var: VarId) -> bool {
        self.varied.get(var.0 as usize).copied().unwrap_or(false)
    }

    pub(crate) fn is_active(&self, var: VarId) -> bool {
        self.is_varied(var) && self.useful[var.0 as usize]
    }

    /// Does a derivative flow into the value of this expression?
    pub(crate) fn is_varied_expr(&self, expr: &Expr) -> bool {
        let mut varied = false;
        carriers(expr, &mut |var| varied |= self.is_varied(var));
        varied
    }

    /// One sweep in program order; true if it found anything new.
    fn forward(&mut self, function: &Function, block: &Block) -> bool {
        let mut changed = false;
        for stmt in &block.stmts {
            for inner in stmt.blocks() {
                changed |= self.forward(function, inner);
            }
            for (target, sources) in flows(stmt) {
                let discrete = function.var(target).ty.is_discrete();
                if !discrete && !self.is_varied(target) && sources.iter().any(|&source| self.is_varied(source)) {
                    self.varied[target.0 as usize] = true;
                    changed = true;
                }
            }
        }
        changed
    }

    /// One sweep against program order.
    fn backward(&mut self, block: &Block) -> bool {
        let mut changed = false;
        for stmt in block.stmts.iter().rev() {
            for (target, sources) in flows(stmt) {
                if self.useful[target.0 as usize] {
                    for source in sources {
                        changed |= !std::mem::replace(&mut self.useful[source.0 as usize], true);
                    }
                }
            }
            for inner in stmt.blocks().into_iter().rev() {
                changed |= self.backward(inner);
            }
        }
        changed
    }
}

/// The variables whose derivative flows into the value of `expr`.
fn carriers(expr: &Expr, carry: &mut dyn FnMut(VarId)) {
    match expr {
        Expr::Var(var) => carry(*var),
        Expr::Load(place)
        | Expr::Borrow { place, .. }
        | Expr::Clone(place)
        | Expr::ToVec(place)
        | Expr::Replace(place, _) => carry(place.base),
        Expr::Op(op, ..) if op.stops() => {}
        Expr::Op(Op::Powi | Op::PowiDerivative(_), operands, _) => carriers(&operands[0], carry),
        Expr::Op(_, operands, _) => operands.iter().for_each(|operand| carriers(operand, carry)),
        // Of its shape alone.
        Expr::Runtime("zero_like" | "still", _) => {}
        Expr::Tuple(of) | Expr::Struct(_, of) | Expr::Array(of) | Expr::VecList(of) | Expr::Runtime(_, of) => {
            of.iter().for_each(|part| carriers(part, carry));
        }
        Expr::Repeat(value, _) | Expr::VecRepeat(value, _) => carriers(value, carry),
        Expr::Select(_, then, otherwise) => {
            carriers(then, carry);
            carriers(otherwise, carry);
        }
        Expr::Number(_) | Expr::Inert(_) | Expr::Compare(..) | Expr::IsActive(_) => {}
    }
}

/// Where derivatives flow in this statement itself: each target with its sources.
fn flows(stmt: &Stmt) -> Vec<(VarId, Vec<VarId>)> {
    let of = |values: &[&Expr]| {
        let mut sources = Vec::new();
        values.iter().for_each(|value| carriers(value, &mut |var| sources.push(var)));
        sources
    };
    let yields = |binds: &[VarId], blocks: &[&Block]| -> Vec<(VarId, Vec<VarId>)> {
        let sources = |at: usize| blocks.iter().filter_map(|block| block.values.get(at)).collect::<Vec<_>>();
        binds.iter().enumerate().map(|(at, &bind)| (bind, of(&sources(at)))).collect()
    };
    match &stmt.kind {
        StmtKind::Let { var, value: Some(value) } => vec![(*var, of(&[value]))],
        StmtKind::Assign { place: Place { base, .. }, value }
        | StmtKind::Accumulate { place: Place { base, .. }, value, .. } => {
            vec![(*base, of(&[value]))]
        }
        StmtKind::Mutate { place, act } => {
            let given = of(&act.operands().collect::<Vec<_>>());
            // What is swapped goes both ways, and what is taken off comes from the rest.
            let taken = act.swapped().into_iter().chain(act.bound()).map(|target| (target, vec![place.base]));
            [(place.base, given)].into_iter().chain(taken).collect()
        }
        StmtKind::If { binds, then, otherwise, .. } => yields(binds, &[then, otherwise]),
        StmtKind::Match { binds, arms, .. } => yields(binds, &arms.iter().map(|arm| &arm.body).collect::<Vec<_>>()),
        StmtKind::Scope { binds, body } | StmtKind::Labelled { binds, body, .. } => yields(binds, &[body]),
        StmtKind::Call(call) => {
            let sources = of(&call.args.iter().map(|arg| &arg.value).collect::<Vec<_>>());
            // A callee may write whatever it is lent mutably, so every argument flows there as well as into the result.
            let lent = call.args.iter().filter_map(|arg| match &arg.value {
                Expr::Borrow { mutable: true, place } => Some(place.base),
                _ => None,
            });
            call.result.into_iter().chain(lent).map(|target| (target, sources.clone())).collect()
        }
        _ => Vec::new(),
    }
}
