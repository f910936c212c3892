//! From the IR to tokens: companions as one would write them by hand.
//!
//! [`emit`] prints each [`Companion`] as one function. Its signature comes from [`signature`], its documentation from
//! [`docs`] and [`formula`]; its body is printed by [`Printer`], statement by statement. Names are chosen before the
//! first token is printed, by [`names`], from what [`scopes`] knows of the whole companion.

mod assignments;
mod boxed;
mod by_hand;
mod calls;
mod check;
mod choices;
mod docs;
mod expressions;
mod formula;
mod hessian;
mod jacobian;
mod jvp;
mod mutation;
mod names;
mod numbers;
mod operators;
mod places;
mod precedence;
mod products;
mod pullback;
mod pullback_for;
mod scopes;
mod second;
mod signature;
mod spans;
mod statements;
mod structures;
mod types;
mod whole;
mod wrappers;

#[cfg(test)]
mod tests;

pub(crate) use by_hand::ByHand;
use formula::formula;

use crate::ir::{Companion, CompanionBody, Function, Kind, OperatorImpl, VarId};
use names::Names;
use proc_macro2::{Ident, Span, TokenStream};
use scopes::Scopes;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;

/// `with`: what becomes of each.
pub(crate) fn emit(
    companions: &[Companion],
    mut with: impl FnMut(&Companion, TokenStream) -> TokenStream,
) -> TokenStream {
    let bounds = companions.first().map(|first| {
        let scopes = scopes_of(first);
        // In an `impl` block nothing may stand beside a function.
        let is_free = first.function.signature.owner.is_none();
        is_free.then(|| Printer::new(&first.function, &scopes, Vec::new()).bounds())
    });
    let bounds = bounds.flatten();
    bounds.into_iter().chain(companions.iter().map(|one| with(one, companion(one)))).collect()
}

/// How `f_grad` is differentiated where the function calls others.
pub(crate) fn by_products(grad: &Companion, with_jvp: bool, options: &TokenStream) -> TokenStream {
    printer_of(grad, |printer| printer.by_products(with_jvp, options))
}

/// Behind the block that implements an operator: another, with the one companion that it has.
pub(crate) fn operator(of: &OperatorImpl, companions: &[Companion]) -> TokenStream {
    companions.iter().map(|one| printer_of(one, |printer| printer.operator_impl(of, one))).collect()
}

/// `g_pullback_for` around a pullback that the user wrote by hand; around nothing where it has errors.
pub(crate) fn emit_by_hand(function: &Function, by_hand: Option<&ByHand>) -> TokenStream {
    let mut scopes = Scopes::new(&[]);
    scopes.params(function);
    scopes.finish();
    let printer = Printer::new(function, &scopes, Vec::new());
    match by_hand {
        Some(by_hand) => printer.by_hand(by_hand),
        None => printer.uniform_diverging(&printer.attributes_of("Not available: its pullback has errors.")),
    }
}

/// `g_jvp_for` around a forward mode that the user wrote by hand; around nothing where it has errors.
pub(crate) fn emit_jvp_by_hand(companion: &Companion, jvp: Option<&Ident>) -> TokenStream {
    printer_of(companion, |printer| match jvp {
        Some(jvp) => printer.jvp_by_hand(companion, jvp),
        None => printer.jvp_for(companion),
    })
}

fn companion(companion: &Companion) -> TokenStream {
    printer_of(companion, |printer| match companion.kind {
        Kind::Grad
        | Kind::ValueAndGrad
        | Kind::GradInto
        | Kind::Vjp
        | Kind::Jvp
        | Kind::JvpGroup
        | Kind::Hvp
        | Kind::HvpGroup
        | Kind::HvpInto => printer.whole(companion),
        Kind::Hessian | Kind::HessianDiagonal => printer.hessian(companion),
        Kind::Jacobian => printer.jacobian(companion),
        Kind::Check => printer.check(companion),
        Kind::JvpFor => printer.jvp_for(companion),
        Kind::Pullback => printer.pullback(companion),
        Kind::PullbackFor | Kind::HvpFor => printer.pullback_for(companion),
    })
}

fn printer_of(companion: &Companion, print: impl FnOnce(&Printer<'_>) -> TokenStream) -> TokenStream {
    let scopes = scopes_of(companion);
    let slots = match &companion.body {
        CompanionBody::Split { slots, .. } => slots.clone(),
        _ => Vec::new(),
    };
    print(&Printer::new(&companion.function, &scopes, slots))
}

/// The scopes of a companion, nested as it will be printed.
fn scopes_of(companion: &Companion) -> Scopes {
    let function = &companion.function;
    match &companion.body {
        CompanionBody::Whole(block) => {
            let mut scopes = Scopes::new(&[]);
            scopes.params(function);
            companion
                .seed
                .into_iter()
                .chain(companion.extra.iter().map(|extra| extra.var))
                .for_each(|var| scopes.bind(var));
            scopes.block(block);
            scopes.finish();
            scopes
        }
        CompanionBody::Split { forward, backward, cotangent, slots } => {
            let mut scopes = Scopes::new(slots);
            scopes.params(function);
            scopes.open();
            scopes.statements(forward);
            scopes.open();
            // What was passed by reference is handed in again.
            let touched = backward.touched();
            let is_read = |index: usize| {
                // A tangent that is not there takes its place from the parameter in front of it.
                let tangent = function.params.get(index + 1).filter(|next| next.is_tangent && next.by_ref(function));
                [Some(&function.params[index]), tangent].into_iter().flatten().any(|param| touched.mentions(param.var))
            };
            let again = function.params.iter().enumerate().filter(|(at, param)| param.by_ref(function) && is_read(*at));
            again.for_each(|(_, param)| scopes.bind(param.var));
            cotangent.iter().chain(slots.iter().flatten()).for_each(|&var| scopes.bind(var));
            scopes.block(backward);
            scopes.close();
            scopes.finish();
            scopes
        }
        CompanionBody::Wrapper | CompanionBody::Diverging => {
            let mut scopes = Scopes::new(&[]);
            scopes.params(function);
            companion
                .seed
                .into_iter()
                .chain(companion.extra.iter().map(|extra| extra.var))
                .for_each(|var| scopes.bind(var));
            scopes.finish();
            scopes
        }
    }
}

/// Prints the body of one companion.
struct Printer<'a> {
    function: &'a Function,
    names: Names,
    scopes: &'a Scopes,
    /// `::autodiff_runtime`
    runtime: TokenStream,
    /// The accumulators of `f_pullback_for`'s closure, one for each parameter.
    slots: Vec<Option<VarId>>,
    /// Where the statement being printed comes from.
    span: Cell<Span>,
    /// A cotangent that the closure's pattern has dereferenced, `|&d_result: &f64|`.
    unwrapped: Cell<Option<VarId>>,
    /// What a part of a variant goes by, once there is one.
    part: OnceCell<Ident>,
    /// Second names of what is hidden at this point.
    aliases: RefCell<HashMap<VarId, Ident>>,
}

impl<'a> Printer<'a> {
    fn new(function: &'a Function, scopes: &'a Scopes, slots: Vec<Option<VarId>>) -> Self {
        Printer {
            function,
            names: Names::new(function, scopes),
            scopes,
            runtime: spans::user(&function.signature.runtime),
            slots,
            span: Cell::new(spans::at(function.signature.name.span())),
            unwrapped: Cell::new(None),
            part: OnceCell::new(),
            aliases: RefCell::new(HashMap::new()),
        }
    }

    fn runtime(&self) -> &TokenStream {
        &self.runtime
    }

    fn span(&self) -> Span {
        self.span.get()
    }

    fn set_span(&self, span: Span) {
        self.span.set(span);
    }

    /// Something reads or writes this variable once it is bound.
    fn is_used(&self, var: VarId) -> bool {
        self.scopes.is_used(var) || self.scopes.locked.contains_key(&self.function.var(var).name.to_string())
    }
}
