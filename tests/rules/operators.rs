//! Operators, and what they are written as: with literals on either side, compound, of one variable with itself.

rules! {
    add(x, y) = x + y => [1.0, 1.0], at [[0.7, 1.9], [-1.3, 0.4]];
    sub(x, y) = x - y => [1.0, -1.0], at [[0.7, 1.9], [-1.3, 0.4]];
    mul(x, y) = x * y => [y, x], at [[0.7, 1.9], [-1.3, 0.4], [2.5, -3.5]];
    div(x, y) = x / y => [1.0 / y, -x / (y * y)], at [[0.7, 1.9], [-1.3, 0.4], [2.5, -3.5]];
    rem(x, y) = x % y => [1.0, -(x / y).trunc()], at [[7.3, 1.9], [-1.3, 0.4], [2.5, -3.5], [0.3, 2.0]];
    neg(x) = -x => [-1.0], at [[0.7], [-1.3]];

    with_itself(x) = x * x + x / x + (x - x) + x % x => [2.0 * x], at [[0.7], [-1.3]];
    double_negation(x) = -(-x) => [1.0], at [[0.7], [-1.3]];
    literals_on_the_right(x) = (x + 2.0) * 3.0 / 4.0 - 5.0 => [0.75], at [[0.7], [-1.3]];
    literals_on_the_left(x) = 5.0 - 4.0 / (3.0 * (2.0 + x)) => [4.0 / (3.0 * (2.0 + x) * (2.0 + x))], at [[0.7], [-1.3]];
    remainder_of_a_literal(x) = 7.0 % x => [-(7.0 / x).trunc()], at [[1.5], [-2.4], [9.0]];
    remainder_by_a_literal(x) = x % 1.5 => [1.0], at [[7.0], [-2.4], [0.5]];
    of_literals(x) = x * (2.0 * 3.0 - 4.0 / 8.0) => [5.5], at [[0.7], [-1.3]];
    parentheses(x, y) = (x - (y - (x * (y)))) => [1.0 + y, x - 1.0], at [[0.7, 1.9], [-1.3, 0.4]];
    precedence(x, y) = x - y * x / y % 2.0 + -x => [-1.0, 0.0], at [[0.7, 1.9], [1.3, 0.4]];

    compound(x, y) = {
        let mut z = x;
        z += y;
        z *= x;
        z -= y * y;
        z /= y;
        z %= 2.0;
        z
    } => [(2.0 * x + y) / y, 1.0 * x / y - (x + y) * x / (y * y) - 1.0], at [[0.7, 1.9], [1.6, 0.7]];
    compound_with_itself(x) = {
        let mut z = x;
        z += z;
        z *= z;
        z -= 0.5 * z;
        z
    } => [4.0 * x], at [[0.7], [-1.3]];

    // Comparisons choose, and carry nothing.
    less(x, y) = if x < y { x * y } else { x / y } => [
        if x < y { y } else { 1.0 / y },
        if x < y { x } else { -x / (y * y) }
    ], at [[0.7, 1.9], [1.9, 0.7]];
    compared_every_way(x, y) = {
        let mut z = 0.0;
        if x < y { z += x; }
        if x <= y { z += 2.0 * x; }
        if x > y { z += 4.0 * x; }
        if x >= y { z += 8.0 * x; }
        if x == y { z += 16.0 * x; }
        if x != y { z += 32.0 * x; }
        z
    } => [if x < y { 35.0 } else { 44.0 }, 0.0], at [[0.7, 1.9], [1.9, 0.7]];
    logic(x, y) = if (x > 0.0 && y > 0.0) || !(x < y) { x * y } else { x + y } => [
        if x > 0.0 { y } else { 1.0 },
        if x > 0.0 { x } else { 1.0 }
    ], at [[0.7, 1.9], [-0.7, 1.9], [2.0, -1.0]];
}
