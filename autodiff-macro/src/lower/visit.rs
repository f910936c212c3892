//! The walk through an opaque piece, in the scopes that it opens.

use super::fill::Filler;
use super::infer::{is_assignment, is_comparison};
use super::opaque::Offence;
use super::scope::Entity;
use super::types;
use crate::diagnostics::catalogue;
use crate::ir::{Inert, Type};
use proc_macro2::Ident;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Expr, Member, Stmt};

impl VisitMut for Filler<'_, '_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Path(path) => {
                let found = single_in(path).and_then(|name| match self.lowerer.resolve(name) {
                    Some(Entity::Var(var)) => Some((var, name.span())),
                    _ => None,
                });
                if let Some((var, span)) = found {
                    self.read(var);
                    path.path = Inert::hole(var, span).into();
                }
            }
            Expr::Index(index) => {
                self.visit_expr_mut(&mut index.expr);
                let outer = std::mem::replace(&mut self.shape, false);
                self.lowerer.learn(&index.index, &types::usize_type());
                self.visit_expr_mut(&mut index.index);
                self.shape = outer;
            }
            Expr::MethodCall(call) => self.method(call),
            Expr::Call(call) => self.call(call),
            Expr::Macro(mac) => self.macro_call(&mac.mac),
            Expr::Cast(cast) => {
                self.cast(cast);
                self.visit_expr_mut(&mut cast.expr);
            }
            Expr::Assign(assign) => {
                self.visit_expr_mut(&mut assign.right);
                self.write_to(&assign.left, || Offence::Assigns);
                self.visit_expr_mut(&mut assign.left);
            }
            Expr::Binary(binary) => {
                if is_assignment(&binary.op) {
                    self.write_to(&binary.left, || Offence::Assigns);
                } else if is_comparison(&binary.op) || !matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) {
                    self.compare(&binary.left, &binary.right);
                }
                visit_mut::visit_expr_binary_mut(self, binary);
            }
            Expr::Reference(reference) => {
                if reference.mutability.is_some() {
                    let message = catalogue::mutable_borrow(reference);
                    self.write_to(&reference.expr, || Offence::Other(message));
                }
                self.visit_expr_mut(&mut reference.expr);
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
                    this.visit_expr_mut(&mut branch.cond);
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
                    this.visit_expr_mut(&mut turn.cond);
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
                    self.offend(Offence::Other(catalogue::leaving(&exit.return_token, "return")));
                }
                visit_mut::visit_expr_return_mut(self, exit);
            }
            Expr::Try(tried) => {
                if self.closures == 0 {
                    self.offend(Offence::Other(catalogue::leaving(&tried.question_token, "?")));
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
                    Stmt::Expr(expr, _) => this.visit_expr_mut(expr),
                    Stmt::Macro(mac) => this.macro_call(&mac.mac),
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

fn single_in(path: &syn::ExprPath) -> Option<&Ident> {
    if path.qself.is_none() { path.path.get_ident() } else { None }
}
