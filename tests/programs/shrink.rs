//! From a program that fails to the least one that fails in the same way.
//!
//! Every edit that makes a program smaller is tried, many in one crate, and the smallest program that still fails is
//! taken, until no edit leaves it failing. Edits cut without looking: what is no longer well formed, or not fit for a
//! test, is sorted out before anything is compiled; what rustc would not take without the macro, after.

mod edits;

use crate::judge::{Point, Verdict, judge};
use crate::program::Program;
use crate::workshop::{self, Order};
use crate::{print, scopes};

/// Candidates in one crate.
const BATCH: usize = 60;
const ROUNDS: usize = 60;

/// The least program that fails like `verdict`, with its points.
pub(crate) fn shrink(
    name: &str,
    program: &Program,
    points: &[Point],
    verdict: &Verdict,
) -> (Program, Vec<Point>, Verdict) {
    let mut least = (program.clone(), points.to_vec(), verdict.clone());
    for _ in 0..ROUNDS {
        let mut candidates = candidates(&least.0, &least.1);
        candidates.sort_by_key(|(candidate, _)| size(candidate));
        let smaller = candidates.chunks(BATCH).find_map(|batch| failing(name, batch, verdict));
        match smaller {
            Some(smaller) => least = smaller,
            None => break,
        }
    }
    least
}

fn size(program: &Program) -> usize {
    print::source(program, true).len()
}

/// One edit away, smaller, well formed, and fit for a test at some of the points.
fn candidates(program: &Program, points: &[Point]) -> Vec<(Program, Vec<Point>)> {
    let before = size(program);
    edits::all(program)
        .into_iter()
        .filter(|(candidate, _)| size(candidate) < before && scopes::is_well_formed(candidate))
        .filter_map(|(candidate, kept)| {
            let args = |point: &Point| kept.iter().map(|&at| point.args[at].clone()).collect();
            let points: Vec<Point> =
                points.iter().filter_map(|point| Point::at(&candidate, args(point)).ok()).collect();
            (!points.is_empty()).then_some((candidate, points))
        })
        .collect()
}

/// The smallest of a batch that fails like `verdict`.
fn failing(name: &str, batch: &[(Program, Vec<Point>)], verdict: &Verdict) -> Option<(Program, Vec<Point>, Verdict)> {
    let orders: Vec<Order<'_>> = batch
        .iter()
        .map(|(program, points)| Order { program, lines: points.iter().map(Point::line).collect(), annotated: true })
        .collect();
    let built = workshop::run(name, &orders);
    let mut failing: Vec<(&(Program, Vec<Point>), Verdict)> = batch
        .iter()
        .zip(&built)
        .filter_map(|(case, built)| judge(&case.0, &case.1, built, true).map(|found| (case, found)))
        .filter(|(_, found)| found.is_like(verdict))
        .collect();
    if matches!(verdict, Verdict::Compile(_)) && !failing.is_empty() {
        let programs: Vec<&Program> = failing.iter().map(|((program, _), _)| program).collect();
        let mut sound = workshop::well_typed(name, &programs).into_iter();
        failing.retain(|_| sound.next().unwrap_or(false));
    }
    failing.into_iter().next().map(|((program, points), found)| (program.clone(), points.clone(), found))
}
