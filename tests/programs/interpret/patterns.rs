//! Patterns, and the arms of a `match`.

use super::memory::Frame;
use super::value::Number;
use super::{Run, Step, Stop, Unfit, Value};
use crate::program::{Arm, Expr, Pattern};

impl<'p> Run<'p> {
    /// Whether the value is of that pattern; if so, its variables are bound.
    pub(super) fn bind<D: Number>(
        &mut self,
        frame: &mut Frame<D>,
        pattern: &'p Pattern,
        value: Value<D>,
    ) -> Step<bool, D> {
        Ok(match (pattern, value) {
            (Pattern::Wild, _) => true,
            (Pattern::Var(var), value) => {
                frame.set(*var, value);
                true
            }
            (Pattern::Deref(of), Value::Alias(spot)) => {
                let value = frame.read(&spot)?;
                self.bind(frame, of, value)?
            }
            (Pattern::Tuple(of), Value::Tuple(values)) => self.all(frame, of, values)?,
            (Pattern::Int(n), Value::Int(value)) => *n == value,
            (Pattern::Bool(truth), Value::Bool(value)) => *truth == value,
            (Pattern::Range(low, high), Value::Int(value)) => *low <= value && high.is_none_or(|high| value <= high),
            (Pattern::Or(of), value) => {
                for pattern in of {
                    if self.bind(frame, pattern, value.clone())? {
                        return Ok(true);
                    }
                }
                false
            }
            (Pattern::At(var, of), value) => {
                frame.set(*var, value.clone());
                self.bind(frame, of, value)?
            }
            (Pattern::Variant(_, at, _), Value::Variant(other, _)) if *at != other => false,
            (Pattern::Variant(_, _, of), Value::Variant(_, parts)) => self.all(frame, of, parts)?,
            // Behind a reference the parts are references.
            (Pattern::Variant(_, at, of), Value::Alias(spot)) => match frame.read(&spot)? {
                Value::Variant(other, _) if *at != other => false,
                _ => {
                    let part = |at: usize| spot.within(&[at], None).map(Value::Alias);
                    let parts = (0..of.len()).map(part).collect::<Result<_, _>>()?;
                    self.all(frame, of, parts)?
                }
            },
            (pattern @ (Pattern::Int(_) | Pattern::Range(..)), Value::Alias(spot)) => {
                let value = frame.read(&spot)?;
                self.bind(frame, pattern, value)?
            }
            (Pattern::Some(of), Value::Choice(Some(n))) => self.bind(frame, of, Value::Int(n))?,
            (Pattern::Some(_), Value::Choice(None)) => false,
            (Pattern::None, Value::Choice(of)) => of.is_none(),
            (Pattern::Kind(kind, _), Value::Kind(other, _)) if *kind != other => false,
            (Pattern::Kind(_, of), Value::Kind(_, ints)) => {
                self.all(frame, of, ints.into_iter().map(Value::Int).collect())?
            }
            (Pattern::Struct(_, of), value) => {
                for (at, pattern) in of {
                    // Behind a reference the parts are references.
                    let part = match &value {
                        Value::Alias(spot) => Value::Alias(spot.within(&[*at], None)?),
                        value => value.element(&[*at])?,
                    };
                    self.bind(frame, pattern, part)?;
                }
                true
            }
            (pattern, value) => panic!("ill typed: {value:?} for {pattern:?}"),
        })
    }

    /// Whether each of them is of its pattern.
    fn all<D: Number>(
        &mut self,
        frame: &mut Frame<D>,
        patterns: &'p [Pattern],
        values: Vec<Value<D>>,
    ) -> Step<bool, D> {
        for (pattern, value) in patterns.iter().zip(values) {
            if !self.bind(frame, pattern, value)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(super) fn arms<D: Number>(
        &mut self,
        frame: &mut Frame<D>,
        on: &'p Expr,
        arms: &'p [Arm],
    ) -> Step<Option<Value<D>>, D> {
        let value = self.expr(frame, on)?;
        for (at, arm) in arms.iter().enumerate() {
            if !self.bind(frame, &arm.pattern, value.clone())? {
                continue;
            }
            let guarded = match &arm.guard {
                Some(guard) => self.truth(frame, guard)?,
                None => true,
            };
            if guarded {
                self.took(8 + at as u64);
                return self.block(frame, &arm.body);
            }
        }
        // What rustc refuses: the shrinker may have cut the arm.
        Err(Stop::Unfit(Unfit::Range))
    }
}
