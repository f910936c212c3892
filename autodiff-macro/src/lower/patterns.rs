//! What `let` binds.

use super::scope::{Entity, bound_names};
use super::{Lowerer, Rhs, control, filled, peel, poison, structures, types};
use crate::diagnostics::catalogue;
use crate::ir::{Block, Expr, Member, Op, Place, Step, StmtKind, Type, VarId};
use quote::{ToTokens, quote};
use syn::{Local, Pat};

impl Lowerer<'_> {
    pub(super) fn local(&mut self, local: &Local) {
        let (pattern, annotation) = unwrapped(&local.pat);
        let Some(init) = &local.init else {
            match pattern {
                Pat::Ident(pat) => {
                    let ty = annotation.map_or(Type::Unknown, |ty| self.read(ty));
                    // Assigned later; more than once on no path, or the user had to write `mut`.
                    let var = self.declare(&pat.ident, &ty, pat.mutability.is_some());
                    self.annotate(var, annotation);
                    self.push(StmtKind::Let { var, value: None });
                    self.enter(&pat.ident, Entity::Var(var));
                }
                other => self.refuse_pattern(other),
            }
            return;
        };
        if let Some((_, otherwise)) = &init.diverge {
            self.let_else(pattern, &init.expr, otherwise);
            return;
        }
        match pattern {
            Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => {
                self.let_name(pat, annotation, &init.expr);
            }
            Pat::Wild(_) => self.ignore(&init.expr, annotation),
            Pat::Tuple(tuple) => self.let_tuple(tuple, annotation, &init.expr),
            pattern if matches!(pattern, Pat::Slice(_)) || structures::taken_apart(pattern).is_some() => {
                self.let_apart(pattern, annotation, &init.expr);
            }
            other => {
                self.discard(&init.expr);
                self.refuse_pattern(other);
            }
        }
    }

    pub(super) fn let_name(&mut self, pat: &syn::PatIdent, annotation: Option<&syn::Type>, init: &syn::Expr) {
        if self.let_closure(pat, annotation, init) {
            return;
        }
        let mut expected = annotation.map_or(Type::Unknown, |ty| self.read(ty));
        // Of a value of unknown type, `len` may be anybody's: rustc is made to check that it counts.
        let counts = if types::is_open(&expected) { self.counted(init) } else { None };
        if let Some((ty, _)) = &counts {
            expected = ty.clone();
        }
        let annotated = !types::is_open(&expected);
        expected = types::join(&expected, &self.learnt(&pat.ident));
        if self.let_reference(pat, annotation, init) {
            return;
        }
        let is_passive = pat.mutability.is_none() && (self.is_passive(init) || self.is_constant(init));
        let is_state = !is_passive && self.begins_state(pat, init);
        self.forced = annotated || (expected.is_discrete() && !self.is_supposed(&pat.ident));
        let (mut rhs, mut ty) = self.rhs(init, &expected);
        if is_alias(&rhs, &ty) && !is_passive && !matches!(&rhs, Rhs::Plain(value) if self.is_poison(value)) {
            (rhs, ty) = self.poison(catalogue::alias(init));
        }
        let pinned = expected.is_float() && matches!(ty, Type::Unknown) && !annotated;
        if pinned && !matches!(rhs, Rhs::Plain(Expr::Inert(_))) {
            let (value, _) = self.atom(rhs, Type::Unknown, None);
            rhs = Rhs::Plain(Expr::op(Op::Pin, vec![value]));
        }
        let ty = if annotated { types::join(&expected, &ty) } else { types::join(&ty, &expected) };
        let var = self.declare(&pat.ident, &ty, pat.mutability.is_some());
        self.annotate(var, annotation);
        if let Some((_, annotation)) = counts {
            self.function.var_mut(var).annotation = Some(annotation);
        }
        if is_state {
            self.enter_state(var);
        }
        if is_passive {
            let is_open = types::is_open(&self.function.var(var).ty) && matches!(&rhs, Rhs::Plain(Expr::Inert(_)));
            if is_open { &mut self.still } else { &mut self.passive }.insert(var);
            let ty = &self.function.var(var).ty;
            if (ty.is_ref() || types::is_open(ty)) && matches!(&rhs, Rhs::Plain(Expr::Inert(inert)) if !inert.pure) {
                self.borrowed.insert(var);
            }
        }
        self.bind(var, rhs);
        self.enter(&pat.ident, Entity::Var(var));
    }

    /// `y.len()`, `y.is_empty()` of a `y` of unknown type: what the variable is to be annotated with.
    fn counted(&mut self, init: &syn::Expr) -> Option<(Type, proc_macro2::TokenStream)> {
        let syn::Expr::MethodCall(call) = peel(init) else { return None };
        let receiver = self.type_of(&call.receiver);
        let is_open = matches!(receiver.behind_refs(), Type::Unknown | Type::Named(_));
        match call.method.to_string().as_str() {
            "len" if is_open && call.args.is_empty() => Some((types::usize_type(), quote!(usize))),
            "is_empty" if is_open && call.args.is_empty() => Some((Type::Bool, quote!(bool))),
            _ => None,
        }
    }

    pub(super) fn annotate(&mut self, var: VarId, annotation: Option<&syn::Type>) {
        self.function.var_mut(var).annotation = annotation.map(ToTokens::to_token_stream);
    }

    pub(super) fn let_tuple(&mut self, tuple: &syn::PatTuple, annotation: Option<&syn::Type>, init: &syn::Expr) {
        let n = tuple.elems.len();
        if self.let_halves(tuple, init) {
            return;
        }
        if !tuple.elems.iter().all(is_plain) {
            self.let_apart(&Pat::Tuple(tuple.clone()), annotation, init);
            return;
        }
        if self.let_exclusive_fields(tuple, init) {
            return;
        }
        let expected = annotation.map_or(Type::Unknown, |ty| self.read(ty));
        let simple = tuple.elems.iter().all(|of| !matches!(unwrapped(of).0, Pat::Tuple(_)));
        if simple && self.yields_tuple(init, n) {
            let learnt = tuple.elems.iter().enumerate().map(|(at, of)| {
                let own = match &expected {
                    Type::Tuple(of) => of.get(at).cloned().unwrap_or(Type::Unknown),
                    _ => Type::Unknown,
                };
                let (pattern, annotation) = unwrapped(of);
                let own = annotation.map_or(own, |ty| self.read(ty));
                match pattern {
                    Pat::Ident(pat) => types::join(&own, &self.learnt(&pat.ident)),
                    _ => own,
                }
            });
            let expected: Vec<Type> = learnt.collect();
            self.let_parts(tuple, annotation, init, &expected);
            return;
        }
        self.forced = annotation.is_some();
        let (rhs, ty) = self.rhs(init, &expected);
        let ty = types::join(&ty, &expected);
        let whole = self.name("tuple", ty.clone(), rhs);
        self.annotate(whole, annotation);
        self.let_fields(tuple, &Place::var(whole), &ty);
    }

    /// `let (a, b) = ` of an expression that names the parts one by one.
    fn let_parts(
        &mut self,
        tuple: &syn::PatTuple,
        annotation: Option<&syn::Type>,
        init: &syn::Expr,
        expected: &[Type],
    ) {
        let annotation = |at: usize| match annotation {
            Some(syn::Type::Tuple(of)) => of.elems.get(at),
            _ => None,
        };
        let shadows = bound_names(&Pat::Tuple(tuple.clone())).iter().any(|name| self.resolve(name).is_some());
        if !shadows && !control::structured(peel(init)) {
            let (values, types) = self.parts(init, expected);
            for (at, (pattern, (value, ty))) in tuple.elems.iter().zip(values.into_iter().zip(types)).enumerate() {
                if let Some(var) = self.declare_plain(pattern, annotation(at), &ty) {
                    self.bind(var, Rhs::Plain(value));
                }
            }
            return;
        }
        let (mut kind, types) = match control::structured(peel(init)) {
            true => self.structure(init, &control::Yields::Parts(expected.to_vec())),
            // All parts at once: a name bound here must not be seen by the next part.
            false => {
                let outer = std::mem::take(&mut self.stmts);
                let (values, types) = self.parts(init, expected);
                let stmts = std::mem::replace(&mut self.stmts, outer);
                (StmtKind::Scope { binds: Vec::new(), body: Block { stmts, values } }, types)
            }
        };
        let vars = tuple.elems.iter().zip(&types).enumerate().map(|(at, (pattern, ty))| {
            self.declare_plain(pattern, annotation(at), ty)
                .unwrap_or_else(|| self.function.fresh("_unused", ty.clone(), crate::ir::Origin::Temp))
        });
        kind = filled(kind, vars.collect());
        self.push(kind);
    }

    /// The values of an expression that names its parts, as atoms.
    pub(super) fn parts(&mut self, expr: &syn::Expr, expected: &[Type]) -> (Vec<Expr>, Vec<Type>) {
        let mut parts: Vec<_> = match peel(expr) {
            syn::Expr::Tuple(tuple) => {
                tuple.elems.iter().zip(expected).map(|(of, expected)| self.part(of, expected)).collect()
            }
            // The only other expression that names its parts.
            other => match self.sin_cos(other) {
                Some((operand, kind)) => {
                    let (of, ty) = self.float(operand, &Type::Float(kind));
                    let parts = [Op::Sin, Op::Cos].into_iter().map(|op| {
                        let (value, ty) = self.atom(Rhs::Plain(Expr::op(op, vec![of.clone()])), ty.clone(), None);
                        (self.stmts.len(), value, ty)
                    });
                    parts.collect()
                }
                None => Vec::new(),
            },
        };
        self.settle(&mut parts);
        parts.into_iter().map(|(_, value, ty)| (value, ty)).unzip()
    }

    fn part(&mut self, expr: &syn::Expr, expected: &Type) -> (usize, Expr, Type) {
        let (value, ty) = match expected.is_float() {
            true => self.float(expr, expected),
            false => {
                let (value, ty) = self.owned(expr, expected);
                // What an annotation says of a field, say.
                let is_named = matches!(expected, Type::Named(_));
                (value, if is_named { types::join(&ty, expected) } else { ty })
            }
        };
        (self.stmts.len(), value, types::join(&ty, expected))
    }

    /// A variable for a name, none for `_`; `around`: what the pattern around it is annotated with.
    fn declare_plain(&mut self, pattern: &Pat, around: Option<&syn::Type>, ty: &Type) -> Option<VarId> {
        let (Pat::Ident(pat), annotation) = unwrapped(pattern) else { return None };
        let var = self.declare(&pat.ident, ty, pat.mutability.is_some());
        self.annotate(var, annotation.or(around));
        self.enter(&pat.ident, Entity::Var(var));
        Some(var)
    }

    /// Binds what a pattern names to the fields of `place`.
    fn let_fields(&mut self, tuple: &syn::PatTuple, place: &Place, ty: &Type) {
        for (position, pattern) in tuple.elems.iter().enumerate() {
            let mut field = place.clone();
            field.path.push(Step::Field(Member::Position(position as u32)));
            let its = match ty {
                Type::Tuple(of) => of.get(position).cloned().unwrap_or(Type::Unknown),
                _ => Type::Unknown,
            };
            match unwrapped(pattern).0 {
                Pat::Ident(pat) => {
                    let learnt = self.learnt(&pat.ident);
                    let mut value = Expr::Load(field);
                    let is_open = types::is_open(&its);
                    if learnt.is_float() && is_open {
                        let loaded = self.name("field", Type::Unknown, Rhs::Plain(value));
                        value = Expr::op(Op::Pin, vec![Expr::Var(loaded)]);
                    } else if self.is_supposed(&pat.ident) && is_open {
                        let loaded = self.name("field", Type::Unknown, Rhs::Plain(value));
                        value = self.proven_part(loaded, &learnt);
                    }
                    let var = self.declare(&pat.ident, &types::join(&its, &learnt), pat.mutability.is_some());
                    self.bind(var, Rhs::Plain(value));
                    self.enter(&pat.ident, Entity::Var(var));
                }
                Pat::Tuple(inner) => self.let_fields(inner, &field, &its),
                _ => {}
            }
        }
    }

    /// The expression names `n` parts, so that each can be bound to a variable of its own.
    pub(super) fn yields_tuple(&mut self, expr: &syn::Expr, n: usize) -> bool {
        match peel(expr) {
            syn::Expr::Tuple(tuple) => tuple.elems.len() == n,
            syn::Expr::MethodCall(_) | syn::Expr::Call(_) => n == 2 && self.sin_cos(expr).is_some(),
            syn::Expr::If(branch) => {
                !control::has_let(&branch.cond)
                    && self.block_yields_tuple(&branch.then_branch, n)
                    && branch.else_branch.as_ref().is_some_and(|(_, otherwise)| self.yields_tuple(otherwise, n))
            }
            syn::Expr::Block(block) if block.label.is_none() => self.block_yields_tuple(&block.block, n),
            _ => false,
        }
    }

    fn block_yields_tuple(&mut self, block: &syn::Block, n: usize) -> bool {
        match control::tail(block) {
            Some(tail) => {
                // The receiver of `x.sin_cos()` may be bound inside, so that its type is not known here.
                control::is_never(&tail)
                    || !matches!(peel(&tail), syn::Expr::MethodCall(_)) && self.yields_tuple(&tail, n)
            }
            None => false,
        }
    }

    pub(super) fn refuse_pattern(&mut self, pattern: &Pat) {
        self.refuse(catalogue::pattern(pattern));
        bound_names(pattern).iter().for_each(|name| self.enter_poison(name));
    }

    /// A name of a refused pattern: in scope, so that one mistake is one error.
    pub(super) fn enter_poison(&mut self, name: &proc_macro2::Ident) {
        let var = self.function.add_var(name.clone(), Type::Unknown, crate::ir::Origin::User);
        self.bind(var, Rhs::Plain(poison()));
        self.enter(name, Entity::Var(var));
    }
}

/// A pattern without its parentheses and its annotation.
fn unwrapped(pattern: &Pat) -> (&Pat, Option<&syn::Type>) {
    match pattern {
        Pat::Paren(paren) => unwrapped(&paren.pat),
        Pat::Type(typed) => (unwrapped(&typed.pat).0, Some(&typed.ty)),
        other => (other, None),
    }
}

/// A name, `_`, or a tuple of these.
fn is_plain(pattern: &Pat) -> bool {
    match unwrapped(pattern).0 {
        Pat::Ident(pat) => pat.by_ref.is_none() && pat.subpat.is_none(),
        Pat::Wild(_) => true,
        Pat::Tuple(tuple) => tuple.elems.iter().all(is_plain),
        _ => false,
    }
}

/// A second name for memory that may carry a derivative.
fn is_alias(rhs: &Rhs, ty: &Type) -> bool {
    let reference = ty.is_ref() && !ty.is_discrete();
    match rhs {
        Rhs::Plain(Expr::Borrow { .. }) => true,
        Rhs::Plain(Expr::Var(_) | Expr::Load(_)) => reference,
        _ => false,
    }
}
