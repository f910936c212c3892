//! Types, as far as the macro can know them from the tokens of one function.

use proc_macro2::{Ident, TokenStream};

/// What is known of a type. [`Type::Unknown`] is not an error: rustc knows it, and the runtime's traits serve it.
#[derive(Clone, Debug)]
pub(crate) enum Type {
    Float(FloatType),
    /// An integer type, with its tokens where they are known (`usize`); a bare literal has none.
    Int(Option<TokenStream>),
    Bool,
    Unit,
    /// Known never to carry a derivative: `&str`, `char`, ranges, and the like.
    Inert,
    /// `[T; N]`, with the tokens of `N`.
    Array(Box<Type>, TokenStream),
    Slice(Box<Type>),
    Vec(Box<Type>),
    Tuple(Vec<Type>),
    Option(Box<Type>),
    /// A type of the user's own, as written.
    Named(TokenStream),
    Ref {
        mutable: bool,
        to: Box<Type>,
    },
    Unknown,
    /// The tangents of a float along several directions at once, as many as this constant parameter says.
    Tangents(FloatType, Ident),
}

/// Which float.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FloatType {
    F64,
    F32,
    /// A type parameter bounded by `Float`.
    Generic(Ident),
    /// A float, but which one only rustc knows: a bare literal, or the result of a call that is used as a float.
    Some,
}

impl Type {
    pub(crate) const F64: Type = Type::Float(FloatType::F64);

    pub(crate) fn is_float(&self) -> bool {
        matches!(self, Type::Float(_))
    }

    /// Known never to carry a derivative, whatever flows into it.
    pub(crate) fn is_discrete(&self) -> bool {
        match self {
            Type::Int(_) | Type::Bool | Type::Unit | Type::Inert => true,
            Type::Ref { to, .. } => to.is_discrete(),
            Type::Array(of, _) | Type::Slice(of) | Type::Vec(of) | Type::Option(of) => of.is_discrete(),
            Type::Tuple(of) => of.iter().all(Type::is_discrete),
            Type::Float(_) | Type::Named(_) | Type::Unknown | Type::Tangents(..) => false,
        }
    }

    /// What a place of this type has after one dereference, which indexing and field access do by themselves.
    pub(crate) fn behind_refs(&self) -> &Type {
        match self {
            Type::Ref { to, .. } => to.behind_refs(),
            other => other,
        }
    }

    /// The type of `x[i]` for an `x` of this type.
    pub(crate) fn element(&self) -> Type {
        match self.behind_refs() {
            Type::Array(of, _) | Type::Slice(of) | Type::Vec(of) => (**of).clone(),
            _ => Type::Unknown,
        }
    }

    /// The type of what the variant of an option or of an enum holds, of a value of this type.
    pub(crate) fn payload(&self) -> Type {
        match self.behind_refs() {
            Type::Option(of) => (**of).clone(),
            _ => Type::Unknown,
        }
    }

    /// A scalar is copied by every read; anything else is memory, written in place and never snapshotted.
    pub(crate) fn is_scalar(&self) -> bool {
        matches!(self, Type::Float(_) | Type::Tangents(..) | Type::Int(_) | Type::Bool)
    }

    /// Known to be `Copy`, so that saving it never moves it.
    pub(crate) fn is_copy(&self) -> bool {
        match self {
            Type::Float(_) | Type::Tangents(..) | Type::Int(_) | Type::Bool | Type::Unit => true,
            Type::Ref { mutable, .. } => !mutable,
            Type::Array(of, _) | Type::Option(of) => of.is_copy(),
            Type::Tuple(of) => of.iter().all(Type::is_copy),
            Type::Inert | Type::Slice(_) | Type::Vec(_) | Type::Named(_) | Type::Unknown => false,
        }
    }

    /// It owns memory, or may: a move takes that along.
    pub(crate) fn owns_memory(&self) -> bool {
        match self {
            Type::Vec(_) | Type::Named(_) => true,
            Type::Array(of, _) | Type::Option(of) => of.owns_memory(),
            Type::Tuple(of) => of.iter().any(Type::owns_memory),
            _ => false,
        }
    }

    pub(crate) fn is_ref(&self) -> bool {
        matches!(self, Type::Ref { .. })
    }

    /// `&mut`: its memory is the caller's, and the function may write it.
    pub(crate) fn is_mut_ref(&self) -> bool {
        matches!(self, Type::Ref { mutable: true, .. })
    }

    /// What holds a copy of it.
    pub(crate) fn owned(&self) -> Type {
        match self {
            Type::Ref { to, .. } => to.owned(),
            Type::Slice(of) => Type::Vec(Box::new(of.owned())),
            other => other.clone(),
        }
    }

    /// The length of whatever is behind this type can't change while it is borrowed or bound.
    pub(crate) fn has_fixed_shape(&self) -> bool {
        match self {
            Type::Ref { to, .. } => matches!(**to, Type::Slice(_) | Type::Array(..)) || self.is_shared_ref(),
            Type::Array(..) | Type::Slice(_) => true,
            _ => false,
        }
    }

    fn is_shared_ref(&self) -> bool {
        matches!(self, Type::Ref { mutable: false, .. })
    }

    /// How many numbers a value has, and where, this type alone says.
    pub(crate) fn says_shape(&self) -> bool {
        match self {
            Type::Float(_) | Type::Int(_) | Type::Bool | Type::Unit => true,
            Type::Array(of, _) => of.says_shape(),
            Type::Tuple(of) => of.iter().all(Type::says_shape),
            _ => false,
        }
    }

    /// The type of a gradient with respect to a value of this type, owned (SPEC: "its gradient in `_grad`").
    pub(crate) fn gradient(&self) -> Type {
        match self {
            Type::Ref { to, .. } => to.gradient(),
            Type::Slice(of) | Type::Vec(of) => Type::Vec(Box::new(of.gradient())),
            Type::Array(of, n) => Type::Array(Box::new(of.gradient()), n.clone()),
            Type::Tuple(of) => Type::Tuple(of.iter().map(Type::gradient).collect()),
            Type::Option(of) => Type::Option(Box::new(of.gradient())),
            // Nothing to add up: `()` in the gradient of a tuple.
            Type::Int(_) | Type::Bool | Type::Inert => Type::Unit,
            other => other.clone(),
        }
    }

    /// The type of a value's tangents along several directions, as many as the constant parameter `lanes` says.
    pub(crate) fn in_group(&self, lanes: &Ident) -> Option<Type> {
        let of = |ty: &Type| ty.in_group(lanes);
        Some(match self {
            Type::Float(float) => Type::Tangents(float.clone(), lanes.clone()),
            Type::Array(element, len) => Type::Array(Box::new(of(element)?), len.clone()),
            Type::Slice(element) => Type::Slice(Box::new(of(element)?)),
            Type::Vec(element) => Type::Vec(Box::new(of(element)?)),
            Type::Tuple(parts) => Type::Tuple(parts.iter().map(of).collect::<Option<_>>()?),
            Type::Ref { mutable, to } => Type::Ref { mutable: *mutable, to: Box::new(of(to)?) },
            // An integer in a tangent is a copy of its value's: the tuple around it is no tuple of tangents.
            _ => return None,
        })
    }

    /// Tangents along several directions, or something that is made of them.
    pub(crate) fn is_in_group(&self) -> bool {
        match self {
            Type::Tangents(..) => true,
            Type::Ref { to: of, .. } | Type::Array(of, _) | Type::Slice(of) | Type::Vec(of) => of.is_in_group(),
            Type::Tuple(of) => of.iter().any(Type::is_in_group),
            _ => false,
        }
    }

    /// The type behind the `&mut` of an accumulator of this gradient (SPEC: "its accumulator in `_pullback`").
    pub(crate) fn accumulator(&self) -> Type {
        match self.gradient() {
            Type::Vec(of) => Type::Slice(of),
            other => other,
        }
    }

    /// Floats and nothing else, owned: it is its own gradient.
    pub(crate) fn is_made_of_floats(&self) -> bool {
        match self {
            Type::Float(_) => true,
            Type::Array(of, _) | Type::Vec(of) | Type::Option(of) => of.is_made_of_floats(),
            Type::Tuple(of) => of.iter().all(Type::is_made_of_floats),
            _ => false,
        }
    }

    /// Some part of it only rustc knows.
    pub(crate) fn is_open(&self) -> bool {
        match self {
            Type::Unknown | Type::Named(_) => true,
            Type::Array(of, _) | Type::Slice(of) | Type::Vec(of) | Type::Option(of) => of.is_open(),
            Type::Ref { to, .. } => to.is_open(),
            Type::Tuple(of) => of.iter().any(Type::is_open),
            _ => false,
        }
    }

    /// The innermost float of arrays, slices and `Vec`s: what literals beside its elements are.
    pub(crate) fn leaf(&self) -> &Type {
        match self {
            Type::Ref { to, .. } => to.leaf(),
            Type::Array(of, _) | Type::Slice(of) | Type::Vec(of) | Type::Option(of) => of.leaf(),
            other => other,
        }
    }
}
