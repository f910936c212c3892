//! `match`, and `if let`.

use super::Generator;
use crate::features::Feature;
use crate::program::{Arm, Block, Expr, Held, Pattern, Stmt, Type, Var};

impl Generator {
    pub(super) fn matching(&mut self) -> Option<Vec<Stmt>> {
        let (on, arms) = self.arms(&mut |this, last| {
            let mut block = this.block(0);
            if !last {
                let exit = this.maybe_leave(15);
                block.stmts.extend(exit);
            }
            block
        })?;
        Some(vec![Stmt::Match(on, arms)])
    }

    pub(super) fn let_match(&mut self) -> Option<Vec<Stmt>> {
        let ty = self.chosen_type();
        let (on, arms) = self.arms(&mut |this, last| {
            let (mut block, exit) =
                this.keeping(&ty, |this| (this.yielding(&ty, 2), if last { Vec::new() } else { this.maybe_leave(8) }));
            if !exit.is_empty() {
                block.tail = None;
                block.stmts.extend(exit);
            }
            block
        })?;
        let value = Some(Expr::Match(Box::new(on), arms));
        let pattern = match ty {
            Type::Tuple(_) => self.pair(),
            ty => {
                let mutable = self.random.percent(50);
                Pattern::Var(self.declare(ty, mutable))
            }
        };
        Some(vec![Stmt::Let { pattern, value }])
    }

    /// What is matched, and arms, of which the last one takes whatever is left.
    fn arms(&mut self, body: &mut dyn FnMut(&mut Self, bool) -> Block) -> Option<(Expr, Vec<Arm>)> {
        let popping = self.features.has(Feature::MatchPop);
        let (on, types) = self.matched(popping);
        let arms = self.arms_of(&types, body);
        Some((on, arms))
    }

    /// Arms for values of these types.
    pub(super) fn arms_of(&mut self, types: &[Type], body: &mut dyn FnMut(&mut Self, bool) -> Block) -> Vec<Arm> {
        let count = 1 + self.random.below(3);
        let mut arms = Vec::new();
        for at in 0..=count {
            let last = at == count;
            let arm = self.scoped(|this| {
                let mut patterns = this.patterns(types, !last);
                let pattern = if patterns.len() == 1 { patterns.remove(0) } else { Pattern::Tuple(patterns) };
                this.distinct(&pattern);
                // A float alone is told from others by its guard.
                let open = matches!(types, [Type::Float]);
                // (Beside what is written through, a guard is refused today.)
                let written = types.iter().any(Type::is_output);
                let guard = (!last && !written && (open || this.random.percent(25))).then(|| this.guard(&pattern));
                let body = body(this, last);
                Arm { pattern, guard, body }
            });
            arms.push(arm);
        }
        match types {
            [ty @ (Type::Kind | Type::Choice)] => self.name_the_rest(ty, &mut arms),
            [Type::Enum(of, _)] => self.name_the_variants(of, &mut arms),
            _ => {}
        }
        arms
    }

    /// `popping`: it may be what `v.pop()` gives.
    pub(super) fn matched(&mut self, popping: bool) -> (Expr, Vec<Type>) {
        if let Some(ty) = self.variant_type()
            && self.random.percent(45)
        {
            let chosen = usize::from(self.features.has(Feature::States));
            let on = self.variant(&ty, chosen);
            return match self.random.below(5) {
                0 if self.features.has(Feature::MatchMixed) => {
                    (Expr::Tuple(vec![on, self.float(1)]), vec![ty, Type::Float])
                }
                1 => (Expr::Tuple(vec![on, self.int(3)]), vec![ty, Type::Int]),
                _ => (on, vec![ty]),
            };
        }
        if let Some(Type::Enum(of, _)) = self.enum_type(35) {
            let ty = Type::Enum(of.clone(), Held::Own);
            let on = self.enum_value(&of, 1);
            return match self.random.below(6) {
                0 if self.features.has(Feature::MatchMixed) => {
                    (Expr::Tuple(vec![on, self.float(1)]), vec![ty, Type::Float])
                }
                1 => (Expr::Tuple(vec![on, self.int(3)]), vec![ty, Type::Int]),
                2 => (Expr::Tuple(vec![on, self.enum_value(&of, 0)]), vec![ty.clone(), ty]),
                _ => (on, vec![ty]),
            };
        }
        let stacks = self.writable(|ty| *ty == Type::Stack);
        let flags = self.visible_of(&Type::Bool);
        match (self.random.below(8), self.choose(&stacks), self.choose(&flags)) {
            (0, Some(stack), _) if popping => (Expr::Pop(stack), vec![Type::maybe()]),
            (1, _, Some(flag)) => {
                let number = self.int(3);
                (Expr::Tuple(vec![number, Expr::Var(flag)]), vec![Type::Int, Type::Bool])
            }
            (2, ..) => (self.float(1), vec![Type::Float]),
            (3 | 4, ..) if self.features.has(Feature::MatchMixed) => {
                let (number, value) = (self.int(3), self.float(1));
                (Expr::Tuple(vec![number, value]), vec![Type::Int, Type::Float])
            }
            (5, ..) => {
                let (one, other) = (self.float(1), self.float(1));
                (Expr::Tuple(vec![one, other]), vec![Type::Float, Type::Float])
            }
            _ => (self.int(4), vec![Type::Int]),
        }
    }

    /// One for each, of a tuple where there are several.
    pub(super) fn patterns(&mut self, types: &[Type], refutable: bool) -> Vec<Pattern> {
        let together = usize::from(types.len() > 1);
        self.together += together;
        let patterns = types.iter().map(|ty| self.pattern(ty, refutable)).collect();
        self.together -= together;
        patterns
    }

    /// `refutable`: it may leave something out.
    pub(super) fn pattern(&mut self, ty: &Type, refutable: bool) -> Pattern {
        let n = self.random.below(4) as i64;
        match (ty, refutable, self.random.below(6)) {
            (Type::Int, true, 0 | 1) => Pattern::Int(n),
            (Type::Int, true, 2) => Pattern::Range(n, (n < 3).then_some(n + 1)),
            (Type::Int, true, 3) => Pattern::Or(vec![Pattern::Int(n), Pattern::Int(n + 1)]),
            (Type::Int, true, 4) => {
                let var = self.declare(Type::Int, false);
                self.variables[var].bounds = Some((n, n + 3));
                Pattern::At(var, Box::new(Pattern::Range(n, Some(n + 2))))
            }
            (Type::Bool, true, 0..=3) => Pattern::Bool(n % 2 == 0),
            (Type::Enum(of, held), ..) => self.enum_pattern(of, *held, refutable),
            (Type::Kind | Type::Choice, true, _) => self.variant_pattern(ty),
            (Type::Kind | Type::Choice, false, 0) => Pattern::Var(self.declare(ty.clone(), false)),
            (Type::Int, _, 0..=3) => Pattern::Var(self.declare(Type::Int, false)),
            (Type::Float, _, 0..=4) => {
                let mutable = self.random.percent(40);
                Pattern::Var(self.declare(Type::Float, mutable))
            }
            _ => Pattern::Wild,
        }
    }

    /// Now and then about what the pattern binds.
    fn guard(&mut self, pattern: &Pattern) -> Expr {
        let bound: Vec<Var> =
            variables(pattern).into_iter().filter(|&var| self.variables[var].ty.is_number()).collect();
        match self.random.pick(&bound).copied() {
            Some(var) if self.random.percent(70) => {
                let bound = Expr::Float(self.literal());
                super::discrete::binary(crate::program::Binary::Less, bound, Expr::Var(var))
            }
            _ => self.condition(0),
        }
    }

    /// Of two bindings of one name in a pattern rustc will have none.
    pub(super) fn distinct(&mut self, pattern: &Pattern) {
        let vars = variables(pattern);
        for (at, &var) in vars.iter().enumerate() {
            let mut number = 2;
            while vars[..at].iter().any(|&other| self.variables[other].name == self.variables[var].name) {
                let name = format!("{}_{number}", self.variables[var].name.trim_start_matches("r#"));
                self.variables[var].name = name;
                number += 1;
            }
        }
    }

    pub(super) fn if_let(&mut self) -> Option<Vec<Stmt>> {
        let popping = self.features.has(Feature::Stack);
        let (on, types) = self.matched(popping);
        // What matches always is bound by a plain `let`.
        if types.iter().all(|ty| *ty == Type::Float) {
            return None;
        }
        let (cond, then) = self.scoped(|this| {
            let mut patterns = this.patterns(&types, true);
            let pattern = if patterns.len() == 1 { patterns.remove(0) } else { Pattern::Tuple(patterns) };
            this.distinct(&pattern);
            let mut then = this.block(1);
            let exit = this.maybe_leave(15);
            then.stmts.extend(exit);
            (Expr::Let(pattern, Box::new(on)), then)
        });
        let otherwise = if self.random.percent(50) { Block::default() } else { self.block(1) };
        Some(vec![Stmt::If { cond, then, otherwise }])
    }
}

/// What a pattern binds, in order.
pub(super) fn variables(pattern: &Pattern) -> Vec<Var> {
    match pattern {
        Pattern::Var(var) => vec![*var],
        Pattern::At(var, of) => [vec![*var], variables(of)].concat(),
        Pattern::Tuple(of) | Pattern::Kind(_, of) | Pattern::Variant(_, _, of) => {
            of.iter().flat_map(variables).collect()
        }
        Pattern::Deref(of) | Pattern::Some(of) => variables(of),
        Pattern::Struct(_, of) => of.iter().flat_map(|(_, of)| variables(of)).collect(),
        // Each alternative binds the same.
        Pattern::Or(of) => of.first().map(variables).unwrap_or_default(),
        Pattern::Wild | Pattern::Int(_) | Pattern::Bool(_) | Pattern::Range(..) | Pattern::None => Vec::new(),
    }
}
