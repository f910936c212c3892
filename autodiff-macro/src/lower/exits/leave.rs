//! Leaving: what an exit comes to where it stands, and the variables that it takes.

use super::absent::wrap;
use super::given::is_given;
use super::shape::placeholder;
use super::{Nester, Target, Way};
use crate::diagnostics::catalogue;
use crate::ir::{Block, Expr, Inert, Origin, Pass, Place, Stmt, StmtKind, Type, VarId};
use proc_macro2::Ident;
use quote::{quote, quote_spanned};

/// What leaving comes to: statements, and the values of the block that they end.
type End = (Vec<Stmt>, Vec<Expr>);

impl Nester<'_> {
    /// An exit, met in a block that ends where the innermost target does.
    pub(super) fn exit(&mut self, at: usize, way: Way, values: Vec<Expr>) -> End {
        let top = self.targets.len() - 1;
        let target = &mut self.targets[at];
        target.is_broken |= way == Way::Break;
        let mut stmts = Vec::new();
        if at == top && !target.is_loop {
            return (stmts, target.wrap(values));
        }
        let wrapped = target.wrapped.clone();
        let to = match (target.is_loop, at == top) {
            (true, _) => {
                target.is_crossed |= at < top;
                target.binds.clone()
            }
            (false, _) if way == Way::Break && target.carried.is_empty() => {
                let types = target.types.clone();
                let carried: Vec<VarId> = types.into_iter().map(|ty| self.result(ty)).collect();
                self.targets[at].carried.clone_from(&carried);
                carried
            }
            (false, _) => target.carried.clone(),
        };
        if way == Way::Break {
            for (number, (&var, value)) in to.iter().zip(values).enumerate() {
                // Only a flag tells that it is not read again, which rustc does not follow: it can't be moved.
                let value = match value.as_var().map(|of| (of, &self.function.var(of).ty)) {
                    Some((of, ty)) if at < top && !ty.is_copy() => Expr::Clone(Place::var(of)),
                    _ => value,
                };
                let value = if wrapped.get(number) == Some(&true) { wrap(value) } else { value };
                stmts.push(self.stmt(StmtKind::Assign { place: Place::var(var), value }));
            }
        }
        if at < top {
            let flag = self.flag(at, way);
            stmts.push(self.stmt(StmtKind::Assign { place: Place::var(flag), value: boolean(true) }));
        }
        let (more, values) = self.again(at, way, &[]);
        stmts.extend(more);
        (stmts, values)
    }

    /// An exit whose flag is set and whose values are in place.
    pub(super) fn again(&mut self, at: usize, way: Way, carried: &[VarId]) -> End {
        let top = self.targets.len() - 1;
        if at < top && !self.crossed.contains(&(at, way)) {
            self.crossed.push((at, way));
        }
        let target = &self.targets[top];
        if target.is_loop {
            let stays = at == top && way == Way::Continue;
            let exit = StmtKind::Break { label: None, values: Vec::new() };
            return (if stays { Vec::new() } else { vec![self.stmt(exit)] }, Vec::new());
        }
        if at == top {
            return self.carried(carried);
        }
        let types = target.types.clone();
        (Vec::new(), types.iter().map(|ty| self.placeholder(ty)).collect())
    }

    /// The values that the innermost target is left with from further in.
    fn carried(&mut self, carried: &[VarId]) -> End {
        let mut stmts = Vec::new();
        let values = carried.iter().map(|&var| {
            if !self.options.contains(&var) {
                return Expr::Var(var);
            }
            let value = self.value_of(var);
            stmts.push(self.taken_out(value, var));
            Expr::Var(value)
        });
        let values = values.collect();
        (stmts, values)
    }

    pub(super) fn flag(&mut self, at: usize, way: Way) -> VarId {
        if let Some(&(_, flag)) = self.targets[at].flags.iter().find(|(own, _)| *own == way) {
            return flag;
        }
        let wish = match way {
            Way::Break => "left",
            Way::Continue => "skipped",
        };
        let flag = self.function.fresh(wish, Type::Bool, Origin::Temp);
        self.function.var_mut(flag).mutable = true;
        self.targets[at].flags.push((way, flag));
        flag
    }

    /// Variables for what a block that ends with the innermost target yields.
    pub(super) fn results(&mut self) -> Vec<VarId> {
        let types = self.targets.last().map(|target| target.types.clone()).unwrap_or_default();
        types.into_iter().map(|ty| self.result(ty)).collect()
    }

    pub(super) fn result(&mut self, ty: Type) -> VarId {
        self.function.fresh("result", ty, Origin::Temp)
    }

    pub(super) fn copy(&mut self, var: VarId) -> VarId {
        let (name, ty) = (self.function.var(var).name.to_string(), self.function.var(var).ty.clone());
        self.function.fresh(&name, ty, Origin::Temp)
    }

    /// `let var;`, or with a value that nobody reads where rustc can't see that.
    pub(super) fn empty(&mut self, var: VarId, is_plain: bool) -> Stmt {
        let value = match is_plain {
            true => None,
            false => {
                self.function.var_mut(var).mutable = true;
                let ty = self.function.var(var).ty.clone();
                Some(self.placeholder(&ty))
            }
        };
        self.stmt(StmtKind::Let { var, value })
    }

    /// `let x;` gets a value that nobody reads where only a flag tells that it has been given one. Of a type that is not
    /// visible there is none: rustc must see for itself that it is given one.
    pub(super) fn fill_in(&mut self, block: &mut Block) {
        for at in 0..block.stmts.len() {
            if let StmtKind::Let { var, value: None } = block.stmts[at].kind
                && self.unsure.contains(&var)
            {
                let unread = placeholder(&self.function.var(var).ty);
                if unread.is_some() {
                    self.function.var_mut(var).mutable = true;
                } else if !is_given(var, &block.stmts[at + 1..], &block.values) {
                    self.errors.push(catalogue::leaving_with_unknown(&self.function.var(var).name));
                }
                block.stmts[at].kind = StmtKind::Let { var, value: unread };
            }
            block.stmts[at].blocks_mut().into_iter().for_each(|inner| self.fill_in(inner));
        }
    }

    pub(super) fn placeholder(&mut self, ty: &Type) -> Expr {
        placeholder(ty).unwrap_or_else(|| {
            self.errors.push(catalogue::leaving_with_unknown(&quote_spanned!(self.span=> _)));
            Expr::number(0.0)
        })
    }

    /// A block's statements, what it yields bound by `let`, and what follows.
    pub(super) fn followed(&mut self, block: Block, binds: Vec<VarId>, rest: Vec<Stmt>) -> Vec<Stmt> {
        let mut stmts = block.stmts;
        for (var, value) in binds.into_iter().zip(block.values) {
            stmts.push(self.stmt(StmtKind::Let { var, value: Some(value) }));
        }
        stmts.extend(rest);
        stmts
    }

    pub(super) fn stmt(&mut self, kind: StmtKind) -> Stmt {
        self.function.stmt(kind, self.span, Pass::Primal)
    }
}

impl Target {
    /// The values as they leave it.
    pub(super) fn wrap(&self, values: Vec<Expr>) -> Vec<Expr> {
        let wrapped = |(number, value)| if self.wrapped.get(number) == Some(&true) { wrap(value) } else { value };
        values.into_iter().enumerate().map(wrapped).collect()
    }

    pub(super) fn block(label: Option<Ident>, types: Vec<Type>) -> Target {
        Target {
            label,
            is_loop: false,
            binds: Vec::new(),
            wrapped: vec![false; types.len()],
            types,
            is_broken: false,
            is_crossed: false,
            flags: Vec::new(),
            carried: Vec::new(),
        }
    }
}

pub(super) fn boolean(value: bool) -> Expr {
    Expr::Inert(Inert::pure(quote!(#value), Vec::new(), false))
}
