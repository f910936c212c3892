//! Whether a function is well-formed: what every pass may rely on, checked after every pass in debug builds.

use super::{Block, Expr, Function, Inert, Slot, Stmt, StmtId, StmtKind, VarId};
use proc_macro2::Ident;
use std::collections::HashSet;

/// What is wrong with it, if anything is.
pub(crate) fn verify(function: &Function) -> Result<(), String> {
    if function.body.values.len() > 1 {
        return Err(format!("the body yields {} values", function.body.values.len()));
    }
    let params: Vec<VarId> = function.params.iter().map(|param| param.var).collect();
    verify_block(function, &function.body, &params)
}

/// One block of it, in which the variables `bound` are in scope: a companion's body.
pub(crate) fn verify_block(function: &Function, block: &Block, bound: &[VarId]) -> Result<(), String> {
    let mut verifier = Verifier {
        function,
        scope: Vec::new(),
        known: vec![false; function.variables.len()],
        exits: Vec::new(),
        seen: HashSet::new(),
    };
    bound.iter().try_for_each(|&var| verifier.bind(var))?;
    verifier.open(block)
}

struct Verifier<'f> {
    function: &'f Function,
    scope: Vec<VarId>,
    /// For each variable, whether it is in scope.
    known: Vec<bool>,
    /// What `break` can leave, outermost first.
    exits: Vec<Exit>,
    seen: HashSet<StmtId>,
}

struct Exit {
    label: Option<Ident>,
    /// `break` without a label, and `continue`, mean the innermost of these.
    is_loop: bool,
    values: usize,
}

type Verdict = Result<(), String>;

impl Verifier<'_> {
    /// A block with a scope of its own.
    fn open(&mut self, block: &Block) -> Verdict {
        let outer = self.scope.len();
        self.statements(block)?;
        self.close(outer);
        Ok(())
    }

    fn close(&mut self, outer: usize) {
        for var in self.scope.drain(outer..) {
            self.known[var.0 as usize] = false;
        }
    }

    fn is_known(&self, var: VarId) -> bool {
        self.known.get(var.0 as usize).copied().unwrap_or(false)
    }

    /// The statements and values of a block; what it binds stays in scope.
    fn statements(&mut self, block: &Block) -> Verdict {
        block.stmts.iter().try_for_each(|stmt| {
            self.stmt(stmt).map_err(|error| format!("{error}, in statement {} ({})", stmt.id.0, brief(stmt)))
        })?;
        block.values.iter().try_for_each(|value| self.expr(value))
    }

    /// A block whose values are bound outside it.
    fn yields(&mut self, block: &Block, values: usize) -> Verdict {
        self.open(block)?;
        let yielded = block.values.len();
        match yielded == values || (yielded == 0 && leaves(block)) {
            true => Ok(()),
            false => Err(format!("a block yields {yielded} values where {values} are bound")),
        }
    }

    fn stmt(&mut self, stmt: &Stmt) -> Verdict {
        if !self.seen.insert(stmt.id) {
            return Err("its number is taken".into());
        }
        stmt.exprs().into_iter().try_for_each(|expr| match &stmt.kind {
            // What a guard reads may be in scope inside only.
            StmtKind::Match { .. } => Ok(()),
            _ => self.expr(expr),
        })?;
        match &stmt.kind {
            StmtKind::Assign { place, .. } | StmtKind::Accumulate { place, .. } => self.read(place.base)?,
            StmtKind::Mutate { place, .. } => self.read(place.base)?,
            StmtKind::Effect(inert) => self.inert(inert)?,
            StmtKind::If { binds, then, otherwise, .. } => {
                self.yields(then, binds.len())?;
                self.yields(otherwise, binds.len())?;
            }
            StmtKind::Match { binds, scrutinee, arms, .. } => {
                self.expr(scrutinee)?;
                for arm in arms {
                    let outer = self.scope.len();
                    arm.bindings.iter().try_for_each(|&var| self.bind(var))?;
                    arm.guard.iter().try_for_each(|guard| self.expr(guard))?;
                    self.yields(&arm.body, binds.len())?;
                    self.close(outer);
                }
            }
            StmtKind::For { label, body, .. } => self.looping(stmt, label, body, 0)?,
            StmtKind::Each { label, source, body, .. } => {
                self.inert(source)?;
                self.looping(stmt, label, body, 0)?;
            }
            StmtKind::While { label, body, .. } => self.looping(stmt, label, body, 0)?,
            StmtKind::Loop { label, binds, body } => self.looping(stmt, label, body, binds.len())?,
            StmtKind::Labelled { label, binds, body } => {
                self.exits.push(Exit { label: Some(label.clone()), is_loop: false, values: binds.len() });
                self.yields(body, binds.len())?;
                self.exits.pop();
            }
            StmtKind::Scope { binds, body } => self.yields(body, binds.len())?,
            StmtKind::IfActive { param, body } => {
                self.param(*param)?;
                self.yields(body, 0)?;
            }
            StmtKind::IfAny { params, body } => {
                params.iter().try_for_each(|&param| self.param(param))?;
                self.yields(body, 0)?;
            }
            StmtKind::Break { label, values } => {
                let expected = self.exit(label)?;
                if values.len() != expected {
                    return Err(format!("break carries {} values where {expected} are bound", values.len()));
                }
            }
            StmtKind::Continue { label } => {
                self.exit(label)?;
            }
            StmtKind::Return { values } => {
                let expected = self.function.body.values.len();
                if values.len() != expected && !leaves(&self.function.body) {
                    return Err(format!("return carries {} values, the body yields {expected}", values.len()));
                }
            }
            StmtKind::Pull(pull) => {
                self.read(pull.pullback)?;
                pull.args.iter().try_for_each(|arg| match &arg.slot {
                    Slot::Into(place) | Slot::InOut(place) => self.read(place.base),
                    Slot::Inactive => Ok(()),
                    Slot::Lend { slot, .. } => self.read(*slot),
                })?;
            }
            StmtKind::Push { tape, .. } | StmtKind::Pop { tape, .. } | StmtKind::Recall { tape, .. } => {
                self.read(*tape)?;
            }
            StmtKind::Let { .. } | StmtKind::Run { .. } | StmtKind::Item(_) | StmtKind::Call(_) => {}
        }
        stmt.effects().binds.into_iter().try_for_each(|var| self.bind(var))
    }

    fn looping(&mut self, stmt: &Stmt, label: &Option<Ident>, body: &Block, values: usize) -> Verdict {
        let outer = self.scope.len();
        stmt.binds_inside().into_iter().try_for_each(|var| self.bind(var))?;
        self.exits.push(Exit { label: label.clone(), is_loop: true, values });
        self.yields(body, 0)?;
        self.exits.pop();
        self.close(outer);
        Ok(())
    }

    /// How many values the exit with this label binds.
    fn exit(&self, label: &Option<Ident>) -> Result<usize, String> {
        let target = self.exits.iter().rev().find(|exit| match label {
            Some(_) => exit.label == *label,
            None => exit.is_loop,
        });
        target.map(|exit| exit.values).ok_or_else(|| match label {
            Some(label) => format!("no exit is labelled '{label}"),
            None => "no loop to leave".into(),
        })
    }

    fn expr(&self, expr: &Expr) -> Verdict {
        let mut verdict = Ok(());
        expr.reads(&mut |var| {
            if verdict.is_ok() {
                verdict = self.read(var);
            }
        });
        expr.visit(&mut |inner| match inner {
            Expr::Op(op, of, _) if of.len() != op.arity() && verdict.is_ok() => {
                verdict = Err(format!("{op:?} has {} operands", of.len()));
            }
            Expr::IsActive(params) if verdict.is_ok() && params.is_empty() => {
                verdict = Err("asks whether none of no parameters is active".into());
            }
            _ => {}
        });
        verdict
    }

    fn inert(&self, inert: &Inert) -> Verdict {
        inert.variables().try_for_each(|var| self.read(var))?;
        inert.writes.iter().try_for_each(|&var| self.read(var))
    }

    fn param(&self, param: usize) -> Verdict {
        match param < self.function.params.len() {
            true => Ok(()),
            false => Err(format!("there is no parameter {param}")),
        }
    }

    fn read(&self, var: VarId) -> Verdict {
        match self.is_known(var) {
            true => Ok(()),
            false => Err(format!("{} is not in scope", self.label(var))),
        }
    }

    fn bind(&mut self, var: VarId) -> Verdict {
        if self.is_known(var) || var.0 as usize >= self.function.variables.len() {
            return Err(format!("{} can't be bound here", self.label(var)));
        }
        self.scope.push(var);
        self.known[var.0 as usize] = true;
        Ok(())
    }

    fn label(&self, var: VarId) -> String {
        match (var.0 as usize) < self.function.variables.len() {
            true => self.function.label(var),
            false => format!("?#{}", var.0),
        }
    }
}

/// Control never reaches the end of the block.
fn leaves(block: &Block) -> bool {
    block.stmts.last().is_some_and(|stmt| match &stmt.kind {
        StmtKind::Break { .. } | StmtKind::Continue { .. } | StmtKind::Return { .. } => true,
        StmtKind::If { then, otherwise, .. } => leaves(then) && leaves(otherwise),
        StmtKind::Match { arms, .. } => arms.iter().all(|arm| leaves(&arm.body)),
        StmtKind::Scope { body, .. } => leaves(body),
        _ => false,
    })
}

fn brief(stmt: &Stmt) -> String {
    let debug = format!("{:?}", stmt.kind);
    debug.split([' ', '(']).next().unwrap_or_default().to_owned()
}
