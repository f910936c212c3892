//! What generated code calls in the runtime: read again where a companion is differentiated itself.

use super::calls::Target;
use super::{Lowerer, Rhs, peel, span_of, types};
use crate::diagnostics::catalogue;
use crate::ir::{Expr, FloatType, Op, Type};
use crate::rules::{SLOPES, written_out};
use proc_macro2::{Ident, Span};
use quote::quote;
use syn::{ExprCall, parse_quote};

/// What asks no more of its arguments than their shapes.
const OF_SHAPE: &[&str] = &["zero_like", "check_len", "check_rows", "check_tangent"];

/// Whether it is understood where generated code calls it.
pub(crate) fn reads(name: &str) -> bool {
    let others = ["accumulate", "reset", "fill", "float", "Vec::new", "Vec::with_capacity"];
    SLOPES.iter().map(|(known, _)| known).chain(OF_SHAPE).chain(&others).any(|known| *known == name)
}

impl Lowerer<'_> {
    /// `::autodiff_runtime::private::hypot_slope`, and what else a companion may call.
    pub(super) fn generated(&self, path: &syn::Path) -> Option<Target> {
        let name = self.private(path)?;
        let slope = SLOPES.iter().find(|(known, _)| *known == name);
        let shape = OF_SHAPE.iter().find(|known| **known == name);
        slope.map(|&(name, arity)| Target::Slope(name, arity)).or_else(|| shape.map(|name| Target::Shape(name)))
    }

    /// Zeros in the shape of a value; of a check there is no value.
    pub(super) fn of_shape(&mut self, name: &'static str, call: &ExprCall) -> (Rhs, Type) {
        let ("zero_like", Some(of)) = (name, call.args.first()) else { return self.left_to_rustc() };
        let (value, ty, _) = self.argument(of);
        (Rhs::Plain(Expr::Runtime(name, vec![value])), ty.gradient())
    }

    /// `private::accumulate(&mut x, &y);`, `private::reset(&mut x);`: number by number, as one would write it.
    pub(super) fn writes_each(&mut self, expr: &syn::Expr) -> bool {
        let syn::Expr::Call(call) = peel(expr) else { return false };
        let syn::Expr::Path(path) = peel(&call.func) else { return false };
        let Some(name) = self.private(&path.path) else { return false };
        let arg = |at: usize| {
            let of = match peel(&call.args[at]) {
                syn::Expr::Reference(reference) => peel(&reference.expr),
                other => other,
            };
            match of {
                // `(*x)[i]`
                syn::Expr::Unary(_) => parse_quote!((#of)),
                of => of.clone(),
            }
        };
        let from = match (name.as_str(), call.args.len()) {
            ("accumulate", 2) => Some(arg(1)),
            ("reset", 1) => None,
            _ => return false,
        };
        let into = arg(0);
        let ty = self.type_of(&into).behind_refs().clone();
        let is_nested = matches!(ty, Type::Array(..) | Type::Slice(_) | Type::Vec(_));
        if !is_nested || !ty.owned().is_made_of_floats() || !ty.leaf().is_float() {
            self.errors.push(catalogue::lost(span_of(expr)));
            return true;
        }
        let loops = number_by_number(&into, from.as_ref(), &ty);
        self.expression(&loops);
        true
    }

    /// What a path names in the private part of the runtime.
    pub(super) fn private(&self, path: &syn::Path) -> Option<String> {
        let mut segments = path.segments.iter().rev();
        let (last, before) = (segments.next()?, segments.next()?);
        let mut around = path.clone();
        around.segments = path.segments.iter().take(path.segments.len() - 2).cloned().collect();
        (before.ident == "private" && self.is_root_of_runtime(&around)).then(|| last.ident.to_string())
    }

    /// A slope, in operations that have rules.
    pub(super) fn written_out(
        &mut self,
        name: &'static str,
        arity: usize,
        call: &ExprCall,
        expected: &Type,
    ) -> (Rhs, Type) {
        if call.args.len() != arity {
            return self.left_to_rustc();
        }
        let is_power = matches!(name, "powi_slope" | "powi_derivative");
        let wanted = if expected.is_float() { expected.clone() } else { Type::Float(FloatType::Some) };
        let (mut atoms, mut ty) = (Vec::new(), wanted.clone());
        for (at, operand) in call.args.iter().enumerate() {
            match (is_power, at) {
                (true, 1) => {
                    let exponent = types::integer("i32").unwrap_or(Type::Int(None));
                    let value = self.discrete(operand, &exponent, "exponent", true);
                    atoms.push((self.stmts.len(), value, Type::Int(None)));
                }
                // Of which order it is.
                (true, 2) => {}
                _ => {
                    let (value, its) = self.float(operand, &wanted);
                    ty = types::join(&ty, &its);
                    atoms.push((self.stmts.len(), value, its));
                }
            }
        }
        self.settle(&mut atoms);
        let atoms: Vec<Expr> = atoms.into_iter().map(|(_, value, _)| value).collect();
        let slope = match call.args.get(2).and_then(number).filter(|_| is_power) {
            Some(order) => Some(Expr::op(Op::PowiDerivative(order), atoms)),
            None => written_out(name, &atoms),
        };
        match slope {
            Some(slope) => (Rhs::Plain(slope), ty),
            None => self.left_to_rustc(),
        }
    }
}

/// `into += from`, or `into = 0.0`.
fn number_by_number(into: &syn::Expr, from: Option<&syn::Expr>, ty: &Type) -> syn::Expr {
    match (ty.is_float(), from) {
        (true, Some(from)) => return parse_quote!(#into += #from),
        (true, None) => return parse_quote!(#into = 0.0),
        (false, _) => {}
    }
    let at = free_in(into, from);
    let from: Option<syn::Expr> = from.map(|from| parse_quote!(#from[#at]));
    let inner = number_by_number(&parse_quote!(#into[#at]), from.as_ref(), &ty.element());
    parse_quote!(for #at in 0..#into.len() { #inner; })
}

/// `at`, or `at_1`, …: what neither of them names.
fn free_in(into: &syn::Expr, from: Option<&syn::Expr>) -> Ident {
    let text = quote!(#into #from).to_string();
    let is_free = |name: &String| !text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == *name);
    let wishes = (0..).map(|n| if n == 0 { "at".to_owned() } else { format!("at_{n}") });
    let name = wishes.into_iter().find(is_free).unwrap_or_default();
    Ident::new(&name, Span::mixed_site())
}

fn number(expr: &syn::Expr) -> Option<u8> {
    match peel(expr) {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(number), .. }) => number.base10_parse().ok(),
        _ => None,
    }
}
