//! Everything that can be cut out of a program at once.
//!
//! The tree is walked once for each edit: a cursor counts the edits met on the way and makes the one whose turn it is.

use crate::program::{Block, Expr, Function, Program, Range, Shape, Stmt, Type};

/// All programs one edit away, each with the numbers of the main function's parameters that it keeps.
pub(crate) fn all(program: &Program) -> Vec<(Program, Vec<usize>)> {
    let params = program.main().params.len();
    let mut edited: Vec<(Program, Vec<usize>)> = Vec::new();
    edited.extend(without_helpers(program).into_iter().map(|program| (program, (0..params).collect())));
    for dropped in 0..params {
        let mut smaller = program.clone();
        if let Some(main) = smaller.functions.last_mut() {
            main.params.remove(dropped);
        }
        if smaller.main().params.iter().any(|param| !param.constant) {
            edited.push((smaller, (0..params).filter(|&at| at != dropped).collect()));
        }
    }
    edited.extend(without_params(program).into_iter().map(|program| (program, (0..params).collect())));
    for turn in 0.. {
        let mut smaller = program.clone();
        let mut cursor = Cursor { turn, functions: program.functions.clone(), at: 0 };
        for at in 0..smaller.functions.len() {
            cursor.at = at;
            cursor.block(&mut smaller.functions[at].body);
        }
        if cursor.turn >= 0 {
            break;
        }
        edited.push((smaller, (0..params).collect()));
    }
    edited
}

/// Programs without one of the functions that are called, where nobody calls it.
fn without_helpers(program: &Program) -> Vec<Program> {
    let helpers = program.functions.len() - 1;
    (0..helpers)
        .filter_map(|dropped| {
            let mut smaller = program.clone();
            smaller.functions.remove(dropped);
            let mut called = false;
            for function in &mut smaller.functions {
                each_expr(&mut function.body, &mut |expr| {
                    if let Expr::Call(callee, _) = expr {
                        called |= *callee == dropped;
                        *callee -= usize::from(*callee > dropped);
                    }
                });
            }
            (!called).then_some(smaller)
        })
        .collect()
}

/// Programs without one of the parameters of a function that is called.
fn without_params(program: &Program) -> Vec<Program> {
    let helpers = program.functions.len() - 1;
    let params = (0..helpers).flat_map(|at| (0..program.functions[at].params.len()).map(move |param| (at, param)));
    params
        .map(|(at, param)| {
            let mut smaller = program.clone();
            smaller.functions[at].params.remove(param);
            for function in &mut smaller.functions {
                each_expr(&mut function.body, &mut |expr| {
                    if let Expr::Call(callee, args) = expr
                        && *callee == at
                    {
                        args.remove(param);
                    }
                });
            }
            smaller
        })
        .filter(|smaller| smaller.functions.iter().all(|function| function.params.iter().any(|param| !param.constant)))
        .collect()
}

struct Cursor {
    /// Edits to pass by; negative once the edit is made.
    turn: isize,
    functions: Vec<Function>,
    at: usize,
}

impl Cursor {
    /// Whether this edit is the one to make.
    fn turn(&mut self) -> bool {
        self.turn -= 1;
        self.turn == -1
    }

    fn done(&self) -> bool {
        self.turn < 0
    }

    fn type_of(&self, expr: &Expr) -> Type {
        self.functions[self.at].type_of(&self.functions, expr)
    }

    fn block(&mut self, block: &mut Block) {
        // Half of a long block at once.
        let half = block.stmts.len() / 2;
        if half > 2 && self.turn() {
            block.stmts.drain(..half);
        }
        if half > 2 && !self.done() && self.turn() {
            block.stmts.truncate(half);
        }
        let mut at = 0;
        while at < block.stmts.len() && !self.done() {
            self.stmt(block, at);
            at += 1;
        }
        if let Some(tail) = &mut block.tail
            && !self.done()
        {
            self.expr(tail);
        }
    }

    fn stmt(&mut self, block: &mut Block, at: usize) {
        if self.turn() {
            block.stmts.remove(at);
            return;
        }
        // A declaration goes with what assigns it.
        if matches!(block.stmts[at], Stmt::Let { value: None, .. }) && self.turn() {
            block.stmts.drain(at..block.stmts.len().min(at + 2));
            return;
        }
        let inner = match &block.stmts[at] {
            Stmt::If { then, otherwise, .. } => vec![then.stmts.clone(), otherwise.stmts.clone()],
            _ => Vec::new(),
        };
        for stmts in inner {
            if !self.done() && self.turn() {
                block.stmts.splice(at..=at, stmts);
                return;
            }
        }
        match &mut block.stmts[at] {
            Stmt::Let { value, .. } => value.iter_mut().for_each(|value| self.expr(value)),
            Stmt::Assign { index, op, value, .. } => {
                if op.is_some() && !self.done() && self.turn() {
                    *op = None;
                }
                index.iter_mut().for_each(|step| self.expr(step));
                self.expr(value);
            }
            Stmt::If { cond, then, otherwise } => {
                if !otherwise.stmts.is_empty() && !self.done() && self.turn() {
                    otherwise.stmts.clear();
                }
                self.expr(cond);
                self.block(then);
                self.block(otherwise);
            }
            Stmt::For { range, body, .. } => {
                self.range(range);
                self.block(body);
            }
            Stmt::Run(value) => self.expr(value),
        }
    }

    fn range(&mut self, range: &mut Range) {
        if range.shape != Shape::Plain && !self.done() && self.turn() {
            range.shape = Shape::Plain;
        }
        if range.inclusive && !self.done() && self.turn() {
            range.inclusive = false;
        }
        for n in [1, 2] {
            let is_smaller = !matches!(range.high, Expr::Int(high) if high <= n);
            if is_smaller && !self.done() && self.turn() {
                range.low = Expr::Int(0);
                range.high = Expr::Int(n);
            }
        }
        self.expr(&mut range.low);
        self.expr(&mut range.high);
    }

    fn expr(&mut self, expr: &mut Expr) {
        for smaller in self.instead(expr) {
            if !self.done() && self.turn() {
                *expr = smaller;
                return;
            }
        }
        if self.done() {
            return;
        }
        match expr {
            Expr::Float(_) | Expr::Int(_) | Expr::Bool(_) | Expr::Var(_) | Expr::Len(_) => {}
            Expr::Index(_, of) | Expr::Tuple(of) | Expr::List(of) | Expr::Call(_, of) => {
                of.iter_mut().for_each(|of| self.expr(of));
            }
            Expr::Unary(_, of) | Expr::Cast(of) | Expr::Repeat(of, _) | Expr::Borrow(of) => self.expr(of),
            // A length stays what it is.
            Expr::Filled(of, _) => self.expr(of),
            Expr::Binary(_, left, right) => {
                self.expr(left);
                self.expr(right);
            }
            Expr::If(cond, then, otherwise) => {
                self.expr(cond);
                self.block(then);
                self.block(otherwise);
            }
            Expr::Block(block) => self.block(block),
        }
    }

    /// Smaller expressions of the same type.
    fn instead(&self, expr: &Expr) -> Vec<Expr> {
        if matches!(expr, Expr::Float(_) | Expr::Int(_) | Expr::Bool(_)) {
            return Vec::new();
        }
        let ty = self.type_of(expr);
        let mut instead = match ty {
            Type::Float => vec![Expr::Float(0.5), Expr::Float(2.0)],
            Type::Int => vec![Expr::Int(0), Expr::Int(1)],
            Type::Bool => vec![Expr::Bool(true), Expr::Bool(false)],
            Type::Array(n) if !matches!(expr, Expr::Repeat(..)) => vec![Expr::Repeat(Box::new(Expr::Float(0.5)), n)],
            Type::Vector(n) if !matches!(expr, Expr::Filled(..)) => {
                vec![Expr::Filled(Box::new(Expr::Float(0.5)), Box::new(Expr::Int(n as i64)))]
            }
            _ => Vec::new(),
        };
        let mut parts: Vec<Expr> = Vec::new();
        match expr {
            Expr::Unary(_, of) | Expr::Borrow(of) => parts.push((**of).clone()),
            Expr::Binary(_, left, right) => parts.extend([(**left).clone(), (**right).clone()]),
            Expr::If(_, then, otherwise) => {
                parts.push(Expr::Block(then.clone()));
                parts.push(Expr::Block(otherwise.clone()));
                parts.extend([then, otherwise].into_iter().filter_map(|block| block.tail.as_deref().cloned()));
            }
            Expr::Block(block) => parts.extend(block.tail.as_deref().cloned()),
            Expr::Call(_, of) | Expr::List(of) | Expr::Tuple(of) => parts.extend(of.iter().cloned()),
            _ => {}
        }
        instead.extend(parts.into_iter().filter(|part| self.type_of(part) == ty));
        instead
    }
}

/// Every expression of a block, innermost last.
fn each_expr(block: &mut Block, visit: &mut dyn FnMut(&mut Expr)) {
    for stmt in &mut block.stmts {
        match stmt {
            Stmt::Let { value, .. } => value.iter_mut().for_each(|value| each(value, visit)),
            Stmt::Assign { index, value, .. } => {
                index.iter_mut().for_each(|step| each(step, visit));
                each(value, visit);
            }
            Stmt::If { cond, then, otherwise } => {
                each(cond, visit);
                each_expr(then, visit);
                each_expr(otherwise, visit);
            }
            Stmt::For { range, body, .. } => {
                each(&mut range.low, visit);
                each(&mut range.high, visit);
                each_expr(body, visit);
            }
            Stmt::Run(value) => each(value, visit),
        }
    }
    if let Some(tail) = &mut block.tail {
        each(tail, visit);
    }
}

fn each(expr: &mut Expr, visit: &mut dyn FnMut(&mut Expr)) {
    visit(expr);
    match expr {
        Expr::Float(_) | Expr::Int(_) | Expr::Bool(_) | Expr::Var(_) | Expr::Len(_) => {}
        Expr::Index(_, of) | Expr::Tuple(of) | Expr::List(of) | Expr::Call(_, of) => {
            of.iter_mut().for_each(|of| each(of, visit));
        }
        Expr::Unary(_, of) | Expr::Cast(of) | Expr::Repeat(of, _) | Expr::Borrow(of) => each(of, visit),
        Expr::Binary(_, left, right) | Expr::Filled(left, right) => {
            each(left, visit);
            each(right, visit);
        }
        Expr::If(cond, then, otherwise) => {
            each(cond, visit);
            each_expr(then, visit);
            each_expr(otherwise, visit);
        }
        Expr::Block(block) => each_expr(block, visit),
    }
}
