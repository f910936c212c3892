//! Operators and functions of numbers, as long as they stay where a test can tell right from wrong.

use super::value::Number;
use super::{Run, Unfit, Value};
use crate::program::{Binary, Unary};
use std::cmp::Ordering;

const LARGEST: f64 = 1e3;
const MARGIN: f64 = 1e-5;

impl Run<'_> {
    pub(super) fn unary<D: Number>(&mut self, op: Unary, of: Value<D>) -> Result<Value<D>, Unfit> {
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

    pub(super) fn binary<D: Number>(&mut self, op: Binary, left: Value<D>, right: Value<D>) -> Result<Value<D>, Unfit> {
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
