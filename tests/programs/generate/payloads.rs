//! What options and enums carry: patterns that take them apart, and numbers that are made of it.

use super::Generator;
use crate::program::{Arm, Binary, Block, Enum, Expr, Held, OptionMethod, Pattern, Type, Var, Variant};
use std::rc::Rc;

impl Generator {
    /// More often a pattern of a variant than of anything.
    pub(super) fn enum_pattern(&mut self, of: &Rc<Enum>, held: Held, refutable: bool) -> Pattern {
        if !refutable {
            let named = held != Held::Mut && self.random.percent(20);
            let ty = Type::Enum(of.clone(), held);
            return if named { Pattern::Var(self.declare(ty, false)) } else { Pattern::Wild };
        }
        let float = |variant: &Variant| variant.fields.iter().position(|(_, ty)| *ty == Type::Float);
        let with_float: Vec<usize> = (0..of.variants.len()).filter(|&at| float(&of.variants[at]).is_some()).collect();
        if let [one, other, ..] = with_float[..]
            && self.together == 0
            // Where they are written through, alternatives are refused today.
            && held != Held::Mut
            && self.random.percent(12)
        {
            let shared = self.payload(&Type::Float, held);
            let alternative = |at: usize| {
                let mut parts = vec![Pattern::Wild; of.variants[at].fields.len()];
                if let Some(float) = float(&of.variants[at]) {
                    parts[float] = shared.clone();
                }
                Pattern::Variant(of.clone(), at, parts)
            };
            return Pattern::Or(vec![alternative(one), alternative(other)]);
        }
        let mut at = self.random.below(of.variants.len());
        if of.variants[at].fields.is_empty() && self.random.percent(60) {
            at = self.random.below(of.variants.len());
        }
        let types: Vec<Type> = of.variants[at].fields.iter().map(|(_, ty)| ty.clone()).collect();
        let copied = held == Held::Ref && self.together == 0 && self.random.percent(20);
        let held = if copied { Held::Own } else { held };
        let parts = types.iter().map(|ty| self.payload(ty, held)).collect();
        let pattern = Pattern::Variant(of.clone(), at, parts);
        if copied { Pattern::Deref(Box::new(pattern)) } else { pattern }
    }

    /// What a variant carries.
    fn payload(&mut self, ty: &Type, held: Held) -> Pattern {
        match (ty, held) {
            (Type::Float, _) if self.random.percent(12) => Pattern::Wild,
            (Type::Float, Held::Own) => {
                let mutable = self.random.percent(30);
                Pattern::Var(self.declare(Type::Float, mutable))
            }
            (Type::Float, Held::Ref) => Pattern::Var(self.declare(Type::FloatRef, false)),
            (Type::Float, Held::Mut) => Pattern::Var(self.declare(Type::FloatMut, false)),
            (Type::Int, Held::Own) => self.pattern(&Type::Int, true),
            (Type::Int, _) if self.random.percent(40) => Pattern::Int(self.random.below(4) as i64),
            (Type::Enum(of, _), held) => {
                let refutable = self.random.percent(60);
                self.together += 1;
                let pattern = self.enum_pattern(of, held, refutable);
                self.together -= 1;
                pattern
            }
            _ => Pattern::Wild,
        }
    }

    /// Now and then the last arm names what the others have left.
    pub(super) fn name_the_variants(&mut self, of: &Rc<Enum>, arms: &mut [Arm]) {
        let Some((last, before)) = arms.split_last_mut() else { return };
        let all = |part: &Pattern| matches!(part, Pattern::Wild | Pattern::Var(_));
        let takes = |pattern: &Pattern, at: usize| match pattern {
            Pattern::Variant(_, other, parts) => *other == at && parts.iter().all(all),
            _ => false,
        };
        let taken = |at: usize| {
            before.iter().filter(|arm| arm.guard.is_none()).any(|arm| match &arm.pattern {
                Pattern::Or(of) => of.iter().any(|pattern| takes(pattern, at)),
                Pattern::Deref(of) => takes(of, at),
                pattern => takes(pattern, at),
            })
        };
        let rest: Vec<Pattern> = (0..of.variants.len())
            .filter(|&at| !taken(at))
            .map(|at| Pattern::Variant(of.clone(), at, vec![Pattern::Wild; of.variants[at].fields.len()]))
            .collect();
        if matches!(last.pattern, Pattern::Wild) && self.random.percent(60) {
            match &rest[..] {
                [] => {}
                [one] => last.pattern = one.clone(),
                _ => last.pattern = Pattern::Or(rest),
            }
        }
    }

    /// A float in which what this variable carries has a part.
    pub(super) fn float_of(&mut self, var: Var) -> Expr {
        let Type::Enum(of, _) = self.variables[var].ty.clone() else { return Expr::Float(1.0) };
        if of.is_option() && self.knows_methods() && self.random.percent(50) {
            let other = Expr::Float(self.literal());
            return super::options::simple(OptionMethod::UnwrapOr, Expr::Var(var), vec![other]);
        }
        let numbers = self.visible_of(&Type::Float);
        let arms = (0..of.variants.len())
            .map(|at| {
                self.scoped(|this| {
                    let bare = of.variants[at].fields.iter().all(|(_, ty)| *ty != Type::Float);
                    let mut sum = match this.choose(&numbers) {
                        Some(var) if bare => Expr::Var(var),
                        _ => Expr::Float(this.literal()),
                    };
                    let mut parts = Vec::new();
                    for (number, (_, ty)) in of.variants[at].fields.iter().enumerate() {
                        if *ty != Type::Float {
                            parts.push(Pattern::Wild);
                            continue;
                        }
                        let part = this.declare(Type::Float, false);
                        // (In a list, what is called like the enum it comes from hides it for good today.)
                        if this.variables[part].name == this.variables[var].name {
                            this.variables[part].name = format!("part_{number}");
                        }
                        let op = if number % 2 == 0 { Binary::Mul } else { Binary::Add };
                        sum = super::discrete::binary(op, sum, Expr::Var(part));
                        parts.push(Pattern::Var(part));
                    }
                    let pattern = Pattern::Variant(of.clone(), at, parts);
                    this.distinct(&pattern);
                    Arm { pattern, guard: None, body: Block { stmts: Vec::new(), tail: Some(Box::new(sum)) } }
                })
            })
            .collect();
        Expr::Match(Box::new(Expr::Var(var)), arms)
    }
}
