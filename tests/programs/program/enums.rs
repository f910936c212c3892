//! Options and enums whose payload carries derivatives: `Option<f64>`, and the one that a program declares.

use super::{Block, Held, Type, Var};
use std::fmt;
use std::rc::Rc;

#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Enum {
    pub(crate) name: String,
    pub(crate) variants: Vec<Variant>,
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Variant {
    pub(crate) name: String,
    /// Of a variant like a tuple they are called by their numbers.
    pub(crate) fields: Vec<(String, Type)>,
    pub(crate) tuple: bool,
}

/// As of structs, the name says enough.
impl fmt::Debug for Enum {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.name)
    }
}

/// Methods of options.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum OptionMethod {
    IsSome,
    IsNone,
    Unwrap,
    UnwrapOr,
    UnwrapOrElse,
    Map,
    MapOr,
    MapOrElse,
    AndThen,
    Or,
    OrElse,
    Take,
    Replace,
}

/// `|x| { … }`, called on the spot, or never.
#[derive(Clone, Debug)]
pub(crate) struct Closure {
    pub(crate) param: Option<Var>,
    pub(crate) body: Block,
}

impl OptionMethod {
    pub(crate) fn name(self) -> &'static str {
        match self {
            OptionMethod::IsSome => "is_some",
            OptionMethod::IsNone => "is_none",
            OptionMethod::Unwrap => "unwrap",
            OptionMethod::UnwrapOr => "unwrap_or",
            OptionMethod::UnwrapOrElse => "unwrap_or_else",
            OptionMethod::Map => "map",
            OptionMethod::MapOr => "map_or",
            OptionMethod::MapOrElse => "map_or_else",
            OptionMethod::AndThen => "and_then",
            OptionMethod::Or => "or",
            OptionMethod::OrElse => "or_else",
            OptionMethod::Take => "take",
            OptionMethod::Replace => "replace",
        }
    }

    /// What it gives.
    pub(crate) fn result(self) -> Type {
        match self {
            OptionMethod::IsSome | OptionMethod::IsNone => Type::Bool,
            OptionMethod::Unwrap
            | OptionMethod::UnwrapOr
            | OptionMethod::UnwrapOrElse
            | OptionMethod::MapOr
            | OptionMethod::MapOrElse => Type::Float,
            OptionMethod::Map
            | OptionMethod::AndThen
            | OptionMethod::Or
            | OptionMethod::OrElse
            | OptionMethod::Take
            | OptionMethod::Replace => Type::maybe(),
        }
    }

    /// It leaves something else where the option was.
    pub(crate) fn writes(self) -> bool {
        matches!(self, OptionMethod::Take | OptionMethod::Replace)
    }
}

impl Enum {
    const OPTION: &str = "Option";

    /// `Option<f64>`: `None`, then `Some`.
    pub(crate) fn option() -> Rc<Enum> {
        let variant = |name: &str, fields| Variant { name: name.into(), fields, tuple: true };
        let variants = vec![variant("None", Vec::new()), variant("Some", vec![("0".into(), Type::Float)])];
        Rc::new(Enum { name: Self::OPTION.into(), variants })
    }

    pub(crate) fn is_option(&self) -> bool {
        self.name == Self::OPTION
    }

    /// As its type is written.
    pub(crate) fn type_name(&self) -> &str {
        if self.is_option() { "Option<f64>" } else { &self.name }
    }
}

impl Type {
    /// `Option<f64>`
    pub(crate) fn maybe() -> Type {
        Type::Enum(Enum::option(), Held::Own)
    }

    /// A struct, or an enum, whatever it holds.
    pub(crate) fn is_composed(&self) -> bool {
        self.is_structured() || self.variants().is_some()
    }

    /// The enum that it is, or refers to.
    pub(crate) fn variants(&self) -> Option<&Rc<Enum>> {
        if let Type::Enum(of, _) = self { Some(of) } else { None }
    }

    /// An option of floats, or a reference to one.
    pub(crate) fn is_maybe(&self) -> bool {
        self.variants().is_some_and(|of| of.is_option())
    }
}
