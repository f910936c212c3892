//! Where derivatives pass through a part of a value whose type only rustc knows, that type must be one whose gradient
//! begins at zero. A part that `#[derive(Differentiable)]` merely copies does not: what is written into it, through the
//! whole, would be lost. rustc is asked to see to it, before the first such write.

use super::normal::place_type;
use crate::analyse::Facts;
use crate::ir::{Act, Block, Expr, Function, HashSet, Pass, Place, Step, Stmt, StmtKind, Type};

/// Adds these proofs to a function.
pub(super) fn prove(function: &mut Function, facts: &Facts) {
    let mut body = std::mem::take(&mut function.body);
    block(function, facts, &mut body, &mut HashSet::default());
    function.body = body;
}

fn block(function: &mut Function, facts: &Facts, of: &mut Block, proven: &mut HashSet<String>) {
    let stmts = std::mem::take(&mut of.stmts);
    for mut stmt in stmts {
        for place in written(function, &stmt).into_iter().filter(|place| facts.is_active(place.base)) {
            for part in parts(function, &place) {
                if proven.insert(named(&part)) {
                    let value = Expr::Runtime("carries", vec![Expr::Borrow { mutable: false, place: part }]);
                    of.stmts.push(function.stmt(StmtKind::Run { value }, stmt.span, Pass::Primal));
                }
            }
        }
        stmt.blocks_mut().into_iter().for_each(|inner| block(function, facts, inner, proven));
        of.stmts.push(stmt);
    }
}

fn written(function: &Function, stmt: &Stmt) -> Vec<Place> {
    let mut places = match &stmt.kind {
        StmtKind::Assign { place, value } if may_carry(function, value) => vec![place.clone()],
        StmtKind::Accumulate { place, .. } | StmtKind::Mutate { place, .. } => vec![place.clone()],
        _ => Vec::new(),
    };
    let lent = |expr: &Expr| match expr {
        Expr::Borrow { mutable: true, place } => Some(place.clone()),
        _ => None,
    };
    match &stmt.kind {
        StmtKind::Call(call) => places.extend(call.args.iter().filter_map(|arg| lent(&arg.value))),
        StmtKind::Mutate { act: Act::Swap(other), .. } => places.extend(lent(other)),
        _ => {}
    }
    places
}

fn may_carry(function: &Function, value: &Expr) -> bool {
    match value {
        Expr::Inert(_) => false,
        Expr::Var(var) => !function.var(*var).ty.is_discrete(),
        _ => true,
    }
}

/// The parts of a place on the way to what it names, themselves fields, of which the type is not known.
fn parts(function: &Function, place: &Place) -> Vec<Place> {
    let fields = place.path.iter().enumerate().filter(|(_, step)| matches!(step, Step::Field(_)));
    let on_the_way = fields.map(|(at, _)| at + 1).filter(|&end| end < place.path.len());
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
