//! Values over numbers of any kind.

use super::Unfit;
use super::memory::Spot;
use crate::program::{Kind, Type};
use num_dual::{Dual64, DualNum, HyperDual64};

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

impl Number for HyperDual64 {
    fn size(self) -> f64 {
        let all = [self.re, self.eps1, self.eps2, self.eps1eps2];
        if all.iter().all(|part| part.is_finite()) {
            all.iter().fold(0.0, |size, part| size.max(part.abs()))
        } else {
            f64::INFINITY
        }
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
    /// The number of the variant, and what it carries.
    Variant(usize, Vec<Value<D>>),
    Kind(Kind, Vec<i64>),
    Choice(Option<i64>),
    /// A reference: another name of memory in the same call.
    Alias(Spot),
}

impl<D: Copy> Value<D> {
    /// Its floats, in order.
    pub(crate) fn flatten(&self, into: &mut Vec<D>) {
        match self {
            Value::Float(value) => into.push(*value),
            Value::Row(row) => into.extend(row),
            Value::Grid(rows) => rows.iter().for_each(|row| into.extend(row)),
            Value::Tuple(of) | Value::Variant(_, of) => of.iter().for_each(|of| of.flatten(into)),
            Value::Int(_)
            | Value::Bool(_)
            | Value::Indices(_)
            | Value::Kind(..)
            | Value::Choice(_)
            | Value::Alias(_) => {}
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
            Value::Variant(at, of) => Value::Variant(*at, of.iter().map(|of| of.map(change)).collect()),
            Value::Int(n) => Value::Int(*n),
            Value::Bool(truth) => Value::Bool(*truth),
            Value::Indices(of) => Value::Indices(of.clone()),
            Value::Kind(kind, of) => Value::Kind(*kind, of.clone()),
            Value::Choice(of) => Value::Choice(*of),
            Value::Alias(spot) => Value::Alias(spot.clone()),
        }
    }

    /// What stands at these indices.
    pub(super) fn element(&self, path: &[usize]) -> Result<Value<D>, Unfit> {
        let found = match (self, path) {
            (of, []) => return Ok(of.clone()),
            // A struct, or several; what a variant carries.
            (Value::Tuple(of) | Value::Variant(_, of), [at, rest @ ..]) => {
                return of.get(*at).ok_or(Unfit::Range)?.element(rest);
            }
            (Value::Row(row), &[i]) => row.get(i).map(|&value| Value::Float(value)),
            (Value::Grid(rows), &[i]) => rows.get(i).map(|row| Value::Row(row.clone())),
            (Value::Grid(rows), &[i, j]) => rows.get(i).and_then(|row| row.get(j)).map(|&value| Value::Float(value)),
            (Value::Indices(of), &[i]) => of.get(i).map(|&n| Value::Int(n as i64)),
            _ => None,
        };
        found.ok_or(Unfit::Range)
    }

    pub(super) fn length(&self) -> usize {
        match self {
            Value::Row(row) => row.len(),
            Value::Grid(rows) => rows.len(),
            Value::Indices(of) => of.len(),
            Value::Tuple(of) => of.len(),
            _ => 0,
        }
    }
}

/// Elements as one array.
pub(super) fn gather<D: Copy>(of: Vec<Value<D>>) -> Value<D> {
    if of.iter().any(|of| matches!(of, Value::Tuple(_) | Value::Variant(..))) {
        return Value::Tuple(of);
    }
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

/// An argument of this type, drawn by `float` and `int` (below a bound).
pub(crate) fn argument(ty: &Type, float: &mut dyn FnMut() -> f64, int: &mut dyn FnMut(usize) -> usize) -> Value<f64> {
    match ty {
        number if number.is_number() => Value::Float(float()),
        Type::Int | Type::Signed => Value::Int(int(5) as i64),
        Type::Bool => Value::Bool(int(2) == 1),
        Type::Kind => {
            let kind = Kind::ALL[int(Kind::ALL.len())];
            Value::Kind(kind, (0..kind.arity()).map(|_| int(5) as i64).collect())
        }
        Type::Choice => Value::Choice((int(4) > 0).then(|| int(5) as i64)),
        Type::Indices(n) => Value::Indices((0..*n).map(|_| int(*n)).collect()),
        Type::Tuple(of) => Value::Tuple(of.iter().map(|of| argument(of, float, int)).collect()),
        Type::Struct(of, _) => Value::Tuple(of.fields.iter().map(|(_, ty)| argument(ty, float, int)).collect()),
        Type::Enum(of, _) => {
            let at = int(of.variants.len());
            Value::Variant(at, of.variants[at].fields.iter().map(|(_, ty)| argument(ty, float, int)).collect())
        }
        Type::Group(_, n, _) => Value::Tuple((0..*n).map(|_| argument(&ty.element(), float, int)).collect()),
        other => match (other.row(), other.grid()) {
            (Some(n), _) => Value::Row((0..n).map(|_| float()).collect()),
            (_, Some((n, m))) => Value::Grid((0..n).map(|_| (0..m).map(|_| float()).collect()).collect()),
            _ => Value::Tuple(Vec::new()),
        },
    }
}
