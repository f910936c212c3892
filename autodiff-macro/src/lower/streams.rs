//! What a chain of iterator methods gives, one item after the other: a loop, several, or a loop in a loop.
//!
//! As long as every turn of one loop gives one item, it is a [`Source`]. What lets only some items through, or gives several
//! for one, is built around it, and becomes statements around whatever takes the items.

use super::closures::Closure;
use super::iterate::{Consumer, counter};
use super::scope::Scope;
use super::sources::{Item, Source, Step};
use super::{Lowerer, Rhs, peel, types};
use crate::diagnostics::{Message, catalogue};
use crate::ir::{Adaptor, Block, Expr as IrExpr, Inert, Place, Range, StmtKind, Type, VarId};
use proc_macro2::Ident;
use std::rc::Rc;
use syn::{Expr, Pat};

pub(super) enum Stream {
    Counted(Box<Source>),
    /// One after the other.
    Both(Box<Stream>, Box<Stream>),
    /// What a closure makes of each item.
    Mapped(Box<Stream>, Rc<Closure>),
    Filtered(Box<Stream>, Rc<Closure>),
    /// A look at each item.
    Inspected(Box<Stream>, Rc<Closure>),
    /// All that what a closure makes of an item gives.
    Flat(Box<Stream>, Rc<Closure>),
    /// Up to the first that does not pass.
    While(Box<Stream>, Rc<Closure>),
    Enumerated(Box<Stream>),
    Copied(Box<Stream>),
}

/// What becomes of an item.
pub(super) type Sink<'s, 'e> = dyn FnMut(&mut Lowerer<'e>, Item, VarId) + 's;

impl From<Source> for Stream {
    fn from(source: Source) -> Stream {
        Stream::Counted(Box::new(source))
    }
}

impl Stream {
    pub(super) fn is_one_loop(&self) -> bool {
        match self {
            Stream::Counted(_) => true,
            Stream::Both(..) | Stream::Flat(..) => false,
            Stream::Mapped(of, _)
            | Stream::Filtered(of, _)
            | Stream::Inspected(of, _)
            | Stream::While(of, _)
            | Stream::Enumerated(of)
            | Stream::Copied(of) => of.is_one_loop(),
        }
    }

    /// Its items are to be of this type, as far as that is not known.
    pub(super) fn expect(&self, ty: &Type) {
        let closure = match self {
            Stream::Counted(source) => match &source.item {
                Item::Made(_, closure) => closure,
                _ => return,
            },
            Stream::Mapped(_, closure) => closure,
            Stream::Both(one, other) => {
                one.expect(ty);
                other.expect(ty);
                return;
            }
            Stream::Filtered(of, _) | Stream::Inspected(of, _) | Stream::While(of, _) | Stream::Copied(of) => {
                return of.expect(ty);
            }
            Stream::Flat(..) | Stream::Enumerated(_) => return,
        };
        if !types::is_open(ty) {
            closure.result.borrow_mut().get_or_insert_with(|| ty.clone());
        }
    }

    /// The other way round. None: that is not known.
    pub(super) fn reversed(self) -> Option<Stream> {
        Some(match self {
            Stream::Counted(source) => Stream::Counted(Box::new(source.stepping(Step::Rev)?)),
            Stream::Both(one, other) => Stream::Both(Box::new(other.reversed()?), Box::new(one.reversed()?)),
            Stream::Mapped(of, closure) => Stream::Mapped(Box::new(of.reversed()?), closure),
            Stream::Filtered(of, closure) => Stream::Filtered(Box::new(of.reversed()?), closure),
            Stream::Inspected(of, closure) => Stream::Inspected(Box::new(of.reversed()?), closure),
            Stream::Copied(of) => Stream::Copied(Box::new(of.reversed()?)),
            Stream::Flat(..) | Stream::While(..) | Stream::Enumerated(_) => return None,
        })
    }

    /// How many items it gives, where that is known before. They are counted from zero.
    pub(super) fn length(&self) -> Option<Inert> {
        match self {
            Stream::Counted(source) if source.is_of_others() => None,
            Stream::Counted(source) => source.clone().straight().high,
            Stream::Mapped(of, _) | Stream::Inspected(of, _) | Stream::Enumerated(of) | Stream::Copied(of) => {
                of.length()
            }
            Stream::Both(..) | Stream::Filtered(..) | Stream::Flat(..) | Stream::While(..) => None,
        }
    }
}

impl<'e> Lowerer<'e> {
    /// Loops that hand each item to `sink`.
    pub(super) fn run(
        &mut self,
        stream: Stream,
        label: Option<Ident>,
        consumer: Consumer<'_>,
        sink: &mut Sink<'_, 'e>,
    ) -> Result<(), Message> {
        match stream {
            Stream::Counted(source) => self.run_counted(*source, label, consumer, sink),
            Stream::Both(one, other) => {
                self.run(*one, label.clone(), consumer, sink)?;
                self.run(*other, label, consumer, sink)
            }
            Stream::Mapped(of, closure) => {
                let takes = first(&closure);
                self.run(*of, label, takes, &mut |this, item, counter| {
                    let made = this.made(&closure, item, counter);
                    sink(this, made, counter);
                })
            }
            Stream::Inspected(of, closure) => self.run(*of, label, lent(&closure), &mut |this, item, counter| {
                let item = this.forced(item, counter);
                let parameters = this.bound(|this| this.match_lent(parameter(&closure), item.clone(), counter));
                this.inlined_with(&closure, parameters, |this| this.effect_of(&closure.syntax.body));
                sink(this, item, counter);
            }),
            Stream::Filtered(of, closure) => self.run(*of, label, lent(&closure), &mut |this, item, counter| {
                let item = this.forced(item, counter);
                let cond = this.test(&closure, item.clone(), counter);
                let outer = std::mem::take(&mut this.stmts);
                sink(this, item, counter);
                let then = Block { stmts: std::mem::replace(&mut this.stmts, outer), values: Vec::new() };
                this.push(StmtKind::If { binds: Vec::new(), cond, then, otherwise: Block::default() });
            }),
            Stream::While(of, closure) => self.run(*of, label, lent(&closure), &mut |this, item, counter| {
                let item = this.forced(item, counter);
                let cond = this.test(&closure, item.clone(), counter);
                let exit = StmtKind::Break { label: None, values: Vec::new() };
                let exit = this.function.stmt(exit, this.span, crate::ir::Pass::Primal);
                let otherwise = Block { stmts: vec![exit], values: Vec::new() };
                this.push(StmtKind::If { binds: Vec::new(), cond, then: Block::default(), otherwise });
                sink(this, item, counter);
            }),
            Stream::Flat(of, closure) => {
                let mut refused = None;
                self.run(*of, None, first(&closure), &mut |this, item, counter| {
                    let parameters = this.bound(|this| this.match_item(parameter(&closure), item, counter));
                    let done = this.inlined_with(&closure, parameters, |this| {
                        this.flat(&closure.syntax.body, |this, end| {
                            let end = end.ok_or_else(|| catalogue::for_each(&closure.syntax.body))?;
                            let inner = this.stream(end)?;
                            this.run(inner, label.clone(), consumer, sink)
                        })
                    });
                    refused = refused.take().or_else(|| done.and_then(Result::err));
                })?;
                refused.map_or(Ok(()), Err)
            }
            Stream::Enumerated(of) => {
                let number = self.function.fresh("number", types::usize_type(), crate::ir::Origin::Temp);
                self.function.var_mut(number).mutable = true;
                self.bind(number, Rhs::Plain(IrExpr::Inert(super::counts::number(0))));
                self.function.var_mut(number).annotation = Some(quote::quote!(usize));
                self.run(*of, label, Consumer::Nobody, &mut |this, item, counter| {
                    let item = this.forced(item, counter);
                    let here = super::counts::variable(number, this.span);
                    let at = this.name("at", types::usize_type(), Rhs::Plain(IrExpr::Inert(here.clone())));
                    let next = IrExpr::Inert(super::counts::plus(&here, &super::counts::number(1)));
                    this.push(StmtKind::Assign { place: Place::var(number), value: next });
                    sink(this, Item::Tuple(vec![Item::Value(IrExpr::Var(at), types::usize_type()), item]), counter);
                })
            }
            Stream::Copied(of) => self.run(*of, label, Consumer::Nobody, &mut |this, item, counter| {
                let item = match this.forced(item, counter) {
                    Item::Found(found) if found.around > 0 => {
                        Item::Found(super::sources::Found { around: found.around - 1, ..found })
                    }
                    Item::Found(found) => {
                        Item::Found(super::sources::Found { access: super::sources::Access::Value, ..found })
                    }
                    other => other,
                };
                sink(this, item, counter);
            }),
        }
    }

    fn run_counted(
        &mut self,
        source: Source,
        label: Option<Ident>,
        consumer: Consumer<'_>,
        sink: &mut Sink<'_, 'e>,
    ) -> Result<(), Message> {
        let Source { low, high, inclusive, ty, steps, item } = source;
        let Some(high) = high else { return Err(catalogue::endless_source(self.span)) };
        let mut bound =
            |inert: Inert, ty: &Type| self.atom(Rhs::Plain(IrExpr::Inert(inert)), ty.clone(), Some("bound")).0;
        let (low, high) = (bound(low, &ty), bound(high, &ty));
        let steps = steps.into_iter().map(|step| match step {
            Step::Rev => Adaptor::Rev,
            Step::By(by) => Adaptor::StepBy(bound(by, &types::usize_type())),
        });
        let adaptors = steps.collect();
        let named = counter(consumer, &item).map(|pat| &pat.ident);
        let var = match named {
            Some(name) => self.declare(name, &ty, false),
            None => self.counter(&ty),
        };
        let is_ours = named.is_none();
        let outer = std::mem::take(&mut self.stmts);
        sink(self, item, var);
        let body = Block { stmts: std::mem::replace(&mut self.stmts, outer), values: Vec::new() };
        if is_ours {
            self.counters.pop();
        }
        let range = Range { low, high, inclusive, adaptors };
        self.push(StmtKind::For { label, var, range, body });
        Ok(())
    }

    /// The names that `work` binds.
    pub(super) fn bound(&mut self, work: impl FnOnce(&mut Self)) -> Scope {
        self.scopes.push(Scope::default());
        work(self);
        self.scopes.pop().unwrap_or_default()
    }

    /// What a closure makes of an item.
    pub(super) fn made(&mut self, closure: &Closure, item: Item, counter: VarId) -> Item {
        let parameters = self.bound(|this| this.match_item(parameter(closure), item, counter));
        let expected = match &closure.syntax.output {
            syn::ReturnType::Type(_, ty) => self.read(ty),
            syn::ReturnType::Default => closure.result.borrow().clone().unwrap_or(Type::Unknown),
        };
        let made = self.inlined_with(closure, parameters, |this| this.item_of(&closure.syntax.body, &expected));
        made.unwrap_or_else(|| Item::Value(super::poison(), Type::Unknown))
    }

    /// Whether an item passes.
    fn test(&mut self, closure: &Closure, item: Item, counter: VarId) -> IrExpr {
        let parameters = self.bound(|this| this.match_lent(parameter(closure), item, counter));
        let test = self.inlined_with(closure, parameters, |this| {
            let (rhs, ty) = this.result_as(&Type::Bool, &closure.syntax.body, |this, end| {
                let value = this.discrete(end, &Type::Bool, "condition", true);
                (Rhs::Plain(value), Type::Bool)
            });
            this.atom(rhs, ty, Some("condition")).0
        });
        test.unwrap_or_else(super::poison)
    }

    /// What a body ends in.
    fn item_of(&mut self, body: &Expr, expected: &Type) -> Item {
        if super::inlining::returns(body) {
            let ty = types::join(expected, &self.type_of(body));
            let (rhs, ty) = self.result_of(body, &ty);
            let (value, ty) = self.atom(rhs, ty, None);
            return Item::Value(value, ty);
        }
        self.flat(body, |this, end| match end {
            Some(end) => this.item_at(end, expected),
            None => Item::Value(super::poison(), Type::Unit),
        })
    }

    fn item_at(&mut self, end: &Expr, expected: &Type) -> Item {
        let part = |at: usize| match expected {
            Type::Tuple(of) => of.get(at).cloned().unwrap_or(Type::Unknown),
            _ => Type::Unknown,
        };
        match peel(end) {
            Expr::Tuple(tuple) if !tuple.elems.is_empty() && tuple.elems.iter().all(super::inlining::is_simple) => {
                Item::Tuple(tuple.elems.iter().enumerate().map(|(at, of)| self.item_at(of, &part(at))).collect())
            }
            Expr::Tuple(tuple) if !tuple.elems.is_empty() => {
                let expected = tuple.elems.iter().enumerate();
                let expected: Vec<Type> = expected.map(|(at, of)| types::join(&part(at), &self.type_of(of))).collect();
                let (values, types) = self.parts(end, &expected);
                Item::Tuple(values.into_iter().zip(types).map(|(value, ty)| Item::Value(value, ty)).collect())
            }
            other => {
                if let Some(found) = self.found_at(other) {
                    return found;
                }
                let expected = types::join(expected, &self.type_of(other));
                let (rhs, ty) = self.rhs(other, &expected);
                let (value, ty) = match ty {
                    Type::Unknown if expected.is_float() => self.float_atom(rhs, ty),
                    ty => self.atom(rhs, ty, None),
                };
                Item::Value(value, ty)
            }
        }
    }

    /// A reference to memory.
    fn found_at(&mut self, expr: &Expr) -> Option<Item> {
        use super::sources::{Access, Found};
        let (place, ty, access, around) = match expr {
            Expr::Reference(reference) if self.is_place(&reference.expr) => {
                let access = match (reference.mutability, self.is_through_view(&reference.expr)) {
                    (Some(_), _) => Access::Exclusive,
                    (None, true) => Access::Through,
                    (None, false) => Access::Shared,
                };
                let (place, ty) = self.captured(&reference.expr);
                (place, ty, access, 0)
            }
            name => match (self.view(name), self.variable(name)) {
                (Some(view), _) => {
                    let access = if view.mutable { Access::Exclusive } else { Access::Through };
                    (view.place, view.ty, access, view.around)
                }
                (None, Some(var)) => match self.function.var(var).ty.clone() {
                    Type::Ref { mutable: false, to } if !types::is_open(&to) => {
                        let path = if to.is_scalar() { vec![crate::ir::Step::Deref] } else { Vec::new() };
                        (Place { base: var, path }, *to, Access::Shared, 0)
                    }
                    _ => return None,
                },
                _ => return None,
            },
        };
        Some(Item::Found(Found { place, ty, access, around }))
    }
}

fn parameter(closure: &Closure) -> &Pat {
    &closure.syntax.inputs[0]
}

fn first(closure: &Closure) -> Consumer<'_> {
    Consumer::Pattern(parameter(closure))
}

fn lent(closure: &Closure) -> Consumer<'_> {
    Consumer::Lent(parameter(closure))
}
