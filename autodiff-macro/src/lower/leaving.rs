//! Loops that end when they will, and what leaves them: lowered as they stand; [`super::exits`] sees to the rest.

use super::control::{Yields, any, has_let};
use super::matching::{self, Body, Way};
use super::{Lowerer, peel, types};
use crate::diagnostics::catalogue;
use crate::ir::{Block, Expr, StmtKind, Type};
use proc_macro2::Ident;
use syn::{ExprBreak, ExprLoop, ExprReturn, ExprWhile, Label};

/// What `break` can mean at a point of the body.
pub(super) struct Leavable {
    label: Option<Ident>,
    is_loop: bool,
    /// What `return` leaves.
    is_closure: bool,
    /// What `break` has to name, where it means more than the loop around it.
    around: Option<Ident>,
    /// What it is left with.
    yields: Yields,
    /// The types of these values, as far as they have been met.
    types: Vec<Type>,
}

impl Leavable {
    pub(super) fn closure(label: Ident, yields: Yields) -> Leavable {
        Leavable { label: Some(label), is_loop: false, is_closure: true, around: None, yields, types: Vec::new() }
    }

    pub(super) fn types(self) -> Vec<Type> {
        self.types
    }
}

impl Lowerer<'_> {
    pub(super) fn while_loop(&mut self, turn: &ExprWhile) {
        let popping = self.popping(&turn.cond);
        if has_let(&turn.cond) && popping.is_none() {
            self.while_let(turn);
            return;
        }
        let outer = std::mem::take(&mut self.stmts);
        let cond = match &popping {
            Some(popping) => self.is_left(popping),
            None => self.discrete(&turn.cond, &Type::Bool, "condition", true),
        };
        let head = std::mem::replace(&mut self.stmts, outer);
        let label = name_of(turn.label.as_ref());
        let (body, _) = self.turns(label.clone(), Yields::Nothing, |this| match &popping {
            Some(popping) => this.popped_block(popping, &turn.body, &Yields::Nothing).0,
            None => this.block(&turn.body, &Yields::Nothing).0,
        });
        let whole = match head.as_slice() {
            [] => Some(cond.clone()),
            [only] => match &only.kind {
                // What it writes must be a statement's.
                StmtKind::Let { var, value: Some(Expr::Inert(inert)) }
                    if cond.as_var() == Some(*var) && inert.writes.is_empty() =>
                {
                    Some(Expr::Inert(inert.clone()))
                }
                _ => None,
            },
            _ => None,
        };
        match whole {
            Some(cond) => self.push(StmtKind::While { label, cond, body }),
            None => {
                let exit = StmtKind::Break { label: None, values: Vec::new() };
                let exit = self.function.stmt(exit, self.span, crate::ir::Pass::Primal);
                let otherwise = Block { stmts: vec![exit], values: Vec::new() };
                let branch = StmtKind::If { binds: Vec::new(), cond, then: body, otherwise };
                let branch = self.function.stmt(branch, self.span, crate::ir::Pass::Primal);
                let stmts = head.into_iter().chain([branch]).collect();
                self.push(StmtKind::Loop { label, binds: Vec::new(), body: Block { stmts, values: Vec::new() } });
            }
        }
    }

    fn while_let(&mut self, turn: &ExprWhile) {
        let Some((pattern, scrutinee, guard)) = matching::let_of(&turn.cond) else {
            self.refuse(catalogue::if_let(&turn.while_token));
            return;
        };
        let label = name_of(turn.label.as_ref());
        let wild = any();
        let (body, _) = self.turns(label.clone(), Yields::Nothing, |this| {
            let goes_on = Way { pattern, guard: guard.as_ref(), body: Body::Block(&turn.body) };
            let ends = Way { pattern: &wild, guard: None, body: Body::Break };
            let outer = std::mem::take(&mut this.stmts);
            let (choice, _) = this.choose(scrutinee, vec![goes_on, ends], &Yields::Nothing);
            this.push(choice);
            Block { stmts: std::mem::replace(&mut this.stmts, outer), values: Vec::new() }
        });
        self.push(StmtKind::Loop { label, binds: Vec::new(), body });
    }

    /// A `loop`, with no bindings yet, and the types of what it is left with.
    pub(super) fn endless(&mut self, turn: &ExprLoop, yields: &Yields) -> (StmtKind, Vec<Type>) {
        let label = name_of(turn.label.as_ref());
        let (body, types) =
            self.turns(label.clone(), yields.clone(), |this| this.block(&turn.body, &Yields::Nothing).0);
        (StmtKind::Loop { label, binds: Vec::new(), body }, types)
    }

    /// A block with a label, with no bindings yet.
    pub(super) fn labelled(&mut self, label: &Label, block: &syn::Block, yields: &Yields) -> (StmtKind, Vec<Type>) {
        let name = label.name.ident.clone();
        let target = Leavable {
            label: Some(name.clone()),
            is_loop: false,
            is_closure: false,
            around: None,
            yields: yields.clone(),
            types: Vec::new(),
        };
        self.leavable.push(target);
        let (body, own) = self.block(block, yields);
        let met = self.leavable.pop().map(|target| target.types).unwrap_or_default();
        (StmtKind::Labelled { label: name, binds: Vec::new(), body }, joined(own, &met))
    }

    /// `work` lowers the body of a loop.
    pub(super) fn turns<T>(
        &mut self,
        label: Option<Ident>,
        yields: Yields,
        work: impl FnOnce(&mut Self) -> T,
    ) -> (T, Vec<Type>) {
        let expected = yields.types();
        let types = Vec::new();
        self.leavable.push(Leavable { label, is_loop: true, is_closure: false, around: None, yields, types });
        let in_tail = std::mem::replace(&mut self.in_tail, false);
        let done = work(self);
        self.in_tail = in_tail;
        let met = self.leavable.pop().map(|target| target.types).unwrap_or_default();
        (done, joined(expected, &met))
    }

    /// `work` lowers the body of several loops in one; `around` leaves them all.
    pub(super) fn turns_within<T>(
        &mut self,
        label: Option<Ident>,
        around: Option<Ident>,
        work: impl FnOnce(&mut Self) -> T,
    ) -> (T, Vec<Type>) {
        let target = self.leavable.len();
        self.turns(label, Yields::Nothing, |this| {
            this.leavable[target].around = around;
            work(this)
        })
    }

    /// `break`, `continue`, `return`.
    pub(super) fn leave(&mut self, expr: &syn::Expr) {
        match peel(expr) {
            syn::Expr::Break(exit) => self.break_out(exit),
            syn::Expr::Continue(exit) => {
                let label = exit.label.as_ref().map(|label| label.ident.clone());
                self.push(StmtKind::Continue { label });
            }
            syn::Expr::Return(exit) => self.give_back(exit),
            _ => {}
        }
    }

    fn break_out(&mut self, exit: &ExprBreak) {
        let label = exit.label.as_ref().map(|label| label.ident.clone());
        let meant = self.leavable.iter().rposition(|target| {
            !target.is_closure
                && match &label {
                    Some(_) => target.label == label,
                    None => target.is_loop,
                }
        });
        // What it would mean, rustc says of the primal.
        let Some(meant) = meant else {
            self.errors.leave_to_rustc();
            return;
        };
        let values = self.left_with(meant, exit.expr.as_deref());
        let label = self.leavable[meant].around.clone().or(label);
        self.push(StmtKind::Break { label, values });
    }

    /// The values that a target is left with.
    fn left_with(&mut self, meant: usize, value: Option<&syn::Expr>) -> Vec<Expr> {
        let yields = self.leavable[meant].yields.clone();
        let (values, types) = match value {
            Some(value) if !matches!(yields, Yields::Nothing) => self.yielded(value, &yields, false),
            Some(value) => {
                self.discard(value);
                (Vec::new(), Vec::new())
            }
            None => self.nothing(&yields),
        };
        let known = std::mem::take(&mut self.leavable[meant].types);
        self.leavable[meant].types = if known.is_empty() { types } else { joined(known, &types) };
        if value.is_none() { Vec::new() } else { values }
    }

    fn give_back(&mut self, exit: &ExprReturn) {
        if let Some(meant) = self.leavable.iter().rposition(|target| target.is_closure) {
            let values = self.left_with(meant, exit.expr.as_deref());
            let label = self.leavable[meant].label.clone();
            self.push(StmtKind::Break { label, values });
            return;
        }
        let result = self.function.result.clone();
        let values = match (&exit.expr, result) {
            (None, _) => Vec::new(),
            (Some(value), Type::Unit) => {
                self.discard(value);
                Vec::new()
            }
            (Some(value), result) => self.yielded(value, &Yields::One(result), true).0,
        };
        self.push(StmtKind::Return { values });
    }
}

/// `break`, `continue`, `return`: of every type.
pub(super) fn is_exit(expr: &syn::Expr) -> bool {
    matches!(peel(expr), syn::Expr::Break(_) | syn::Expr::Continue(_) | syn::Expr::Return(_))
}

fn name_of(label: Option<&Label>) -> Option<Ident> {
    label.map(|label| label.name.ident.clone())
}

fn joined(types: Vec<Type>, others: &[Type]) -> Vec<Type> {
    let join = |(at, ty): (usize, Type)| others.get(at).map_or(ty.clone(), |other| types::join(&ty, other));
    types.into_iter().enumerate().map(join).collect()
}
