//! Every named primitive of the runtime.

rules! {
    add(x, y) = add(x, y) => [1.0, 1.0], at [[0.7, 1.9], [-1.3, 0.4]];
    sub(x, y) = sub(x, y) => [1.0, -1.0], at [[0.7, 1.9], [-1.3, 0.4]];
    mul(x, y) = mul(x, y) => [y, x], at [[0.7, 1.9], [-1.3, 0.4]];
    div(x, y) = div(x, y) => [1.0 / y, -x / (y * y)], at [[0.7, 1.9], [-1.3, 0.4]];
    neg(x) = neg(x) => [-1.0], at [[0.7], [-1.3]];
    pow(x, y) = pow(x, y) => [y * x.powf(y - 1.0), x.powf(y) * x.ln()], at [[0.7, 1.9], [1.3, -0.4]];
    pow_2(x) = pow(x, 2.0) => [2.0 * x], at [[0.7], [-1.3]];
    powi_3(x) = powi(x, 3) => [3.0 * x * x], at [[0.7], [-1.3]];
    powi_minus_2(x) = powi(x, -2) => [-2.0 / (x * x * x)], at [[0.7], [-1.3]];
    powi_of_a_variable(x) = { let n = 4; powi(x, n) } => [4.0 * x * x * x], at [[0.7], [-1.3]];
    exp(x) = exp(x) => [x.exp()], at [[0.7], [-1.3]];
    ln(x) = ln(x) => [1.0 / x], at [[0.7], [2.3]];
    sqrt(x) = sqrt(x) => [0.5 / x.sqrt()], at [[0.7], [2.3]];
    tanh(x) = tanh(x) => [1.0 / (x.cosh() * x.cosh())], at [[0.7], [-1.3], [0.0]];

    sigmoid(x) = sigmoid(x) => [(-x).exp() / ((1.0 + (-x).exp()) * (1.0 + (-x).exp()))], at [[0.7], [-1.3], [0.0], [3.0]];
    relu(x) = relu(x) => [if x > 0.0 { 1.0 } else { 0.0 }], at [[0.7], [-1.3]];
    leaky_relu(x, slope) = leaky_relu(x, slope) => [if x > 0.0 { 1.0 } else { slope }, if x > 0.0 { 0.0 } else { x }],
        at [[0.7, 0.1], [-1.3, 0.2]];
    leaky_relu_by_a_literal(x) = leaky_relu(x, 0.01) => [if x > 0.0 { 1.0 } else { 0.01 }], at [[0.7], [-1.3]];
    elu(x, alpha) = elu(x, alpha) => [
        if x > 0.0 { 1.0 } else { alpha * x.exp() },
        if x > 0.0 { 0.0 } else { x.exp() - 1.0 }
    ], at [[0.7, 1.0], [-1.3, 0.8]];
    selu(x) = selu(x) => [1.050_700_987_355_480_5 * if x > 0.0 { 1.0 } else { 1.673_263_242_354_377_2 * x.exp() }],
        at [[0.7], [-1.3]];
    gelu(x) = gelu(x) => [{
        let u = 0.797_884_560_802_865_4 * (x + 0.044_715 * x * x * x);
        let slope_of_u = 0.797_884_560_802_865_4 * (1.0 + 3.0 * 0.044_715 * x * x);
        0.5 * (1.0 + u.tanh()) + 0.5 * x * slope_of_u / (u.cosh() * u.cosh())
    }], at [[0.7], [-1.3], [0.0], [2.5]];
    silu(x) = silu(x) => [{
        let s = 1.0 / (1.0 + (-x).exp());
        s + x * s * (1.0 - s)
    }], at [[0.7], [-1.3], [0.0], [3.0]];
    softplus(x) = softplus(x) => [1.0 / (1.0 + (-x).exp())], at [[0.7], [-1.3], [0.0], [3.0]];

    nested(x, y) = pow(sub(sigmoid(add(mul(x, y), 0.5)), y), 2.0) => [
        {
            let a = 1.0 / (1.0 + (-(x * y + 0.5)).exp());
            2.0 * (a - y) * a * (1.0 - a) * y
        },
        {
            let a = 1.0 / (1.0 + (-(x * y + 0.5)).exp());
            2.0 * (a - y) * (a * (1.0 - a) * x - 1.0)
        }
    ], at [[0.7, 1.9], [-1.3, 0.4]];
    with_itself(x) = mul(x, x) + div(x, add(x, x)) + sub(x, x) => [2.0 * x], at [[0.7], [-1.3]];
}
