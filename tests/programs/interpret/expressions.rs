//! Expressions, from left to right.

use super::memory::{Frame, Spot};
use super::options::option;
use super::value::{Number, gather};
use super::{Run, Step, Stop, Unfit, Value};
use crate::program::{Binary, Expr, Place};

impl<'p> Run<'p> {
    pub(super) fn expr<D: Number>(&mut self, frame: &mut Frame<D>, expr: &'p Expr) -> Step<Value<D>, D> {
        Ok(match expr {
            Expr::Float(value) => Value::Float(D::from(*value)),
            Expr::Int(n) => Value::Int(*n),
            Expr::Bool(truth) => Value::Bool(*truth),
            Expr::Var(var) | Expr::Clone(var) => frame.value(*var, &[])?,
            Expr::Cloned(place) => {
                let spot = self.place(frame, place)?;
                frame.read(&spot)?
            }
            Expr::Field(_, at) => Value::Int(*at as i64),
            Expr::Struct(of, fields, rest) => {
                let mut parts: Vec<Option<Value<D>>> = vec![None; of.fields.len()];
                for (at, value) in fields {
                    parts[*at] = Some(self.expr(frame, value)?);
                }
                if let Some(rest) = rest
                    && let Value::Tuple(rest) = self.expr(frame, rest)?
                {
                    parts
                        .iter_mut()
                        .zip(rest)
                        .filter(|(part, _)| part.is_none())
                        .for_each(|(part, of)| *part = Some(of));
                }
                Value::Tuple(parts.into_iter().collect::<Option<_>>().expect("every field has a value"))
            }
            Expr::Index(var, index) => {
                let path = self.path(frame, index)?;
                frame.value(*var, &path)?
            }
            Expr::Len(var) => Value::Int(frame.value(*var, &[])?.length() as i64),
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
            Expr::Empty(_) => Value::Row(Vec::new()),
            Expr::If(cond, then, otherwise) => {
                let cond = self.truth(frame, cond)?;
                self.block(frame, if cond { then } else { otherwise })?.expect("each side has a value")
            }
            Expr::Block(block) => self.block(frame, block)?.expect("the block has a value"),
            Expr::Match(on, arms) => self.arms(frame, on, arms)?.expect("each arm has a value"),
            Expr::Loop(label, body) => loop {
                if let Some(value) = self.trip(frame, label, body)? {
                    break value.expect("the loop has a value");
                }
            },
            Expr::Let(pattern, value) => {
                let value = self.expr(frame, value)?;
                Value::Bool(self.bind(frame, pattern, value)?)
            }
            Expr::Kind(kind, of) => {
                Value::Kind(*kind, of.iter().map(|of| self.int(frame, of)).collect::<Step<_, D>>()?)
            }
            Expr::Some(of) => Value::Choice(Some(self.int(frame, of)?)),
            Expr::None => Value::Choice(None),
            Expr::Variant(_, at, of) => Value::Variant(*at, self.list(frame, of)?),
            Expr::OfOption(method, of, args, closures) => self.of_option(frame, *method, of, args, closures)?,
            Expr::Call(callee, args) => {
                let function = &self.program.functions[*callee];
                let args = self.list(frame, args)?;
                self.call_with(frame, function, args)?
            }
            Expr::Borrow(of) => self.expr(frame, of)?,
            Expr::Lend(place, _) => Value::Alias(self.place(frame, place)?),
            Expr::Split(place, at, _) => {
                let spot = self.place(frame, place)?;
                let len = frame.read(&spot)?.length();
                let halves = [(0, *at), (*at, len)].map(|half| spot.within(&[], Some(half)).map(Value::Alias));
                Value::Tuple(halves.into_iter().collect::<Result<_, _>>()?)
            }
            Expr::Pop(var) => {
                let spot = frame.locate(*var, &[], None)?;
                let Value::Row(mut row) = frame.read(&spot)? else { panic!("ill typed: pop") };
                let popped = row.pop();
                frame.write(&spot, Value::Row(row))?;
                option(popped.map(Value::Float))
            }
        })
    }

    /// References are handed over as copies, and what was written through them is written back.
    fn call_with<D: Number>(
        &mut self,
        frame: &mut Frame<D>,
        function: &'p crate::program::Function,
        args: Vec<Value<D>>,
    ) -> Step<Value<D>, D> {
        let mut copies = Vec::new();
        let mut written: Vec<Spot> = Vec::new();
        for (param, arg) in function.params.iter().zip(args) {
            copies.push(match arg {
                Value::Alias(spot) => {
                    let value = frame.read(&spot)?;
                    if function.ty(param.var).is_output() {
                        written.push(spot);
                    }
                    value
                }
                other => other,
            });
        }
        let (value, outputs) = self.call(function, copies)?;
        for (spot, output) in written.iter().zip(outputs) {
            frame.write(spot, output)?;
        }
        Ok(value)
    }

    pub(super) fn place<D: Number>(&mut self, frame: &mut Frame<D>, place: &'p Place) -> Step<Spot, D> {
        let path = self.path(frame, &place.path)?;
        let Some(part) = &place.part else { return Ok(frame.locate(place.var, &path, None)?) };
        let low = self.index(frame, &part.low)?;
        let high = match &part.high {
            Some(high) => self.index(frame, high)?,
            None => frame.value(place.var, &path)?.length(),
        };
        if low > high {
            return Err(Stop::Unfit(Unfit::Range));
        }
        Ok(frame.locate(place.var, &path, Some((low, high)))?)
    }

    pub(super) fn int<D: Number>(&mut self, frame: &mut Frame<D>, expr: &'p Expr) -> Step<i64, D> {
        match self.expr(frame, expr)? {
            Value::Int(n) => Ok(n),
            other => panic!("ill typed: {other:?} is no integer"),
        }
    }

    pub(super) fn index<D: Number>(&mut self, frame: &mut Frame<D>, expr: &'p Expr) -> Step<usize, D> {
        usize::try_from(self.int(frame, expr)?).map_err(|_| Stop::Unfit(Unfit::Range))
    }

    pub(super) fn truth<D: Number>(&mut self, frame: &mut Frame<D>, expr: &'p Expr) -> Step<bool, D> {
        let truth = match self.expr(frame, expr)? {
            Value::Bool(truth) => truth,
            other => panic!("ill typed: {other:?} is no condition"),
        };
        self.took(u64::from(truth));
        Ok(truth)
    }

    pub(super) fn path<D: Number>(&mut self, frame: &mut Frame<D>, index: &'p [Expr]) -> Step<Vec<usize>, D> {
        index.iter().map(|of| self.index(frame, of)).collect()
    }

    pub(super) fn list<D: Number>(&mut self, frame: &mut Frame<D>, of: &'p [Expr]) -> Step<Vec<Value<D>>, D> {
        of.iter().map(|of| self.expr(frame, of)).collect()
    }
}
