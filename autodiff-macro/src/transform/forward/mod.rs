//! Forward mode: from a primal in normal form to a function that carries tangents along with its values.
//!
//! There is no second pass and no tape. Every statement of the primal stays as it is, and beside each one that touches an
//! active variable stands the same for its tangent: an operation has its row in `rules`, memory that is read, written,
//! moved, lent or swapped has a twin of the same shape to which the same is done, and what a branch or a loop yields it
//! yields with its tangent. A tangent has its value's type. What carries no derivative in it (an integer in a tuple, a
//! skipped field) is a copy of the primal's, which nothing reads.
//!
//! What others call, `f_jvp_for`, has arguments without a tangent. There a term is guarded wherever it meets what depends
//! on more parameters than it does itself (`guards`): a tangent that is not there contributes nothing, not a zero that
//! could meet an infinity.

mod calls;
mod guards;
mod mutation;
mod statements;
mod values;
mod zeros;

use crate::analyse::Facts;
use crate::ir::{
    Block, Expr, Function, HashMap, Inert, Origin, Param, Pass, Place, Read, Reading, Step, Stmt, StmtKind, Type, VarId,
};
pub(super) use guards::Dependence;
use proc_macro2::{Ident, Span};
use quote::quote;
pub(super) use zeros::is_empty;

/// The function with the variables of its tangents, and its body with both.
pub(super) struct Tangents {
    pub(super) function: Function,
    /// Its values: the result, where there is one, and the result's tangent, where it has one.
    pub(super) body: Block,
    /// The tangent of each parameter.
    pub(super) params: Vec<Option<VarId>>,
    /// Statements whose tangent could not be formed.
    pub(super) lost: Vec<Span>,
}

/// `dependence`: of what others call; none where every tangent is there.
pub(super) fn forward(function: Function, facts: &Facts, dependence: Option<&Dependence>) -> Tangents {
    let body = function.body.clone();
    let mut forward = Forward {
        function,
        facts,
        dependence,
        tangents: HashMap::default(),
        stmts: Vec::new(),
        exits: Vec::new(),
        lost: Vec::new(),
        span: Span::call_site(),
    };
    let params = forward.params();
    let body = forward.body(&body);
    Tangents { function: forward.function, body, params, lost: forward.lost }
}

struct Forward<'a> {
    function: Function,
    facts: &'a Facts,
    dependence: Option<&'a Dependence>,
    /// By the variable.
    tangents: HashMap<VarId, VarId>,
    /// The block that is being written.
    stmts: Vec<Stmt>,
    /// What `break` can leave, outermost first.
    exits: Vec<Exit>,
    lost: Vec<Span>,
    span: Span,
}

struct Exit {
    label: Option<Ident>,
    is_loop: bool,
    binds: Vec<VarId>,
}

impl Forward<'_> {
    /// One for each differentiable parameter, as long as that.
    fn params(&mut self) -> Vec<Option<VarId>> {
        let params: Vec<Param> = self.function.params.clone();
        let mut tangents = Vec::new();
        for (index, param) in params.into_iter().enumerate() {
            self.span = self.function.var(param.var).name.span();
            if !param.differentiable {
                tangents.push(None);
                if self.is_active(param.var) {
                    self.begin_at_zero(param.var);
                }
                continue;
            }
            let tangent = self.tangent_for(param.var);
            if self.dependence.is_none() {
                self.check_length(param.var, tangent);
            }
            self.begin_param(index, param.var, tangent);
            tangents.push(Some(tangent));
        }
        tangents
    }

    /// A parameter that is held constant, and written with what is not: what the caller finds there has no derivative for him.
    fn begin_at_zero(&mut self, param: VarId) {
        let ty = self.function.var(param).ty.clone();
        if !ty.is_ref() {
            let zero = self.zero_of(param);
            let tangent = self.tangent_for(param);
            return self.push(StmtKind::Let { var: tangent, value: Some(zero) });
        }
        let zero = self.zero_of(param);
        let memory = self.name("zero", ty.gradient(), zero);
        self.function.var_mut(memory).mutable = true;
        let path = match ty.behind_refs() {
            Type::Slice(_) => vec![Step::Range { low: None, high: None, inclusive: false }],
            _ => Vec::new(),
        };
        let tangent = self.tangent_for(param);
        let lent = Expr::Borrow { mutable: ty.is_mut_ref(), place: Place { base: memory, path } };
        self.push(StmtKind::Let { var: tangent, value: Some(lent) });
    }

    fn check_length(&mut self, param: VarId, tangent: VarId) {
        let variable = self.function.var(param);
        if !matches!(variable.ty.behind_refs(), Type::Slice(_) | Type::Vec(_)) {
            return;
        }
        let text = variable.name.to_string();
        let name = Expr::Inert(Inert::pure(quote!(#text), Vec::new(), false));
        let lengths = [param, tangent].map(|var| {
            let hole = Inert::hole(var, Span::mixed_site());
            Expr::Inert(Inert::pure(quote!(#hole.len()), vec![Read { var, what: Reading::Shape }], false))
        });
        let check = [name].into_iter().chain(lengths).collect();
        self.push(StmtKind::Run { value: Expr::Runtime("check_tangent", check) });
    }

    fn body(&mut self, body: &Block) -> Block {
        self.all(&body.stmts);
        let mut values = body.values.clone();
        if let Some(result) = body.values.first().filter(|_| self.function.has_cotangent()) {
            self.span = Span::call_site();
            let whole = self.dependence.map(Dependence::all);
            let ty = self.function.result.clone();
            values.push(self.tangent_of(result, whole, &ty));
        }
        Block { stmts: std::mem::take(&mut self.stmts), values }
    }

    fn all(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            self.span = stmt.span;
            self.stmt(stmt);
        }
    }

    /// A block whose values, and their tangents, are bound outside of it.
    fn block(&mut self, block: &Block, binds: &[VarId]) -> Block {
        let outer = std::mem::take(&mut self.stmts);
        self.all(&block.stmts);
        let values = self.yielded(&block.values, binds);
        Block { stmts: std::mem::replace(&mut self.stmts, outer), values }
    }

    /// Values, then the tangents of those that are bound to active variables.
    fn yielded(&mut self, values: &[Expr], binds: &[VarId]) -> Vec<Expr> {
        let mut all = values.to_vec();
        for (value, &bind) in values.iter().zip(binds) {
            if self.is_active(bind) {
                let ty = self.function.var(bind).ty.clone();
                all.push(self.tangent_of(value, self.depends(bind), &ty));
            }
        }
        all
    }

    /// The variables that a statement binds, with their tangents behind them.
    fn bound(&mut self, binds: &[VarId]) -> Vec<VarId> {
        let active: Vec<VarId> = binds.iter().copied().filter(|&bind| self.is_active(bind)).collect();
        let tangents: Vec<VarId> = active.into_iter().map(|bind| self.tangent_for(bind)).collect();
        binds.iter().copied().chain(tangents).collect()
    }

    fn is_active(&self, var: VarId) -> bool {
        self.facts.is_active(var)
    }

    /// A new variable, the tangent of `var`.
    fn tangent_for(&mut self, var: VarId) -> VarId {
        let variable = self.function.var(var).clone();
        let tangent = self.function.fresh(&variable.prefixed("d"), variable.ty, Origin::Tangent(var));
        let new = self.function.var_mut(tangent);
        (new.mutable, new.annotation) = (variable.mutable, variable.annotation);
        self.tangents.insert(var, tangent);
        tangent
    }

    fn tangent(&mut self, var: VarId) -> VarId {
        match self.tangents.get(&var) {
            Some(&tangent) => tangent,
            None => {
                self.is_lost();
                var
            }
        }
    }

    /// The same way into the tangent's memory.
    fn twin(&mut self, place: &Place) -> Place {
        Place { base: self.tangent(place.base), path: place.path.clone() }
    }

    fn push(&mut self, kind: StmtKind) {
        let stmt = self.function.stmt(kind, self.span, Pass::Adjoint);
        self.stmts.push(stmt);
    }

    /// Binds an immutable variable of ours.
    fn name(&mut self, wish: &str, ty: Type, value: Expr) -> VarId {
        let var = self.function.fresh(wish, ty, Origin::Ours);
        self.push(StmtKind::Let { var, value: Some(value) });
        var
    }

    /// There is no tangent for what the statement needs. Analysis refuses such a program before.
    fn is_lost(&mut self) {
        self.lost.push(self.span);
    }
}
