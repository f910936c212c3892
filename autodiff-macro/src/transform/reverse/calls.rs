//! Calls of other differentiated functions: the callee's own pullback is called with the adjoint of its result.

use super::adjoints::zero_like;
use super::{Output, Reverse};
use crate::analyse::Version;
use crate::ir::{
    Arg, Call, Expr, Flag, Form, Origin, Place, Pull, PullArg, Slot, Step, Stmt, StmtId, StmtKind, Type, VarId,
};

/// A contribution that an argument makes once the pullback has returned.
enum After {
    Nothing,
    /// The scalar's adjoint, from a temporary.
    Scalar(VarId, VarId),
    /// A buffer's, from a temporary of the same shape.
    Buffer(Place, VarId),
}

impl Reverse<'_> {
    pub(super) fn call(&mut self, stmt: &Stmt, call: &Call) {
        let result = call.result.filter(|&result| self.is_active(result));
        let cotangent = match result {
            Some(result) if self.is_scalar(result) => self.take(result),
            Some(result) => self.cells.get(&result).map(|&buffer| Expr::Var(buffer)),
            None => None,
        };
        let writes = call.args.iter().filter_map(|arg| written(&arg.value)).any(|place| {
            let base = self.root(place.base);
            self.is_active(base) && !self.is_untouched(base)
        });
        if cotangent.is_none() && !writes {
            return;
        }
        let cotangent = cotangent.or_else(|| self.no_cotangent(call));

        let mut lent = Vec::new();
        let mut slots: Vec<Option<(Slot, After)>> = call.args.iter().map(|_| None).collect();
        // What is written is lent as it is; what is read makes way.
        for write in [true, false] {
            for (index, (arg, slot)) in call.args.iter().zip(&mut slots).enumerate() {
                let place = written(&arg.value);
                if place.is_some() == write {
                    // Where there is no tangent there is nothing to differentiate again.
                    let is_there = !call.second || arg.flag != Flag::Inactive;
                    let active = is_there && self.facts.activity.is_varied_expr(&arg.value);
                    *slot = Some(match place {
                        _ if !active => (Slot::Inactive, After::Nothing),
                        Some(place) => self.in_out(stmt, place, &mut lent),
                        None => self.slot(stmt, arg, &mut lent, self.is_certain(call, index)),
                    });
                }
            }
        }
        let mut after = Vec::new();
        let mut args = Vec::new();
        let mut flags = Vec::new();
        for (index, (arg, (slot, then))) in call.args.iter().zip(slots.into_iter().flatten()).enumerate() {
            let flag = match slot {
                Slot::Inactive => Flag::Inactive,
                Slot::Into(_) if call.second => arg.flag,
                Slot::Into(_) | Slot::InOut(_) => Flag::Active,
                Slot::Lend { param, .. } => Flag::Of(param),
            };
            let under = self.under(call, index, flag, flags.last().copied());
            flags.push(flag);
            let receivers = if call.second { 1 } else { 0 };
            let value = match (call.callee.form, index) {
                (Form::Method { .. }, _) if index <= receivers => self.receiver_again(stmt, arg),
                (Form::Associated | Form::Operator(_), 0) if written(&arg.value).is_some() => {
                    Some(Expr::Runtime("written", Vec::new()))
                }
                _ => self.again(stmt, arg),
            };
            args.push(PullArg { value, slot, under });
            after.push(then);
        }
        let pullback = self.pullback_of(stmt, call, flags);
        // What rustc has to say of its arguments, it says of the call.
        self.span = call.callee.name.span();
        self.push(StmtKind::Pull(Pull { pullback, cotangent, args }));
        for then in after {
            match then {
                After::Nothing => {}
                After::Scalar(var, temporary) => self.contribute(var, Expr::Var(temporary)),
                After::Buffer(target, temporary) => {
                    self.add_to(target, Expr::Borrow { mutable: false, place: Place::var(temporary) });
                }
            }
        }
    }

    /// In second order an argument and its tangent come in pairs: whether there is a tangent, the first one's flag says.
    fn under(&mut self, call: &Call, index: usize, flag: Flag, before: Option<Flag>) -> [Option<Flag>; 2] {
        if !call.second {
            return [None; 2];
        }
        let is_tangent = !index.is_multiple_of(2);
        if !is_tangent && flag == Flag::Inactive && call.args[index].flag != Flag::Inactive {
            // The callee would take it that there is no tangent.
            self.is_lost();
        }
        let open = |flag: Flag| matches!(flag, Flag::Any(_)).then_some(flag);
        [before.filter(|_| is_tangent), open(flag)]
    }

    /// What the backward call is handed of an argument again.
    fn again(&mut self, stmt: &Stmt, arg: &Arg) -> Option<Expr> {
        match written(&arg.value) {
            // A parameter handed on by its name may go where the callee only reads: rustc is asked to tell.
            Some(Place { base, path }) => {
                let by_name = matches!(path.as_slice(), [Step::Deref]) && self.function.param_of(*base).is_some();
                by_name.then(|| Expr::Runtime("written", Vec::new()))
            }
            None => arg.by_ref.then(|| self.lent_again(&arg.value, stmt.id)),
        }
    }

    /// The same of what a method is called on. How the method takes it, rustc knows: by value it is not handed in again.
    fn receiver_again(&mut self, stmt: &Stmt, arg: &Arg) -> Option<Expr> {
        if written(&arg.value).is_some() {
            return Some(Expr::Runtime("written", Vec::new()));
        }
        let lent = match &arg.value {
            Expr::Var(var) if !self.function.var(*var).ty.is_ref() => {
                Expr::Borrow { mutable: false, place: Place::var(*var) }
            }
            value => value.clone(),
        };
        let lent = self.lent_again(&lent, stmt.id);
        Some(Expr::Runtime("again", vec![lent]))
    }

    /// The cotangent of a result that nothing depends on, where it has one.
    fn no_cotangent(&mut self, call: &Call) -> Option<Expr> {
        let result = call.result?;
        let ty = self.function.var(result).ty.clone();
        if ty.is_discrete() {
            return None;
        }
        super::zero(&ty.gradient()).or_else(|| {
            let result = self.old_version(Version { var: result, n: 0 });
            let zero = zero_like(&self.function, result);
            let name = self.adjoint_name(result);
            Some(Expr::Var(self.name(&name, Type::Unknown, result, zero)))
        })
    }

    /// The adjoint of what the call wrote, lent to be read and written.
    fn in_out(&mut self, stmt: &Stmt, place: &Place, lent: &mut Vec<VarId>) -> (Slot, After) {
        if let Some(target) = self.target(stmt.id, place) {
            lent.push(target.base);
            return (Slot::InOut(target), After::Nothing);
        }
        let cell = self.settled(self.scalar_root(place));
        (Slot::InOut(Place::var(cell)), After::Nothing)
    }

    /// The variable that holds the callee's pullback, as the backward pass names it.
    fn pullback_of(&mut self, stmt: &Stmt, call: &Call, flags: Vec<Flag>) -> VarId {
        let named = match call.result.map(|result| self.function.var(result)) {
            Some(result) if result.origin == Origin::User => result.name.to_string(),
            _ => call.callee.name.to_string(),
        };
        let wish = format!("{}_pullback", named.trim_start_matches("r#"));
        let pullback = self.function.fresh(&wish, Type::Unknown, Origin::Ours);
        let version = self.versions.introduce(pullback, stmt.id);
        self.pullbacks.insert(stmt.id, (pullback, flags));
        self.old_version(version)
    }

    /// In second order: its tangent was made to be there, and it is handed in as one that is.
    fn is_certain(&self, call: &Call, index: usize) -> bool {
        let arg = &call.args[index];
        let place = match &arg.value {
            Expr::Var(var) => Place::var(*var),
            Expr::Borrow { place, .. } => place.clone(),
            _ => return false,
        };
        let ty = super::super::normal::place_type(&self.function, &place);
        let is_receiver = index <= 1 && matches!(call.callee.form, Form::Method { .. });
        let may_be_slice = matches!(ty.behind_refs(), Type::Array(..) | Type::Vec(_) | Type::Unknown);
        let is_array = matches!(ty.behind_refs(), Type::Array(..));
        call.second && (is_receiver || may_be_slice && (arg.by_ref || !is_array))
    }

    /// Where the cotangent of an active argument goes: its adjoint itself, or a temporary where that can't be lent.
    fn slot(&mut self, stmt: &Stmt, arg: &Arg, lent: &mut Vec<VarId>, is_certain: bool) -> (Slot, After) {
        let place = match &arg.value {
            Expr::Var(var) => Place::var(*var),
            Expr::Borrow { place, .. } => place.clone(),
            other => {
                self.ends_in(other);
                return (Slot::Inactive, After::Nothing);
            }
        };
        if let Some((param, slot)) = self.lendable(&place, arg.by_ref).filter(|_| !is_certain)
            && !lent.contains(&slot)
        {
            lent.push(slot);
            let path = self.target(stmt.id, &place).map(|target| target.path).unwrap_or_default();
            return (Slot::Lend { param, slot, path }, After::Nothing);
        }
        let Some(target) = self.target(stmt.id, &place) else {
            let var = self.scalar_root(&place);
            let ty = self.function.var(var).ty.behind_refs().clone();
            let temporary = self.temporary(var, ty, Expr::number(0.0));
            return (Slot::Into(Place::var(temporary)), After::Scalar(var, temporary));
        };
        if !self.is_slot(target.base) && !lent.contains(&target.base) {
            lent.push(target.base);
            return (Slot::Into(target), After::Nothing);
        }
        // `g(x, x)`: there can't be two `&mut` to one adjoint.
        let old = self.lent_again(&arg.value, stmt.id);
        let zero = match &old {
            Expr::Var(var) => zero_like(&self.function, *var),
            borrow => Expr::Runtime("zero_like", vec![borrow.clone()]),
        };
        let temporary = self.temporary(place.base, Type::Unknown, zero);
        (Slot::Into(Place::var(temporary)), After::Buffer(target, temporary))
    }

    /// What was passed by reference, for the backward call: a local reference is made again from what it refers to.
    pub(super) fn lent_again(&mut self, value: &Expr, stmt: StmtId) -> Expr {
        let place = match value {
            Expr::Var(var) => Place::var(*var),
            Expr::Borrow { place, .. } => place.clone(),
            _ => return self.old_expr(value.clone(), stmt),
        };
        if !self.aliases.contains_key(&place.base) {
            return self.old_expr(value.clone(), stmt);
        }
        let place = self.old_place(&place, stmt);
        match place.is_whole() && self.function.var(place.base).ty.is_ref() {
            true => Expr::Var(place.base),
            false => Expr::Borrow { mutable: false, place },
        }
    }

    /// The memory that `stmt` reached by `place`, without the local references on the way.
    fn old_place(&mut self, place: &Place, stmt: StmtId) -> Place {
        let path = self.old_path(place, stmt);
        match self.aliases.get(&place.base).cloned() {
            Some((at, aliased)) => {
                let mut whole = self.old_place(&aliased, at);
                whole.path.extend(path.into_iter().filter(|step| !matches!(step, Step::Deref)));
                whole
            }
            None => Place { base: self.old_version(self.versions.before(stmt, place.base)), path },
        }
    }

    /// A parameter that is handed on as it is, or a part of it: the callee adds to our own caller's accumulator, if there
    /// is one.
    fn lendable(&self, place: &Place, by_ref: bool) -> Option<(usize, VarId)> {
        let var = self.root(place.base);
        let param = self.function.param_of(var).filter(|_| !self.rewritten.contains(&var))?;
        // An element is lent by way of a temporary: `&[f64; 3]` may go where the callee takes `&[f64]`; its slot can't.
        let fits = match self.last_step(place) {
            Some(Step::Range { .. }) => true,
            Some(_) => false,
            None => !(by_ref && matches!(self.function.var(var).ty.behind_refs(), Type::Array(..))),
        };
        match self.plan.outputs[param] {
            Output::Slot(slot) if fits => Some((param, slot)),
            _ => None,
        }
    }

    /// The last step of the way to what a place names, local references looked through.
    fn last_step<'p>(&'p self, place: &'p Place) -> Option<&'p Step> {
        place.path.last().or_else(|| self.aliases.get(&place.base).and_then(|(_, aliased)| self.last_step(aliased)))
    }

    fn scalar_root(&self, place: &Place) -> VarId {
        match self.aliases.get(&place.base) {
            Some((_, aliased)) => self.scalar_root(aliased),
            None => place.base,
        }
    }

    fn temporary(&mut self, of: VarId, ty: Type, value: Expr) -> VarId {
        let temporary = self.function.fresh(&self.adjoint_name(of), ty, Origin::Adjoint(of));
        self.function.var_mut(temporary).mutable = true;
        self.push(StmtKind::Let { var: temporary, value: Some(value) });
        temporary
    }
}

/// The place that an argument lends to be written.
fn written(value: &Expr) -> Option<&Place> {
    match value {
        Expr::Borrow { mutable: true, place } => Some(place),
        _ => None,
    }
}
