//! The reverse of std's methods that write memory: mostly the same method, or its opposite, of the adjoint's buffer.
//!
//! A buffer is always as long as its primal was at that point. So a method that changes a length changes the buffer's back,
//! whether or not anything has been contributed to it yet, as soon as there is a buffer, and as soon as one may be made
//! outside of the block that is being reversed, where the length is that at the block's end.

use super::Reverse;
use crate::analyse::Version;
use crate::ir::{Act, Expr, Inert, Place, Read, Reading, Step, Stmt, StmtKind, Type, VarId};
use crate::transform::normal::place_type;
use proc_macro2::TokenStream;
use quote::quote;

impl Reverse<'_> {
    pub(super) fn mutation(&mut self, stmt: &Stmt, place: &Place, act: &Act) {
        let base = self.root(place.base);
        if !self.is_active(base) {
            return;
        }
        if let Act::Fill(value) | Act::Push(value) | Act::Replace { value, .. } | Act::Resize { value, .. } = act {
            self.ends_in(value);
        }
        match act {
            Act::Swap(Expr::Borrow { place: other, .. }) => self.swap(stmt, place, other),
            _ if !self.needs_buffer(base) && !self.brings(act) => {}
            Act::Swap(_) => {}
            Act::Exchange(with) => {
                let Some(place) = self.mirrored(stmt, place) else { return };
                let with = self.old_expr(with.clone(), stmt.id);
                self.push(StmtKind::Mutate { place, act: Act::Exchange(with) });
            }
            Act::Fill(value) => {
                let Some(target) = self.mirrored(stmt, place) else { return };
                if let Some(var) = value.as_var().filter(|&var| self.is_active(var)) {
                    let whole = self.lent(target.clone(), false);
                    let d = self.number(var, Expr::Runtime("sum", vec![whole]));
                    self.clear(target, place);
                    self.contribute(var, d);
                } else {
                    self.clear(target, place);
                }
            }
            Act::Copy(from) => {
                let Some(target) = self.mirrored(stmt, place) else { return };
                if let Expr::Borrow { place: from, .. } = from {
                    self.give_back(stmt, from, &target, place);
                }
                self.clear(target, place);
            }
            Act::Push(value) => self.take_off(stmt, place, value),
            Act::Pop { var, .. } => {
                let value = self.cotangent_of(*var, place);
                let Some(place) = self.mirrored(stmt, place) else { return };
                self.push(StmtKind::Mutate { place, act: Act::Push(value) });
            }
            Act::Replace { value, was } => self.put_back(stmt, place, value, *was),
            Act::Truncate { was, .. } => {
                let Some(target) = self.mirrored(stmt, place) else { return };
                self.resize(target, *was);
            }
            Act::Resize { value, was, .. } => {
                let Some(target) = self.mirrored(stmt, place) else { return };
                if let Some(var) = value.as_var().filter(|&var| self.is_active(var)) {
                    let length = Expr::Var(self.old_version(Version { var: *was, n: 0 }));
                    let cut = self.lent(target.clone(), false);
                    let d = self.number(var, Expr::Runtime("sum_from", vec![cut, length]));
                    self.resize(target, *was);
                    self.contribute(var, d);
                } else {
                    self.resize(target, *was);
                }
            }
            Act::Extend { from, was } => {
                let Some(target) = self.mirrored(stmt, place) else { return };
                let was = self.old_version(Version { var: *was, n: 0 });
                if let Expr::Borrow { place: from, .. } = from {
                    let mut new = target.clone();
                    new.path.push(Step::Range { low: Some(Expr::Var(was)), high: None, inclusive: false });
                    self.give_back(stmt, from, &new, place);
                }
                self.push(StmtKind::Mutate { place: target, act: Act::Truncate { len: Expr::Var(was), was } });
            }
        }
    }

    /// [`Reverse::target`], where it is memory.
    fn mirrored(&mut self, stmt: &Stmt, place: &Place) -> Option<Place> {
        let target = self.target(stmt.id, place);
        if target.is_none() {
            self.is_lost();
        }
        target
    }

    /// Whether the adjoint of this memory must be there: it is already; or a later iteration of a loop around may still
    /// contribute; or the length that it would be made with, outside of this block, is that at the block's end.
    pub(super) fn needs_buffer(&self, base: VarId) -> bool {
        let says_shape = self.function.var(base).ty.says_shape();
        let inner = || {
            !says_shape
                && !self.pushed.contains_key(&base)
                && self.owner(base) + 1 < self.frames.len()
                && self.reshaped.contains(&base)
        };
        let is_there = self.cells.contains_key(&base) || self.output_of(base).is_some();
        is_there || self.in_inner_loop(base) || inner()
    }

    /// There is a cotangent that only this statement can take to the memory.
    fn brings(&mut self, act: &Act) -> bool {
        let Some(var) = act.bound() else { return false };
        self.is_active(var) && (self.is_scalar(var) || self.cells.contains_key(&var))
    }

    fn swap(&mut self, stmt: &Stmt, place: &Place, other: &Place) {
        let bases = [self.root(place.base), self.root(other.base)];
        if !bases.iter().any(|&base| self.needs_buffer(base)) {
            return;
        }
        let (Some(place), Some(other)) = (self.mirrored(stmt, place), self.mirrored(stmt, other)) else { return };
        let other = Expr::Borrow { mutable: true, place: other };
        self.push(StmtKind::Mutate { place, act: Act::Swap(other) });
    }

    /// `place.push(value)`: what is on top of the adjoint is the value's.
    fn take_off(&mut self, stmt: &Stmt, place: &Place, value: &Expr) {
        let Some(target) = self.mirrored(stmt, place) else { return };
        if let Some(&number) = self.pushed.get(&place.base) {
            self.look_up(target, number, value);
            return;
        }
        let pop = |var| StmtKind::Mutate { place: target, act: Act::Pop { var, check: TokenStream::new() } };
        let Some(source) = value.as_var().filter(|&var| self.is_active(var)) else {
            self.push(pop(None));
            return;
        };
        let (name, ty) = (self.adjoint_name(source), self.function.var(source).ty.gradient());
        let taken = self.function.fresh(&name, ty, crate::ir::Origin::Adjoint(source));
        if !self.is_scalar(source) {
            self.function.var_mut(taken).mutable = true;
        }
        self.push(pop(Some(taken)));
        self.hand_over(source, taken);
    }

    /// The same, where the number of the trip says where that is.
    fn look_up(&mut self, mut target: Place, number: VarId, value: &Expr) {
        let Some(source) = value.as_var().filter(|&var| self.is_active(var)) else { return };
        let number = self.old_version(Version { var: number, n: 0 });
        target.path.push(Step::Index(Expr::Var(number)));
        let (name, ty) = (self.adjoint_name(source), self.function.var(source).ty.gradient());
        let read = match &ty {
            ty if ty.is_copy() => Expr::Load(target),
            // Anything may be behind it, and it need not have a default.
            Type::Named(_) | Type::Unknown => Expr::Clone(target),
            _ => Expr::Replace(target, None),
        };
        let taken = self.name(&name, ty, source, read);
        if !self.is_scalar(source) {
            self.function.var_mut(taken).mutable = true;
        }
        self.hand_over(source, taken);
    }

    /// `place = value;`: the row's adjoint is the value's, and that of the row before it starts anew.
    fn put_back(&mut self, stmt: &Stmt, place: &Place, value: &Expr, was: VarId) {
        let Some(target) = self.mirrored(stmt, place) else { return };
        let is_length = self.function.var(was).ty.is_scalar();
        let was = self.old_version(Version { var: was, n: 0 });
        if !is_length {
            self.put_back_shape(target, place_type(&self.function, place), value, was);
            return;
        }
        let element = place_type(&self.function, place).element();
        let zero = super::adjoints::zero(&element.gradient()).unwrap_or(Expr::number(0.0));
        let hole = Inert::hole(was, proc_macro2::Span::mixed_site());
        let read = Read { var: was, what: Reading::Value };
        let zeros = Expr::VecRepeat(Box::new(zero), Inert::pure(quote!(#hole), vec![read], false));
        let Some(source) = value.as_var().filter(|&var| self.is_active(var)) else {
            self.push(StmtKind::Assign { place: target, value: zeros });
            return;
        };
        let (name, ty) = (self.adjoint_name(source), self.function.var(source).ty.gradient());
        let taken = self.name(&name, ty, source, Expr::Replace(target, Some(Box::new(zeros))));
        self.function.var_mut(taken).mutable = true;
        self.hand_over(source, taken);
    }

    /// The same, in a shape that only the runtime knows.
    fn put_back_shape(&mut self, mut target: Place, ty: Type, value: &Expr, was: VarId) {
        let shape = Expr::Borrow { mutable: false, place: Place::var(was) };
        let source = value.as_var().filter(|&var| self.is_active(var));
        if self.is_passed_on(&ty) {
            if let Some(source) = source {
                let from = self.lent(target.clone(), false);
                self.add_buffers(source, &Place::var(source), from);
            }
            let (into, shared) = (self.lent(target.clone(), true), self.lent(target, false));
            self.push(StmtKind::Run { value: Expr::Runtime("restore", vec![into, shared, shape]) });
            return;
        }
        if target.is_whole() && self.function.var(target.base).ty.is_ref() {
            target.path.push(Step::Deref);
        }
        let zeros = Expr::Runtime("zero_of", vec![shape]);
        let Some(source) = source else {
            self.push(StmtKind::Assign { place: target, value: zeros });
            return;
        };
        let (name, ty) = (self.adjoint_name(source), self.function.var(source).ty.gradient());
        let taken = self.name(&name, ty, source, Expr::Replace(target, Some(Box::new(zeros))));
        self.function.var_mut(taken).mutable = true;
        self.hand_over(source, taken);
    }

    /// The adjoint of what was taken off, which is on top again: a number, or a buffer that is given away.
    fn cotangent_of(&mut self, var: Option<VarId>, place: &Place) -> Expr {
        let element = place_type(&self.function, place).element();
        match var {
            Some(var) if self.is_scalar(var) => {
                let d = if self.is_active(var) { self.take(var) } else { None };
                d.unwrap_or(Expr::number(0.0))
            }
            Some(var) => {
                let top = self.frames.len() - 1;
                match self.cells.get(&var) {
                    Some(&buffer) => Expr::Var(buffer),
                    None => self.zero_of(var, top),
                }
            }
            None => super::adjoints::zero(&element.gradient()).unwrap_or(Expr::number(0.0)),
        }
    }

    /// Names a number that is a term of `var`'s adjoint, since what it is read from changes next.
    pub(super) fn number(&mut self, var: VarId, value: Expr) -> Expr {
        let (name, ty) = (self.adjoint_name(var), self.function.var(var).ty.gradient());
        Expr::Var(self.name(&name, ty, var, value))
    }

    /// What the copy `from → to` copied, in reverse: `target` is the adjoint of `to`.
    fn give_back(&mut self, stmt: &Stmt, from: &Place, target: &Place, to: &Place) {
        if !self.is_active(self.root(from.base)) {
            return;
        }
        let Some(source) = self.mirrored(stmt, from) else { return };
        let (source, target) = (self.sliced(source, from), self.sliced(target.clone(), to));
        let from = self.lent(target, false);
        self.add_to(source, from);
    }

    /// The adjoint `target` of the memory at `place`, as a slice: an array where others have none.
    pub(super) fn sliced(&self, mut target: Place, place: &Place) -> Place {
        if matches!(place_type(&self.function, place).behind_refs(), Type::Array(..) | Type::Unknown) {
            target.path.push(Step::Range { low: None, high: None, inclusive: false });
        }
        target
    }

    /// Zeros, in the adjoint `target` of the memory at `place`.
    fn clear(&mut self, target: Place, place: &Place) {
        let is_number = place_type(&self.function, place).element().is_float();
        self.push(match is_number {
            true => StmtKind::Mutate { place: target, act: Act::Fill(Expr::number(0.0)) },
            false => {
                let target = self.sliced(target, place);
                StmtKind::Run { value: Expr::Runtime("reset", vec![Expr::Borrow { mutable: true, place: target }]) }
            }
        });
    }

    /// As long as it was, with zeros where it has been cut.
    fn resize(&mut self, place: Place, was: VarId) {
        let was = self.old_version(Version { var: was, n: 0 });
        let act = Act::Resize { len: Expr::Var(was), value: Expr::number(0.0), was };
        self.push(StmtKind::Mutate { place, act });
    }
}
