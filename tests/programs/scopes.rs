//! Whether every name of a program means the variable that the tree says, may be used where it stands, and every exit
//! has a loop to leave.
//!
//! The generator means to write nothing else, and the shrinker cuts without looking: both ask here. Who borrows from
//! whom is left to rustc.

use crate::program::{Arm, Block, Closure, Expr, Function, Items, Label, Pattern, Place, Program, Source, Stmt, Var};
use std::collections::HashSet;

pub(crate) fn is_well_formed(program: &Program) -> bool {
    program.functions.iter().enumerate().all(|(at, function)| {
        let mut walk = Walk {
            function,
            at,
            scopes: vec![Vec::new()],
            moved: HashSet::new(),
            loops: Vec::new(),
            leaving: false,
            sound: true,
        };
        for param in &function.params {
            walk.declare(param.var);
        }
        walk.scopes.push(Vec::new());
        walk.block(&function.body);
        walk.sound && (function.body.tail.is_some() || !function.has_result())
    })
}

struct Walk<'p> {
    function: &'p Function,
    /// Only functions before this one may be called.
    at: usize,
    scopes: Vec<Vec<Var>>,
    moved: HashSet<Var>,
    loops: Vec<Loop<'p>>,
    /// In what is returned: nothing is missed behind it.
    leaving: bool,
    sound: bool,
}

struct Loop<'p> {
    label: &'p Label,
    /// How many scopes are outside.
    floor: usize,
    /// It is an expression: each `break` brings its value.
    valued: bool,
}

impl<'p> Walk<'p> {
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
        if self.function.ty(var).moves() && !self.leaving {
            self.moved.insert(var);
            let floor = self.loops.last().map_or(0, |inside| inside.floor);
            let inside = self.scopes[floor..].iter().flatten().any(|&inner| inner == var);
            self.require(inside);
        }
    }

    fn scoped(&mut self, work: impl FnOnce(&mut Self)) {
        self.scopes.push(Vec::new());
        work(self);
        self.scopes.pop();
    }

    fn looped(&mut self, label: &'p Label, valued: bool, work: impl FnOnce(&mut Self)) {
        self.loops.push(Loop { label, floor: self.scopes.len(), valued });
        self.scoped(work);
        self.loops.pop();
    }

    fn exit(&mut self, label: &Label, value: Option<bool>) {
        let target = self.loops.iter().rev().find(|inside| label.is_none() || inside.label == label);
        let sound = target.is_some_and(|target| value.is_none_or(|value| value == target.valued));
        self.require(sound);
    }

    fn block(&mut self, block: &'p Block) {
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

    /// A block in the place of a value.
    fn yielding(&mut self, block: &'p Block) {
        self.scoped(|walk| walk.block(block));
        self.require(block.tail.is_some() || leaves(block));
    }

    fn stmt(&mut self, stmt: &'p Stmt) {
        match stmt {
            Stmt::Let { pattern, value } => {
                value.iter().for_each(|value| self.expr(value));
                self.pattern(pattern);
            }
            Stmt::LetElse { pattern, value, otherwise } => {
                self.expr(value);
                self.scoped(|walk| walk.block(otherwise));
                self.require(leaves(otherwise));
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
            Stmt::Unpack(places, values) => {
                values.iter().for_each(|value| self.expr(value));
                places.iter().for_each(|place| self.place(place));
            }
            Stmt::If { cond, then, otherwise } => {
                self.scoped(|walk| {
                    walk.expr(cond);
                    walk.scoped(|walk| walk.block(then));
                });
                self.scoped(|walk| walk.block(otherwise));
            }
            Stmt::Match(on, arms) => self.arms(on, arms, false),
            Stmt::For { label, pattern, source, body } => {
                self.source(source);
                self.looped(label, false, |walk| {
                    walk.pattern(pattern);
                    walk.scoped(|walk| walk.block(body));
                });
            }
            Stmt::While { label, cond, body } => self.looped(label, false, |walk| {
                walk.expr(cond);
                walk.scoped(|walk| walk.block(body));
            }),
            Stmt::Loop(label, body) => self.looped(label, false, |walk| walk.block(body)),
            Stmt::Break(label, value) => {
                value.iter().for_each(|value| self.expr(value));
                self.exit(label, Some(value.is_some()));
            }
            Stmt::Continue(label) => self.exit(label, None),
            Stmt::Return(value) => {
                let (moved, leaving) = (self.moved.clone(), std::mem::replace(&mut self.leaving, true));
                value.iter().for_each(|value| self.expr(value));
                (self.moved, self.leaving) = (moved, leaving);
                self.require(value.is_some() == self.function.has_result());
            }
            Stmt::Method(_, place, args) => {
                self.place(place);
                args.iter().for_each(|arg| self.expr(arg));
            }
            Stmt::Exchange(one, other) => {
                self.place(one);
                self.place(other);
            }
            Stmt::Run(value) => self.expr(value),
        }
    }

    fn arms(&mut self, on: &'p Expr, arms: &'p [Arm], valued: bool) {
        self.expr(on);
        for arm in arms {
            self.scoped(|walk| {
                walk.pattern(&arm.pattern);
                arm.guard.iter().for_each(|guard| walk.expr(guard));
                walk.scoped(|walk| walk.block(&arm.body));
            });
            self.require(!valued || arm.body.tail.is_some() || leaves(&arm.body));
        }
    }

    /// No way leads out of it but its end.
    fn closure(&mut self, closure: &'p Closure) {
        let outside = std::mem::take(&mut self.loops);
        self.scoped(|walk| {
            closure.param.iter().for_each(|&param| walk.declare(param));
            walk.scoped(|walk| walk.block(&closure.body));
        });
        self.require(closure.body.tail.is_some());
        self.loops = outside;
    }

    fn source(&mut self, source: &'p Source) {
        match source {
            Source::Range(range) => {
                self.expr(&range.low);
                self.expr(&range.high);
            }
            Source::Items(place, Items::Owned) => self.take(place.var),
            Source::Items(place, _) => self.place(place),
            Source::Zip(one, other) => {
                self.source(one);
                self.source(other);
            }
            Source::Enumerate(of)
            | Source::Copied(of)
            | Source::Rev(of)
            | Source::StepBy(of, _)
            | Source::Skip(of, _)
            | Source::Take(of, _) => self.source(of),
        }
    }

    fn place(&mut self, place: &'p Place) {
        self.read(place.var);
        place.path.iter().for_each(|step| self.expr(step));
        if let Some(part) = &place.part {
            self.expr(&part.low);
            part.high.iter().for_each(|high| self.expr(high));
        }
    }

    fn pattern(&mut self, pattern: &Pattern) {
        match pattern {
            Pattern::Var(var) => self.declare(*var),
            Pattern::At(var, of) => {
                self.declare(*var);
                self.pattern(of);
            }
            Pattern::Tuple(of) | Pattern::Or(of) | Pattern::Kind(_, of) | Pattern::Variant(_, _, of) => {
                of.iter().for_each(|of| self.pattern(of));
            }
            Pattern::Deref(of) | Pattern::Some(of) => self.pattern(of),
            Pattern::Struct(_, of) => of.iter().for_each(|(_, of)| self.pattern(of)),
            Pattern::Wild | Pattern::Int(_) | Pattern::Bool(_) | Pattern::Range(..) | Pattern::None => {}
        }
    }

    fn expr(&mut self, expr: &'p Expr) {
        match expr {
            Expr::Float(_) | Expr::Int(_) | Expr::Bool(_) | Expr::Empty(_) | Expr::None | Expr::Field(..) => {}
            Expr::Var(var) => self.take(*var),
            Expr::Len(var) | Expr::Clone(var) | Expr::Pop(var) => self.read(*var),
            Expr::Index(var, index) => {
                // With a field that is moved out of it the whole is gone.
                let fields = index.iter().all(|step| matches!(step, Expr::Field(..)));
                if fields && self.function.element(*var, index).moves() {
                    self.take(*var)
                } else {
                    self.read(*var)
                }
                index.iter().for_each(|step| self.expr(step));
            }
            Expr::Struct(_, fields, rest) => {
                fields.iter().for_each(|(_, value)| self.expr(value));
                rest.iter().for_each(|rest| self.expr(rest));
            }
            Expr::Unary(_, of) | Expr::Cast(of) | Expr::Repeat(of, _) | Expr::Some(of) => self.expr(of),
            Expr::Borrow(of) => match &**of {
                Expr::Var(var) => self.read(*var),
                Expr::Index(var, index) => {
                    self.read(*var);
                    index.iter().for_each(|step| self.expr(step));
                }
                other => self.expr(other),
            },
            Expr::Lend(place, _) | Expr::Split(place, ..) | Expr::Cloned(place) => self.place(place),
            Expr::Binary(_, left, right) | Expr::Filled(left, right) => {
                self.expr(left);
                self.expr(right);
            }
            Expr::Tuple(of) | Expr::List(of) | Expr::Kind(_, of) | Expr::Variant(_, _, of) => {
                of.iter().for_each(|of| self.expr(of));
            }
            Expr::OfOption(_, of, args, closures) => {
                self.expr(of);
                args.iter().for_each(|arg| self.expr(arg));
                closures.iter().for_each(|closure| self.closure(closure));
            }
            Expr::If(cond, then, otherwise) => {
                self.scoped(|walk| {
                    walk.expr(cond);
                    walk.yielding(then);
                });
                self.yielding(otherwise);
                self.require(then.tail.is_some() || otherwise.tail.is_some());
            }
            Expr::Block(block) => self.yielding(block),
            Expr::Match(on, arms) => self.arms(on, arms, true),
            Expr::Loop(label, body) => self.looped(label, true, |walk| walk.block(body)),
            // In the scope that the condition stands in.
            Expr::Let(pattern, value) => {
                self.expr(value);
                self.pattern(pattern);
            }
            Expr::Call(callee, args) => {
                self.require(*callee < self.at);
                args.iter().for_each(|arg| self.expr(arg));
            }
        }
    }
}

/// Nothing comes behind it.
fn leaves(block: &Block) -> bool {
    matches!(block.stmts.last(), Some(Stmt::Break(..) | Stmt::Continue(_) | Stmt::Return(_)))
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
