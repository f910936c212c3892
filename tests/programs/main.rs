//! Random programs against forward mode.
//!
//! A generator ([`generate`]) writes well-typed programs of the Rust that `#[differentiate]` accepts; they are printed
//! ([`print`]), compiled, many to a crate ([`workshop`]), and every companion is called at a few points. The same trees
//! are run over dual numbers ([`interpret`]), and the answers compared ([`judge`]): values to the bit, gradients to nine
//! digits, pullbacks called again on top of what they left. What fails is cut down to the least program that still
//! fails ([`shrink`]), and printed.
//!
//! `cargo test --test programs` runs two thousand. More of them, or certain ones:
//!
//! ```text
//! PROGRAMS_SEED=1000 PROGRAMS_COUNT=5000 cargo test --test programs -- --ignored --nocapture
//! PROGRAMS_SEEDS=1375,1761 cargo test --test programs -- --ignored --nocapture
//! PROGRAMS_SECOND=1 PROGRAMS_COUNT=2000 cargo test --test programs -- --ignored --nocapture many   # second order of all
//! PROGRAMS_JACOBIAN=1 PROGRAMS_COUNT=2000 cargo test --test programs -- --ignored --nocapture many   # Jacobians
//! PROGRAMS_AGAIN=1 PROGRAMS_COUNT=2000 cargo test --test programs -- --ignored --nocapture many   # and of(grad)
//! PROGRAMS_FEATURES=While,Exits,Match cargo test --test programs -- --ignored many --nocapture
//! PROGRAMS_SEEDS=1375 cargo test --test programs -- --ignored show --nocapture   # the source alone
//! ```
//!
//! A seed names one program as long as the generator stays as it is; what was found with it is kept by hand, in
//! `tests/hostile/found.rs`.

mod drive;
mod features;
mod generate;
mod interpret;
mod judge;
mod print;
mod program;
mod random;
mod scopes;
mod shrink;
mod workshop;

use features::Features;
use judge::{Point, Verdict};
use program::Program;
use random::Random;
use workshop::Order;

/// Programs in one crate: more would take longer to compile than to write, and cost more when one of them fails.
const CRATE: usize = 150;
/// Failures that are cut down, unless `PROGRAMS_SHRUNK` says otherwise; of the rest the seed is printed.
const SHRUNK: u64 = 6;
/// Of so many programs one may be refused, with a reason: generated ones know no remedy.
const REFUSED: usize = 50;
/// One in so many is asked for its second derivatives, unless `PROGRAMS_SECOND` says otherwise: 1 for all of them, 0 for none.
const SECOND: u64 = 20;
/// One in so many, of those that have one, is asked for its Jacobian, unless `PROGRAMS_JACOBIAN` says otherwise.
const JACOBIAN: u64 = 10;
/// And one in so many for the derivative of its gradient, by `PROGRAMS_AGAIN`.
const AGAIN: u64 = 60;
/// Points at which a program is run.
const POINTS: usize = 3;

struct Case {
    seed: u64,
    program: Program,
    points: Vec<Point>,
}

/// The program of a seed, with points where it is fit for a test; none if there are no such points.
fn case(seed: u64, features: &Features) -> Option<Case> {
    let mut program = generate::program(seed, features);
    let every = number("PROGRAMS_SECOND", SECOND);
    let again = number("PROGRAMS_AGAIN", AGAIN);
    program.again = again > 0 && seed.is_multiple_of(again) && program.main().has_hessian();
    program.second = program.again || every > 0 && seed.is_multiple_of(every);
    let every = number("PROGRAMS_JACOBIAN", JACOBIAN);
    program.jacobian = every > 0 && seed.is_multiple_of(every) && program.main().has_jacobian();
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

/// Tests the first `count` programs that these seeds give.
fn test(name: &str, seeds: impl IntoIterator<Item = u64>, count: usize) {
    let features = Features::wanted();
    let mut seeds = seeds.into_iter().filter_map(|seed| case(seed, &features)).take(count).peekable();
    let mut shrunk: Vec<Verdict> = Vec::new();
    let mut failures = 0;
    let mut refused = 0;
    let mut tested = 0;
    while seeds.peek().is_some() {
        let mut cases: Vec<Case> = seeds.by_ref().take(CRATE).collect();
        let verdicts = judged(name, &mut cases);
        for (case, verdict) in cases.iter().zip(verdicts) {
            if let Some(verdict) = verdict {
                println!("seed {}: {verdict:?}", case.seed);
                if verdict.is_refusal() {
                    refused += 1;
                    continue;
                }
                failures += 1;
                // It takes its time. What does not compile tends to be one thing many times over.
                let known = matches!(verdict, Verdict::Compile(_)) && shrunk.iter().any(|other| verdict.is_like(other));
                if shrunk.len() < number("PROGRAMS_SHRUNK", SHRUNK) as usize && !known {
                    report(name, case, &verdict);
                    shrunk.push(verdict);
                }
            }
        }
        tested += cases.len();
        println!(
            "{tested} programs, up to seed {}: {failures} failed, {refused} refused",
            cases.last().map_or(0, |case| case.seed)
        );
    }
    assert_eq!(failures, 0, "{failures} of {tested} programs fail: see above");
    assert!(refused <= 2 + tested / REFUSED, "{refused} of {tested} programs are refused: see above");
}

/// Builds, runs and judges. Where a refusal asks for types, they are given: then the program must do.
fn judged(name: &str, cases: &mut [Case]) -> Vec<Option<Verdict>> {
    let mut verdicts = run(name, cases.iter().collect(), true);
    let mut again: Vec<(&mut Case, &mut Option<Verdict>)> = cases
        .iter_mut()
        .zip(&mut verdicts)
        .filter(|(_, verdict)| verdict.as_ref().is_some_and(Verdict::asks_for_types))
        .collect();
    if !again.is_empty() {
        again.iter_mut().for_each(|(case, _)| case.program.explicit = true);
        let better = run(name, again.iter().map(|(case, _)| &**case).collect(), true);
        again.into_iter().zip(better).for_each(|((_, verdict), better)| *verdict = better);
    }
    verdicts
}

fn run(name: &str, cases: Vec<&Case>, annotated: bool) -> Vec<Option<Verdict>> {
    let lines = |case: &Case| case.points.iter().map(Point::line).collect();
    let orders: Vec<Order<'_>> =
        cases.iter().map(|case| Order { program: &case.program, lines: lines(case), annotated }).collect();
    let built = workshop::run(name, &orders);
    cases.iter().zip(&built).map(|(case, built)| judge::judge(&case.program, &case.points, built, annotated)).collect()
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

/// The generator put to the test, before it tests anybody: rustc takes its programs, and the interpreter agrees with
/// what they do.
fn test_the_generator(name: &str, seeds: impl IntoIterator<Item = u64>, count: usize) {
    let features = Features::wanted();
    let cases: Vec<Case> = seeds.into_iter().filter_map(|seed| case(seed, &features)).take(count).collect();
    let mut failures = 0;
    for some in cases.chunks(CRATE) {
        for (case, verdict) in some.iter().zip(run(name, some.iter().collect(), false)) {
            if let Some(verdict) = verdict {
                failures += 1;
                println!("seed {}: {verdict:?}\n{}", case.seed, print::source(&case.program, false));
            }
        }
    }
    assert_eq!(failures, 0, "of {} programs: see above", cases.len());
}

#[test]
fn random_programs_agree_with_forward_mode() {
    test("programs", 0.., 2_100);
}

#[test]
#[ignore = "where the generator has changed"]
fn random_programs_are_sound() {
    test_the_generator("programs-sound", number("PROGRAMS_SEED", 1_000_000).., number("PROGRAMS_COUNT", 600) as usize);
}

#[test]
#[ignore = "fifty thousand, or as many as PROGRAMS_COUNT says"]
fn many_random_programs_agree_with_forward_mode() {
    let count = number("PROGRAMS_COUNT", 50_000) as usize;
    match std::env::var("PROGRAMS_SEEDS") {
        Ok(list) => {
            let seeds: Vec<u64> =
                list.split(',').map(|seed| seed.trim().parse().expect("seeds, with commas")).collect();
            test("programs-long", seeds, count);
        }
        Err(_) => test("programs-long", number("PROGRAMS_SEED", 1_000_000).., count),
    }
}

#[test]
#[ignore = "prints the programs of PROGRAMS_SEEDS"]
fn show() {
    let features = Features::wanted();
    for seed in std::env::var("PROGRAMS_SEEDS").unwrap_or_default().split(',').filter_map(|seed| seed.parse().ok()) {
        println!("seed {seed}\n{}", print::source(&generate::program(seed, &features), true));
    }
}
