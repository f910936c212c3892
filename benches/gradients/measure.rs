//! Medians over turns: the contenders of a case run one after another, again and again, so that whatever slows the
//! machine down for a while slows all of them.

use std::hint::black_box;
use std::time::{Duration, Instant};

use stats_alloc::Region;

use crate::ALLOCATOR;
use crate::cases::Case;

/// How long one contender runs before the next one takes its turn. Long against the clock's resolution, short against
/// the disturbances of a shared machine.
const TURN: Duration = Duration::from_micros(500);
const ROUNDS: usize = 501;

/// What one contender needs for a call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    pub(crate) allocations: usize,
}

/// The costs of a case, and the ratios within its rounds.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) name: &'static str,
    pub(crate) size: String,
    pub(crate) primal: Cost,
    pub(crate) by_hand: Cost,
    pub(crate) generated: Cost,
    /// Median over the rounds, between its quartiles.
    pub(crate) generated_to_hand: [f64; 3],
    pub(crate) generated_to_primal: f64,
    pub(crate) hand_to_primal: f64,
}

/// Times a case.
pub(crate) fn measure(case: &Case) -> Measured {
    let mut d_hand = vec![0.0; case.parameters];
    let mut d_generated = vec![0.0; case.parameters];
    let mut contenders: [Box<dyn FnMut() + '_>; 3] = [
        Box::new(|| {
            black_box((case.primal)());
        }),
        Box::new(|| {
            black_box((case.by_hand)(black_box(&mut d_hand)));
        }),
        Box::new(|| {
            black_box((case.generated)(black_box(&mut d_generated)));
        }),
    ];
    let allocations = contenders.each_mut().map(|contender| allocations(contender));
    let calls = contenders.each_mut().map(|contender| calls_in_a_turn(contender));

    let mut rounds: [Vec<f64>; 3] = Default::default();
    for round in 0..ROUNDS {
        // Each is the first of a round as often as the others.
        for k in (0..3).map(|k| (k + round) % 3) {
            rounds[k].push(seconds_a_call(&mut contenders[k], calls[k]));
        }
    }
    let ratios = |above: usize, below: usize| {
        let ratios = rounds[above].iter().zip(&rounds[below]).map(|(above, below)| above / below);
        quartiles(ratios.collect())
    };
    let cost = |k: usize| Cost { seconds: quartiles(rounds[k].clone())[1], allocations: allocations[k] };
    Measured {
        name: case.name,
        size: case.size.clone(),
        primal: cost(0),
        by_hand: cost(1),
        generated: cost(2),
        generated_to_hand: ratios(2, 1),
        generated_to_primal: ratios(2, 0)[1],
        hand_to_primal: ratios(1, 0)[1],
    }
}

fn allocations(contender: &mut dyn FnMut()) -> usize {
    let region = Region::new(ALLOCATOR);
    contender();
    let change = region.change();
    change.allocations + change.reallocations
}

/// Doubles the number of calls until they fill a turn: by then caches and branch predictors are warm, too.
fn calls_in_a_turn(contender: &mut dyn FnMut()) -> u32 {
    let mut calls = 1;
    while seconds_a_call(contender, calls) * f64::from(calls) < TURN.as_secs_f64() {
        calls *= 2;
    }
    calls
}

fn seconds_a_call(contender: &mut dyn FnMut(), calls: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        contender();
    }
    start.elapsed().as_secs_f64() / f64::from(calls)
}

/// The lower quartile, the median and the upper quartile.
fn quartiles(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values[quarter * (values.len() - 1) / 4])
}
