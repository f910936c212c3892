//! What comes out for a few telling functions, as text: `golden/*.rs`, to be read by eye. `UPDATE_EXPECT=1` writes them
//! anew; `tests/expansion` of the workspace compiles them as they stand there, denies every warning, and runs them.

use expect_test::{ExpectFile, expect_file};
use proc_macro2::TokenStream;

/// The function and its companions, without the attributes that every companion has.
fn expanded(attr: &str, item: &str) -> String {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("tokens");
    let output = crate::expand::differentiate(tokens(attr), tokens(item));
    let text = super::printed(output);
    let is_common = |line: &str| line.starts_with("#[cfg_attr(clippy") || line.starts_with("#[must_use]");
    text.lines().filter(|line| !is_common(line)).map(|line| format!("{line}\n")).collect()
}

fn check(attr: &str, item: &str, golden: &ExpectFile) {
    golden.assert_eq(&expanded(attr, item));
}

/// One function of an expansion.
fn function<'t>(text: &'t str, name: &str) -> &'t str {
    let of = |behind: char| text.find(&format!("fn {name}{behind}"));
    let start = of('(').or_else(|| of('<')).expect("a function of this name");
    let end = text[start..].find("\n}\n").map_or(text.len(), |end| start + end + 2);
    &text[start..end]
}

const NEURON_LOSS: &str = "
    fn neuron_loss(w: f64, b: f64, #[constant] x: f64, #[constant] y: f64) -> f64 {
        let z = w * x + b;
        let a = sigmoid(z);
        (a - y).powi(2)
    }
";

/// As one derives it by hand, to the letter.
#[test]
fn the_worked_example() {
    let by_hand = "\
fn neuron_loss_grad(w: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    let z = w * x + b;
    let a = sigmoid(z);
    let d_a = 2.0 * (a - y);
    let d_z = d_a * a * (1.0 - a);
    (d_z * x, d_z)
}";
    assert_eq!(function(&expanded("", NEURON_LOSS), "neuron_loss_grad"), by_hand);
    check("", NEURON_LOSS, &expect_file!["../golden/neuron_loss.rs"]);
}

/// Forward mode and second derivatives of the same; of the companions that are made for callers, none.
#[test]
fn the_worked_example_twice() {
    let text = expanded("jvp, hvp, hessian", NEURON_LOSS);
    let names = ["neuron_loss", "neuron_loss_jvp", "neuron_loss_hvp", "neuron_loss_hvp_group", "neuron_loss_hessian"];
    let some: Vec<String> = names.iter().map(|name| format!("{}\n", function(&text, name))).collect();
    expect_file!["../golden/neuron_loss_twice.rs"].assert_eq(&some.concat());
}

#[test]
fn the_worked_example_in_named_primitives() {
    let item = "
        fn neuron_loss(w: f64, b: f64, #[constant] x: f64, #[constant] y: f64) -> f64 {
            pow(sub(sigmoid(add(mul(w, x), b)), y), 2.0)
        }
    ";
    check("", item, &expect_file!["../golden/neuron_loss_primitives.rs"]);
}

#[test]
fn a_sum_over_a_slice() {
    let item = "
        fn rosenbrock(x: &[f64]) -> f64 {
            let mut sum = 0.0;
            for i in 0..x.len() - 1 {
                let a = x[i + 1] - x[i] * x[i];
                let b = 1.0 - x[i];
                sum += 100.0 * a * a + b * b;
            }
            sum
        }
    ";
    check("", item, &expect_file!["../golden/rosenbrock.rs"]);
}

#[test]
fn a_branch_remembered() {
    let item = "
        fn log_sum_exp(x: &[f64]) -> f64 {
            let mut top = x[0];
            for i in 1..x.len() {
                if x[i] > top {
                    top = x[i];
                }
            }
            let mut sum = 0.0;
            for i in 0..x.len() {
                sum += (x[i] - top).exp();
            }
            top + sum.ln()
        }
    ";
    check("", item, &expect_file!["../golden/log_sum_exp.rs"]);
}

/// What is read and overwritten, element by element, in the caller's memory.
#[test]
fn a_sweep_in_place() {
    let item = "
        fn relax(u: f64, y: &mut [f64], decay: f64, steps: usize) {
            for _ in 0..steps {
                for i in (1..y.len()).rev() {
                    y[i] = decay * y[i - 1] * y[i];
                }
                y[0] = u;
            }
        }
    ";
    check("", item, &expect_file!["../golden/relax.rs"]);
}

/// A vector that grows by the trip, one that is taken apart, and buffers that take turns.
#[test]
fn memory_that_moves() {
    let item = "
        fn diffuse(x: &[f64], rate: f64, steps: usize) -> f64 {
            let mut old = Vec::with_capacity(x.len());
            for v in x {
                old.push(v * rate);
            }
            let mut new = old.clone();
            for _ in 0..steps {
                for i in 1..x.len() {
                    new[i] = old[i] + rate * old[i - 1];
                }
                std::mem::swap(&mut old, &mut new);
            }
            let mut sum = 0.0;
            while let Some(last) = old.pop() {
                sum = sum * rate + last;
            }
            sum
        }
    ";
    check("", item, &expect_file!["../golden/diffuse.rs"]);
}

#[test]
fn a_layer() {
    let item = "
        fn dense(x: &[f64], w: &[f64], b: &[f64]) -> Vec<f64> {
            let n = x.len();
            let mut y = vec![0.0; b.len()];
            for o in 0..b.len() {
                let mut z = b[o];
                for i in 0..n {
                    z += w[o * n + i] * x[i];
                }
                y[o] = z.tanh();
            }
            y
        }
    ";
    check("", item, &expect_file!["../golden/dense.rs"]);
}

/// `x` is data, so the first layer is not asked for its gradient.
#[test]
fn two_layers() {
    let item = "
        fn two_layers(x: &[f64], w1: &[f64], b1: &[f64], w2: &[f64], b2: &[f64], target: f64) -> f64 {
            let h = dense(x, w1, b1);
            let y = dense(&h, w2, b2);
            (y[0] - target).powi(2)
        }
    ";
    check("wrt(w1, b1, w2, b2)", item, &expect_file!["../golden/two_layers.rs"]);
}

/// The commonest network: the old `h` moves on, and the closures stay.
#[test]
fn a_loop_until_converged() {
    let item = "
        fn root(a: f64) -> f64 {
            let mut x = a;
            while (x * x - a).abs() > 1e-12 {
                x = 0.5 * (x + a / x);
            }
            x
        }
    ";
    check("", item, &expect_file!["../golden/root.rs"]);
}

/// A trip that was left is told from one that was not, and the value it was left with has an adjoint of its own.
#[test]
fn a_return_out_of_a_loop() {
    let item = "
        fn first_crossing(x: &[f64], limit: f64, w: f64) -> f64 {
            let mut s = 0.0;
            for i in 0..x.len() {
                let before = s;
                s += w * x[i];
                if s > limit {
                    return i as f64 + (limit - before) / (s - before);
                }
            }
            -1.0
        }
    ";
    check("", item, &expect_file!["../golden/first_crossing.rs"]);
}

/// One row for each step, and nothing in the innermost loop; arrays for tapes.
#[test]
fn an_elimination() {
    let item = "
        fn log_determinant<const N: usize>(mut a: [[f64; N]; N]) -> f64 {
            let mut sum = 0.0;
            for k in 0..N {
                sum += a[k][k].ln();
                for i in k + 1..N {
                    let factor = a[i][k] / a[k][k];
                    for j in k + 1..N {
                        a[i][j] -= factor * a[k][j];
                    }
                }
            }
            sum
        }
    ";
    check("", item, &expect_file!["../golden/log_determinant.rs"]);
}

#[test]
fn a_loop_of_layers() {
    let item = "
        fn deep(x: &[f64], w: &[f64], b: &[f64], depth: usize) -> f64 {
            let mut h = dense(x, w, b);
            for _ in 0..depth {
                h = dense(&h, w, b);
            }
            h[0]
        }
    ";
    check("wrt(w, b)", item, &expect_file!["../golden/deep.rs"]);
}

/// Numbers of a type that the caller names.
#[test]
fn a_generic_function() {
    let item = "
        fn huber<T: Float>(w: &[T], #[constant] x: &[T], y: T) -> T {
            let half = T::from(0.5).unwrap();
            let mut z = T::zero();
            for i in 0..w.len() {
                z = z + w[i] * x[i];
            }
            let r = (z - y).abs();
            if r < T::one() { half * r.powi(2) } else { r - half }
        }
    ";
    check("", item, &expect_file!["../golden/huber.rs"]);
}

/// Thirty terms of every kind that invites a `1.0 *`, a `0.0 +`, a double negation or a dead statement.
const STRAIGHT_LINE: &str = "
    fn straight_line(x: f64, y: f64, z: f64, #[constant] c: f64) -> f64 {
        let a0 = x + y;
        let a1 = x - y;
        let a2 = -a1;
        let a3 = -z;
        let a4 = a0 * a2;
        let a5 = a3 / a0;
        let a6 = a4 + a5;
        let a7 = c - a6;
        let a8 = a7 * a7;
        let a9 = a8 + a7;
        let a10 = a9 - x;
        let a11 = a10.sin();
        let a12 = a11.exp();
        let a13 = a12 * c;
        let a14 = a13 / c;
        let a15 = a14.powi(2);
        let a16 = a15.powi(1);
        let a17 = a16.powi(0) + a16;
        let a18 = sigmoid(a17);
        let a19 = a18.max(a11);
        let a20 = a19.abs();
        let a21 = -a20;
        let a22 = a21 * a21;
        let a23 = a22 - a22.floor();
        let a24 = a23.mul_add(x, -y);
        let a25 = a24 + stop_gradient(z);
        let a26 = a25 * 2.0 * 3.0;
        let a27 = a26.hypot(c);
        let a28 = a27.recip();
        let a29 = a28.tanh() - a28;
        let _unused = a29 * a29;
        -a29
    }
";

#[test]
fn thirty_terms_without_a_superfluous_one() {
    let text = expanded("", STRAIGHT_LINE);
    check("", STRAIGHT_LINE, &expect_file!["../golden/straight_line.rs"]);
    let companions = text.split_once("\n}\n").expect("the function itself comes first").1;
    let words = companions.replace(['(', ')', ',', ';'], " ");
    for superfluous in [" 0.0 + ", " + 0.0 ", " 1.0 * ", " * 1.0 ", "--", "- -", "+ -", "* -1.0", " -1.0 *"] {
        assert!(!words.contains(superfluous), "`{superfluous}` in\n{companions}");
    }
    assert!(!companions.contains("unused"), "a dead statement in\n{companions}");
    for name in ["straight_line_grad", "straight_line_value_and_grad"] {
        every_binding_is_used(function(&text, name));
    }
}

/// Each `let` of a straight line is named again further down.
fn every_binding_is_used(body: &str) {
    let lines: Vec<&str> = body.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let Some(rest) = line.trim().strip_prefix("let ") else { continue };
        let name = rest.trim_start_matches("mut ").split([' ', ':']).next().unwrap_or_default();
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let again = lines[at + 1..].iter().any(|later| later.split(|c| !is_word(c)).any(|word| word == name));
        assert!(again, "`{name}` is never used in\n{body}");
    }
}

/// A closure and two chains: what one would write as two loops.
#[test]
fn closures_and_chains() {
    let item = "
        fn fit(x: &[f64], y: &[f64], w: f64, lambda: f64) -> f64 {
            let residual = |x: f64, y: f64| w * x - y;
            let loss: f64 = x.iter().zip(y).filter(|(x, _)| **x > 0.0).map(|(x, y)| residual(*x, *y).powi(2)).sum();
            let largest = x.iter().map(|x| (w * x).abs()).fold(0.0, f64::max);
            loss / x.len() as f64 + lambda * largest
        }
    ";
    check("", item, &expect_file!["../golden/fit.rs"]);
}
