//! Expressions that carry derivatives: floats, and rows of them.

use super::Generator;
use super::discrete::binary;
use crate::features::Feature;
use crate::program::{Binary, Block, Expr, Place, Sub, Type, Unary, Var};

impl Generator {
    pub(super) fn literal(&mut self) -> f64 {
        let common = [0.5, 0.25, 1.5, 2.0, 0.1, 0.75];
        if self.random.percent(60) {
            *self.random.pick(&common).expect("not empty")
        } else {
            (self.random.between(-1.5, 1.5) * 100.0).round() / 100.0
        }
    }

    pub(super) fn float(&mut self, depth: usize) -> Expr {
        if depth == 0 || self.random.percent(15) {
            return self.leaf();
        }
        let less = depth - 1;
        if self.features.has(Feature::FloatOptions) && self.knows_methods() && self.random.percent(6) {
            return self.option_method(&Type::Float, less);
        }
        match self.random.weighted(&[16, 16, 3, 12, 3, 3, 3, 3, 3, 3, 4, 2, 7]) {
            0 => {
                let op = if self.random.percent(60) { Binary::Add } else { Binary::Sub };
                let (left, right) = (self.float(less), self.float(less));
                binary(op, left, right)
            }
            1 => {
                let (left, right) = (self.float(less), self.float(less));
                binary(Binary::Mul, left, right)
            }
            2 => unary(Unary::Neg, self.float(less)),
            3 => {
                let bounded = [Unary::Sin, Unary::Cos, Unary::Tanh, Unary::Sigmoid, Unary::Atan];
                let op = *self.random.pick(&bounded).expect("not empty");
                unary(op, self.float(less))
            }
            4 => unary(Unary::Exp, self.float(less.min(1))),
            5 => {
                let top = self.float(less);
                binary(Binary::Div, top, self.positive())
            }
            6 => {
                let op = *self.random.pick(&[Unary::Sqrt, Unary::Recip, Unary::Ln1p]).expect("not empty");
                unary(op, self.positive())
            }
            7 => {
                let power = *self.random.pick(&[2, 3, 2, 0, 1, 4]).expect("not empty");
                unary(Unary::Powi(power), self.float(less))
            }
            8 => {
                let op = *self.random.pick(&[Binary::Max, Binary::Min, Binary::Hypot]).expect("not empty");
                let (left, right) = (self.float(less), self.leaf());
                binary(op, left, right)
            }
            9 if self.random.percent(50) => unary(Unary::Abs, self.float(less)),
            9 => {
                let left = self.float(less);
                binary(Binary::Atan2, left, self.positive())
            }
            10 => {
                let cond = self.condition(less.min(1));
                let then = self.yielding(&Type::Float, less);
                let otherwise = self.yielding(&Type::Float, less);
                Expr::If(Box::new(cond), then, otherwise)
            }
            11 => Expr::Block(self.yielding(&Type::Float, less)),
            _ => self.call(&Type::Float, less).unwrap_or_else(|| self.leaf()),
        }
    }

    /// A block with a few statements of its own, and a value of that type. (Only for types that always have one.)
    pub(super) fn yielding(&mut self, ty: &Type, depth: usize) -> Block {
        self.scoped(|this| {
            let count = if this.nesting < 5 && this.random.percent(35) { 1 + this.random.below(2) } else { 0 };
            let stmts = this.stmts(count);
            let tail = this.value(ty, depth);
            Block { stmts, tail: tail.map(Box::new) }
        })
    }

    /// A sum that stays away from zero: for denominators and roots.
    pub(super) fn positive(&mut self) -> Expr {
        let leaf = self.leaf();
        let least = Expr::Float(*self.random.pick(&[1.0, 1.5, 2.0]).expect("not empty"));
        binary(Binary::Add, least, binary(Binary::Mul, leaf.clone(), leaf))
    }

    /// A variable, an element, a number.
    pub(super) fn leaf(&mut self) -> Expr {
        let floats = self.visible_where(|variable| variable.ty.is_number());
        let stacks = self.visible_of(&Type::Stack);
        if let Some(stack) = self.choose(&stacks)
            && self.random.percent(15)
        {
            return Expr::Index(stack, vec![self.of_stack(stack)]);
        }
        let variants = self.visible_where(|variable| variable.ty.variants().is_some());
        if !variants.is_empty()
            && self.random.percent(10)
            && let Some(var) = self.choose(&variants)
        {
            return self.float_of(var);
        }
        let holds = |ty: &Type| ty.row().is_some() || ty.grid().is_some() || ty.is_structured();
        let memory = self.visible_where(|variable| holds(&variable.ty));
        let ints = self.visible_where(|variable| matches!(variable.ty, Type::Int | Type::Signed));
        let (float, memory, int) = (self.choose(&floats), self.choose(&memory), self.choose(&ints));
        match (self.random.below(20), float, memory, int) {
            (0..=9, Some(var), ..) | (10..=14, Some(var), None, _) => Expr::Var(var),
            (0..=15, _, Some(var), _) => self.element(var),
            (16, _, _, Some(var)) => {
                let number = Expr::Cast(Box::new(Expr::Var(var)));
                binary(Binary::Mul, Expr::Float(0.25), number)
            }
            _ => Expr::Float(self.literal()),
        }
    }

    pub(super) fn element(&mut self, var: Var) -> Expr {
        let path = self.path(var);
        Expr::Index(var, path)
    }

    /// Indices all the way to a float.
    pub(super) fn path(&mut self, var: Var) -> Vec<Expr> {
        match (self.variables[var].ty.row(), self.variables[var].ty.grid()) {
            (Some(n), _) => vec![self.index(n)],
            (_, Some((n, m))) => vec![self.index(n), self.index(m)],
            _ if self.variables[var].ty.is_structured() => self.path_inside(var),
            _ => Vec::new(),
        }
    }

    /// Through fields to a float.
    fn path_inside(&mut self, var: Var) -> Vec<Expr> {
        let numbers = |ty: &Type| *ty == Type::Float || ty.row().is_some();
        let Some((Place { mut path, .. }, ty)) = self.route(&[var], numbers) else { return Vec::new() };
        if let Some(n) = ty.row() {
            path.push(self.without(var, |this| this.index(n)));
        }
        path
    }

    pub(super) fn array(&mut self, n: usize, depth: usize) -> Expr {
        let arrays = self.visible_of(&Type::Array(n));
        let rows = self.visible_where(|of| of.ty.grid().is_some() && of.ty.element() == Type::Array(n));
        match self.random.below(10) {
            0..=2 => match self.choose(&arrays) {
                Some(var) => Expr::Var(var),
                None => self.list(n, depth),
            },
            3 => match self.choose(&rows) {
                Some(var) => {
                    let len = self.variables[var].ty.grid().map_or(1, |(n, _)| n);
                    Expr::Index(var, vec![self.index(len)])
                }
                None => self.list(n, depth),
            },
            4 if self.random.percent(50) => {
                let inside = self.structured();
                match self.route(&inside, |ty| *ty == Type::Array(n)) {
                    Some((place, _)) => Expr::Index(place.var, place.path),
                    None => self.list(n, depth),
                }
            }
            4 | 5 => self.call(&Type::Array(n), depth).unwrap_or_else(|| self.list(n, depth)),
            6 => Expr::Repeat(Box::new(self.float(depth.min(1))), n),
            7 => Expr::Repeat(Box::new(Expr::Float(self.literal())), n),
            _ => self.list(n, depth),
        }
    }

    pub(super) fn list(&mut self, n: usize, depth: usize) -> Expr {
        Expr::List((0..n).map(|_| self.float(depth.min(1))).collect())
    }

    pub(super) fn matrix(&mut self, n: usize, m: usize, depth: usize) -> Expr {
        match self.random.below(4) {
            0 => match self.choose(&self.visible_of(&Type::Matrix(n, m))) {
                Some(var) => Expr::Var(var),
                None => Expr::Repeat(Box::new(Expr::Repeat(Box::new(Expr::Float(0.5)), m)), n),
            },
            1 => Expr::Repeat(Box::new(Expr::Repeat(Box::new(Expr::Float(self.literal())), m)), n),
            _ => Expr::List((0..n).map(|_| self.list(m, depth.min(1))).collect()),
        }
    }

    pub(super) fn vector(&mut self, n: usize, depth: usize) -> Expr {
        let movable = self.movable(n);
        let moved = if self.random.percent(25) { self.choose(&movable) } else { None };
        if let Some(var) = moved {
            self.unavailable.insert(var);
            return Expr::Var(var);
        }
        let inside = self.structured();
        if !inside.is_empty()
            && self.random.percent(25)
            && let Some((place, _)) = self.route(&inside, |ty| *ty == Type::Vector(n))
        {
            return Expr::Cloned(place);
        }
        let called = if self.random.percent(60) { self.call(&Type::Vector(n), depth) } else { None };
        called.unwrap_or_else(|| {
            let of = if self.random.percent(60) { Expr::Float(0.0) } else { self.float(depth.min(1)) };
            let rows = self.visible_where(|variable| variable.ty.row() == Some(n));
            let len = match self.choose(&rows) {
                Some(row) if self.random.percent(50) => Expr::Len(row),
                _ => Expr::Int(n as i64),
            };
            Expr::Filled(Box::new(of), Box::new(len))
        })
    }

    /// `&a`, for a parameter of type `wanted`.
    pub(super) fn lent_row(&mut self, wanted: &Type, n: usize, depth: usize) -> Option<Expr> {
        let exact = matches!(wanted, Type::ArrayRef(_));
        let fits = |ty: &Type| !exact || matches!(ty, Type::Array(_) | Type::ArrayRef(_) | Type::ArrayMut(_));
        let rows = self.visible_where(|variable| variable.ty.row() == Some(n) && fits(&variable.ty));
        let grids = self
            .visible_where(|variable| variable.ty.grid().is_some_and(|(_, m)| m == n) && fits(&variable.ty.element()));
        let inside = self.structured();
        if !inside.is_empty()
            && self.random.percent(30)
            && let Some((place, _)) = self.route(&inside, |ty| ty.row() == Some(n) && fits(ty))
        {
            return Some(Expr::Lend(place, false));
        }
        let longer = self.visible_where(|variable| variable.ty.row() > Some(n));
        if !exact
            && self.features.has(Feature::SubSlice)
            && self.random.percent(25)
            && let Some(var) = self.choose(&longer)
        {
            return Some(self.lent_part(var, n));
        }
        let lent = match self.random.below(10) {
            0..=6 => self.choose(&rows).map(Expr::Var),
            7 | 8 => self.choose(&grids).map(|var| {
                let len = self.variables[var].ty.grid().map_or(1, |(n, _)| n);
                Expr::Index(var, vec![self.index(len)])
            }),
            _ => None,
        };
        let lent = lent.or_else(|| self.choose(&rows).filter(|_| self.random.percent(60)).map(Expr::Var));
        Some(Expr::Borrow(Box::new(lent.unwrap_or_else(|| self.list(n, depth)))))
    }

    pub(super) fn lent_grid(&mut self, wanted: &Type) -> Option<Expr> {
        let grids = self.visible_where(|variable| variable.ty.lent(false) == *wanted);
        self.choose(&grids).map(|var| Expr::Borrow(Box::new(Expr::Var(var))))
    }

    /// A call of a function written before, with a result of that type.
    pub(super) fn call(&mut self, result: &Type, depth: usize) -> Option<Expr> {
        // Calls in the arguments of calls come to an end.
        let depth = depth.checked_sub(1)?;
        let writes = |at: usize| self.functions[at].outputs().next().is_some();
        let fits = |&at: &usize| {
            self.functions[at].result == *result && (self.frozen == 0 || !writes(at)) && self.knows(&self.functions[at])
        };
        let fitting: Vec<usize> = (0..self.functions.len()).filter(fits).collect();
        let callee = *self.random.pick(&fitting)?;
        let types: Vec<Type> = {
            let function = &self.functions[callee];
            function.params.iter().map(|param| function.variables[param.var].ty.clone()).collect()
        };
        self.arguments(&types, depth.min(1)).map(|args| Expr::Call(callee, args))
    }

    /// What is lent for writing has no part in the other arguments.
    fn arguments(&mut self, types: &[Type], depth: usize) -> Option<Vec<Expr>> {
        let mut roots = Vec::new();
        let lent: Option<Vec<Option<Expr>>> = types
            .iter()
            .map(|ty| {
                if !ty.is_output() {
                    return Some(None);
                }
                let place = self.lent_for_writing(ty)?;
                roots.push(place.var);
                self.unavailable.insert(place.var);
                Some(Some(Expr::Lend(place, true)))
            })
            .collect();
        let args = lent.and_then(|lent| {
            self.frozen(|this| {
                let args = lent.into_iter().zip(types);
                args.map(|(lent, ty)| lent.or_else(|| this.value(ty, depth))).collect()
            })
        });
        self.unavailable.retain(|var| !roots.contains(var));
        args
    }

    /// A place for a parameter of that type, `&mut` of something.
    fn lent_for_writing(&mut self, ty: &Type) -> Option<Place> {
        let part = self.features.has(Feature::SubSlice) && self.random.percent(40);
        let structured = self.writable(Type::is_structured);
        if !structured.is_empty()
            && self.random.percent(50)
            && let Some((place, _)) = self.route(&structured, |other| other.is_lent_as(ty))
        {
            return Some(place);
        }
        let targets = self.writable(|other| match ty {
            Type::FloatMut => other.is_number() || other.row().is_some() || other.grid().is_some(),
            Type::SliceMut(n) => {
                other.row() == Some(*n) || other.grid().is_some_and(|(_, m)| m == *n) || part && other.row() > Some(*n)
            }
            _ => other.lent(true) == *ty || other.element().lent(true) == *ty,
        });
        let var = self.choose(&targets)?;
        let other = self.variables[var].ty.clone();
        Some(match (ty, other.row(), other.grid()) {
            (Type::FloatMut, ..) => Place::at(var, self.path(var)),
            (Type::SliceMut(n), Some(len), _) if len > *n => {
                let low = self.random.below(len - n + 1) as i64;
                let high = Some(Box::new(Expr::Int(low + *n as i64)));
                Place { var, path: Vec::new(), part: Some(Sub { low: Box::new(Expr::Int(low)), high, len: *n }) }
            }
            (Type::SliceMut(_) | Type::ArrayMut(_), _, Some((n, _))) => Place::at(var, vec![self.index(n)]),
            (Type::Struct(..), ..) if let Some((_, n)) = other.group() => Place::at(var, vec![self.index(n)]),
            _ => Place::whole(var),
        })
    }
}

pub(super) fn unary(op: Unary, of: Expr) -> Expr {
    Expr::Unary(op, Box::new(of))
}
