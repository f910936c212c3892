//! The language of generated programs: the part of Rust that `#[differentiate]` accepts, as data.
//!
//! One tree is printed as Rust ([`print`](crate::print)) and run over numbers of any kind
//! ([`interpret`](crate::interpret)), so that both are sure to be the same program. Variables are bindings, not names:
//! two of one name are two variables, and which one a name means is a matter of scope ([`scopes`](crate::scopes)).

mod enums;
mod parts;
mod structs;
mod types;
mod typing;
mod variants;

pub(crate) use enums::{Closure, Enum, OptionMethod, Variant};
pub(crate) use parts::{Part, each_expr};
pub(crate) use structs::{Form, Held, Struct, Toward};
pub(crate) use types::{Type, Variable};
pub(crate) use variants::Kind;

use std::rc::Rc;

/// A variable of its function: an index into [`Function::variables`].
pub(crate) type Var = usize;
/// Of a loop: printed with its tick.
pub(crate) type Label = Option<String>;

#[derive(Clone, Debug)]
pub(crate) struct Param {
    pub(crate) var: Var,
    /// `#[constant]`, or what carries no derivative anyway.
    pub(crate) constant: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) params: Vec<Param>,
    pub(crate) result: Type,
    pub(crate) variables: Vec<Variable>,
    /// Its tail is the result.
    pub(crate) body: Block,
    pub(crate) home: Option<Home>,
    pub(crate) generics: Generics,
}

/// What a function is over.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Generics {
    /// `T: Float` stands for `f64`.
    pub(crate) float: bool,
    /// `const N: usize` stands for this length of arrays.
    pub(crate) length: Option<usize>,
}

/// The struct in whose `impl` block a function stands.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    pub(crate) of: Rc<Struct>,
    /// It is called `Self` there, and not by its name.
    pub(crate) says_self: bool,
}

impl Function {
    pub(crate) fn ty(&self, var: Var) -> &Type {
        &self.variables[var].ty
    }

    /// Parameters that are written through, in order.
    pub(crate) fn outputs(&self) -> impl Iterator<Item = &Param> {
        self.params.iter().filter(|param| self.ty(param.var).is_output())
    }

    /// It is a method, and not just in an `impl` block.
    pub(crate) fn has_receiver(&self) -> bool {
        self.home.is_some() && self.params.first().is_some_and(|param| self.variables[param.var].name == "self")
    }

    /// As it is called from outside.
    pub(crate) fn path(&self) -> String {
        match &self.home {
            Some(home) => format!("{}::{}", home.of.name, self.name),
            None => self.name.clone(),
        }
    }

    pub(crate) fn has_result(&self) -> bool {
        self.result != Type::Tuple(Vec::new())
    }
}

/// Functions, each of which may call those before it. The last one is put to the test.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    /// Each may have those before it in its fields.
    pub(crate) structs: Vec<Rc<Struct>>,
    /// Of those whose payload carries derivatives, what it declares itself.
    pub(crate) enums: Vec<Rc<Enum>>,
    pub(crate) functions: Vec<Function>,
    /// Every binding is annotated with its type, not only where rustc asks for it.
    pub(crate) explicit: bool,
    /// It is asked for its second derivatives.
    pub(crate) second: bool,
    /// It is asked for its Jacobian.
    pub(crate) jacobian: bool,
    /// Its gradient is to be differentiated, too.
    pub(crate) again: bool,
    pub(crate) wordings: Wordings,
}

impl Program {
    pub(crate) fn main(&self) -> &Function {
        self.functions.last().expect("a program has a function")
    }
}

/// How it is put, where it can be put in several ways.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Wordings {
    pub(crate) for_each: bool,
    pub(crate) closures: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    pub(crate) stmts: Vec<Stmt>,
    pub(crate) tail: Option<Box<Expr>>,
}

#[derive(Clone, Debug)]
pub(crate) enum Pattern {
    Var(Var),
    Tuple(Vec<Pattern>),
    Wild,
    /// `&x`
    Deref(Box<Pattern>),
    Int(i64),
    Bool(bool),
    /// `1..=3`, or `2..` without an end
    Range(i64, Option<i64>),
    /// `0 | 2`
    Or(Vec<Pattern>),
    /// `k @ 1..=3`
    At(Var, Box<Pattern>),
    Some(Box<Pattern>),
    None,
    /// `Kind::Both(0, k)`
    Kind(Kind, Vec<Pattern>),
    /// `E::A(x, _)`: the variant of that number, and all its fields, in order.
    Variant(Rc<Enum>, usize, Vec<Pattern>),
    /// `S { a, 1: b, .. }`: some of its fields, by their numbers.
    Struct(Rc<Struct>, Vec<(usize, Pattern)>),
}

/// Where something can be written or lent from: `var[i][low..high]`.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) var: Var,
    pub(crate) path: Vec<Expr>,
    pub(crate) part: Option<Sub>,
}

/// `[low..high]`, `[low..]` without an end; its length is a number to the generator alone.
#[derive(Clone, Debug)]
pub(crate) struct Sub {
    pub(crate) low: Box<Expr>,
    pub(crate) high: Option<Box<Expr>>,
    pub(crate) len: usize,
}

#[derive(Clone, Debug)]
pub(crate) enum Stmt {
    /// Without a value: each way through what follows assigns it once.
    Let {
        pattern: Pattern,
        value: Option<Expr>,
    },
    /// `let pattern = value else { … };`
    LetElse {
        pattern: Pattern,
        value: Expr,
        otherwise: Block,
    },
    /// `var[index] op= value`
    Assign {
        var: Var,
        index: Vec<Expr>,
        op: Option<Binary>,
        value: Expr,
    },
    /// `(a, b[i]) = (x, y);`
    Unpack(Vec<Place>, Vec<Expr>),
    If {
        cond: Expr,
        then: Block,
        otherwise: Block,
    },
    Match(Expr, Vec<Arm>),
    For {
        label: Label,
        pattern: Pattern,
        source: Source,
        body: Block,
    },
    While {
        label: Label,
        cond: Expr,
        body: Block,
    },
    Loop(Label, Block),
    Break(Label, Option<Expr>),
    Continue(Label),
    Return(Option<Expr>),
    /// `place.method(args);`
    Method(Method, Place, Vec<Expr>),
    /// `std::mem::swap(&mut a, &mut b);`
    Exchange(Place, Place),
    /// A call for nothing.
    Run(Expr),
}

#[derive(Clone, Debug)]
pub(crate) struct Arm {
    pub(crate) pattern: Pattern,
    pub(crate) guard: Option<Expr>,
    pub(crate) body: Block,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// Of two elements, by their indices.
    Swap,
    Fill,
    CopyFrom,
    Push,
    Pop,
    Clear,
}

/// What a `for` loop runs over.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    Range(Range),
    /// The elements of a place, or overlapping or neighbouring parts of it.
    Items(Place, Items),
    Zip(Box<Source>, Box<Source>),
    Enumerate(Box<Source>),
    Copied(Box<Source>),
    Rev(Box<Source>),
    StepBy(Box<Source>, usize),
    Skip(Box<Source>, usize),
    Take(Box<Source>, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Items {
    /// `a.iter()`
    Iter,
    /// `a.iter_mut()`
    IterMut,
    /// `&a`
    Lent,
    /// `&mut a`
    LentMut,
    /// `a`, by value.
    Owned,
    Windows(usize),
    Chunks(usize),
    ChunksMut(usize),
}

#[derive(Clone, Debug)]
pub(crate) struct Range {
    pub(crate) low: Expr,
    pub(crate) high: Expr,
    pub(crate) inclusive: bool,
    pub(crate) shape: Shape,
}

/// What stands after the parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Plain,
    Rev,
    StepBy(usize),
    RevStepBy(usize),
    StepByRev(usize),
}

#[derive(Clone, Debug)]
pub(crate) enum Expr {
    Float(f64),
    Int(i64),
    Bool(bool),
    Var(Var),
    Index(Var, Vec<Expr>),
    Len(Var),
    Unary(Unary, Box<Expr>),
    Binary(Binary, Box<Expr>, Box<Expr>),
    /// `n as f64`
    Cast(Box<Expr>),
    Tuple(Vec<Expr>),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `[a; N]`
    Repeat(Box<Expr>, usize),
    /// `vec![a; n]`
    Filled(Box<Expr>, Box<Expr>),
    /// `Vec::new()`, or with a capacity.
    Empty(Option<usize>),
    If(Box<Expr>, Block, Block),
    Block(Block),
    Match(Box<Expr>, Vec<Arm>),
    /// Its value comes with a `break`.
    Loop(Label, Block),
    /// `let pattern = value`, as the condition of an `if` or a `while`.
    Let(Pattern, Box<Expr>),
    /// The function of that number.
    Call(usize, Vec<Expr>),
    /// `&x`, or `x` where it is a reference already.
    Borrow(Box<Expr>),
    /// `&place`, `&mut place`: what is bound to it is another name of the place.
    Lend(Place, bool),
    /// `place.split_at(n)`, `place.split_at_mut(n)`
    Split(Place, usize, bool),
    /// `x.clone()`
    Clone(Var),
    /// The same of a part.
    Cloned(Place),
    /// `S { b: x, a: y, ..rest }`: fields by their numbers, as they are evaluated.
    Struct(Rc<Struct>, Vec<(usize, Expr)>, Option<Box<Expr>>),
    /// A step of a path, and nothing by itself: `.name`, the field of that number.
    Field(String, usize),
    /// `v.pop()`
    Pop(Var),
    /// `Kind::Both(m, n)`
    Kind(Kind, Vec<Expr>),
    /// Of integers.
    Some(Box<Expr>),
    None,
    /// `E::A(x, y)`, `Some(x)`: the variant of that number.
    Variant(Rc<Enum>, usize, Vec<Expr>),
    /// `o.map_or(x, |y| …)`: of the receiver, with values and closures as arguments.
    OfOption(OptionMethod, Box<Expr>, Vec<Expr>, Vec<Closure>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unary {
    Neg,
    Not,
    Sin,
    Cos,
    Tanh,
    /// The primitive of the runtime, called by name.
    Sigmoid,
    Exp,
    Sqrt,
    Ln1p,
    Atan,
    Abs,
    Recip,
    Powi(i32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binary {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Max,
    Min,
    Hypot,
    Atan2,
    Less,
    LessEqual,
    Greater,
    Equal,
    And,
    Or,
}

impl Binary {
    pub(crate) fn is_comparison(self) -> bool {
        matches!(self, Binary::Less | Binary::LessEqual | Binary::Greater | Binary::Equal)
    }

    pub(crate) fn is_logic(self) -> bool {
        matches!(self, Binary::And | Binary::Or)
    }
}
