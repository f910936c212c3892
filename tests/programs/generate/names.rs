//! Names that get into the way of generated code, of each other, and of the reader.

use super::Generator;
use crate::program::Type;

/// Those of people, and those that a compiler of derivatives is likely to give to what it adds.
const VALUES: &[&str] = &[
    "x",
    "y",
    "z",
    "w",
    "a",
    "b",
    "c",
    "s",
    "t",
    "u",
    "h",
    "p",
    "q",
    "old",
    "next",
    "d_x",
    "d_y",
    "d_a",
    "d_s",
    "d_w",
    "x_1",
    "a_1",
    "s_1",
    "s_2",
    "tape_x",
    "tape_a",
    "tape_s",
    "x_before",
    "sum",
    "product",
    "difference",
    "quotient",
    "value",
    "element",
    "negated",
    "result",
    "d_result",
    "cotangent",
    "pullback",
    "primal",
    "at",
    "slot",
    "saved",
    "condition",
    "constant",
    "float",
    "buffer",
    "array",
    "sin",
    "exp",
    "powi",
    "tape",
    "adjoint",
    "r#type",
    "r#loop",
    "d_type",
    "gradient",
    "d_d_x",
    "tanh",
];
const INTEGERS: &[&str] = &["i", "j", "k", "n", "m", "count", "trips", "index", "len", "step", "low", "a", "x", "i_1"];
const FLAGS: &[&str] = &["flag", "on", "condition", "done", "x", "taken"];
const VARIANTS: &[&str] = &["kind", "state", "mode", "choice", "found", "taken", "last", "k", "x", "left"];
/// None of them names a variable: a call would mean that.
const FUNCTIONS: &[&str] =
    &["layer", "blend", "energy", "accumulate", "zero_like", "inner", "norm", "of", "reset", "owned", "f", "g"];

impl Generator {
    /// A name for a variable, now and then one that is in scope already.
    pub(super) fn name(&mut self, ty: &Type) -> String {
        if self.random.percent(25) {
            let mut visible = self.visible();
            // That cannot be bound again.
            visible.retain(|&var| self.variables[var].name != "self");
            if let Some(&var) = self.random.pick(&visible) {
                return self.variables[var].name.clone();
            }
        }
        self.fresh_name(ty)
    }

    /// One that hides nothing, if that can be had.
    pub(super) fn fresh_name(&mut self, ty: &Type) -> String {
        let pool = match ty {
            Type::Int | Type::Signed | Type::Indices(_) => INTEGERS,
            Type::Bool => FLAGS,
            Type::Kind | Type::Choice => VARIANTS,
            _ => VALUES,
        };
        let mut name = "x";
        for _ in 0..4 {
            name = self.random.pick(pool).expect("names to choose from");
            if !self.scopes.iter().flatten().any(|&var| self.variables[var].name == name) {
                break;
            }
        }
        name.to_owned()
    }

    /// A name for function number `at`, which no other function has.
    pub(super) fn function_name(&mut self, at: usize) -> String {
        let name = self.random.pick(FUNCTIONS).expect("names to choose from");
        if self.functions.iter().any(|function| function.name == *name) {
            format!("{name}_{at}")
        } else {
            (*name).into()
        }
    }
}
