//! One constructor a message: the only prose that users read. Each says *what* cannot be differentiated, *why*, and
//! *what to write instead*.

mod activity;
mod attribute;
mod expressions;
mod flow;
mod signature;

pub(crate) use activity::*;
pub(crate) use attribute::*;
pub(crate) use expressions::*;
pub(crate) use flow::*;
pub(crate) use signature::*;

use quote::ToTokens;

type Tokens<'t> = &'t dyn ToTokens;

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
