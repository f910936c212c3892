//! One expression in plain symbols: `·` for `*`, `σ` for `sigmoid`, `x²` for `x.powi(2)`.

use super::{LONGEST, Writer};
use crate::ir::{Expr, Inert, Member, Op, Place, Step, VarId};
use proc_macro2::TokenTree;

/// Loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Sum,
    /// With a minus sign in front.
    Minus,
    Quotient,
    Product,
    Power,
    Atom,
}

#[derive(Clone)]
pub(super) struct Term {
    pub(super) text: String,
    level: Level,
    /// The variables that it names.
    pub(super) vars: Vec<VarId>,
}

impl Term {
    fn atom(text: String) -> Term {
        Term { text, level: Level::Atom, vars: Vec::new() }
    }

    fn within(&self, least: Level) -> String {
        if self.level < least { format!("({})", self.text) } else { self.text.clone() }
    }
}

impl Writer<'_> {
    /// `None` where plain symbols don't say it, or not in a line.
    pub(super) fn term(&self, expr: &Expr) -> Option<Term> {
        let term = match expr {
            Expr::Number(number) => number_term(number.value),
            Expr::Var(var) => self.variable(*var),
            Expr::Load(place) => self.place(place)?,
            Expr::Inert(inert) => self.inert(inert)?,
            Expr::Op(op, of, _) => {
                let of = of.iter().map(|of| self.term(of)).collect::<Option<Vec<_>>>()?;
                let mut term = operation(*op, &of)?;
                term.vars = of.into_iter().flat_map(|of| of.vars).collect();
                term
            }
            Expr::Runtime(name, of) => {
                let [of] = of.as_slice() else { return None };
                let of = self.term(of)?;
                let function = match name.strip_suffix("_slope") {
                    Some(primitive) => format!("{}′", symbol(Op::of_primitive(primitive)?)),
                    None if *name == "sign" => "sign".to_owned(),
                    None => return None,
                };
                Term { text: format!("{function}({})", of.text), level: Level::Atom, vars: of.vars }
            }
            _ => return None,
        };
        (term.text.len() <= 4 * LONGEST).then_some(term)
    }

    fn variable(&self, var: VarId) -> Term {
        match self.terms.get(&var) {
            Some(term) => term.clone(),
            None => Term { text: self.name(var), level: Level::Atom, vars: vec![var] },
        }
    }

    fn place(&self, place: &Place) -> Option<Term> {
        let mut term = self.variable(place.base);
        if term.level != Level::Atom {
            return None;
        }
        for step in &place.path {
            match step {
                Step::Index(index) => {
                    let index = self.term(index)?;
                    term.text.push_str(&format!("[{}]", index.text));
                    term.vars.extend(index.vars);
                }
                Step::Field(Member::Named(name)) => term.text.push_str(&format!(".{name}")),
                Step::Field(Member::Position(position)) => term.text.push_str(&format!(".{position}")),
                Step::Deref => {}
                Step::Range { .. } | Step::Variant(_) => return None,
            }
        }
        Some(term)
    }

    /// A few tokens of the user's: a constant, a literal, `n as f64`.
    fn inert(&self, inert: &Inert) -> Option<Term> {
        let trees: Vec<TokenTree> = inert
            .fill(|var, span| TokenTree::Ident(proc_macro2::Ident::new(&self.name(var), span)))
            .into_iter()
            .collect();
        if let [TokenTree::Punct(minus), TokenTree::Literal(size)] = trees.as_slice() {
            let is_minus = minus.as_char() == '-';
            return is_minus.then(|| Term { text: format!("−{size}"), level: Level::Minus, vars: Vec::new() });
        }
        let is_cast = |tree: &TokenTree| matches!(tree, TokenTree::Ident(ident) if ident == "as");
        let bare = match trees.as_slice() {
            [value, cast, TokenTree::Ident(_)] if is_cast(cast) => std::slice::from_ref(value),
            all => all,
        };
        let last = match bare {
            [TokenTree::Ident(_) | TokenTree::Literal(_)] => bare.last(),
            // A path: its last segment, `PI`.
            [.., TokenTree::Punct(_), TokenTree::Punct(_), TokenTree::Ident(_)] if !inert.compound => bare.last(),
            _ => None,
        };
        let text = last?.to_string();
        let text = text.strip_suffix(".0").unwrap_or(&text).to_owned();
        Some(Term { text, level: Level::Atom, vars: inert.variables().collect() })
    }
}

fn number_term(value: f64) -> Term {
    let size = format!("{:?}", value.abs());
    let size = size.strip_suffix(".0").unwrap_or(&size);
    match value.is_sign_negative() {
        true => Term { text: format!("−{size}"), level: Level::Minus, vars: Vec::new() },
        false => Term::atom(size.to_owned()),
    }
}

fn operation(op: Op, of: &[Term]) -> Option<Term> {
    let term = |text: String, level: Level| Some(Term { text, level, vars: Vec::new() });
    match (op, of) {
        (Op::Add, [a, b]) => match b.text.strip_prefix('−') {
            Some(rest) if b.level == Level::Minus => term(format!("{} − {rest}", a.text), Level::Sum),
            _ => {
                let b = if b.text.starts_with('−') { b.within(Level::Quotient) } else { b.text.clone() };
                term(format!("{} + {b}", a.text), Level::Sum)
            }
        },
        (Op::Sub, [a, b]) => term(format!("{} − {}", a.text, b.within(Level::Quotient)), Level::Sum),
        (Op::Neg, [a]) => match a.text.strip_prefix('−') {
            Some(rest) if a.level == Level::Minus => term(rest.to_owned(), Level::Product),
            _ => term(format!("−{}", a.within(Level::Quotient)), Level::Minus),
        },
        (Op::Mul, [a, b]) if a.text == b.text && a.level == Level::Atom => term(format!("{}²", a.text), Level::Power),
        // A minus sign in front of a factor stands in front of the product.
        (Op::Mul | Op::Div, [a, b]) if a.level == Level::Minus => {
            let a = Term { text: a.text.trim_start_matches('−').to_owned(), level: Level::Product, vars: Vec::new() };
            let product = operation(op, &[a, b.clone()])?;
            term(format!("−{}", product.text), Level::Minus)
        }
        (Op::Mul, [a, b]) => term(format!("{}·{}", a.within(Level::Product), b.within(Level::Product)), Level::Product),
        (Op::Div, [a, b]) => term(format!("{}/{}", a.within(Level::Product), b.within(Level::Power)), Level::Quotient),
        (Op::Recip, [a]) => term(format!("1/{}", a.within(Level::Power)), Level::Quotient),
        (Op::MulAdd, [a, b, c]) => operation(Op::Add, &[operation(Op::Mul, &[a.clone(), b.clone()])?, c.clone()]),
        (Op::Powi | Op::Powf, [a, b]) => {
            let base = a.within(Level::Atom);
            match superscript(&b.text) {
                Some(exponent) => term(format!("{base}{exponent}"), Level::Power),
                None => term(format!("{base}^{}", b.within(Level::Atom)), Level::Power),
            }
        }
        (Op::Sqrt, [a]) => term(format!("√{}", a.within(Level::Atom)), Level::Power),
        (Op::Abs, [a]) => term(format!("|{}|", a.text), Level::Atom),
        (Op::Pin | Op::ToF64 | Op::ToF32 | Op::ToGeneric(_) | Op::StopGradient, [a]) => term(a.text.clone(), a.level),
        _ => {
            let arguments: Vec<&str> = of.iter().map(|of| of.text.as_str()).collect();
            term(format!("{}({})", symbol(op), arguments.join(", ")), Level::Atom)
        }
    }
}

fn symbol(op: Op) -> &'static str {
    match op {
        Op::Sigmoid => "σ",
        _ => op.name().unwrap_or("?"),
    }
}

/// Of a whole number.
fn superscript(text: &str) -> Option<String> {
    let raised = |digit: char| match digit {
        '−' => Some('⁻'),
        _ => Some(['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][digit.to_digit(10)? as usize]),
    };
    text.chars().map(raised).collect()
}
