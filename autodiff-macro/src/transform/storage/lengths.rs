//! Memory of which the backward pass wants nothing but the length: that is a number, and costs no copy of the memory.
//!
//! An adjoint is made as `zero_like(x)`, of the `x` of its time. Where that is gone, because it was local to a loop or has
//! another length by now, its length is had again from the expression that it was made with, or noted in a variable of the
//! forward pass. That is a value like any other: it is still here, or saved.

use super::decide::Decider;
use super::{Names, StandIns};
use crate::analyse::{Definition, RegionId, Version, Versions};
use crate::ir::{
    Block, Expr, Function, HashMap, Inert, Origin, Pass, Place, Read, Reading, Stmt, StmtId, StmtKind, Type, VarId,
};
use crate::transform::reverse::zero;
use proc_macro2::Span;
use quote::quote;

pub(crate) fn measure(
    function: &mut Function,
    versions: &mut Versions,
    stand_ins: &mut StandIns,
    numbers: &HashMap<StmtId, VarId>,
    fused: &[StmtId],
    is_closure: bool,
    blocks: &mut [&mut Block],
) {
    let names = Names::of(function, versions, &function.body);
    let mut open: Vec<RegionId> = vec![RegionId(0)];
    open.extend(fused.iter().map(|&of| versions.region_of(of, 0)));
    let decider = Decider::new(function, versions, stand_ins, &names, &open, numbers, is_closure);
    blocks.iter_mut().for_each(|block| decider.name_shapes(block));
    let wanted: Vec<(VarId, Version, Option<Expr>)> = (wanted(blocks).into_iter())
        .filter_map(|var| {
            // What moves onto a tape serves for its elements, too.
            let version = decider.lost(var).filter(|&version| !decider.is_free_to_save(version))?;
            Some((var, version, decider.value_of(version).cloned()))
        })
        .collect();

    let mut zeros = HashMap::default();
    for (var, version, made_with) in wanted {
        if matches!(function.var(version.var).ty, Type::Unknown) {
            let place = Place::var(version.var);
            let value = Expr::Runtime("shape_of", vec![Expr::Borrow { mutable: false, place }]);
            let name = function.var(version.var).name.to_string();
            let wish = format!("{}_shape", name.trim_start_matches("r#"));
            let noted = note(function, versions, &names, version, &wish, Type::Unknown, value);
            let place = Place::var(stand_ins.of(function, noted));
            zeros.insert(var, Expr::Runtime("zero_of", vec![Expr::Borrow { mutable: false, place }]));
            continue;
        }
        let element = function.var(version.var).ty.element().gradient();
        let Some(number) = zero(&element) else { continue };
        let length = match (versions.definition(version).0, made_with) {
            (Definition::Bound(stmt) | Definition::Assigned(stmt), Some(Expr::VecRepeat(_, len))) => {
                let reads = len.variables();
                let then = reads.map(|read| (read, stand_ins.of(function, versions.before(stmt, read))));
                len.rename(&then.collect())
            }
            _ => {
                let hole = Inert::hole(version.var, Span::mixed_site());
                let read = Read { var: version.var, what: Reading::Value };
                let value = Expr::Inert(Inert::pure(quote!(#hole.len()), vec![read], false));
                let ty = Type::Int(Some(quote!(usize)));
                let noted = note(function, versions, &names, version, "length", ty, value);
                let stand_in = stand_ins.of(function, noted);
                let hole = Inert::hole(stand_in, Span::mixed_site());
                Inert::pure(quote!(#hole), vec![Read { var: stand_in, what: Reading::Value }], false)
            }
        };
        zeros.insert(var, Expr::VecRepeat(Box::new(number), length));
    }
    for block in blocks {
        block.rewrite_exprs(&mut |expr| {
            if let Some(zero) = measured(expr).and_then(|var| zeros.get(&var)) {
                *expr = zero.clone();
            }
        });
    }
}

/// The variable whose shape alone an expression asks for.
fn measured(expr: &Expr) -> Option<VarId> {
    let Expr::Runtime("zero_like", of) = expr else { return None };
    match &of[0] {
        Expr::Borrow { place, .. } if place.is_whole() => Some(place.base),
        of => of.as_var(),
    }
}

/// What is asked for its shape, and for nothing else.
fn wanted(blocks: &[&mut Block]) -> Vec<VarId> {
    let mut shapes: HashMap<VarId, usize> = HashMap::default();
    let mut reads: HashMap<VarId, usize> = HashMap::default();
    for block in blocks {
        block.visit_exprs(&mut |expr| measured(expr).into_iter().for_each(|var| *shapes.entry(var).or_default() += 1));
        let mut count = |expr: &Expr| expr.reads(&mut |var| *reads.entry(var).or_default() += 1);
        block.values.iter().for_each(&mut count);
        block.visit(&mut |stmt| {
            stmt.each_expr(&mut count);
            stmt.blocks().into_iter().flat_map(|inner| &inner.values).for_each(&mut count);
        });
    }
    let mut wanted: Vec<VarId> =
        shapes.into_iter().filter(|(var, times)| reads.get(var) == Some(times)).map(|(var, _)| var).collect();
    wanted.sort_unstable();
    wanted
}

/// `let length = x.len();`, right where this version of `x` comes about.
fn note(
    function: &mut Function,
    versions: &mut Versions,
    names: &Names,
    version: Version,
    wish: &str,
    ty: Type,
    value: Expr,
) -> Version {
    let length = function.fresh(wish, ty, Origin::Ours);
    if let (Definition::Merged(by), region) = versions.definition(version)
        && names.is_moved(version.var)
        && is_choice(function, by)
    {
        // Where branches meet it may be gone, given away by one of them: noted in each.
        let mut body = std::mem::take(&mut function.body);
        note_inside(function, versions, &mut body, by, region, length, version.var, &value);
        function.body = body;
        return versions.introduce(length, by);
    }
    let kind = StmtKind::Let { var: length, value: Some(value) };
    let stmt = function.stmt(kind, Span::call_site(), Pass::Adjoint);
    let (definition, region) = versions.definition(version);
    let noted = versions.insert(stmt.id, region, version, length);
    let mut body = std::mem::take(&mut function.body);
    put(&mut body, versions, definition, region, RegionId(0), &mut Some(stmt));
    function.body = body;
    noted
}

fn is_choice(function: &Function, id: StmtId) -> bool {
    let mut one = false;
    function.body.visit(&mut |stmt| one |= stmt.id == id && takes_one_way(stmt));
    one
}

/// It runs exactly one of its blocks.
fn takes_one_way(stmt: &Stmt) -> bool {
    matches!(stmt.kind, StmtKind::If { .. } | StmtKind::Match { .. } | StmtKind::Scope { .. })
}

/// `let length;` in front of a statement, and its value in each of its blocks.
#[expect(clippy::too_many_arguments, reason = "one step of `note`, which calls itself")]
fn note_inside(
    function: &mut Function,
    versions: &mut Versions,
    block: &mut Block,
    by: StmtId,
    region: RegionId,
    length: VarId,
    of: VarId,
    value: &Expr,
) {
    let Some(at) = block.stmts.iter().position(|stmt| stmt.id == by) else {
        for stmt in &mut block.stmts {
            for inner in stmt.blocks_mut() {
                note_inside(function, versions, inner, by, region, length, of, value);
            }
        }
        return;
    };
    note_in_blocks(function, versions, &mut block.stmts[at], length, of, value);
    let stmt = function.stmt(StmtKind::Let { var: length, value: None }, Span::call_site(), Pass::Adjoint);
    versions.settle(stmt.id, region);
    block.stmts.insert(at, stmt);
}

/// The length of the version that each block ends with, right where that comes about: behind that, the block may give the
/// memory away.
fn note_in_blocks(
    function: &mut Function,
    versions: &mut Versions,
    stmt: &mut Stmt,
    length: VarId,
    of: VarId,
    value: &Expr,
) {
    let by = stmt.id;
    for (number, inner) in stmt.blocks_mut().into_iter().enumerate() {
        let inside = versions.region_of(by, number);
        let (definition, region) = versions.definition(versions.at_end(inside, of));
        let made = match definition {
            Definition::Bound(by) | Definition::Assigned(by) | Definition::Written(by) | Definition::Merged(by)
                if region == inside =>
            {
                inner.stmts.iter().position(|stmt| stmt.id == by)
            }
            _ => None,
        };
        if let (Some(at), Definition::Merged(_)) = (made, definition)
            && takes_one_way(&inner.stmts[at])
        {
            note_in_blocks(function, versions, &mut inner.stmts[at], length, of, value);
            continue;
        }
        let kind = StmtKind::Assign { place: Place::var(length), value: value.clone() };
        let stmt = function.stmt(kind, Span::call_site(), Pass::Adjoint);
        versions.settle(stmt.id, inside);
        inner.stmts.insert(made.map_or(0, |at| at + 1), stmt);
    }
}

/// Inserts a statement behind the one that makes a version, or at the start of the region that finds it made.
fn put(
    block: &mut Block,
    versions: &Versions,
    definition: Definition,
    region: RegionId,
    here: RegionId,
    stmt: &mut Option<Stmt>,
) {
    if here == region {
        let at = match definition {
            Definition::Entry | Definition::Carried(_) => Some(0),
            Definition::Bound(by) | Definition::Assigned(by) | Definition::Written(by) | Definition::Merged(by) => {
                block.stmts.iter().position(|stmt| stmt.id == by).map(|at| at + 1)
            }
        };
        if let Some(at) = at {
            block.stmts.splice(at..at, stmt.take());
        }
        return;
    }
    for outer in &mut block.stmts {
        let id = outer.id;
        for (at, inner) in outer.blocks_mut().into_iter().enumerate() {
            let inside = versions.region_of(id, at);
            if stmt.is_some() && versions.ancestors(region).any(|around| around == inside) {
                put(inner, versions, definition, region, inside, stmt);
            }
        }
    }
}
