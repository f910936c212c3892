//! The reverse of each statement.

use super::Reverse;
use crate::analyse::Version;
use crate::ir::{Adaptor, Arm, Block, Expr, Inert, Origin, Place, Range, Step, Stmt, StmtKind, VarId};

impl Reverse<'_> {
    pub(super) fn stmt(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Let { var, value: Some(value) } => self.binding(stmt, *var, value),
            StmtKind::Assign { place, value } => self.assignment(stmt, place, value),
            StmtKind::Accumulate { place, negative, value } => self.accumulation(stmt, place, *negative, value),
            StmtKind::Mutate { place, act } => self.mutation(stmt, place, act),
            StmtKind::If { binds, cond, then, otherwise } => self.branch(stmt, binds, cond, [then, otherwise]),
            StmtKind::Match { binds, scrutinee, arms, taken } => self.choice(stmt, binds, scrutinee, arms, *taken),
            StmtKind::For { var, range, body, .. } => self.iteration(stmt, *var, range, body),
            StmtKind::While { body, .. } | StmtKind::Loop { body, .. } => self.turns(stmt, body),
            StmtKind::Scope { binds, body } => {
                self.yields(binds, &body.values);
                self.stmts(&body.stmts);
            }
            StmtKind::Call(call) => self.call(stmt, call),
            // No derivative flows through them; `analyse` refuses those of the rest in which one would.
            _ => {}
        }
    }

    /// `let var = value;`
    fn binding(&mut self, stmt: &Stmt, var: VarId, value: &Expr) {
        if !self.is_active(var) || self.aliases.contains_key(&var) {
            return;
        }
        if self.is_scalar(var) {
            if let Some(d) = self.take(var) {
                let result = Version { var, n: 0 };
                self.flow(stmt.id, value, Some(result), &d);
            }
        } else if let Some(&buffer) = self.cells.get(&var) {
            self.flow_buffer(stmt.id, value, buffer);
        }
    }

    /// `place = value;`: the old value's adjoint starts anew at zero.
    fn assignment(&mut self, stmt: &Stmt, place: &Place, value: &Expr) {
        let base = place.base;
        if !self.is_active(base) {
            return;
        }
        if self.is_scalar(base) {
            if let Some(d) = self.take(base) {
                self.flow(stmt.id, value, None, &d);
            }
            return;
        }
        if !self.needs_buffer(base) {
            return;
        }
        if value.as_var() == Some(base) {
            return;
        }
        let buffer = self.buffer(base);
        if place.is_whole() {
            self.move_buffer(stmt.id, base, value, buffer);
            return;
        }
        let mut path = self.old_path(place, stmt.id);
        path.retain(|step| !matches!(step, Step::Deref));
        let written = Place { base: buffer, path };
        let ty = super::super::normal::place_type(&self.function, place);
        // An element of unknown type is a number where it is given one; else it is whatever the value is.
        let number = match value {
            Expr::Var(var) => self.is_scalar(*var),
            other => matches!(other, Expr::Number(_)),
        };
        if ty.is_float() || (matches!(ty, crate::ir::Type::Unknown) && number) {
            let name = self.adjoint_name(value.as_var().unwrap_or(base));
            let d = self.name(&name, ty, base, Expr::Load(written.clone()));
            if !self.once.contains(&base) {
                self.push(StmtKind::Assign { place: written, value: Expr::number(0.0) });
            }
            self.flow(stmt.id, value, None, &Expr::Var(d));
        } else {
            self.ends_in(value);
            if let Some(source) = value.as_var().filter(|&var| self.is_active(var)) {
                let from = self.lent(written.clone(), false);
                self.add_buffers(source, &Place::var(source), from);
            }
            let is_discrete = value.as_var().is_some_and(|var| self.function.var(var).ty.is_discrete())
                || matches!(value, Expr::Inert(_)) && ty.is_discrete();
            let value = match ty {
                _ if is_discrete => return,
                ty if self.is_passed_on(&ty) => {
                    Expr::Runtime("clear", vec![self.lent(written.clone(), true), self.lent(written, false)])
                }
                _ => Expr::Runtime("reset", vec![self.lent(written, true)]),
            };
            self.push(StmtKind::Run { value });
        }
    }

    /// `place += value;`: the adjoint is passed on and kept.
    fn accumulation(&mut self, stmt: &Stmt, place: &Place, negative: bool, value: &Expr) {
        if !self.is_active(place.base) {
            return;
        }
        let d = if self.is_scalar(place.base) {
            let Some(d) = self.peek(place.base) else { return };
            d
        } else {
            if !self.needs_buffer(place.base) {
                return;
            }
            let Some(source) = value.as_var().filter(|&var| self.is_active(var)) else { return self.ends_in(value) };
            let buffer = self.buffer(place.base);
            let read = Expr::Load(Place { base: buffer, path: self.old_path(place, stmt.id) });
            debug_assert!(self.is_scalar(source), "what is added with `+=` is pinned to be a float");
            let ty = self.function.var(source).ty.clone();
            let name = self.adjoint_name(source);
            Expr::Var(self.name(&name, ty, source, read))
        };
        let d = if negative { Expr::op(crate::ir::Op::Neg, vec![d]) } else { d };
        self.flow(stmt.id, value, None, &d);
    }

    /// The side that the primal took is taken again.
    fn branch(&mut self, stmt: &Stmt, binds: &[VarId], cond: &Expr, sides: [&Block; 2]) {
        let seeds = self.seeds(binds);
        let mut mirrored = Vec::new();
        for (at, side) in sides.into_iter().enumerate() {
            let region = self.versions.region_of(stmt.id, at);
            self.open(region, false);
            self.distribute(&seeds, &side.values);
            self.stmts(&side.stmts);
            mirrored.push(Block { stmts: self.close(), values: Vec::new() });
        }
        let (Some(otherwise), Some(then)) = (mirrored.pop(), mirrored.pop()) else { return };
        if then.stmts.is_empty() && otherwise.stmts.is_empty() {
            return;
        }
        let cond = self.old_expr(cond.clone(), stmt.id);
        self.mirror(stmt, StmtKind::If { binds: Vec::new(), cond, then, otherwise });
    }

    /// The arm that the primal took is taken again.
    fn choice(&mut self, stmt: &Stmt, binds: &[VarId], scrutinee: &Expr, arms: &[Arm], taken: Option<VarId>) {
        let seeds = self.seeds(binds);
        let mut mirrored = Vec::new();
        for (at, arm) in arms.iter().enumerate() {
            let region = self.versions.region_of(stmt.id, at);
            self.open(region, false);
            self.distribute(&seeds, &arm.body.values);
            self.stmts(&arm.body.stmts);
            mirrored.push(Block { stmts: self.close(), values: Vec::new() });
        }
        let last = mirrored.len().saturating_sub(1);
        if mirrored.iter().all(|body| body.stmts.is_empty()) {
            return;
        }
        let scrutinee = match taken {
            Some(taken) => Expr::Var(self.old_version(self.versions.after(stmt.id, taken))),
            None => self.old_expr(scrutinee.clone(), stmt.id),
        };
        let arms = mirrored.into_iter().zip(arms).enumerate();
        let arms = arms.map(|(at, (body, arm))| {
            let number = proc_macro2::Literal::usize_unsuffixed(at);
            let pattern = match taken {
                None => arm.pattern.clone(),
                Some(_) if at == last => quote::quote!(_),
                Some(_) => quote::quote!(#number),
            };
            let parts = match taken {
                None => arm.parts.iter().map(|part| self.old_expr(part.clone(), stmt.id)).collect(),
                Some(_) => Vec::new(),
            };
            Arm { pattern, bindings: Vec::new(), parts, guard: None, body }
        });
        let arms = arms.collect();
        self.mirror(stmt, StmtKind::Match { binds: Vec::new(), scrutinee, arms, taken: None });
    }

    /// As many trips as the primal made.
    fn turns(&mut self, stmt: &Stmt, body: &Block) {
        let Some(body) = self.trip(stmt, body) else { return };
        let Some(&trips) = self.function.trips.get(&stmt.id) else { return };
        let high = Expr::Var(self.old_version(self.versions.after(stmt.id, trips)));
        let ty = self.function.var(trips).ty.clone();
        let trip = self.function.fresh("trip", ty, Origin::Ours);
        self.numbers.insert(stmt.id, trip);
        let range = Range { low: zero_index(), high, inclusive: false, adaptors: vec![Adaptor::Rev] };
        self.mirror(stmt, StmtKind::For { label: None, var: trip, range, body });
    }

    /// The mirror of a loop's body, if there is anything in it.
    fn trip(&mut self, stmt: &Stmt, body: &Block) -> Option<Block> {
        let region = self.versions.region_of(stmt.id, 0);
        self.open(region, true);
        self.stmts(&body.stmts);
        let body = Block { stmts: self.close(), values: Vec::new() };
        (!body.stmts.is_empty()).then_some(body)
    }

    /// The iterations from last to first.
    fn iteration(&mut self, stmt: &Stmt, var: VarId, range: &Range, body: &Block) {
        if let Some(&trips) = self.function.trips.get(&stmt.id) {
            if !range.is_counted_from_zero() {
                self.turns(stmt, body);
                return;
            }
            // Left early: it got no further than it did.
            let Some(body) = self.trip(stmt, body) else { return };
            let high = Expr::Var(self.old_version(self.versions.after(stmt.id, trips)));
            let range = Range { low: zero_index(), high, inclusive: false, adaptors: vec![Adaptor::Rev] };
            let var = self.old_version(Version { var, n: 0 });
            self.mirror(stmt, StmtKind::For { label: None, var, range, body });
            return;
        }
        let Some(body) = self.trip(stmt, body) else { return };
        let mut range = Range {
            low: self.old_expr(range.low.clone(), stmt.id),
            high: self.old_expr(range.high.clone(), stmt.id),
            inclusive: range.inclusive,
            adaptors: range
                .adaptors
                .iter()
                .map(|adaptor| match adaptor {
                    Adaptor::StepBy(step) => Adaptor::StepBy(self.old_expr(step.clone(), stmt.id)),
                    Adaptor::Skip(count) => Adaptor::Skip(self.old_expr(count.clone(), stmt.id)),
                    Adaptor::Rev => Adaptor::Rev,
                })
                .collect(),
        };
        reverse_range(&mut range);
        let var = self.old_version(Version { var, n: 0 });
        self.mirror(stmt, StmtKind::For { label: None, var, range, body });
    }

    fn mirror(&mut self, of: &Stmt, kind: StmtKind) {
        self.span = of.span;
        self.push(kind);
        if let Some(stmt) = self.frames.last().and_then(|frame| frame.stmts.last()) {
            self.mirrors.insert(stmt.id, of.id);
        }
    }

    /// What a block of the same frame yields to `binds`.
    fn yields(&mut self, binds: &[VarId], values: &[Expr]) {
        let seeds = self.seeds(binds);
        self.distribute(&seeds, values);
    }

    /// The adjoints of variables that a statement with blocks binds, taken before its blocks are reversed.
    fn seeds(&mut self, binds: &[VarId]) -> Vec<Option<Expr>> {
        binds
            .iter()
            .map(|&bind| {
                if !self.is_active(bind) {
                    None
                } else if self.is_scalar(bind) {
                    self.take(bind)
                } else {
                    self.cells.get(&bind).map(|&buffer| Expr::Var(buffer))
                }
            })
            .collect()
    }

    fn distribute(&mut self, seeds: &[Option<Expr>], values: &[Expr]) {
        for (seed, value) in seeds.iter().zip(values) {
            let Some(seed) = seed else { continue };
            let Some(var) = value.as_var() else {
                self.ends_in(value);
                continue;
            };
            match seed.as_var().filter(|&buffer| !self.function.var(buffer).ty.is_float()) {
                Some(buffer) => self.hand_over(var, buffer),
                None => self.contribute(var, seed.clone()),
            }
        }
    }
}

fn zero_index() -> Expr {
    Expr::Inert(Inert::pure(quote::quote!(0), Vec::new(), false))
}

/// The same values, from last to first.
fn reverse_range(range: &mut Range) {
    // An inclusive range has no length that std knows, so `(a..=b).step_by(k).rev()` does not compile: the steps are
    // taken from the last value that is reached, which lies short of the bound by the overshoot.
    let overshoot = |range: &Range, step: &Expr| {
        let bounds = vec![range.low.clone(), range.high.clone(), step.clone()];
        Adaptor::Skip(Expr::Runtime("overshoot", bounds))
    };
    match range.adaptors.as_slice() {
        [.., Adaptor::Rev] => {
            range.adaptors.pop();
        }
        [Adaptor::StepBy(step)] if range.inclusive => {
            range.adaptors = vec![Adaptor::Rev, overshoot(range, step), Adaptor::StepBy(step.clone())];
        }
        [Adaptor::Rev, Adaptor::StepBy(step)] if range.inclusive => {
            range.adaptors = vec![overshoot(range, step), Adaptor::StepBy(step.clone())];
        }
        _ => range.adaptors.push(Adaptor::Rev),
    }
}
