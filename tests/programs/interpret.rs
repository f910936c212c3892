//! A program, run over numbers of any kind: floats for its value, dual numbers for its derivative.
//!
//! It is run as it stands, statement by statement, so that forward mode needs no source of its own. On the way it takes
//! note of whether the program is fit for a test at this point: nothing beyond the numbers where rounding stays small,
//! no comparison close to a tie, no more steps than a test has time for.

use crate::program::{Binary, Block, Expr, Function, Pattern, Program, Range, Shape, Stmt, Type, Unary, Var};
use num_dual::{Dual64, DualNum};
use std::cmp::Ordering;

/// A float, or one with a derivative.
pub(crate) trait Number: DualNum<Primitive = f64> + Copy {
    /// The largest number in it.
    fn size(self) -> f64;
}

impl Number for f64 {
    fn size(self) -> f64 {
        self.abs()
    }
}

impl Number for Dual64 {
    fn size(self) -> f64 {
        // NaN is beyond every bound.
        if self.eps.is_finite() { self.re.abs().max(self.eps.abs()) } else { f64::INFINITY }
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Value<D> {
    Float(D),
    Int(i64),
    Bool(bool),
    Row(Vec<D>),
    Grid(Vec<Vec<D>>),
    Indices(Vec<usize>),
    Tuple(Vec<Value<D>>),
}

impl<D: Copy> Value<D> {
    /// Its floats, in order.
    pub(crate) fn flatten(&self, into: &mut Vec<D>) {
        match self {
            Value::Float(value) => into.push(*value),
            Value::Row(row) => into.extend(row),
            Value::Grid(rows) => rows.iter().for_each(|row| into.extend(row)),
            Value::Tuple(of) => of.iter().for_each(|of| of.flatten(into)),
            Value::Int(_) | Value::Bool(_) | Value::Indices(_) => {}
        }
    }

    /// The same over other numbers, one by one in order.
    pub(crate) fn map<E>(&self, change: &mut dyn FnMut(D) -> E) -> Value<E> {
        match self {
            Value::Float(value) => Value::Float(change(*value)),
            Value::Row(row) => Value::Row(row.iter().map(|&value| change(value)).collect()),
            Value::Grid(rows) => {
                Value::Grid(rows.iter().map(|row| row.iter().map(|&value| change(value)).collect()).collect())
            }
            Value::Tuple(of) => Value::Tuple(of.iter().map(|of| of.map(change)).collect()),
            Value::Int(n) => Value::Int(*n),
            Value::Bool(truth) => Value::Bool(*truth),
            Value::Indices(of) => Value::Indices(of.clone()),
        }
    }
}

/// Not fit for a test at this point, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    Long,
    Large,
    Close,
    /// An integer out of range: Rust would panic.
    Range,
}

const STEPS: usize = 20_000;
const LARGEST: f64 = 1e3;
const MARGIN: f64 = 1e-5;

pub(crate) struct Outcome<D> {
    pub(crate) value: Value<D>,
    /// A digest of the branches taken: two runs that agree in it ran the same statements.
    pub(crate) trace: u64,
}

/// The main function at these arguments.
pub(crate) fn run<D: Number>(program: &Program, args: Vec<Value<D>>) -> Result<Outcome<D>, Unfit> {
    let mut run = Run { program, steps: 0, trace: 0xcbf2_9ce4_8422_2325 };
    let value = run.call(program.main(), args)?;
    Ok(Outcome { value, trace: run.trace })
}

struct Run<'p> {
    program: &'p Program,
    steps: usize,
    trace: u64,
}

/// The variables of one call.
struct Frame<'p, D> {
    function: &'p Function,
    values: Vec<Option<Value<D>>>,
}

impl<D: Copy> Frame<'_, D> {
    fn get(&self, var: Var) -> &Value<D> {
        self.values[var].as_ref().expect("a variable is assigned before it is read")
    }
}

impl<'p> Run<'p> {
    fn call<D: Number>(&mut self, function: &'p Function, args: Vec<Value<D>>) -> Result<Value<D>, Unfit> {
        let mut frame = Frame { function, values: vec![None; function.variables.len()] };
        for (param, arg) in function.params.iter().zip(args) {
            frame.values[param.var] = Some(arg);
        }
        let value = self.block(&mut frame, &function.body)?;
        Ok(value.expect("a function has a result"))
    }

    fn block<D: Number>(&mut self, frame: &mut Frame<'p, D>, block: &'p Block) -> Result<Option<Value<D>>, Unfit> {
        for stmt in &block.stmts {
            self.stmt(frame, stmt)?;
        }
        block.tail.as_ref().map(|tail| self.expr(frame, tail)).transpose()
    }

    fn took(&mut self, way: u64) {
        self.trace = (self.trace ^ (way + 1)).wrapping_mul(0x0100_0000_01b3);
    }

    fn stmt<D: Number>(&mut self, frame: &mut Frame<'p, D>, stmt: &'p Stmt) -> Result<(), Unfit> {
        self.steps += 1;
        if self.steps > STEPS {
            return Err(Unfit::Long);
        }
        match stmt {
            Stmt::Let { pattern, value: Some(value) } => {
                let value = self.expr(frame, value)?;
                bind(frame, pattern, value);
            }
            Stmt::Let { value: None, .. } => {}
            Stmt::Assign { var, index, op, value } => self.assign(frame, *var, index, *op, value)?,
            Stmt::If { cond, then, otherwise } => {
                let cond = self.truth(frame, cond)?;
                self.block(frame, if cond { then } else { otherwise })?;
            }
            Stmt::For { var, range, body } => {
                for at in self.range(frame, range)? {
                    self.took(2);
                    frame.values[*var] = Some(Value::Int(i64::from(at)));
                    self.block(frame, body)?;
                }
            }
            Stmt::Run(value) => {
                self.expr(frame, value)?;
            }
        }
        Ok(())
    }

    fn assign<D: Number>(
        &mut self,
        frame: &mut Frame<'p, D>,
        var: Var,
        index: &'p [Expr],
        op: Option<Binary>,
        value: &'p Expr,
    ) -> Result<(), Unfit> {
        // As Rust has it for primitive operands: the value first, then the place.
        let value = self.expr(frame, value)?;
        let path = self.path(frame, index)?;
        let value = match op {
            Some(op) => self.binary(op, element(frame.get(var), &path)?, value)?,
            None => value,
        };
        let target = &mut frame.values[var];
        match (target, path.as_slice(), value) {
            (target, [], value) => *target = Some(value),
            (Some(Value::Row(row)), &[i], Value::Float(value)) => *row.get_mut(i).ok_or(Unfit::Range)? = value,
            (Some(Value::Grid(rows)), &[i, j], Value::Float(value)) => {
                *rows.get_mut(i).and_then(|row| row.get_mut(j)).ok_or(Unfit::Range)? = value;
            }
            (Some(Value::Grid(rows)), &[i], Value::Row(value)) => *rows.get_mut(i).ok_or(Unfit::Range)? = value,
            _ => panic!("ill typed: an element of {}", frame.function.variables[var].name),
        }
        Ok(())
    }

    fn range<D: Number>(&mut self, frame: &mut Frame<'p, D>, range: &'p Range) -> Result<Vec<i32>, Unfit> {
        let low = self.int(frame, &range.low)?;
        let high = self.int(frame, &range.high)? + i64::from(range.inclusive);
        let all = low as i32..high as i32;
        Ok(match range.shape {
            Shape::Plain => all.collect(),
            Shape::Rev => all.rev().collect(),
            Shape::StepBy(k) => all.step_by(k).collect(),
            Shape::RevStepBy(k) => all.rev().step_by(k).collect(),
            Shape::StepByRev(k) => all.step_by(k).rev().collect(),
        })
    }

    fn int<D: Number>(&mut self, frame: &mut Frame<'p, D>, expr: &'p Expr) -> Result<i64, Unfit> {
        match self.expr(frame, expr)? {
            Value::Int(n) => Ok(n),
            other => panic!("ill typed: {other:?} is no integer"),
        }
    }

    fn truth<D: Number>(&mut self, frame: &mut Frame<'p, D>, expr: &'p Expr) -> Result<bool, Unfit> {
        let truth = match self.expr(frame, expr)? {
            Value::Bool(truth) => truth,
            other => panic!("ill typed: {other:?} is no condition"),
        };
        self.took(u64::from(truth));
        Ok(truth)
    }

    fn path<D: Number>(&mut self, frame: &mut Frame<'p, D>, index: &'p [Expr]) -> Result<Vec<usize>, Unfit> {
        index.iter().map(|of| usize::try_from(self.int(frame, of)?).map_err(|_| Unfit::Range)).collect()
    }

    fn list<D: Number>(&mut self, frame: &mut Frame<'p, D>, of: &'p [Expr]) -> Result<Vec<Value<D>>, Unfit> {
        of.iter().map(|of| self.expr(frame, of)).collect()
    }

    fn expr<D: Number>(&mut self, frame: &mut Frame<'p, D>, expr: &'p Expr) -> Result<Value<D>, Unfit> {
        Ok(match expr {
            Expr::Float(value) => Value::Float(D::from(*value)),
            Expr::Int(n) => Value::Int(*n),
            Expr::Bool(truth) => Value::Bool(*truth),
            Expr::Var(var) => frame.get(*var).clone(),
            Expr::Index(var, index) => {
                let path = self.path(frame, index)?;
                element(frame.get(*var), &path)?
            }
            Expr::Len(var) => Value::Int(match frame.get(*var) {
                Value::Row(row) => row.len() as i64,
                Value::Grid(rows) => rows.len() as i64,
                Value::Indices(of) => of.len() as i64,
                other => panic!("ill typed: the length of {other:?}"),
            }),
            Expr::Unary(op, of) => {
                let of = self.expr(frame, of)?;
                self.unary(*op, of)?
            }
            Expr::Binary(Binary::And, left, right) => {
                Value::Bool(self.truth(frame, left)? && self.truth(frame, right)?)
            }
            Expr::Binary(Binary::Or, left, right) => Value::Bool(self.truth(frame, left)? || self.truth(frame, right)?),
            Expr::Binary(op, left, right) => {
                let left = self.expr(frame, left)?;
                let right = self.expr(frame, right)?;
                self.binary(*op, left, right)?
            }
            Expr::Cast(of) => Value::Float(D::from(self.int(frame, of)? as f64)),
            Expr::Tuple(of) => Value::Tuple(self.list(frame, of)?),
            Expr::List(of) => gather(self.list(frame, of)?),
            Expr::Repeat(of, n) => gather(vec![self.expr(frame, of)?; *n]),
            Expr::Filled(of, n) => {
                let of = self.expr(frame, of)?;
                gather(vec![of; usize::try_from(self.int(frame, n)?).map_err(|_| Unfit::Range)?])
            }
            Expr::If(cond, then, otherwise) => {
                let cond = self.truth(frame, cond)?;
                self.block(frame, if cond { then } else { otherwise })?.expect("each side has a value")
            }
            Expr::Block(block) => self.block(frame, block)?.expect("the block has a value"),
            Expr::Call(callee, args) => {
                let args = self.list(frame, args)?;
                self.call(&self.program.functions[*callee], args)?
            }
            Expr::Borrow(of) => self.expr(frame, of)?,
        })
    }

    fn unary<D: Number>(&mut self, op: Unary, of: Value<D>) -> Result<Value<D>, Unfit> {
        let x = match of {
            Value::Bool(truth) => return Ok(Value::Bool(!truth)),
            Value::Float(x) => x,
            other => panic!("ill typed: {op:?} of {other:?}"),
        };
        float(match op {
            Unary::Neg => -x,
            Unary::Not => panic!("ill typed: a negated float"),
            Unary::Sin => x.sin(),
            Unary::Cos => x.cos(),
            Unary::Tanh => x.tanh(),
            Unary::Sigmoid => ((-x).exp() + D::one()).recip(),
            Unary::Exp => x.exp(),
            Unary::Sqrt => x.sqrt(),
            Unary::Ln1p => x.ln_1p(),
            Unary::Atan => x.atan(),
            Unary::Recip => x.recip(),
            Unary::Powi(n) => x.powi(n),
            Unary::Abs => match self.order(x, D::zero())? {
                Ordering::Less => -x,
                _ => x,
            },
        })
    }

    /// How two floats compare, where that is beyond doubt.
    fn order<D: Number>(&mut self, left: D, right: D) -> Result<Ordering, Unfit> {
        let (left, right) = (left.re(), right.re());
        if (left - right).abs() < MARGIN {
            return Err(Unfit::Close);
        }
        let order = left.partial_cmp(&right).ok_or(Unfit::Large)?;
        self.took(3 + order as u64 % 5);
        Ok(order)
    }

    fn binary<D: Number>(&mut self, op: Binary, left: Value<D>, right: Value<D>) -> Result<Value<D>, Unfit> {
        let (x, y) = match (left, right) {
            (Value::Float(x), Value::Float(y)) => (x, y),
            (Value::Int(x), Value::Int(y)) => return integers(op, x, y),
            (left, right) => panic!("ill typed: {left:?} {op:?} {right:?}"),
        };
        if op.is_comparison() {
            let order = self.order(x, y)?;
            return Ok(Value::Bool(match op {
                Binary::Less | Binary::LessEqual => order == Ordering::Less,
                Binary::Greater => order == Ordering::Greater,
                _ => false,
            }));
        }
        float(match op {
            Binary::Add => x + y,
            Binary::Sub => x - y,
            Binary::Mul => x * y,
            Binary::Div => x / y,
            Binary::Hypot => {
                self.order(x * x + y * y, D::zero())?;
                (x * x + y * y).sqrt()
            }
            Binary::Atan2 => x.atan2(y),
            Binary::Max | Binary::Min => {
                if (self.order(x, y)? == Ordering::Greater) == (op == Binary::Max) {
                    x
                } else {
                    y
                }
            }
            _ => panic!("ill typed: {op:?} of floats"),
        })
    }
}

fn float<D: Number>(value: D) -> Result<Value<D>, Unfit> {
    // Written so that NaN is unfit too.
    if value.size() < LARGEST { Ok(Value::Float(value)) } else { Err(Unfit::Large) }
}

fn integers<D>(op: Binary, x: i64, y: i64) -> Result<Value<D>, Unfit> {
    let n = match op {
        Binary::Add => x + y,
        Binary::Sub if x >= y => x - y,
        Binary::Mul => x * y,
        Binary::Div if y > 0 => x / y,
        Binary::Rem if y > 0 => x % y,
        Binary::Less => return Ok(Value::Bool(x < y)),
        Binary::LessEqual => return Ok(Value::Bool(x <= y)),
        Binary::Greater => return Ok(Value::Bool(x > y)),
        Binary::Equal => return Ok(Value::Bool(x == y)),
        _ => return Err(Unfit::Range),
    };
    if n < 1 << 30 { Ok(Value::Int(n)) } else { Err(Unfit::Range) }
}

fn element<D: Copy>(of: &Value<D>, path: &[usize]) -> Result<Value<D>, Unfit> {
    let found = match (of, path) {
        (of, []) => return Ok(of.clone()),
        (Value::Row(row), &[i]) => row.get(i).map(|&value| Value::Float(value)),
        (Value::Grid(rows), &[i]) => rows.get(i).map(|row| Value::Row(row.clone())),
        (Value::Grid(rows), &[i, j]) => rows.get(i).and_then(|row| row.get(j)).map(|&value| Value::Float(value)),
        (Value::Indices(of), &[i]) => of.get(i).map(|&n| Value::Int(n as i64)),
        _ => None,
    };
    found.ok_or(Unfit::Range)
}

/// Elements as one array.
fn gather<D: Copy>(of: Vec<Value<D>>) -> Value<D> {
    if of.iter().any(|of| matches!(of, Value::Row(_))) {
        return Value::Grid(
            of.iter().filter_map(|of| if let Value::Row(row) = of { Some(row.clone()) } else { None }).collect(),
        );
    }
    let mut row = Vec::new();
    if let Some(ints) = of
        .iter()
        .map(|of| if let Value::Int(n) = of { usize::try_from(*n).ok() } else { None })
        .collect::<Option<Vec<_>>>()
        && !ints.is_empty()
    {
        return Value::Indices(ints);
    }
    of.iter().for_each(|of| of.flatten(&mut row));
    Value::Row(row)
}

fn bind<D: Number>(frame: &mut Frame<'_, D>, pattern: &Pattern, value: Value<D>) {
    match (pattern, value) {
        (Pattern::Var(var), value) => frame.values[*var] = Some(value),
        (Pattern::Tuple(of), Value::Tuple(values)) => {
            of.iter().zip(values).for_each(|(pattern, value)| bind(frame, pattern, value));
        }
        (Pattern::Wild, _) => {}
        (Pattern::Tuple(_), other) => panic!("ill typed: a tuple of {other:?}"),
    }
}

/// An argument of this type, drawn by `float` and `int` (below a bound).
pub(crate) fn argument(ty: &Type, float: &mut dyn FnMut() -> f64, int: &mut dyn FnMut(usize) -> usize) -> Value<f64> {
    match ty {
        Type::Float => Value::Float(float()),
        Type::Int | Type::Signed => Value::Int(int(5) as i64),
        Type::Bool => Value::Bool(int(2) == 1),
        Type::Indices(n) => Value::Indices((0..*n).map(|_| int(*n)).collect()),
        Type::Tuple(of) => Value::Tuple(of.iter().map(|of| argument(of, float, int)).collect()),
        other => match (other.row(), other.grid()) {
            (Some(n), _) => Value::Row((0..n).map(|_| float()).collect()),
            (_, Some((n, m))) => Value::Grid((0..n).map(|_| (0..m).map(|_| float()).collect()).collect()),
            _ => Value::Tuple(Vec::new()),
        },
    }
}
