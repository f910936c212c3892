//! Loops that end when data says so, and ways out of loops and of functions.

use super::Generator;
use super::discrete::binary;
use crate::features::Feature;
use crate::program::{Binary, Block, Expr, Label, Pattern, Stmt, Type, Var};

/// A loop around what is being written.
pub(super) struct Around {
    /// How many scopes are outside.
    pub(super) floor: usize,
    /// Given when an exit asks for it.
    label: Label,
    /// Of an expression: the type of what comes with `break`.
    value: Option<Type>,
}

const LABELS: &[&str] = &["outer", "search", "rows", "a", "primal", "mirror", "inner", "body"];

impl Generator {
    /// Writes a loop, with a value of that type if it is an expression; its label comes with what was written.
    pub(super) fn looped<T>(&mut self, value: Option<Type>, work: impl FnOnce(&mut Self) -> T) -> (Label, T) {
        self.loops.push(Around { floor: self.scopes.len(), label: None, value });
        let done = self.scoped(work);
        let label = self.loops.pop().and_then(|around| around.label);
        (label, done)
    }

    /// Statements behind `first`; the last of them may leave.
    pub(super) fn body(&mut self, first: Vec<Stmt>) -> Block {
        self.scoped(|this| {
            let count = 1 + this.random.below(4);
            this.budget = this.budget.max(1);
            let mut stmts = first;
            stmts.extend(this.stmts(count));
            Block { stmts, tail: None }
        })
    }

    /// What a loop lives on, so that it ends: `let mut fuel = 4;`
    pub(super) fn fuel(&mut self) -> (Var, Stmt) {
        let most = 1 + self.random.below(5) as i64;
        let var = self.declare(Type::Int, true);
        self.variables[var].bounds = Some((0, most + 1));
        self.variables[var].reserved = true;
        (var, Stmt::Let { pattern: Pattern::Var(var), value: Some(Expr::Int(most)) })
    }

    pub(super) fn while_loop(&mut self) -> Option<Vec<Stmt>> {
        let (fuel, mut binding) = self.fuel();
        let upwards = self.random.percent(40);
        let most = self.variables[fuel].bounds.map_or(1, |(_, most)| most - 1);
        let (running, burn) = if upwards {
            binding = Stmt::Let { pattern: Pattern::Var(fuel), value: Some(Expr::Int(0)) };
            (binary(Binary::Less, Expr::Var(fuel), Expr::Int(most)), Binary::Add)
        } else {
            (binary(Binary::Greater, Expr::Var(fuel), Expr::Int(0)), Binary::Sub)
        };
        let burn = Stmt::Assign { var: fuel, index: Vec::new(), op: Some(burn), value: Expr::Int(1) };
        let (label, (cond, body)) = self.looped(None, |this| {
            let cond = match this.random.below(4) {
                0 => running,
                1 => binary(Binary::And, this.condition(1), running),
                _ => binary(Binary::And, running, this.condition(1)),
            };
            let last = upwards && this.random.percent(50);
            let mut body = this.body(if last { Vec::new() } else { vec![burn.clone()] });
            if last {
                body.stmts.push(burn);
            }
            (cond, body)
        });
        Some(vec![binding, Stmt::While { label, cond, body }])
    }

    pub(super) fn endless(&mut self) -> Option<Vec<Stmt>> {
        let (fuel, binding) = self.fuel();
        let (label, body) = self.looped(None, |this| {
            let first = this.burn_or_break(fuel, None);
            this.body(first)
        });
        Some(vec![binding, Stmt::Loop(label, body)])
    }

    /// `let x = loop { …; break value; };`
    pub(super) fn let_loop(&mut self) -> Option<Vec<Stmt>> {
        let ty = self.chosen_type();
        let (fuel, binding) = self.fuel();
        let around = Some(ty.clone());
        let body = |this: &mut Self| {
            let value = this.value(&ty, 1);
            let mut first = this.burn_or_break(fuel, value);
            if this.random.percent(60) {
                first.extend(this.exit().into_iter().flatten());
            }
            this.body(first)
        };
        let (label, body) = self.keeping(&ty, |this| this.looped(around, body));
        let value = Some(Expr::Loop(label, body));
        let pattern = match ty {
            Type::Tuple(_) => self.pair(),
            ty => {
                let mutable = self.random.percent(50);
                Pattern::Var(self.declare(ty, mutable))
            }
        };
        Some(vec![binding, Stmt::Let { pattern, value }])
    }

    /// What is chosen between the ways through a construct.
    pub(super) fn chosen_type(&mut self) -> Type {
        if let Some(ty) = self.struct_type(25) {
            return ty;
        }
        if let Some(ty) = self.enum_type(15) {
            return ty;
        }
        match self.random.below(5) {
            0 => Type::Array(self.dim),
            1 => Type::Tuple(vec![Type::Float, Type::Float]),
            _ => Type::Float,
        }
    }

    pub(super) fn burn_or_break(&mut self, fuel: Var, value: Option<Expr>) -> Vec<Stmt> {
        let then = Block { stmts: vec![Stmt::Break(None, value)], tail: None };
        vec![
            Stmt::If { cond: binary(Binary::Equal, Expr::Var(fuel), Expr::Int(0)), then, otherwise: Block::default() },
            Stmt::Assign { var: fuel, index: Vec::new(), op: Some(Binary::Sub), value: Expr::Int(1) },
        ]
    }

    /// `if c { …; break; }`
    pub(super) fn exit(&mut self) -> Option<Vec<Stmt>> {
        self.leaving(Self::leave)
    }

    /// `if c { …; return x; }`
    pub(super) fn early_return(&mut self) -> Option<Vec<Stmt>> {
        self.leaving(|this| this.may_return().then(|| this.returning()))
    }

    fn leaving(&mut self, leave: impl FnOnce(&mut Self) -> Option<Vec<Stmt>>) -> Option<Vec<Stmt>> {
        if self.frozen > 0 {
            return None;
        }
        let cond = self.condition(1);
        let then = self.scoped(|this| {
            let count = this.random.below(2);
            let mut stmts = this.stmts(count);
            stmts.extend(leave(this)?);
            Some(Block { stmts, tail: None })
        })?;
        Some(vec![Stmt::If { cond, then, otherwise: Block::default() }])
    }

    /// `break`, `continue`, of this loop or of one around it.
    pub(super) fn leave(&mut self) -> Option<Vec<Stmt>> {
        if self.loops.is_empty() || !self.features.has(Feature::Exits) || self.frozen > 0 || self.kept > 0 {
            return None;
        }
        let innermost = self.loops.len() - 1;
        let labelled = self.features.has(Feature::Labels);
        let at = if labelled && self.random.percent(40) { self.random.below(innermost + 1) } else { innermost };
        let label = if at < innermost || labelled && self.random.percent(20) { Some(self.label(at)) } else { None };
        if self.random.percent(35) {
            return Some(vec![Stmt::Continue(label)]);
        }
        let value = match self.loops[at].value.clone() {
            Some(ty) => Some(self.value(&ty, 2)?),
            None => None,
        };
        Some(vec![Stmt::Break(label, value)])
    }

    fn label(&mut self, at: usize) -> String {
        if let Some(label) = &self.loops[at].label {
            return label.clone();
        }
        let wish = *self.random.pick(LABELS).expect("labels to choose from");
        let taken = |name: &str| self.loops.iter().any(|around| around.label.as_deref() == Some(name));
        let label = if taken(wish) { format!("{wish}_{at}") } else { wish.to_owned() };
        self.loops[at].label = Some(label.clone());
        label
    }

    /// A struct or an enum is returned from the outermost branches alone: further inside the macro asks for its type, or
    /// what it makes of it does not compile.
    pub(super) fn may_return(&self) -> bool {
        self.kept == 0 && (!self.result.is_composed() || self.nesting <= 2 && self.loops.is_empty())
    }

    /// `return x;`, with what x is made of before it.
    pub(super) fn returning(&mut self) -> Vec<Stmt> {
        let result = self.result.clone();
        if result == Type::Tuple(Vec::new()) {
            return vec![Stmt::Return(None)];
        }
        let mut stmts = Vec::new();
        let value = match result {
            Type::Float if self.random.percent(40) => self.float(2),
            result => self.tail(&result, &mut stmts),
        };
        stmts.push(Stmt::Return(Some(value)));
        stmts
    }

    /// At the end of a branch, now and then: a way out.
    pub(super) fn maybe_leave(&mut self, percent: usize) -> Vec<Stmt> {
        if self.frozen > 0 || !self.random.percent(percent) {
            return Vec::new();
        }
        if self.features.has(Feature::Return)
            && !self.result.is_composed()
            && self.may_return()
            && self.random.percent(20)
        {
            return self.returning();
        }
        self.leave().unwrap_or_default()
    }
}
