//! IR in, text out.

mod companions;
mod expressions;
mod formulas;
mod naming;
mod pullbacks;
mod statements;

use crate::ir::{
    Block, Builder, Companion, CompanionBody, Expr, Function, Generics, Kind, Op, Origin, Param, Pass, Place,
    Signature, StmtKind, Type, VarId,
};
use expect_test::Expect;
use proc_macro2::{Ident, Span, TokenStream};

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("tokens")
}

fn f64_slice() -> Type {
    Type::Ref { mutable: false, to: Box::new(Type::Slice(Box::new(Type::F64))) }
}

/// `fn name(params) -> result`, the type as written and as known; `differentiable` where a `d` stands.
fn function(name: &str, params: &[(&str, &str, Type, bool)], result: (&str, Type)) -> Function {
    let signature = Signature {
        name: ident(name),
        visibility: TokenStream::new(),
        attributes: Vec::new(),
        is_const: false,
        generics: Generics::default(),
        result: tokens(result.0),
        runtime: tokens("::autodiff_runtime"),
        owner: None,
        boxed: false,
        lanes: ident("LANES"),
        asked: Default::default(),
        check: Vec::new(),
    };
    let mut function = Function::new(signature, result.1);
    for (index, (name, written, ty, differentiable)) in params.iter().enumerate() {
        let var = function.add_var(ident(name), ty.clone(), Origin::Param(index));
        let flag = ident(&name.to_uppercase());
        let (ty, named) = (tokens(written), tokens(written));
        function.params.push(Param { var, ty, named, differentiable: *differentiable, flag, is_tangent: false });
    }
    function
}

fn floats(name: &str, params: &[&str]) -> Function {
    let params: Vec<_> = params.iter().map(|name| (*name, "f64", Type::F64, true)).collect();
    function(name, &params, ("f64", Type::F64))
}

impl Function {
    fn user(&mut self, name: &str) -> VarId {
        self.add_var(ident(name), Type::F64, Origin::User)
    }

    fn adjoint(&mut self, of: VarId) -> VarId {
        let wish = format!("d_{}", self.var(of).name);
        self.fresh(&wish, Type::F64, Origin::Adjoint(of))
    }

    fn block(&mut self, write: impl FnOnce(&mut Builder<'_>) -> Vec<Expr>) -> Block {
        let mut builder = Builder::new(self, Pass::Primal);
        builder.block(write)
    }
}

fn companion(kind: Kind, function: Function, body: CompanionBody) -> Companion {
    Companion { kind, function, seed: None, extra: Vec::new(), body, in_groups: false }
}

/// Without the attributes that every companion has.
fn pretty(companion: &Companion) -> String {
    let file: syn::File =
        syn::parse2(super::emit(std::slice::from_ref(companion), |_, tokens| tokens)).expect("a companion is Rust");
    let text = prettyplease::unparse(&file);
    let is_common = |line: &str| line.starts_with("#[must_use]") || line.starts_with("#[cfg_attr(clippy");
    text.lines().filter(|line| !is_common(line)).map(|line| format!("{line}\n")).collect()
}

/// Of the statements in the body of `f_grad_into`, whose values are printed as they are.
fn body(function: Function, block: Block) -> String {
    let text = pretty(&companion(Kind::GradInto, function, CompanionBody::Whole(block)));
    let inside = text.lines().skip_while(|line| !line.ends_with('{')).skip(1);
    let lines: Vec<&str> = inside.collect();
    lines[..lines.len() - 1].iter().map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line))).collect()
}

fn check_body(function: Function, block: Block, expect: Expect) {
    expect.assert_eq(&body(function, block));
}

fn v(var: VarId) -> Expr {
    Expr::Var(var)
}

fn n(value: f64) -> Expr {
    Expr::number(value)
}

fn op(op: Op, operands: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::op(op, operands.into_iter().collect())
}

fn add(a: Expr, b: Expr) -> Expr {
    op(Op::Add, [a, b])
}

fn sub(a: Expr, b: Expr) -> Expr {
    op(Op::Sub, [a, b])
}

fn mul(a: Expr, b: Expr) -> Expr {
    op(Op::Mul, [a, b])
}

fn neg(a: Expr) -> Expr {
    op(Op::Neg, [a])
}

/// An inert expression over variables: `$0`, `$1` … are holes.
fn inert(text: &str, vars: &[VarId]) -> crate::ir::Inert {
    use crate::ir::{Inert, Read, Reading};
    let mut text = text.to_owned();
    for (index, var) in vars.iter().enumerate() {
        text = text.replace(&format!("${index}"), &Inert::hole(*var, Span::call_site()).to_string());
    }
    let compound = text.contains(' ');
    let reads = vars.iter().map(|&var| Read { var, what: Reading::Value }).collect();
    Inert::pure(tokens(&text), reads, compound)
}

fn at(base: VarId, index: Expr) -> Place {
    Place { base, path: vec![crate::ir::Step::Index(index)] }
}
