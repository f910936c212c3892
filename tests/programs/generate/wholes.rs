//! Buffers that are copied, moved and assigned whole, elements that change places, calls.

use super::Generator;
use crate::features::Feature;
use crate::program::{Expr, Pattern, Stmt, Type, Var};

impl Generator {
    /// Two elements, or two floats, through a temporary.
    pub(super) fn swap(&mut self) -> Vec<Stmt> {
        let targets = self.writable(|ty| ty.is_number() || ty.row().is_some() || ty.is_structured());
        let Some(one) = self.choose(&targets) else { return vec![self.let_float()] };
        let (first, second) = (self.path(one), self.path(one));
        let floats = self.writable(Type::is_number);
        let other = if first.is_empty() { self.choose(&floats).unwrap_or(one) } else { one };
        let read = |var: Var, path: &[Expr]| match path {
            [] => Expr::Var(var),
            path => Expr::Index(var, path.to_vec()),
        };
        let name = loop {
            let name = self.fresh_name(&Type::Float);
            let hides = |var: Var| self.variables[var].name == name;
            if !hides(one) && !hides(other) && !paths_mention(&first, &hides) && !paths_mention(&second, &hides) {
                break name;
            }
        };
        let held = self.declare_as(name, Type::Float, false);
        vec![
            Stmt::Let { pattern: Pattern::Var(held), value: Some(read(one, &first)) },
            Stmt::Assign { var: one, index: first.clone(), op: None, value: read(other, &second) },
            Stmt::Assign { var: other, index: second, op: None, value: Expr::Var(held) },
        ]
    }

    pub(super) fn assign_whole(&mut self) -> Vec<Stmt> {
        let targets = self.writable(|ty| matches!(ty, Type::Array(_) | Type::Vector(_) | Type::Matrix(..)));
        let Some(var) = self.choose(&targets) else { return vec![self.let_memory()] };
        let ty = self.variables[var].ty.clone();
        // `h = layer(&h, w)` more often than not.
        let called = if self.random.percent(60) { self.call(&ty, 2) } else { None };
        let Some(value) = called.or_else(|| self.value(&ty, 2)) else { return Vec::new() };
        if self.unavailable.contains(&var) {
            // Moved out of on its own right-hand side: that is what it would be assigned.
            self.unavailable.remove(&var);
        }
        vec![Stmt::Assign { var, index: Vec::new(), op: None, value }]
    }

    /// `let mut b = a;`: a copy of an array, a vector moved.
    pub(super) fn let_copy(&mut self) -> Stmt {
        let arrays = self.visible_where(|variable| matches!(variable.ty, Type::Array(_) | Type::Matrix(..)));
        let movable = self.movable(self.dim);
        let source = if self.random.percent(70) { self.choose(&arrays) } else { self.choose(&movable) };
        let Some(source) = source else { return self.let_memory() };
        let ty = self.variables[source].ty.clone();
        if matches!(ty, Type::Vector(_)) {
            self.unavailable.insert(source);
        }
        self.bind(ty, true, Expr::Var(source))
    }

    /// A call for nothing.
    pub(super) fn run(&mut self) -> Vec<Stmt> {
        let writes = self.features.has(Feature::Outputs) || self.features.has(Feature::Methods);
        let unit = writes && self.random.percent(60);
        let result = if unit { Type::Tuple(Vec::new()) } else { Type::Float };
        let called = self.call(&result, 2);
        called.map_or_else(|| vec![self.let_float()], |call| vec![Stmt::Run(call)])
    }
}

fn paths_mention(path: &[Expr], hides: &dyn Fn(Var) -> bool) -> bool {
    path.iter().any(|step| match step {
        Expr::Var(var) | Expr::Len(var) => hides(*var),
        Expr::Index(var, inner) => hides(*var) || paths_mention(inner, hides),
        Expr::Binary(_, left, right) => {
            paths_mention(std::slice::from_ref(left), hides) || paths_mention(std::slice::from_ref(right), hides)
        }
        _ => false,
    })
}
