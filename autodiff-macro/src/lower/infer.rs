//! The type of an expression, as far as its tokens tell. Nothing is lowered here.

use super::calls::{Target, last_name};
use super::refusals::iterator;
use super::scope::{Entity, single};
use super::types::{self, join};
use super::{Lowerer, copies, macros, methods, peel, structures};
use crate::ir::{FloatType, Type};
use syn::{BinOp, Expr, Lit, Member, Stmt, UnOp};

impl Lowerer<'_> {
    /// What a type in the body says.
    pub(super) fn read(&self, ty: &syn::Type) -> Type {
        types::read(ty, &self.function.signature.generics)
    }

    pub(super) fn type_of(&mut self, expr: &Expr) -> Type {
        if let Some(end) = self.end(expr) {
            return self.type_of(&end);
        }
        if let Some(looked) = self.looked_at_type(expr) {
            return looked;
        }
        if let Some(matched) = self.option_matched(expr) {
            return self.type_of(&matched);
        }
        if let Some(end) = self.end_behind(expr) {
            return Type::Ref { mutable: true, to: Box::new(self.type_of(&end)) };
        }
        match expr {
            Expr::Paren(paren) => self.type_of(&paren.expr),
            Expr::Group(group) => self.type_of(&group.expr),
            Expr::Lit(lit) => literal(&lit.lit),
            Expr::Path(path) => self.path_type(&path.path, expr),
            Expr::Unary(unary) => match unary.op {
                UnOp::Deref(_) => match self.type_of(&unary.expr) {
                    Type::Ref { to, .. } => *to,
                    _ => Type::Unknown,
                },
                // What the user's own operator makes of it, only rustc knows.
                UnOp::Neg(_) if self.is_own_operator(expr) => Type::Unknown,
                _ => self.type_of(&unary.expr).behind_refs().clone(),
            },
            Expr::Binary(binary) => match () {
                () if is_assignment(&binary.op) => Type::Unit,
                () if is_test(&binary.op) => Type::Bool,
                () if self.is_own_operator(expr) => Type::Unknown,
                () => self.arithmetic_type(&binary.left, &binary.right),
            },
            Expr::Cast(cast) => self.read(&cast.ty),
            Expr::MethodCall(call) => self.method_result(call).unwrap_or_else(|| {
                let name = call.method.to_string();
                if let Some(copied) = self.copied_type(call) {
                    return copied;
                }
                if let Some(total) = self.total_type(call) {
                    return total;
                }
                match self.type_of(&call.receiver).behind_refs() {
                    Type::Vec(of) if name == "pop" => Type::Option(of.clone()),
                    Type::Option(of) if matches!(name.as_str(), "unwrap" | "expect") => (**of).clone(),
                    Type::Unknown if name == "sin_cos" => Type::Tuple(vec![Type::Float(FloatType::Some); 2]),
                    Type::Unknown if methods::is_of_floats_alone(&name) => Type::Float(FloatType::Some),
                    Type::Unknown if methods::is_step(&name) => Type::Float(FloatType::Some),
                    _ => Type::Unknown,
                }
            }),
            Expr::Call(call) => self.call_type(call),
            Expr::Index(index) => {
                let element = self.type_of(&index.expr).element();
                match peel(&index.index) {
                    Expr::Range(_) => Type::Slice(Box::new(element)),
                    _ => element,
                }
            }
            Expr::Field(field) => {
                let base = self.type_of(&field.base);
                match (base.behind_refs(), &field.member) {
                    (Type::Tuple(of), Member::Unnamed(at)) => {
                        of.get(at.index as usize).cloned().unwrap_or(Type::Unknown)
                    }
                    _ => Type::Unknown,
                }
            }
            Expr::Reference(reference) => {
                let to = Box::new(self.type_of(&reference.expr));
                Type::Ref { mutable: reference.mutability.is_some(), to }
            }
            Expr::Tuple(tuple) if tuple.elems.is_empty() => Type::Unit,
            Expr::Tuple(tuple) => Type::Tuple(tuple.elems.iter().map(|of| self.type_of(of)).collect()),
            Expr::Array(array) => {
                let element = array.elems.iter().fold(Type::Unknown, |ty, of| join(&ty, &self.type_of(of)));
                Type::Array(Box::new(element), types::length(array.elems.len()))
            }
            Expr::Repeat(repeat) => {
                let element = self.type_of(&repeat.expr);
                Type::Array(Box::new(element), quote::ToTokens::to_token_stream(&repeat.len))
            }
            Expr::Range(range) => {
                let bounds = [&range.start, &range.end];
                let types: Vec<Type> = bounds.into_iter().flatten().map(|bound| self.type_of(bound)).collect();
                // Both bounds are of one type.
                let is_integer = types.is_empty() || types.iter().any(Type::is_discrete);
                if is_integer || bounds.into_iter().flatten().all(|bound| self.is_constant(bound)) {
                    Type::Inert
                } else {
                    Type::Unknown
                }
            }
            // What it captures, its result may carry.
            Expr::Closure(_) => {
                if self.is_constant(expr) {
                    Type::Inert
                } else {
                    Type::Unknown
                }
            }
            Expr::Macro(mac) => self.macro_type(&mac.mac),
            Expr::Block(block) => self.block_type(&block.block),
            Expr::Unsafe(block) => self.block_type(&block.block),
            Expr::Const(block) => self.block_type(&block.block),
            Expr::If(branch) => match &branch.else_branch {
                None => Type::Unit,
                Some((_, otherwise)) => {
                    let then = self.block_type(&branch.then_branch);
                    join(&then, &self.type_of(otherwise))
                }
            },
            Expr::Match(matching) => matching.arms.iter().fold(Type::Unknown, |ty, arm| {
                let arm = self.scoped(|this| {
                    this.enter_inner(&arm.pat, &Type::Unknown);
                    this.type_of(&arm.body)
                });
                join(&ty, &arm)
            }),
            Expr::Assign(_) | Expr::While(_) | Expr::ForLoop(_) => Type::Unit,
            Expr::Let(_) => Type::Bool,
            Expr::Struct(literal) => structures::structure_type(&literal.path),
            _ => Type::Unknown,
        }
    }

    /// The result of a method that is pure, as far as we know it. Of what a call returned, `len` is believed to count
    /// something; where that matters, it is proved.
    pub(super) fn method_result(&mut self, call: &syn::ExprMethodCall) -> Option<Type> {
        let receiver = self.type_of(&call.receiver);
        let name = call.method.to_string();
        methods::result(&receiver, &name).or_else(|| self.number_method(call)).or_else(|| self.unwrapped(call)).or_else(
            || match (receiver.behind_refs(), name.as_str()) {
                (Type::Unknown | Type::Named(_), "len") if call.args.is_empty() => Some(types::usize_type()),
                (Type::Unknown | Type::Named(_), "is_empty") if call.args.is_empty() => Some(Type::Bool),
                (_, "contains") if matches!(peel(&call.receiver), Expr::Range(_)) => Some(Type::Bool),
                (_, "count") if iterator(call).is_some() => Some(types::usize_type()),
                (_, "any" | "all") if iterator(call).is_some() => Some(Type::Bool),
                _ => None,
            },
        )
    }

    fn path_type(&mut self, path: &syn::Path, expr: &Expr) -> Type {
        match single(expr).and_then(|name| self.resolve(name)) {
            Some(Entity::Var(var)) => return self.function.var(var).ty.clone(),
            Some(Entity::View(view)) => return view.reference(),
            Some(Entity::Closure(closure)) => {
                return closure.native.map_or(Type::Unknown, |var| self.function.var(var).ty.clone());
            }
            Some(Entity::Inner(ty) | Entity::Constant(ty)) => return ty,
            None if path.is_ident("None") => return Type::Option(Box::new(Type::Unknown)),
            _ => {}
        }
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        types::of_constant(&names.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Of `left ∘ right`: a float with anything is a float.
    pub(super) fn arithmetic_type(&mut self, left: &Expr, right: &Expr) -> Type {
        // Chains lean to the left: the right operand mostly tells, and soon.
        let right = self.type_of(right).behind_refs().clone();
        if matches!(&right, Type::Float(FloatType::F64 | FloatType::F32 | FloatType::Generic(_))) {
            return right;
        }
        let left = self.type_of(left).behind_refs().clone();
        match (&left, &right) {
            (Type::Float(_), Type::Float(_)) | (Type::Int(_), Type::Int(_)) => join(&left, &right),
            (Type::Float(_), _) => left,
            (_, Type::Float(_)) => right,
            (Type::Int(_) | Type::Bool, _) => left,
            (_, Type::Int(_)) => right,
            _ => Type::Unknown,
        }
    }

    pub(super) fn call_type(&mut self, call: &syn::ExprCall) -> Type {
        match self.callee(call) {
            Target::Operation { .. } | Target::Slope(..) => {
                let types: Vec<Type> = call.args.iter().map(|arg| self.type_of(arg)).collect();
                let floats = types.iter().map(Type::behind_refs).filter(|ty| ty.is_float());
                floats.fold(Type::Float(FloatType::Some), |ty, of| join(&ty, of))
            }
            Target::Shape("zero_like") => call.args.first().map_or(Type::Unknown, |of| self.type_of(of).gradient()),
            Target::Shape(_) => Type::Unit,
            Target::FloatFrom(kind) => Type::Float(kind),
            Target::FloatFunction(kind) => {
                let name = last_name(&call.func).map(ToString::to_string).unwrap_or_default();
                let method = methods::result(&Type::Float(kind.clone()), &name);
                method.or_else(|| methods::function(&kind, &name)).unwrap_or(Type::Unknown)
            }
            Target::Function(result, _) => result,
            Target::Growing => {
                Type::Vec(Box::new(copies::named_element(&call.func, &self.function.signature.generics)))
            }
            // The type of what stands behind the first `&mut`, but for `swap`, which returns nothing.
            Target::Memory => match (last_name(&call.func), call.args.first()) {
                (Some(name), _) if name == "swap" => Type::Unit,
                (_, Some(first)) => self.type_of(first).behind_refs().clone(),
                _ => Type::Unknown,
            },
            Target::Structure if structures::is_some(&call.func) => {
                Type::Option(Box::new(call.args.first().map_or(Type::Unknown, |of| self.type_of(of))))
            }
            Target::Structure => structures::constructor(call).map_or(Type::Unknown, structures::structure_type),
            Target::ByName | Target::Associated | Target::Value => Type::Unknown,
            Target::Closure(closure) => {
                let args: Vec<Type> = call.args.iter().map(|arg| self.type_of(arg)).collect();
                self.closure_type(&closure, &args)
            }
        }
    }

    pub(super) fn macro_type(&mut self, mac: &syn::Macro) -> Type {
        match self.kind_of(mac) {
            macros::Kind::Vec => match macros::vec(mac) {
                Some(macros::VecMacro::Repeat(repeat)) => Type::Vec(Box::new(self.type_of(&repeat.0))),
                Some(macros::VecMacro::List(elements)) => {
                    let element = elements.iter().fold(Type::Unknown, |ty, of| join(&ty, &self.type_of(of)));
                    Type::Vec(Box::new(element))
                }
                None => Type::Unknown,
            },
            macros::Kind::Text => Type::Inert,
            macros::Kind::Test => Type::Bool,
            macros::Kind::Effect => Type::Unit,
            macros::Kind::Never | macros::Kind::Debug | macros::Kind::Unknown => Type::Unknown,
        }
    }

    fn block_type(&mut self, block: &syn::Block) -> Type {
        self.scoped(|this| {
            this.enter_items(block);
            for stmt in &block.stmts {
                let Stmt::Local(local) = stmt else { continue };
                let ty = local.init.as_ref().map_or(Type::Unknown, |init| this.type_of(&init.expr));
                this.enter_inner(&local.pat, &ty);
            }
            match block.stmts.last() {
                Some(Stmt::Expr(tail, None)) => this.type_of(tail),
                Some(Stmt::Macro(tail)) if tail.semi_token.is_none() => this.macro_type(&tail.mac),
                Some(Stmt::Macro(last)) if matches!(macros::kind(&last.mac), macros::Kind::Never) => Type::Unknown,
                Some(Stmt::Expr(Expr::Return(_) | Expr::Break(_) | Expr::Continue(_), _)) => Type::Unknown,
                _ => Type::Unit,
            }
        })
    }
}

fn literal(lit: &Lit) -> Type {
    let float = |suffix: &str| match suffix {
        "f64" => Some(Type::F64),
        "f32" => Some(Type::Float(FloatType::F32)),
        _ => None,
    };
    match lit {
        Lit::Float(lit) => float(lit.suffix()).unwrap_or(Type::Float(FloatType::Some)),
        Lit::Int(lit) => float(lit.suffix()).or_else(|| types::integer(lit.suffix())).unwrap_or(Type::Int(None)),
        Lit::Bool(_) => Type::Bool,
        _ => Type::Inert,
    }
}

pub(super) fn is_assignment(op: &BinOp) -> bool {
    matches!(
        op,
        BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
            | BinOp::BitXorAssign(_)
            | BinOp::BitAndAssign(_)
            | BinOp::BitOrAssign(_)
            | BinOp::ShlAssign(_)
            | BinOp::ShrAssign(_)
    )
}

pub(super) fn is_test(op: &BinOp) -> bool {
    is_comparison(op) || matches!(op, BinOp::And(_) | BinOp::Or(_))
}

pub(super) fn is_comparison(op: &BinOp) -> bool {
    matches!(op, BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_))
}
