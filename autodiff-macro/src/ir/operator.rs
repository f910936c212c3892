//! Operators that may be the user's own: `a * b` is a call of whatever function stands behind it.

/// An operator, by the names of its trait and of the trait's method, and as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Operator {
    /// `Mul`
    pub(crate) of: &'static str,
    /// `mul`
    pub(crate) method: &'static str,
    /// `*`
    pub(crate) symbol: &'static str,
    pub(crate) arity: usize,
    /// It writes its left operand.
    pub(crate) assigns: bool,
}

const fn operator(of: &'static str, method: &'static str, symbol: &'static str) -> Operator {
    Operator { of, method, symbol, arity: 2, assigns: false }
}

const fn assigning(of: &'static str, method: &'static str, symbol: &'static str) -> Operator {
    Operator { assigns: true, ..operator(of, method, symbol) }
}

const OPERATORS: &[Operator] = &[
    operator("Add", "add", "+"),
    operator("Sub", "sub", "-"),
    operator("Mul", "mul", "*"),
    operator("Div", "div", "/"),
    operator("Rem", "rem", "%"),
    assigning("AddAssign", "add_assign", "+="),
    assigning("SubAssign", "sub_assign", "-="),
    assigning("MulAssign", "mul_assign", "*="),
    assigning("DivAssign", "div_assign", "/="),
    assigning("RemAssign", "rem_assign", "%="),
];

impl Operator {
    pub(crate) const NEG: Operator = Operator { of: "Neg", method: "neg", symbol: "-", arity: 1, assigns: false };

    /// `+` and its kin, with one operand on either side.
    pub(crate) fn infix(symbol: &str) -> Option<Operator> {
        OPERATORS.iter().find(|known| known.symbol == symbol).copied()
    }

    /// `Mul`
    pub(crate) fn of_trait(name: &str) -> Option<Operator> {
        OPERATORS.iter().chain([&Operator::NEG]).find(|known| known.of == name).copied()
    }
}
