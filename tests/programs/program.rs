//! The language of generated programs: the part of Rust that `#[differentiate]` accepts, as data.
//!
//! One tree is printed as Rust ([`print`](crate::print)) and run over numbers of any kind
//! ([`interpret`](crate::interpret)), so that both are sure to be the same program. Variables are bindings, not names:
//! two of one name are two variables, and which one a name means is a matter of scope ([`scopes`](crate::scopes)).

/// A variable of its function: an index into [`Function::variables`].
pub(crate) type Var = usize;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Type {
    Float,
    /// `usize`, or `i32` for the counters of ranges below zero.
    Int,
    Signed,
    Bool,
    /// `[f64; N]`
    Array(usize),
    /// `[[f64; M]; N]`, as N and M
    Matrix(usize, usize),
    /// `Vec<f64>`; its length is a number to the generator alone.
    Vector(usize),
    /// `&[f64]`, likewise.
    Slice(usize),
    /// `&[f64; N]`
    ArrayRef(usize),
    /// `&[[f64; M]]`, as the number of rows and M
    Rows(usize, usize),
    /// `&[usize]`, with each element below that length
    Indices(usize),
    Tuple(Vec<Type>),
}

impl Type {
    /// Floats in a row, however they are held: their number.
    pub(crate) fn row(&self) -> Option<usize> {
        match self {
            Type::Array(n) | Type::Vector(n) | Type::Slice(n) | Type::ArrayRef(n) => Some(*n),
            _ => None,
        }
    }

    pub(crate) fn grid(&self) -> Option<(usize, usize)> {
        match self {
            Type::Matrix(n, m) | Type::Rows(n, m) => Some((*n, *m)),
            _ => None,
        }
    }

    pub(crate) fn is_reference(&self) -> bool {
        matches!(self, Type::Slice(_) | Type::ArrayRef(_) | Type::Rows(..) | Type::Indices(_))
    }

    /// How many floats it holds.
    pub(crate) fn floats(&self) -> usize {
        match self {
            Type::Float => 1,
            Type::Int | Type::Signed | Type::Bool | Type::Indices(_) => 0,
            Type::Tuple(of) => of.iter().map(Type::floats).sum(),
            other => other.row().or(other.grid().map(|(n, m)| n * m)).unwrap_or(0),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) mutable: bool,
    /// Of a counter: its least value, and one more than its greatest.
    pub(crate) bounds: Option<(i64, i64)>,
}

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
}

/// Functions, each of which may call those before it. The last one is put to the test.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) functions: Vec<Function>,
    /// Every binding is annotated with its type, not only where rustc asks for it.
    pub(crate) explicit: bool,
}

impl Program {
    pub(crate) fn main(&self) -> &Function {
        self.functions.last().expect("a program has a function")
    }
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
}

#[derive(Clone, Debug)]
pub(crate) enum Stmt {
    /// Without a value: each way through what follows assigns it once.
    Let {
        pattern: Pattern,
        value: Option<Expr>,
    },
    /// `var[index] op= value`
    Assign {
        var: Var,
        index: Vec<Expr>,
        op: Option<Binary>,
        value: Expr,
    },
    If {
        cond: Expr,
        then: Block,
        otherwise: Block,
    },
    For {
        var: Var,
        range: Range,
        body: Block,
    },
    /// A call for nothing.
    Run(Expr),
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
    If(Box<Expr>, Block, Block),
    Block(Block),
    /// The function of that number.
    Call(usize, Vec<Expr>),
    /// `&x`, or `x` where it is a reference already.
    Borrow(Box<Expr>),
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

impl Function {
    pub(crate) fn ty(&self, var: Var) -> &Type {
        &self.variables[var].ty
    }

    /// The type of an expression of this function.
    pub(crate) fn type_of(&self, functions: &[Function], expr: &Expr) -> Type {
        match expr {
            Expr::Float(_) | Expr::Cast(_) => Type::Float,
            Expr::Int(_) | Expr::Len(_) => Type::Int,
            Expr::Bool(_) => Type::Bool,
            Expr::Var(var) => self.ty(*var).clone(),
            Expr::Index(var, path) => match (self.ty(*var), path.len()) {
                (Type::Indices(_), _) => Type::Int,
                (Type::Matrix(_, m) | Type::Rows(_, m), 1) => Type::Array(*m),
                _ => Type::Float,
            },
            Expr::Unary(_, of) => self.type_of(functions, of),
            Expr::Binary(op, ..) if op.is_comparison() || op.is_logic() => Type::Bool,
            Expr::Binary(_, left, _) => self.type_of(functions, left),
            Expr::Tuple(of) => Type::Tuple(of.iter().map(|of| self.type_of(functions, of)).collect()),
            Expr::List(of) => match of.first().map(|first| self.type_of(functions, first)) {
                Some(Type::Array(m)) => Type::Matrix(of.len(), m),
                Some(Type::Int) => Type::Indices(of.len()),
                _ => Type::Array(of.len()),
            },
            Expr::Repeat(of, n) => match self.type_of(functions, of) {
                Type::Array(m) => Type::Matrix(*n, m),
                _ => Type::Array(*n),
            },
            Expr::Filled(_, n) => Type::Vector(self.constant(n).unwrap_or(0)),
            Expr::If(_, block, _) | Expr::Block(block) => {
                block.tail.as_ref().map_or(Type::Tuple(Vec::new()), |tail| self.type_of(functions, tail))
            }
            Expr::Call(callee, _) => functions[*callee].result.clone(),
            Expr::Borrow(of) => match self.type_of(functions, of) {
                Type::Array(n) => Type::ArrayRef(n),
                Type::Vector(n) => Type::Slice(n),
                Type::Matrix(n, m) => Type::Rows(n, m),
                other => other,
            },
        }
    }

    /// The value of a length that is known when the program is written.
    pub(crate) fn constant(&self, length: &Expr) -> Option<usize> {
        match length {
            Expr::Int(n) => usize::try_from(*n).ok(),
            Expr::Len(var) => self.ty(*var).row().or(self.ty(*var).grid().map(|(n, _)| n)),
            _ => None,
        }
    }
}
