//! Statements: what is bound, overwritten, carried, branched on.

use super::Generator;
use super::discrete::binary;
use crate::program::{Binary, Block, Expr, Pattern, Range, Shape, Source, Stmt, Type, Var};

impl Generator {
    /// So many statements, as long as the budget lasts.
    pub(super) fn stmts(&mut self, count: usize) -> Vec<Stmt> {
        let mut stmts = Vec::new();
        for _ in 0..count {
            if self.budget == 0 {
                break;
            }
            self.budget -= 1;
            stmts.extend(self.stmt());
        }
        stmts
    }

    fn stmt(&mut self) -> Vec<Stmt> {
        if self.random.percent(50)
            && let Some(stmts) = self.further()
        {
            return stmts;
        }
        let nested = if self.nesting < 5 { 1 } else { 0 };
        let looped = if self.loops.len() < 3 { nested } else { 0 };
        let weights =
            [8, 10, 10, 5 * nested, 7 * looped, 4, 3, 3 * nested, 2 * nested, 2, 2, 2, 2, 3, 3, 2, 2 * looped, 2];
        match self.random.weighted(&weights) {
            0 => vec![self.let_float()],
            1 => self.assign_float(),
            2 => self.assign_element(),
            3 => vec![self.branch()],
            4 => vec![self.repeat()],
            5 => vec![self.let_memory()],
            6 => self.let_tuple(),
            7 => vec![self.let_by_branches()],
            8 => self.deferred(),
            9 => vec![self.let_int()],
            10 => self.assign_int(),
            11 => vec![self.let_flag()],
            12 => self.swap(),
            13 => self.assign_whole(),
            14 => vec![self.let_copy()],
            15 => self.run(),
            16 => self.filled(self.dim).1,
            _ => vec![self.let_block()],
        }
    }

    pub(super) fn bind(&mut self, ty: Type, mutable: bool, value: Expr) -> Stmt {
        let var = self.declare(ty, mutable);
        Stmt::Let { pattern: Pattern::Var(var), value: Some(value) }
    }

    pub(super) fn let_float(&mut self) -> Stmt {
        let value = self.float(3);
        let mutable = self.random.percent(60);
        self.bind(Type::Float, mutable, value)
    }

    pub(super) fn assign_float(&mut self) -> Vec<Stmt> {
        let targets = self.writable(Type::is_number);
        let Some(var) = self.choose(&targets) else { return vec![self.let_float()] };
        vec![self.write(var, Vec::new())]
    }

    fn assign_element(&mut self) -> Vec<Stmt> {
        let targets = self.writable(|ty| ty.row().is_some() || ty.grid().is_some() || ty.is_structured());
        let Some(var) = self.choose(&targets) else { return vec![self.let_memory()] };
        // A row of a matrix, now and then.
        if let Some((n, m)) = self.variables[var].ty.grid()
            && self.random.percent(25)
        {
            // A row that is a vector goes where another one was.
            if matches!(self.variables[var].ty, Type::Nested(..)) {
                let value = self.vector(m, 2);
                let index = vec![self.index(n)];
                return vec![Stmt::Assign { var, index, op: None, value }];
            }
            let value = self.array(m, 2);
            let index = vec![self.index(n)];
            return vec![Stmt::Assign { var, index, op: None, value }];
        }
        let index = self.path(var);
        vec![self.write(var, index)]
    }

    /// `place op= …`, often in terms of what stands there.
    pub(super) fn write(&mut self, var: Var, index: Vec<Expr>) -> Stmt {
        let ty = &self.variables[var].ty;
        if self.generics.float && !matches!(ty, Type::Float | Type::Array(_)) {
            return self.write_generic(var, index);
        }
        let own = if index.is_empty() { Expr::Var(var) } else { Expr::Index(var, index.clone()) };
        let (op, value) = match self.random.below(12) {
            0..=2 => (Some(Binary::Add), self.float(2)),
            3 => (Some(Binary::Sub), self.float(2)),
            4 => (Some(Binary::Mul), self.float(1)),
            5 => (Some(Binary::Div), self.positive()),
            6 | 7 => (None, binary(Binary::Mul, own, self.float(2))),
            8 => (None, binary(Binary::Add, self.float(2), own)),
            9 => (None, binary(Binary::Mul, own.clone(), own)),
            10 => (None, Expr::Float(self.literal())),
            _ => (None, self.float(3)),
        };
        Stmt::Assign { var, index, op, value }
    }

    /// An element of a `Vec<T>`, or of what may be lent from one: `v[i] = v[i] + …` is taken for `v[i] += …`, which does not compile where more of `v` is read.
    fn write_generic(&mut self, var: Var, index: Vec<Expr>) -> Stmt {
        let value = self.without(var, |this| this.float(2));
        let own = if index.is_empty() { Expr::Var(var) } else { Expr::Index(var, index.clone()) };
        let value = match self.random.below(4) {
            0 => binary(Binary::Mul, own, value),
            1 => binary(Binary::Add, value, own),
            _ => value,
        };
        Stmt::Assign { var, index, op: None, value }
    }

    pub(super) fn block(&mut self, least: usize) -> Block {
        self.scoped(|this| {
            let count = least + this.random.below(4);
            Block { stmts: this.stmts(count), tail: None }
        })
    }

    fn branch(&mut self) -> Stmt {
        let cond = self.condition(1);
        let mut then = self.block(1);
        then.stmts.extend(self.maybe_leave(12));
        let mut otherwise = match self.random.below(10) {
            0..=3 => Block::default(),
            _ => self.block(1),
        };
        if !otherwise.stmts.is_empty() {
            otherwise.stmts.extend(self.maybe_leave(5));
        }
        Stmt::If { cond, then, otherwise }
    }

    fn repeat(&mut self) -> Stmt {
        let (range, bounds, signed) = self.range();
        self.counted(range, bounds, signed, |this, _| {
            let count = 1 + this.random.below(4);
            this.budget = this.budget.max(1);
            this.stmts(count)
        })
    }

    fn counted(
        &mut self,
        range: Range,
        bounds: Option<(i64, i64)>,
        signed: bool,
        body: impl FnOnce(&mut Self, Var) -> Vec<Stmt>,
    ) -> Stmt {
        let (label, (var, stmts)) = self.looped(None, |this| {
            let var = this.declare(if signed { Type::Signed } else { Type::Int }, false);
            this.variables[var].bounds = bounds;
            (var, this.scoped(|this| body(this, var)))
        });
        let body = Block { stmts, tail: None };
        Stmt::For { label, pattern: Pattern::Var(var), source: Source::Range(range), body }
    }

    pub(super) fn let_memory(&mut self) -> Stmt {
        let n = if self.random.percent(80) { self.dim } else { 1 + self.random.below(3) };
        let ty = match self.random.below(6) {
            0..=2 => Type::Array(n),
            3 | 4 => Type::Vector(n),
            _ => Type::Matrix(2, n),
        };
        let value = match &ty {
            Type::Array(n) => self.array(*n, 2),
            Type::Vector(n) => self.vector(*n, 2),
            Type::Matrix(n, m) => self.matrix(*n, *m, 2),
            _ => Expr::Float(0.0),
        };
        let mutable = self.random.percent(75);
        self.bind(ty, mutable, value)
    }

    /// `let mut a = vec![0.0; n]; for i in 0..n { a[i] = …; }`, in one of its orders.
    pub(super) fn filled(&mut self, n: usize) -> (Var, Vec<Stmt>) {
        let value = Expr::Filled(Box::new(Expr::Float(0.0)), Box::new(Expr::Int(n as i64)));
        let var = self.declare(Type::Vector(n), true);
        let binding = Stmt::Let { pattern: Pattern::Var(var), value: Some(value) };
        let shape = if self.random.percent(30) { Shape::Rev } else { Shape::Plain };
        let range = Range { low: Expr::Int(0), high: Expr::Len(var), inclusive: false, shape };
        let filling = self.counted(range, Some((0, n as i64)), false, |this, counter| {
            if this.variables[counter].name == this.variables[var].name {
                this.variables[counter].name = "i_2".into();
            }
            let value = this.float(2);
            vec![Stmt::Assign { var, index: vec![Expr::Var(counter)], op: None, value }]
        });
        (var, vec![binding, filling])
    }

    fn let_tuple(&mut self) -> Vec<Stmt> {
        let pair = Type::Tuple(vec![Type::Float, Type::Float]);
        let called = if self.random.percent(60) { self.call(&pair, 2) } else { None };
        let value = match called {
            Some(call) => call,
            None => Expr::Tuple(vec![self.float(2), self.float(2)]),
        };
        vec![Stmt::Let { pattern: self.pair(), value: Some(value) }]
    }

    pub(super) fn pair(&mut self) -> Pattern {
        let one = |this: &mut Self| {
            if this.random.percent(10) {
                return Pattern::Wild;
            }
            let mutable = this.random.percent(50);
            // Of two bindings of one name in a pattern rustc will have none.
            let name = this.fresh_name(&Type::Float);
            Pattern::Var(this.declare_as(name, Type::Float, mutable))
        };
        let pattern = Pattern::Tuple(vec![one(self), one(self)]);
        self.distinct(&pattern);
        pattern
    }

    /// `let (a, mut b) = if c { …; (p, q) } else { …; (r, s) };`, or of one value or one row.
    fn let_by_branches(&mut self) -> Stmt {
        let ty = self.struct_type(30).or_else(|| self.enum_type(20)).unwrap_or_else(|| match self.random.below(6) {
            0..=2 => Type::Tuple(vec![Type::Float, Type::Float]),
            3 => Type::Array(self.dim),
            4 => Type::Vector(self.dim),
            _ => Type::Float,
        });
        let cond = self.condition(1);
        let (mut then, otherwise, exit) = self.keeping(&ty, |this| {
            let (then, otherwise) = (this.yielding(&ty, 2), this.yielding(&ty, 2));
            (then, otherwise, this.maybe_leave(5))
        });
        if !exit.is_empty() {
            then.tail = None;
            then.stmts.extend(exit);
        }
        let value = Expr::If(Box::new(cond), then, otherwise);
        match ty {
            Type::Tuple(_) => Stmt::Let { pattern: self.pair(), value: Some(value) },
            ty => {
                let mutable = self.random.percent(60);
                self.bind(ty, mutable, value)
            }
        }
    }

    fn let_block(&mut self) -> Stmt {
        let ty = self.struct_type(25).or_else(|| self.enum_type(20)).unwrap_or_else(|| match self.random.below(5) {
            0 => Type::Array(self.dim),
            1 => Type::Vector(self.dim),
            _ => Type::Float,
        });
        let block = |this: &mut Self| {
            let count = 1 + this.random.below(3);
            let stmts = this.stmts(count);
            let tail = this.value(&ty, 2).map(Box::new);
            Block { stmts, tail }
        };
        let value = Expr::Block(self.keeping(&ty, |this| this.scoped(block)));
        let mutable = self.random.percent(60);
        self.bind(ty, mutable, value)
    }

    /// `let a; if c { …; a = e; } else { …; a = f; }`
    fn deferred(&mut self) -> Vec<Stmt> {
        let cond = self.condition(1);
        let plain = if self.random.percent(75) { Type::Float } else { Type::Array(self.dim) };
        let ty = self.struct_type(25).or_else(|| self.enum_type(20)).unwrap_or(plain);
        let mutable = self.random.percent(40);
        let var = self.declare(ty.clone(), mutable);
        self.unavailable.insert(var);
        let side = |this: &mut Self| {
            this.keeping_scoped(&ty, |this| {
                let count = this.random.below(3);
                // What hides the variable would take its assignment.
                let before = this.scopes.last().map_or(0, Vec::len);
                let mut stmts = this.stmts(count);
                let value = this.value(&ty, 2).unwrap_or(Expr::Float(0.5));
                let inner: Vec<Var> = this.scopes.last().map_or(Vec::new(), |scope| scope[before..].to_vec());
                let name = this.variables[var].name.clone();
                for hiding in inner {
                    if this.variables[hiding].name == name {
                        this.variables[hiding].name = format!("{}_{hiding}", name.trim_start_matches("r#"));
                    }
                }
                stmts.push(Stmt::Assign { var, index: Vec::new(), op: None, value });
                Block { stmts, tail: None }
            })
        };
        let then = side(self);
        let otherwise = side(self);
        self.unavailable.remove(&var);
        vec![Stmt::Let { pattern: Pattern::Var(var), value: None }, Stmt::If { cond, then, otherwise }]
    }

    fn let_int(&mut self) -> Stmt {
        let value = self.int(5);
        let mutable = self.random.percent(70);
        self.bind(Type::Int, mutable, value)
    }

    fn assign_int(&mut self) -> Vec<Stmt> {
        let targets = self.writable(|ty| *ty == Type::Int);
        let Some(var) = self.choose(&targets) else { return vec![self.let_int()] };
        if self.random.percent(30) {
            return vec![Stmt::Assign { var, index: Vec::new(), op: Some(Binary::Add), value: Expr::Int(1) }];
        }
        let value = self.int(5);
        vec![Stmt::Assign { var, index: Vec::new(), op: None, value }]
    }

    fn let_flag(&mut self) -> Stmt {
        let targets = self.writable(|ty| *ty == Type::Bool);
        let value = self.condition(1);
        match self.choose(&targets) {
            Some(var) if self.random.percent(60) => Stmt::Assign { var, index: Vec::new(), op: None, value },
            _ => self.bind(Type::Bool, true, value),
        }
    }
}
