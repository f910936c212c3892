//! Indices that keep a name of their own: `x[1..][x[1..].len() - 1] = 0.0` borrows, in the index, what is being written. A
//! place of one step is spared that (`x[x.len() - 1] = 0.0`), one of several is not.

use crate::ir::{Block, Expr, HashMap, Place, Slot, StmtKind, VarId};

/// For each variable in an index of a place that is written, the base of that place.
#[derive(Default)]
pub(crate) struct Held(HashMap<VarId, Vec<VarId>>);

impl Held {
    pub(crate) fn of(block: &Block) -> Held {
        let mut held = Held::default();
        block.visit(&mut |stmt| {
            match &stmt.kind {
                StmtKind::Assign { place, .. } | StmtKind::Accumulate { place, .. } => held.place(place),
                StmtKind::Mutate { place, act } => {
                    held.place(place);
                    act.operands().for_each(|operand| held.index(operand, place.base));
                }
                StmtKind::Pull(pull) => {
                    for arg in &pull.args {
                        if let Slot::Into(place) = &arg.slot {
                            held.place(place);
                        }
                    }
                }
                _ => {}
            }
            stmt.each_expr(&mut |expr| {
                expr.visit(&mut |inner| {
                    if let Expr::Borrow { mutable: true, place } | Expr::Replace(place, _) = inner {
                        held.place(place);
                    }
                });
            });
        });
        held
    }

    fn place(&mut self, place: &Place) {
        if place.path.len() > 1 {
            place.indices().for_each(|index| self.index(index, place.base));
        }
    }

    fn index(&mut self, index: &Expr, base: VarId) {
        index.reads(&mut |var| self.0.entry(var).or_default().push(base));
    }

    /// `value` must not stand where `var` does.
    pub(crate) fn holds(&self, var: VarId, value: &Expr) -> bool {
        self.0.get(&var).is_some_and(|bases| bases.iter().any(|&base| value.mentions(base)))
    }
}
