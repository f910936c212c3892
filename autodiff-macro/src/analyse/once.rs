//! Local memory of which each element is written at most once while it lives.
//!
//! It is bound to a constant (`[0.0; n]`), one statement writes it, and that statement indexes it by exactly the
//! variables of the counted loops that stand between the binding and the write. Each element is then written in one
//! iteration only. The reverse of such a write takes the element's adjoint and need not clear it: nobody reads that
//! adjoint again, since earlier reads of the element saw the constant.

use crate::ir::HashMap;
use crate::ir::{Block, Expr, Place, Step, StmtKind, VarId};

/// The variables of the loops around a point, outermost first; none for a loop that is not counted.
type Loops = Vec<Option<VarId>>;

/// The loops around a write, and the variables that it indexes by, if nothing else does.
type Write = (Loops, Option<Vec<VarId>>);

#[derive(Default)]
struct Survey {
    /// The loops around the binding of each variable that is bound to a constant.
    bound: HashMap<VarId, Loops>,
    writes: HashMap<VarId, Vec<Write>>,
}

pub(crate) fn written_once(body: &Block) -> Vec<VarId> {
    let mut survey = Survey::default();
    survey.block(body, &mut Vec::new());
    let mut once: Vec<VarId> =
        survey.writes.iter().filter(|(var, writes)| survey.is_once(**var, writes)).map(|(var, _)| *var).collect();
    once.sort_unstable();
    once
}

impl Survey {
    fn is_once(&self, var: VarId, writes: &[Write]) -> bool {
        let (Some(outer), [(loops, Some(indices))]) = (self.bound.get(&var), writes) else { return false };
        let Some(between) = loops.strip_prefix(outer.as_slice()) else { return false };
        let Some(mut between) = between.iter().copied().collect::<Option<Vec<_>>>() else { return false };
        let mut indices = indices.clone();
        between.sort_unstable();
        indices.sort_unstable();
        between == indices
    }

    fn block(&mut self, block: &Block, loops: &mut Loops) {
        for stmt in &block.stmts {
            if let StmtKind::Let { var, value: Some(Expr::Repeat(value, _) | Expr::VecRepeat(value, _)) } = &stmt.kind
                && matches!(**value, Expr::Number(_))
            {
                self.bound.insert(*var, loops.clone());
            }
            let effects = stmt.effects();
            for var in effects.assigns.into_iter().chain(effects.writes) {
                let indices = match &stmt.kind {
                    StmtKind::Assign { place, .. } if place.base == var => indices(place),
                    _ => None,
                };
                self.writes.entry(var).or_default().push((loops.clone(), indices));
            }
            let depth = loops.len();
            match &stmt.kind {
                StmtKind::For { var, .. } => loops.push(Some(*var)),
                kind if super::versions::is_loop(kind) => loops.push(None),
                _ => {}
            }
            stmt.blocks().into_iter().for_each(|inner| self.block(inner, loops));
            loops.truncate(depth);
        }
    }
}

/// The variables that index a place, if nothing else does.
fn indices(place: &Place) -> Option<Vec<VarId>> {
    let variable = |step: &Step| match step {
        Step::Index(index) => index.as_var(),
        _ => None,
    };
    place.path.iter().map(variable).collect()
}
