//! std's methods that write memory: the same is done to the tangent's.

use super::Forward;
use crate::ir::{Act, Expr, Place, Stmt, StmtKind, VarId};
use crate::transform::normal::place_type;

impl Forward<'_> {
    pub(super) fn is_touched(&self, place: &Place, act: &Act) -> bool {
        let all = [place.base].into_iter().chain(act.swapped()).chain(act.bound());
        all.into_iter().any(|var| self.is_active(var))
    }

    pub(super) fn mutation(&mut self, stmt: &Stmt, place: &Place, act: &Act) {
        let base = place.base;
        if !self.is_active(base) {
            self.is_lost();
            return self.stmts.push(stmt.clone());
        }
        let (into, element) = (self.depends(base), place_type(&self.function, place).element());
        let twin = self.twin(place);
        match act {
            Act::Swap(Expr::Borrow { place: other, .. }) => {
                // Both are active, or neither is: what is in one may come to be in the other.
                let other = self.twin(other);
                self.push(StmtKind::Mutate {
                    place: twin,
                    act: Act::Swap(Expr::Borrow { mutable: true, place: other }),
                });
            }
            Act::Swap(_) => self.is_lost(),
            Act::Exchange(with) => self.push(StmtKind::Mutate { place: twin, act: Act::Exchange(with.clone()) }),
            Act::Fill(value) => {
                let value = self.tangent_of(value, into, &element);
                self.push_into(base, StmtKind::Mutate { place: twin, act: Act::Fill(value) });
            }
            Act::Copy(from) => self.copied(base, place, twin, from),
            Act::Push(value) => {
                let value = self.tangent_of(value, into, &element);
                self.push(StmtKind::Mutate { place: twin, act: Act::Push(value) });
            }
            Act::Replace { value, .. } => {
                let ty = place_type(&self.function, place);
                let value = self.tangent_of(value, into, &ty);
                self.push(StmtKind::Assign { place: twin, value });
            }
            Act::Truncate { len, was } => {
                self.push(StmtKind::Mutate { place: twin, act: Act::Truncate { len: len.clone(), was: *was } });
            }
            Act::Resize { len, value, was } => {
                let value = self.tangent_of(value, into, &element);
                self.push(StmtKind::Mutate { place: twin, act: Act::Resize { len: len.clone(), value, was: *was } });
            }
            Act::Extend { from, was } => {
                let from = self.source(from);
                self.push(StmtKind::Mutate { place: twin, act: Act::Extend { from, was: *was } });
            }
            Act::Pop { var, check } => {
                let tangent = var.filter(|&var| self.is_active(var)).map(|var| self.tangent_for(var));
                self.push(StmtKind::Mutate { place: twin, act: Act::Pop { var: tangent, check: check.clone() } });
            }
        }
        self.stmts.push(stmt.clone());
    }

    /// `place.copy_from_slice(&from)`
    fn copied(&mut self, base: VarId, place: &Place, twin: Place, from: &Expr) {
        let Expr::Borrow { place: source, .. } = from else { return self.is_lost() };
        if self.is_active(source.base) && self.guard(source.base, self.depends(base)).is_none() {
            let from = Expr::Borrow { mutable: false, place: self.twin(source) };
            return self.push_into(base, StmtKind::Mutate { place: twin, act: Act::Copy(from) });
        }
        if !self.is_active(source.base) && self.is_number(place) {
            return self.push_into(base, StmtKind::Mutate { place: twin, act: Act::Fill(Expr::number(0.0)) });
        }
        let from = self.source(from);
        self.push_into(base, StmtKind::Mutate { place: twin, act: Act::Copy(from) });
    }

    /// The tangent of memory that is read from, as something to borrow.
    fn source(&mut self, from: &Expr) -> Expr {
        let Expr::Borrow { place, .. } = from else {
            self.is_lost();
            return from.clone();
        };
        let is_there = self.is_active(place.base) && self.doubt(place.base).is_none();
        if is_there {
            return Expr::Borrow { mutable: false, place: self.twin(place) };
        }
        let zero = self.zero_like(place);
        if !self.is_active(place.base) {
            return match zero {
                Expr::Var(zero) => Expr::Borrow { mutable: false, place: Place::var(zero) },
                other => other,
            };
        }
        let Expr::Var(zero) = zero else { return zero };
        let twin = Expr::Borrow { mutable: false, place: self.twin(place) };
        let absent = Expr::Borrow { mutable: false, place: Place::var(zero) };
        self.guarded(twin, place.base, self.dependence.map(super::Dependence::all), absent)
    }
}
