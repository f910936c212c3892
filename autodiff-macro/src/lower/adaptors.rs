//! From `x.iter().zip(y).enumerate()` to the [`Stream`] that it is.

use super::calls::last_name;
use super::counts::{literal, method, number, plus, quotient, variable};
use super::refusals::repeats;
use super::sources::{Access, At, Cut, Item, Source, Step};
use super::streams::Stream;
use super::views::tokens;
use super::{Lowerer, Rhs, peel, references, types};
use crate::diagnostics::{Message, catalogue};
use crate::ir::{Expr as IrExpr, Inert, Place, Reading, Type};
use quote::quote;
use syn::{Expr, ExprMethodCall};

impl Lowerer<'_> {
    /// What a loop or a chain of methods runs over, evaluated as far as Rust does before the first turn.
    pub(super) fn stream(&mut self, expr: &Expr) -> Result<Stream, Message> {
        match peel(expr) {
            Expr::MethodCall(call) => self.adapted(call),
            Expr::Call(call) if repeats(&call.func) => self.repeated(call).ok_or_else(|| catalogue::for_each(expr)),
            Expr::Range(range) => self.numbers(range).map(Stream::from).ok_or_else(|| catalogue::for_each(expr)),
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

    fn adapted(&mut self, call: &ExprMethodCall) -> Result<Stream, Message> {
        let refused = || catalogue::adaptor(&call.method);
        let receiver = &*call.receiver;
        let args: Vec<&Expr> = call.args.iter().collect();
        let name = call.method.to_string();
        match (name.as_str(), args.as_slice()) {
            ("iter", []) => return self.elements_of(receiver, Access::Shared),
            ("iter_mut", []) => return self.elements_of(receiver, Access::Exclusive),
            ("into_iter", []) => return self.stream(receiver),
            ("chunks_exact" | "chunks" | "windows", [size]) => return self.parts_of(call, size, Access::Shared),
            ("chunks_exact_mut" | "chunks_mut", [size]) => return self.parts_of(call, size, Access::Exclusive),
            _ => {}
        }
        let is_adaptor = matches!(
            (name.as_str(), args.len()),
            ("copied" | "cloned" | "enumerate" | "rev", 0)
                | ("zip" | "chain" | "skip" | "take" | "step_by" | "map" | "filter" | "inspect", 1)
                | ("flat_map" | "take_while", 1)
        );
        if !is_adaptor {
            return Err(refused());
        }
        let stream = self.stream(receiver)?;
        let counts = matches!(name.as_str(), "enumerate" | "zip" | "skip" | "take");
        if counts && matches!(&stream, Stream::Counted(source) if source.is_of_others()) {
            return Err(refused());
        }
        let Some(&arg) = args.first() else { return self.plainly_adapted(&name, stream).ok_or_else(refused) };
        match (name.as_str(), stream) {
            ("zip", Stream::Counted(one)) => match self.stream(arg)? {
                Stream::Counted(other) if !one.item.has_effects() && !other.is_of_others() => {
                    Ok(one.zipped(*other).into())
                }
                _ => Err(refused()),
            },
            ("chain", one) => Ok(Stream::Both(Box::new(one), Box::new(self.stream(arg)?))),
            // The closures behind it would run for what is skipped, too.
            ("skip", Stream::Counted(source)) if !source.item.has_effects() => {
                Ok(source.skipping(&self.amount(arg, "skipped")).into())
            }
            ("take", Stream::Counted(source)) => Ok(source.taking(&self.amount(arg, "taken")).into()),
            ("step_by", Stream::Counted(source)) if !source.item.has_effects() => {
                let step = Step::By(self.amount(arg, "step"));
                source.stepping(step).map(Stream::from).ok_or_else(refused)
            }
            ("zip" | "skip" | "take" | "step_by", _) => Err(refused()),
            (_, stream) => {
                let closure = self.given_closure(arg, 1).ok_or_else(|| catalogue::given_no_closure(arg))?;
                let before = Box::new(stream);
                Ok(match (name.as_str(), *before) {
                    ("map", Stream::Counted(mut source)) => {
                        source.item = Item::Made(Box::new(source.item), closure);
                        Stream::Counted(source)
                    }
                    ("map", stream) => Stream::Mapped(Box::new(stream), closure),
                    ("filter", stream) => Stream::Filtered(Box::new(stream), closure),
                    ("inspect", stream) => Stream::Inspected(Box::new(stream), closure),
                    ("flat_map", stream) => Stream::Flat(Box::new(stream), closure),
                    (_, stream) if stream.is_one_loop() => Stream::While(Box::new(stream), closure),
                    _ => return Err(refused()),
                })
            }
        }
    }

    /// `copied`, `enumerate`, `rev`.
    fn plainly_adapted(&mut self, name: &str, stream: Stream) -> Option<Stream> {
        match (name, stream) {
            ("copied" | "cloned", Stream::Counted(mut source)) => match source.item.by_value() {
                true => Some(Stream::Counted(source)),
                false => Some(Stream::Copied(Box::new(Stream::Counted(source)))),
            },
            ("copied" | "cloned", stream) => Some(Stream::Copied(Box::new(stream))),
            ("enumerate", Stream::Counted(source)) => Some(source.enumerated().into()),
            ("enumerate", stream) => Some(Stream::Enumerated(Box::new(stream))),
            (_, stream) => stream.reversed(),
        }
    }

    /// `std::iter::repeat(x)`, `std::iter::once(x)`.
    fn repeated(&mut self, call: &syn::ExprCall) -> Option<Stream> {
        let arg = call.args.first().filter(|_| call.args.len() == 1 && repeats(&call.func))?;
        let high = last_name(&call.func)?.eq("once").then(|| number(1));
        let expected = self.type_of(arg);
        let (value, ty) = match expected.is_float() {
            true => self.float(arg, &expected),
            false => self.owned(arg, &expected),
        };
        let value = match value.as_var().filter(|&var| self.function.var(var).mutable) {
            Some(var) => IrExpr::Var(self.name("repeated", ty.clone(), Rhs::Plain(IrExpr::Var(var)))),
            None => value,
        };
        Some(Source::up_to(high, Item::Value(value, ty)).into())
    }

    /// The elements of an array, a slice or a `Vec`.
    fn elements_of(&mut self, memory: &Expr, access: Access) -> Result<Stream, Message> {
        let access = self.through(memory, access);
        let (memory, ty) = self.memory(memory, access)?;
        let length = self.turns_over(&memory, &ty);
        Ok(Source::of_pieces(length, memory, ty.element(), access, Cut::Elements).into())
    }

    fn parts_of(&mut self, call: &ExprMethodCall, size: &Expr, access: Access) -> Result<Stream, Message> {
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
        Ok(Source::of_pieces(turns, memory, ty.element(), access, cut).into())
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
        let ty = match ty {
            // As rustc has it, where nothing else is said.
            Type::Int(None) if is_negative(low) => types::integer("i32").unwrap_or(ty),
            Type::Int(_) => ty,
            Type::Unknown => types::usize_type(),
            _ => return None,
        };
        let low = self.end_of_range(low, &ty, "start");
        let high = range.end.as_ref().map(|high| self.end_of_range(high, &ty, "end"));
        let inclusive = matches!(range.limits, syn::RangeLimits::Closed(_));
        Some(Source { low, high, inclusive, ty, steps: Vec::new(), item: Item::Number(At::Counter) })
    }

    /// A number of elements, evaluated once.
    fn amount(&mut self, expr: &Expr, wish: &str) -> Inert {
        self.end_of_range(expr, &types::usize_type(), wish)
    }

    /// An end of a range, evaluated once.
    fn end_of_range(&mut self, expr: &Expr, ty: &Type, wish: &str) -> Inert {
        let value = self.discrete(expr, ty, wish, true);
        match self.unchanging(value) {
            IrExpr::Inert(inert) => inert,
            value => {
                let Some(var) = value.as_var() else { return number(0) };
                // `let end = 0 % 4;` does not say which integer it is.
                let variable_of = self.function.var_mut(var);
                if variable_of.origin == crate::ir::Origin::Temp
                    && matches!(ty, Type::Int(Some(name)) if name.to_string() == "usize")
                {
                    variable_of.annotation = Some(quote!(usize));
                }
                variable(var, self.span)
            }
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

/// `-2`
fn is_negative(expr: &Expr) -> bool {
    matches!(peel(expr), Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)))
}
