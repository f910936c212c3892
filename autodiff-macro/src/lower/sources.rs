//! What a loop runs over: how often it turns, and what each turn is given.
//!
//! A source is a counter's range, and for each value of the counter an item: an element of memory, a part of it, a number,
//! a pair of these. Adaptors change the range where they can (`rev`, `skip`, `take`, `step_by`), so that `x.iter().rev()`
//! is a loop over `(0..n).rev()` that reads `x[i]`. Where an adaptor needs to know the position (`zip`, `enumerate`), the
//! range is made one from zero first, and what it was goes into the items' indices.

use super::closures::Closure;
use super::counts::{before, is_zero, method, number, plus, product, sum, variable};
use super::types::usize_type;
use crate::ir::{Expr, Inert, Place, Type, VarId};
use proc_macro2::Span;
use std::rc::Rc;

#[derive(Clone)]
pub(super) struct Source {
    pub(super) low: Inert,
    /// None: it never ends.
    pub(super) high: Option<Inert>,
    /// `low..=high`
    pub(super) inclusive: bool,
    /// What it counts in.
    pub(super) ty: Type,
    pub(super) steps: Vec<Step>,
    pub(super) item: Item,
}

/// How the counter moves over its range, in the order written.
#[derive(Clone)]
pub(super) enum Step {
    Rev,
    By(Inert),
}

#[derive(Clone)]
pub(super) enum Item {
    Piece(Box<Piece>),
    Number(At),
    Tuple(Vec<Item>),
    /// What a closure makes of another item.
    Made(Box<Item>, Rc<Closure>),
    /// A piece of memory, as a turn finds it.
    Found(Found),
    /// What a turn has computed: an atom.
    Value(Expr, Type),
}

/// A piece of memory that a pattern is matched against.
#[derive(Clone)]
pub(super) struct Found {
    pub(super) place: Place,
    pub(super) ty: Type,
    pub(super) access: Access,
    /// How many more references there are around it.
    pub(super) around: usize,
}

/// An element or a part of memory.
#[derive(Clone)]
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
#[derive(Clone)]
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
    /// Not computed from it at all.
    Exactly(Inert),
    Plus(Box<At>, Inert),
    Times(Box<At>, Inert),
    /// `end - 1 - at`
    Before(Inert, Box<At>),
}

impl Source {
    pub(super) fn of_pieces(turns: Inert, memory: Place, element: Type, access: Access, cut: Cut) -> Source {
        let item = Item::Piece(Box::new(Piece { memory, element, access, at: At::Counter, cut }));
        Source::up_to(Some(turns), item)
    }

    /// From zero on.
    pub(super) fn up_to(high: Option<Inert>, item: Item) -> Source {
        Source { low: number(0), high, inclusive: false, ty: usize_type(), steps: Vec::new(), item }
    }

    /// It counts in another integer than memory is indexed by: its positions are other numbers than its items.
    pub(super) fn is_of_others(&self) -> bool {
        matches!(&self.ty, Type::Int(Some(name)) if name.to_string() != "usize")
    }

    /// The range without its end.
    fn open(mut self) -> Source {
        if std::mem::take(&mut self.inclusive) {
            self.high = self.high.map(|high| sum(&high, &number(1)));
        }
        self
    }

    /// The same items, by a counter that starts at zero and counts turns.
    pub(super) fn straight(self) -> Source {
        let mut this = self.open();
        if is_zero(&this.low) && this.steps.is_empty() {
            return this;
        }
        let mut turns = this.high.take().map(|high| match is_zero(&this.low) {
            true => high,
            false => method(&high, "saturating_sub", &this.low),
        });
        let mut at = if is_zero(&this.low) { At::Counter } else { At::Plus(Box::new(At::Counter), this.low) };
        for step in this.steps {
            let Some(so_far) = &turns else { break };
            at = match step {
                Step::Rev => at.put(&At::Before(so_far.clone(), Box::new(At::Counter))),
                Step::By(step) => {
                    turns = Some(method(so_far, "div_ceil", &step));
                    at.put(&At::Times(Box::new(At::Counter), step))
                }
            };
        }
        this.item.shift(&at);
        Source::up_to(turns, this.item)
    }

    pub(super) fn enumerated(self) -> Source {
        let mut straight = self.straight();
        straight.item = Item::Tuple(vec![Item::Number(At::Counter), straight.item]);
        straight
    }

    pub(super) fn zipped(self, other: Source) -> Source {
        let (one, other) = (self.straight(), other.straight());
        let high = match (one.high, other.high) {
            (Some(one), Some(other)) if one.same(&other) => Some(one),
            (Some(one), Some(other)) => Some(method(&one, "min", &other)),
            (one, other) => one.or(other),
        };
        let item = Item::Tuple(vec![one.item, other.item]);
        Source::up_to(high, item)
    }

    pub(super) fn skipping(self, n: &Inert) -> Source {
        let mut source = if self.steps.is_empty() { self.open() } else { self.straight() };
        source.low = sum(&source.low, n);
        source
    }

    pub(super) fn taking(self, n: &Inert) -> Source {
        let mut source = if self.steps.is_empty() { self.open() } else { self.straight() };
        let end = sum(&source.low, n);
        source.high = Some(match &source.high {
            Some(high) => method(high, "min", &end),
            None => end,
        });
        source
    }

    /// None: it never ends, so that it can't be turned round, nor is it known how many steps it takes.
    pub(super) fn stepping(mut self, step: Step) -> Option<Source> {
        self.high.as_ref()?;
        self.steps.push(step);
        Some(self)
    }
}

impl Item {
    pub(super) fn shift(&mut self, by: &At) {
        match self {
            Item::Piece(piece) => piece.at = piece.at.put(by),
            Item::Number(at) => *at = at.put(by),
            Item::Tuple(of) => of.iter_mut().for_each(|item| item.shift(by)),
            Item::Made(of, _) => of.shift(by),
            Item::Found(_) | Item::Value(..) => {}
        }
    }

    /// A reference is in it.
    pub(super) fn lends(&self) -> bool {
        let is_value = |access: Access, around: usize| access == Access::Value && around == 0;
        match self {
            Item::Piece(piece) => !is_value(piece.access, 0) || !matches!(piece.cut, Cut::Elements),
            Item::Found(found) => !is_value(found.access, found.around),
            Item::Tuple(of) => of.iter().any(Item::lends),
            Item::Value(_, ty) => ty.is_ref() && !ty.is_discrete(),
            // What a closure makes, only its text tells.
            Item::Made(..) => true,
            Item::Number(_) => false,
        }
    }

    /// To make an item does something besides.
    pub(super) fn has_effects(&self) -> bool {
        match self {
            Item::Made(of, closure) => closure.has_effects() || of.has_effects(),
            Item::Tuple(of) => of.iter().any(Item::has_effects),
            Item::Piece(_) | Item::Number(_) | Item::Found(_) | Item::Value(..) => false,
        }
    }

    /// `copied()`
    pub(super) fn by_value(&mut self) -> bool {
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
            At::Exactly(n) => At::Exactly(n.clone()),
            At::Plus(at, n) => At::Plus(Box::new(at.put(counter)), n.clone()),
            At::Times(at, n) => At::Times(Box::new(at.put(counter)), n.clone()),
            At::Before(end, at) => At::Before(end.clone(), Box::new(at.put(counter))),
        }
    }

    pub(super) fn inert(&self, counter: VarId, span: Span) -> Inert {
        match self {
            At::Counter => variable(counter, span),
            At::Exactly(n) => n.clone(),
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
