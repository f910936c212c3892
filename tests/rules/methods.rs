//! Every differentiable method of `f64` and `f32`.

rules! {
    sin(x) = x.sin() => [x.cos()], at [[0.7], [-1.3], [4.0]];
    cos(x) = x.cos() => [-x.sin()], at [[0.7], [-1.3], [4.0]];
    tan(x) = x.tan() => [1.0 / (x.cos() * x.cos())], at [[0.7], [-1.1], [2.5]];
    asin(x) = x.asin() => [1.0 / (1.0 - x * x).sqrt()], at [[0.7], [-0.3], [0.0]];
    acos(x) = x.acos() => [-1.0 / (1.0 - x * x).sqrt()], at [[0.7], [-0.3], [0.0]];
    atan(x) = x.atan() => [1.0 / (1.0 + x * x)], at [[0.7], [-1.3], [0.0]];
    atan2(y, x) = y.atan2(x) => [x / (x * x + y * y), -y / (x * x + y * y)],
        at [[0.7, 1.9], [-1.3, 0.4], [2.5, -3.5], [-0.6, -0.8], [0.0, 2.0]];
    sinh(x) = x.sinh() => [x.cosh()], at [[0.7], [-1.3], [0.0]];
    cosh(x) = x.cosh() => [x.sinh()], at [[0.7], [-1.3], [0.0]];
    tanh(x) = x.tanh() => [1.0 / (x.cosh() * x.cosh())], at [[0.7], [-1.3], [0.0]];
    asinh(x) = x.asinh() => [1.0 / (1.0 + x * x).sqrt()], at [[0.7], [-1.3], [0.0]];
    acosh(x) = x.acosh() => [1.0 / (x * x - 1.0).sqrt()], at [[1.7], [3.0]];
    atanh(x) = x.atanh() => [1.0 / (1.0 - x * x)], at [[0.7], [-0.3], [0.0]];
    sin_cos(x) = { let (s, c) = x.sin_cos(); 2.0 * s - 3.0 * c } => [2.0 * x.cos() + 3.0 * x.sin()],
        at [[0.7], [-1.3], [4.0]];

    exp(x) = x.exp() => [x.exp()], at [[0.7], [-1.3], [0.0]];
    exp2(x) = x.exp2() => [x.exp2() * F::ln(2.0)], at [[0.7], [-1.3], [0.0]];
    exp_m1(x) = x.exp_m1() => [x.exp()], at [[0.7], [-1.3], [0.001]];
    ln(x) = x.ln() => [1.0 / x], at [[0.7], [3.1]];
    ln_1p(x) = x.ln_1p() => [1.0 / (1.0 + x)], at [[0.7], [-0.3], [0.001]];
    log(x, base) = x.log(base) => [1.0 / (x * base.ln()), -x.ln() / (base * base.ln() * base.ln())],
        at [[0.7, 1.9], [3.0, 0.4], [2.5, 10.0]];
    log2(x) = x.log2() => [1.0 / (x * F::ln(2.0))], at [[0.7], [3.1]];
    log10(x) = x.log10() => [1.0 / (x * F::ln(10.0))], at [[0.7], [3.1]];
    sqrt(x) = x.sqrt() => [0.5 / x.sqrt()], at [[0.7], [3.1]];
    cbrt(x) = x.cbrt() => [1.0 / (3.0 * x.cbrt() * x.cbrt())], at [[0.7], [-3.1]];
    hypot(x, y) = x.hypot(y) => [x / (x * x + y * y).sqrt(), y / (x * x + y * y).sqrt()],
        at [[0.7, 1.9], [-1.3, 0.4], [2.5, -3.5]];
    recip(x) = x.recip() => [-1.0 / (x * x)], at [[0.7], [-1.3]];
    mul_add(x, y, z) = x.mul_add(y, z) => [y, x, 1.0], at [[0.7, 1.9, 0.3], [-1.3, 0.4, -2.0]];

    abs(x) = x.abs() => [if x > 0.0 { 1.0 } else { -1.0 }], at [[0.7], [-1.3]];
    min(x, y) = x.min(y) => [if x < y { 1.0 } else { 0.0 }, if x < y { 0.0 } else { 1.0 }],
        at [[0.7, 1.9], [-1.3, 0.4], [2.5, -3.5]];
    max(x, y) = x.max(y) => [if x > y { 1.0 } else { 0.0 }, if x > y { 0.0 } else { 1.0 }],
        at [[0.7, 1.9], [-1.3, 0.4], [2.5, -3.5]];
    clamp(x, lo, hi) = x.clamp(lo, hi) => [
        if lo < x && x < hi { 1.0 } else { 0.0 },
        if x < lo { 1.0 } else { 0.0 },
        if x > hi { 1.0 } else { 0.0 }
    ], at [[0.7, -1.0, 1.9], [-1.3, -1.0, 1.9], [2.5, -1.0, 1.9]];
    rem_euclid(x, y) = x.rem_euclid(y) => [1.0, -x.div_euclid(y)],
        at [[7.3, 1.9], [-1.3, 0.4], [2.5, -3.5], [-7.3, -1.9], [0.3, 2.0]];
    copysign(x, y) = x.copysign(y) => [x.signum() * y.signum(), 0.0],
        at [[0.7, 1.9], [-1.3, 0.4], [2.5, -3.5], [-2.5, -3.5]];
    to_radians(x) = x.to_radians() => [F::to_radians(1.0)], at [[90.0], [-17.0]];
    to_degrees(x) = x.to_degrees() => [F::to_degrees(1.0)], at [[1.0], [-0.3]];
    fract(x) = x.fract() => [1.0], at [[2.7], [-1.3]];

    // Steps carry nothing, but what they multiply does. Beside them `x` itself, or there is nothing to differentiate by.
    floor(x) = x.floor() * x => [x.floor()], at [[2.7], [-1.3]];
    ceil(x) = x.ceil() * x => [x.ceil()], at [[2.7], [-1.3]];
    round(x) = x.round() * x => [x.round()], at [[2.7], [-1.3], [3.2]];
    trunc(x) = x.trunc() * x => [x.trunc()], at [[2.7], [-1.3]];
    signum(x) = x.signum() * x => [x.signum()], at [[2.7], [-1.3]];
    steps_alone(x) = x.floor() + x.ceil() + x.round() + x.trunc() + x.signum() => [0.0], at [[2.7], [-1.3]];

    // The receiver is whatever stands before the dot.
    of_expressions(x, y) = (x * y).sin() + (-x).exp() + (x + 2.0).ln() => [
        y * (x * y).cos() - (-x).exp() + 1.0 / (x + 2.0),
        x * (x * y).cos()
    ], at [[0.7, 1.9], [-1.3, 0.4]];
    chains(x) = x.sin().exp().sqrt() => [0.5 * x.sin().exp().sqrt() * x.cos()], at [[0.7], [-1.3]];
    with_itself(x) = x.hypot(x) + x.max(x + 1.0) + x.atan2(x) + x.mul_add(x, x) => [
        F::sqrt(2.0) + 1.0 + 2.0 * x + 1.0
    ], at [[0.7], [1.3]];
    nested_operands(x, y) = x.max(y).min(x + y).powf(x.abs()) => [
        x.max(y).powf(x) * x.max(y).ln() + if x > y { x * x.powf(x - 1.0) } else { 0.0 },
        if x > y { 0.0 } else { x * y.powf(x - 1.0) }
    ], at [[0.7, 1.9], [1.9, 0.7]];
}
