//! What a chain of iterator methods comes to: `sum`, `fold`, `collect` and their kin, each a loop and a variable.

use super::folds::untyped;
use super::iterate::Consumer;
use super::refusals::iterator;
use super::scope::Entity;
use super::sources::{At, Item, Source};
use super::streams::Stream;
use super::{Lowerer, Rhs, peel, types};
use crate::diagnostics::{Message, catalogue};
use crate::ir::{Act, Expr as IrExpr, FloatType, Inert, Op, Origin, Place, Spelling, StmtKind, Type};
use proc_macro2::Ident;
use quote::quote;
use syn::{Expr, ExprMethodCall, Pat};

/// The methods that an iterator ends in, and how many arguments they take.
const ENDS: &[(&str, usize)] = &[("sum", 0), ("product", 0), ("fold", 2), ("collect", 0), ("reduce", 1)];

/// Where a sum of floats starts: std's own start, whatever release this is.
fn empty_sum() -> f64 {
    std::iter::empty::<f64>().sum()
}

impl Lowerer<'_> {
    /// The value of a chain. None: it is no such thing.
    pub(super) fn total(&mut self, call: &ExprMethodCall, expected: &Type) -> Option<(Rhs, Type)> {
        if let Some(reduced) = self.reduced(call, expected) {
            return Some(reduced);
        }
        let name = call.method.to_string();
        let is_end = ENDS.contains(&(name.as_str(), call.args.len())) && name != "reduce";
        if !is_end || iterator(call).is_none() || self.is_poisoned(&call.receiver) {
            return None;
        }
        Some(match self.ended(call, &name, expected) {
            Ok(total) => total,
            Err(message) => self.poison(message),
        })
    }

    fn ended(&mut self, call: &ExprMethodCall, name: &str, expected: &Type) -> Result<(Rhs, Type), Message> {
        let ty = types::join(&self.turbofish(call), expected);
        match name {
            "sum" | "product" => {
                let item = self.item_type(&call.receiver).behind_refs().clone();
                let ty = if types::is_open(&ty) { item } else { ty };
                if ty.is_discrete() {
                    return Err(catalogue::iterators(&call.method));
                }
                let ty = if ty.is_float() { ty } else { Type::Float(FloatType::Some) };
                let stream = self.stream(&call.receiver)?;
                stream.expect(&ty);
                self.summed(stream, name, ty)
            }
            "collect" => {
                let of = match &ty {
                    Type::Vec(of) => (**of).clone(),
                    // A field, an argument: where it is no `Vec` that is wanted, rustc says so of the one that there is.
                    Type::Unknown => Type::Unknown,
                    _ => return Err(catalogue::collected(&call.method)),
                };
                let of = types::join(&of, &self.item_type(&call.receiver).owned());
                let stream = self.stream(&call.receiver)?;
                stream.expect(&of);
                self.collected(stream, of, &call.method)
            }
            _ => {
                let closure =
                    self.given_closure(&call.args[1], 2).ok_or_else(|| catalogue::given_no_closure(&call.args[1]))?;
                self.folded(call, &closure, expected)
            }
        }
    }

    fn summed(&mut self, stream: Stream, name: &str, ty: Type) -> Result<(Rhs, Type), Message> {
        let start = if name == "sum" { empty_sum() } else { 1.0 };
        let total = self.function.fresh(name, ty.clone(), Origin::Temp);
        self.function.var_mut(total).mutable = true;
        self.bind(total, Rhs::Plain(IrExpr::number(start)));
        let is_sum = name == "sum";
        self.run(stream, None, Consumer::Nobody, &mut |this, item, counter| {
            let (value, _) = this.item_float(item, counter);
            let place = Place::var(total);
            match is_sum {
                true => this.push(StmtKind::Accumulate { place, negative: false, value }),
                false => {
                    let product = IrExpr::Op(Op::Mul, vec![IrExpr::Var(total), value], Spelling::Natural);
                    let product = IrExpr::Var(this.name("product", ty.clone(), Rhs::Plain(product)));
                    this.push(StmtKind::Assign { place, value: product });
                }
            }
        })?;
        Ok((Rhs::Plain(IrExpr::Var(total)), self.function.var(total).ty.clone()))
    }

    fn collected(&mut self, stream: Stream, of: Type, at: &Ident) -> Result<(Rhs, Type), Message> {
        let ty = Type::Vec(Box::new(of.clone()));
        let made = self.function.fresh("collected", ty.clone(), Origin::Temp);
        self.function.var_mut(made).mutable = true;
        let empty = match stream.length() {
            Some(length) => {
                let (length, _) = self.atom(Rhs::Plain(IrExpr::Inert(length)), types::usize_type(), Some("capacity"));
                IrExpr::Runtime("Vec::with_capacity", vec![length])
            }
            None => IrExpr::Runtime("Vec::new", Vec::new()),
        };
        self.bind(made, Rhs::Plain(empty));
        let mut its = Type::Unknown;
        self.run(stream, None, Consumer::Nobody, &mut |this, item, counter| {
            let (value, ty) = match of.is_float() {
                true => this.item_float(item, counter),
                false => this.item_value(item, counter),
            };
            if lends(&ty) {
                this.refuse(catalogue::collected_references(at));
            }
            its = types::join(&its, &ty);
            this.push(StmtKind::Mutate { place: Place::var(made), act: Act::Push(value) });
        })?;
        let ty = types::join(&ty, &Type::Vec(Box::new(its)));
        self.function.var_mut(made).ty = ty.clone();
        Ok((Rhs::Plain(IrExpr::Var(made)), ty))
    }

    /// `reduce(f).unwrap()`: the first item, then the rest folded onto it.
    fn reduced(&mut self, unwrap: &ExprMethodCall, _expected: &Type) -> Option<(Rhs, Type)> {
        let reduce = reduction(unwrap)?;
        if iterator(reduce).is_none() || self.is_poisoned(&reduce.receiver) {
            return None;
        }
        Some(match self.reduce(reduce) {
            Ok(total) => total,
            Err(message) => self.poison(message),
        })
    }

    fn reduce(&mut self, call: &ExprMethodCall) -> Result<(Rhs, Type), Message> {
        let arg = &call.args[0];
        let closure = self.given_closure(arg, 2).ok_or_else(|| catalogue::given_no_closure(arg))?;
        let Stream::Counted(source) = self.stream(&call.receiver)? else {
            return Err(catalogue::adaptor(&call.method));
        };
        if source.is_of_others() {
            return Err(catalogue::adaptor(&call.method));
        }
        let mut source = source.straight();
        let (pattern, takes) = (&closure.syntax.inputs[0], &closure.syntax.inputs[1]);
        let (Pat::Ident(pat), _) = untyped(pattern) else { return Err(catalogue::pattern(pattern)) };
        self.not_empty(&source);
        let mut first = source.item.clone();
        first.shift(&At::Exactly(super::counts::number(0)));
        let nothing = self.function.fresh("i", types::usize_type(), Origin::Temp);
        let (value, ty) = self.item_float(first, nothing);
        let total = self.declare(&pat.ident, &ty, true);
        self.bind(total, Rhs::Plain(value));
        source.low = super::counts::number(1);
        let names = self.bound(|this| this.enter(&pat.ident, Entity::Var(total)));
        self.run(Stream::from(source), None, Consumer::Pattern(takes), &mut |this, item, counter| {
            let mut parameters = names.clone();
            parameters.absorb(this.bound(|this| this.match_item(takes, item, counter)));
            this.inlined_with(&closure, parameters, |this| this.fold_step(&closure, &[total]));
        })?;
        let ty = self.function.var(total).ty.clone();
        Ok((Rhs::Plain(IrExpr::Var(total)), ty))
    }

    /// Of nothing there is no first item, as `unwrap` says. Where the items come out of memory, its index does.
    fn not_empty(&mut self, source: &Source) {
        if let (false, Some(length)) = (matches!(source.item, Item::Piece(_)), &source.high) {
            let tokens = &length.tokens;
            let checked = Inert::pure(quote!(assert!(#tokens > 0)), length.reads.clone(), false);
            self.push(StmtKind::Effect(Inert { pure: false, ..checked }));
        }
    }

    /// `for_each`, of an iterator whose items may carry a derivative. False: it is no such thing, or stays as written.
    pub(super) fn each(&mut self, expr: &Expr) -> bool {
        let Expr::MethodCall(call) = peel(expr) else { return false };
        if call.method != "for_each" || call.args.len() != 1 || iterator(call).is_none() {
            return false;
        }
        if self.is_poisoned(&call.receiver) || self.opaque(expr, false).offence.is_none() {
            return false;
        }
        if let Err(message) = self.each_of(call) {
            self.refuse_source(&call.receiver, message);
        }
        true
    }

    fn each_of(&mut self, call: &ExprMethodCall) -> Result<(), Message> {
        let stream = self.stream(&call.receiver)?;
        let arg = &call.args[0];
        let closure = self.given_closure(arg, 1).ok_or_else(|| catalogue::given_no_closure(arg))?;
        let takes = &closure.syntax.inputs[0];
        self.run(stream, None, Consumer::Pattern(takes), &mut |this, item, counter| {
            let parameters = this.bound(|this| this.match_item(takes, item, counter));
            this.inlined_with(&closure, parameters, |this| this.effect_of(&closure.syntax.body));
        })
    }

    /// The type that `sum::<f64>()` names.
    pub(super) fn turbofish(&self, call: &ExprMethodCall) -> Type {
        let named = call.turbofish.as_ref().and_then(|arguments| arguments.args.first());
        match named {
            Some(syn::GenericArgument::Type(ty)) => self.read(ty),
            _ => Type::Unknown,
        }
    }
}

/// References to what may carry a derivative are in it.
fn lends(ty: &Type) -> bool {
    match ty {
        Type::Tuple(of) => of.iter().any(lends),
        ty => ty.is_ref() && !ty.is_discrete(),
    }
}

/// `x.iter()….reduce(f)` in `….unwrap()` or `….expect("…")`.
fn reduction(unwrap: &ExprMethodCall) -> Option<&ExprMethodCall> {
    let unwraps =
        (unwrap.method == "unwrap" && unwrap.args.is_empty()) || (unwrap.method == "expect" && unwrap.args.len() == 1);
    match peel(&unwrap.receiver) {
        Expr::MethodCall(call) if unwraps && call.method == "reduce" && call.args.len() == 1 => Some(call),
        _ => None,
    }
}
