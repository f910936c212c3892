//! Tapes of a size that is known: arrays, by the loop variables themselves.
//!
//! Where every loop around a value counts up to a constant, what it saves goes into an array on the stack,
//! `tape_x[k][i] = x;`, and is found again by the same indices: nothing is allocated, and no cursor walks back. A place
//! that no trip reaches keeps a value that nobody reads.
//!
//! A stack is no place for large arrays: the sizes are small numbers, or those of an array that the function has itself.

use super::save::{at_definition, before, default_of, find, is_usize};
use super::{Edits, Program, mirror_of};
use crate::analyse::{RegionId, RegionKind, Version};
use crate::ir::{Block, Expr, Inert, Origin, Place, Step, StmtId, StmtKind, Type, VarId};
use proc_macro2::TokenStream;

/// As many numbers on the stack, where sizes are plain numbers.
const LARGEST: usize = 1024;

/// The loops around a value: their variables and their ends, outermost first.
type Loops = Vec<(VarId, TokenStream)>;

/// False if this version has to go another way.
pub(super) fn save(
    program: &mut Program<'_>,
    edits: &mut Edits,
    version: Version,
    stand_in: VarId,
    path: &[RegionId],
    outermost: StmtId,
    forward: &Block,
) -> bool {
    let ty = program.function.var(version.var).ty.clone();
    let is_scalar = ty.is_scalar();
    if !(is_scalar || matches!(&ty, Type::Array(..)) && ty.is_copy() && ty.leaf().is_float()) {
        return false;
    }
    let Some(loops) = loops(program, path, forward) else { return false };
    let mut sizes: Vec<TokenStream> = loops.iter().map(|(_, size)| size.clone()).collect();
    sizes.extend(dimensions(&ty));
    if !are_small(program, &sizes) {
        return false;
    }
    let mut of = ty.clone();
    let mut empty = default_of(&ty);
    for (_, size) in loops.iter().rev() {
        of = Type::Array(Box::new(of), size.clone());
        empty = Expr::Repeat(Box::new(empty), Inert::pure(size.clone(), Vec::new(), false));
    }
    let name = program.function.var(version.var).name.to_string();
    let wish = format!("tape_{}", name.trim_start_matches("r#"));
    let tape = program.function.fresh(&wish, of, Origin::Tape(version.var));
    program.function.var_mut(tape).mutable = true;
    before(edits, outermost, StmtKind::Let { var: tape, value: Some(empty) });

    let steps = |vars: Vec<VarId>| vars.into_iter().map(|var| Step::Index(Expr::Var(var))).collect();
    let place = Place { base: tape, path: steps(loops.iter().map(|&(var, _)| var).collect()) };
    at_definition(program, edits, version, StmtKind::Assign { place, value: Expr::Var(version.var) });

    let vars = loops.iter().map(|&(var, _)| program.stand_ins.of(program.function, Version { var, n: 0 })).collect();
    let place = Place { base: tape, path: steps(vars) };
    let value = if is_scalar { Expr::Load(place) } else { Expr::Borrow { mutable: false, place } };
    if !is_scalar {
        program.function.var_mut(stand_in).ty = Type::Ref { mutable: false, to: Box::new(ty) };
    }
    edits.restore(mirror_of(program.versions, path[0]), StmtKind::Let { var: stand_in, value: Some(value) });
    true
}

/// The loops on the way, if all of them count to a constant and bind their variable in their mirror.
fn loops(program: &Program<'_>, path: &[RegionId], forward: &Block) -> Option<Loops> {
    let mut loops = Vec::new();
    for &region in path.iter().rev() {
        let RegionKind::Loop(stmt) = program.versions.region(region).kind else { continue };
        let StmtKind::For { var, range, .. } = find(forward, stmt)? else { return None };
        let high = piece(program, &range.high)?;
        let is_constant = high.reads.is_empty() && high.pure && !high.compound && !range.inclusive;
        if !is_constant || !is_usize(program, *var) || program.numbers.contains_key(&stmt) {
            return None;
        }
        loops.push((*var, high.tokens.clone()));
    }
    (!loops.is_empty()).then_some(loops)
}

/// A bound as the piece that it is, or that the variable in its place is bound to.
fn piece(program: &Program<'_>, bound: &Expr) -> Option<Inert> {
    match bound {
        Expr::Inert(inert) => Some(inert.clone()),
        Expr::Var(var) if !program.function.var(*var).mutable => {
            let mut found = None;
            program.function.body.visit(&mut |stmt| {
                if let StmtKind::Let { var: bound, value: Some(Expr::Inert(inert)) } = &stmt.kind
                    && bound == var
                {
                    found = Some(inert.clone());
                }
            });
            found
        }
        _ => None,
    }
}

fn dimensions(ty: &Type) -> Vec<TokenStream> {
    match ty {
        Type::Array(of, len) => [len.clone()].into_iter().chain(dimensions(of)).collect(),
        _ => Vec::new(),
    }
}

fn are_small(program: &Program<'_>, sizes: &[TokenStream]) -> bool {
    let numbers: Option<Vec<usize>> = sizes.iter().map(|size| number(&size.to_string())).collect();
    if let Some(numbers) = numbers {
        return numbers.into_iter().try_fold(1_usize, usize::checked_mul).is_some_and(|all| all <= LARGEST);
    }
    // The function has an array with at least these sizes.
    let sizes: Vec<String> = sizes.iter().map(ToString::to_string).collect();
    program.function.variables.iter().any(|variable| {
        let mut has: Vec<String> = dimensions(variable.ty.behind_refs()).iter().map(ToString::to_string).collect();
        !matches!(variable.origin, Origin::Tape(_))
            && sizes.iter().all(|size| match has.iter().position(|own| own == size) {
                Some(at) => {
                    has.remove(at);
                    true
                }
                None => false,
            })
    })
}

/// `16`, `1_000`, `8usize`.
fn number(text: &str) -> Option<usize> {
    text.trim_end_matches("usize").replace('_', "").parse().ok()
}
