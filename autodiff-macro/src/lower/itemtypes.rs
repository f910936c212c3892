//! The types of what chains of iterator methods give, as far as their tokens tell. Nothing is lowered here.

use super::closures::behind_references;
use super::refusals::{iterator, repeats};
use super::{Lowerer, peel, types};
use crate::ir::Type;
use syn::{Expr, ExprMethodCall};

impl Lowerer<'_> {
    /// What the chain gives, item by item.
    pub(super) fn item_type(&mut self, expr: &Expr) -> Type {
        let shared = |ty: Type| match ty {
            Type::Unknown => Type::Unknown,
            ty => Type::Ref { mutable: false, to: Box::new(ty) },
        };
        match peel(expr) {
            Expr::MethodCall(call) => {
                let receiver = &call.receiver;
                match (call.method.to_string().as_str(), call.args.first()) {
                    ("iter", None) => shared(self.type_of(receiver).element()),
                    ("iter_mut", None) => match self.type_of(receiver).element() {
                        Type::Unknown => Type::Unknown,
                        ty => Type::Ref { mutable: true, to: Box::new(ty) },
                    },
                    ("windows" | "chunks_exact" | "chunks", Some(_)) => {
                        shared(Type::Slice(Box::new(self.type_of(receiver).element())))
                    }
                    ("copied" | "cloned", None) => match self.item_type(receiver) {
                        Type::Ref { to, .. } => *to,
                        other => other,
                    },
                    ("enumerate", None) => Type::Tuple(vec![types::usize_type(), self.item_type(receiver)]),
                    ("zip", Some(other)) => Type::Tuple(vec![self.item_type(receiver), self.item_type(other)]),
                    ("into_iter" | "rev", None)
                    | ("skip" | "take" | "step_by" | "filter" | "inspect" | "chain" | "take_while", Some(_)) => {
                        self.item_type(receiver)
                    }
                    ("map", Some(arg)) => {
                        let item = self.item_type(receiver);
                        self.given_type(arg, &[item])
                    }
                    ("flat_map", Some(arg)) => {
                        let item = self.item_type(receiver);
                        match behind_references(arg) {
                            Expr::Closure(closure) => self.scoped(|this| {
                                closure.inputs.iter().for_each(|input| this.enter_inner(input, &item));
                                this.item_type(&closure.body)
                            }),
                            _ => Type::Unknown,
                        }
                    }
                    _ => Type::Unknown,
                }
            }
            Expr::Block(block) => super::control::tail(&block.block).map_or(Type::Unknown, |end| self.item_type(&end)),
            Expr::Range(range) => match (&range.start, &range.end) {
                (Some(low), Some(high)) => self.arithmetic_type(low, high),
                (Some(low), None) => self.type_of(low),
                _ => Type::Unknown,
            },
            Expr::Reference(reference) => shared(self.type_of(&reference.expr).element()),
            Expr::Call(call) if repeats(&call.func) && call.args.len() == 1 => self.type_of(&call.args[0]),
            memory => match self.type_of(memory) {
                Type::Ref { to, .. } => shared(to.element()),
                ty => ty.element(),
            },
        }
    }

    /// What a closure or a function results in that a method is given.
    fn given_type(&mut self, arg: &Expr, items: &[Type]) -> Type {
        match behind_references(arg) {
            Expr::Closure(closure) => match &closure.output {
                syn::ReturnType::Type(_, ty) => self.read(ty),
                syn::ReturnType::Default => self.scoped(|this| {
                    for (input, item) in closure.inputs.iter().zip(items) {
                        this.enter_inner(input, item);
                    }
                    this.type_of(&closure.body)
                }),
            },
            name => match self.closure(name) {
                Some(closure) => self.closure_type(&closure, items),
                None => {
                    let call: Expr = syn::parse_quote!(#name(item));
                    match self.type_of(&call) {
                        Type::Float(_) => items[0].behind_refs().clone(),
                        ty => ty,
                    }
                }
            },
        }
    }

    /// The type that a chain comes to, where its items tell: none but those with floats, which no guess makes inactive.
    pub(super) fn total_type(&mut self, call: &ExprMethodCall) -> Option<Type> {
        iterator(call)?;
        let named = self.turbofish(call);
        match (call.method.to_string().as_str(), call.args.len()) {
            ("sum" | "product", 0) if !types::is_open(&named) => Some(named),
            ("sum" | "product", 0) => Some(self.item_type(&call.receiver).behind_refs().clone()).filter(Type::is_float),
            ("fold", 2) => Some(self.type_of(&call.args[0])).filter(|ty| ty.leaf().is_float()),
            ("collect", 0) => match named {
                Type::Vec(of) => {
                    let item = self.item_type(&call.receiver).owned();
                    let of = if types::is_open(&of) && item.leaf().is_float() { types::join(&of, &item) } else { *of };
                    Some(Type::Vec(Box::new(of)))
                }
                _ => None,
            },
            _ => None,
        }
    }
}
