//! Expansion is fast enough not to be noticed: a 500-line function in a tenth of a second, in an optimised build.

use proc_macro2::TokenStream;
use std::time::{Duration, Instant};

/// A function of so many lines, as people write them: arithmetic, a call, a branch, now and then a loop.
fn long_function(lines: usize) -> String {
    let mut text = vec!["fn long(x: &[f64], a: f64, b: f64) -> f64 {".to_owned()];
    text.push("    let v0 = a * b;".to_owned());
    text.push("    let v1 = b.sin();".to_owned());
    for n in 2.. {
        let (one, two) = (n - 1, n - 2);
        match n % 8 {
            _ if text.len() == lines - 2 => {
                text.extend([format!("    v{one}"), "}".to_owned()]);
                break;
            }
            0 => text.push(format!("    let v{n} = if v{one} > 0.5 {{ v{two} * a }} else {{ v{one} - b }};")),
            1 | 5 => text.push(format!("    let v{n} = (v{one} - a) / (b + {n}.5);")),
            2 | 6 => text.push(format!("    let v{n} = v{one}.tanh() * v{two} + x[{}];", n % 4)),
            3 if text.len() + 4 <= lines - 2 => text.extend([
                format!("    let mut v{n} = v{one};"),
                "    for i in 0..x.len() {".to_owned(),
                format!("        v{n} += x[i] * v{two};"),
                "    }".to_owned(),
            ]),
            _ => text.push(format!("    let v{n} = v{one} * a + v{two};")),
        }
    }
    text.join("\n")
}

fn expand(text: &str) -> Duration {
    let item: TokenStream = text.parse().expect("tokens");
    let clock = Clock::start();
    let output = crate::expand::differentiate(TokenStream::new(), item);
    let taken = clock.read();
    assert!(!output.to_string().contains("compile_error"), "refused");
    taken
}

/// The time that this thread has computed, where the system tells; else the time that has passed, which a busy machine
/// makes longer.
struct Clock {
    computed: Option<Duration>,
    start: Instant,
}

impl Clock {
    fn start() -> Clock {
        Clock { computed: computed(), start: Instant::now() }
    }

    fn read(&self) -> Duration {
        match (self.computed, computed()) {
            (Some(before), Some(now)) => now - before,
            _ => self.start.elapsed(),
        }
    }
}

fn computed() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

#[test]
fn five_hundred_lines_expand() {
    let text = long_function(500);
    assert_eq!(text.lines().count(), 500);
    let best = (0..if cfg!(debug_assertions) { 1 } else { 15 }).map(|_| expand(&text)).min().expect("runs");
    println!("500 lines expand in {best:?}");
    // What an unoptimised build takes says nothing; `cargo test --release -p autodiff-macro` looks at the time.
    if !cfg!(debug_assertions) {
        assert!(best < Duration::from_millis(100), "{best:?}");
    }
}

#[test]
fn the_time_grows_with_the_length() {
    // Twice the lines take about twice the time; anything quadratic would take four times as long, and grow.
    let lines = if cfg!(debug_assertions) { 100 } else { 400 };
    let (short, long) = (long_function(lines), long_function(4 * lines));
    let best = |text: &str| (0..3).map(|_| expand(text)).min().expect("three runs");
    let ratio = best(&long).as_secs_f64() / best(&short).as_secs_f64();
    assert!(ratio < 10.0, "four times the lines took {ratio} times as long");
}
