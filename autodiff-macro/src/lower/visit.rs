//! The walk through an opaque piece, in the scopes that it opens.

use super::calls::Target;
use super::fill::Filler;
use super::infer::{is_assignment, is_test};
use super::opaque::Offence;
use super::proofs::is_arithmetic;
use super::scope::{Entity, single};
use super::types;
use super::views::Stands;
use crate::diagnostics::catalogue;
use crate::ir::{Inert, Type};
use proc_macro2::Ident;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Expr, Member, Stmt};

impl VisitMut for Filler<'_, '_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let forced = std::mem::take(&mut self.forced);
        let on_the_way = std::mem::take(&mut self.on_the_way);
        match expr {
            Expr::Paren(syn::ExprParen { expr: inner, .. }) | Expr::Group(syn::ExprGroup { expr: inner, .. }) => {
                self.on_the_way = on_the_way;
                self.visit_forced(inner, forced);
            }
            Expr::Unary(unary) if !matches!(unary.op, syn::UnOp::Deref(_)) => {
                self.visit_forced(&mut unary.expr, forced)
            }
            Expr::Path(_) if self.lowerer.view(expr).is_some() => {
                if let Some(view) = self.lowerer.view(expr) {
                    *expr = self.view(&view, &Stands::behind(&view, 0));
                }
            }
            Expr::Unary(syn::ExprUnary { op: syn::UnOp::Deref(_), .. })
                if self.lowerer.dereferenced(expr).is_some() =>
            {
                if let Some((view, off)) = self.lowerer.dereferenced(expr) {
                    *expr = self.view(&view, &Stands::behind(&view, off));
                }
            }
            Expr::Unary(syn::ExprUnary { op: syn::UnOp::Deref(_), expr: inner, .. }) => self.visit_on_the_way(inner),
            Expr::Field(field) => self.visit_base(&mut field.base),
            // Whoever gets a `&mut` may write through it: `for v in y`, `count(y)`.
            Expr::Path(_) if !on_the_way && self.lowerer.lent_variable(expr).is_some() => {
                if let Some(var) = self.lowerer.lent_variable(expr) {
                    let message = catalogue::mutable_borrow(expr);
                    self.write(var, Offence::Other(message));
                }
                self.visit_on_the_way(expr);
            }
            Expr::Path(_) if self.lowerer.closure(expr).is_some() => {
                if let (Some(closure), Some(name)) = (self.lowerer.closure(expr), single(expr).cloned()) {
                    *expr = self.closure(&closure, &name);
                }
            }
            Expr::Path(path) => {
                let found = single_in(path).and_then(|name| match self.lowerer.resolve(name) {
                    Some(Entity::Var(var)) => Some((var, name.span())),
                    _ => None,
                });
                if let Some((var, span)) = found {
                    self.read(var);
                    if !on_the_way {
                        self.give(var);
                    }
                    path.path = Inert::hole(var, span).into();
                }
            }
            Expr::Index(index) => {
                let of = self.lowerer.type_of(&index.expr);
                let is_memory = matches!(of.behind_refs(), Type::Array(..) | Type::Slice(_) | Type::Vec(_));
                self.visit_base(&mut index.expr);
                let outer = std::mem::replace(&mut self.shape, false);
                match is_memory {
                    true => self.lowerer.learn(&index.index, &types::usize_type()),
                    false => self.lowerer.suppose(&index.index, &types::usize_type()),
                }
                let stops = is_memory || self.lowerer.type_of(&index.index).is_discrete();
                self.sheltered(stops, |this| this.visit_forced(&mut index.index, is_memory));
                self.shape = outer;
            }
            Expr::MethodCall(call) => {
                let guessed = if forced || !self.at_risk { None } else { self.guessed_length(call) };
                self.method(call);
                if let Some(proof) = guessed {
                    *expr = self.proof(expr, proof);
                }
            }
            Expr::Call(call) => {
                let written_out = match self.lowerer.callee(call) {
                    Target::Closure(closure) => self.closure_call(&closure, call),
                    _ => None,
                };
                match written_out {
                    Some(written_out) => *expr = written_out,
                    None => self.call(call),
                }
            }
            Expr::Macro(mac) => self.macro_call(&mac.mac, false),
            Expr::Cast(cast) => self.cast(cast),
            Expr::Assign(assign) => {
                self.visit_expr_mut(&mut assign.right);
                self.assign_to(&assign.left);
                self.visit_expr_mut(&mut assign.left);
            }
            Expr::Binary(binary) => {
                if is_assignment(&binary.op) {
                    self.write_to(&binary.left, || Offence::Assigns);
                } else if !is_logical(&binary.op) {
                    self.compare(&binary.left, &binary.right);
                }
                let is_arithmetic = is_arithmetic(&binary.op);
                let guessed = match is_arithmetic && !forced && self.at_risk {
                    true => self.lowerer.guessed(binary).map(|(side, proof)| (std::ptr::from_ref(side), proof)),
                    false => None,
                };
                // Of a comparison it is a flag that comes out, whatever goes in.
                let is_test = is_test(&binary.op);
                let forced = is_test || (is_arithmetic && forced);
                for side in [&mut binary.left, &mut binary.right] {
                    // `v * 2.0` of a reference `v` is that of what it refers to.
                    if let Some((view, off)) = self.lowerer.dereferenced(side).filter(|_| is_arithmetic)
                        && view.ty.is_scalar()
                        && view.around <= off
                    {
                        **side = self.view(&view, &Stands::AsPlace);
                        continue;
                    }
                    let is_guessed = guessed.filter(|(guess, _)| *guess == std::ptr::from_ref(&**side));
                    self.sheltered(is_test, |this| {
                        // `a == b` looks at both where they are.
                        this.on_the_way = is_test;
                        this.visit_forced(side, forced || is_guessed.is_some());
                        this.on_the_way = false;
                    });
                    if let Some((_, proof)) = is_guessed {
                        **side = self.proof(side, proof);
                    }
                }
            }
            Expr::Reference(reference) => {
                if reference.mutability.is_some() {
                    let message = catalogue::mutable_borrow(reference);
                    self.write_to(&reference.expr, || Offence::Other(message));
                }
                self.visit_on_the_way(&mut reference.expr);
            }
            Expr::Closure(closure) => {
                let loops = std::mem::take(&mut self.loops);
                self.closures += 1;
                self.scoped(|this| {
                    closure.inputs.iter().for_each(|input| this.enter_pattern(input, &Type::Unknown));
                    this.visit_expr_mut(&mut closure.body);
                });
                self.closures -= 1;
                self.loops = loops;
            }
            Expr::If(branch) => {
                self.scoped(|this| {
                    this.sheltered(true, |this| this.visit_forced(&mut branch.cond, true));
                    this.visit_block_mut(&mut branch.then_branch);
                });
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    self.visit_expr_mut(otherwise);
                }
            }
            Expr::Let(matching) => {
                self.visit_expr_mut(&mut matching.expr);
                self.enter_pattern(&matching.pat, &Type::Unknown);
            }
            Expr::Match(matching) => {
                self.visit_expr_mut(&mut matching.expr);
                for arm in &mut matching.arms {
                    self.scoped(|this| {
                        this.enter_pattern(&arm.pat, &Type::Unknown);
                        this.visit_pat_mut(&mut arm.pat);
                        this.visit_expr_mut(&mut arm.body);
                    });
                }
            }
            Expr::ForLoop(each) => {
                self.visit_expr_mut(&mut each.expr);
                self.scoped(|this| {
                    this.enter_pattern(&each.pat, &Type::Unknown);
                    this.looping(each.label.as_ref(), |this| this.visit_block_mut(&mut each.body));
                });
            }
            Expr::While(turn) => self.scoped(|this| {
                this.looping(turn.label.as_ref(), |this| {
                    this.sheltered(true, |this| this.visit_forced(&mut turn.cond, true));
                    this.visit_block_mut(&mut turn.body);
                });
            }),
            Expr::Loop(turn) => self.looping(turn.label.as_ref(), |this| this.visit_block_mut(&mut turn.body)),
            Expr::Block(block) => match &block.label {
                Some(label) => {
                    let label = label.clone();
                    self.looping(Some(&label), |this| this.visit_block_mut(&mut block.block));
                }
                None => self.visit_block_mut(&mut block.block),
            },
            Expr::Break(exit) => {
                self.leave(exit.label.as_ref(), &exit.break_token, "break");
                visit_mut::visit_expr_break_mut(self, exit);
            }
            Expr::Continue(exit) => self.leave(exit.label.as_ref(), &exit.continue_token, "continue"),
            Expr::Return(exit) => {
                if self.closures == 0 {
                    self.offend(Offence::Other(catalogue::leaving_inside(&exit.return_token, "return")));
                }
                visit_mut::visit_expr_return_mut(self, exit);
            }
            Expr::Try(tried) => {
                if self.closures == 0 {
                    self.offend(Offence::Other(catalogue::question(&tried.question_token)));
                }
                self.pure = false;
                self.visit_expr_mut(&mut tried.expr);
            }
            Expr::Unsafe(block) => self.offend(Offence::Other(catalogue::unsafe_block(&block.unsafe_token))),
            Expr::Async(block) => self.offend(Offence::Other(catalogue::async_code(&block.async_token))),
            Expr::Await(awaited) => self.offend(Offence::Other(catalogue::async_code(&awaited.await_token))),
            Expr::RawAddr(_) | Expr::TryBlock(_) | Expr::Yield(_) | Expr::Verbatim(_) => {
                self.offend(Offence::Other(catalogue::unsupported(expr)));
            }
            // A block of its own, which names no variable.
            Expr::Const(_) => {}
            other => visit_mut::visit_expr_mut(self, other),
        }
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        self.scoped(|this| {
            this.lowerer.enter_items(block);
            for stmt in &mut block.stmts {
                match stmt {
                    Stmt::Local(local) => {
                        let mut ty = Type::Unknown;
                        if let Some(init) = &mut local.init {
                            ty = this.lowerer.type_of(&init.expr);
                            this.visit_expr_mut(&mut init.expr);
                            if let Some((_, otherwise)) = &mut init.diverge {
                                this.visit_expr_mut(otherwise);
                            }
                        }
                        this.enter_pattern(&local.pat, &ty);
                    }
                    // An item sees none of the function's variables.
                    Stmt::Item(_) => {}
                    Stmt::Expr(Expr::Verbatim(tokens), _) if tokens.is_empty() => {}
                    Stmt::Expr(expr, _) => {
                        this.for_effect = matches!(expr, Expr::MethodCall(_));
                        this.visit_expr_mut(expr);
                    }
                    Stmt::Macro(mac) => this.macro_call(&mac.mac, false),
                }
            }
        });
    }

    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        // `S { x }` says the name once; the hole needs both.
        if field.colon_token.is_none() && matches!(field.member, Member::Named(_)) {
            field.colon_token = Some(syn::token::Colon(field.member.span()));
        }
        self.visit_expr_mut(&mut field.expr);
    }

    fn visit_pat_mut(&mut self, pattern: &mut syn::Pat) {
        // Of a pattern, only a guard names variables.
        if let syn::Pat::Guard(guarded) = pattern {
            self.visit_expr_mut(&mut guarded.guard);
        }
    }
}

impl Filler<'_, '_> {
    /// `forced`: what is guessed of the expression's type, Rust itself demands.
    fn visit_forced(&mut self, expr: &mut Expr, forced: bool) {
        self.forced = forced;
        self.visit_expr_mut(expr);
        self.forced = false;
    }
}

fn is_logical(op: &BinOp) -> bool {
    matches!(op, BinOp::And(_) | BinOp::Or(_))
}

fn single_in(path: &syn::ExprPath) -> Option<&Ident> {
    if path.qself.is_none() { path.path.get_ident() } else { None }
}
