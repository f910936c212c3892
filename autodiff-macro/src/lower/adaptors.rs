//! From `x.iter().zip(y).enumerate()` to the [`Source`] that it is.

use super::counts::{literal, method, number, plus, quotient, sum, variable};
use super::sources::{Access, At, Cut, Item, Source, Step};
use super::views::tokens;
use super::{Lowerer, Rhs, peel, references, types};
use crate::diagnostics::{Message, catalogue};
use crate::ir::{Expr as IrExpr, Inert, Place, Reading, Type};
use quote::quote;
use syn::{Expr, ExprMethodCall};

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
