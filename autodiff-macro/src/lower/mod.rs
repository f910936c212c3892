//! [`Input`] to [`ir::Function`](crate::ir::Function) in normal form, directed by types: what can carry a derivative is
//! taken apart, one operation a statement; what is known to be discrete stays one piece of the user's tokens.
//!
//! Types are inferred by lowering more than once. A `let` whose type is not known when it is met (`let z = g(x);`) may
//! turn out later to be used as a float or as an integer: what a use says about a binding is *learnt*, and when
//! anything was, the body is lowered again with that knowledge. Two rounds are the rule, more are rare.

mod accumulate;
mod adaptors;
mod arguments;
mod asked;
mod assign;
mod calls;
mod closures;
mod control;
mod copies;
mod counts;
mod ends;
mod exchange;
mod exits;
mod expressions;
mod fill;
mod folds;
mod generated;
mod generics;
mod given;
mod hazards;
mod hygiene;
mod infer;
mod inlining;
mod items;
mod itemtypes;
mod iterate;
mod learning;
mod leaving;
mod macros;
mod matching;
mod methods;
mod mutation;
mod nested;
mod numeric;
mod opaque;
mod operators;
mod options;
mod parameters;
mod passive;
mod patterns;
mod places;
mod poison;
mod popping;
mod proofs;
mod questions;
mod quoting;
mod receivers;
mod recursion;
mod references;
mod refine;
mod refusals;
mod scope;
mod signature;
mod sources;
mod spans;
mod statements;
mod states;
mod streams;
mod structures;
mod totals;
mod types;
mod unborrow;
mod views;
mod visit;

#[cfg(test)]
mod tests;

pub(crate) use generated::reads;
pub(crate) use signature::lower as lower_signature;
pub(crate) use types::is_discrete;

use crate::diagnostics::Errors;
use crate::ir::{Act, Expr, Form, Function, Generics, Origin, Pass, Stmt, StmtKind, Type, VarId};
use crate::parse::Input;
use closures::Kept;
use learning::Learnt;
use poison::poison;
use proc_macro2::Span;
use scope::Scope;
use spans::{peel, span_of, start_of};
use std::collections::{HashMap, HashSet};

/// Each round learns about one binding more, at the least; a body that still surprises after so many is lowered as far
/// as it is understood, and rustc says what is missing.
const ROUNDS: usize = 8;

/// The function in normal form; none when its companions can't even be declared. What can't be lowered is in `errors`.
pub(crate) fn lower(input: &Input, errors: &mut Errors) -> Option<Function> {
    let (signature, formed) = signature::lower(input, errors);
    let formed = hygiene::check(&input.item, errors) && formed;
    let mut block = input.item.block.clone();
    if !signature::check_result(&signature, input, &mut Errors::default()) {
        // A result that is refused needs no second word about the expression that gives it.
        block.stmts.pop_if(|last| matches!(last, syn::Stmt::Expr(_, None)));
    }
    if matches!(signature.result, Type::Option(_)) {
        questions::write_out(&mut block);
    }
    let (mut learnt, mut kept) = (HashMap::new(), Kept::default());
    let mut parameters = HashSet::new();
    let mut function = None;
    for round in 1..=ROUNDS {
        let mut found = Errors::default();
        let mut lowerer = Lowerer::new(signature.clone(), &input.item, &mut found, std::mem::take(&mut learnt));
        lowerer.kept = std::mem::take(&mut kept);
        for index in signature::refused(input, &signature.signature.generics) {
            let var = lowerer.function.params[index].var;
            lowerer.poisoned.insert(var);
        }
        lowerer.body(&block);
        lowerer.settle_states();
        let news = lowerer.news;
        let mut lowered = lowerer.function;
        closures::prune(&mut lowered, &lowerer.inlining.natives);
        nested::prune(&mut lowered, &lowerer.inlining.nested);
        parameters = lowerer.inlining.parameters;
        (learnt, kept) = (lowerer.learnt, lowerer.kept);
        if !news || round == ROUNDS {
            errors.absorb(found);
            function = Some(lowered);
            break;
        }
    }
    let mut function = function?;
    recursion::settle(&mut function, input, errors);
    signature::check_alias(&mut function, &input.item.sig, errors);
    refine::floats(&mut function);
    unborrow::scalars(&mut function);
    parameters::unite(&mut function, &parameters);
    exits::nest(&mut function, errors);
    formed.then_some(function)
}

/// The state of one round.
struct Lowerer<'e> {
    function: Function,
    /// As the user wrote it.
    item: &'e syn::ItemFn,
    errors: &'e mut Errors,
    scopes: Vec<Scope>,
    /// The block under construction.
    stmts: Vec<Stmt>,
    span: Span,
    /// What uses say about bindings, by the address of the identifier that binds them: the same in every round.
    learnt: HashMap<usize, Learnt>,
    keys: HashMap<VarId, usize>,
    news: bool,
    /// How many blocks there are around this point; within the body it is 1.
    depth: usize,
    /// Items of inner blocks, as text and as tokens.
    lifted: Vec<(String, proc_macro2::TokenStream)>,
    /// The place of the next expression leaves its type no choice: what is guessed about it needs no proof.
    forced: bool,
    /// Of a type that is not known, but bound to what nothing active flows into, for good.
    still: HashSet<VarId>,
    /// Of any other type, and never assigned: nothing differentiable flows into them.
    passive: HashSet<VarId>,
    /// Among these, those that are assigned, as far as this round supposes.
    states: Vec<VarId>,
    /// Among the passive, what may borrow, and can't be made again: the backward pass must not read it.
    borrowed: HashSet<VarId>,
    /// The names of our own loop variables that are in use.
    counters: Vec<&'static str>,
    /// Variables that hold what was refused: nothing more is said about them.
    poisoned: HashSet<VarId>,
    /// Bound by patterns to parts of a type that is not known: what is cast of these is a count, more likely than a float.
    parts: HashSet<VarId>,
    /// What local references refer to.
    referents: HashMap<VarId, VarId>,
    /// The value of the block under construction is the function's result, so that `return` says nothing more.
    in_tail: bool,
    /// What `break` can mean here, outermost first.
    leavable: Vec<leaving::Leavable>,
    kept: Kept,
    inlining: inlining::Inlining,
    /// There are values of types of the user's own: an operator may be theirs.
    has_own_types: bool,
    /// What such an operator gave, whose type only rustc knows.
    own: HashSet<VarId>,
    /// Operators that are known by their places to be the user's own, by the address of the expression.
    expected_own: HashSet<usize>,
}

/// The right-hand side of a `let`: an expression, or a statement that binds what it computes.
enum Rhs {
    Plain(Expr),
    /// With no bindings yet.
    Structured(Box<StmtKind>),
}

impl<'e> Lowerer<'e> {
    fn new(function: Function, item: &'e syn::ItemFn, errors: &'e mut Errors, learnt: HashMap<usize, Learnt>) -> Self {
        let mut outside = Scope::default();
        // A function called `sigmoid` that calls `sigmoid` calls itself.
        if function.signature.owner.is_none() {
            outside.bind(&function.signature.name, scope::Entity::Declared);
        }
        for param in item.sig.generics.const_params() {
            outside.bind(&param.ident, scope::Entity::Constant(types::read(&param.ty, &Generics::default())));
        }
        let is_own = |ty: &Type| matches!(ty.leaf(), Type::Named(_));
        let has_own_types = is_own(&function.result) || function.variables.iter().any(|variable| is_own(&variable.ty));
        let mut parameters = Scope::default();
        let (mut still, mut passive) = (HashSet::new(), HashSet::new());
        for param in &function.params {
            let variable = function.var(param.var);
            parameters.bind(&variable.name, scope::Entity::Var(param.var));
            if param.differentiable || variable.mutable || matches!(variable.ty, Type::Ref { mutable: true, .. }) {
                continue;
            }
            match variable.ty.behind_refs() {
                Type::Named(_) | Type::Unknown => still.insert(param.var),
                _ => passive.insert(param.var),
            };
        }
        Lowerer {
            function,
            item,
            errors,
            scopes: vec![outside, parameters],
            stmts: Vec::new(),
            span: Span::call_site(),
            learnt,
            parts: HashSet::new(),
            referents: HashMap::new(),
            keys: HashMap::new(),
            news: false,
            depth: 0,
            lifted: Vec::new(),
            forced: false,
            still,
            passive,
            states: Vec::new(),
            borrowed: HashSet::new(),
            counters: Vec::new(),
            poisoned: HashSet::new(),
            in_tail: false,
            leavable: Vec::new(),
            kept: Kept::default(),
            inlining: inlining::Inlining::default(),
            has_own_types,
            own: HashSet::new(),
            expected_own: HashSet::new(),
        }
    }

    fn body(&mut self, block: &syn::Block) {
        let result = self.function.result.clone();
        self.in_tail = true;
        let yields = match result {
            Type::Unit => control::Yields::Nothing,
            result => control::Yields::One(result),
        };
        let (mut body, _) = self.block(block, &yields);
        body.stmts.splice(0..0, self.lifted_items());
        self.function.body = body;
    }

    fn push(&mut self, kind: StmtKind) {
        let stmt = self.function.stmt(kind, self.span, Pass::Primal);
        self.stmts.push(stmt);
    }

    /// `work`, with statements that it appends at `span`.
    fn at<T>(&mut self, span: Span, work: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.span, span);
        let done = work(self);
        self.span = outer;
        done
    }

    /// A variable of ours, bound to `rhs`.
    fn name(&mut self, wish: &str, ty: Type, rhs: Rhs) -> VarId {
        let var = self.function.fresh(wish, ty, Origin::Temp);
        self.function.var_mut(var).name.set_span(Span::mixed_site().located_at(self.span));
        self.bind(var, rhs);
        var
    }

    fn bind(&mut self, var: VarId, rhs: Rhs) {
        let is_poison = match &rhs {
            Rhs::Plain(value) => self.is_poison(value),
            Rhs::Structured(kind) => match &**kind {
                StmtKind::If { then, otherwise, .. } => {
                    then.values.iter().chain(&otherwise.values).any(|value| self.is_poison(value))
                }
                StmtKind::Scope { body, .. } | StmtKind::Labelled { body, .. } => {
                    body.values.iter().any(|value| self.is_poison(value))
                }
                StmtKind::Match { arms, .. } => {
                    arms.iter().flat_map(|arm| &arm.body.values).any(|value| self.is_poison(value))
                }
                _ => false,
            },
        };
        if is_poison {
            self.poisoned.insert(var);
        }
        if matches!(&rhs, Rhs::Structured(kind) if matches!(&**kind, StmtKind::Call(call) if matches!(call.callee.form, Form::Operator(_))))
        {
            self.own.insert(var);
        }
        let kind = match rhs {
            Rhs::Plain(value) => StmtKind::Let { var, value: Some(value) },
            Rhs::Structured(kind) => filled(*kind, vec![var]),
        };
        self.push(kind);
    }
}

/// A structured statement with what it binds.
fn filled(mut kind: StmtKind, vars: Vec<VarId>) -> StmtKind {
    match &mut kind {
        StmtKind::If { binds, .. }
        | StmtKind::Match { binds, .. }
        | StmtKind::Loop { binds, .. }
        | StmtKind::Labelled { binds, .. }
        | StmtKind::Scope { binds, .. } => *binds = vars,
        StmtKind::Call(call) => call.result = vars.first().copied(),
        StmtKind::Mutate { act: Act::Pop { var, .. }, .. } => *var = vars.first().copied(),
        _ => {}
    }
    kind
}
