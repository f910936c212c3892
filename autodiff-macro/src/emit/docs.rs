//! What a companion says of itself.

use super::calls::plain_name;
use super::spans::user;
use super::{Printer, formula};
use crate::ir::{Companion, CompanionBody, Kind, VarId};
use proc_macro2::TokenStream;
use quote::quote;

impl Printer<'_> {
    /// Documentation, the attributes that the user's function carries, and our own.
    pub(super) fn attributes(&self, companion: &Companion) -> TokenStream {
        // One that returns nothing has done all its work in the caller's buffers.
        let is_for_effect = match companion.kind {
            Kind::Vjp => self.function.inputs().next().is_none(),
            Kind::Jvp | Kind::JvpFor => !self.function.has_cotangent(),
            // What it returns comes with it.
            Kind::HvpInto => true,
            _ => false,
        };
        let mut attributes = self.documented(&self.docs(companion), !is_for_effect);
        let carries = |word: &str| {
            let carried = self.function.signature.attributes.iter();
            let named = |attribute: &TokenStream| {
                let text = attribute.to_string();
                text.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(word)
            };
            carried.into_iter().any(named)
        };
        if matches!(companion.kind, Kind::PullbackFor | Kind::JvpFor | Kind::HvpFor) {
            // It names the primal, which is in use where only its companions are.
            attributes.extend(quote!(#[allow(dead_code)]));
        }
        if matches!(companion.kind, Kind::Pullback | Kind::PullbackFor | Kind::HvpFor) {
            // Written out, since what is captured without it differs from edition to edition.
            attributes.extend(quote!(#[allow(impl_trait_redundant_captures)]));
        }
        if carries("deprecated") {
            attributes.extend(quote!(#[allow(deprecated)]));
        }
        if matches!(
            companion.kind,
            Kind::GradInto | Kind::Vjp | Kind::Jvp | Kind::JvpGroup | Kind::Hvp | Kind::HvpGroup | Kind::HvpInto
        ) && !carries("track_caller")
        {
            // A wrong length is the caller's mistake.
            attributes.extend(quote!(#[track_caller]));
        }
        attributes
    }

    pub(super) fn attributes_of(&self, docs: &str) -> TokenStream {
        self.documented(docs, true)
    }

    fn documented(&self, docs: &str, has_use: bool) -> TokenStream {
        // With a space in front, as `///` has it.
        let docs = docs.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
        let carried = self.function.signature.attributes.iter().map(user);
        let says_must_use = self.function.signature.attributes.iter().any(|attribute| {
            attribute.to_string().split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "must_use")
        });
        let must_use = (has_use && !says_must_use).then(|| quote!(#[must_use]));
        // rustc doesn't lint what another crate's macro wrote. Clippy does, and can't be told under a name that rustc
        // would hold against a crate that forbids that lint.
        quote! {
            #(#[doc = #docs])*
            #(#carried)*
            #must_use
            #[cfg_attr(clippy, allow(clippy::all, clippy::pedantic, clippy::nursery))]
        }
    }

    fn docs(&self, companion: &Companion) -> String {
        let name = plain_name(&self.function.signature.name);
        let of = match self.function.signature.owner {
            None => format!("[`{name}`]"),
            Some(_) => format!("[`{name}`](Self::{name})"),
        };
        let wrt = listed(self.function.differentiable_params().map(|(_, param)| self.quoted(param.var)));
        let wrt = if wrt.is_empty() { "nothing".to_owned() } else { wrt };
        let count = self.function.differentiable_params().count();
        let plural = |word: &str| if count == 1 { word.to_owned() } else { format!("{word}s") };
        let buffers = listed(companion.extra.iter().map(|extra| self.quoted(extra.var)));
        let buffers = format!("{} {buffers}", plural("buffer"));
        let arguments = match count {
            1 => format!("its other argument the cotangent\nof {wrt}"),
            _ => format!("its other arguments the cotangents\nof {wrt}"),
        };
        let mut docs = match companion.kind {
            Kind::Grad => format!("Gradient of {of} with respect to {wrt}."),
            Kind::ValueAndGrad => format!("Value of {of}, and its gradient with respect to {wrt}."),
            Kind::GradInto => format!(
                "Value of {of}, and its gradient with respect to {wrt} in the {buffers}.\n\n\
                 What was there is overwritten.\n\n\
                 # Panics\n\n\
                 If a buffer is not as long as its parameter."
            ),
            Kind::Vjp => format!(
                "Runs {of}, and pulls {from} back to {to}.\n\n\
                 {rule}\n\n\
                 # Panics\n\n\
                 If a buffer is not as long as its parameter.",
                from = self.pulled_back(),
                to = listed(self.function.differentiable_params().map(
                    |(_, param)| match param.is_lent(self.function) {
                        true => format!("what {} held before", self.quoted(param.var)),
                        false => self.quoted(param.var),
                    }
                )),
                rule = self.in_and_out(),
            ),
            Kind::Pullback if self.function.has_outputs() => format!(
                "Value and pullback of {of}.\n\n\
                 The pullback takes {value}one `&mut` for each of {wrt}.{added}\n{rule}\n\n\
                 It can be called as often as you like, whatever the memory behind `&mut` holds by then.",
                value = if self.function.has_cotangent() { "the cotangent of the value, then " } else { "" },
                added = match listed(self.function.inputs().map(|(_, param)| self.quoted(param.var))) {
                    inputs if inputs.is_empty() => inputs,
                    inputs => format!("\nWhat it finds of {inputs} is added to."),
                },
                rule = self.in_and_out(),
            ),
            Kind::Pullback => format!(
                "Value and pullback of {of}.\n\n\
                 The pullback takes the cotangent of the value, and adds to {arguments}. It can be called as often as you like."
            ),
            Kind::Jvp => {
                let directions = listed(companion.extra.iter().map(|extra| self.quoted(extra.var)));
                let what = if self.function.has_cotangent() { "Value of" } else { "Runs" };
                let outputs = self.function.outputs().map(|(_, param)| {
                    let name = plain_name(&self.name(param.var));
                    format!(
                        "On entry `d_{name}` holds the tangent of what `{name}` holds before the call, on return that of \
                         what it holds after."
                    )
                });
                let outputs: Vec<_> = outputs.collect();
                let outputs = if outputs.is_empty() { String::new() } else { format!("\n\n{}", outputs.join("\n")) };
                format!(
                    "{what} {of}, and its derivative in the direction {directions}: forward mode.\n\n\
                     The tangent of each differentiable parameter stands behind it.{outputs}"
                )
            }
            Kind::Hvp => {
                let (x, d_x) = self.direction();
                format!(
                    "Product of the Hessian of {of} with respect to {x} and the direction {d_x}.\n\n\
                     The tangent of each differentiable parameter stands behind it."
                )
            }
            Kind::HvpInto => {
                let (x, d_x) = self.direction();
                format!(
                    "Derivative of {of} in the direction {d_x}, and the product of the Hessian with respect to {x} and that \
                     direction\nin the {buffers}.\n\n\
                     What was there is overwritten.\n\n\
                     # Panics\n\n\
                     If a buffer or a tangent is not as long as its parameter."
                )
            }
            Kind::JvpGroup => {
                let directions = listed(companion.extra.iter().map(|extra| self.quoted(extra.var)));
                format!("Derivatives of {of} along several directions {directions} at once: forward mode, in groups.")
            }
            Kind::HvpGroup => {
                let (x, d_x) = self.direction();
                format!("Products of the Hessian of {of} with respect to {x} and several directions {d_x} at once.")
            }
            Kind::HvpFor => format!(
                "Value and tangent of {of}, and the pullback of both, for as many as the caller asks for.\n\n\
                 This is what other differentiated functions call for their second derivatives."
            ),
            Kind::Hessian => format!(
                "Hessian of {of} with respect to {wrt}: its second derivatives, over all their numbers in order.{}",
                if companion.in_groups {
                    "\n\nEight rows cost one product with several directions at once."
                } else {
                    ""
                }
            ),
            Kind::Jacobian => format!(
                "Jacobian of {of} with respect to {wrt}: a row for each number of the value, which is its gradient.\n\n\
                 By rows, one backward pass each, or by columns, {columns}, whichever cost less.",
                columns = if companion.in_groups { "eight in one forward pass" } else { "one forward pass each" }
            ),
            Kind::HessianDiagonal => format!(
                "Diagonal of the Hessian of {of} with respect to {wrt}, by one product for each number.\n\n\
                 Where it is known that the Hessian has nothing else, {} with ones for a direction is one product for all.",
                of.replace(name.as_str(), &format!("{name}_hvp"))
            ),
            Kind::Check => String::new(),
            Kind::JvpFor if self.is_operator() => {
                "Value and tangent of the operator, for as many tangents as the caller has.".to_owned()
            }
            Kind::JvpFor => format!(
                "Value and tangent of {of}, for as many tangents as the caller has.\n\n\
                 This is what other differentiated functions call; {} is made for calls by hand.",
                of.replace(name.as_str(), &format!("{name}_jvp"))
            ),
            Kind::PullbackFor if self.is_operator() => {
                "Value and pullback of the operator, for as many gradients as the caller asks for.".to_owned()
            }
            Kind::PullbackFor => format!(
                "Value and pullback of {of}, for as many gradients as the caller asks for.\n\n\
                 This is what other differentiated functions call; {} is made for calls by hand.",
                of.replace(name.as_str(), &format!("{name}_pullback"))
            ),
        };
        if let (Kind::Grad, CompanionBody::Whole(block)) = (companion.kind, &companion.body)
            && let Some(formula) = formula(&companion.function, block)
        {
            docs.push_str("\n\n");
            docs.push_str(&formula);
        }
        docs
    }

    /// What is differentiated by, and in which direction.
    fn direction(&self) -> (String, String) {
        let all = |tangents: bool| {
            let params = self.function.params.windows(2).filter(|pair| pair[0].differentiable && pair[1].is_tangent);
            listed(params.map(|pair| self.quoted(pair[usize::from(tangents)].var)))
        };
        (all(false), all(true))
    }

    pub(super) fn is_operator(&self) -> bool {
        self.function.signature.is_operator()
    }

    /// Of what a cotangent goes in.
    fn pulled_back(&self) -> String {
        let outputs = listed(self.function.outputs().map(|(_, param)| self.quoted(param.var)));
        match self.function.has_cotangent() {
            true => format!("the cotangents of its value and of what it leaves in {outputs}"),
            false => format!("the cotangent of what it leaves in {outputs}"),
        }
    }

    /// `d_y` of each `&mut` parameter.
    fn in_and_out(&self) -> String {
        let one = |(_, param): (usize, &crate::ir::Param)| {
            let name = plain_name(&self.name(param.var));
            format!(
                "On entry `d_{name}` holds the cotangent of what `{name}` holds after the call, on return that of what it held \
                 before."
            )
        };
        self.function.outputs().map(one).collect::<Vec<_>>().join("\n")
    }

    fn quoted(&self, var: VarId) -> String {
        format!("`{}`", plain_name(&self.name(var)))
    }
}

/// `a`, `a and b`, `a, b and c`
fn listed(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    match items.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}
