//! Part of the crate that holds generated programs: reads arguments, writes down what every companion answers.
//!
//! Floats travel as the hexadecimal digits of their bits, so that nothing is rounded on the way.

use std::panic::{AssertUnwindSafe, catch_unwind};

pub struct Input<'a>(std::str::SplitWhitespace<'a>);

impl Input<'_> {
    pub fn float(&mut self) -> f64 {
        f64::from_bits(self.word(16))
    }

    pub fn int(&mut self) -> usize {
        self.word(10) as usize
    }

    pub fn row(&mut self, n: usize) -> Vec<f64> {
        (0..n).map(|_| self.float()).collect()
    }

    pub fn array<const N: usize>(&mut self) -> [f64; N] {
        std::array::from_fn(|_| self.float())
    }

    pub fn grid<const N: usize, const M: usize>(&mut self) -> [[f64; M]; N] {
        std::array::from_fn(|_| self.array())
    }

    pub fn nested(&mut self, n: usize, m: usize) -> Vec<Vec<f64>> {
        (0..n).map(|_| self.row(m)).collect()
    }

    pub fn ints(&mut self, n: usize) -> Vec<usize> {
        (0..n).map(|_| self.int()).collect()
    }

    fn word(&mut self, radix: u32) -> u64 {
        u64::from_str_radix(self.0.next().expect("an argument"), radix).expect("a number")
    }
}

#[derive(Default)]
pub struct Report(String);

impl Report {
    /// What one companion answers: floats, in order.
    pub fn put(&mut self, what: &str, answer: impl Flat) {
        self.0 += " ";
        self.0 += what;
        answer.flatten(&mut |number| self.0 += &format!(" {:x}", number.to_bits()));
    }
}

pub trait Flat {
    fn flatten(&self, take: &mut dyn FnMut(f64));
}

impl Flat for f64 {
    fn flatten(&self, take: &mut dyn FnMut(f64)) {
        take(*self);
    }
}

impl Flat for usize {
    fn flatten(&self, _: &mut dyn FnMut(f64)) {}
}

impl Flat for () {
    fn flatten(&self, _: &mut dyn FnMut(f64)) {}
}

impl<T: Flat> Flat for Vec<T> {
    fn flatten(&self, take: &mut dyn FnMut(f64)) {
        self.iter().for_each(|of| of.flatten(take));
    }
}

impl<T: Flat, const N: usize> Flat for [T; N] {
    fn flatten(&self, take: &mut dyn FnMut(f64)) {
        self.iter().for_each(|of| of.flatten(take));
    }
}

impl<T: Flat + ?Sized> Flat for &T {
    fn flatten(&self, take: &mut dyn FnMut(f64)) {
        (**self).flatten(take);
    }
}

impl<T: Flat> Flat for Option<T> {
    fn flatten(&self, take: &mut dyn FnMut(f64)) {
        self.iter().for_each(|of| of.flatten(take));
    }
}

/// What holds as many numbers as it says when it runs.
pub trait Shaped {
    /// The same variant, with other numbers.
    fn shaped(&self, next: &mut dyn FnMut() -> f64) -> Self;
}

impl Shaped for f64 {
    fn shaped(&self, next: &mut dyn FnMut() -> f64) -> f64 {
        next()
    }
}

impl Shaped for usize {
    fn shaped(&self, _: &mut dyn FnMut() -> f64) -> usize {
        *self
    }
}

impl<T: Shaped> Shaped for Vec<T> {
    fn shaped(&self, next: &mut dyn FnMut() -> f64) -> Vec<T> {
        self.iter().map(|of| of.shaped(next)).collect()
    }
}

impl<T: Shaped, const N: usize> Shaped for [T; N] {
    fn shaped(&self, next: &mut dyn FnMut() -> f64) -> [T; N] {
        std::array::from_fn(|at| self[at].shaped(next))
    }
}

impl<T: Shaped> Shaped for Option<T> {
    fn shaped(&self, next: &mut dyn FnMut() -> f64) -> Option<T> {
        self.as_ref().map(|of| of.shaped(next))
    }
}

/// The direction in which forward mode goes.
#[derive(Default)]
pub struct Direction(usize);

impl Direction {
    pub fn next(&mut self) -> f64 {
        self.0 += 1;
        COEFFICIENTS[(self.0 - 1) % COEFFICIENTS.len()]
    }
}

const COEFFICIENTS: [f64; 7] = [1.0, -0.5, 0.75, 2.0, -1.25, 0.375, -0.625];

/// One at number `row`, zero elsewhere.
pub fn unit<T: Shaped>(of: &T, row: usize) -> T {
    let mut at = 0;
    of.shaped(&mut || {
        at += 1;
        if at - 1 == row { 1.0 } else { 0.0 }
    })
}

/// How many numbers there are.
pub fn count(of: &impl Flat) -> usize {
    let mut count = 0;
    of.flatten(&mut |_| count += 1);
    count
}

macro_rules! tuples {
    ($($($T:ident)+;)+) => {
        $(
            impl<$($T: Flat),+> Flat for ($($T,)+) {
                #[allow(non_snake_case)]
                fn flatten(&self, take: &mut dyn FnMut(f64)) {
                    let ($($T,)+) = self;
                    $($T.flatten(take);)+
                }
            }
        )+
    };
}
tuples! { A; A B; A B C; A B C D; A B C D E; }

pub type Drive = fn(&mut Input<'_>, &mut Report);

/// Each line of the input: the number of a program, and arguments for its main function.
pub fn serve(programs: &[(usize, Drive)]) {
    std::panic::set_hook(Box::new(|_| {}));
    for line in std::io::stdin().lines() {
        let line = line.expect("the input can be read");
        let mut input = Input(line.split_whitespace());
        let program = input.int();
        let Some((_, drive)) = programs.iter().find(|(number, _)| *number == program) else { continue };
        let mut report = Report::default();
        let run = catch_unwind(AssertUnwindSafe(|| drive(&mut input, &mut report)));
        if let Err(cause) = run {
            let text = cause.downcast_ref::<String>().map(String::as_str).or(cause.downcast_ref::<&str>().copied());
            report.0 += &format!(" panic: {}", text.unwrap_or("?"));
        }
        println!("{program}{}", report.0);
    }
}
