//! How a derivative flows through the value of an assignment: from the adjoint of what is assigned to the adjoints of
//! what it is computed from.

use super::adjoints::zero_like;
use super::{Output, Reverse};
use crate::analyse::Version;
use crate::ir::{Expr, Literal, Op, Place, Step, StmtId, StmtKind, Type, VarId};
use crate::rules;

impl Reverse<'_> {
    /// A scalar with adjoint `d` was given `value` by `stmt`; `result` is the version that holds it, where a rule may ask
    /// for the operation's own result.
    pub(super) fn flow(&mut self, stmt: StmtId, value: &Expr, result: Option<Version>, d: &Expr) {
        match value {
            Expr::Var(var) => self.contribute(*var, d.clone()),
            Expr::Load(place) | Expr::Clone(place) => self.contribute_to(stmt, place, d.clone()),
            Expr::Op(op, operands, _) => self.operation(stmt, *op, operands, result, d),
            other => self.ends_in(other),
        }
    }

    fn operation(&mut self, stmt: StmtId, op: Op, operands: &[Expr], result: Option<Version>, d: &Expr) {
        let active: Vec<(usize, VarId)> = operands
            .iter()
            .enumerate()
            .filter_map(|(at, operand)| operand.as_var().filter(|&var| self.is_active(var)).map(|var| (at, var)))
            .collect();
        if op.stops() {
            return;
        }
        operands.iter().for_each(|operand| self.ends_in(operand));
        if active.is_empty() {
            return;
        }
        let old: Vec<Expr> = operands.iter().map(|operand| self.old_expr(operand.clone(), stmt)).collect();
        let result = match result {
            Some(version) => Expr::Var(self.old_version(version)),
            None => Expr::op(op, old.clone()),
        };
        for (at, var) in active {
            if let Some(term) = rules::partial(op, &old, &result, at, d) {
                let term = self.converted(op, var, &old[at], term);
                self.contribute(var, term);
            }
        }
    }

    /// The adjoint of a conversion's operand is converted back; `old` is its value.
    fn converted(&self, op: Op, operand: VarId, old: &Expr, term: Expr) -> Expr {
        let Type::Float(float) = self.function.var(operand).ty.behind_refs() else { return term };
        match self.function.signature.generics.conversion_to(float) {
            Some(back) if op.converts() && back != op => Expr::op(back, vec![term]),
            // Which float it is, rustc knows of the value alone: `+=` tells nothing.
            None if op.converts() => Expr::Runtime("converted", vec![old.clone(), term]),
            _ => term,
        }
    }

    /// Adds `term` to the adjoint of an element or a field.
    pub(super) fn contribute_to(&mut self, stmt: StmtId, place: &Place, term: Expr) {
        if !self.is_active(place.base) {
            return;
        }
        let Some(target) = self.target(stmt, place) else {
            self.contribute(self.root(place.base), term);
            return;
        };
        self.push_into(target.base, StmtKind::Accumulate { place: target, negative: false, value: term });
    }

    /// A derivative that would flow into a value of a form which nothing here follows is refused, not dropped.
    pub(super) fn ends_in(&mut self, value: &Expr) {
        if value.as_var().is_none() && self.facts.activity.is_varied_expr(value) {
            self.is_lost();
        }
    }

    /// There is no adjoint for what the statement that is being reversed would contribute.
    pub(super) fn is_lost(&mut self) {
        self.lost.push(self.span);
    }

    /// The variable that a chain of local references ends in.
    pub(super) fn root(&self, var: VarId) -> VarId {
        match self.aliases.get(&var) {
            Some((_, place)) => self.root(place.base),
            None => var,
        }
    }

    /// The place in the adjoint that mirrors `place`, read by `stmt`; `None` where that adjoint is a scalar.
    pub(super) fn target(&mut self, stmt: StmtId, place: &Place) -> Option<Place> {
        let path = self.old_path(place, stmt);
        let mut target = match self.aliases.get(&place.base).cloned() {
            Some((at, aliased)) if self.is_scalar(aliased.base) => return self.target(at, &aliased),
            Some((at, aliased)) => self.target(at, &aliased)?,
            None if self.is_scalar(place.base) => return None,
            None => Place::var(self.buffer(place.base)),
        };
        // Adjoint buffers are owned or reached by one `&mut`, where indexing dereferences by itself.
        target.path.extend(path.into_iter().filter(|step| !matches!(step, Step::Deref)));
        Some(target)
    }

    /// A statement that writes `buffer`: guarded where the buffer is a slot that may be absent.
    pub(super) fn push_into(&mut self, buffer: VarId, kind: StmtKind) {
        match self.plan.outputs.iter().position(|output| *output == Output::Slot(buffer)) {
            Some(param) => self.push_active(param, kind),
            None => self.push(kind),
        }
    }

    /// Is this buffer a slot that may be absent?
    pub(super) fn is_slot(&self, buffer: VarId) -> bool {
        self.plan.outputs.contains(&Output::Slot(buffer))
    }

    /// `var`'s adjoint at `place` += `from`, a borrowed buffer of the same shape.
    pub(super) fn add_buffers(&mut self, var: VarId, place: &Place, from: Expr) {
        if !self.is_active(var) {
            return;
        }
        if self.is_scalar(var)
            && let Expr::Borrow { place: from, .. } = &from
        {
            let number = self.number(var, Expr::Load(from.clone()));
            self.contribute(var, number);
            return;
        }
        if let Some((at, aliased)) = self.aliases.get(&var).cloned() {
            let Some(mut target) = self.target(at, &aliased) else { return self.is_lost() };
            target.path.extend(place.path.iter().cloned());
            self.add_to(target, from);
            return;
        }
        let base = self.buffer(var);
        self.add_to(Place { base, path: place.path.clone() }, from);
    }

    /// `target` += `from`, both buffers of one shape.
    pub(super) fn add_to(&mut self, target: Place, from: Expr) {
        self.add_by("accumulate", target, from);
    }

    fn add_by(&mut self, name: &'static str, target: Place, from: Expr) {
        let base = target.base;
        let into = self.lent(target, true);
        self.push_into(base, StmtKind::Run { value: Expr::Runtime(name, vec![into, from]) });
    }

    /// `&place`, `&mut place`; what is a reference already is lent on, not borrowed again.
    pub(super) fn lent(&self, place: Place, mutable: bool) -> Expr {
        match place.is_whole() && self.function.var(place.base).ty.is_ref() {
            true => Expr::Var(place.base),
            false => Expr::Borrow { mutable, place },
        }
    }

    /// Memory with adjoint `buffer` was given `value` by `stmt`, which bound it.
    pub(super) fn flow_buffer(&mut self, stmt: StmtId, value: &Expr, buffer: VarId) {
        let whole = || Expr::Borrow { mutable: false, place: Place::var(buffer) };
        match value {
            Expr::Var(var) => self.hand_over(*var, buffer),
            Expr::Load(place) | Expr::Clone(place) => {
                if !self.is_active(place.base) {
                    return;
                }
                let Some(target) = self.target(stmt, place) else {
                    // What is read of a number is one, though its own type did not say so.
                    let root = self.root(place.base);
                    let number = self.number(root, Expr::Var(buffer));
                    self.contribute(root, number);
                    return;
                };
                // A field of whatever type.
                let name = if self.is_passed_on(&self.function.var(buffer).ty) { "carry" } else { "accumulate" };
                self.add_by(name, target, whole());
            }
            Expr::ToVec(place) => {
                if !self.is_active(place.base) {
                    return;
                }
                let Some(target) = self.target(stmt, place) else { return self.is_lost() };
                let target = self.sliced(target, place);
                self.add_to(target, whole());
            }
            Expr::Array(parts) | Expr::VecList(parts) => self.parts(parts, buffer, true, |at| {
                let index = proc_macro2::Literal::usize_unsuffixed(at);
                Step::Index(Expr::Inert(crate::ir::Inert::pure(quote::quote!(#index), Vec::new(), false)))
            }),
            Expr::Tuple(parts) => {
                self.parts(parts, buffer, true, |at| Step::Field(crate::ir::Member::Position(at as u32)));
            }
            Expr::Struct(literal, parts) => self.fields(stmt, literal, parts, buffer),
            Expr::Repeat(value, _) | Expr::VecRepeat(value, _) => {
                let Some(var) = value.as_var().filter(|&var| self.is_active(var)) else { return self.ends_in(value) };
                if self.is_scalar(var) {
                    self.contribute(var, Expr::Runtime("sum", vec![whole()]));
                } else {
                    let row = self.buffer(var);
                    self.add_by("accumulate_each", Place::var(row), whole());
                }
            }
            other => self.ends_in(other),
        }
    }

    /// `is_last`: nothing else is read of the buffer, nor written to it, from here on.
    fn parts(&mut self, parts: &[Expr], buffer: VarId, is_last: bool, step: impl Fn(usize) -> Step) {
        for (at, part) in parts.iter().enumerate() {
            let Some(var) = part.as_var().filter(|&var| self.is_active(var)) else {
                self.ends_in(part);
                continue;
            };
            let place = Place { base: buffer, path: vec![step(at)] };
            let is_field = matches!(place.path[0], Step::Field(_) | Step::Variant(_));
            if self.is_scalar(var) {
                let term = Expr::Load(place);
                let term = if is_last { term } else { self.number(var, term) };
                self.contribute(var, term);
            } else if is_last && is_field && self.begins_here(var) && self.is_taken_over(var) {
                self.declare_cell(var, self.frames.len() - 1, Expr::Clone(place));
            } else {
                self.add_buffers(var, &Place::var(var), Expr::Borrow { mutable: false, place });
            }
        }
    }

    /// Its adjoint has no buffer yet, and may get one in this block: what it receives is all there is.
    fn begins_here(&self, var: VarId) -> bool {
        let top = self.frames.len() - 1;
        !self.cells.contains_key(&var)
            && !self.aliases.contains_key(&var)
            && self.owner(var) == top
            && self.function.param_of(var).is_none()
    }

    /// Of a type that only rustc knows, and that need not carry anything. Where it may be made of type parameters, rustc can't
    /// tell what does: then all of it must.
    pub(super) fn is_passed_on(&self, ty: &Type) -> bool {
        matches!(ty, Type::Unknown) && !self.function.signature.generics.over_others
    }

    /// What a literal is given of its field may be its adjoint as it is: what there is in a gradient of its type begins at
    /// zero. Of a type that only rustc knows that holds where the variable is a copy of a field, and no more.
    fn is_taken_over(&self, var: VarId) -> bool {
        match &self.function.var(var).ty {
            Type::Unknown => self.loaded.contains(&var),
            ty => !ty.is_float() && ty.is_made_of_floats(),
        }
    }

    /// The fields of a literal receive what is in theirs; what is left is the rest's.
    fn fields(&mut self, stmt: StmtId, literal: &Literal, parts: &[Expr], buffer: VarId) {
        let named = literal.members.len();
        let from = match parts.get(named) {
            Some(Expr::Var(var)) => Some(Place::var(*var)),
            Some(Expr::Load(place)) => Some(place.clone()),
            _ => None,
        };
        let from = from.filter(|from| self.is_active(from.base));
        self.parts(&parts[..named], buffer, from.is_none(), |at| literal.step(at));
        // What is named does not go to the rest.
        let Some(from) = from else { return };
        let mut zeros = None;
        for (member, part) in literal.members.iter().zip(parts) {
            let ty = part.as_var().map_or(Type::Unknown, |var| self.function.var(var).ty.clone());
            let field = Step::Field(member.clone());
            let value = match part {
                _ if ty.is_discrete() => continue,
                Expr::Number(_) => Expr::number(0.0),
                _ if ty.is_float() => Expr::number(0.0),
                // Of whatever type it is, the rest has a zero.
                _ => {
                    let zeros = *zeros.get_or_insert_with(|| {
                        let lent = self.lent_again(&Expr::Borrow { mutable: false, place: from.clone() }, stmt);
                        let zero = Expr::Runtime("zero_like", vec![lent]);
                        self.name("zero", self.function.var(buffer).ty.clone(), from.base, zero)
                    });
                    Expr::Load(Place { base: zeros, path: vec![field.clone()] })
                }
            };
            self.push(StmtKind::Assign { place: Place { base: buffer, path: vec![field] }, value });
        }
        let Some(target) = self.target(stmt, &from) else { return self.is_lost() };
        self.add_to(target, Expr::Borrow { mutable: false, place: Place::var(buffer) });
    }

    /// A buffer whose variable came from `source` and is not read any more: `source` takes it over, or adds it.
    pub(super) fn hand_over(&mut self, source: VarId, buffer: VarId) {
        if !self.is_active(source) {
            return;
        }
        if self.is_scalar(source) {
            self.contribute(source, Expr::Var(buffer));
            return;
        }
        if self.begins_here(source) {
            self.cells.insert(source, buffer);
        } else {
            self.add_buffers(source, &Place::var(source), Expr::Borrow { mutable: false, place: Place::var(buffer) });
        }
    }

    /// `base = value;` for memory: the adjoint moves to the value, and starts anew in the shape of what was there before.
    pub(super) fn move_buffer(&mut self, stmt: StmtId, base: VarId, value: &Expr, buffer: VarId) {
        self.ends_in(value);
        let before = self.versions.before(stmt, base);
        // `let z;` had no value before, and gets one but once where it is not `mut`: there is no adjoint to start anew.
        if self.deferred.contains(&base) && (before.n == 0 || !self.function.var(base).mutable) {
            if let Some(source) = value.as_var() {
                self.hand_over(source, buffer);
            }
            return;
        }
        let before = self.old_version(before);
        let ty = self.function.var(base).ty.gradient();
        let zero = super::adjoints::zero(&ty).unwrap_or_else(|| zero_like(&self.function, before));
        let top = self.frames.len() - 1;
        match value.as_var().filter(|&var| self.is_active(var)) {
            // A parameter's adjoint may be the caller's buffer: that is added to, not replaced.
            Some(source)
                if !self.cells.contains_key(&source)
                    && self.owner(source) == top
                    && self.function.param_of(source).is_none() =>
            {
                self.declare_cell(source, top, Expr::Replace(Place::var(buffer), Some(Box::new(zero))));
            }
            source => {
                if let Some(source) = source {
                    let from = Expr::Borrow { mutable: false, place: Place::var(buffer) };
                    self.add_buffers(source, &Place::var(source), from);
                }
                self.push(StmtKind::Assign { place: Place::var(buffer), value: zero });
            }
        }
    }
}
