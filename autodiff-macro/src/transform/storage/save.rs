//! Saving a version when it is made, and finding it again.

use super::edits::Edits;
use super::{Names, Program, mirror_of};
use crate::analyse::{Definition, RegionId, RegionKind, Version, Versions};
use crate::ir::{
    Adaptor, Block, Expr, Function, Inert, Origin, Place, Range, Read, Reading, Step, StmtId, StmtKind, Type, VarId,
};
use proc_macro2::Span;
use quote::quote;

pub(super) fn save(
    program: &mut Program<'_>,
    names: &Names,
    edits: &mut Edits,
    open: &[RegionId],
    version: Version,
    stand_in: VarId,
    forward: &Block,
) {
    let (_, region) = program.versions.definition(version);
    let path: Vec<RegionId> = program.versions.ancestors(region).take_while(|region| !open.contains(region)).collect();
    let kinds: Vec<RegionKind> = path.iter().map(|&region| program.versions.region(region).kind).collect();
    let is_lent = program.function.var(version.var).ty.is_mut_ref();
    let copy = program.function.var(version.var).ty.is_copy();
    let scalar = program.function.var(version.var).ty.is_scalar();
    let in_loop = kinds.iter().any(|kind| matches!(kind, RegionKind::Loop(_)));
    let in_branch = kinds.iter().any(|kind| matches!(kind, RegionKind::Branch(..)));
    // The statement of the open region around everything on the way.
    let outermost = kinds.last().map(|kind| match kind {
        RegionKind::Loop(stmt) | RegionKind::Branch(stmt, _) | RegionKind::Scope(stmt) => *stmt,
        RegionKind::Body => unreachable!("the body is always open"),
    });

    if !in_loop && (scalar || !in_branch) {
        match outermost {
            _ if is_lent => copy_of_lent(program, edits, version, stand_in, outermost),
            None => {
                let value = if copy { Expr::Var(version.var) } else { Expr::Clone(Place::var(version.var)) };
                at_definition(program, edits, version, StmtKind::Let { var: stand_in, value: Some(value) });
            }
            Some(outermost) => {
                // Declared outside, given its value inside; a branch not taken leaves it at a value nobody reads.
                program.function.var_mut(stand_in).mutable = in_branch;
                let initial = in_branch.then(|| default_of(&program.function.var(stand_in).ty));
                before(edits, outermost, StmtKind::Let { var: stand_in, value: initial });
                keep(program, names, edits, version, |value| StmtKind::Assign { place: Place::var(stand_in), value });
            }
        }
        return;
    }
    let Some(outermost) = outermost else { return };
    if super::array::save(program, edits, version, stand_in, &path, outermost, forward) {
        return;
    }
    tape(program, names, edits, version, stand_in, &path, outermost, forward);
}

/// Memory that the caller lent, copied where straight-line code makes the version. A reference to the copy takes the place
/// of the reference to the memory.
fn copy_of_lent(
    program: &mut Program<'_>,
    edits: &mut Edits,
    version: Version,
    stand_in: VarId,
    outermost: Option<StmtId>,
) {
    let variable = program.function.var(version.var).clone();
    let (name, owned) = (variable.name.to_string(), variable.ty.owned());
    let kept = program.function.fresh(&name, owned.clone(), Origin::Ours);
    let value = copied(program, version.var);
    match outermost {
        None => at_definition(program, edits, version, StmtKind::Let { var: kept, value: Some(value) }),
        Some(outermost) => {
            before(edits, outermost, StmtKind::Let { var: kept, value: None });
            at_definition(program, edits, version, StmtKind::Assign { place: Place::var(kept), value });
        }
    }
    program.function.var_mut(stand_in).ty = Type::Ref { mutable: false, to: Box::new(owned) };
    let mirror = mirror_of(program.versions, program.versions.definition(version).1);
    let again = Expr::Borrow { mutable: false, place: Place::var(kept) };
    edits.restore(mirror, StmtKind::Let { var: stand_in, value: Some(again) });
}

/// What is behind a `&mut`, as a value.
fn copied(program: &Program<'_>, var: VarId) -> Expr {
    match program.function.var(var).ty.behind_refs() {
        Type::Slice(_) => Expr::ToVec(Place::var(var)),
        ty if ty.is_copy() => Expr::Load(Place { base: var, path: vec![Step::Deref] }),
        _ => Expr::Clone(Place::var(var)),
    }
}

/// A value of the type, never read.
pub(super) fn default_of(ty: &Type) -> Expr {
    match ty {
        Type::Float(_) => Expr::number(0.0),
        Type::Bool => Expr::Inert(Inert::pure(quote!(false), Vec::new(), false)),
        Type::Array(of, len) => Expr::Repeat(Box::new(default_of(of)), Inert::pure(len.clone(), Vec::new(), false)),
        _ => Expr::Inert(Inert::pure(quote!(0), Vec::new(), false)),
    }
}

/// `tape_x.push(x)` where it is made; `let x = tape_x[at]` in the mirror.
#[expect(clippy::too_many_arguments, reason = "one step of `save`, cut off for length")]
fn tape(
    program: &mut Program<'_>,
    names: &Names,
    edits: &mut Edits,
    version: Version,
    stand_in: VarId,
    path: &[RegionId],
    outermost: StmtId,
    forward: &Block,
) {
    let region = path[0];
    let variable = program.function.var(version.var).clone();
    let name = variable.name.to_string();
    let owned = if variable.ty.is_mut_ref() { variable.ty.owned() } else { variable.ty.clone() };
    let of = Type::Vec(Box::new(owned.clone()));
    let tape =
        program.function.fresh(&format!("tape_{}", name.trim_start_matches("r#")), of, Origin::Tape(version.var));
    program.function.var_mut(tape).mutable = true;

    // The number of an iteration finds its value, if each iteration of one loop saves exactly one.
    let counted = match (path, find(forward, outermost)) {
        ([_], _) if program.numbers.contains_key(&outermost) => Some(Expr::Var(program.numbers[&outermost])),
        ([_], Some(StmtKind::For { var, range, .. })) if range.adaptors.is_empty() => index_of(program, *var, range),
        _ => None,
    };
    let empty = match find(forward, outermost) {
        Some(StmtKind::For { var, range, .. }) if path.len() == 1 && is_usize(program, *var) => match trips(range) {
            Some(trips) => Expr::Runtime("Vec::with_capacity", vec![trips]),
            None => Expr::Runtime("Vec::new", Vec::new()),
        },
        _ => Expr::Runtime("Vec::new", Vec::new()),
    };
    before(edits, outermost, StmtKind::Let { var: tape, value: Some(empty) });
    push(program, names, edits, version, tape);

    if !variable.ty.is_scalar() {
        program.function.var_mut(stand_in).ty = Type::Ref { mutable: false, to: Box::new(owned) };
    }
    let mirror = mirror_of(program.versions, region);
    if let Some(index) = counted {
        edits.restore(mirror, StmtKind::Recall { var: stand_in, tape, index });
        return;
    }
    // Else a cursor walks back: structured reversal is last-in first-out.
    let cursor = program.function.fresh("at", Type::Int(Some(quote!(usize))), Origin::Ours);
    program.function.var_mut(cursor).mutable = true;
    let hole = Inert::hole(tape, Span::mixed_site());
    let length = Inert::pure(quote!(#hole.len()), vec![Read { var: tape, what: Reading::Value }], false);
    let opened = program.versions.ancestors(path[path.len() - 1]).nth(1).unwrap_or(RegionId(0));
    edits.restore_first(
        mirror_of(program.versions, opened),
        StmtKind::Let { var: cursor, value: Some(Expr::Inert(length)) },
    );
    let one = Expr::Inert(Inert::pure(quote!(1), Vec::new(), false));
    edits.restore(mirror, StmtKind::Accumulate { place: Place::var(cursor), negative: true, value: one });
    edits.restore(mirror, StmtKind::Recall { var: stand_in, tape, index: Expr::Var(cursor) });
}

/// Saves the value when it is made; memory that nobody needs any more is moved, not copied.
fn push(program: &mut Program<'_>, names: &Names, edits: &mut Edits, version: Version, tape: VarId) {
    let var = version.var;
    let ty = program.function.var(var).ty.clone();
    if ty.is_mut_ref() {
        let value = copied(program, var);
        at_definition(program, edits, version, StmtKind::Push { tape, value });
        return;
    }
    if ty.is_copy() {
        at_definition(program, edits, version, StmtKind::Push { tape, value: Expr::Var(var) });
        return;
    }
    if let Some((stmt, mut value)) = killer(program.function, program.versions, names, version) {
        // Made of what it overwrites, it is made first.
        if value.mentions(var) {
            let made = program.function.fresh("value", ty, Origin::Ours);
            before(edits, stmt, StmtKind::Let { var: made, value: Some(value) });
            value = Expr::Var(made);
        }
        let value = Expr::Replace(Place::var(var), Some(Box::new(value)));
        edits.instead.insert(stmt, StmtKind::Push { tape, value });
        return;
    }
    keep(program, names, edits, version, |value| StmtKind::Push { tape, value });
}

/// The assignment that overwrites memory whole in the block where it was made, and its value: the old value moves onto the
/// tape.
fn killer(function: &Function, versions: &Versions, names: &Names, version: Version) -> Option<(StmtId, Expr)> {
    let region = versions.definition(version).1;
    let mut killer = None;
    function.body.visit(&mut |stmt| {
        if let StmtKind::Assign { place, value } = &stmt.kind
            && place.base == version.var
            && place.is_whole()
            && versions.before(stmt.id, version.var) == version
            && versions.home(stmt.id) == region
        {
            killer = Some((stmt.id, value.clone()));
        }
    });
    killer.filter(|_| !names.is_version_moved(version))
}

/// Nobody needs it any more at the end of the block where it was made.
fn is_left_over(versions: &Versions, names: &Names, version: Version) -> bool {
    let region = versions.definition(version).1;
    let last = versions.bound_in(version.var) == region && versions.at_end(region, version.var) == version;
    last && !names.is_moved(version.var)
}

/// To save this memory is to move it.
pub(super) fn is_free(function: &Function, versions: &Versions, names: &Names, version: Version) -> bool {
    let is_lent = function.var(version.var).ty.is_mut_ref();
    !is_lent && (is_left_over(versions, names, version) || killer(function, versions, names, version).is_some())
}

/// Keeps a value that is not overwritten whole in its block: copied where that costs nothing, moved where the block needs
/// it no more, else cloned.
fn keep(program: &Program<'_>, names: &Names, edits: &mut Edits, version: Version, into: impl Fn(Expr) -> StmtKind) {
    let var = version.var;
    let (definition, region) = program.versions.definition(version);
    if program.function.var(var).ty.is_copy() {
        at_definition(program, edits, version, into(Expr::Var(var)));
    } else if is_left_over(program.versions, names, version) {
        match definition {
            // A pullback is read by nobody in the forward pass.
            Definition::Bound(stmt) if program.function.var(var).origin == Origin::Ours => {
                after(edits, stmt, into(Expr::Var(var)));
            }
            _ => edits.at_end.entry(region).or_default().push(into(Expr::Var(var))),
        }
    } else {
        at_definition(program, edits, version, into(Expr::Clone(Place::var(var))));
    }
}

/// Where a version has just been made.
pub(super) fn at_definition(program: &Program<'_>, edits: &mut Edits, version: Version, kind: StmtKind) {
    match program.versions.definition(version) {
        (Definition::Entry | Definition::Carried(_), region) => {
            edits.at_start.entry(region).or_default().push(kind);
        }
        (
            Definition::Bound(stmt) | Definition::Assigned(stmt) | Definition::Written(stmt) | Definition::Merged(stmt),
            _,
        ) => after(edits, stmt, kind),
    }
}

pub(super) fn before(edits: &mut Edits, stmt: StmtId, kind: StmtKind) {
    edits.before.entry(stmt).or_default().push(kind);
}

fn after(edits: &mut Edits, stmt: StmtId, kind: StmtKind) {
    edits.after.entry(stmt).or_default().push(kind);
}

pub(super) fn find(block: &Block, id: StmtId) -> Option<&StmtKind> {
    block.stmts.iter().find_map(|stmt| {
        if stmt.id == id {
            return Some(&stmt.kind);
        }
        stmt.blocks().into_iter().find_map(|inner| find(inner, id))
    })
}

fn is_zero(expr: &Expr) -> bool {
    matches!(expr, Expr::Inert(inert) if inert.reads.is_empty() && inert.tokens.to_string().trim_end_matches("usize") == "0")
}

/// How many trips a loop makes at most, where that is its upper bound.
fn trips(range: &Range) -> Option<Expr> {
    let plain = !range.inclusive && range.adaptors.iter().all(|adaptor| matches!(adaptor, Adaptor::Rev));
    let constant = matches!(&range.low, Expr::Inert(low) if low.reads.is_empty() && !low.compound);
    (plain && constant).then(|| range.high.clone())
}

/// The number of an iteration: `i`, or `i - low`. `None` where that needs more than the loop variable and a constant.
fn index_of(program: &mut Program<'_>, var: VarId, range: &Range) -> Option<Expr> {
    if !is_usize(program, var) {
        return None;
    }
    let stand_in = program.stand_ins.of(program.function, Version { var, n: 0 });
    if is_zero(&range.low) {
        return Some(Expr::Var(stand_in));
    }
    let Expr::Inert(low) = &range.low else { return None };
    if !low.reads.is_empty() {
        return None;
    }
    let hole = Inert::hole(stand_in, Span::mixed_site());
    let low = &low.tokens;
    let tokens = quote!(#hole - #low);
    Some(Expr::Inert(Inert::pure(tokens, vec![Read { var: stand_in, what: Reading::Value }], true)))
}

/// Only a `usize` indexes, and counts elements.
pub(super) fn is_usize(program: &Program<'_>, var: VarId) -> bool {
    matches!(&program.function.var(var).ty, Type::Int(Some(tokens)) if tokens.to_string() == "usize")
}
