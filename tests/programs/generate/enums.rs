//! Options and enums whose payload carries derivatives: declared, made, overwritten, matched, written in place.

use super::Generator;
use crate::features::Feature;
use crate::program::{Binary, Block, Enum, Expr, Held, Pattern, Place, Stmt, Type, Var, Variant};
use std::rc::Rc;

const NAMES: &[&str] = &["Shape", "Load", "Signal", "Part", "Cotangent"];
const VARIANTS: &[&str] = &["Point", "Pair", "Scaled", "Rect", "Idle", "Tape", "Value"];
const FIELDS: &[&str] = &["w", "h", "x", "d_x", "at", "n", "value", "s"];

impl Generator {
    /// One enum at most.
    pub(super) fn declare_enums(&mut self) {
        if !self.features.has(Feature::FloatEnums) {
            return;
        }
        let name = (*self.random.pick(NAMES).expect("names to choose from")).to_owned();
        let count = 2 + self.random.below(2);
        let mut variants: Vec<Variant> = Vec::new();
        for at in 0..count {
            let mut names: Vec<&str> = VARIANTS.to_vec();
            names.retain(|name| variants.iter().all(|of| of.name != *name));
            let name = (*self.random.pick(&names).expect("more names than variants")).to_owned();
            let tuple = self.random.percent(60);
            let types = match self.random.below(8) {
                0 if at > 0 => Vec::new(),
                1 | 2 => vec![Type::Float, Type::Float],
                3 => vec![Type::Int, Type::Float],
                4 if self.features.has(Feature::FloatOptions) => vec![Type::Float, Type::maybe()],
                _ => vec![Type::Float],
            };
            let mut fields: Vec<(String, Type)> = Vec::new();
            for (at, ty) in types.into_iter().enumerate() {
                let wish = *self.random.pick(FIELDS).expect("names to choose from");
                let taken = fields.iter().any(|(name, _)| name == wish);
                let name = match (tuple, taken) {
                    (true, _) => at.to_string(),
                    (_, true) => format!("{wish}_{at}"),
                    _ => wish.into(),
                };
                fields.push((name, ty));
            }
            variants.push(Variant { name, tuple: tuple || fields.is_empty(), fields });
        }
        let by = self.random.below(count);
        variants.rotate_left(by);
        self.enums.push(Rc::new(Enum { name, variants }));
    }

    /// One of these types, in so many of a hundred cases.
    pub(super) fn enum_type(&mut self, percent: usize) -> Option<Type> {
        let mut open: Vec<Rc<Enum>> = Vec::new();
        if self.features.has(Feature::FloatOptions) {
            open.push(Enum::option());
        }
        // As of structs, there are none of the floats that a generic function is over.
        if !self.generics.float {
            open.extend(self.enums.iter().cloned());
        }
        if open.is_empty() || !self.random.percent(percent) {
            return None;
        }
        self.random.pick(&open).map(|of| Type::Enum(of.clone(), Held::Own))
    }

    pub(super) fn enum_param(&mut self, percent: usize, main: bool) -> Option<Type> {
        let Type::Enum(of, _) = self.enum_type(percent)? else { return None };
        let outputs = self.features.has(Feature::Outputs) && !main;
        let held = match self.random.below(10) {
            0..=4 => Held::Own,
            5 | 6 if outputs => Held::Mut,
            _ => Held::Ref,
        };
        Some(Type::Enum(of, held))
    }

    fn enums_of(&self, of: &Rc<Enum>) -> Vec<Var> {
        self.visible_where(|variable| variable.ty.variants() == Some(of))
    }

    pub(super) fn enum_value(&mut self, of: &Rc<Enum>, depth: usize) -> Expr {
        let ty = Type::Enum(of.clone(), Held::Own);
        let visible = self.enums_of(of);
        match (self.random.below(12), self.choose(&visible)) {
            (0..=2, Some(var)) => Expr::Var(var),
            (3, _) => self.call(&ty, depth).unwrap_or_else(|| self.literal_variant(of, depth)),
            (4, _) if depth > 0 => {
                let cond = self.condition(1);
                let then = self.yielding(&ty, depth - 1);
                let mut otherwise = self.yielding(&ty, depth - 1);
                // Two times nothing does not tell of what.
                let nothing = |tail: &Expr| matches!(tail, Expr::Variant(of, 0, _) if of.is_option());
                if let (Some(then), Some(otherwise)) = (&then.tail, &mut otherwise.tail)
                    && nothing(then)
                    && nothing(otherwise)
                {
                    **otherwise = super::options::certain(self.leaf());
                }
                Expr::If(Box::new(cond), then, otherwise)
            }
            (5..=7, _) if of.is_option() && depth > 0 && self.knows_methods() => self.option_method(&ty, depth - 1),
            _ => self.literal_variant(of, depth),
        }
    }

    /// A variant as it is written, more often one that carries something.
    pub(super) fn literal_variant(&mut self, of: &Rc<Enum>, depth: usize) -> Expr {
        let mut at = self.random.below(of.variants.len());
        if of.variants[at].fields.is_empty() && self.random.percent(50) {
            at = self.random.below(of.variants.len());
        }
        let types: Vec<Type> = of.variants[at].fields.iter().map(|(_, ty)| ty.clone()).collect();
        let fields = types.iter().map(|ty| self.value(ty, depth.min(1)).unwrap_or(Expr::Float(0.5))).collect();
        Expr::Variant(of.clone(), at, fields)
    }

    /// A result in which as much as possible has a part.
    pub(super) fn telling_variant(&mut self, of: &Rc<Enum>) -> Expr {
        let at = self.random.below(of.variants.len());
        let at = if of.variants[at].fields.is_empty() { of.variants.len() - 1 } else { at };
        let types: Vec<Type> = of.variants[at].fields.iter().map(|(_, ty)| ty.clone()).collect();
        let fields = types
            .iter()
            .map(|ty| match ty {
                Type::Float => self.combination(3),
                ty => self.value(ty, 1).unwrap_or(Expr::Float(0.5)),
            })
            .collect();
        Expr::Variant(of.clone(), at, fields)
    }

    /// A variant with something in it that carries a derivative for certain: what carries none, written through a
    /// `&mut` of an enum, does not compile today.
    pub(super) fn active_variant(&mut self, of: &Rc<Enum>) -> Option<Expr> {
        let params = self.scopes[0].clone();
        let floats = self.visible_where(|variable| variable.ty.is_number());
        let active: Vec<Var> = floats.into_iter().filter(|var| params.contains(var)).collect();
        let var = self.choose(&active)?;
        let holds = |at: &usize| of.variants[*at].fields.iter().any(|(_, ty)| *ty == Type::Float);
        let holding: Vec<usize> = (0..of.variants.len()).filter(holds).collect();
        let at = *self.random.pick(&holding)?;
        let types: Vec<Type> = of.variants[at].fields.iter().map(|(_, ty)| ty.clone()).collect();
        let fields = types
            .iter()
            .map(|ty| match ty {
                Type::Float => super::discrete::binary(Binary::Mul, Expr::Var(var), self.float(1)),
                ty => self.value(ty, 1).unwrap_or(Expr::Float(0.5)),
            })
            .collect();
        Some(Expr::Variant(of.clone(), at, fields))
    }

    /// `&o`, for a parameter.
    pub(super) fn lent_enum(&mut self, of: &Rc<Enum>) -> Expr {
        let visible = self.enums_of(of);
        let lent = match self.choose(&visible) {
            Some(var) if self.random.percent(85) => Expr::Var(var),
            _ => self.literal_variant(of, 1),
        };
        Expr::Borrow(Box::new(lent))
    }

    pub(super) fn on_declared(&mut self) -> Option<Vec<Stmt>> {
        let of = self.enums.first().filter(|_| !self.generics.float)?.clone();
        self.on_enum(&of)
    }

    pub(super) fn on_enum(&mut self, of: &Rc<Enum>) -> Option<Vec<Stmt>> {
        let ty = Type::Enum(of.clone(), Held::Own);
        let targets = self.writable(|other| other.variants() == Some(of));
        let roll = self.random.below(12);
        if let Some(var) = self.choose(&targets) {
            match roll {
                0..=2 => {
                    let value = match self.variables[var].ty {
                        Type::Enum(_, Held::Mut) => self.without(var, |this| this.active_variant(of))?,
                        _ => self.enum_value(of, 2),
                    };
                    return Some(vec![Stmt::Assign { var, index: Vec::new(), op: None, value }]);
                }
                3..=5 => return self.lent_match(var, true),
                6 if ty == self.variables[var].ty && of.is_option() => {
                    let value = self.taken(var);
                    let mutable = self.random.percent(50);
                    return Some(vec![self.bind(ty, mutable, value)]);
                }
                7 => return self.while_some(of, var),
                _ => {}
            }
        }
        let visible = self.enums_of(of);
        match (roll, self.choose(&visible)) {
            (8 | 9, Some(var)) => self.lent_match(var, false),
            (10, _) if of.is_option() => self.question(),
            _ => {
                let value = self.enum_value(of, 2);
                // (A `None` that is overwritten before it is read does not compile today.)
                let nothing = matches!(&value, Expr::Variant(of, 0, _) if of.is_option());
                let mutable = !nothing && self.random.percent(75);
                Some(vec![self.bind(ty, mutable, value)])
            }
        }
    }

    /// `match &mut o { Some(x) => { *x *= …; … } … }`, or `if let`.
    fn lent_match(&mut self, var: Var, mutable: bool) -> Option<Vec<Stmt>> {
        let Type::Enum(of, _) = self.variables[var].ty.clone() else { return None };
        let held = if mutable { Held::Mut } else { Held::Ref };
        let types = [Type::Enum(of, held)];
        let on = Expr::Lend(Place::whole(var), mutable);
        if self.nesting > 5 {
            return None;
        }
        let whole = self.random.percent(40);
        let stmt = self.lending(var, mutable, |this| {
            if whole {
                let arms = this.arms_of(&types, &mut |this, last| this.lent_block(last));
                return Stmt::Match(on, arms);
            }
            let (cond, then) = this.scoped(|this| {
                let pattern = this.pattern(&types[0], true);
                this.distinct(&pattern);
                (Expr::Let(pattern, Box::new(on)), this.lent_block(false))
            });
            let otherwise = if this.random.percent(60) { Block::default() } else { this.block(1) };
            Stmt::If { cond, then, otherwise }
        });
        Some(vec![stmt])
    }

    /// While it is lent, it is not written, or not even read.
    pub(super) fn lending<T>(&mut self, var: Var, mutable: bool, work: impl FnOnce(&mut Self) -> T) -> T {
        if mutable {
            return self.without(var, work);
        }
        self.borrowed.push(var);
        let done = work(self);
        self.borrowed.pop();
        done
    }

    /// What can be written through is, more often than not.
    fn lent_block(&mut self, last: bool) -> Block {
        self.scoped(|this| {
            let mut stmts = Vec::new();
            let outside = this.scopes.len().saturating_sub(2);
            let near: Vec<Var> = this.scopes[outside].clone();
            let payload: Vec<Var> = near.into_iter().filter(|&var| this.variables[var].ty == Type::FloatMut).collect();
            if let Some(&var) = this.random.pick(&payload)
                && this.visible().contains(&var)
            {
                stmts.push(this.write(var, Vec::new()));
            }
            let count = this.random.below(3) + usize::from(stmts.is_empty());
            stmts.extend(this.stmts(count));
            if !last {
                stmts.extend(this.maybe_leave(10));
            }
            Block { stmts, tail: None }
        })
    }

    /// `while let Some(x) = o { …; o = …; }`, which ends as its fuel does.
    fn while_some(&mut self, of: &Rc<Enum>, var: Var) -> Option<Vec<Stmt>> {
        if self.nesting > 5 || self.loops.len() > 2 {
            return None;
        }
        let (fuel, binding) = self.fuel();
        // Its name may hide the option's.
        if !self.visible().contains(&var) {
            return Some(vec![binding]);
        }
        let roll = self.random.below(3);
        let (on, held) = match roll {
            0 if of.is_option() && !self.variables[var].ty.is_output() => (self.taken(var), Held::Own),
            1 => (Expr::Lend(Place::whole(var), true), Held::Mut),
            _ => (Expr::Var(var), Held::Own),
        };
        let (label, (cond, body)) = self.looped(None, |this| {
            let pattern = this.pattern(&Type::Enum(of.clone(), held), true);
            this.distinct(&pattern);
            let first = this.burn_or_break(fuel, None);
            let body = if held == Held::Mut {
                this.without(var, |this| this.body(first))
            } else {
                let mut body = this.body(first);
                if this.visible().contains(&var) && this.random.percent(80) {
                    // In front of what the body declares: that is out of sight here.
                    let value = this.scoped(|this| match this.variables[var].ty {
                        Type::Enum(_, Held::Mut) => this.without(var, |this| this.active_variant(of)),
                        _ => Some(this.enum_value(of, 2)),
                    });
                    let Some(value) = value else { return (Expr::Let(pattern, Box::new(on)), body) };
                    let step = Stmt::Assign { var, index: Vec::new(), op: None, value };
                    body.stmts.insert(2.min(body.stmts.len()), step);
                }
                body
            };
            (Expr::Let(pattern, Box::new(on)), body)
        });
        Some(vec![binding, Stmt::While { label, cond, body }])
    }

    /// `let x = o?;`, in a function that returns an option.
    fn question(&mut self) -> Option<Vec<Stmt>> {
        let result = self.result.clone();
        let Type::Enum(of, Held::Own) = &result else { return None };
        if !of.is_option() || !self.may_return() || self.nesting > 1 || self.frozen > 0 {
            return None;
        }
        let value = self.enum_value(of, 1);
        let mutable = self.random.percent(40);
        let pattern = Pattern::Variant(of.clone(), 1, vec![Pattern::Var(self.declare(Type::Float, mutable))]);
        let nothing = Expr::Variant(of.clone(), 0, Vec::new());
        let otherwise = Block { stmts: vec![Stmt::Return(Some(nothing))], tail: None };
        Some(vec![Stmt::LetElse { pattern, value, otherwise }])
    }
}
