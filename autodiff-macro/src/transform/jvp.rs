//! `f_jvp` and `f_jvp_for`: forward mode, as one pass.

use super::companions::{Lost, check, companion, lent};
use super::derive::unpin;
use super::directions::collected;
use super::forward::{Dependence, Tangents, forward};
use crate::analyse::Facts;
use crate::ir::{Companion, CompanionBody, Function, Kind, Origin, Parameter, VarId, VarSet};
use crate::simplify::simplify;

/// `f_jvp`, whose arguments all have their tangents; `f_jvp_for`, of which a caller says which have.
pub(super) fn jvp(function: &Function, facts: &Facts, kind: Kind) -> Result<Companion, Lost> {
    let mut function = function.clone();
    unpin(&mut function);
    let dependence = (kind == Kind::JvpFor).then(|| Dependence::of(&function));
    let Tangents { mut function, body: mut block, params, lost } = forward(function, facts, dependence.as_ref());
    if !lost.is_empty() {
        return Err(lost);
    }
    let extra = params.into_iter().enumerate();
    let extra: Vec<Parameter> = extra.filter_map(|(of, var)| var.map(|var| Parameter { var, of })).collect();
    let written = |parameter: &&Parameter| function.params[parameter.of].is_lent(&function);
    let keep: VarSet = extra.iter().filter(written).map(|parameter| parameter.var).chain(lent(&function)).collect();
    let ours = || extra.iter().map(|parameter| parameter.var);
    // Along several directions at once, the value is nobody's.
    let values = match kind {
        Kind::JvpGroup => 0,
        _ => function.body.values.len(),
    };
    let surplus = block.values.len().saturating_sub(1);
    block.values.drain(..if kind == Kind::JvpGroup { surplus } else { 0 });
    check(&function, &block, ours());
    simplify(&mut function, &mut block, &keep, values);
    check(&function, &block, ours());
    let jvp = Companion { extra, ..companion(kind, function, CompanionBody::Whole(block)) };
    Ok(collected(jvp, values))
}

/// `f_jvp_for` of a function whose forward mode is written by hand.
pub(crate) fn by_hand(mut function: Function) -> Companion {
    let extra = tangents(&mut function);
    Companion { extra, ..companion(Kind::JvpFor, function, CompanionBody::Diverging) }
}

/// The tangents of the parameters, where there is no body.
pub(super) fn tangents(function: &mut Function) -> Vec<Parameter> {
    let params: Vec<(usize, VarId)> = function.differentiable_params().map(|(of, param)| (of, param.var)).collect();
    let tangent = |(of, param): (usize, VarId)| {
        let variable = function.var(param).clone();
        Parameter { var: function.fresh(&variable.prefixed("d"), variable.ty, Origin::Tangent(param)), of }
    };
    params.into_iter().map(tangent).collect()
}
