//! Where each variable is in scope, and where it is named: what [`super::names`] decides by.

use crate::ir::{Act, Block, Expr, Function, Inert, Stmt, StmtKind, VarId};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::{HashMap, HashSet};

/// Every event of a companion in the order of its text, by number.
#[derive(Default)]
pub(super) struct Scopes {
    clock: u32,
    open: Vec<Vec<(VarId, u32)>>,
    /// Bindings, in order: the variable, and from when to when it is in scope.
    pub(super) bindings: Vec<Binding>,
    uses: Vec<Vec<u32>>,
    /// Identifiers in the user's own tokens that we can't rename, and when they occur.
    pub(super) locked: HashMap<String, Vec<u32>>,
    /// The accumulators that `if let Some(d_x) = X::slot(&mut d_x)` names.
    slots: Vec<Option<VarId>>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Binding {
    pub(super) var: VarId,
    pub(super) from: u32,
    pub(super) to: u32,
}

impl Binding {
    pub(super) fn covers(&self, moment: u32) -> bool {
        self.from < moment && moment <= self.to
    }

    pub(super) fn overlaps(&self, other: &Binding) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

impl Scopes {
    pub(super) fn new(slots: &[Option<VarId>]) -> Self {
        Scopes { open: vec![Vec::new()], slots: slots.to_vec(), ..Scopes::default() }
    }

    pub(super) fn uses(&self, var: VarId) -> &[u32] {
        self.uses.get(var.0 as usize).map_or(&[], Vec::as_slice)
    }

    pub(super) fn is_used(&self, var: VarId) -> bool {
        !self.uses(var).is_empty()
    }

    fn tick(&mut self) -> u32 {
        self.clock += 1;
        self.clock
    }

    pub(super) fn bind(&mut self, var: VarId) {
        let from = self.tick();
        if let Some(scope) = self.open.last_mut() {
            scope.push((var, from));
        }
    }

    pub(super) fn open(&mut self) {
        self.open.push(Vec::new());
    }

    pub(super) fn close(&mut self) {
        let to = self.tick();
        let closed = self.open.pop().unwrap_or_default();
        self.bindings.extend(closed.into_iter().map(|(var, from)| Binding { var, from, to }));
    }

    /// Closes what is still open, and puts the bindings in order.
    pub(super) fn finish(&mut self) {
        while !self.open.is_empty() {
            self.close();
        }
        self.bindings.sort_by_key(|binding| binding.from);
    }

    /// Parameters, and what the signature reads of the user's tokens.
    pub(super) fn params(&mut self, function: &Function) {
        let signature = &function.signature;
        let generics = &signature.generics;
        for tokens in generics.types.iter().chain([&generics.where_clause, &signature.result]) {
            self.lock(tokens);
        }
        self.lock_word(&signature.name.to_string());
        function.floats.iter().for_each(|constant| self.lock(constant));
        for param in &function.params {
            self.lock(&param.named);
            self.lock_word(&param.flag.to_string());
            self.bind(param.var);
        }
    }

    pub(super) fn block(&mut self, block: &Block) {
        self.open();
        self.statements(block);
        self.close();
    }

    /// A block whose scope stays open.
    pub(super) fn statements(&mut self, block: &Block) {
        block.stmts.iter().for_each(|stmt| self.stmt(stmt));
        self.tick();
        block.values.iter().for_each(|value| self.expr(value));
    }

    fn stmt(&mut self, stmt: &Stmt) {
        self.tick();
        if let StmtKind::Match { binds, scrutinee, arms, .. } = &stmt.kind {
            self.expr(scrutinee);
            for arm in arms {
                self.open();
                self.lock(&arm.pattern);
                arm.bindings.iter().for_each(|&var| self.bind(var));
                self.tick();
                arm.guard.iter().for_each(|guard| self.expr(guard));
                self.block(&arm.body);
                self.close();
            }
            binds.iter().for_each(|&var| self.bind(var));
            return;
        }
        stmt.each_expr(&mut |expr| self.expr(expr));
        self.mentions(stmt);
        for block in stmt.blocks() {
            self.open();
            stmt.binds_inside().into_iter().for_each(|var| self.bind(var));
            self.block(block);
            self.close();
        }
        stmt.effects().binds.into_iter().for_each(|var| self.bind(var));
    }

    /// What a statement names besides its expressions.
    fn mentions(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Assign { place, .. } | StmtKind::Accumulate { place, .. } => self.mention(place.base),
            StmtKind::Mutate { place, act } => {
                self.mention(place.base);
                if let Act::Pop { check, .. } = act {
                    self.lock(check);
                }
            }
            StmtKind::Effect(inert) => self.inert(inert),
            StmtKind::Item(tokens) => self.lock(tokens),
            StmtKind::Each { pattern, source, .. } => {
                self.lock(pattern);
                self.inert(source);
            }
            StmtKind::Call(call) => {
                self.lock(&call.callee.prefix);
                self.lock_word(&call.callee.name.to_string());
                self.lock_word(&format!("{}_pullback_for", call.callee.name));
                self.lock_word(&format!("{}_jvp_for", call.callee.name));
            }
            StmtKind::Pull(pull) => {
                self.mention(pull.pullback);
                pull.args.iter().filter_map(|arg| arg.slot.written()).for_each(|var| self.mention(var));
            }
            StmtKind::Push { tape, .. } | StmtKind::Pop { tape, .. } | StmtKind::Recall { tape, .. } => {
                self.mention(*tape);
            }
            StmtKind::IfActive { param, .. } => {
                if let Some(Some(slot)) = self.slots.get(*param).copied() {
                    self.mention(slot);
                }
            }
            _ => {}
        }
    }

    fn mention(&mut self, var: VarId) {
        let index = var.0 as usize;
        if self.uses.len() <= index {
            self.uses.resize(index + 1, Vec::new());
        }
        self.uses[index].push(self.clock);
    }

    fn expr(&mut self, expr: &Expr) {
        let mut read = HashSet::new();
        expr.reads(&mut |var| {
            read.insert(var);
        });
        read.into_iter().for_each(|var| self.mention(var));
        expr.visit(&mut |inner| match inner {
            Expr::Inert(inert) | Expr::Repeat(_, inert) | Expr::VecRepeat(_, inert) => self.inert(inert),
            Expr::Op(_, _, crate::ir::Spelling::Path(path)) => self.lock(path),
            _ => {}
        });
    }

    fn inert(&mut self, inert: &Inert) {
        inert.variables().chain(inert.writes.iter().copied()).for_each(|var| self.mention(var));
        self.lock(&inert.tokens);
    }

    /// Identifiers that stay as they are; in string literals, too, since `println!("{x}")` reads `x`.
    fn lock(&mut self, tokens: &TokenStream) {
        for tree in tokens.clone() {
            match tree {
                TokenTree::Group(group) => self.lock(&group.stream()),
                TokenTree::Ident(ident) if Inert::is_hole(&ident).is_none() => {
                    self.lock_word(&ident.to_string());
                }
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    if text.contains('{') {
                        let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
                        words.filter(|word| !word.is_empty()).for_each(|word| self.lock_word(word));
                    }
                }
                _ => {}
            }
        }
    }

    fn lock_word(&mut self, word: &str) {
        self.locked.entry(word.to_owned()).or_default().push(self.clock);
    }
}
