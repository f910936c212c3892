//! What a loop runs over: how often it turns, and what each turn is given.
//!
//! A source is a counter's range, and for each value of the counter an item: an element of memory, a part of it, a number,
//! a pair of these. Adaptors change the range where they can (`rev`, `skip`, `take`, `step_by`), so that `x.iter().rev()`
//! is a loop over `(0..n).rev()` that reads `x[i]`. Where an adaptor needs to know the position (`zip`, `enumerate`), the
//! range is made one from zero first, and what it was goes into the items' indices.

use super::counts::{before, is_zero, literal, method, number, plus, product, quotient, sum, variable};
use super::views::tokens;
use super::{Lowerer, Rhs, peel, references, types};
use crate::diagnostics::{Message, catalogue};
use crate::ir::{Expr as IrExpr, Inert, Place, Reading, Type, VarId};
use proc_macro2::Span;
use quote::quote;
use syn::{Expr, ExprMethodCall};

pub(super) struct Source {
    pub(super) low: Inert,
    /// None: it never ends.
    pub(super) high: Option<Inert>,
    pub(super) steps: Vec<Step>,
    pub(super) item: Item,
}

/// How the counter moves over its range, in the order written.
pub(super) enum Step {
    Rev,
    By(Inert),
}

pub(super) enum Item {
    Piece(Box<Piece>),
    Number(At),
    Pair(Box<Item>, Box<Item>),
}

/// An element or a part of memory.
pub(super) struct Piece {
    pub(super) memory: Place,
    /// The type of its elements.
    pub(super) element: Type,
    pub(super) access: Access,
    /// Its number.
    pub(super) at: At,
    pub(super) cut: Cut,
}

/// How a turn gets at its piece of memory.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Shared,
    /// Shared, of what an exclusive reference reaches.
    Through,
    Exclusive,
    Value,
}

/// How memory is cut into parts.
pub(super) enum Cut {
    /// Into its elements.
    Elements,
    /// Of this size each, one behind the other.
    Exact(Inert),
    /// The same, but for the last one, which ends where the memory does.
    Ragged(Inert, Inert),
    /// Of this size each, one at each element.
    Window(Inert),
}

/// An index, computed from the counter.
#[derive(Clone)]
pub(super) enum At {
    Counter,
    Plus(Box<At>, Inert),
    Times(Box<At>, Inert),
    /// `end - 1 - at`
    Before(Inert, Box<At>),
}

impl Source {
    fn of_pieces(turns: Inert, memory: Place, element: Type, access: Access, cut: Cut) -> Source {
        let item = Item::Piece(Box::new(Piece { memory, element, access, at: At::Counter, cut }));
        Source { low: number(0), high: Some(turns), steps: Vec::new(), item }
    }

    /// The same items, by a counter that starts at zero and counts turns.
    fn straight(mut self) -> Source {
        if is_zero(&self.low) && self.steps.is_empty() {
            return self;
        }
        let mut turns = self.high.take().map(|high| match is_zero(&self.low) {
            true => high,
            false => method(&high, "saturating_sub", &self.low),
        });
        let mut at = if is_zero(&self.low) { At::Counter } else { At::Plus(Box::new(At::Counter), self.low) };
        for step in self.steps {
            let Some(so_far) = &turns else { break };
            at = match step {
                Step::Rev => at.put(&At::Before(so_far.clone(), Box::new(At::Counter))),
                Step::By(step) => {
                    turns = Some(method(so_far, "div_ceil", &step));
                    at.put(&At::Times(Box::new(At::Counter), step))
                }
            };
        }
        self.item.shift(&at);
        Source { low: number(0), high: turns, steps: Vec::new(), item: self.item }
    }

    fn enumerated(self) -> Source {
        let mut straight = self.straight();
        straight.item = Item::Pair(Box::new(Item::Number(At::Counter)), Box::new(straight.item));
        straight
    }

    fn zipped(self, other: Source) -> Source {
        let (one, other) = (self.straight(), other.straight());
        let high = match (one.high, other.high) {
            (Some(one), Some(other)) if one.same(&other) => Some(one),
            (Some(one), Some(other)) => Some(method(&one, "min", &other)),
            (one, other) => one.or(other),
        };
        let item = Item::Pair(Box::new(one.item), Box::new(other.item));
        Source { low: number(0), high, steps: Vec::new(), item }
    }

    fn skipping(self, n: &Inert) -> Source {
        let mut source = if self.steps.is_empty() { self } else { self.straight() };
        source.low = sum(&source.low, n);
        source
    }

    fn taking(self, n: &Inert) -> Source {
        let mut source = if self.steps.is_empty() { self } else { self.straight() };
        let end = sum(&source.low, n);
        source.high = Some(match &source.high {
            Some(high) => method(high, "min", &end),
            None => end,
        });
        source
    }

    /// None: it never ends, so that it can't be turned round, nor is it known how many steps it takes.
    fn stepping(mut self, step: Step) -> Option<Source> {
        self.high.as_ref()?;
        self.steps.push(step);
        Some(self)
    }
}

impl Item {
    fn shift(&mut self, by: &At) {
        match self {
            Item::Piece(piece) => piece.at = piece.at.put(by),
            Item::Number(at) => *at = at.put(by),
            Item::Pair(one, other) => [one, other].into_iter().for_each(|item| item.shift(by)),
        }
    }

    /// `copied()`
    fn by_value(&mut self) -> bool {
        match self {
            Item::Piece(piece)
                if matches!((&piece.cut, piece.access), (Cut::Elements, Access::Shared | Access::Through)) =>
            {
                piece.access = Access::Value;
                true
            }
            _ => false,
        }
    }
}

impl At {
    /// With another index for the counter.
    fn put(&self, counter: &At) -> At {
        match self {
            At::Counter => counter.clone(),
            At::Plus(at, n) => At::Plus(Box::new(at.put(counter)), n.clone()),
            At::Times(at, n) => At::Times(Box::new(at.put(counter)), n.clone()),
            At::Before(end, at) => At::Before(end.clone(), Box::new(at.put(counter))),
        }
    }

    pub(super) fn inert(&self, counter: VarId, span: Span) -> Inert {
        match self {
            At::Counter => variable(counter, span),
            At::Plus(at, n) => plus(&at.inert(counter, span), n),
            At::Times(at, n) => product(&at.inert(counter, span), n),
            At::Before(end, at) => before(end, &at.inert(counter, span)),
        }
    }
}

impl Cut {
    /// Where the part number `at` begins and ends. None: it is an element.
    pub(super) fn ends(&self, at: &Inert) -> Option<(Inert, Inert)> {
        let end = |size: &Inert| product(&plus(at, &number(1)), size);
        match self {
            Cut::Elements => None,
            Cut::Exact(size) => Some((product(at, size), end(size))),
            Cut::Ragged(size, len) => Some((product(at, size), method(&end(size), "min", len))),
            Cut::Window(size) => Some((at.clone(), plus(at, size))),
        }
    }
}

impl Lowerer<'_> {
    /// What `for … in expr` runs over, evaluated as far as Rust does before the first turn.
    pub(super) fn source(&mut self, expr: &Expr) -> Result<Source, Message> {
        match peel(expr) {
            Expr::MethodCall(call) => self.adapted(call),
            Expr::Range(range) => self.numbers(range).ok_or_else(|| catalogue::for_each(expr)),
            Expr::Reference(reference) => {
                let access = if reference.mutability.is_some() { Access::Exclusive } else { Access::Shared };
                self.elements_of(&reference.expr, access)
            }
            memory => {
                let access = match self.type_of(memory) {
                    Type::Ref { mutable: true, .. } => Access::Exclusive,
                    Type::Ref { mutable: false, .. } => Access::Shared,
                    _ => Access::Value,
                };
                self.elements_of(memory, access)
            }
        }
    }

    fn adapted(&mut self, call: &ExprMethodCall) -> Result<Source, Message> {
        let refused = || catalogue::adaptor(&call.method);
        let receiver = &*call.receiver;
        let args: Vec<&Expr> = call.args.iter().collect();
        match (call.method.to_string().as_str(), args.as_slice()) {
            ("iter", []) => self.elements_of(receiver, Access::Shared),
            ("iter_mut", []) => self.elements_of(receiver, Access::Exclusive),
            ("into_iter", []) => self.source(receiver),
            ("copied" | "cloned", []) => {
                let mut source = self.source(receiver)?;
                if source.item.by_value() { Ok(source) } else { Err(refused()) }
            }
            ("enumerate", []) => Ok(self.source(receiver)?.enumerated()),
            ("rev", []) => self.source(receiver)?.stepping(Step::Rev).ok_or_else(refused),
            ("zip", [other]) => {
                let one = self.source(receiver)?;
                Ok(one.zipped(self.source(other)?))
            }
            ("skip", [n]) => {
                let source = self.source(receiver)?;
                Ok(source.skipping(&self.amount(n, "skipped")))
            }
            ("take", [n]) => {
                let source = self.source(receiver)?;
                Ok(source.taking(&self.amount(n, "taken")))
            }
            ("step_by", [n]) => {
                let source = self.source(receiver)?;
                source.stepping(Step::By(self.amount(n, "step"))).ok_or_else(refused)
            }
            ("chunks_exact" | "chunks" | "windows", [size]) => self.parts_of(call, size, Access::Shared),
            ("chunks_exact_mut" | "chunks_mut", [size]) => self.parts_of(call, size, Access::Exclusive),
            _ => Err(refused()),
        }
    }

    /// The elements of an array, a slice or a `Vec`.
    fn elements_of(&mut self, memory: &Expr, access: Access) -> Result<Source, Message> {
        let access = self.through(memory, access);
        let (memory, ty) = self.memory(memory, access)?;
        let length = self.turns_over(&memory, &ty);
        Ok(Source::of_pieces(length, memory, ty.element(), access, Cut::Elements))
    }

    fn parts_of(&mut self, call: &ExprMethodCall, size: &Expr, access: Access) -> Result<Source, Message> {
        let access = self.through(&call.receiver, access);
        let (memory, ty) = self.memory(&call.receiver, access)?;
        let size = self.amount(size, "size");
        let length = self.turns_over(&memory, &ty);
        let (turns, cut) = match call.method.to_string().as_str() {
            "windows" => {
                let turns = match literal(&size) {
                    Some(size @ 1..) => method(&length, "saturating_sub", &number(size - 1)),
                    _ => method(&plus(&length, &number(1)), "saturating_sub", &size),
                };
                (turns, Cut::Window(size))
            }
            "chunks" | "chunks_mut" => (method(&length, "div_ceil", &size), Cut::Ragged(size, length)),
            _ => (quotient(&length, &size), Cut::Exact(size)),
        };
        Ok(Source::of_pieces(turns, memory, ty.element(), access, cut))
    }

    fn through(&self, memory: &Expr, access: Access) -> Access {
        let is_through = access == Access::Shared && self.is_through_view(memory);
        if is_through { Access::Through } else { access }
    }

    /// Memory that a loop reads or writes by an index, and its type.
    fn memory(&mut self, expr: &Expr, access: Access) -> Result<(Place, Type), Message> {
        let expr = references::referred(expr);
        let ty = self.type_of(expr);
        let known = match ty.behind_refs() {
            Type::Array(..) | Type::Slice(_) | Type::Vec(_) => true,
            // What a call returned may be memory, if something differentiable flows into it.
            Type::Unknown => !self.is_passive(expr),
            _ => false,
        };
        if !known {
            return Err(catalogue::for_each(expr));
        }
        let is_place = self.is_place(expr);
        let (place, ty) = if is_place { self.captured(expr) } else { self.place(expr) };
        match access {
            // The loop has it for itself: whatever the body gives the variable is another one.
            Access::Value if is_place && self.function.var(place.base).mutable => {
                if !place.is_whole() {
                    return Err(catalogue::for_each(expr));
                }
                let own = self.name("values", ty.clone(), Rhs::Plain(IrExpr::Var(place.base)));
                Ok((Place::var(own), ty))
            }
            Access::Exclusive | Access::Through => Ok((place, ty)),
            // A part is looked up once, not in every turn; and of what a call returned, rustc is made to check that it is
            // what it was taken for.
            _ if !place.is_whole() || matches!(ty.behind_refs(), Type::Unknown) => {
                let wish = match place.path.last() {
                    Some(crate::ir::Step::Index(_)) => "row",
                    Some(_) => "part",
                    None => "values",
                };
                let is_open = matches!(ty.behind_refs(), Type::Unknown);
                let to = if is_open { Type::Slice(Box::new(Type::Unknown)) } else { ty };
                let reference = Type::Ref { mutable: false, to: Box::new(to) };
                let lent = Rhs::Plain(IrExpr::Borrow { mutable: false, place });
                let var = self.name(wish, reference.clone(), lent);
                if is_open {
                    self.function.var_mut(var).annotation = Some(quote!(&[_]));
                }
                Ok((Place::var(var), reference))
            }
            _ => Ok((place, ty)),
        }
    }

    /// `a..b`, `a..=b`, `a..`, of `usize`s.
    fn numbers(&mut self, range: &syn::ExprRange) -> Option<Source> {
        let low = range.start.as_deref()?;
        let ty = match &range.end {
            Some(high) => self.arithmetic_type(low, high),
            None => self.type_of(low),
        };
        let is_index = match &ty {
            Type::Int(Some(name)) => name.to_string() == "usize",
            Type::Int(None) | Type::Unknown => true,
            _ => false,
        };
        if !is_index {
            return None;
        }
        let low = self.amount(low, "start");
        let high = range.end.as_ref().map(|high| self.amount(high, "end"));
        let high = match range.limits {
            syn::RangeLimits::Closed(_) => high.map(|high| sum(&high, &number(1))),
            syn::RangeLimits::HalfOpen(_) => high,
        };
        Some(Source { low, high, steps: Vec::new(), item: Item::Number(At::Counter) })
    }

    /// A number of elements, evaluated once.
    fn amount(&mut self, expr: &Expr, wish: &str) -> Inert {
        let value = self.discrete(expr, &types::usize_type(), wish, true);
        match self.unchanging(value) {
            IrExpr::Inert(inert) => inert,
            value => value.as_var().map_or_else(|| number(0), |var| variable(var, self.span)),
        }
    }

    /// `place.len()`: nothing changes it as long as a loop runs over that memory.
    fn turns_over(&mut self, place: &Place, ty: &Type) -> Inert {
        if let Type::Array(_, len) = ty.behind_refs() {
            return Inert::pure(len.clone(), Vec::new(), len.clone().into_iter().count() > 1);
        }
        let base = self.function.var(place.base);
        let fixed = match &base.ty {
            Type::Unknown | Type::Named(_) => !base.mutable,
            Type::Ref { mutable: false, .. } => true,
            of => of.has_fixed_shape() && (place.is_whole() || ty.has_fixed_shape()),
        };
        let (tokens, mut reads) = tokens(place, self.span);
        if let Some(base) = reads.first_mut().filter(|_| fixed) {
            base.what = Reading::Shape;
        }
        let length = Inert::pure(quote!(#tokens.len()), reads, false);
        if place.is_whole() {
            return length;
        }
        // In an index of the same part, `x[1..][x[1..].len() - 1 - i]`, it would borrow what is being written.
        let bound = self.name("length", types::usize_type(), Rhs::Plain(IrExpr::Inert(length)));
        variable(bound, self.span)
    }
}
