//! What a program must answer, and whether it does.
//!
//! The truth is forward mode by dual numbers, over the same tree; where the branches do not turn on the way, central
//! differences bear it out, so that a flaw of the interpreter is not taken for one of the macro.

use crate::interpret::{Unfit, Value, argument, run};
use crate::program::{Function, Param, Program, Type};
use crate::random::Random;
use crate::workshop::{Answers, Built};
use num_dual::{Dual64, HyperDual64};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Relative to one, or to the derivative where that is larger. What is fit for a test stays below a thousand on the way
/// and takes few steps, so that rounding is well below this.
const TOLERANCE: f64 = 1e-9;

/// The two modes differ by no more than rounding.
const AGREEMENT: f64 = 1e-10;

/// The direction of `jvp`, as `crate/support.rs` has it.
const DIRECTION: [f64; 7] = [1.0, -0.5, 0.75, 2.0, -1.25, 0.375, -0.625];

/// Arguments, and what is true of the program there.
#[derive(Clone, Debug)]
pub(crate) struct Point {
    pub(crate) args: Vec<Value<f64>>,
    /// The result, and behind it what is written through `&mut`.
    value: Vec<f64>,
    /// How many of these are the result.
    returned: usize,
    /// One row a result, one column a number of the differentiable parameters.
    jacobian: Vec<Vec<f64>>,
    /// The product of the Hessian and the direction, where there is one.
    product: Option<Vec<f64>>,
    /// The pullback of the gradient is asked for it, too.
    again: bool,
    asked_jacobian: bool,
}

/// How a program failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is refused or does not compile.
    Compile(String),
    Panic(String),
    /// The label of the answer, and what is wrong with it.
    Wrong(String, String),
}

impl Verdict {
    /// A refusal that would be none if types that rustc infers stood in the source.
    pub(crate) fn asks_for_types(&self) -> bool {
        let asks = |messages: &str| messages.contains("annotate") || messages.contains("with its type");
        matches!(self, Verdict::Compile(messages) if asks(messages))
    }

    /// Refused by the macro, in its own words, and nothing else is the matter: no failure, as long as it is rare.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(self, Verdict::Compile(messages) if messages.lines().all(|line| line.contains("cannot be differentiated")))
    }

    /// Smaller programs must fail in the same way.
    pub(crate) fn is_like(&self, other: &Verdict) -> bool {
        match (self, other) {
            (Verdict::Compile(one), Verdict::Compile(other)) => code(one) == code(other),
            (Verdict::Panic(_), Verdict::Panic(_)) | (Verdict::Wrong(..), Verdict::Wrong(..)) => true,
            _ => false,
        }
    }
}

/// `error[E0308]`, or the first words of a refusal.
fn code(message: &str) -> &str {
    message.split(": ").next().filter(|code| code.len() > 6).unwrap_or_else(|| message.get(..30).unwrap_or(message))
}

impl Point {
    /// Some arguments at which the program is fit for a test.
    pub(crate) fn draw(program: &Program, random: &mut Random) -> Result<Point, Unfit> {
        let main = program.main();
        let mut ints = random.clone();
        random.next();
        let args = main
            .params
            .iter()
            .map(|param| {
                let float = &mut || {
                    let size = random.between(0.2, 1.4);
                    if random.percent(30) { -size } else { size }
                };
                argument(main.ty(param.var), float, &mut |n| ints.below(n))
            })
            .collect();
        Point::at(program, args)
    }

    pub(crate) fn at(program: &Program, args: Vec<Value<f64>>) -> Result<Point, Unfit> {
        let params = &program.main().params;
        let plain = run(program, args.clone())?;
        let value = plain.numbers();
        let mut returned = Vec::new();
        plain.value.flatten(&mut returned);
        let mut jacobian = vec![Vec::new(); value.len()];
        for column in 0..active(params, &args) {
            let duals = run(program, seeded(params, &args, column))?.numbers();
            jacobian.iter_mut().zip(&duals).for_each(|(row, dual)| row.push(dual.eps));
            let h = 1e-5;
            let sides = [h, -h].map(|step| run(program, moved(params, &args, column, step)));
            if let [Ok(ahead), Ok(behind)] = sides
                && ahead.trace == plain.trace
                && behind.trace == plain.trace
            {
                for ((a, b), dual) in ahead.numbers().iter().zip(&behind.numbers()).zip(&duals) {
                    let slope = (a - b) / (2.0 * h);
                    let close = (slope - dual.eps).abs() <= 1e-3 * dual.eps.abs().max(1.0);
                    // Loosely: third derivatives may be large.
                    assert!(close || dual.eps.abs() > 50.0, "forward mode says {}, differences say {slope}", dual.eps);
                }
            }
        }
        let has_hessian = program.second && program.main().has_hessian();
        let product = has_hessian.then(|| product(program, &args));
        Ok(Point {
            product: product.transpose()?,
            again: program.again,
            asked_jacobian: program.jacobian,
            args,
            value,
            returned: returned.len(),
            jacobian,
        })
    }

    /// Some derivative is not zero: else there is little to test.
    pub(crate) fn is_telling(&self) -> bool {
        self.jacobian.iter().flatten().any(|&slope| slope != 0.0)
    }

    /// The arguments, for the program to read.
    pub(crate) fn line(&self) -> String {
        let mut line = String::new();
        self.args.iter().for_each(|arg| words(arg, &mut line));
        line
    }

    fn judge(&self, answers: &Answers, main: &Function, annotated: bool) -> Result<(), (String, String)> {
        let expected: &[&str] = match (&main.result, main.outputs().next()) {
            _ if !annotated => &["primal"],
            (_, Some(_)) => &["primal", "value", "outs", "jvp"],
            (Type::Float, None) => &["primal", "grad", "both", "pull", "more", "jvp"],
            _ => &["primal", "value", "jvp"],
        };
        let mut asked = Vec::new();
        if annotated {
            asked.extend(self.product.iter().flat_map(|_| ["hvp", "hessian"]));
            asked.extend(self.asked_jacobian.then_some("jacobian"));
            asked.extend(self.again.then_some("again"));
        }
        for label in expected.iter().chain(&asked) {
            if !answers.iter().any(|(answered, _)| answered == label) {
                return Err(((*label).into(), "is missing".into()));
            }
        }
        let primal = answers.iter().find(|(label, _)| label == "primal").map_or(&[][..], |(_, numbers)| numbers);
        // The interpreter is another program: its last bits may differ.
        compare("primal", primal, &self.value)?;
        let mut rows = BTreeMap::from([("row", 0), ("vjp", 0)]);
        for (label, numbers) in answers {
            match (label.as_str(), rows.get_mut(label.as_str())) {
                ("primal", _) => {}
                ("value", _) => same(label, numbers, primal)?,
                ("outs", _) => same(label, numbers, &primal[self.returned..])?,
                ("jvp", _) => {
                    let (values, tangents) = numbers.split_at(numbers.len().min(primal.len()));
                    same(label, values, primal)?;
                    let along =
                        |row: &Vec<f64>| row.iter().zip(DIRECTION.iter().cycle()).map(|(slope, d)| slope * d).sum();
                    compare(label, tangents, &self.jacobian.iter().map(along).collect::<Vec<f64>>())?;
                }
                ("jacobian", _) => compare(label, numbers, &self.jacobian.concat())?,
                ("hessian", _) => self.judge_hessian(numbers)?,
                ("hvp" | "again", _) => compare(label, numbers, self.product.as_deref().unwrap_or_default())?,
                ("grad", _) => compare(label, numbers, &self.jacobian[0])?,
                ("more", _) => {
                    let scaled: Vec<f64> = self.jacobian[0].iter().map(|slope| 3.5 * slope).collect();
                    compare(label, numbers, &scaled)?;
                }
                (_, Some(row)) => {
                    compare(&format!("{label} {row}"), numbers, &self.jacobian[*row])?;
                    *row += 1;
                }
                // `both`, `into`, `pull`: the value to the bit, then the gradient.
                _ => {
                    let (value, gradient) = numbers.split_at(numbers.len().min(1));
                    same(label, value, primal)?;
                    compare(label, gradient, &self.jacobian[0])?;
                }
            }
        }
        match rows.into_iter().find(|(_, count)| *count > 0 && *count != self.value.len()) {
            Some((label, _)) => Err((label.into(), "is missing".into())),
            None if annotated => modes_agree(answers, primal.len()),
            None => Ok(()),
        }
    }
}

impl Point {
    /// It is symmetric, and its product with the direction is what that is.
    fn judge_hessian(&self, numbers: &[f64]) -> Result<(), (String, String)> {
        let product = self.product.as_deref().unwrap_or_default();
        let count = product.len();
        if numbers.len() != count * count {
            return Err(("hessian".into(), format!("{} numbers, not {count} times {count}", numbers.len())));
        }
        let cell = |row: usize, column: usize| numbers[row * count + column];
        let direction = |at: usize| DIRECTION[at % DIRECTION.len()];
        for transposed in [false, true] {
            let along = |row: usize| {
                let numbers = (0..count).map(|at| if transposed { cell(at, row) } else { cell(row, at) });
                numbers.enumerate().map(|(at, slope)| slope * direction(at)).sum()
            };
            let products: Vec<f64> = (0..count).map(along).collect();
            // What cancels in the sum has been rounded before.
            let size = numbers.iter().fold(1.0, |size: f64, number| size.max(number.abs()));
            let close = |(got, want): (&f64, &f64)| (got - want).abs() <= TOLERANCE * size.max(want.abs());
            if !products.iter().zip(product).all(close) {
                return Err((
                    "hessian".into(),
                    format!("{products:?} should be {product:?}, transposed: {transposed}"),
                ));
            }
        }
        Ok(())
    }
}

/// The dot-product test, with a cotangent for each result: reverse mode along the direction of forward mode is what that says,
/// to rounding.
fn modes_agree(answers: &Answers, results: usize) -> Result<(), (String, String)> {
    let of = |wanted: &'static str| answers.iter().filter(move |(label, _)| label == wanted).map(|(_, of)| of);
    let tangents = of("jvp").flat_map(|both| both.iter().skip(results));
    let rows: Vec<&Vec<f64>> = of("grad").take(1).chain(of("row")).collect();
    if rows.len() != results {
        return Err(("dot".into(), format!("{} rows of {results}", rows.len())));
    }
    for (row, tangent) in rows.into_iter().zip(tangents) {
        let products = row.iter().zip(DIRECTION.iter().cycle()).map(|(slope, d)| slope * d);
        let (sum, size) = products.fold((0.0, 0.0), |(sum, size), of| (sum + of, size + f64::abs(of)));
        if (sum - tangent).abs() > AGREEMENT * size.max(1.0) {
            return Err(("dot".into(), format!("reverse mode says {sum}, forward mode {tangent}")));
        }
    }
    Ok(())
}

/// A value as words, in the order in which a program reads them.
fn words(arg: &Value<f64>, line: &mut String) {
    let _ = match arg {
        Value::Int(n) => write!(line, "{n} "),
        Value::Bool(truth) => write!(line, "{} ", u8::from(*truth)),
        Value::Kind(kind, of) => {
            let _ = write!(line, "{} ", *kind as u8);
            of.iter().try_for_each(|n| write!(line, "{n} "))
        }
        Value::Variant(at, of) => {
            let _ = write!(line, "{at} ");
            return of.iter().for_each(|of| words(of, line));
        }
        Value::Choice(None) => write!(line, "0 "),
        Value::Choice(Some(n)) => write!(line, "1 {n} "),
        Value::Indices(of) => of.iter().try_for_each(|n| write!(line, "{n} ")),
        Value::Tuple(of) => return of.iter().for_each(|of| words(of, line)),
        other => {
            let mut floats = Vec::new();
            other.flatten(&mut floats);
            floats.iter().try_for_each(|float| write!(line, "{:x} ", float.to_bits()))
        }
    };
}

fn compare(label: &str, got: &[f64], want: &[f64]) -> Result<(), (String, String)> {
    let close = |(g, w): (&f64, &f64)| (g - w).abs() <= TOLERANCE * w.abs().max(1.0);
    if got.len() == want.len() && got.iter().zip(want).all(close) {
        return Ok(());
    }
    Err((label.into(), format!("{got:?} should be {want:?}")))
}

fn same(label: &str, got: &[f64], want: &[f64]) -> Result<(), (String, String)> {
    let bits = |of: &[f64]| of.iter().map(|number| number.to_bits()).collect::<Vec<_>>();
    if bits(got) == bits(want) {
        Ok(())
    } else {
        Err((label.into(), format!("the value {got:?} should be {want:?} to the bit")))
    }
}

/// None where the program is right at every point.
pub(crate) fn judge(program: &Program, points: &[Point], built: &Built, annotated: bool) -> Option<Verdict> {
    let ran = match built {
        Built::Refused(messages) => return Some(Verdict::Compile(messages.join("\n"))),
        Built::Ran(ran) => ran,
    };
    if ran.len() != points.len() {
        return Some(Verdict::Panic("the process ended".into()));
    }
    for (point, answers) in points.iter().zip(ran) {
        match answers {
            Err(cause) => return Some(Verdict::Panic(cause.clone())),
            Ok(answers) => {
                if let Err((label, what)) = point.judge(answers, program.main(), annotated) {
                    return Some(Verdict::Wrong(label, what));
                }
            }
        }
    }
    None
}

/// How many numbers the derivative is taken in.
fn active(params: &[Param], args: &[Value<f64>]) -> usize {
    let mut floats = Vec::new();
    params.iter().zip(args).filter(|(param, _)| !param.constant).for_each(|(_, arg)| arg.flatten(&mut floats));
    floats.len()
}

/// The arguments as dual numbers, with a derivative of one in the given number.
fn seeded(params: &[Param], args: &[Value<f64>], column: usize) -> Vec<Value<Dual64>> {
    let mut at = 0;
    each(params, args, &mut |constant, value| {
        at += usize::from(!constant);
        Dual64::new(value, if !constant && at - 1 == column { 1.0 } else { 0.0 })
    })
}

/// The product of the Hessian and the direction, number by number, by dual numbers of dual numbers.
fn product(program: &Program, args: &[Value<f64>]) -> Result<Vec<f64>, Unfit> {
    let params = &program.main().params;
    let one = |column: usize| {
        let mut at = 0;
        let args = each(params, args, &mut |constant, value| {
            at += usize::from(!constant);
            match constant {
                true => HyperDual64::new(value, 0.0, 0.0, 0.0),
                false => {
                    let here = if at - 1 == column { 1.0 } else { 0.0 };
                    HyperDual64::new(value, here, DIRECTION[(at - 1) % DIRECTION.len()], 0.0)
                }
            }
        });
        Ok(run(program, args)?.numbers()[0].eps1eps2)
    };
    (0..active(params, args)).map(one).collect()
}

fn moved(params: &[Param], args: &[Value<f64>], column: usize, step: f64) -> Vec<Value<f64>> {
    let mut at = 0;
    each(params, args, &mut |constant, value| {
        at += usize::from(!constant);
        if !constant && at - 1 == column { value + step } else { value }
    })
}

fn each<D>(params: &[Param], args: &[Value<f64>], change: &mut dyn FnMut(bool, f64) -> D) -> Vec<Value<D>> {
    let mut args = args.iter().zip(params);
    args.by_ref().map(|(arg, param)| arg.map(&mut |value| change(param.constant, value))).collect()
}
