//! The derivative in plain symbols, for the documentation of `f_grad`.

mod symbols;

use crate::ir::{Block, Expr, Function, Pass, StmtKind, VarId};
use std::collections::HashMap;
use symbols::Term;

/// Beyond this a formula is no longer read, and the code beside it says more.
const LONGEST: usize = 200;

/// Lines for the documentation of `f_grad`, where its body is short and straight enough to be read as a formula:
/// `∂/∂w = 2·(a − y)·x`, where `a = w·x`.
///
/// The user's own bindings keep their names and stand behind the "where"; adjoints are written out.
pub(crate) fn formula(function: &Function, block: &Block) -> Option<String> {
    let mut writer = Writer { function, terms: HashMap::new(), primal: Vec::new() };
    for stmt in &block.stmts {
        let StmtKind::Let { var, value: Some(value) } = &stmt.kind else {
            return None;
        };
        match stmt.pass {
            Pass::Primal => writer.primal.push((*var, value)),
            Pass::Adjoint => {
                let term = writer.term(value)?;
                writer.terms.insert(*var, term);
            }
        }
    }
    let mut needed: Vec<VarId> = Vec::new();
    let mut parts = Vec::new();
    for ((_, param), value) in function.differentiable_params().zip(&block.values) {
        let term = writer.term(value)?;
        parts.push(format!("`∂/∂{} = {}`", writer.name(param.var), term.text));
        needed.extend(term.vars);
    }
    if parts.is_empty() {
        return None;
    }

    // Last first, so that what a needed binding needs is needed, too.
    let mut bindings = Vec::new();
    for &(var, value) in writer.primal.iter().rev() {
        if needed.contains(&var) {
            let term = writer.term(value)?;
            bindings.push(format!("`{} = {}`", writer.name(var), term.text));
            needed.extend(term.vars);
        }
    }
    bindings.reverse();
    writer.are_distinct(&needed).then_some(())?;

    let mut text = parts.join(", ");
    if !bindings.is_empty() {
        text.push_str(", where ");
        text.push_str(&bindings.join(", "));
    }
    text.push('.');
    (text.chars().count() <= LONGEST).then_some(text)
}

struct Writer<'a> {
    function: &'a Function,
    /// What the adjoints so far come to.
    terms: HashMap<VarId, Term>,
    primal: Vec<(VarId, &'a Expr)>,
}

impl Writer<'_> {
    fn name(&self, var: VarId) -> String {
        super::calls::plain_name(&self.function.var(var).name)
    }

    /// No two of them are spelled alike.
    fn are_distinct(&self, vars: &[VarId]) -> bool {
        let params = self.function.differentiable_params().map(|(_, param)| param.var);
        let mut by_name = HashMap::new();
        params.chain(vars.iter().copied()).all(|var| *by_name.entry(self.name(var)).or_insert(var) == var)
    }
}
