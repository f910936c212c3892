//! Several directions at once: `f_jvp_group` and `f_hvp_group`, in Jacobians and Hessians of every size around a group, against
//! one direction at a time, which other tests hold against dual numbers, and against closed forms.

use autodiff_runtime::{Tangents, prelude::*};
use num_traits::Float;

/// A constant of the user's that is called as the parameter would be.
const LANES: usize = 3;

#[differentiate(jacobian)]
fn ring(x: [f64; LANES]) -> [f64; LANES] {
    let mut y = [0.0; LANES];
    for i in 0..LANES {
        y[i] = x[i].sin() * x[(i + 1) % LANES];
    }
    y
}

#[differentiate(jacobian)]
fn pushed(a: &[f64], b: Vec<f64>, c: f64) -> Vec<f64> {
    let mut y: Vec<f64> = Vec::new();
    for (x, z) in a.iter().zip(&b) {
        y.push(x * z * c + x.exp());
    }
    y.swap(0, 1);
    let last = y.pop().unwrap();
    y[0] += last / c;
    y
}

#[differentiate(jacobian)]
fn stepped(x: f64, y: f64, n: usize) -> (f64, f64, f64) {
    let (mut a, mut b) = (x, y);
    let mut k = 0;
    while k < n {
        let t = a * b - 1.0;
        a = b + t / (2.0 + x * x);
        b = t;
        k += 1;
    }
    std::mem::swap(&mut a, &mut b);
    (a, b, if a > 0.0 { a * b } else { -b / 3.0 })
}

#[differentiate(jacobian)]
fn continued<T: Float, const N: usize>(x: [T; N], k: T) -> [T; N] {
    let mut y = [T::zero(); N];
    let mut run = T::one();
    for i in 0..N {
        run = run * x[i] + k;
        y[i] = run * run / (T::one() + x[i].abs());
    }
    y
}

#[differentiate(jacobian)]
fn searched(x: &[f64], level: f64) -> [f64; 2] {
    let mut sum = 0.0;
    for (i, v) in x.iter().enumerate() {
        sum += v * v;
        if sum > level {
            return [sum / level, i as f64 * v];
        }
    }
    let best = loop {
        sum *= 0.5;
        if sum < 1.0 {
            break sum;
        }
    };
    [best, level]
}

#[differentiate(jacobian)]
fn centred(x: &[f64]) -> Vec<f64> {
    let mean = x.iter().sum::<f64>() / x.len() as f64;
    let mut y = x.to_vec();
    for v in y.iter_mut() {
        *v -= mean;
    }
    let mut z = vec![0.0; x.len()];
    z.copy_from_slice(&y);
    z[1..].fill(mean);
    z.truncate(3);
    z.extend_from_slice(&y[..2]);
    z
}

#[differentiate(jacobian)]
fn both(x: &[f64]) -> [f64; 2] {
    let sum: f64 = x.iter().sum();
    let product: f64 = x.iter().map(|v| v.cos()).product();
    [sum * product, sum.max(product)]
}

#[differentiate(jacobian)]
fn rows(m: &[Vec<f64>], v: &[f64]) -> Vec<f64> {
    let mut out = vec![0.0; m.len()];
    for (row, o) in m.iter().zip(out.iter_mut()) {
        for (a, b) in row.iter().zip(v) {
            *o += a * b;
        }
    }
    out
}

fn close(got: f64, want: f64) {
    assert!((got - want).abs() <= 1e-12 * want.abs().max(1.0), "{got} should be {want}");
}

/// An element is added to what is read of the same memory.
#[differentiate(jacobian)]
fn onto_itself(x: &[f64]) -> Vec<f64> {
    let mut y = x.to_vec();
    y[1] += y[1] * y[0];
    y[0] -= y[2] + y[0].sin();
    y
}

fn unit(n: usize, at: usize) -> Vec<f64> {
    (0..n).map(|i| f64::from(u8::from(i == at))).collect()
}

fn wave(n: usize) -> Vec<f64> {
    (0..n).map(|i| 0.05 + 0.1 * i as f64).collect()
}

#[test]
fn columns_are_those_of_forward_mode() {
    let x = [0.3, -0.7, 1.1];
    let all = ring_jacobian(x);
    for k in 0..LANES {
        let column = ring_jvp(x, unit(3, k).try_into().unwrap()).1;
        (0..LANES).for_each(|row| close(all[row][k], column[row]));
    }

    let (a, b) = ([0.3, 0.5, 0.7, -0.2, 0.9], vec![1.0, 2.0, 3.0, 4.0, 5.0]);
    let all = pushed_jacobian(&a, b.clone(), 0.8);
    for k in 0..11 {
        let d = unit(11, k);
        let column = pushed_jvp(&a, &d[..5], b.clone(), d[5..10].to_vec(), 0.8, d[10]).1;
        for (row, slope) in all.iter().zip(column) {
            let row: Vec<f64> = row.0.iter().chain(&row.1).chain([&row.2]).copied().collect();
            close(row[k], slope);
        }
    }

    for n in [0, 1, 5] {
        let all = stepped_jacobian(0.4, 0.9, n);
        for (k, (d_x, d_y)) in [(1.0, 0.0), (0.0, 1.0)].into_iter().enumerate() {
            let column = stepped_jvp(0.4, d_x, 0.9, d_y, n).1;
            let of = |row: (f64, f64)| if k == 0 { row.0 } else { row.1 };
            close(of(all.0), column.0);
            close(of(all.1), column.1);
            close(of(all.2), column.2);
        }
    }

    let x = [0.1, 0.2, 0.3, 0.4, 0.5];
    let all = continued_jacobian(x, 0.7);
    for k in 0..6 {
        let d = unit(6, k);
        let column = continued_jvp(x, d[..5].try_into().unwrap(), 0.7, d[5]).1;
        (0..5).for_each(|row| close(if k < 5 { all[row].0[k] } else { all[row].1 }, column[row]));
    }

    let x = [0.5, 0.6, 0.7];
    for level in [0.5, 5.0] {
        let all = searched_jacobian(&x, level);
        for k in 0..4 {
            let d = unit(4, k);
            let column = searched_jvp(&x, &d[..3], level, d[3]).1;
            (0..2).for_each(|row| close(if k < 3 { all[row].0[k] } else { all[row].1 }, column[row]));
        }
    }

    let m = [vec![1.0, 2.0, 3.0], vec![4.0, 5.0, 6.0]];
    let v = [1.0, 0.5, 0.25];
    for (at, (by_m, by_v)) in rows_jacobian(&m, &v).into_iter().enumerate() {
        assert_eq!(by_v, m[at]);
        assert_eq!(by_m[at], v);
        assert_eq!(by_m[1 - at], [0.0; 3]);
    }
}

#[test]
fn every_size_around_a_group() {
    for n in [1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 16, 17, 20] {
        let x = wave(n);
        let all = both_jacobian(&x);
        let long = (n >= 3).then(|| centred_jacobian(&x));
        let own = (n >= 3).then(|| onto_itself_jacobian(&x));
        for k in 0..n {
            let column = both_jvp(&x, &unit(n, k)).1;
            (0..2).for_each(|row| close(all[row][k], column[row]));
            if let Some(all) = &own {
                let column = onto_itself_jvp(&x, &unit(n, k)).1;
                all.iter().zip(column).for_each(|(row, slope)| close(row[k], slope));
            }
            if let Some(all) = &long {
                let column = centred_jvp(&x, &unit(n, k)).1;
                all.iter().zip(column).for_each(|(row, slope)| close(row[k], slope));
            }
        }
    }
    assert_eq!(rows_jacobian(&[], &[]).len(), 0);
}

#[test]
fn any_directions_can_be_asked_for() {
    let d_x = [Tangents([1.0, 2.0]), Tangents([0.0, -1.0]), Tangents([0.5, 0.0])];
    let group = ring_jvp_group([0.3, -0.7, 1.1], d_x);
    for lane in 0..2 {
        let alone = ring_jvp([0.3, -0.7, 1.1], d_x.map(|d| d.0[lane])).1;
        (0..LANES).for_each(|row| close(group[row].0[lane], alone[row]));
    }
}

#[test]
#[should_panic(expected = "the tangent `d_x` has length 1, but `x` has length 2")]
fn a_tangent_is_as_long_as_its_parameter() {
    let _ = both_jvp_group(&[1.0, 2.0], &[Tangents([1.0])]);
}

#[derive(Clone, Debug, Differentiable)]
struct Pair {
    a: f64,
    b: f64,
}

#[differentiate(jvp)]
fn wobble(x: f64) -> f64 {
    x * x.sin()
}

/// Directions go where a group of them can't: into a struct, a call, an option, another float type.
#[differentiate(jacobian)]
fn apart(x: [f64; 2], narrow: f32) -> [f64; 4] {
    let pair = Pair { a: x[1], b: x[0] * x[1] };
    let some = if x[0] > 0.0 { Some(x[1]) } else { None };
    [pair.a * pair.b, wobble(x[0]), some.unwrap_or(1.0), narrow as f64 * x[0]]
}

#[test]
fn without_groups_columns_are_taken_one_by_one() {
    let rows = apart_jacobian([2.0, 3.0], 0.5);
    let expected =
        [([9.0, 12.0], 0.0), ([2_f64.sin() + 2.0 * 2_f64.cos(), 0.0], 0.0), ([0.0, 1.0], 0.0), ([0.5, 0.0], 2.0)];
    for ((by_x, by_narrow), (want_x, want_narrow)) in rows.into_iter().zip(expected) {
        close(by_x[0], want_x[0]);
        close(by_x[1], want_x[1]);
        assert_eq!(by_narrow, want_narrow);
    }
}

#[differentiate(hessian)]
fn chain(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 1..x.len() {
        let r = x[i] - x[i - 1] * x[i - 1];
        sum += (r * r).ln_1p() + (x[i] * x[i - 1]).sin();
    }
    sum
}

#[differentiate(hessian)]
fn newton(a: f64, b: f64) -> f64 {
    let mut x = a;
    while (x * x - b).abs() > 1e-14 {
        x = 0.5 * (x + b / x);
    }
    x * a.exp()
}

#[differentiate(hessian)]
fn powers<T: Float>(x: [T; 3], y: T) -> T {
    let mut p = T::one();
    for v in x {
        p = p * v.sin() + y;
    }
    p * p
}

#[differentiate(hessian)]
fn paired(x: [f64; 11], w: &[f64]) -> f64 {
    let mut t = [0.0; 11];
    for i in 0..11 {
        t[i] = x[i] * x[(i * 7 + 3) % 11];
    }
    t.swap(0, 5);
    let mut sum = 0.0;
    for (a, b) in t.iter().zip(w) {
        sum += (a * b).tanh() * a;
    }
    sum
}

#[test]
fn hessians_are_their_products() {
    for n in [1, 2, 4, 7, 8, 9, 12, 13, 17] {
        let x = wave(n);
        let (hessian, diagonal) = (chain_hessian(&x), chain_hessian_diagonal(&x));
        assert_eq!((hessian.len(), diagonal.len()), (n, n));
        for k in 0..n {
            let product = chain_hvp(&x, &unit(n, k));
            close(diagonal[k], product[k]);
            for (row, slope) in product.into_iter().enumerate() {
                close(hessian[k][row], slope);
                close(hessian[row][k], slope);
            }
        }
    }
    // √b·eᵃ, whichever way Newton's method has gone.
    let hessian = newton_hessian(1.3, 2.0);
    let (e, root) = (1.3_f64.exp(), 2_f64.sqrt());
    let expected = [[root * e, 0.5 * e / root], [0.5 * e / root, -0.25 * e / (2.0 * root)]];
    for (row, want) in hessian.into_iter().zip(expected) {
        assert!(row.into_iter().zip(want).all(|(got, want)| (got - want).abs() < 1e-9), "{row:?} {want:?}");
    }
    let hessian = powers_hessian([0.1, 0.2, 0.3], 0.4);
    let (by_x, by_y) = powers_hvp([0.1, 0.2, 0.3], [0.0, 1.0, 0.0], 0.4, 0.0);
    by_x.into_iter().chain([by_y]).zip(hessian[1]).for_each(|(want, got)| close(got, want));

    let x: [f64; 11] = std::array::from_fn(|i| 0.1 * i as f64 - 0.4);
    let w: [f64; 11] = std::array::from_fn(|i| 0.3 * i as f64 - 1.0);
    let hessian = paired_hessian(x, &w);
    for (k, row) in hessian.iter().enumerate() {
        let d = unit(22, k);
        let (by_x, by_w) = paired_hvp(x, d[..11].try_into().unwrap(), &w, &d[11..]);
        by_x.iter().chain(&by_w).zip(row).for_each(|(want, got)| close(*got, *want));
    }
}

/// What no trait declares, no implementation has: a Jacobian does without.
#[differentiate]
trait Curve {
    #[differentiate(jacobian, wrt(x))]
    fn at(&self, x: [f64; 2]) -> [f64; 2];
}

struct Ellipse {
    wide: f64,
}

#[differentiate]
impl Curve for Ellipse {
    #[differentiate(jacobian, wrt(x))]
    fn at(&self, x: [f64; 2]) -> [f64; 2] {
        [self.wide * x[0].cos() * x[1], x[0].sin() * x[1]]
    }
}

#[differentiate]
impl Ellipse {
    #[differentiate(jacobian, wrt(x))]
    fn scaled(&self, x: [f64; 2]) -> [f64; 2] {
        [self.wide * x[0] * x[1], x[1]]
    }
}

#[test]
fn methods_of_traits_and_others() {
    let ellipse = Ellipse { wide: 3.0 };
    assert_eq!(ellipse.at([0.0, 2.0]), [6.0, 0.0]);
    assert_eq!(ellipse.scaled([1.0, 2.0]), [6.0, 2.0]);
    assert_eq!(ellipse.at_jacobian([0.0, 2.0]), [[0.0, 3.0], [2.0, 0.0]]);
    assert_eq!(ellipse.scaled_jacobian([1.0, 2.0]), [[6.0, 3.0], [0.0, 1.0]]);
    assert_eq!(ellipse.scaled_jvp_group([1.0, 2.0], [Tangents([1.0]), Tangents([1.0])])[0], Tangents([9.0]));
}

/// Type parameters of a block that are called as ours would be.
struct Over<X, LANES> {
    by: f64,
    of: (X, LANES),
}

#[differentiate]
impl<X: Copy, LANES: Copy> Over<X, LANES> {
    #[differentiate(jacobian, wrt(x))]
    fn both(&self, x: [f64; 2]) -> [f64; 2] {
        [self.by * x[0] * x[1], x[1]]
    }
}

#[test]
fn parameters_around_keep_their_names() {
    let over = Over { by: 2.0, of: ((), 1) };
    assert_eq!(over.of.1, 1);
    assert_eq!(over.both([3.0, 4.0]), [24.0, 4.0]);
    assert_eq!(over.both_jacobian([3.0, 4.0]), [[8.0, 6.0], [0.0, 1.0]]);
    assert_eq!(over.both_jvp_group([3.0, 4.0], [Tangents([1.0]), Tangents([1.0])])[0], Tangents([14.0]));
}
