//! Calls: which of them we know, and those of functions known by name alone.

use super::closures::Closure;
use super::scope::{Entity, Glob};
use super::{Lowerer, Rhs, methods, peel, poison, types};
use crate::diagnostics::catalogue;
use crate::ir::{Arg, Call, Callee, Expr, Flag, FloatType, Form, Op, Spelling, StmtKind, Type, VarId};
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use std::rc::Rc;
use syn::{ExprCall, PathArguments};

/// What a call calls.
pub(super) enum Target {
    /// A primitive of the runtime or a method of a float, by a path. `proof`: its bare name, to be proved at compile time.
    Operation { op: Op, proof: Option<(Ident, &'static str)> },
    /// A slope that a rule has left to the runtime, in a companion that is differentiated itself: how many operands it takes.
    Slope(&'static str, usize),
    /// `private::zero_like`, `private::check_len`: of its arguments it asks no more than their shapes.
    Shape(&'static str),
    /// `f64::from`
    FloatFrom(FloatType),
    /// Another function of a float type, by a path: `f64::sin_cos`, `f64::is_nan`, `T::zero`, `T::from`.
    FloatFunction(FloatType),
    /// A nested `fn`, with its result, and whether it has companions.
    Function(Type, bool),
    /// A function of which we know nothing but the name.
    ByName,
    /// `Vec::new`, `Vec::with_capacity`
    Growing,
    /// `mem::swap`, `mem::replace`, `mem::take`
    Memory,
    /// `Some`, `Point`
    Structure,
    /// `Type::f`, `Self::f`, `<T as Trait>::f`
    Associated,
    /// A closure by its name.
    Closure(Rc<Closure>),
    /// Whatever an expression yields.
    Value,
}

impl Lowerer<'_> {
    fn target(&self, callee: &syn::Expr) -> Target {
        let syn::Expr::Path(path) = peel(callee) else { return Target::Value };
        if let Some(target) = self.of_float(path) {
            return target;
        }
        if path.qself.is_some() {
            return Target::Associated;
        }
        let Some(last) = path.path.segments.last() else { return Target::Value };
        let name = last.ident.to_string();
        let own = Op::of_primitive(&name);
        if path.path.segments.len() == 1 {
            return match self.resolve(&last.ident) {
                Some(Entity::Var(_) | Entity::View(_) | Entity::Inner(_) | Entity::Constant(_)) => Target::Value,
                Some(Entity::Closure(closure)) => Target::Closure(closure),
                Some(Entity::Function(result, nested)) => Target::Function(result, nested.has_companions()),
                Some(Entity::Declared) if is_type_name(&name) => Target::Structure,
                Some(Entity::Declared) => Target::ByName,
                None if is_type_name(&name) => Target::Structure,
                None => match (own, self.glob()) {
                    (Some(op), None) => {
                        let proof = primitive_name(&name).map(|own| (last.ident.clone(), own));
                        Target::Operation { op, proof }
                    }
                    // The body imports it itself, where no proof outside could see it.
                    (Some(op), Some(Glob::Runtime)) => Target::Operation { op, proof: None },
                    _ => Target::ByName,
                },
            };
        }
        let owner = path.path.segments[path.path.segments.len() - 2].ident.to_string();
        match owner.as_str() {
            "Vec" if matches!(name.as_str(), "new" | "with_capacity") => Target::Growing,
            "mem" if matches!(name.as_str(), "swap" | "replace" | "take") => Target::Memory,
            _ if is_type_name(&name) => Target::Structure,
            owner if is_type_name(owner) => Target::Associated,
            _ => match own.filter(|_| self.is_of_runtime(&path.path)) {
                Some(op) => Target::Operation { op, proof: None },
                None => self.generated(&path.path).unwrap_or(Target::ByName),
            },
        }
    }

    /// What a call calls. A `relu` of two operands is nobody's but the user's own, and so is an `add` that writes one.
    pub(super) fn callee(&self, call: &ExprCall) -> Target {
        match self.target(&call.func) {
            Target::Operation { op, proof: Some(_), .. }
                if call.args.len() != op.arity() || call.args.iter().any(|arg| self.is_lent(arg)) =>
            {
                Target::ByName
            }
            target => target,
        }
    }

    /// `autodiff_runtime::sigmoid`, `autodiff_runtime::primitive::sigmoid`, or the same by the path of `crate = …`.
    fn is_of_runtime(&self, path: &syn::Path) -> bool {
        let mut around = path.clone();
        around.segments.pop();
        let module = around.segments.last().map(|last| last.ident.to_string());
        if module.is_some_and(|module| matches!(module.as_str(), "primitive" | "prelude")) {
            around.segments.pop();
        }
        self.is_root_of_runtime(&around)
    }

    pub(super) fn is_root_of_runtime(&self, path: &syn::Path) -> bool {
        let root = &self.function.signature.generics.runtime;
        path.segments.len() == root.len() && path.segments.iter().zip(root).all(|(segment, root)| segment.ident == root)
    }

    pub(super) fn call(&mut self, call: &ExprCall, expected: &Type) -> (Rhs, Type) {
        match self.callee(call) {
            Target::Operation { op, proof } => {
                if let Some((name, own)) = proof {
                    self.record_primitive(name, own);
                }
                self.record_method(&call.func);
                let operands: Vec<&syn::Expr> = call.args.iter().collect();
                self.operation(op, &operands, expected, Spelling::Path(peel(&call.func).to_token_stream()))
            }
            Target::Slope(name, arity) => self.written_out(name, arity, call, expected),
            Target::Shape(name) => self.of_shape(name, call),
            Target::FloatFrom(kind) => {
                let operands: Vec<&syn::Expr> = call.args.iter().collect();
                let op = if kind == FloatType::F32 { Op::ToF32 } else { Op::ToF64 };
                let path = Spelling::Path(peel(&call.func).to_token_stream());
                let (rhs, _) = self.operation(op, &operands, &Type::Unknown, path);
                (rhs, Type::Float(kind))
            }
            Target::FloatFunction(_) => match last_name(&call.func) {
                Some(name) => self.poison(catalogue::float_method(name)),
                None => self.poison(catalogue::computed_callee(&call.func)),
            },
            Target::Function(_, false) => self.poison(catalogue::without_companions(&call.func)),
            Target::Function(result, true) => self.by_name(call, result),
            Target::ByName => self.by_name(call, Type::Unknown),
            Target::Growing => self.growing(call, expected),
            Target::Memory => self.replaced(call),
            Target::Structure => self.structure_of_positions(call),
            Target::Associated => self.associated(call),
            Target::Closure(closure) => self.inlined(&closure, call, expected),
            Target::Value if self.is_poisoned(&call.func) => (Rhs::Plain(poison()), Type::Unknown),
            Target::Value => self.poison(catalogue::computed_callee(&call.func)),
        }
    }

    /// What `x.sin_cos()` or `f64::sin_cos(x)` takes the sine and cosine of, and which float it is.
    pub(super) fn sin_cos<'x>(&mut self, expr: &'x syn::Expr) -> Option<(&'x syn::Expr, FloatType)> {
        match peel(expr) {
            syn::Expr::MethodCall(call) if call.method == "sin_cos" && call.args.is_empty() => {
                match self.type_of(&call.receiver).behind_refs() {
                    Type::Float(kind) => Some((&call.receiver, kind.clone())),
                    Type::Unknown => Some((&call.receiver, FloatType::Some)),
                    _ => None,
                }
            }
            syn::Expr::Call(call) if call.args.len() == 1 => match self.callee(call) {
                Target::FloatFunction(kind) if last_name(&call.func)? == "sin_cos" => Some((&call.args[0], kind)),
                _ => None,
            },
            _ => None,
        }
    }

    /// `sin_cos` where its parts have no names.
    pub(super) fn sine_and_cosine(&mut self, expr: &syn::Expr) -> (Rhs, Type) {
        let (values, types) = self.parts(expr, &[]);
        (Rhs::Plain(Expr::Tuple(values)), Type::Tuple(types))
    }

    /// A call by name that is lent what may carry a derivative, to write it.
    pub(super) fn lends<'x>(&mut self, expr: &'x syn::Expr) -> Option<&'x ExprCall> {
        let syn::Expr::Call(call) = peel(expr) else { return None };
        let is_lent = call.args.iter().any(|arg| self.is_lent(arg));
        let is_by_name = match self.callee(call) {
            Target::ByName | Target::Function(..) => true,
            Target::Associated => !matches!(peel(&call.func), syn::Expr::Path(path) if methods::is_std_owner(path)),
            _ => false,
        };
        (is_lent && is_by_name).then_some(call)
    }

    /// `&mut y`, or a `y` that is a `&mut` itself, of what may carry a derivative.
    pub(super) fn is_lent(&self, arg: &syn::Expr) -> bool {
        match peel(arg) {
            syn::Expr::Reference(reference) if reference.mutability.is_some() => {
                self.root(&reference.expr).is_none_or(|var| !self.is_still(var))
            }
            other => match self.view(other) {
                Some(view) => view.mutable && !self.is_still(view.place.base),
                None => self.lent_variable(other).is_some_and(|var| !self.is_still(var)),
            },
        }
    }

    /// A variable that is a `&mut`, handed on.
    pub(super) fn lent_variable(&self, arg: &syn::Expr) -> Option<VarId> {
        self.variable(arg).filter(|&var| self.function.var(var).ty.is_mut_ref())
    }

    /// Such a call for its effect. What it returns is `()`, as far as can be told: rustc holds it to that.
    pub(super) fn lending(&mut self, call: &ExprCall) {
        let (Rhs::Structured(kind), ty) = self.call(call, &Type::Unknown) else { return };
        match ty {
            Type::Unit | Type::Unknown => self.push(*kind),
            ty => {
                self.name("value", ty, Rhs::Structured(kind));
            }
        }
    }

    fn by_name(&mut self, call: &ExprCall, result: Type) -> (Rhs, Type) {
        let syn::Expr::Path(path) = peel(&call.func) else {
            return self.poison(catalogue::computed_callee(&call.func));
        };
        self.called(callee(&path.path), None, &call.args, &call.func, result)
    }

    /// A call by name: what it is called on, if by a dot, and its arguments.
    pub(super) fn called<'x>(
        &mut self,
        callee: Callee,
        receiver: Option<(Expr, Type, bool)>,
        args: impl IntoIterator<Item = &'x syn::Expr>,
        at: &dyn ToTokens,
        result: Type,
    ) -> (Rhs, Type) {
        let receiver = receiver.map(|(value, ty, by_ref)| (self.stmts.len(), value, ty, by_ref));
        let mut values: Vec<_> = receiver.into_iter().collect();
        for arg in args {
            let (value, ty, by_ref) = self.argument(arg);
            values.push((self.stmts.len(), value, ty, by_ref));
        }
        let args = values;
        let mut values: Vec<_> = args.iter().map(|(at, value, ty, _)| (*at, value.clone(), ty.clone())).collect();
        self.settle(&mut values);
        if !self.keep_apart(&mut values) {
            return self.poison(catalogue::lent_in_parts(at));
        }
        let args = values.into_iter().zip(args).map(|((_, value, ty), (.., by_ref))| (value, ty, by_ref));
        let call = StmtKind::Call(self.call_of(callee, args));
        (Rhs::Structured(Box::new(call)), result)
    }

    pub(super) fn call_of(&self, callee: Callee, args: impl IntoIterator<Item = (Expr, Type, bool)>) -> Call {
        let args = args.into_iter().map(|(value, _, by_ref)| Arg { value, by_ref, flag: Flag::Inactive }).collect();
        Call { result: None, callee, args, pullback: None, forward: None, second: false }
    }
}

/// The last segment of a path.
pub(super) fn last_name(callee: &syn::Expr) -> Option<&Ident> {
    match peel(callee) {
        syn::Expr::Path(path) => path.path.segments.last().map(|last| &last.ident),
        _ => None,
    }
}

fn callee(path: &syn::Path) -> Callee {
    let mut prefix = TokenStream::new();
    path.leading_colon.to_tokens(&mut prefix);
    let before = path.segments.len().saturating_sub(1);
    path.segments.pairs().take(before).for_each(|pair| pair.to_tokens(&mut prefix));
    let last = &path.segments[before];
    let (turbofish, generics) = match &last.arguments {
        PathArguments::AngleBracketed(arguments) => (arguments.to_token_stream(), arguments.args.len()),
        _ => (TokenStream::new(), 0),
    };
    Callee { prefix, name: last.ident.clone(), turbofish, generics, form: Form::Free }
}

/// `Type::g`, `<T as Trait>::g`.
pub(super) fn associated_callee(path: &syn::ExprPath) -> Callee {
    let mut around = path.clone();
    // The last segment alone, so that it can be taken off.
    if let Some(last) = around.path.segments.last_mut() {
        last.arguments = PathArguments::None;
    }
    let mut prefix: Vec<_> = around.to_token_stream().into_iter().collect();
    prefix.pop();
    Callee { prefix: prefix.into_iter().collect(), form: Form::Associated, ..callee(&path.path) }
}

/// The runtime's own name of a primitive, as the constant that it is.
fn primitive_name(name: &str) -> Option<&'static str> {
    const NAMES: &[&str] = &[
        "add",
        "sub",
        "mul",
        "div",
        "neg",
        "pow",
        "powi",
        "exp",
        "ln",
        "sqrt",
        "sigmoid",
        "tanh",
        "relu",
        "leaky_relu",
        "elu",
        "selu",
        "gelu",
        "silu",
        "softplus",
        "stop_gradient",
    ];
    NAMES.iter().find(|known| **known == name).copied()
}

/// By Rust's own convention.
pub(super) fn is_type_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_uppercase())
        || (types::integer(name).is_some() || matches!(name, "f64" | "f32" | "bool" | "char" | "str"))
}
