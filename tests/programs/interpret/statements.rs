//! Statements, and the ways out of them.

use super::memory::Frame;
use super::value::Number;
use super::{Run, Step, Stop, Unfit, Value};
use crate::program::{Block, Expr, Label, Method, Place, Stmt};

impl<'p> Run<'p> {
    pub(super) fn block<D: Number>(&mut self, frame: &mut Frame<D>, block: &'p Block) -> Step<Option<Value<D>>, D> {
        for stmt in &block.stmts {
            self.stmt(frame, stmt)?;
        }
        block.tail.as_ref().map(|tail| self.expr(frame, tail)).transpose()
    }

    fn stmt<D: Number>(&mut self, frame: &mut Frame<D>, stmt: &'p Stmt) -> Step<(), D> {
        self.step()?;
        match stmt {
            Stmt::Let { pattern, value: Some(value) } => {
                let value = self.expr(frame, value)?;
                self.bind(frame, pattern, value)?;
            }
            Stmt::Let { value: None, .. } => {}
            Stmt::LetElse { pattern, value, otherwise } => {
                let value = self.expr(frame, value)?;
                let fits = self.bind(frame, pattern, value)?;
                self.took(u64::from(fits));
                if !fits {
                    self.block(frame, otherwise)?;
                }
            }
            Stmt::Assign { var, index, op, value } => {
                // As Rust has it for primitive operands: the value first, then the place.
                let value = self.expr(frame, value)?;
                let path = self.path(frame, index)?;
                let value = match op {
                    Some(op) => self.binary(*op, frame.value(*var, &path)?, value)?,
                    None => value,
                };
                let spot = frame.locate(*var, &path, None)?;
                frame.write(&spot, value)?;
            }
            Stmt::Unpack(places, values) => {
                let values = self.list(frame, values)?;
                for (place, value) in places.iter().zip(values) {
                    let spot = self.place(frame, place)?;
                    frame.write(&spot, value)?;
                }
            }
            Stmt::If { cond, then, otherwise } => {
                let cond = self.truth(frame, cond)?;
                self.block(frame, if cond { then } else { otherwise })?;
            }
            Stmt::Match(on, arms) => {
                self.arms(frame, on, arms)?;
            }
            Stmt::For { label, pattern, source, body } => {
                for item in self.source(frame, source)? {
                    self.took(2);
                    self.bind(frame, pattern, item)?;
                    if self.trip(frame, label, body)?.is_some() {
                        break;
                    }
                }
            }
            Stmt::While { label, cond, body } => {
                while self.truth(frame, cond)? {
                    if self.trip(frame, label, body)?.is_some() {
                        break;
                    }
                }
            }
            Stmt::Loop(label, body) => while self.trip(frame, label, body)?.is_none() {},
            Stmt::Break(label, value) => {
                let value = value.as_ref().map(|value| self.expr(frame, value)).transpose()?;
                return Err(Stop::Break(label.clone(), value));
            }
            Stmt::Continue(label) => return Err(Stop::Continue(label.clone())),
            Stmt::Return(value) => {
                let value = value.as_ref().map(|value| self.expr(frame, value)).transpose()?;
                return Err(Stop::Return(value));
            }
            Stmt::Method(method, place, args) => self.method(frame, *method, place, args)?,
            Stmt::Exchange(one, other) => {
                let (one, other) = (self.place(frame, one)?, self.place(frame, other)?);
                let (first, second) = (frame.read(&one)?, frame.read(&other)?);
                frame.write(&one, second)?;
                frame.write(&other, first)?;
            }
            Stmt::Run(value) => {
                self.expr(frame, value)?;
            }
        }
        Ok(())
    }

    /// One trip of a loop: none if another one follows, else what the loop is left with.
    pub(super) fn trip<D: Number>(
        &mut self,
        frame: &mut Frame<D>,
        label: &Label,
        body: &'p Block,
    ) -> Step<Option<Option<Value<D>>>, D> {
        self.step()?;
        let own = |exit: &Option<String>| exit.is_none() || exit == label;
        match self.block(frame, body) {
            Ok(_) => Ok(None),
            Err(Stop::Continue(exit)) if own(&exit) => Ok(None),
            Err(Stop::Break(exit, value)) if own(&exit) => Ok(Some(value)),
            Err(other) => Err(other),
        }
    }

    fn method<D: Number>(
        &mut self,
        frame: &mut Frame<D>,
        method: Method,
        place: &'p Place,
        args: &'p [Expr],
    ) -> Step<(), D> {
        let spot = self.place(frame, place)?;
        let mut args = self.list(frame, args)?;
        let mut values = frame.read(&spot)?;
        match (&mut values, method, args.as_mut_slice()) {
            (of, Method::Swap, &mut [Value::Int(i), Value::Int(j)]) => {
                let (i, j) = (i as usize, j as usize);
                if i.max(j) >= of.length() {
                    return Err(Stop::Unfit(Unfit::Range));
                }
                match of {
                    Value::Row(row) => row.swap(i, j),
                    Value::Grid(rows) => rows.swap(i, j),
                    Value::Tuple(of) => of.swap(i, j),
                    other => panic!("ill typed: elements of {other:?}"),
                }
            }
            (Value::Row(row), Method::Fill, [Value::Float(value)]) => row.fill(*value),
            (Value::Grid(rows), Method::Fill, [Value::Row(value)]) => rows.fill(value.clone()),
            (of, Method::CopyFrom, [from]) => {
                let from = if let Value::Alias(spot) = from { frame.read(spot)? } else { from.clone() };
                if of.length() != from.length() {
                    return Err(Stop::Unfit(Unfit::Range));
                }
                *of = from;
            }
            (Value::Row(row), Method::Push, [Value::Float(value)]) => row.push(*value),
            (Value::Row(row), Method::Pop, []) => drop(row.pop()),
            (Value::Row(row), Method::Clear, []) => row.clear(),
            (of, method, args) => panic!("ill typed: {method:?} of {of:?} with {args:?}"),
        }
        Ok(frame.write(&spot, values)?)
    }
}
