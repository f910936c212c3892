//! Powers by their exponent: literals that have a form of their own, negative ones, constants, and whatever a run brings.

rules! {
    powi_0(x) = x.powi(0) + x => [1.0], at [[0.7], [-1.3], [0.0]];
    powi_1(x) = x.powi(1) => [1.0], at [[0.7], [-1.3], [0.0]];
    powi_2(x) = x.powi(2) => [2.0 * x], at [[0.7], [-1.3], [0.0]];
    powi_3(x) = x.powi(3) => [3.0 * x * x], at [[0.7], [-1.3], [0.0]];
    powi_4(x) = x.powi(4) => [4.0 * x * x * x], at [[0.7], [-1.3], [0.0]];
    powi_7(x) = x.powi(7) => [7.0 * x * x * x * x * x * x], at [[0.7], [-1.3], [0.0]];
    powi_minus_1(x) = x.powi(-1) => [-1.0 / (x * x)], at [[0.7], [-1.3]];
    powi_minus_2(x) = x.powi(-2) => [-2.0 / (x * x * x)], at [[0.7], [-1.3]];
    powi_of_a_suffixed_literal(x) = x.powi(3_i32) => [3.0 * x * x], at [[0.7], [-1.3]];
    powi_of_constant_arithmetic(x) = x.powi(2 * 3 - 1) => [5.0 * x * x * x * x], at [[0.7], [-1.3]];
    powi_of_a_constant(x) = { const N: i32 = 3; x.powi(N) } => [3.0 * x * x], at [[0.7], [-1.3], [0.0]];
    powi_of_a_variable(x) = { let n = 3; x.powi(n) } => [3.0 * x * x], at [[0.7], [-1.3], [0.0]];
    powi_of_a_cast(x) = { let n: usize = 3; x.powi(n as i32) } => [3.0 * x * x], at [[0.7], [-1.3]];
    powi_by_the_turn(x) = {
        let mut sum = 0.0;
        for k in 0..4 {
            sum += x.powi(k);
        }
        sum
    } => [1.0 + 2.0 * x + 3.0 * x * x], at [[0.7], [-1.3], [0.0]];
    powi_downwards(x) = {
        let mut sum = 0.0;
        for k in -2..=-1 {
            sum += x.powi(k);
        }
        sum
    } => [-2.0 / (x * x * x) - 1.0 / (x * x)], at [[0.7], [-1.3]];

    powf_0(x) = x.powf(0.0) + x => [1.0], at [[0.7], [-1.3]];
    powf_1(x) = x.powf(1.0) => [1.0], at [[0.7], [-1.3]];
    powf_2(x) = x.powf(2.0) => [2.0 * x], at [[0.7], [-1.3]];
    powf_3(x) = x.powf(3.0) => [3.0 * x * x], at [[0.7], [-1.3]];
    powf_7(x) = x.powf(7.0) => [7.0 * x.powi(6)], at [[0.7], [-1.3]];
    powf_half(x) = x.powf(0.5) => [0.5 / x.sqrt()], at [[0.7], [2.3]];
    powf_minus_half(x) = x.powf(-0.5) => [-0.5 / (x * x.sqrt())], at [[0.7], [2.3]];
    powf_minus_1(x) = x.powf(-1.0) => [-1.0 / (x * x)], at [[0.7], [-1.3]];
    powf_minus_2(x) = x.powf(-2.0) => [-2.0 / (x * x * x)], at [[0.7], [-1.3]];
    powf_of_a_third(x) = x.powf(1.0 / 3.0) => [1.0 / (3.0 * x.cbrt() * x.cbrt())], at [[0.7], [2.3]];
    powf_of_a_variable(x) = { let y = 2.5; x.powf(y) } => [2.5 * x * x.sqrt()], at [[0.7], [2.3]];
    powf(x, y) = x.powf(y) => [y * x.powf(y - 1.0), x.powf(y) * x.ln()],
        at [[0.7, 1.9], [1.3, -0.4], [2.5, 3.0], [0.4, 0.5]];
    powf_of_itself(x) = x.powf(x) => [x.powf(x) * (x.ln() + 1.0)], at [[0.7], [1.3]];
    powi_of_a_sum(x, y) = (x + y).powi(2) => [2.0 * (x + y), 2.0 * (x + y)], at [[0.7, 1.9], [-1.3, 0.4]];
    powers_of_powers(x) = x.powi(2).powi(3).powf(0.5) => [3.0 * x * x], at [[0.7], [1.3]];
}
