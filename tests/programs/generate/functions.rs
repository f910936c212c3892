//! Whole functions: signatures of every kind, and results that depend on what was computed.

use super::Generator;
use super::discrete::binary;
use crate::features::Feature;
use crate::print::type_name;
use crate::program::{Binary, Block, Expr, Function, Generics, Held, Home, Param, Stmt, Type, Var};

impl Generator {
    /// Up to three functions that are called, and the one that is tested.
    pub(super) fn functions(&mut self) {
        let helpers = self.random.weighted(&[40, 30, 20, 10]);
        for at in 0..helpers {
            let budget = 2 + self.random.below(4);
            self.function(at, budget, false);
        }
        let budget = 4 + self.random.below(12);
        self.function(helpers, budget, true);
    }

    fn function(&mut self, at: usize, budget: usize, main: bool) {
        self.variables.clear();
        self.unavailable.clear();
        self.scopes = vec![Vec::new()];
        self.nesting = 0;
        self.generics = Generics::default();
        let (home, receiver) = self.home();
        if home.is_none() && self.features.has(Feature::Generic) {
            self.generics.float = self.random.percent(35);
            // Two is the number of rows, too.
            self.generics.length = (self.dim > 2 && self.random.percent(30)).then_some(self.dim);
        }
        let mut params: Vec<Param> = receiver.into_iter().collect();
        let called_on = !params.is_empty();
        params.extend(self.params(main, called_on));
        let named = |n: usize| {
            let text = format!("; {n}]");
            params.iter().any(|param| type_name(&self.variables[param.var].ty).contains(&text))
        };
        if self.generics.length.is_some_and(|n| !named(n)) {
            // No argument would tell it.
            self.generics.length = None;
        }
        let written = params.iter().any(|param| self.variables[param.var].ty.is_output());
        let result = match &home {
            // That alone tells where it stands.
            Some(home) if !called_on => Type::Struct(home.of.clone(), Held::Own),
            _ if written && self.random.percent(50) => Type::Tuple(Vec::new()),
            _ => self.result(main, written),
        };
        self.result = result.clone();
        let body = self.scoped(|this| {
            this.budget = budget;
            let mut stmts = this.stmts(usize::MAX);
            for param in &params {
                if this.variables[param.var].ty.is_output() && this.random.percent(70) {
                    stmts.extend(this.last_write(param.var));
                }
            }
            let tail = (result != Type::Tuple(Vec::new())).then(|| Box::new(this.tail(&result, &mut stmts)));
            Block { stmts, tail }
        });
        let mut name = self.function_name(at);
        if home.is_some() && name == "accumulate" {
            // On `&mut self` that would be the method of `DifferentiableMut`.
            name.push_str(&format!("_{at}"));
        }
        self.functions.push(Function {
            name,
            params,
            result,
            variables: std::mem::take(&mut self.variables),
            body,
            home,
            generics: self.generics,
        });
    }

    /// Whether the function that is being written can call that one, with its own types.
    pub(super) fn knows(&self, callee: &Function) -> bool {
        let types = callee.params.iter().map(|param| callee.ty(param.var)).chain([&callee.result]);
        let of_length = |n: usize| types.clone().any(|ty| type_name(ty).contains(&format!("; {n}]")));
        let floats = !self.generics.float || callee.generics.float;
        let structs = !self.generics.float && self.generics.length.is_none();
        let lengths = self.generics.length.is_none_or(|n| callee.generics.length == Some(n) || !of_length(n));
        let variants = !self.generics.float || types.clone().all(|ty| ty.variants().is_none_or(|of| of.is_option()));
        floats && variants && lengths && (structs || !types.clone().any(Type::is_structured))
    }

    /// Now and then a function stands in the `impl` block of a struct, and is called on it more often than not.
    fn home(&mut self) -> (Option<Home>, Option<Param>) {
        if !self.features.has(Feature::Methods) || !self.random.percent(55) {
            return (None, None);
        }
        let Some(of) = self.random.pick(&self.structs).cloned() else { return (None, None) };
        let held = match self.random.below(10) {
            0..=3 => Held::Ref,
            4 | 5 => Held::Own,
            6..=8 => Held::Mut,
            _ => return (Some(Home { of, says_self: true }), None),
        };
        let mutable = held == Held::Own && self.random.percent(50);
        let var = self.declare_as("self".into(), Type::Struct(of.clone(), held), mutable);
        let says_self = self.random.percent(50);
        (Some(Home { of, says_self }), Some(Param { var, constant: false }))
    }

    /// `called_on`: there is a receiver before them.
    fn params(&mut self, main: bool, called_on: bool) -> Vec<Param> {
        let count = if called_on { self.random.below(3) } else { 1 + self.random.below(4) };
        let mut params: Vec<Param> = (0..count)
            .map(|_| {
                let ty = self.param_type(main);
                let by_value = !ty.is_reference();
                let name = self.fresh_name(&ty);
                let free = ty != Type::Kind || self.features.has(Feature::States);
                let mutable = by_value && free && self.random.percent(35);
                let name = self.untaken(&name);
                let var = self.declare_as(name, ty, mutable);
                if matches!(self.variables[var].ty, Type::Int) && !mutable {
                    self.variables[var].bounds = Some((0, 5));
                }
                let output = self.variables[var].ty.is_output();
                let carries = self.variables[var].ty.carries();
                // An active value that reaches a constant parameter is refused: only the caller may have them.
                Param { var, constant: !carries || main && !output && self.random.percent(10) }
            })
            .collect();
        if !called_on && params.iter().all(|param| param.constant) {
            let name = self.untaken("x");
            let var = self.declare_as(name, Type::Float, self.random.clone().percent(40));
            params.push(Param { var, constant: false });
        }
        params
    }

    /// Two parameters of one name are an error, not a hostility.
    fn untaken(&self, wish: &str) -> String {
        let taken = |name: &str| self.scopes[0].iter().any(|&var| self.variables[var].name == name);
        let stem = wish.trim_start_matches("r#");
        let mut names = std::iter::once(wish.to_owned()).chain((1..).map(|number| format!("{stem}_{number}")));
        names.find(|name| !taken(name)).expect("there is always another number")
    }

    fn param_type(&mut self, main: bool) -> Type {
        let n = if self.random.percent(80) { self.dim } else { 2 + self.random.below(2) };
        let outputs = if self.features.has(Feature::Outputs) { 4 } else { 0 };
        if self.random.below(24) < outputs {
            return match self.random.below(6) {
                0 | 1 => Type::FloatMut,
                2 | 3 => Type::SliceMut(n),
                4 => Type::ArrayMut(n),
                _ => Type::RowsMut(2, n),
            };
        }
        if let Some(ty) = self.struct_param(25) {
            return ty;
        }
        if let Some(ty) = self.enum_param(25, main) {
            return ty;
        }
        if let Some(ty) = self.variant_type()
            && self.random.percent(12)
        {
            return ty;
        }
        if self.features.has(Feature::Nested) && self.random.percent(8) {
            return if self.random.percent(60) { Type::NestedRef(2, n) } else { Type::Nested(2, n) };
        }
        match self.random.weighted(&[10, 4, 2, 2, 2, 2, 1, 2, 1, 1]) {
            0 => Type::Float,
            1 => Type::Slice(n),
            2 => Type::ArrayRef(n),
            3 => Type::Array(n),
            4 => Type::Vector(n),
            5 => Type::Rows(2, n),
            6 => Type::Matrix(2, n),
            7 => Type::Int,
            8 => Type::Bool,
            _ => Type::Indices(n),
        }
    }

    fn result(&mut self, main: bool, written: bool) -> Type {
        let of_floats = if main { 70 } else { 45 };
        if self.random.percent(of_floats) {
            return Type::Float;
        }
        if let Some(ty) = self.struct_type(40) {
            return ty;
        }
        // How many numbers it holds shows at run time: nothing stands behind them.
        if !(main && written)
            && let Some(ty) = self.enum_type(50)
        {
            return ty;
        }
        match self.random.below(5) {
            0 => Type::Tuple(vec![Type::Float, Type::Float]),
            1 if main => Type::Tuple(vec![Type::Float, Type::Array(self.dim)]),
            1 | 2 => Type::Array(self.dim),
            _ => Type::Vector(self.dim),
        }
    }

    /// A result in which as much as possible of what is visible has a part.
    pub(super) fn tail(&mut self, result: &Type, stmts: &mut Vec<Stmt>) -> Expr {
        match result {
            Type::Vector(n) => {
                let mut vectors = self.visible_of(result);
                vectors.retain(|var| !self.borrowed.contains(var));
                match self.choose(&vectors) {
                    Some(var) if self.random.percent(80) => Expr::Var(var),
                    _ => {
                        let (var, filling) = self.filled(*n);
                        stmts.extend(filling);
                        Expr::Var(var)
                    }
                }
            }
            Type::Array(n) => match self.choose(&self.visible_of(result)) {
                Some(var) if self.random.percent(60) => Expr::Var(var),
                _ => Expr::List((0..*n).map(|_| self.combination(2)).collect()),
            },
            Type::Tuple(of) => Expr::Tuple(of.iter().map(|of| self.tail(of, stmts)).collect()),
            Type::Struct(of, _) => {
                let mut there = self.visible_of(result);
                there.retain(|var| !self.borrowed.contains(var));
                let leaves = self.features.has(Feature::Return) || self.features.has(Feature::LetElse);
                match self.choose(&there) {
                    // See `movable_of`.
                    Some(var) if leaves && !of.copy && self.variables[var].mutable => Expr::Clone(var),
                    Some(var) if self.random.percent(60) => Expr::Var(var),
                    _ => self.literal_of(of, 1),
                }
            }
            Type::Enum(of, _) => {
                let there = self.visible_of(result);
                match self.choose(&there) {
                    Some(var) if self.random.percent(50) => Expr::Var(var),
                    _ => self.telling_variant(of),
                }
            }
            _ => self.combination(4),
        }
    }

    /// What is computed goes into the outputs, or some of it.
    fn last_write(&mut self, var: Var) -> Vec<Stmt> {
        if !self.visible().contains(&var) {
            return Vec::new();
        }
        if let Type::Enum(of, _) = self.variables[var].ty.clone() {
            let value = self.without(var, |this| this.active_variant(&of));
            return value.map_or_else(Vec::new, |value| vec![Stmt::Assign { var, index: Vec::new(), op: None, value }]);
        }
        let index = self.path(var);
        let value = self.without(var, |this| this.combination(2));
        let op = if self.random.percent(70) { Some(Binary::Add) } else { None };
        vec![Stmt::Assign { var, index, op, value }]
    }

    /// Floats and elements, added and multiplied.
    pub(super) fn combination(&mut self, terms: usize) -> Expr {
        let holds = |ty: &Type| ty.floats() > 0 || ty.variants().is_some();
        let visible = self.visible_where(|variable| holds(&variable.ty) && !matches!(variable.ty, Type::Tuple(_)));
        let mut sum: Option<Expr> = None;
        for at in 0..terms {
            // The latest first: what was computed last depends on most.
            let var: Option<Var> = if at < 2 { visible.get(at).copied() } else { self.choose(&visible) };
            let term = match var {
                Some(var) if self.variables[var].ty.is_number() => Expr::Var(var),
                Some(var) if self.variables[var].ty.variants().is_some() => self.float_of(var),
                Some(var) => self.element(var),
                None => self.float(1),
            };
            let term = match self.random.below(4) {
                0 => binary(Binary::Mul, term, self.float(1)),
                1 => binary(Binary::Mul, Expr::Float(self.literal()), term),
                _ => term,
            };
            sum = Some(match sum {
                None => term,
                Some(sum) => binary(if self.random.percent(75) { Binary::Add } else { Binary::Sub }, sum, term),
            });
        }
        sum.unwrap_or(Expr::Float(1.0))
    }
}
