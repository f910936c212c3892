//! Copies: a variable of ours that only repeats another one, a number, or a short index expression, is that.

use super::held::Held;
use super::scope::{is_small, is_stable, uses, written};
use crate::ir::{Block, Expr, Function, Origin, Step, StmtKind, VarId, VarSet};
use crate::ir::{HashMap, HashSet};

/// An arithmetic operation is written again for up to this many readers.
const REPEATED: usize = 3;

/// Variables that are never written need no `mut`; then copies of stable atoms are replaced by what they copy.
/// True if there were any.
pub(crate) fn propagate(function: &mut Function, block: &mut Block, ambiguous: &VarSet) -> bool {
    let written = written(function, block);
    let mut lets = Vec::new();
    block.visit(&mut |stmt| {
        if let StmtKind::Let { var, value: Some(value) } = &stmt.kind {
            lets.push((*var, is_copy_like(value).then(|| value.clone())));
        }
    });
    for (var, _) in &lets {
        if !function.var(*var).origin.has_fixed_name() && !written.contains(*var) {
            function.var_mut(*var).mutable = false;
        }
    }
    // A companion gives away what it returns, and can't give a reference of its caller's for it.
    let mut returned: HashSet<VarId> = HashSet::default();
    block.values.iter().for_each(|value| value.gives(&mut |var| returned.extend([var])));
    let (uses, held) = (uses(block), Held::of(block));
    let mut copies: HashMap<VarId, Expr> = HashMap::default();
    for (var, value) in lets {
        let Some(value) = value else { continue };
        let variable = function.var(var);
        if let Some(of) = borrowed_copy(function, &value)
            && !written.contains(var)
            && !returned.contains(&var)
        {
            copies.insert(var, Expr::Var(of));
            continue;
        }
        if variable.origin.has_fixed_name() || written.contains(var) || !is_stable(function, &value, &written) {
            continue;
        }
        let mut reads = Vec::new();
        value.reads(&mut |read| reads.push(read));
        if reads.iter().any(|read| ambiguous.contains(*read)) {
            continue;
        }
        let uses = uses.of(var);
        let short = match &value {
            Expr::Inert(inert) => is_small(inert) && uses.other == 0,
            Expr::Load(_) => function.var(var).ty.is_scalar() && uses.other == 0,
            // Not one inside the other, or expressions would grow with every round.
            Expr::Op(..) => {
                let nested = reads.iter().any(|read| matches!(copies.get(read), Some(Expr::Op(..))));
                uses.foldable <= REPEATED && uses.other == 0 && !nested
            }
            _ => true,
        };
        if short && !held.holds(var, &value) {
            copies.insert(var, value);
        }
    }
    if copies.is_empty() {
        return false;
    }
    block.rewrite_exprs(&mut |expr| replace(function, expr, &copies));
    true
}

/// Of a shape that may be worth repeating.
fn is_copy_like(value: &Expr) -> bool {
    match value {
        Expr::Number(_) | Expr::Var(_) | Expr::Inert(_) | Expr::Runtime("owned", _) => true,
        Expr::Load(place) => !place.is_in_variant(),
        Expr::Op(_, operands, _) => operands.iter().all(Expr::is_atom),
        _ => false,
    }
}

/// The reference of ours that `value` makes an owned copy of: where nobody writes the copy, the reference will do.
fn borrowed_copy(function: &Function, value: &Expr) -> Option<VarId> {
    let of = match value {
        Expr::Runtime("owned", of) => of[0].as_var()?,
        Expr::Load(place) if matches!(place.path.as_slice(), [Step::Deref]) => place.base,
        _ => return None,
    };
    let variable = function.var(of);
    let memory = !variable.ty.behind_refs().is_scalar();
    (memory && variable.origin == Origin::Ours && variable.ty.is_ref()).then_some(of)
}

/// What a chain of copies ends in.
fn resolve(function: &Function, copies: &HashMap<VarId, Expr>, var: VarId) -> Option<Expr> {
    let mut value = copies.get(&var)?;
    let mut seen = HashSet::from_iter([var]);
    while let Some(next) = value.as_var() {
        match copies.get(&next) {
            Some(further) if seen.insert(next) => value = further,
            _ => break,
        }
    }
    let mut value = value.clone();
    if value.as_var().is_none() {
        value.rewrite(&mut |expr| replace(function, expr, copies));
    }
    Some(value)
}

/// A copy is what it copies; the expressions inside `expr` have been looked at.
fn replace(function: &Function, expr: &mut Expr, copies: &HashMap<VarId, Expr>) {
    match expr {
        Expr::Var(var) => {
            if let Some(value) = resolve(function, copies, *var) {
                *expr = value;
            }
        }
        Expr::Inert(inert) | Expr::Repeat(_, inert) | Expr::VecRepeat(_, inert) => {
            let renames: HashMap<VarId, VarId> =
                inert.variables().filter_map(|var| Some((var, resolve(function, copies, var)?.as_var()?))).collect();
            if !renames.is_empty() {
                *inert = inert.rename(&renames);
            }
        }
        Expr::Load(place) | Expr::Borrow { mutable: false, place } | Expr::Clone(place) => {
            if let Some(of) = resolve(function, copies, place.base).and_then(|value| value.as_var()) {
                place.base = of;
                // Where the copy was owned, what it copies is a reference already.
                let whole = place.is_whole() && function.var(of).ty.is_ref();
                if whole && matches!(expr, Expr::Borrow { .. }) {
                    *expr = Expr::Var(of);
                }
            }
        }
        _ => {}
    }
}
