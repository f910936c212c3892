//! Reverse mode: from a primal in normal form to the backward pass that pulls the result's cotangent back.
//!
//! The backward pass mirrors the primal's structure: the reverse of a block reverses its statements from last to first,
//! an `if` takes the side that the primal took, a loop runs its iterations from last to first. Each primal block has one
//! mirror block. Adjoints of scalars are sums of terms, written down where the variable is defined; they become mutable
//! cells only where a branch or a loop stands between two contributions (`adjoints`). Adjoints of memory are buffers,
//! added to in place.
//!
//! Values of the primal are named by their *version*, a variable of [`Origin::Version`] for each, wherever a rule asks
//! for one. How such a value is had again (it is still there, it is recomputed, it was taped) is decided afterwards, by
//! `storage`, when dead statements are gone and it is known which versions are read at all: that is the
//! to-be-recorded analysis.

mod adjoints;
mod calls;
mod flow;
mod locals;
mod mutation;
mod statements;

use super::pushes::pushed_in_order;
use super::storage::StandIns;
use crate::analyse::{Facts, RegionId, Version, Versions, written_once};
use crate::ir::{Block, Expr, Flag, Function, Origin, Pass, Place, Step, Stmt, StmtId, StmtKind, Type, VarId};
use crate::ir::{HashMap, HashSet};
use adjoints::Frame;
pub(super) use adjoints::zero;
use locals::{aliases, deferred, loaded, reshaped, rewritten};
use proc_macro2::Span;

/// What the backward pass starts from and where its results go.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) seed: Seed,
    /// One for each parameter, in order.
    pub(crate) outputs: Vec<Output>,
    /// The backward pass is a closure, called when the caller's memory holds who knows what.
    pub(crate) is_closure: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Seed {
    /// The result is the root: its adjoint is 1, folded in.
    One,
    /// The cotangent, handed in: by reference, if that is its type.
    Cotangent(VarId),
    /// The result carries no derivative: what has a cotangent is what was written through `&mut`.
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// Nobody asks.
    None,
    /// Returned by value.
    Returned,
    /// Into the caller's buffer, a `&mut` parameter that starts as zeros.
    Into(VarId),
    /// Into a slot that may be absent.
    Slot(VarId),
    /// The caller's buffer is the adjoint of a `&mut` parameter, in and out: it holds the cotangent of what is there in the
    /// end, and is left with that of what was there at first.
    InOut(VarId),
}

/// The backward pass, before storage.
pub(crate) struct Reversed {
    /// The primal, with the variables of the backward pass added.
    pub(crate) function: Function,
    /// Its values: the gradients that are returned, in the order of the parameters.
    pub(crate) backward: Block,
    /// Which version each variable of [`Origin::Version`] stands for.
    pub(crate) stand_ins: StandIns,
    /// Which primal statement each statement with blocks of the backward pass mirrors.
    pub(crate) mirrors: HashMap<StmtId, StmtId>,
    /// In the mirror of a loop whose trips are counted, the number of the trip, from zero.
    pub(crate) numbers: HashMap<StmtId, VarId>,
    /// Calls that are pulled back: the variable of the pullback, and the flag of each argument.
    pub(crate) pullbacks: HashMap<StmtId, (VarId, Vec<Flag>)>,
    /// Statements whose derivative found no adjoint to flow into. There should be none: analysis refuses before.
    pub(crate) lost: Vec<Span>,
}

pub(crate) fn reverse(function: Function, facts: &Facts, versions: &mut Versions, plan: &Plan) -> Reversed {
    let body = function.body.clone();
    let aliases = aliases(&function, &body);
    let reshaped = reshaped(&function, &body);
    let pushed = pushed_in_order(&function);
    let loaded = loaded(&function, &body);
    let mut reverse = Reverse {
        function,
        facts,
        versions,
        plan,
        frames: Vec::new(),
        cells: HashMap::default(),
        old: StandIns::default(),
        aliases,
        once: written_once(&body),
        rewritten: rewritten(&body),
        pushed,
        reshaped,
        deferred: deferred(&body),
        loaded,
        entered: HashMap::default(),
        mirrors: HashMap::default(),
        numbers: HashMap::default(),
        pullbacks: HashMap::default(),
        lost: Vec::new(),
        span: Span::call_site(),
    };
    let backward = reverse.body(&body);
    Reversed {
        function: reverse.function,
        backward,
        stand_ins: reverse.old,
        mirrors: reverse.mirrors,
        numbers: reverse.numbers,
        pullbacks: reverse.pullbacks,
        lost: reverse.lost,
    }
}

struct Reverse<'a> {
    function: Function,
    facts: &'a Facts,
    versions: &'a mut Versions,
    plan: &'a Plan,
    /// One for each mirror block that is being written, outermost first.
    frames: Vec<Frame>,
    /// Adjoints that live in a variable of their own: buffers, and scalars across branches and loops.
    cells: HashMap<VarId, VarId>,
    old: StandIns,
    /// `let row = &x[i]`: what a local reference refers to, and the statement at which its indices are read.
    aliases: HashMap<VarId, (StmtId, Place)>,
    /// Local memory of which each element is written at most once: its adjoint is never read again after that.
    once: Vec<VarId>,
    /// Variables that are given another value, or written in part, after they are bound.
    rewritten: HashSet<VarId>,
    /// `Vec`s whose element number `i` is pushed in trip number `i`, with the loop variable.
    pushed: HashMap<VarId, VarId>,
    /// Those whose shape may change.
    reshaped: HashSet<VarId>,
    /// Those that are bound without a value: `let z;`.
    deferred: HashSet<VarId>,
    /// Those of a type that only rustc knows that are copies of an element or a field, and stay what they are.
    loaded: HashSet<VarId>,
    /// By the parameter: the cotangent of a number behind `&mut`, as it was handed in.
    entered: HashMap<VarId, VarId>,
    mirrors: HashMap<StmtId, StmtId>,
    numbers: HashMap<StmtId, VarId>,
    pullbacks: HashMap<StmtId, (VarId, Vec<Flag>)>,
    lost: Vec<Span>,
    span: Span,
}

impl Reverse<'_> {
    fn body(&mut self, body: &Block) -> Block {
        self.open(RegionId(0), false);
        self.inputs();
        if let Some(result) = body.values.first().and_then(Expr::as_var) {
            self.seed(result);
        }
        self.stmts(&body.stmts);
        let values = self.outputs();
        Block { stmts: self.close(), values }
    }

    fn stmts(&mut self, stmts: &[Stmt]) {
        for stmt in stmts.iter().rev() {
            self.span = stmt.span;
            self.frames.last_mut().expect("a frame is open").current = Some(stmt.id);
            self.stmt(stmt);
        }
    }

    /// Cotangents enter at what `&mut` parameters hold in the end. That of a number is a sum like any other until it leaves.
    fn inputs(&mut self) {
        for index in 0..self.function.params.len() {
            let param = self.function.params[index].var;
            if let Output::InOut(buffer) = self.plan.outputs[index]
                && self.is_scalar(param)
            {
                let ty = self.function.var(param).ty.gradient();
                let whole = Place { base: buffer, path: vec![Step::Deref] };
                let d = self.name(&self.adjoint_name(param), ty, param, Expr::Load(whole));
                self.entered.insert(param, d);
                self.contribute(param, Expr::Var(d));
            }
        }
    }

    /// The cotangent enters at the result.
    fn seed(&mut self, result: VarId) {
        match self.plan.seed {
            Seed::None => {}
            Seed::One => self.contribute(result, Expr::number(1.0)),
            Seed::Cotangent(cotangent) => {
                let is_ref = self.function.var(cotangent).ty.is_ref();
                let whole = match is_ref {
                    true => Expr::Load(Place { base: cotangent, path: vec![Step::Deref] }),
                    false => Expr::Var(cotangent),
                };
                if self.function.result.is_float() {
                    self.contribute(result, whole);
                } else if self.is_active(result) {
                    let value = match self.function.var(result).ty.gradient() {
                        ty if ty.is_copy() || !is_ref => whole,
                        _ => Expr::Runtime("owned", vec![Expr::Var(cotangent)]),
                    };
                    if self.output_of(result).is_some() {
                        let from = match is_ref {
                            true => Expr::Var(cotangent),
                            false => Expr::Borrow { mutable: false, place: Place::var(cotangent) },
                        };
                        self.add_buffers(result, &Place::var(result), from);
                    } else {
                        self.declare_cell(result, self.frames.len() - 1, value);
                    }
                }
            }
        }
    }

    /// The gradients leave at the parameters.
    fn outputs(&mut self) -> Vec<Expr> {
        let mut values = Vec::new();
        for index in 0..self.function.params.len() {
            let param = self.function.params[index].var;
            let output = self.plan.outputs[index];
            if self.is_scalar(param) {
                if output == Output::None {
                    continue;
                }
                let total = self.total(param);
                match output {
                    Output::Returned => values.push(total.unwrap_or(Expr::number(0.0))),
                    Output::Into(var) => {
                        let place = Place { base: var, path: vec![Step::Deref] };
                        self.push(StmtKind::Assign { place, value: total.unwrap_or(Expr::number(0.0)) });
                    }
                    Output::Slot(var) => {
                        if let Some(value) = total {
                            let place = Place { base: var, path: vec![Step::Deref, Step::Deref] };
                            self.push_active(index, StmtKind::Accumulate { place, negative: false, value });
                        }
                    }
                    Output::InOut(var) => {
                        // What the body leaves as it is, the backward pass does.
                        let passed =
                            total.as_ref().is_some_and(|total| total.as_var() == self.entered.get(&param).copied());
                        if !passed {
                            let place = Place { base: var, path: vec![Step::Deref] };
                            self.push(StmtKind::Assign { place, value: total.unwrap_or(Expr::number(0.0)) });
                        }
                    }
                    Output::None => {}
                }
            } else if output == Output::Returned {
                let buffer = match self.cells.get(&param) {
                    Some(&buffer) => buffer,
                    None => {
                        // As long as it was handed in.
                        let zero = self.zero_at(Version { var: param, n: 0 });
                        self.declare_cell(param, 0, zero)
                    }
                };
                values.push(Expr::Var(buffer));
            } else if let Output::Into(to) | Output::Slot(to) = output
                && self.rewritten.contains(&param)
                && let Some(&buffer) = self.cells.get(&param)
            {
                let from = Expr::Borrow { mutable: false, place: Place::var(buffer) };
                self.push_into(to, StmtKind::Run { value: Expr::Runtime("accumulate", vec![Expr::Var(to), from]) });
            }
        }
        values
    }

    /// The caller's buffer that is itself the adjoint of `var`. A parameter of the function's own that is rewritten in the
    /// body has an adjoint of its own, since that is cleared where the parameter is written.
    fn output_of(&self, var: VarId) -> Option<VarId> {
        let index = self.function.param_of(var)?;
        match self.plan.outputs[index] {
            Output::InOut(buffer) => Some(buffer),
            Output::Into(buffer) | Output::Slot(buffer) if !self.rewritten.contains(&var) => Some(buffer),
            _ => None,
        }
    }

    fn is_active(&self, var: VarId) -> bool {
        self.facts.is_active(var)
    }

    /// Its adjoint is one number.
    fn is_scalar(&self, var: VarId) -> bool {
        self.function.var(var).ty.behind_refs().is_float()
    }

    /// The variable that stands for a version in the backward pass.
    fn old_version(&mut self, version: Version) -> VarId {
        self.old.of(&mut self.function, version)
    }

    /// `expr` as `stmt` read it.
    fn old_expr(&mut self, mut expr: Expr, stmt: StmtId) -> Expr {
        let mut vars = Vec::new();
        expr.reads(&mut |var| vars.push(var));
        let map = self.old_map(vars, stmt);
        expr.rename(&map);
        expr
    }

    fn old_map(&mut self, vars: Vec<VarId>, stmt: StmtId) -> HashMap<VarId, VarId> {
        vars.into_iter().map(|var| (var, self.old_version(self.versions.before(stmt, var)))).collect()
    }

    /// The way into a place as `stmt` took it: the base is not changed.
    fn old_path(&mut self, place: &Place, stmt: StmtId) -> Vec<Step> {
        place
            .path
            .iter()
            .map(|step| {
                let mut step = step.clone();
                step.exprs_mut().for_each(|expr| *expr = self.old_expr(expr.clone(), stmt));
                step
            })
            .collect()
    }

    fn push(&mut self, kind: StmtKind) {
        let stmt = self.function.stmt(kind, self.span, Pass::Adjoint);
        self.frames.last_mut().expect("a frame is open").stmts.push(stmt);
    }

    /// A statement that only runs where the gradient of this parameter is wanted.
    fn push_active(&mut self, param: usize, kind: StmtKind) {
        let stmt = self.function.stmt(kind, self.span, Pass::Adjoint);
        self.push(StmtKind::IfActive { param, body: Block { stmts: vec![stmt], values: Vec::new() } });
    }

    /// Binds an immutable variable of the backward pass.
    fn name(&mut self, wish: &str, ty: Type, of: VarId, value: Expr) -> VarId {
        let var = self.function.fresh(wish, ty, Origin::Adjoint(of));
        self.push(StmtKind::Let { var, value: Some(value) });
        var
    }

    fn adjoint_name(&self, var: VarId) -> String {
        self.function.var(var).prefixed(self.function.adjoint_letter())
    }
}
