//! Where derivatives pass through a part of a value whose type only rustc knows, that type must be one whose gradient
//! begins at zero. A part that `#[derive(Differentiable)]` merely copies does not: what is written into it, through the
//! whole, would be lost. rustc is asked to see to it, before the first such write.

use super::normal::place_type;
use crate::analyse::Facts;
use crate::ir::{Act, Block, Expr, Function, HashSet, Pass, Place, Step, Stmt, StmtKind, Type};

/// Adds these proofs to a function. That `S(x)` makes an `S`, and does not call a function of that name, is proved by another
/// spelling: `S { 0: x }`.
pub(super) fn prove(function: &mut Function, facts: &Facts) {
    let mut body = std::mem::take(&mut function.body);
    block(function, facts, &mut body, &mut HashSet::default());
    function.body = body;
}

fn block(function: &mut Function, facts: &Facts, of: &mut Block, proven: &mut HashSet<String>) {
    let stmts = std::mem::take(&mut of.stmts);
    for mut stmt in stmts {
        if let Some((name, place)) = memory(function, &stmt).filter(|(_, place)| facts.is_active(place.base))
            && proven.insert(format!("{name} {}", named(&place)))
        {
            let value = Expr::Runtime(name, vec![Expr::Borrow { mutable: false, place }]);
            of.stmts.push(function.stmt(StmtKind::Run { value }, stmt.span, Pass::Primal));
        }
        for written in written(function, &stmt).into_iter().filter(|written| facts.is_active(written.place.base)) {
            for part in parts(function, &written) {
                if proven.insert(named(&part)) {
                    let value = Expr::Runtime("carries", vec![Expr::Borrow { mutable: false, place: part }]);
                    of.stmts.push(function.stmt(StmtKind::Run { value }, stmt.span, Pass::Primal));
                }
            }
        }
        if let StmtKind::Let { value: Some(Expr::Struct(literal, _)), .. } = &mut stmt.kind {
            literal.is_call = false;
        }
        stmt.blocks_mut().into_iter().for_each(|inner| block(function, facts, inner, proven));
        of.stmts.push(stmt);
    }
}

/// Memory of a type that is not known, on which a method was called by a name that std's memory has: of which it must be.
fn memory(function: &Function, stmt: &Stmt) -> Option<(&'static str, Place)> {
    let StmtKind::Mutate { place, act } = &stmt.kind else { return None };
    let mut place = place.clone();
    let name = match act {
        Act::Push(_) | Act::Pop { .. } | Act::Extend { .. } => "grows",
        Act::Exchange(_) => {
            place.path.pop();
            "slice"
        }
        Act::Fill(_) | Act::Copy(_) => "slice",
        Act::Swap(_) | Act::Replace { .. } | Act::Truncate { .. } | Act::Resize { .. } => return None,
    };
    matches!(place_type(function, &place), Type::Unknown).then_some((name, place))
}

struct Written {
    place: Place,
    /// As a whole, by a callee: what it finds in the adjoint, it takes for a cotangent.
    lent: bool,
}

fn written(function: &Function, stmt: &Stmt) -> Vec<Written> {
    let stored = |place: &Place| Written { place: place.clone(), lent: false };
    let lent = |expr: &Expr| match expr {
        Expr::Borrow { mutable: true, place } => Some(Written { place: place.clone(), lent: true }),
        _ => None,
    };
    match &stmt.kind {
        StmtKind::Assign { place, value } if may_carry(function, value) => vec![stored(place)],
        StmtKind::Accumulate { place, .. } => vec![stored(place)],
        StmtKind::Mutate { place, act: Act::Swap(other) } => {
            lent(other).into_iter().chain([Written { place: place.clone(), lent: true }]).collect()
        }
        StmtKind::Mutate { place, .. } => vec![stored(place)],
        StmtKind::Call(call) => call.args.iter().filter_map(|arg| lent(&arg.value)).collect(),
        _ => Vec::new(),
    }
}

fn may_carry(function: &Function, value: &Expr) -> bool {
    match value {
        Expr::Inert(_) => false,
        Expr::Var(var) => !function.var(*var).ty.is_discrete(),
        _ => true,
    }
}

/// The parts of a place on the way to what it names, and what is lent itself, where they are fields of a type that is not
/// known.
fn parts(function: &Function, Written { place, lent }: &Written) -> Vec<Place> {
    let fields = place.path.iter().enumerate().filter(|(_, step)| matches!(step, Step::Field(_)));
    let on_the_way = fields.map(|(at, _)| at + 1).filter(|&end| *lent || end < place.path.len());
    let parts = on_the_way.map(|end| Place { base: place.base, path: place.path[..end].to_vec() });
    parts.filter(|part| matches!(place_type(function, part), Type::Unknown)).collect()
}

/// The same for every element.
fn named(place: &Place) -> String {
    let fields = place.path.iter().map(|step| match step {
        Step::Field(member) => format!("{member:?}"),
        _ => String::new(),
    });
    format!("{:?}{}", place.base, fields.collect::<Vec<_>>().join("."))
}
