//! The walk: what stands behind an exit moves into the branches that do not take it.

use super::absent::is_wrapped;
use super::leave::boolean;
use super::shape::{escapes, leaves, placeholder};
use super::{Nester, Target, Way};
use crate::diagnostics::Errors;
use crate::ir::{Block, Expr, Function, Inert, Origin, Place, Stmt, StmtKind, Type, VarId};
use crate::lower::types::usize_type;
use proc_macro2::{Ident, Span};
use quote::quote;
use std::collections::HashSet;

/// The label of a block of our own around a statement; no user can write it.
const DECIDED: &str = "__decided";

impl<'a> Nester<'a> {
    pub(super) fn new(function: &'a mut Function, errors: &'a mut Errors, words: HashSet<String>) -> Self {
        let (targets, crossed) = (Vec::new(), Vec::new());
        let (endless, unsure, options) = (HashSet::new(), HashSet::new(), HashSet::new());
        Nester { function, errors, targets, crossed, endless, unsure, options, words, span: Span::call_site() }
    }

    pub(super) fn body(&mut self, body: Block, types: Vec<Type>) -> Block {
        self.targets.push(Target::block(None, types));
        self.tail(body.stmts, body.values)
    }

    /// A block that ends where the innermost target ends.
    fn tail(&mut self, stmts: Vec<Stmt>, values: Vec<Expr>) -> Block {
        let mut out = Vec::new();
        let mut rest = stmts.into_iter();
        while let Some(stmt) = rest.next() {
            self.span = stmt.span;
            let exit = match &stmt.kind {
                StmtKind::Break { label, values } => Some((self.meant(label), Way::Break, values.clone())),
                StmtKind::Continue { label } => Some((self.meant(label), Way::Continue, Vec::new())),
                StmtKind::Return { values } => Some((0, Way::Break, values.clone())),
                _ => None,
            };
            if let Some((at, way, values)) = exit {
                // Items are in scope in front of their declaration, too.
                out.extend(rest.filter(|stmt| matches!(stmt.kind, StmtKind::Item(_))));
                let (stmts, values) = self.exit(at, way, values);
                out.extend(stmts);
                return Block { stmts: out, values };
            }
            if escapes(&stmt) {
                return self.around(stmt, rest.collect(), values, out);
            }
            self.whole(stmt, &mut out);
        }
        let values = self.targets.last().map_or(Vec::new(), |target| target.wrap(values));
        Block { stmts: out, values }
    }

    /// The index of the target that an exit with this label means.
    fn meant(&self, label: &Option<Ident>) -> usize {
        let meant = self.targets.iter().rposition(|target| match label {
            Some(_) => target.label == *label,
            None => target.is_loop,
        });
        meant.unwrap_or(0)
    }

    /// A statement that is left from inside, and what stands behind it.
    fn around(&mut self, mut stmt: Stmt, rest: Vec<Stmt>, values: Vec<Expr>, mut out: Vec<Stmt>) -> Block {
        // Items are in scope in front of their declaration, too.
        let (items, rest): (Vec<Stmt>, Vec<Stmt>) =
            rest.into_iter().partition(|stmt| matches!(stmt.kind, StmtKind::Item(_)));
        out.extend(items);
        match &mut stmt.kind {
            StmtKind::Scope { binds, body } => {
                let (binds, body) = (std::mem::take(binds), std::mem::take(body));
                let stmts = self.followed(body, binds, rest);
                let Block { stmts, values } = self.tail(stmts, values);
                out.extend(stmts);
                Block { stmts: out, values }
            }
            StmtKind::If { .. } | StmtKind::Match { .. } => self.branching(stmt, rest, values, out),
            _ => self.crossing(stmt, rest, values, out),
        }
    }

    fn branching(&mut self, mut stmt: Stmt, rest: Vec<Stmt>, values: Vec<Expr>, mut out: Vec<Stmt>) -> Block {
        let falling = stmt.blocks().into_iter().filter(|block| !leaves(block)).count();
        let (StmtKind::If { binds, .. } | StmtKind::Match { binds, .. }) = &mut stmt.kind else { unreachable!() };
        let is_last = rest.is_empty() && values.iter().map(Expr::as_var).eq(binds.iter().map(|&bind| Some(bind)));
        if falling > 1 && !is_last {
            // What follows can't stand in several branches: the exits leave a block around the statement first.
            let outer = binds.clone();
            let inner: Vec<VarId> = outer.iter().map(|&var| self.copy(var)).collect();
            let (StmtKind::If { binds, .. } | StmtKind::Match { binds, .. }) = &mut stmt.kind else { unreachable!() };
            binds.clone_from(&inner);
            let body = Block { stmts: vec![stmt], values: inner.into_iter().map(Expr::Var).collect() };
            let label = Ident::new(DECIDED, Span::mixed_site());
            let around = self.stmt(StmtKind::Labelled { label, binds: outer, body });
            return self.crossing(around, rest, values, out);
        }
        let mut binds = std::mem::take(binds);
        let mut behind = Some((rest, values));
        for block in stmt.blocks_mut() {
            let taken = std::mem::take(block);
            *block = if leaves(&taken) {
                self.tail(taken.stmts, Vec::new())
            } else if is_last {
                self.tail(taken.stmts, taken.values)
            } else {
                let (rest, values) = behind.take().unwrap_or_default();
                let stmts = self.followed(taken, binds.clone(), rest);
                self.tail(stmts, values)
            };
        }
        if !is_last || self.targets.last().is_some_and(|target| target.wrapped.contains(&true)) {
            binds = self.results();
        }
        let values = binds.iter().map(|&bind| Expr::Var(bind)).collect();
        let (StmtKind::If { binds: own, .. } | StmtKind::Match { binds: own, .. }) = &mut stmt.kind else {
            unreachable!()
        };
        *own = binds;
        out.push(stmt);
        Block { stmts: out, values }
    }

    /// A loop or a labelled block that is left for a target further out.
    fn crossing(&mut self, stmt: Stmt, rest: Vec<Stmt>, values: Vec<Expr>, mut out: Vec<Stmt>) -> Block {
        let (id, span) = (stmt.id, stmt.span);
        stmt.visit(&mut |inner| self.unsure.extend(inner.effects().assigns));
        let outer = std::mem::take(&mut self.crossed);
        let mut whole = Vec::new();
        let mut behind = self.target(stmt, &mut whole);
        behind.extend(rest);
        self.span = span;
        let mut crossed: Vec<(usize, Way)> = Vec::new();
        for exit in std::mem::replace(&mut self.crossed, outer) {
            if !crossed.contains(&exit) {
                crossed.push(exit);
            }
        }
        let is_endless = self.endless.contains(&id);
        let top = self.targets.len() - 1;
        let of: Vec<((usize, Way), VarId)> =
            crossed.into_iter().map(|(at, way)| ((at, way), self.flag(at, way))).collect();
        for (_, flag) in std::mem::take(&mut self.targets[top].flags) {
            let value = Some(boolean(false));
            out.push(self.stmt(StmtKind::Let { var: flag, value }));
        }
        let mut carried: Vec<VarId> = std::mem::take(&mut self.targets[top].carried);
        for var in &mut carried {
            // Left from further in, only a flag tells, which rustc does not follow.
            if !is_endless && is_wrapped(&self.function.var(*var).ty) {
                *var = self.option_for(*var, &mut whole);
            }
            let is_known = placeholder(&self.function.var(*var).ty).is_some();
            let binding = self.empty(*var, is_endless && !is_known);
            out.push(binding);
        }
        out.extend(whole);
        let mut exits = of.into_iter().rev();
        let mut block = match is_endless {
            true => {
                let (at, way) = exits.next().map_or((0, Way::Break), |(exit, _)| exit);
                let (stmts, values) = self.again(at, way, &carried);
                Block { stmts, values }
            }
            false => self.tail(behind, values),
        };
        for ((at, way), flag) in exits {
            let (stmts, values) = self.again(at, way, &carried);
            let then = Block { stmts, values };
            let binds = self.results();
            let values = binds.iter().map(|&bind| Expr::Var(bind)).collect();
            let branch = self.stmt(StmtKind::If { binds, cond: Expr::Var(flag), then, otherwise: block });
            block = Block { stmts: vec![branch], values };
        }
        out.extend(block.stmts);
        Block { stmts: out, values: block.values }
    }

    /// A statement from which nothing leaves that is not told by `crossed`.
    fn whole(&mut self, stmt: Stmt, out: &mut Vec<Stmt>) {
        let behind = self.target(stmt, out);
        out.extend(behind);
    }

    /// The same, and what comes behind it where it is not left for a target further out.
    fn target(&mut self, mut stmt: Stmt, out: &mut Vec<Stmt>) -> Vec<Stmt> {
        self.span = stmt.span;
        let mut behind = Vec::new();
        let is_crossed = matches!(stmt.kind, StmtKind::Labelled { .. }) && escapes(&stmt);
        match &mut stmt.kind {
            StmtKind::Labelled { label, binds, body } => {
                let is_ours = *label == DECIDED;
                let (mut binds, body) = (std::mem::take(binds), std::mem::take(body));
                let mut target = Target::block(Some(label.clone()), Vec::new());
                for bind in &mut binds {
                    let is_wrapped = is_crossed && is_wrapped(&self.function.var(*bind).ty);
                    if is_wrapped {
                        let option = self.option_of(*bind);
                        behind.push(self.taken_out(*bind, option));
                        *bind = option;
                    }
                    target.wrapped.push(is_wrapped);
                    target.types.push(self.function.var(*bind).ty.clone());
                }
                self.targets.push(target);
                let body = self.tail(body.stmts, body.values);
                self.targets.pop();
                if is_ours {
                    // Around one statement: there is no name to keep in.
                    self.unwrapped(body, binds, out);
                    return behind;
                }
                stmt.kind = StmtKind::Scope { binds, body };
            }
            StmtKind::For { label, body, .. }
            | StmtKind::Each { label, body, .. }
            | StmtKind::While { label, body, .. }
            | StmtKind::Loop { label, body, .. } => {
                let (label, body) = (label.take(), std::mem::take(body));
                behind = self.looping(&mut stmt, label, body, out);
            }
            _ => {
                for block in stmt.blocks_mut() {
                    let taken = std::mem::take(block);
                    for inner in taken.stmts {
                        self.whole(inner, &mut block.stmts);
                    }
                    block.values = taken.values;
                }
            }
        }
        out.push(stmt);
        behind
    }

    fn unwrapped(&mut self, body: Block, binds: Vec<VarId>, out: &mut Vec<Stmt>) {
        out.extend(body.stmts);
        let yielded: Vec<_> = body.values.iter().filter_map(Expr::as_var).collect();
        if let Some(Stmt { kind: StmtKind::If { binds: own, .. } | StmtKind::Match { binds: own, .. }, .. }) =
            out.last_mut()
            && *own == yielded
        {
            *own = binds;
            return;
        }
        for (var, value) in binds.into_iter().zip(body.values) {
            out.push(self.stmt(StmtKind::Let { var, value: Some(value) }));
        }
    }

    /// What follows the loop.
    fn looping(&mut self, stmt: &mut Stmt, label: Option<Ident>, body: Block, out: &mut Vec<Stmt>) -> Vec<Stmt> {
        let wanted = match &mut stmt.kind {
            StmtKind::Loop { binds, .. } => std::mem::take(binds),
            _ => Vec::new(),
        };
        // What changes later is given its first value once, by a variable that does not. And a name is not in scope yet in
        // the loop: tokens there that say it mean another.
        let mut binds: Vec<VarId> = (wanted.iter().copied())
            .map(|bind| {
                let variable = self.function.var(bind);
                let is_apart = variable.mutable || self.words.contains(&variable.name.to_string());
                if is_apart { self.copy(bind) } else { bind }
            })
            .collect();
        let span = self.span;
        self.targets.push(Target { is_loop: true, binds: binds.clone(), ..Target::block(label, Vec::new()) });
        let crossed_before = self.crossed.len();
        let mut body = self.tail(body.stmts, body.values);
        let target = self.targets.pop();
        self.span = span;
        let is_broken = target.as_ref().is_some_and(|target| target.is_broken);
        let is_left = is_broken || self.crossed.len() > crossed_before;
        let is_crossed = target.as_ref().is_some_and(|target| target.is_crossed);
        let is_plain = !is_crossed && self.crossed.len() == crossed_before;
        for bind in &mut binds {
            // Only a flag tells that it has been given a value.
            if !is_plain && is_wrapped(&self.function.var(*bind).ty) {
                *bind = self.option_for(*bind, &mut body.stmts);
            }
            let binding = self.empty(*bind, is_plain);
            out.push(binding);
        }
        if matches!(stmt.kind, StmtKind::Loop { .. }) && !is_broken {
            self.endless.insert(stmt.id);
        }
        if is_left || matches!(stmt.kind, StmtKind::While { .. } | StmtKind::Loop { .. }) {
            let trips = self.function.fresh("trips", usize_type(), Origin::Temp);
            self.function.var_mut(trips).mutable = true;
            let number = |text| Expr::Inert(Inert::pure(text, Vec::new(), false));
            out.push(self.stmt(StmtKind::Let { var: trips, value: Some(number(quote!(0_usize))) }));
            let (place, value) = (Place::var(trips), number(quote!(1)));
            let step = self.stmt(StmtKind::Accumulate { place, negative: false, value });
            body.stmts.insert(0, step);
            self.function.trips.insert(stmt.id, trips);
        }
        if let StmtKind::For { body: own, .. }
        | StmtKind::Each { body: own, .. }
        | StmtKind::While { body: own, .. }
        | StmtKind::Loop { body: own, .. } = &mut stmt.kind
        {
            *own = body;
        }
        let different = wanted.into_iter().zip(binds).filter(|(bind, given)| bind != given);
        different
            .map(|(var, given)| match self.options.contains(&given) {
                true => self.taken_out(var, given),
                false => self.stmt(StmtKind::Let { var, value: Some(Expr::Var(given)) }),
            })
            .collect()
    }
}
