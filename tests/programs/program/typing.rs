//! The types of expressions, and what they make of a function.

use super::{Block, Expr, Form, Function, Held, Place, Stmt, Type};

impl Function {
    /// The type of an expression of this function.
    pub(crate) fn type_of(&self, functions: &[Function], expr: &Expr) -> Type {
        let of_block = |block: &Block| block.tail.as_ref().map(|tail| self.type_of(functions, tail));
        match expr {
            Expr::Float(_) | Expr::Cast(_) => Type::Float,
            Expr::Int(_) | Expr::Len(_) | Expr::Field(..) => Type::Int,
            Expr::Bool(_) | Expr::Let(..) => Type::Bool,
            Expr::Var(var) if self.ty(*var).is_number() => Type::Float,
            Expr::Var(var) | Expr::Clone(var) => self.ty(*var).own(),
            Expr::Index(var, path) => self.element(*var, path),
            Expr::Cloned(place) => self.type_of_place(place),
            Expr::Struct(of, ..) => Type::Struct(of.clone(), Held::Own),
            Expr::Unary(_, of) => self.type_of(functions, of),
            Expr::Binary(op, ..) if op.is_comparison() || op.is_logic() => Type::Bool,
            Expr::Binary(_, left, _) => self.type_of(functions, left),
            Expr::Tuple(of) => Type::Tuple(of.iter().map(|of| self.type_of(functions, of)).collect()),
            Expr::List(of) => match of.first().map(|first| self.type_of(functions, first)) {
                Some(Type::Array(m)) => Type::Matrix(of.len(), m),
                Some(Type::Int) => Type::Indices(of.len()),
                Some(Type::Struct(each, _)) => Type::Group(each, of.len(), Form::Array),
                _ => Type::Array(of.len()),
            },
            Expr::Repeat(of, n) => match self.type_of(functions, of) {
                Type::Array(m) => Type::Matrix(*n, m),
                Type::Struct(each, _) => Type::Group(each, *n, Form::Array),
                _ => Type::Array(*n),
            },
            Expr::Filled(of, n) => {
                let n = self.constant(n).unwrap_or(0);
                match self.type_of(functions, of) {
                    Type::Vector(m) => Type::Nested(n, m),
                    Type::Struct(each, _) => Type::Group(each, n, Form::Vector),
                    _ => Type::Vector(n),
                }
            }
            Expr::Empty(_) => Type::Stack,
            Expr::If(_, then, otherwise) => {
                of_block(then).or_else(|| of_block(otherwise)).unwrap_or(Type::Tuple(Vec::new()))
            }
            Expr::Block(block) => of_block(block).unwrap_or(Type::Tuple(Vec::new())),
            Expr::Match(_, arms) => arms.iter().find_map(|arm| of_block(&arm.body)).unwrap_or(Type::Tuple(Vec::new())),
            Expr::Loop(_, body) => match broken(body) {
                Some(value) => self.type_of(functions, value),
                None => Type::Tuple(Vec::new()),
            },
            Expr::Call(callee, _) => functions[*callee].result.clone(),
            Expr::Borrow(of) => self.type_of(functions, of).lent(false),
            Expr::Lend(place, mutable) => self.type_of_place(place).lent(*mutable),
            Expr::Split(place, at, mutable) => {
                let len = self.type_of_place(place).row().unwrap_or(0);
                let half = |n| Type::Vector(n).lent(*mutable);
                Type::Tuple(vec![half(*at), half(len.saturating_sub(*at))])
            }
            Expr::Pop(_) => Type::maybe(),
            Expr::Variant(of, ..) => Type::Enum(of.clone(), Held::Own),
            Expr::OfOption(method, ..) => method.result(),
            Expr::Kind(..) => Type::Kind,
            Expr::Some(_) | Expr::None => Type::Choice,
        }
    }

    /// The type behind these steps.
    pub(crate) fn element(&self, var: super::Var, path: &[Expr]) -> Type {
        path.iter().fold(self.ty(var).clone(), |ty, step| ty.inside(step))
    }

    pub(crate) fn type_of_place(&self, place: &Place) -> Type {
        let whole = self.element(place.var, &place.path);
        match (&place.part, whole.grid()) {
            (None, _) => whole,
            // A slice, as it stands behind a `&`.
            (Some(part), Some((_, m))) => Type::Matrix(part.len, m),
            (Some(part), None) => Type::Vector(part.len),
        }
    }

    /// The value of a length that is known when the program is written.
    pub(crate) fn constant(&self, length: &Expr) -> Option<usize> {
        match length {
            Expr::Int(n) => usize::try_from(*n).ok(),
            Expr::Len(var) => {
                let ty = self.ty(*var);
                ty.row().or(ty.grid().map(|(n, _)| n)).or(ty.group().map(|(_, n)| n))
            }
            _ => None,
        }
    }
}

/// A value that some `break` of the loop itself gives it: the first one is at its top, before loops inside.
fn broken(body: &Block) -> Option<&Expr> {
    body.stmts.iter().find_map(|stmt| match stmt {
        Stmt::Break(None, Some(value)) => Some(value),
        Stmt::If { then, otherwise, .. } => broken(then).or_else(|| broken(otherwise)),
        _ => None,
    })
}

impl Function {
    /// It returns numbers in a row and writes nothing: it has a Jacobian.
    pub(crate) fn has_jacobian(&self) -> bool {
        let is_row = match &self.result {
            Type::Array(_) | Type::Vector(_) => true,
            Type::Tuple(of) => !of.is_empty() && of.iter().all(|of| *of == Type::Float),
            _ => false,
        };
        is_row && self.outputs().next().is_none()
    }

    /// It returns one number and writes nothing: it has a Hessian.
    pub(crate) fn has_hessian(&self) -> bool {
        self.result == Type::Float && self.outputs().next().is_none()
    }
}
