//! Whether every name of a program means the variable that the tree says, and may be used where it stands.
//!
//! The generator means to write nothing else, and the shrinker cuts without looking: both ask here.

use crate::program::{Block, Expr, Function, Pattern, Program, Stmt, Type, Var};
use std::collections::HashSet;

pub(crate) fn is_well_formed(program: &Program) -> bool {
    program.functions.iter().enumerate().all(|(at, function)| {
        let mut walk =
            Walk { function, at, scopes: vec![Vec::new()], moved: HashSet::new(), loops: Vec::new(), sound: true };
        for param in &function.params {
            walk.declare(param.var);
        }
        walk.scopes.push(Vec::new());
        walk.block(&function.body);
        walk.sound && function.body.tail.is_some()
    })
}

struct Walk<'p> {
    function: &'p Function,
    /// Only functions before this one may be called.
    at: usize,
    scopes: Vec<Vec<Var>>,
    moved: HashSet<Var>,
    loops: Vec<usize>,
    sound: bool,
}

impl Walk<'_> {
    fn declare(&mut self, var: Var) {
        self.scopes.last_mut().expect("a scope is open").push(var);
    }

    fn require(&mut self, truth: bool) {
        self.sound &= truth;
    }

    /// What the name of `var` means here.
    fn resolves(&self, var: Var) -> bool {
        let name = &self.function.variables[var].name;
        let mut inner_first = self.scopes.iter().rev().flat_map(|scope| scope.iter().rev());
        inner_first.find(|&&other| self.function.variables[other].name == *name) == Some(&var)
    }

    fn read(&mut self, var: Var) {
        let sound = self.resolves(var) && !self.moved.contains(&var);
        self.require(sound);
    }

    /// By value: a vector is gone after that.
    fn take(&mut self, var: Var) {
        self.read(var);
        if matches!(self.function.ty(var), Type::Vector(_)) {
            self.moved.insert(var);
            let floor = self.loops.last().copied().unwrap_or(0);
            let inside = self.scopes[floor..].iter().flatten().any(|&inner| inner == var);
            self.require(inside);
        }
    }

    fn scoped(&mut self, work: impl FnOnce(&mut Self)) {
        self.scopes.push(Vec::new());
        work(self);
        self.scopes.pop();
    }

    fn block(&mut self, block: &Block) {
        for (at, stmt) in block.stmts.iter().enumerate() {
            if let Stmt::Let { pattern: Pattern::Var(var), value: None } = stmt {
                let assigned = block.stmts.get(at + 1).is_some_and(|next| assigns(next, *var));
                self.require(assigned);
                self.declare(*var);
                continue;
            }
            self.stmt(stmt);
        }
        if let Some(tail) = &block.tail {
            self.expr(tail);
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Let { pattern, value } => {
                value.iter().for_each(|value| self.expr(value));
                self.pattern(pattern);
            }
            Stmt::Assign { var, index, op, value } => {
                self.expr(value);
                index.iter().for_each(|step| self.expr(step));
                let whole = index.is_empty() && op.is_none();
                let sound = self.resolves(*var) && (whole || !self.moved.contains(var));
                self.require(sound);
                if whole {
                    self.moved.remove(var);
                }
            }
            Stmt::If { cond, then, otherwise } => {
                self.expr(cond);
                self.scoped(|walk| walk.block(then));
                self.scoped(|walk| walk.block(otherwise));
            }
            Stmt::For { var, range, body } => {
                self.expr(&range.low);
                self.expr(&range.high);
                self.loops.push(self.scopes.len());
                self.scoped(|walk| {
                    walk.declare(*var);
                    walk.scoped(|walk| walk.block(body));
                });
                self.loops.pop();
            }
            Stmt::Run(value) => self.expr(value),
        }
    }

    fn pattern(&mut self, pattern: &Pattern) {
        match pattern {
            Pattern::Var(var) => self.declare(*var),
            Pattern::Tuple(of) => of.iter().for_each(|of| self.pattern(of)),
            Pattern::Wild => {}
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Float(_) | Expr::Int(_) | Expr::Bool(_) => {}
            Expr::Var(var) => self.take(*var),
            Expr::Len(var) => self.read(*var),
            Expr::Index(var, index) => {
                self.read(*var);
                index.iter().for_each(|step| self.expr(step));
            }
            Expr::Unary(_, of) | Expr::Cast(of) | Expr::Repeat(of, _) => self.expr(of),
            Expr::Borrow(of) => match &**of {
                Expr::Var(var) => self.read(*var),
                other => self.expr(other),
            },
            Expr::Binary(_, left, right) | Expr::Filled(left, right) => {
                self.expr(left);
                self.expr(right);
            }
            Expr::Tuple(of) | Expr::List(of) => of.iter().for_each(|of| self.expr(of)),
            Expr::If(cond, then, otherwise) => {
                self.expr(cond);
                self.scoped(|walk| walk.block(then));
                self.scoped(|walk| walk.block(otherwise));
                self.require(then.tail.is_some() && otherwise.tail.is_some());
            }
            Expr::Block(block) => {
                self.scoped(|walk| walk.block(block));
                self.require(block.tail.is_some());
            }
            Expr::Call(callee, args) => {
                self.require(*callee < self.at);
                args.iter().for_each(|arg| self.expr(arg));
            }
        }
    }
}

/// Every way through `stmt` ends by assigning `var` whole.
fn assigns(stmt: &Stmt, var: Var) -> bool {
    let ends = |block: &Block| block.stmts.last().is_some_and(|last| assigns(last, var));
    match stmt {
        Stmt::Assign { var: assigned, index, op: None, .. } => *assigned == var && index.is_empty(),
        Stmt::If { then, otherwise, .. } => ends(then) && ends(otherwise),
        _ => false,
    }
}
