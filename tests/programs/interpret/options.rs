//! Methods of options, with their closures called on the spot.

use super::memory::Frame;
use super::value::Number;
use super::{Run, Step, Stop, Unfit, Value};
use crate::program::{Closure, Expr, OptionMethod};

/// As `Option<f64>` has its variants.
pub(super) fn option<D>(of: Option<Value<D>>) -> Value<D> {
    match of {
        None => Value::Variant(0, Vec::new()),
        Some(of) => Value::Variant(1, vec![of]),
    }
}

impl<'p> Run<'p> {
    /// The receiver first, then the arguments, whether they are needed or not.
    pub(super) fn of_option<D: Number>(
        &mut self,
        frame: &mut Frame<D>,
        method: OptionMethod,
        receiver: &'p Expr,
        args: &'p [Expr],
        closures: &'p [Closure],
    ) -> Step<Value<D>, D> {
        // What is left behind goes where it was: the receiver is lent while the arguments are evaluated.
        let lent = match receiver {
            Expr::Var(var) if method.writes() => Some(frame.locate(*var, &[], None)?),
            Expr::Index(var, path) if method.writes() => {
                let path = self.path(frame, path)?;
                Some(frame.locate(*var, &path, None)?)
            }
            _ => None,
        };
        let mut of = match &lent {
            Some(_) => Value::Bool(false),
            None => self.expr(frame, receiver)?,
        };
        let args = self.list(frame, args)?;
        if let Some(spot) = lent {
            of = frame.read(&spot)?;
            frame.write(&spot, option(args.first().cloned()))?;
        }
        // Behind `as_ref`, `as_mut` the payload is a reference.
        let payload = match &of {
            Value::Variant(_, payload) => payload.first().cloned(),
            Value::Alias(spot) => match frame.read(spot)? {
                Value::Variant(_, payload) if payload.is_empty() => None,
                _ => Some(Value::Alias(spot.within(&[0], None)?)),
            },
            of => panic!("ill typed: {method:?} of {of:?}"),
        };
        self.took(16 + u64::from(payload.is_some()));
        Ok(match (method, payload, args.into_iter().next(), closures) {
            (OptionMethod::IsSome, payload, ..) => Value::Bool(payload.is_some()),
            (OptionMethod::IsNone, payload, ..) => Value::Bool(payload.is_none()),
            (OptionMethod::Unwrap, None, ..) => return Err(Stop::Unfit(Unfit::Range)),
            (OptionMethod::UnwrapOr, None, Some(other), _) => other,
            (OptionMethod::UnwrapOrElse, None, _, [other]) => self.closure(frame, other, None)?,
            (OptionMethod::Unwrap | OptionMethod::UnwrapOr | OptionMethod::UnwrapOrElse, Some(of), ..) => of,
            (OptionMethod::Map, None, ..) | (OptionMethod::AndThen, None, ..) => option(None),
            (OptionMethod::Map, of, _, [made]) => option(Some(self.closure(frame, made, of)?)),
            (OptionMethod::AndThen, of, _, [made]) => self.closure(frame, made, of)?,
            (OptionMethod::MapOr, None, Some(other), _) => other,
            (OptionMethod::MapOr, of, _, [made]) => self.closure(frame, made, of)?,
            (OptionMethod::MapOrElse, None, _, [other, _]) => self.closure(frame, other, None)?,
            (OptionMethod::MapOrElse, of, _, [_, made]) => self.closure(frame, made, of)?,
            (OptionMethod::Or, None, Some(other), _) => other,
            (OptionMethod::OrElse, None, _, [other]) => self.closure(frame, other, None)?,
            (OptionMethod::Or | OptionMethod::OrElse | OptionMethod::Take | OptionMethod::Replace, of, ..) => {
                option(of)
            }
            (method, ..) => panic!("ill typed: the arguments of {method:?}"),
        })
    }

    fn closure<D: Number>(
        &mut self,
        frame: &mut Frame<D>,
        closure: &'p Closure,
        given: Option<Value<D>>,
    ) -> Step<Value<D>, D> {
        if let (Some(param), Some(given)) = (closure.param, given) {
            frame.set(param, given);
        }
        Ok(self.block(frame, &closure.body)?.expect("a closure has a value"))
    }
}
