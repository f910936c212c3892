//! Methods of `Option`: each is the `match` that it stands for.

use super::{Lowerer, peel};
use crate::ir::Type;
use proc_macro2::Span;
use quote::ToTokens;
use std::rc::Rc;
use syn::{Expr, ExprClosure, ExprMethodCall, Ident, parse_quote};

impl Lowerer<'_> {
    /// The `match` in place of a method of an option that may carry a derivative.
    pub(super) fn option_matched(&mut self, expr: &Expr) -> Option<Rc<Expr>> {
        let Expr::MethodCall(call) = peel(expr) else { return None };
        let is_looked_at = self.looks_at(&call.receiver) && call.method != "unwrap" && call.method != "expect";
        let is_one =
            is_of_options(call) && (is_looked_at || self.is_option(&call.receiver) || self.may_be_option(call));
        if !is_one || self.is_passive(expr) {
            return None;
        }
        // What is learnt of a name goes by where the name stands: one text for all rounds.
        let (address, text) = (std::ptr::from_ref(call).addr(), call.to_token_stream().to_string());
        if let Some((_, kept)) = self.kept.matches.get(&address).filter(|(of, _)| *of == text) {
            return Some(Rc::clone(kept));
        }
        let is_float = self.type_of(&call.receiver).payload().behind_refs().is_float();
        let kept = Rc::new(matched(call, is_float)?);
        self.kept.shelved.push(Rc::clone(&kept));
        self.kept.matches.insert(address, (text, Rc::clone(&kept)));
        Some(kept)
    }

    /// The type of what looks at an element.
    pub(super) fn looked_at_type(&mut self, expr: &Expr) -> Option<Type> {
        if !self.looks_at(expr) {
            return None;
        }
        let Expr::MethodCall(call) = peel(expr) else { return None };
        let of = match peel(&call.receiver) {
            Expr::MethodCall(inner) if call.args.is_empty() && self.looks_at(&call.receiver) => {
                self.type_of(&inner.receiver).element()
            }
            memory => {
                let element = self.type_of(memory).element();
                Type::Ref { mutable: call.method.to_string().ends_with("_mut"), to: Box::new(element) }
            }
        };
        Some(Type::Option(Box::new(of)))
    }

    /// `v.last()`, `v.get(i)`, `v.last().copied()`
    fn looks_at(&mut self, expr: &Expr) -> bool {
        let some = parse_quote!(Some(_));
        let looks = matches!(peel(expr), Expr::MethodCall(call) if call.method != "pop");
        looks && self.popping_arm(expr, &some).is_some()
    }

    /// What nothing but an option is asked for, of a type that is not known: the pattern has rustc see to it.
    fn may_be_option(&mut self, call: &ExprMethodCall) -> bool {
        let is_telling = matches!(
            call.method.to_string().as_str(),
            "unwrap_or" | "unwrap_or_else" | "map_or" | "map_or_else" | "and_then" | "or" | "or_else"
        );
        let is_place = matches!(peel(&call.receiver), Expr::Path(_) | Expr::Field(_) | Expr::Index(_) | Expr::Call(_));
        is_telling && is_place && matches!(self.type_of(&call.receiver).behind_refs(), Type::Unknown)
    }

    /// A value that is an `Option`, and no part of a chain that is known by itself, such as `v.last().unwrap()`.
    fn is_option(&mut self, expr: &Expr) -> bool {
        match peel(expr) {
            Expr::MethodCall(call) if is_lent(call) => self.is_option(&call.receiver),
            Expr::MethodCall(call) => {
                is_of_options(call) && (self.looks_at(&call.receiver) || self.is_option(&call.receiver))
            }
            Expr::Call(call) => super::structures::is_some(&call.func),
            Expr::Path(_) | Expr::Field(_) | Expr::Index(_) | Expr::Unary(_) | Expr::Reference(_) => {
                matches!(self.type_of(expr).behind_refs(), Type::Option(_))
            }
            Expr::If(_) | Expr::Match(_) | Expr::Block(_) => {
                matches!(self.type_of(expr).behind_refs(), Type::Option(_))
            }
            _ => false,
        }
    }
}

/// `x.as_ref()`, `x.as_mut()`
fn is_lent(call: &ExprMethodCall) -> bool {
    call.args.is_empty() && (call.method == "as_ref" || call.method == "as_mut")
}

fn is_of_options(call: &ExprMethodCall) -> bool {
    let closure_takes = |at: usize, inputs: usize| match call.args.get(at).map(peel) {
        Some(Expr::Closure(closure)) => closure.inputs.len() == inputs,
        Some(Expr::Path(_)) => true,
        _ => false,
    };
    match (call.method.to_string().as_str(), call.args.len()) {
        ("unwrap" | "unwrap_or_default" | "copied" | "cloned" | "take", 0) => true,
        ("expect" | "unwrap_or" | "or" | "replace", 1) => true,
        ("unwrap_or_else" | "or_else", 1) => closure_takes(0, 0),
        ("map" | "and_then" | "inspect", 1) => closure_takes(0, 1),
        ("map_or", 2) => closure_takes(1, 1),
        ("map_or_else", 2) => closure_takes(0, 0) && closure_takes(1, 1),
        _ => false,
    }
}

fn matched(call: &ExprMethodCall, is_float: bool) -> Option<Expr> {
    let receiver = match peel(&call.receiver) {
        Expr::MethodCall(lent) if is_lent(lent) => {
            let of = &lent.receiver;
            if lent.method == "as_mut" { parse_quote!(&mut #of) } else { parse_quote!(&#of) }
        }
        other => other.clone(),
    };
    let some = Ident::new("Some", call.method.span());
    let none = Ident::new("None", call.method.span());
    let value = Ident::new("value", Span::mixed_site().located_at(call.method.span()));
    let given = |at: usize| called(&call.args[at], None);
    let taken = |at: usize| called(&call.args[at], Some(&value));
    let first = call.args.first();
    let whole: Expr = match (call.method.to_string().as_str(), first) {
        ("unwrap", _) => parse_quote!(match #receiver {
            #some(#value) => #value,
            #none => ::core::panic!("called `Option::unwrap()` on a `None` value"),
        }),
        ("expect", Some(message)) => parse_quote!(match #receiver {
            #some(#value) => #value,
            #none => ::core::panic!("{}", #message),
        }),
        ("unwrap_or", Some(other)) if is_simple(other) => {
            parse_quote!(match #receiver { #some(#value) => #value, #none => #other })
        }
        // What is given is evaluated in any case, behind what it is given to.
        ("unwrap_or", Some(other)) => parse_quote!(match (#receiver, #other) {
            (#some(#value), _) => #value,
            (#none, #value) => #value,
        }),
        ("take", _) => parse_quote!(::core::mem::replace(&mut #receiver, #none)),
        ("replace", Some(value)) => parse_quote!(::core::mem::replace(&mut #receiver, #some(#value))),
        ("unwrap_or_default", _) => {
            let default: Expr =
                if is_float { parse_quote!(0.0) } else { parse_quote!(::core::default::Default::default()) };
            parse_quote!(match #receiver { #some(#value) => #value, #none => #default })
        }
        ("copied" | "cloned", _) => {
            parse_quote!(match #receiver { #some(&#value) => #some(#value), #none => #none })
        }
        ("or", Some(other)) if is_simple(other) => {
            parse_quote!(match #receiver { #some(#value) => #some(#value), #none => #other })
        }
        ("or", Some(other)) => parse_quote!(match (#receiver, #other) {
            (#some(#value), _) => #some(#value),
            (#none, #value) => #value,
        }),
        ("unwrap_or_else", _) => {
            let other = given(0).1;
            parse_quote!(match #receiver { #some(#value) => #value, #none => #other })
        }
        ("or_else", _) => {
            let other = given(0).1;
            parse_quote!(match #receiver { #some(#value) => #some(#value), #none => #other })
        }
        ("map", _) => {
            let (pattern, made) = taken(0);
            parse_quote!(match #receiver { #some(#pattern) => #some(#made), #none => #none })
        }
        ("and_then", _) => {
            let (pattern, made) = taken(0);
            parse_quote!(match #receiver { #some(#pattern) => #made, #none => #none })
        }
        ("map_or", Some(other)) => {
            let (pattern, made) = taken(1);
            match is_simple(other) {
                true => parse_quote!(match #receiver { #some(#pattern) => #made, #none => #other }),
                false => parse_quote!(match (#receiver, #other) {
                    (#some(#pattern), _) => #made,
                    (#none, #value) => #value,
                }),
            }
        }
        ("map_or_else", _) => {
            let ((_, other), (pattern, made)) = (given(0), taken(1));
            parse_quote!(match #receiver { #some(#pattern) => #made, #none => #other })
        }
        _ => return None,
    };
    Some(whole)
}

/// Whether it is evaluated or not makes no difference to anything but its value.
fn is_simple(expr: &Expr) -> bool {
    match peel(expr) {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Field(field) => is_simple(&field.base),
        Expr::Unary(unary) => is_simple(&unary.expr),
        Expr::Reference(reference) => reference.mutability.is_none() && is_simple(&reference.expr),
        Expr::Cast(cast) => is_simple(&cast.expr),
        // Of floats, these never fail.
        Expr::Binary(binary) => {
            let is_sum = matches!(binary.op, syn::BinOp::Add(_) | syn::BinOp::Sub(_) | syn::BinOp::Mul(_));
            is_sum && is_simple(&binary.left) && is_simple(&binary.right)
        }
        Expr::Call(call) => super::structures::is_some(&call.func) && call.args.iter().all(is_simple),
        _ => false,
    }
}

/// What a closure, or a function by its name, makes of a value; and the pattern that the value is bound to.
fn called(callee: &Expr, value: Option<&Ident>) -> (syn::Pat, Expr) {
    let value: syn::Pat = match value {
        Some(value) => parse_quote!(#value),
        None => parse_quote!(_),
    };
    match (peel(callee), &value) {
        (Expr::Closure(ExprClosure { inputs, body, output, .. }), _) => {
            // What it says of its result may be all that tells the type of a `None`.
            let body: Expr = match output {
                syn::ReturnType::Type(_, ty) => {
                    let made = Ident::new("made", Span::mixed_site());
                    parse_quote!({ let #made: #ty = #body; #made })
                }
                syn::ReturnType::Default => (**body).clone(),
            };
            match inputs.first() {
                // In a pattern there is no place for a type: it goes to a name of its own.
                Some(syn::Pat::Type(typed)) => {
                    let (pat, ty) = (&typed.pat, &typed.ty);
                    let given = Ident::new("given", Span::mixed_site());
                    (parse_quote!(#given), parse_quote!({ let #pat: #ty = #given; #body }))
                }
                given => (given.cloned().unwrap_or(value), body),
            }
        }
        (callee, syn::Pat::Wild(_)) => (value.clone(), parse_quote!(#callee())),
        (callee, _) => (value.clone(), parse_quote!(#callee(#value))),
    }
}
