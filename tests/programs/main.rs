//! Random programs against forward mode.
//!
//! A generator ([`generate`]) writes well-typed programs of the Rust that `#[differentiate]` accepts; they are printed
//! ([`print`]), compiled, many to a crate ([`workshop`]), and every companion is called at a few points. The same trees
//! are run over dual numbers ([`interpret`]), and the answers compared ([`judge`]): values to the bit, gradients to nine
//! digits, pullbacks called again on top of what they left. What fails is cut down to the least program that still
//! fails ([`shrink`]), and printed.
//!
//! `cargo test --test programs` runs a few hundred. More:
//! `PROGRAMS_SEED=1000 PROGRAMS_COUNT=5000 cargo test --test programs -- --ignored`. A seed names one program for ever,
//! as long as the generator stays as it is; what was found with it is kept by hand in `tests/hostile_*.rs`.

mod drive;
mod generate;
mod interpret;
mod judge;
mod print;
mod program;
mod random;
mod scopes;
mod shrink;
mod workshop;

use judge::{Point, Verdict};
use program::Program;
use random::Random;
use workshop::Order;

/// Programs in one crate: more would take longer to compile than to write, and cost more when one of them fails.
const CRATE: usize = 150;
/// Failures that are cut down; of the rest the seed is printed.
const SHRUNK: usize = 6;
/// Points at which a program is run.
const POINTS: usize = 3;

struct Case {
    seed: u64,
    program: Program,
    points: Vec<Point>,
}

/// The program of a seed, with points where it is fit for a test; none if there are no such points.
fn case(seed: u64) -> Option<Case> {
    let program = generate::program(seed);
    if !scopes::is_well_formed(&program) {
        return None;
    }
    let mut random = Random::new(!seed);
    let mut points = Vec::new();
    for _ in 0..3 * POINTS {
        if points.len() < POINTS {
            points.extend(Point::draw(&program, &mut random));
        }
    }
    points.iter().any(Point::is_telling).then_some(Case { seed, program, points })
}

/// Tests `count` programs, the first of them at the given seed or after it.
fn test(name: &str, seed: u64, count: usize) {
    let mut seeds = seed..;
    let mut shrunk: Vec<Verdict> = Vec::new();
    let mut failures = 0;
    let mut tested = 0;
    while tested < count {
        let cases: Vec<Case> = seeds.by_ref().filter_map(case).take(CRATE.min(count - tested)).collect();
        let orders: Vec<Order<'_>> = cases
            .iter()
            .map(|case| Order { program: &case.program, lines: case.points.iter().map(Point::line).collect() })
            .collect();
        let built = workshop::run(name, &orders);
        for (case, built) in cases.iter().zip(&built) {
            if let Some(verdict) = judge::judge(&case.program, &case.points, built) {
                failures += 1;
                println!("seed {}: {verdict:?}", case.seed);
                // One of each kind is enough, and it takes its time.
                if shrunk.len() < SHRUNK && !shrunk.contains(&verdict) {
                    report(name, case, &verdict);
                    shrunk.push(verdict);
                }
            }
        }
        tested += cases.len();
        println!("{tested} programs, seeds {seed} to {}: {failures} failed", seeds.start - 1);
    }
    assert_eq!(failures, 0, "{failures} of {tested} programs fail: see above");
}

fn report(name: &str, case: &Case, verdict: &Verdict) {
    let shrinker = format!("{name}-shrink");
    if matches!(verdict, Verdict::Compile(_)) && !workshop::well_typed(&shrinker, &[&case.program])[0] {
        println!(
            "and rustc would not take it without the macro: the generator's fault\n{}",
            print::source(&case.program, false)
        );
        return;
    }
    let (least, points, verdict) = shrink::shrink(&shrinker, &case.program, &case.points, verdict);
    println!("the least program that fails so: {verdict:?}\n{}", print::source(&least, true));
    for point in &points {
        println!("at {:?}\n", point.args);
    }
}

fn number(variable: &str, or: u64) -> u64 {
    std::env::var(variable)
        .map_or(or, |value| value.parse().unwrap_or_else(|_| panic!("{variable}={value} is no number")))
}

#[test]
fn random_programs_agree_with_forward_mode() {
    test("programs", 0, 300);
}

#[test]
#[ignore = "as long as PROGRAMS_COUNT says"]
fn many_random_programs_agree_with_forward_mode() {
    test("programs-long", number("PROGRAMS_SEED", 1_000_000), number("PROGRAMS_COUNT", 3000) as usize);
}
