//! std's methods that write memory: the same is done to the tangent's.

use super::{Dependence, Forward};
use crate::ir::{Act, Block, Expr, ParamSet, Pass, Place, Stmt, StmtKind, VarId};
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
            Act::Extend { from: Expr::Borrow { place: source, .. }, was } => {
                let was = *was;
                // Its length is that of the primal whether there are tangents or not.
                let whole = self.dependence.map(Dependence::all);
                self.taken_from(base, twin, source, whole, None, &|from| Act::Extend { from, was });
            }
            Act::Extend { .. } => self.is_lost(),
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
        let absent = match self.is_number(place) {
            true => Some(Act::Fill(Expr::number(0.0))),
            false => None,
        };
        self.taken_from(base, twin, source, self.depends(base), absent, &Act::Copy);
    }

    /// What `act` makes of the tangent of the memory at `source`; where that has none `absent` is done, or the same with zeros.
    fn taken_from(
        &mut self,
        base: VarId,
        twin: Place,
        source: &Place,
        into: Option<ParamSet>,
        absent: Option<Act>,
        act: &dyn Fn(Expr) -> Act,
    ) {
        let is_active = self.is_active(source.base);
        let guard = self.guard(source.base, into);
        let there = |this: &mut Self| {
            let from = Expr::Borrow { mutable: false, place: this.twin(source) };
            StmtKind::Mutate { place: twin.clone(), act: act(from) }
        };
        if is_active && guard.is_none() {
            let kind = there(self);
            return self.push_into(base, kind);
        }
        let absent = match absent {
            Some(absent) => absent,
            None => {
                let zero = match self.zero_like(source) {
                    Expr::Var(zero) => Place::var(zero),
                    _ => return self.is_lost(),
                };
                act(Expr::Borrow { mutable: false, place: zero })
            }
        };
        let absent = StmtKind::Mutate { place: twin.clone(), act: absent };
        match guard.filter(|_| is_active) {
            Some(set) => {
                let kind = there(self);
                let [then, otherwise] = [kind, absent].map(|kind| {
                    let stmt = self.function.stmt(kind, self.span, Pass::Adjoint);
                    Block { stmts: vec![stmt], values: Vec::new() }
                });
                self.push(StmtKind::If { binds: Vec::new(), cond: Expr::IsActive(set), then, otherwise });
            }
            None => self.push_into(base, absent),
        }
    }
}
