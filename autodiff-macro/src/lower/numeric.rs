//! Floats without a literal of their own: the functions of `T: Float` that stand for numbers, and the ways from one float
//! type to another.

use super::calls::{Target, last_name};
use super::{Lowerer, Rhs, methods, peel, types};
use crate::ir::{Expr as IrExpr, FloatType, Op, Type};
use quote::ToTokens;
use syn::{Expr, ExprPath};

/// Traits whose functions are those of a float, whichever: their names say so.
const FLOAT_TRAITS: &[&str] = &["Float", "FloatConst", "Scalar"];
/// Traits that integers have too: of a type that is known to be a float.
const NUMBER_TRAITS: &[&str] = &["FromPrimitive", "Num", "NumCast", "One", "Signed", "ToPrimitive", "Zero"];

impl Lowerer<'_> {
    /// The function of a float type that a path names: `f64::sin`, `T::zero`, `Float::sin`, `<T as Float>::sin`.
    pub(super) fn of_float(&self, path: &ExprPath) -> Option<Target> {
        let kind = self.float_owner(path)?;
        let name = path.path.segments.last()?.ident.to_string();
        let is_std = matches!(kind, FloatType::F64 | FloatType::F32);
        // num-traits has the same in this trait as for a type parameter.
        let by_trait = self.float_trait(path).is_some();
        let operation = methods::operation(&kind, &name).filter(|op| !(by_trait && *op == Op::RemEuclid));
        Some(match operation {
            _ if name == "from" && is_std && path.qself.is_none() => Target::FloatFrom(kind),
            Some(op) => Target::Operation { op, proof: None },
            None => Target::FloatFunction(kind),
        })
    }

    fn float_owner(&self, path: &ExprPath) -> Option<FloatType> {
        let segments = &path.path.segments;
        let owner = segments.len().checked_sub(2).map(|at| segments[at].ident.to_string());
        if let Some(qself) = &path.qself {
            let is_number = qself.position == 0
                || owner.is_some_and(|owner| {
                    FLOAT_TRAITS.contains(&owner.as_str()) || NUMBER_TRAITS.contains(&owner.as_str())
                });
            return match self.read(&qself.ty) {
                Type::Float(kind) if is_number && segments.len() == qself.position + 1 => Some(kind),
                _ => None,
            };
        }
        let owner = owner?;
        let floats = &self.function.signature.generics.floats;
        match owner.as_str() {
            "f64" => Some(FloatType::F64),
            "f32" => Some(FloatType::F32),
            owner if FLOAT_TRAITS.contains(&owner) => Some(FloatType::Some),
            owner if segments.len() == 2 => {
                floats.iter().find(|float| float.name == owner).map(|float| FloatType::Generic(float.name.clone()))
            }
            _ => None,
        }
    }

    /// The trait by which a path names a function of a float: `num_traits::Float`, of `num_traits::Float::sin`.
    fn float_trait(&self, path: &ExprPath) -> Option<syn::Path> {
        let upto = path.path.segments.len().checked_sub(1)?;
        let is_trait = match &path.qself {
            Some(qself) => qself.position > 0,
            None => upto > 0 && FLOAT_TRAITS.iter().any(|known| path.path.segments[upto - 1].ident == known),
        };
        let mut path = path.path.clone();
        path.segments.pop();
        path.segments.pop_punct();
        is_trait.then_some(path)
    }

    /// `Float::sin(x)`: that this is num-traits' method is proved.
    pub(super) fn record_method(&mut self, callee: &Expr) {
        let Expr::Path(path) = peel(callee) else { return };
        let Some((of, name)) = self.float_trait(path).zip(path.path.segments.last()) else { return };
        let (of, name) = (of.into_token_stream(), &name.ident);
        let text = of.to_string();
        if !self.function.methods.iter().any(|(known, its)| its == name && known.to_string() == text) {
            self.function.methods.push((of, name.clone()));
        }
    }

    /// What an expression makes a float of another type: `T::from(x).unwrap()`, `x.to_f64().unwrap()`, `T::from_double(x)`,
    /// `x.to_double()`; with the type that it becomes.
    pub(super) fn conversion<'x>(&mut self, expr: &'x Expr) -> Option<(&'x Expr, FloatType)> {
        let (inner, is_unwrapped) = match peel(expr) {
            Expr::MethodCall(call) if matches!(call.method.to_string().as_str(), "unwrap" | "expect") => {
                (peel(&call.receiver), true)
            }
            other => (other, false),
        };
        let (of, to) = match inner {
            Expr::Call(call) if call.args.len() == 1 => {
                let Target::FloatFunction(kind) = self.callee(call) else { return None };
                let name = last_name(&call.func)?.to_string();
                let is_certain = matches!(name.as_str(), "from" | "from_double") || self.is_plain(&kind);
                match (methods::function(&kind, &name)?, is_unwrapped) {
                    (Type::Option(_), true) | (Type::Float(_), false) if is_certain => (&call.args[0], kind),
                    _ => return None,
                }
            }
            Expr::MethodCall(call) => match (self.number_method(call), is_unwrapped) {
                (Some(Type::Option(of)), true) => match *of {
                    Type::Float(to) => (&*call.receiver, to),
                    _ => return None,
                },
                (None, false) if call.method == "to_double" && call.args.is_empty() => {
                    match self.type_of(&call.receiver).behind_refs() {
                        Type::Float(FloatType::Generic(_)) => (&*call.receiver, FloatType::F64),
                        _ => return None,
                    }
                }
                _ => return None,
            },
            _ => return None,
        };
        let ty = self.type_of(of);
        let is_float = ty.behind_refs().is_float() || matches!(ty, Type::Unknown);
        (is_float && to != FloatType::Some).then_some((of, to))
    }

    pub(super) fn converted(&mut self, of: &Expr, to: FloatType) -> (Rhs, Type) {
        let op = self.function.signature.generics.conversion_to(&to).unwrap_or(Op::ToF64);
        let (of, _) = self.float(of, &Type::Float(FloatType::Some));
        (Rhs::Plain(IrExpr::op(op, vec![of])), Type::Float(to))
    }

    /// What num-traits' methods of `&self` yield, of a type parameter. Of one with bounds of the user's own, they may be
    /// hidden by methods of `self`.
    pub(super) fn number_method(&mut self, call: &syn::ExprMethodCall) -> Option<Type> {
        let receiver = self.type_of(&call.receiver);
        let Type::Float(kind @ FloatType::Generic(_)) = receiver.behind_refs() else { return None };
        if !call.args.is_empty() || !self.is_plain(kind) {
            return None;
        }
        let name = call.method.to_string();
        match name.as_str() {
            "is_zero" | "is_one" => Some(Type::Bool),
            "to_f64" => Some(Type::Option(Box::new(Type::F64))),
            "to_f32" => Some(Type::Option(Box::new(Type::Float(FloatType::F32)))),
            _ => integer_of(&name).map(|integer| Type::Option(Box::new(integer))),
        }
    }

    /// All bounds of this type parameter are traits of std, of num-traits or of the runtime, by their names.
    fn is_plain(&self, kind: &FloatType) -> bool {
        let floats = &self.function.signature.generics.floats;
        matches!(kind, FloatType::Generic(name) if floats.iter().any(|float| float.name == *name && float.plain))
    }

    /// `num_traits::cast(x).unwrap()`, `NumCast::from(x).unwrap()`: to which type, only rustc knows.
    pub(super) fn hidden_conversion<'x>(&self, call: &'x syn::ExprMethodCall) -> Option<&'x proc_macro2::Ident> {
        let Expr::Call(inner) = peel(&call.receiver) else { return None };
        let name = last_name(&inner.func)?;
        let is_cast = match self.callee(inner) {
            Target::ByName => name == "cast",
            Target::Associated => name == "from",
            _ => false,
        };
        (is_cast && matches!(call.method.to_string().as_str(), "unwrap" | "expect")).then_some(name)
    }

    /// `x.to_f64().unwrap()`, of an `x` whose type has bounds of the user's own.
    pub(super) fn doubtful_conversion<'x>(&mut self, call: &'x syn::ExprMethodCall) -> Option<&'x proc_macro2::Ident> {
        let Expr::MethodCall(inner) = peel(&call.receiver) else { return None };
        let is_conversion = matches!(inner.method.to_string().as_str(), "to_f64" | "to_f32") && inner.args.is_empty();
        let receiver = self.type_of(&inner.receiver);
        let is_generic = matches!(receiver.behind_refs(), Type::Float(FloatType::Generic(_)));
        (is_conversion && is_generic).then_some(&inner.method)
    }

    /// `T::from(i).unwrap()`, `x.to_f64().unwrap()`: what is known of an `Option` that is made on the spot.
    pub(super) fn unwrapped(&mut self, call: &syn::ExprMethodCall) -> Option<Type> {
        if !matches!(call.method.to_string().as_str(), "unwrap" | "expect") {
            return None;
        }
        let made = match peel(&call.receiver) {
            Expr::Call(inner) => match self.callee(inner) {
                Target::FloatFunction(kind) => methods::function(&kind, &last_name(&inner.func)?.to_string()),
                _ => None,
            },
            Expr::MethodCall(inner) => self.number_method(inner),
            _ => None,
        };
        match made? {
            Type::Option(of) => Some(*of),
            _ => None,
        }
    }
}

/// Names of constants: `PI`, `LN_2`, `FRAC_PI_2`.
pub(super) fn is_constant_name(name: &str) -> bool {
    name.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_')
}

/// `to_usize`, `to_i64`: the integer.
pub(super) fn integer_of(name: &str) -> Option<Type> {
    name.strip_prefix("to_").and_then(types::integer)
}
