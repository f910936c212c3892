//! The operations that carry a derivative. Their derivatives stand in `rules`, one line each.

use proc_macro2::TokenStream;

/// A floating-point operation with a rule. Operands in the order of Rust's own method: `Atan2` is `y.atan2(x)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Op {
    // operators
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Neg,
    // methods of f64 and f32
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Atan2,
    Sinh,
    Cosh,
    Tanh,
    Asinh,
    Acosh,
    Atanh,
    Exp,
    Exp2,
    ExpM1,
    Ln,
    Ln1p,
    Log,
    Log2,
    Log10,
    Sqrt,
    Cbrt,
    /// Second operand: an integer.
    Powi,
    Powf,
    Hypot,
    Abs,
    Signum,
    Recip,
    MulAdd,
    Min,
    Max,
    Clamp,
    RemEuclid,
    ToRadians,
    ToDegrees,
    Copysign,
    Floor,
    Ceil,
    Round,
    Trunc,
    Fract,
    // primitives of the runtime that std has not
    Sigmoid,
    Relu,
    LeakyRelu,
    Elu,
    Selu,
    Gelu,
    Silu,
    Softplus,
    StopGradient,
    // conversions
    /// `x as f64`, `x as f32` between floats.
    ToF64,
    ToF32,
    /// To the type parameter with this index among [`Generics::floats`](super::Generics::floats).
    ToGeneric(usize),
    /// `private::float(x)`: pins a value of unknown type, used as a float, to be one.
    Pin,
    // in derivatives, where they are differentiated again
    /// A function of the runtime's that is constant between its jumps, such as the sign: by name, and how many operands.
    Step(&'static str, usize),
    /// The derivative of this order of `x.powi(n)` in `x`; 0 where so many differentiations leave nothing. Second operand:
    /// an integer.
    PowiDerivative(u8),
}

/// How an operation is written.
#[derive(Clone, Debug, Default)]
pub(crate) enum Spelling {
    /// An operator, or a method: `a * b`, `x.sin()`.
    #[default]
    Natural,
    /// A call through the path that the user wrote, in the primal: `mul(w, x)`, `sigmoid(z)`, `f64::sin(x)`.
    Path(TokenStream),
}

impl Op {
    /// The method of `f64` with this name.
    pub(crate) fn of_method(name: &str) -> Option<Op> {
        METHODS.iter().find(|(n, ..)| *n == name).map(|(_, op, _)| *op)
    }

    /// The named primitive of the runtime with this name.
    pub(crate) fn of_primitive(name: &str) -> Option<Op> {
        PRIMITIVES.iter().find(|(n, _)| *n == name).map(|(_, op)| *op)
    }

    /// How many operands, the receiver included.
    pub(crate) fn arity(self) -> usize {
        match self {
            Op::Step(_, arity) => arity,
            Op::MulAdd | Op::Clamp => 3,
            Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Rem | Op::LeakyRelu | Op::Elu | Op::PowiDerivative(_) => 2,
            _ => METHODS.iter().find(|(_, op, _)| *op == self).map_or(1, |(.., arity)| *arity),
        }
    }

    /// The method of `f64` that computes it, or the runtime's primitive; operators have neither.
    pub(crate) fn name(self) -> Option<&'static str> {
        let method = METHODS.iter().find(|(_, op, _)| *op == self).map(|(n, ..)| *n);
        method.or_else(|| PRIMITIVES.iter().find(|(_, op)| *op == self).map(|(n, _)| *n))
    }

    pub(crate) fn is_method(self) -> bool {
        METHODS.iter().any(|(_, op, _)| *op == self)
    }

    /// A step function: its derivative is 0 wherever it has one, and its result is inactive.
    pub(crate) fn stops(self) -> bool {
        matches!(self, Op::Floor | Op::Ceil | Op::Round | Op::Trunc | Op::Signum | Op::StopGradient | Op::Step(..))
    }

    /// Its result is a float of another type.
    pub(crate) fn converts(self) -> bool {
        matches!(self, Op::ToF64 | Op::ToF32 | Op::ToGeneric(_))
    }

    /// Repeating it costs less than keeping its result on a tape.
    pub(crate) fn is_cheap(self) -> bool {
        matches!(
            self,
            Op::Add
                | Op::Sub
                | Op::Mul
                | Op::Neg
                | Op::Abs
                | Op::Signum
                | Op::Min
                | Op::Max
                | Op::Clamp
                | Op::Relu
                | Op::LeakyRelu
                | Op::Copysign
                | Op::ToRadians
                | Op::ToDegrees
                | Op::ToF64
                | Op::ToF32
                | Op::ToGeneric(_)
                | Op::Pin
                | Op::StopGradient
        )
    }
}

/// Methods of `f64` and `f32`: name, operation, operands with the receiver.
const METHODS: &[(&str, Op, usize)] = &[
    ("sin", Op::Sin, 1),
    ("cos", Op::Cos, 1),
    ("tan", Op::Tan, 1),
    ("asin", Op::Asin, 1),
    ("acos", Op::Acos, 1),
    ("atan", Op::Atan, 1),
    ("atan2", Op::Atan2, 2),
    ("sinh", Op::Sinh, 1),
    ("cosh", Op::Cosh, 1),
    ("tanh", Op::Tanh, 1),
    ("asinh", Op::Asinh, 1),
    ("acosh", Op::Acosh, 1),
    ("atanh", Op::Atanh, 1),
    ("exp", Op::Exp, 1),
    ("exp2", Op::Exp2, 1),
    ("exp_m1", Op::ExpM1, 1),
    ("ln", Op::Ln, 1),
    ("ln_1p", Op::Ln1p, 1),
    ("log", Op::Log, 2),
    ("log2", Op::Log2, 1),
    ("log10", Op::Log10, 1),
    ("sqrt", Op::Sqrt, 1),
    ("cbrt", Op::Cbrt, 1),
    ("powi", Op::Powi, 2),
    ("powf", Op::Powf, 2),
    ("hypot", Op::Hypot, 2),
    ("abs", Op::Abs, 1),
    ("signum", Op::Signum, 1),
    ("recip", Op::Recip, 1),
    ("mul_add", Op::MulAdd, 3),
    ("min", Op::Min, 2),
    ("max", Op::Max, 2),
    ("clamp", Op::Clamp, 3),
    ("rem_euclid", Op::RemEuclid, 2),
    ("to_radians", Op::ToRadians, 1),
    ("to_degrees", Op::ToDegrees, 1),
    ("copysign", Op::Copysign, 2),
    ("floor", Op::Floor, 1),
    ("ceil", Op::Ceil, 1),
    ("round", Op::Round, 1),
    ("trunc", Op::Trunc, 1),
    ("fract", Op::Fract, 1),
];

/// Named primitives of the runtime, as free functions.
const PRIMITIVES: &[(&str, Op)] = &[
    ("add", Op::Add),
    ("sub", Op::Sub),
    ("mul", Op::Mul),
    ("div", Op::Div),
    ("neg", Op::Neg),
    ("pow", Op::Powf),
    ("powi", Op::Powi),
    ("exp", Op::Exp),
    ("ln", Op::Ln),
    ("sqrt", Op::Sqrt),
    ("sigmoid", Op::Sigmoid),
    ("tanh", Op::Tanh),
    ("relu", Op::Relu),
    ("leaky_relu", Op::LeakyRelu),
    ("elu", Op::Elu),
    ("selu", Op::Selu),
    ("gelu", Op::Gelu),
    ("silu", Op::Silu),
    ("softplus", Op::Softplus),
    ("stop_gradient", Op::StopGradient),
];
