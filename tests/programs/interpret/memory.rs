//! The variables of a call, and references between them.

use super::{Unfit, Value};
use crate::program::{Function, Var};

/// Memory of a variable: behind these indices, and of that only a part.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    var: Var,
    path: Vec<usize>,
    part: Option<(usize, usize)>,
}

/// The variables of one call.
pub(super) struct Frame<D> {
    values: Vec<Option<Value<D>>>,
}

impl<D: Copy + std::fmt::Debug> Frame<D> {
    pub(super) fn new(function: &Function) -> Self {
        Frame { values: vec![None; function.variables.len()] }
    }

    pub(super) fn set(&mut self, var: Var, value: Value<D>) {
        self.values[var] = Some(value);
    }

    fn get(&self, var: Var) -> &Value<D> {
        self.values[var].as_ref().expect("a variable is assigned before it is read")
    }

    /// The memory that these indices of a variable mean, through references.
    pub(super) fn locate(&self, var: Var, path: &[usize], part: Option<(usize, usize)>) -> Result<Spot, Unfit> {
        match &self.values[var] {
            Some(Value::Alias(spot)) => spot.within(path, part),
            _ => Ok(Spot { var, path: path.to_vec(), part }),
        }
    }

    pub(super) fn read(&self, spot: &Spot) -> Result<Value<D>, Unfit> {
        let whole = self.get(spot.var).element(&spot.path)?;
        let Some((low, high)) = spot.part else { return Ok(whole) };
        match whole {
            Value::Row(row) => row.get(low..high).map(|part| Value::Row(part.to_vec())),
            Value::Grid(rows) => rows.get(low..high).map(|part| Value::Grid(part.to_vec())),
            Value::Indices(of) => of.get(low..high).map(|part| Value::Indices(part.to_vec())),
            Value::Tuple(of) => of.get(low..high).map(|part| Value::Tuple(part.to_vec())),
            other => panic!("ill typed: a part of {other:?}"),
        }
        .ok_or(Unfit::Range)
    }

    /// What the name of a variable stands for, behind these indices.
    pub(super) fn value(&self, var: Var, path: &[usize]) -> Result<Value<D>, Unfit> {
        match (self.get(var), path) {
            (Value::Alias(spot), _) => self.read(&spot.within(path, None)?),
            (value, path) => value.element(path),
        }
    }

    pub(super) fn write(&mut self, spot: &Spot, value: Value<D>) -> Result<(), Unfit> {
        let target = &mut self.values[spot.var];
        if let (None, []) = (spot.part, spot.path.as_slice()) {
            *target = Some(value);
            return Ok(());
        }
        let (low, high) = spot.part.unwrap_or((0, 0));
        let target = target.as_mut().expect("a variable is assigned before its elements are");
        let (target, path) = beyond_structs(target, &spot.path)?;
        match (target, path, spot.part, value) {
            (target, [], None, value) => *target = value,
            (Value::Row(row), &[i], None, Value::Float(value)) => *row.get_mut(i).ok_or(Unfit::Range)? = value,
            (Value::Grid(rows), &[i, j], None, Value::Float(value)) => {
                *rows.get_mut(i).and_then(|row| row.get_mut(j)).ok_or(Unfit::Range)? = value;
            }
            (Value::Grid(rows), &[i], None, Value::Row(value)) => *rows.get_mut(i).ok_or(Unfit::Range)? = value,
            (Value::Row(row), [], Some(_), Value::Row(value)) => {
                row.get_mut(low..high)
                    .filter(|part| part.len() == value.len())
                    .ok_or(Unfit::Range)?
                    .copy_from_slice(&value);
            }
            (Value::Grid(rows), &[i], Some(_), Value::Row(value)) => {
                let part = rows.get_mut(i).and_then(|row| row.get_mut(low..high));
                part.filter(|part| part.len() == value.len()).ok_or(Unfit::Range)?.copy_from_slice(&value);
            }
            (Value::Grid(rows), [], Some(_), Value::Grid(value)) => {
                let part = rows.get_mut(low..high).filter(|part| part.len() == value.len());
                part.ok_or(Unfit::Range)?.clone_from_slice(&value);
            }
            (_, path, _, value) => panic!("ill typed: {value:?} for {path:?} of variable {}", spot.var),
        }
        Ok(())
    }
}

/// What the steps through structs lead to, and the indices behind them.
fn beyond_structs<'v, 's, D>(
    target: &'v mut Value<D>,
    path: &'s [usize],
) -> Result<(&'v mut Value<D>, &'s [usize]), Unfit> {
    match (target, path) {
        (Value::Tuple(of) | Value::Variant(_, of), [at, rest @ ..]) => {
            beyond_structs(of.get_mut(*at).ok_or(Unfit::Range)?, rest)
        }
        (target, path) => Ok((target, path)),
    }
}

impl Spot {
    /// What these indices, and that part, mean in it.
    pub(super) fn within(&self, path: &[usize], part: Option<(usize, usize)>) -> Result<Spot, Unfit> {
        let mut spot = self.clone();
        let inside =
            |at: usize, bound: (usize, usize)| if at <= bound.1 - bound.0 { Ok(at) } else { Err(Unfit::Range) };
        match (self.part, path, part) {
            (None, path, part) => {
                spot.path.extend(path);
                spot.part = part;
            }
            (Some(_), [], None) => {}
            (Some(bound), [], Some((low, high))) => {
                spot.part = Some((bound.0 + inside(low, bound)?, bound.0 + inside(high, bound)?));
            }
            (Some(bound), [first, rest @ ..], part) => {
                inside(first + 1, bound)?;
                spot.path.push(bound.0 + first);
                spot.path.extend(rest);
                spot.part = part;
            }
        }
        Ok(spot)
    }
}
