//! Which float: `let mut s = 0.0; s += x[i]` makes `s` what `x` holds, though its `let` does not say so.

use crate::ir::{Block, Expr, FloatType, Function, Op, Stmt, StmtKind, Type, VarId};

/// Replaces [`FloatType::Some`] by the kind of float that a variable is computed from, or computed with.
pub(super) fn floats(function: &mut Function) {
    let mut kinds = Kinds::new(function);
    kinds.block(&function.body);
    let result = function.result.clone();
    for value in &function.body.values {
        if let Some(class) = kinds.expr(value) {
            kinds.set(class, &result);
        }
    }
    for at in 0..function.variables.len() {
        if let Some(kind) = kinds.kind(at) {
            settle(&mut function.variables[at].ty, &kind);
        }
    }
}

/// Variables whose innermost floats are of one kind, by union and find.
struct Kinds {
    parents: Vec<usize>,
    kinds: Vec<Option<FloatType>>,
    /// Holds floats, so that it has a kind at all.
    floats: Vec<bool>,
}

impl Kinds {
    fn new(function: &Function) -> Self {
        let leaves = function.variables.iter().map(|variable| variable.ty.leaf());
        let kinds = leaves.clone().map(known).collect();
        Kinds { parents: (0..function.variables.len()).collect(), kinds, floats: leaves.map(Type::is_float).collect() }
    }

    fn find(&mut self, at: usize) -> usize {
        let mut root = at;
        while self.parents[root] != root {
            self.parents[root] = self.parents[self.parents[root]];
            root = self.parents[root];
        }
        root
    }

    fn kind(&mut self, at: usize) -> Option<FloatType> {
        let root = self.find(at);
        self.kinds[root].clone()
    }

    fn set(&mut self, at: usize, ty: &Type) {
        let root = self.find(at);
        self.kinds[root] = self.kinds[root].clone().or_else(|| known(ty.leaf()));
    }

    fn unite(&mut self, one: Option<usize>, other: Option<usize>) -> Option<usize> {
        let (Some(first), Some(second)) = (one, other) else { return one.or(other) };
        let (first, second) = (self.find(first), self.find(second));
        self.parents[second] = first;
        self.kinds[first] = self.kinds[first].take().or_else(|| self.kinds[second].take());
        Some(first)
    }

    fn var(&self, var: VarId) -> Option<usize> {
        let at = var.0 as usize;
        self.floats[at].then_some(at)
    }

    /// The class of the floats in what an expression yields.
    fn expr(&mut self, expr: &Expr) -> Option<usize> {
        match expr {
            Expr::Var(var) => self.var(*var),
            Expr::Load(place) | Expr::Clone(place) | Expr::ToVec(place) | Expr::Borrow { place, .. } => {
                self.var(place.base)
            }
            Expr::Op(op, ..) if op.converts() => None,
            Expr::Op(Op::Powi, of, _) => self.expr(&of[0]),
            Expr::Op(_, of, _) | Expr::Array(of) | Expr::VecList(of) => of.iter().fold(None, |class, of| {
                let of = self.expr(of);
                self.unite(class, of)
            }),
            Expr::Repeat(value, _) | Expr::VecRepeat(value, _) => self.expr(value),
            _ => None,
        }
    }

    fn block(&mut self, block: &Block) {
        block.stmts.iter().for_each(|stmt| self.stmt(stmt));
    }

    fn stmt(&mut self, stmt: &Stmt) {
        stmt.blocks().into_iter().for_each(|block| self.block(block));
        match &stmt.kind {
            StmtKind::Let { var, value: Some(value) } => self.equate(*var, value),
            StmtKind::Assign { place, value } | StmtKind::Accumulate { place, value, .. } => {
                self.equate(place.base, value);
            }
            StmtKind::Mutate { place, act } => {
                act.operands().for_each(|operand| self.equate(place.base, operand));
                act.bound().into_iter().for_each(|var| self.equate(var, &Expr::Var(place.base)));
            }
            StmtKind::If { binds, then, otherwise, .. } => {
                for block in [then, otherwise] {
                    binds.iter().zip(&block.values).for_each(|(&var, value)| self.equate(var, value));
                }
            }
            StmtKind::Scope { binds, body } => {
                binds.iter().zip(&body.values).for_each(|(&var, value)| self.equate(var, value));
            }
            _ => {}
        }
    }

    fn equate(&mut self, var: VarId, value: &Expr) {
        let class = self.expr(value);
        if let (Some(var), Some(class)) = (self.var(var), class) {
            self.unite(Some(var), Some(class));
        }
    }
}

fn known(leaf: &Type) -> Option<FloatType> {
    match leaf {
        Type::Float(FloatType::Some) => None,
        Type::Float(kind) => Some(kind.clone()),
        _ => None,
    }
}

fn settle(ty: &mut Type, kind: &FloatType) {
    match ty {
        Type::Float(some @ FloatType::Some) => *some = kind.clone(),
        Type::Ref { to: of, .. } | Type::Array(of, _) | Type::Slice(of) | Type::Vec(of) | Type::Option(of) => {
            settle(of, kind);
        }
        _ => {}
    }
}
