//! What moving or repeating an expression must respect: writes in between, and names that are bound twice.

use crate::ir::HashMap;
use crate::ir::{Block, Expr, Function, Inert, Op, Origin, Reading, Stmt, StmtKind, VarId, VarSet};

/// Variables of the user's that share their spelling with another one: where both are in scope, one hides the other.
pub(crate) fn ambiguous(function: &Function) -> VarSet {
    let mut by_name: HashMap<String, Vec<VarId>> = HashMap::default();
    for (index, variable) in function.variables.iter().enumerate() {
        if variable.origin.has_fixed_name() {
            by_name.entry(variable.name.to_string()).or_default().push(VarId(index as u32));
        }
    }
    by_name.into_values().filter(|vars| vars.len() > 1).flatten().collect()
}

/// What can't be moved without looking: variables that are written somewhere, and names that are bound twice.
pub(crate) struct Fragile(VarSet);

impl Fragile {
    pub(crate) fn of(function: &Function, block: &Block, ambiguous: &VarSet) -> Fragile {
        let mut fragile = written(function, block);
        fragile.extend(ambiguous.iter());
        // What is behind a reference is written by another name.
        fragile.extend((0..function.variables.len() as u32).map(VarId).filter(|&var| refers_to_local(function, var)));
        Fragile(fragile)
    }

    pub(crate) fn is_fragile(&self, expr: &Expr) -> bool {
        let mut fragile = false;
        expr.reads(&mut |var| fragile |= self.0.contains(var));
        fragile
    }
}

/// Variables that are given a value after they are bound, or given away: what they hold is not theirs for good. What a
/// caller lent may be written by him before the closure that `block` ends in is called, and what the block returns goes to
/// him, while the closure keeps what it reads.
pub(crate) fn written(function: &Function, block: &Block) -> VarSet {
    let lent = function.params.iter().filter(|param| param.is_lent(function));
    let mut written: VarSet = lent.map(|param| param.var).collect();
    block.visit(&mut |stmt| {
        stmt.writes(&mut |var| {
            written.insert(var);
        });
        moves(function, stmt, &mut |var| written.extend([var]));
        if let StmtKind::Let { var, value: None } = stmt.kind {
            written.insert(var);
        }
    });
    block.values.iter().for_each(|value| given(function, value, &mut |var| written.extend([var])));
    written
}

/// Variables that a statement gives away, or that its blocks yield, and that are not `Copy`.
fn moves(function: &Function, stmt: &Stmt, moved: &mut dyn FnMut(VarId)) {
    stmt.gives(function, moved);
    let yields = stmt.blocks().into_iter().flat_map(|block| &block.values);
    yields.for_each(|value| given(function, value, moved));
}

/// Variables whose memory goes into that of a value.
fn given(function: &Function, value: &Expr, moved: &mut dyn FnMut(VarId)) {
    value.gives(&mut |var| {
        if !function.var(var).ty.is_copy() {
            moved(var);
        }
    });
}

/// `expr` gives the same value wherever its variables are in scope, and costs nothing to repeat: it reads scalars,
/// elements, or lengths of what can't change its length, none of them ever written.
pub(crate) fn is_stable(function: &Function, expr: &Expr, written: &VarSet) -> bool {
    let scalar = |var: VarId| function.var(var).ty.is_scalar() && !written.contains(var);
    match expr {
        Expr::Number(_) => true,
        Expr::Var(var) => scalar(*var),
        // Memory that nobody writes, at an index that nobody changes.
        Expr::Load(place) => {
            !written.contains(place.base)
                && !refers_to_local(function, place.base)
                && place.indices().all(|index| is_stable(function, index, written))
                && !place.path.is_empty()
        }
        // One operation that is cheaper than remembering its result: rustc sees that it is the same.
        Expr::Op(op, operands, _) => {
            matches!(op, Op::Add | Op::Sub | Op::Mul | Op::Neg)
                && operands.iter().all(|operand| operand.is_atom() && is_stable(function, operand, written))
        }
        Expr::Inert(inert) => {
            inert.pure
                && inert.reads.iter().all(|read| match read.what {
                    Reading::Value => scalar(read.var),
                    Reading::Shape => {
                        function.var(read.var).ty.has_fixed_shape() && !refers_to_local(function, read.var)
                    }
                })
        }
        _ => false,
    }
}

/// `stmt`, with all inside it, may change what `expr` evaluates to, or what the names in it mean.
pub(crate) fn conflicts(function: &Function, stmt: &Stmt, expr: &Expr) -> bool {
    let mut reads = Vec::new();
    expr.reads(&mut |var| reads.push(var));
    let mut conflict = false;
    let through = reads.iter().any(|&var| refers_to_local(function, var));
    let may_be_behind = |var: VarId| {
        matches!(function.var(var).origin, Origin::User | Origin::Temp | Origin::Param(_) | Origin::Tangent(_))
    };
    stmt.visit(&mut |inner| {
        inner.writes(&mut |var| conflict |= reads.contains(&var) || (through && may_be_behind(var)));
        moves(function, inner, &mut |var| conflict |= reads.contains(&var));
    });
    // Only what the statement leaves bound behind it can hide a name from what follows.
    conflict |= stmt.effects().binds.iter().any(|&bound| {
        let bound_var = function.var(bound);
        bound_var.origin.has_fixed_name()
            && reads.iter().any(|&read| {
                let read_var = function.var(read);
                read != bound && read_var.origin.has_fixed_name() && read_var.name == bound_var.name
            })
    });
    conflict
}

/// A reference that the user has made, perhaps to memory that is written later; in forward mode, the tangent beside it, too.
fn refers_to_local(function: &Function, var: VarId) -> bool {
    let variable = function.var(var);
    match variable.origin {
        Origin::Tangent(of) => variable.ty.is_ref() && !matches!(function.var(of).origin, Origin::Param(_)),
        _ => function.borrows(var),
    }
}

/// A statement of more nodes than this says too much at once; and what folds into one another without an end would
/// end the compiler's stack.
pub(crate) const LARGEST: usize = 48;

pub(crate) fn size(expr: &Expr) -> usize {
    let mut nodes = 0;
    expr.visit(&mut |_| nodes += 1);
    nodes
}

/// How often each variable is read as a whole, by an expression in which another can stand (`foldable`), and how often
/// in any other way.
#[derive(Default, Clone, Copy, Debug)]
pub(crate) struct Uses {
    pub(crate) foldable: usize,
    pub(crate) other: usize,
}

/// The uses of every variable.
#[derive(Default)]
pub(crate) struct AllUses(Vec<Uses>);

impl AllUses {
    pub(crate) fn of(&self, var: VarId) -> Uses {
        self.0.get(var.0 as usize).copied().unwrap_or_default()
    }

    fn at(&mut self, var: VarId) -> &mut Uses {
        let at = var.0 as usize;
        if at >= self.0.len() {
            self.0.resize(at + 1, Uses::default());
        }
        &mut self.0[at]
    }
}

pub(crate) fn uses(block: &Block) -> AllUses {
    let mut uses = AllUses::default();
    count(block, &mut uses);
    uses
}

fn count(block: &Block, uses: &mut AllUses) {
    let other = |var: VarId, uses: &mut AllUses| uses.at(var).other += 1;
    let each = |expr: &Expr, uses: &mut AllUses| {
        expr.visit(&mut |inner| match inner {
            Expr::Var(var) => uses.at(*var).foldable += 1,
            Expr::Load(place)
            | Expr::Borrow { place, .. }
            | Expr::Replace(place, _)
            | Expr::Clone(place)
            | Expr::ToVec(place) => other(place.base, uses),
            Expr::Inert(inert) | Expr::Repeat(_, inert) | Expr::VecRepeat(_, inert) => {
                inert.variables().for_each(|var| other(var, uses));
            }
            _ => {}
        });
    };
    for stmt in &block.stmts {
        stmt.each_expr(&mut |expr| each(expr, uses));
        match &stmt.kind {
            StmtKind::Effect(inert) | StmtKind::Each { source: inert, .. } => {
                inert.variables().for_each(|var| other(var, uses));
            }
            StmtKind::Assign { place, .. } | StmtKind::Accumulate { place, .. } | StmtKind::Mutate { place, .. } => {
                other(place.base, uses);
            }
            StmtKind::Pull(pull) => {
                other(pull.pullback, uses);
                pull.args.iter().filter_map(|arg| arg.slot.written()).for_each(|var| other(var, uses));
            }
            StmtKind::Push { tape, .. } | StmtKind::Pop { tape, .. } | StmtKind::Recall { tape, .. } => {
                other(*tape, uses);
            }
            _ => {}
        }
        stmt.blocks().into_iter().for_each(|inner| count(inner, uses));
    }
    block.values.iter().for_each(|value| each(value, uses));
}

/// An opaque integer expression so short that repeating it reads better than a name: `i + 1`, `x.len() - 1`.
pub(crate) fn is_small(inert: &Inert) -> bool {
    inert.size() <= 7
}
