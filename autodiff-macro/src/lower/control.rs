//! Blocks, `if` and loops: structured statements, which bind what they yield.

use super::leaving::is_exit;
use super::matching::{self, Body, Way};
use super::scope::Entity;
use super::{Lowerer, filled, macros, peel, span_of, types};
use crate::diagnostics::catalogue;
use crate::ir::{Adaptor, Block, Expr, Inert, Origin, Range, StmtKind, Type};
use std::borrow::Cow;
use syn::{ExprForLoop, ExprIf, Pat, RangeLimits, Stmt};

/// What a block is to yield.
#[derive(Clone)]
pub(super) enum Yields {
    Nothing,
    /// One value of this type, as far as it is known.
    One(Type),
    /// The parts of a tuple, one by one.
    Parts(Vec<Type>),
}

impl Yields {
    pub(super) fn types(&self) -> Vec<Type> {
        match self {
            Yields::Nothing => Vec::new(),
            Yields::One(ty) => vec![ty.clone()],
            Yields::Parts(types) => types.clone(),
        }
    }
}

impl Lowerer<'_> {
    /// An `if` or a block, with no bindings yet, and the types of what it yields.
    pub(super) fn structure(&mut self, expr: &syn::Expr, yields: &Yields) -> (StmtKind, Vec<Type>) {
        match peel(expr) {
            syn::Expr::If(branch) if has_let(&branch.cond) && self.popping(&branch.cond).is_none() => {
                self.if_let(branch, yields)
            }
            syn::Expr::If(branch) => self.branches(branch, yields),
            syn::Expr::Match(matching) => self.matching(matching, yields),
            syn::Expr::Loop(turn) => self.endless(turn, yields),
            syn::Expr::Block(syn::ExprBlock { label: Some(label), block, .. }) => self.labelled(label, block, yields),
            syn::Expr::Block(block) => {
                let (body, types) = self.block(&block.block, yields);
                (StmtKind::Scope { binds: Vec::new(), body }, types)
            }
            other => {
                self.refuse(super::refusals::refusal(other));
                (StmtKind::Scope { binds: Vec::new(), body: Block::default() }, Vec::new())
            }
        }
    }

    fn branches(&mut self, branch: &ExprIf, yields: &Yields) -> (StmtKind, Vec<Type>) {
        let in_tail = std::mem::replace(&mut self.in_tail, false);
        let popping = self.popping(&branch.cond);
        let cond = match &popping {
            Some(popping) => self.is_left(popping),
            None => self.discrete(&branch.cond, &Type::Bool, "condition", true),
        };
        self.in_tail = in_tail;
        let (then, mut types) = match &popping {
            Some(popping) => self.popped_block(popping, &branch.then_branch, yields),
            None => self.block(&branch.then_branch, yields),
        };
        let otherwise = match &branch.else_branch {
            None => Block { stmts: Vec::new(), values: self.nothing(yields).0 },
            Some((_, otherwise)) => {
                let (block, others) = match peel(otherwise) {
                    syn::Expr::Block(block) => self.block(&block.block, yields),
                    other => self.nested(other, yields),
                };
                types = match types.is_empty() {
                    true => others,
                    false => types
                        .iter()
                        .enumerate()
                        .map(|(at, ty)| others.get(at).map_or(ty.clone(), |other| types::join(ty, other)))
                        .collect(),
                };
                block
            }
        };
        (StmtKind::If { binds: Vec::new(), cond, then, otherwise }, types)
    }

    fn if_let(&mut self, branch: &ExprIf, yields: &Yields) -> (StmtKind, Vec<Type>) {
        let Some((pattern, scrutinee, guard)) = matching::let_of(&branch.cond) else {
            self.refuse(catalogue::if_let(&branch.if_token));
            return (StmtKind::Scope { binds: Vec::new(), body: Block::default() }, yields.types());
        };
        let wild = any();
        let then = Way { pattern, guard: guard.as_ref(), body: Body::Block(&branch.then_branch) };
        let otherwise = Way { pattern: &wild, guard: None, body: matching::otherwise(branch) };
        self.choose(scrutinee, vec![then, otherwise], yields)
    }

    /// `else if`: a block of one statement.
    fn nested(&mut self, expr: &syn::Expr, yields: &Yields) -> (Block, Vec<Type>) {
        let outer = std::mem::take(&mut self.stmts);
        let (kind, types) = self.at(span_of(expr), |this| this.structure(expr, yields));
        let vars: Vec<_> = match yields {
            Yields::Nothing => Vec::new(),
            _ => types.iter().map(|ty| self.function.fresh("chosen", ty.clone(), Origin::Temp)).collect(),
        };
        let values = vars.iter().map(|&var| Expr::Var(var)).collect();
        self.at(span_of(expr), |this| this.push(filled(kind, vars)));
        let stmts = std::mem::replace(&mut self.stmts, outer);
        (Block { stmts, values }, types)
    }

    pub(super) fn block(&mut self, block: &syn::Block, yields: &Yields) -> (Block, Vec<Type>) {
        let in_tail = std::mem::replace(&mut self.in_tail, false);
        let outer = std::mem::take(&mut self.stmts);
        self.depth += 1;
        let (values, types) = self.scoped(|this| {
            this.enter_items(block);
            if this.depth > 1 {
                this.lift_items(block);
            }
            let tail = match yields {
                Yields::Nothing => None,
                _ => this.value_of(block, in_tail),
            };
            let before = block.stmts.len() - usize::from(tail.is_some());
            block.stmts[..before].iter().for_each(|stmt| this.statement(stmt));
            match tail {
                Some(tail) => {
                    this.in_tail = in_tail && structured(peel(&tail));
                    this.at(span_of(&tail), |this| this.yielded(&tail, yields, in_tail))
                }
                None => this.nothing(yields),
            }
        });
        self.depth -= 1;
        self.in_tail = in_tail;
        let stmts = std::mem::replace(&mut self.stmts, outer);
        (Block { stmts, values }, types)
    }

    /// What a block without a value yields where one is wanted: it never gets here, or rustc has its say.
    pub(super) fn nothing(&self, yields: &Yields) -> (Vec<Expr>, Vec<Type>) {
        let types = yields.types();
        let never = || {
            let never = Inert::pure(quote::quote!(::core::unreachable!()), Vec::new(), false);
            Expr::Inert(Inert { pure: false, ..never })
        };
        (types.iter().map(|_| never()).collect(), types)
    }

    /// The expression whose value a block yields: its last, or that of a `return` which says nothing more.
    fn value_of<'b>(&self, block: &'b syn::Block, in_tail: bool) -> Option<Cow<'b, syn::Expr>> {
        match block.stmts.last() {
            Some(Stmt::Expr(syn::Expr::Return(exit), _)) if in_tail => exit.expr.as_deref().map(Cow::Borrowed),
            Some(Stmt::Macro(last)) if macros::kind(&last.mac) == macros::Kind::Never => Some(Cow::Owned(mac(last))),
            _ => tail(block),
        }
    }

    /// `forced`: it is the function's own result, of the type that the signature says.
    pub(super) fn yielded(&mut self, tail: &syn::Expr, yields: &Yields, forced: bool) -> (Vec<Expr>, Vec<Type>) {
        if is_exit(tail) {
            self.leave(tail);
            return self.nothing(yields);
        }
        if is_never(tail) {
            let (_, types) = self.nothing(yields);
            let value = self.inert(tail, || catalogue::unsupported(tail));
            let values = types.iter().filter_map(|_| value.clone().map(Expr::Inert)).collect();
            return (values, types);
        }
        match yields {
            Yields::Nothing => (Vec::new(), Vec::new()),
            Yields::One(expected) if expected.is_float() => {
                self.forced = forced;
                let (value, ty) = self.float(tail, expected);
                (vec![value], vec![ty])
            }
            Yields::One(expected) => {
                self.forced = forced;
                let (value, ty) = self.owned(tail, expected);
                (vec![value], vec![types::join(&ty, expected)])
            }
            Yields::Parts(expected) => match structured(peel(tail)) {
                true => {
                    let (kind, types) = self.structure(tail, yields);
                    let vars: Vec<_> =
                        types.iter().map(|ty| self.function.fresh("chosen", ty.clone(), Origin::Temp)).collect();
                    let values = vars.iter().map(|&var| Expr::Var(var)).collect();
                    self.push(filled(kind, vars));
                    (values, types)
                }
                false => self.parts(tail, expected),
            },
        }
    }

    pub(super) fn for_loop(&mut self, each: &ExprForLoop) {
        let Some(range) = range(&each.expr) else {
            return self.for_source(each);
        };
        let ty = match self.arithmetic_type(range.low, range.high) {
            // Trips that nobody numbers may as well be indices, by which what they save is found again.
            Type::Int(None) if is_anonymous(each) && [range.low, range.high].into_iter().all(is_number) => {
                types::usize_type()
            }
            Type::Int(name) => Type::Int(name),
            _ => Type::Int(None),
        };
        let mut bounds = Vec::new();
        let steps = range.adaptors.iter().flatten().map(|&step| (step, types::usize_type()));
        for (expr, ty) in [(range.low, ty.clone()), (range.high, ty.clone())].into_iter().chain(steps) {
            let value = self.discrete(expr, &ty, "bound", true);
            bounds.push((self.stmts.len(), value, ty));
        }
        self.settle(&mut bounds);
        let mut bounds = bounds.into_iter().map(|(_, value, _)| value);
        let (Some(low), Some(high)) = (bounds.next(), bounds.next()) else { return };
        let adaptors = range.adaptors.iter().filter_map(|adaptor| match adaptor {
            None => Some(Adaptor::Rev),
            Some(_) => bounds.next().map(Adaptor::StepBy),
        });
        let adaptors = adaptors.collect();
        self.scoped(|this| {
            let var = match &*each.pat {
                Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() && pat.mutability.is_none() => {
                    let var = this.declare(&pat.ident, &ty, false);
                    this.enter(&pat.ident, Entity::Var(var));
                    var
                }
                Pat::Wild(_) => this.function.fresh("i", ty, Origin::Temp),
                other => {
                    this.refuse(catalogue::pattern(other));
                    for name in super::scope::bound_names(other) {
                        this.enter(&name, Entity::Inner(Type::Int(None)));
                    }
                    this.function.fresh("i", ty, Origin::Temp)
                }
            };
            let label = each.label.as_ref().map(|label| label.name.ident.clone());
            let ((body, _), _) =
                this.turns(label.clone(), Yields::Nothing, |this| this.block(&each.body, &Yields::Nothing));
            let range = Range { low, high, inclusive: range.inclusive, adaptors };
            this.push(StmtKind::For { label, var, range, body });
        });
    }
}

/// `for _ in …`
fn is_anonymous(each: &ExprForLoop) -> bool {
    matches!(&*each.pat, Pat::Wild(_))
}

/// `10`
fn is_number(expr: &syn::Expr) -> bool {
    matches!(peel(expr), syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(_), .. }))
}

struct Bounds<'e> {
    low: &'e syn::Expr,
    high: &'e syn::Expr,
    inclusive: bool,
    /// `.step_by(k)`, or `.rev()` where there is none.
    adaptors: Vec<Option<&'e syn::Expr>>,
}

/// `(a..b).rev().step_by(2)` and the like.
fn range(expr: &syn::Expr) -> Option<Bounds<'_>> {
    match peel(expr) {
        syn::Expr::Range(range) => Some(Bounds {
            low: range.start.as_deref()?,
            high: range.end.as_deref()?,
            inclusive: matches!(range.limits, RangeLimits::Closed(_)),
            adaptors: Vec::new(),
        }),
        syn::Expr::MethodCall(call) => {
            let mut bounds = range(&call.receiver)?;
            let adaptor = match (call.method.to_string().as_str(), call.args.len()) {
                ("rev", 0) => None,
                ("step_by", 1) => Some(&call.args[0]),
                _ => return None,
            };
            bounds.adaptors.push(adaptor);
            Some(bounds)
        }
        _ => None,
    }
}

/// Lowered to a structured statement.
pub(super) fn structured(expr: &syn::Expr) -> bool {
    matches!(expr, syn::Expr::If(_) | syn::Expr::Match(_) | syn::Expr::Block(_) | syn::Expr::Loop(_))
}

/// An `if` or a block that holds expressions alone, no statements.
pub(super) fn is_bare(expr: &syn::Expr) -> bool {
    let alone = |block: &syn::Block| block.stmts.len() == 1 && tail(block).is_some_and(|tail| is_bare(&tail));
    match peel(expr) {
        syn::Expr::If(branch) if has_let(&branch.cond) => false,
        syn::Expr::If(branch) => {
            alone(&branch.then_branch) && branch.else_branch.as_ref().is_some_and(|(_, otherwise)| is_bare(otherwise))
        }
        syn::Expr::Block(block) => block.label.is_none() && alone(&block.block),
        syn::Expr::Loop(_) | syn::Expr::Match(_) => false,
        _ => true,
    }
}

/// The condition tests a pattern.
pub(super) fn has_let(cond: &syn::Expr) -> bool {
    match peel(cond) {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}

/// The expression that a block ends in.
pub(super) fn tail(block: &syn::Block) -> Option<Cow<'_, syn::Expr>> {
    match block.stmts.last()? {
        Stmt::Expr(expr, None) => Some(Cow::Borrowed(expr)),
        Stmt::Macro(last) if last.semi_token.is_none() => Some(Cow::Owned(mac(last))),
        _ => None,
    }
}

/// A macro in statement position as an expression.
pub(super) fn mac(stmt: &syn::StmtMacro) -> syn::Expr {
    syn::Expr::Macro(syn::ExprMacro { attrs: stmt.attrs.clone(), mac: stmt.mac.clone() })
}

/// `panic!(…)` and its kin: of every type.
pub(super) fn is_never(expr: &syn::Expr) -> bool {
    matches!(peel(expr), syn::Expr::Macro(mac) if macros::kind(&mac.mac) == macros::Kind::Never)
}

/// `_`
pub(super) fn any() -> Pat {
    Pat::Wild(syn::PatWild { attrs: Vec::new(), underscore_token: syn::Token![_](proc_macro2::Span::call_site()) })
}
