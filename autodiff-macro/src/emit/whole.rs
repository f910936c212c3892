//! `f_grad`, `f_value_and_grad`, `f_grad_into`, `f_vjp`, `f_jvp`: forward and backward pass in one body.

use super::Printer;
use super::spans::{joined, user_ident};
use super::types::tuple;
use crate::ir::{Block, Companion, CompanionBody, Expr, Kind, Op, Spelling, StmtKind, Type};
use proc_macro2::TokenStream;
use quote::quote;

impl Printer<'_> {
    pub(super) fn whole(&self, companion: &Companion) -> TokenStream {
        let attributes = self.attributes(companion);
        let signature = &self.function.signature;
        let visibility = super::spans::user(&signature.visibility);
        let constant = match &companion.body {
            CompanionBody::Whole(block) if signature.is_const && is_const(block) => Some(quote!(const)),
            _ => None,
        };
        let name = self.companion_name(companion.kind);
        let lanes = companion.kind.is_group().then(|| {
            let lanes = user_ident(&signature.lanes);
            quote!(const #lanes: usize)
        });
        let generics = self.generics(Vec::new(), lanes.into_iter().collect());
        let seed = companion.seed.map(|seed| {
            let (name, ty) = (self.name(seed), self.cotangent());
            quote!(#name: #ty)
        });
        let params: Vec<_> = match companion.kind {
            // Of `f_hvp` they are parameters like others, unless there is no body.
            Kind::Jvp | Kind::JvpGroup | Kind::Hvp | Kind::HvpGroup => self.params_with_tangents(companion),
            _ => self.params().into_iter().chain(seed).chain(self.buffers(companion)).collect(),
        };
        let (result, where_clause) = (self.whole_result(companion.kind), self.where_clause());
        let returns_nothing =
            companion.kind == Kind::Jvp && !self.function.has_cotangent() && result.to_string() == "()";
        let arrow = (!returns_nothing).then(|| quote!(-> #result));
        let body = match &companion.body {
            CompanionBody::Whole(block) => self.whole_block(companion.kind, block),
            CompanionBody::Wrapper => self.through_buffers(companion.kind),
            CompanionBody::Split { .. } | CompanionBody::Diverging => quote!(::core::unreachable!()),
        };
        let head = quote! {
            #attributes
            #visibility #constant fn #name #generics (#(#params),*) #arrow #where_clause
        };
        joined([head, self.body(body)])
    }

    /// `d_x: &mut [f64]`, for each parameter that has a buffer.
    fn buffers(&self, companion: &Companion) -> Vec<TokenStream> {
        let buffer = |extra: &crate::ir::Parameter| {
            let name = self.name(extra.var);
            let of = self.function.params.get(extra.of)?;
            let accumulator = self.accumulator(of);
            Some(quote!(#name: &mut #accumulator))
        };
        companion.extra.iter().filter_map(buffer).collect()
    }

    fn whole_result(&self, kind: Kind) -> TokenStream {
        let value = self.result();
        let gradients = self.function.inputs().map(|(_, param)| self.gradient(param));
        let gradient_types = || self.function.inputs().map(|(_, param)| self.function.var(param.var).ty.gradient());
        match kind {
            Kind::Grad | Kind::Vjp | Kind::Hvp => tuple(gradients.collect()),
            Kind::JvpGroup => self.in_group(&self.function.result),
            Kind::HvpGroup => tuple(gradient_types().map(|ty| self.in_group(&ty)).collect()),
            Kind::ValueAndGrad => {
                let gradients = tuple(gradients.collect());
                quote!((#value, #gradients))
            }
            Kind::Jvp if self.function.has_cotangent() => quote!((#value, #value)),
            _ => value,
        }
    }

    /// The same along several directions.
    fn in_group(&self, ty: &Type) -> TokenStream {
        ty.in_group(&self.function.signature.lanes).and_then(|ty| self.ty(&ty)).unwrap_or_default()
    }

    fn whole_block(&self, kind: Kind, block: &Block) -> TokenStream {
        let gradients = self.function.inputs().map(|(_, param)| self.function.var(param.var).ty.gradient());
        let types: Vec<Type> = match kind {
            Kind::Grad | Kind::Vjp | Kind::Hvp | Kind::HvpGroup => gradients.collect(),
            Kind::ValueAndGrad => [self.function.result.clone()].into_iter().chain(gradients).collect(),
            Kind::Jvp => vec![self.function.result.clone(); 2],
            _ => vec![self.function.result.clone()],
        };
        self.scope(|| {
            let outer = self.span();
            if kind == Kind::Jvp
                && let Some((before, choice)) = self.ends_in_if(block)
            {
                self.set_span(outer);
                return joined([before, choice]);
            }
            let stmts = self.stmts(block);
            self.set_span(outer);
            let mut values: Vec<TokenStream> =
                block.values.iter().zip(&types).map(|(value, ty)| self.of_type(value, ty)).collect();
            let value = match kind {
                Kind::ValueAndGrad if !values.is_empty() => {
                    let gradients = tuple(values.split_off(1));
                    quote!((#(#values,)* #gradients))
                }
                _ if values.is_empty() => TokenStream::new(),
                _ => tuple(values),
            };
            joined([stmts, value])
        })
    }

    /// Where a gradient is a buffer: made here, filled by `f_grad_into` or `f_hvp_into`.
    fn through_buffers(&self, kind: Kind) -> TokenStream {
        let (into, letter) = match kind {
            Kind::Hvp => (self.other(Kind::HvpInto), "bar"),
            _ => (self.other(Kind::GradInto), "d"),
        };
        let mut stmts = TokenStream::new();
        let mut buffers = Vec::new();
        for (_, param) in self.function.differentiable_params() {
            let name = super::calls::plain_name(&self.name(param.var));
            let (buffer, zero) = (self.names.free(&format!("{letter}_{name}")), self.zero_gradient(param));
            stmts.extend(quote!(let mut #buffer = #zero;));
            buffers.push(buffer);
        }
        let args = self.function.params.iter().map(|param| self.argument(param));
        let turbofish = self.turbofish();
        let call = quote!(#into #turbofish(#(#args,)* #(&mut #buffers),*));
        let gradients = tuple(buffers.iter().map(|buffer| quote!(#buffer)).collect());
        match kind {
            Kind::ValueAndGrad => {
                let value = self.names.free("value");
                quote!(#stmts let #value = #call; (#value, #gradients))
            }
            _ => quote!(#stmts let _ = #call; #gradients),
        }
    }
}

/// Arithmetic in a straight line, which may stand in a `const fn`.
fn is_const(block: &Block) -> bool {
    let expr = |expr: &Expr| match expr {
        Expr::Number(_) | Expr::Var(_) | Expr::Tuple(_) | Expr::Array(_) => true,
        Expr::Load(place) => place.indices().next().is_none(),
        Expr::Op(op, _, Spelling::Natural) => {
            matches!(op, Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Rem | Op::Neg)
        }
        _ => false,
    };
    let mut all = true;
    block.visit_exprs(&mut |one| all &= expr(one));
    all && block.stmts.iter().all(|stmt| matches!(stmt.kind, StmtKind::Let { .. }))
}
