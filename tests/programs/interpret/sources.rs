//! What loops run over. Borrowed memory can't change under an iterator, so its items are known before the loop.

use super::memory::Frame;
use super::value::Number;
use super::{Run, Step, Unfit, Value};
use crate::program::{Items, Place, Range, Shape, Source};

impl<'p> Run<'p> {
    pub(super) fn source<D: Number>(&mut self, frame: &mut Frame<D>, source: &'p Source) -> Step<Vec<Value<D>>, D> {
        Ok(match source {
            Source::Range(range) => self.range(frame, range)?.into_iter().map(|n| Value::Int(i64::from(n))).collect(),
            Source::Items(place, items) => self.items(frame, place, *items)?,
            Source::Zip(one, other) => {
                let one = self.source(frame, one)?;
                let other = self.source(frame, other)?;
                one.into_iter().zip(other).map(|(one, other)| Value::Tuple(vec![one, other])).collect()
            }
            Source::Enumerate(of) => {
                let of = self.source(frame, of)?.into_iter().enumerate();
                of.map(|(at, item)| Value::Tuple(vec![Value::Int(at as i64), item])).collect()
            }
            Source::Copied(of) => {
                let mut items = self.source(frame, of)?;
                for item in &mut items {
                    if let Value::Alias(spot) = item {
                        *item = frame.read(spot)?;
                    }
                }
                items
            }
            Source::Rev(of) => {
                let mut items = self.source(frame, of)?;
                items.reverse();
                items
            }
            Source::StepBy(of, k) => self.source(frame, of)?.into_iter().step_by(*k).collect(),
            Source::Skip(of, k) => self.source(frame, of)?.into_iter().skip(*k).collect(),
            Source::Take(of, k) => self.source(frame, of)?.into_iter().take(*k).collect(),
        })
    }

    fn items<D: Number>(&mut self, frame: &mut Frame<D>, place: &'p Place, items: Items) -> Step<Vec<Value<D>>, D> {
        let spot = self.place(frame, place)?;
        let whole = frame.read(&spot)?;
        let len = whole.length();
        let part = |at: usize, k: usize| spot.within(&[], Some((at, at + k)));
        let parts: Result<Vec<_>, Unfit> = match items {
            Items::Owned => {
                return Ok((0..len).map(|at| whole.element(&[at])).collect::<Result<_, _>>()?);
            }
            Items::Iter | Items::IterMut | Items::Lent | Items::LentMut => {
                (0..len).map(|at| spot.within(&[at], None)).collect()
            }
            Items::Windows(k) => (0..(len + 1).saturating_sub(k)).map(|at| part(at, k)).collect(),
            Items::Chunks(k) | Items::ChunksMut(k) => (0..len / k).map(|at| part(at * k, k)).collect(),
        };
        Ok(parts?.into_iter().map(Value::Alias).collect())
    }

    fn range<D: Number>(&mut self, frame: &mut Frame<D>, range: &'p Range) -> Step<Vec<i32>, D> {
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
}
