//! A program, run over numbers of any kind: floats for its value, dual numbers for its derivative.
//!
//! It is run as it stands, statement by statement, so that forward mode needs no source of its own. On the way it takes
//! note of whether the program is fit for a test at this point: nothing beyond the numbers where rounding stays small,
//! no comparison close to a tie, no more steps than a test has time for.

mod arithmetic;
mod expressions;
mod memory;
mod options;
mod patterns;
mod sources;
mod statements;
mod value;

pub(crate) use value::{Value, argument};

use crate::program::{Function, Program};
use memory::Frame;
use value::Number;

/// Not fit for a test at this point, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    Long,
    Large,
    Close,
    /// An integer out of range: Rust would panic.
    Range,
}

/// Why what follows is not run.
enum Stop<D> {
    Unfit(Unfit),
    Break(Option<String>, Option<Value<D>>),
    Continue(Option<String>),
    Return(Option<Value<D>>),
}

impl<D> From<Unfit> for Stop<D> {
    fn from(unfit: Unfit) -> Self {
        Stop::Unfit(unfit)
    }
}

type Step<T, D> = Result<T, Stop<D>>;

const STEPS: usize = 20_000;

pub(crate) struct Outcome<D> {
    pub(crate) value: Value<D>,
    /// What the parameters that are written through hold in the end.
    pub(crate) outputs: Vec<Value<D>>,
    /// A digest of the branches taken: two runs that agree in it ran the same statements.
    pub(crate) trace: u64,
}

impl<D: Number> Outcome<D> {
    /// The result, then the outputs.
    pub(crate) fn numbers(&self) -> Vec<D> {
        let mut numbers = Vec::new();
        self.value.flatten(&mut numbers);
        self.outputs.iter().for_each(|output| output.flatten(&mut numbers));
        numbers
    }
}

/// The main function at these arguments.
pub(crate) fn run<D: Number>(program: &Program, args: Vec<Value<D>>) -> Result<Outcome<D>, Unfit> {
    let mut run = Run { program, steps: 0, trace: 0xcbf2_9ce4_8422_2325 };
    let (value, outputs) = run.call(program.main(), args)?;
    Ok(Outcome { value, outputs, trace: run.trace })
}

struct Run<'p> {
    program: &'p Program,
    steps: usize,
    trace: u64,
}

impl<'p> Run<'p> {
    /// The result, and what the parameters that are written through hold behind it.
    fn call<D: Number>(
        &mut self,
        function: &'p Function,
        args: Vec<Value<D>>,
    ) -> Result<(Value<D>, Vec<Value<D>>), Unfit> {
        let mut frame = Frame::new(function);
        for (param, arg) in function.params.iter().zip(args) {
            frame.set(param.var, arg);
        }
        let value = match self.block(&mut frame, &function.body) {
            Ok(value) | Err(Stop::Return(value)) => value.unwrap_or(Value::Tuple(Vec::new())),
            Err(Stop::Unfit(unfit)) => return Err(unfit),
            Err(Stop::Break(..) | Stop::Continue(_)) => panic!("an exit from no loop"),
        };
        let outputs = function.outputs().map(|param| frame.value(param.var, &[])).collect::<Result<_, _>>()?;
        Ok((value, outputs))
    }

    fn step(&mut self) -> Result<(), Unfit> {
        self.steps += 1;
        if self.steps > STEPS { Err(Unfit::Long) } else { Ok(()) }
    }

    fn took(&mut self, way: u64) {
        self.trace = (self.trace ^ (way + 1)).wrapping_mul(0x0100_0000_01b3);
    }
}
