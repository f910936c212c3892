//! The tangent of a value.

use super::Forward;
use crate::ir::{Expr, Literal, Op, ParamSet, Place, Type, VarId};
use crate::rules;

impl Forward<'_> {
    /// The tangent of what the active variable `var` is bound to. It may read `var`; it must not be evaluated before what is
    /// pushed in front of it.
    pub(super) fn value(&mut self, var: VarId, value: &Expr) -> Option<Expr> {
        let ty = self.function.var(var).ty.clone();
        Some(match value {
            Expr::Number(_) | Expr::Var(_) => self.tangent_of(value, self.depends(var), &ty),
            Expr::Load(place) if self.is_active(place.base) => {
                let twin = Expr::Load(self.twin(place));
                self.met(twin, place.base, var)
            }
            Expr::Clone(place) if self.is_active(place.base) => {
                let twin = Expr::Clone(self.twin(place));
                self.met(twin, place.base, var)
            }
            Expr::ToVec(place) if self.is_active(place.base) => {
                let twin = Expr::ToVec(self.twin(place));
                self.met(twin, place.base, var)
            }
            Expr::Borrow { mutable, place } if self.is_active(place.base) => {
                Expr::Borrow { mutable: *mutable, place: self.twin(place) }
            }
            Expr::Replace(place, with) if self.is_active(place.base) => {
                let element = crate::transform::normal::place_type(&self.function, place);
                let with = with.as_ref().map(|with| {
                    let tangent = self.tangent_of(with, self.depends(place.base), &element);
                    Box::new(tangent)
                });
                Expr::Replace(self.twin(place), with)
            }
            Expr::Op(op, operands, _) => self.operation(var, *op, operands),
            Expr::Tuple(parts) => Expr::Tuple(self.parts(parts, var)),
            Expr::Array(parts) => Expr::Array(self.parts(parts, var)),
            Expr::VecList(parts) => Expr::VecList(self.parts(parts, var)),
            Expr::Struct(literal, parts) => self.fields(var, literal, parts)?,
            Expr::Repeat(value, len) if len.pure => {
                let value = self.tangent_of(value, self.depends(var), &ty.element());
                Expr::Repeat(Box::new(value), len.clone())
            }
            Expr::VecRepeat(value, len) if len.pure => {
                let value = self.tangent_of(value, self.depends(var), &ty.element());
                Expr::VecRepeat(Box::new(value), len.clone())
            }
            // Nothing is in it yet, of whatever type that will be.
            Expr::Runtime("Vec::new" | "Vec::with_capacity", _) => value.clone(),
            Expr::Inert(inert) if super::zeros::is_empty(inert) => value.clone(),
            // What is inactive as it begins is there to take its zeros from.
            Expr::Load(_)
            | Expr::Clone(_)
            | Expr::ToVec(_)
            | Expr::Inert(_)
            | Expr::Repeat(..)
            | Expr::VecRepeat(..)
            | Expr::Runtime("zero_like", _) => self.zero_of(var),
            _ => return None,
        })
    }

    /// What is read of the tangent of `from` meets what else `var` depends on.
    fn met(&mut self, twin: Expr, from: VarId, var: VarId) -> Expr {
        match self.guard(from, self.depends(var)) {
            Some(_) => {
                let absent = self.zero_of(var);
                self.guarded(twin, from, self.depends(var), absent)
            }
            None => twin,
        }
    }

    /// The tangent of an atom of type `ty` that goes into what depends on `into`.
    pub(super) fn tangent_of(&mut self, value: &Expr, into: Option<ParamSet>, ty: &Type) -> Expr {
        let Some(var) = value.as_var().filter(|&var| self.is_active(var)) else { return self.zero_for(value, ty) };
        let tangent = Expr::Var(self.tangent(var));
        match self.guard(var, into) {
            Some(_) => {
                let absent = self.zero_for(value, ty);
                self.guarded(tangent, var, into, absent)
            }
            None => tangent,
        }
    }

    /// The tangent of a number that is added to what `into` holds.
    pub(super) fn number(&mut self, var: VarId, into: VarId) -> Expr {
        let tangent = Expr::Var(self.tangent(var));
        self.guarded(tangent, var, self.depends(into), Expr::number(0.0))
    }

    fn parts(&mut self, parts: &[Expr], var: VarId) -> Vec<Expr> {
        let ty = self.function.var(var).ty.clone();
        let of = |at: usize| match &ty {
            Type::Tuple(of) => of.get(at).cloned().unwrap_or(Type::Unknown),
            other => other.element(),
        };
        parts.iter().enumerate().map(|(at, part)| self.tangent_of(part, self.depends(var), &of(at))).collect()
    }

    /// The fields that are named; then the rest's, where there is one.
    fn fields(&mut self, var: VarId, literal: &Literal, parts: &[Expr]) -> Option<Expr> {
        let named = literal.members.len();
        let into = self.depends(var);
        let mut tangents = Vec::new();
        for part in &parts[..named] {
            let active = part.as_var().filter(|&part| self.is_active(part));
            tangents.push(match active {
                Some(var) if self.guard(var, into).is_some() => {
                    let (tangent, absent) = (Expr::Var(self.tangent(var)), self.still(part));
                    self.guarded(tangent, var, into, absent)
                }
                Some(var) => Expr::Var(self.tangent(var)),
                None => self.still(part),
            });
        }
        match parts.get(named) {
            None => {}
            Some(Expr::Var(rest)) if self.is_active(*rest) => {
                let ty = self.function.var(*rest).ty.clone();
                tangents.push(self.tangent_of(&Expr::Var(*rest), into, &ty));
            }
            Some(Expr::Load(place)) if self.is_active(place.base) => {
                let twin = Expr::Load(self.twin(place));
                let rest = match self.guard(place.base, into) {
                    Some(_) => {
                        let absent = self.zero_like(place);
                        self.guarded(twin, place.base, into, absent)
                    }
                    None => twin,
                };
                tangents.push(rest);
            }
            Some(Expr::Var(rest)) => tangents.push(self.zero_like(&Place::var(*rest))),
            Some(Expr::Load(place)) => tangents.push(self.zero_like(place)),
            Some(_) => return None,
        }
        Some(Expr::Struct(Box::new(literal.clone()), tangents))
    }

    /// The sum over its operands of what the rules say.
    fn operation(&mut self, var: VarId, op: Op, operands: &[Expr]) -> Expr {
        let into = self.depends(var);
        let mut sum: Option<Expr> = None;
        for (at, operand) in operands.iter().enumerate() {
            let Some(active) = operand.as_var().filter(|&operand| self.is_active(operand)) else { continue };
            let d = Expr::Var(self.tangent(active));
            let term = match op {
                _ if op.stops() => None,
                _ if op.converts() => Some(Expr::op(op, vec![d])),
                _ => rules::partial(op, operands, &Expr::Var(var), at, &d),
            };
            let Some(term) = term else { continue };
            let term = self.guarded(term, active, into, Expr::number(0.0));
            sum = Some(match sum {
                Some(before) => Expr::op(Op::Add, vec![before, term]),
                None => term,
            });
        }
        sum.unwrap_or(Expr::number(0.0))
    }
}
