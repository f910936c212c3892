//! Everything that can be cut out of a program at once.
//!
//! The tree is walked once for each edit: a cursor counts the edits met on the way and makes the one whose turn it is.

use crate::program::{
    Arm, Block, Enum, Expr, Function, Held, Kind, Part, Pattern, Program, Range, Shape, Source, Stmt, Type, each_expr,
};
use std::rc::Rc;

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
    edited.extend(without_generics(program).into_iter().map(|program| (program, (0..params).collect())));
    edited.extend(without_homes(program).into_iter().map(|program| (program, (0..params).collect())));
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

/// Programs in which one of the methods is a function like others.
fn without_homes(program: &Program) -> Vec<Program> {
    let methods = (0..program.functions.len()).filter(|&at| program.functions[at].home.is_some());
    methods
        .map(|at| {
            let mut smaller = program.clone();
            let function = &mut smaller.functions[at];
            function.home = None;
            function.variables.iter_mut().filter(|of| of.name == "self").for_each(|of| of.name = "own".into());
            smaller
        })
        .collect()
}

/// Programs in which one of the generic functions is over less.
fn without_generics(program: &Program) -> Vec<Program> {
    let mut edited = Vec::new();
    for (at, function) in program.functions.iter().enumerate() {
        if function.generics.float {
            edited.push(program.clone());
            edited.last_mut().expect("just pushed").functions[at].generics.float = false;
        }
        if function.generics.length.is_some() {
            edited.push(program.clone());
            edited.last_mut().expect("just pushed").functions[at].generics.length = None;
        }
    }
    edited
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
            Stmt::Match(_, arms) => arms.iter().map(|arm| arm.body.stmts.clone()).collect(),
            Stmt::LetElse { otherwise, .. } => vec![otherwise.stmts.clone()],
            Stmt::While { body, .. } | Stmt::Loop(_, body) | Stmt::For { body, .. } => vec![body.stmts.clone()],
            _ => Vec::new(),
        };
        for stmts in inner {
            if !self.done() && self.turn() {
                block.stmts.splice(at..=at, stmts);
                return;
            }
        }
        let stmt = &mut block.stmts[at];
        match stmt {
            Stmt::Assign { op, .. } if op.is_some() && !self.done() && self.turn() => *op = None,
            Stmt::If { otherwise, .. } if !otherwise.stmts.is_empty() && !self.done() && self.turn() => {
                otherwise.stmts.clear();
            }
            Stmt::Match(_, arms) => self.arms(arms),
            Stmt::For { pattern, source, label, .. } => {
                self.label(label);
                self.source(pattern, source);
            }
            Stmt::While { label, .. } | Stmt::Loop(label, _) => self.label(label),
            Stmt::Break(label, _) | Stmt::Continue(label) => self.label(label),
            _ => {}
        }
        self.parts(stmt.parts());
    }

    fn parts(&mut self, parts: Vec<Part<'_>>) {
        for part in parts {
            match part {
                _ if self.done() => {}
                Part::Expr(expr) => self.expr(expr),
                Part::Block(block) => self.block(block),
            }
        }
    }

    fn label(&mut self, label: &mut Option<String>) {
        if label.is_some() && !self.done() && self.turn() {
            *label = None;
        }
    }

    /// Without one arm, or one guard.
    fn arms(&mut self, arms: &mut Vec<Arm>) {
        for at in 0..arms.len().saturating_sub(1) {
            if !self.done() && self.turn() {
                arms.remove(at);
                return;
            }
        }
        for arm in arms {
            if arm.guard.is_some() && !self.done() && self.turn() {
                arm.guard = None;
            }
        }
    }

    fn source(&mut self, pattern: &mut Pattern, source: &mut Source) {
        let inner = match source {
            Source::Range(range) => return self.range(range),
            Source::Items(..) => return,
            // Not what takes a part of the pattern with it.
            Source::Zip(one, other) => {
                if let Pattern::Tuple(of) = pattern
                    && let [first, second] = &mut of[..]
                {
                    self.source(first, one);
                    self.source(second, other);
                    for (kept, part) in [(first.clone(), one.clone()), (second.clone(), other.clone())] {
                        if !self.done() && self.turn() {
                            (*pattern, *source) = (kept, *part);
                            return;
                        }
                    }
                }
                return;
            }
            Source::Enumerate(of) => {
                if let Pattern::Tuple(parts) = pattern
                    && let [_, item] = &mut parts[..]
                {
                    self.source(item, of);
                    if !self.done() && self.turn() {
                        (*pattern, *source) = (item.clone(), (**of).clone());
                    }
                }
                return;
            }
            Source::Copied(of) => return self.source(pattern, of),
            Source::Rev(of) | Source::StepBy(of, _) | Source::Skip(of, _) | Source::Take(of, _) => of,
        };
        self.source(pattern, inner);
        if !self.done() && self.turn() {
            *source = (**inner).clone();
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
    }

    fn expr(&mut self, expr: &mut Expr) {
        for smaller in self.instead(expr) {
            if !self.done() && self.turn() {
                *expr = smaller;
                return;
            }
        }
        if let Expr::Match(_, arms) = expr {
            self.arms(arms);
        }
        if self.done() {
            return;
        }
        match expr {
            // A length stays what it is.
            Expr::Filled(of, _) => self.expr(of),
            other => self.parts(other.parts()),
        }
    }

    /// Smaller expressions of the same type.
    fn instead(&self, expr: &Expr) -> Vec<Expr> {
        if matches!(
            expr,
            Expr::Float(_) | Expr::Int(_) | Expr::Bool(_) | Expr::Let(..) | Expr::Lend(..) | Expr::Field(..)
        ) {
            return Vec::new();
        }
        let ty = self.type_of(expr);
        let mut instead = match ty {
            Type::Float => vec![Expr::Float(0.5), Expr::Float(2.0)],
            Type::Int => vec![Expr::Int(0), Expr::Int(1)],
            Type::Bool => vec![Expr::Bool(true), Expr::Bool(false)],
            Type::Kind => vec![Expr::Kind(Kind::Plain, Vec::new()), Expr::Kind(Kind::Times, vec![Expr::Int(1)])],
            Type::Choice => vec![Expr::None, Expr::Some(Box::new(Expr::Int(1)))],
            Type::Enum(ref of, Held::Own) if !is_plain(expr) => {
                (0..of.variants.len()).filter_map(|at| plain_variant(of, at)).collect()
            }
            Type::Array(n) if !matches!(expr, Expr::Repeat(..)) => vec![Expr::Repeat(Box::new(Expr::Float(0.5)), n)],
            Type::Vector(n) if !matches!(expr, Expr::Filled(..)) => {
                vec![Expr::Filled(Box::new(Expr::Float(0.5)), Box::new(Expr::Int(n as i64)))]
            }
            Type::Struct(ref of, Held::Own) if !is_plain(expr) => {
                let fields = of.fields.iter().enumerate();
                let plain: Option<Vec<_>> = fields.map(|(at, (_, ty))| Some((at, plain(ty)?))).collect();
                plain.map(|fields| Expr::Struct(of.clone(), fields, None)).into_iter().collect()
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
            Expr::Match(_, arms) => {
                parts.extend(arms.iter().filter_map(|arm| arm.body.tail.as_deref().cloned()));
            }
            Expr::OfOption(_, of, args, closures) => {
                parts.push((**of).clone());
                parts.extend(args.iter().cloned());
                parts.extend(closures.iter().filter_map(|closure| closure.body.tail.as_deref().cloned()));
            }
            Expr::Variant(_, _, of) => parts.extend(of.iter().cloned()),
            Expr::Struct(_, fields, rest) => {
                parts.extend(fields.iter().map(|(_, value)| value.clone()));
                parts.extend(rest.as_deref().cloned());
            }
            Expr::Call(_, of) | Expr::List(of) | Expr::Tuple(of) => parts.extend(of.iter().cloned()),
            _ => {}
        }
        instead.extend(parts.into_iter().filter(|part| self.type_of(part) == ty));
        instead
    }
}

fn plain_variant(of: &Rc<Enum>, at: usize) -> Option<Expr> {
    let fields: Option<Vec<_>> = of.variants[at].fields.iter().map(|(_, ty)| plain(ty)).collect();
    Some(Expr::Variant(of.clone(), at, fields?))
}

/// A value without any computation, where there is one.
fn plain(ty: &Type) -> Option<Expr> {
    Some(match ty {
        Type::Float => Expr::Float(0.5),
        Type::Int => Expr::Int(1),
        Type::Array(n) => Expr::Repeat(Box::new(Expr::Float(0.5)), *n),
        Type::Vector(n) => Expr::Filled(Box::new(Expr::Float(0.5)), Box::new(Expr::Int(*n as i64))),
        Type::Struct(of, Held::Own) => {
            let fields: Option<Vec<_>> =
                of.fields.iter().enumerate().map(|(at, (_, ty))| Some((at, plain(ty)?))).collect();
            Expr::Struct(of.clone(), fields?, None)
        }
        Type::Enum(of, Held::Own) => return plain_variant(of, of.variants.len() - 1),
        _ => return None,
    })
}

/// A struct of such values.
fn is_plain(expr: &Expr) -> bool {
    match expr {
        Expr::Struct(_, fields, None) => fields.iter().all(|(_, value)| is_plain(value)),
        Expr::Variant(_, _, of) => of.iter().all(is_plain),
        Expr::Repeat(of, _) | Expr::Filled(of, _) => is_plain(of),
        other => matches!(other, Expr::Float(_) | Expr::Int(_)),
    }
}
