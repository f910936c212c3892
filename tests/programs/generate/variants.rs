//! Enums and options that carry integers: values of them, patterns, what goes on while they last, `let … else`.

use super::Generator;
use super::discrete::binary;
use crate::features::Feature;
use crate::program::{Arm, Binary, Block, Expr, Kind, Pattern, Stmt, Type};

impl Generator {
    /// One of these types, if the program may have one.
    pub(super) fn variant_type(&mut self) -> Option<Type> {
        let open = [(Feature::Enums, Type::Kind), (Feature::Options, Type::Choice)];
        let open: Vec<Type> =
            open.into_iter().filter(|(feature, _)| self.features.has(*feature)).map(|(_, ty)| ty).collect();
        self.random.pick(&open).cloned()
    }

    /// `depth`: it may be chosen by a condition.
    pub(super) fn variant(&mut self, ty: &Type, depth: usize) -> Expr {
        let visible = self.visible_of(ty);
        match (self.random.below(8), self.choose(&visible)) {
            (0..=4, Some(var)) => Expr::Var(var),
            (5, _) if depth > 0 => {
                let cond = self.condition(1);
                let number = self.int(4);
                let then = self.wrapped(ty, number);
                let otherwise = self.variant(ty, 0);
                let block = |value| Block { stmts: Vec::new(), tail: Some(Box::new(value)) };
                Expr::If(Box::new(cond), block(then), block(otherwise))
            }
            (6, _) => self.bare(ty),
            _ => {
                let number = self.int(4);
                self.wrapped(ty, number)
            }
        }
    }

    /// One that carries this number.
    fn wrapped(&mut self, ty: &Type, number: Expr) -> Expr {
        match (ty, self.random.below(4)) {
            (Type::Kind, 0) => Expr::Kind(Kind::Both, vec![number, self.int(4)]),
            (Type::Kind, 1) => Expr::Kind(Kind::Both, vec![self.int(4), number]),
            (Type::Kind, _) => Expr::Kind(Kind::Times, vec![number]),
            _ => Expr::Some(Box::new(number)),
        }
    }

    /// One that carries nothing.
    fn bare(&mut self, ty: &Type) -> Expr {
        match ty {
            Type::Kind => Expr::Kind(if self.random.percent(50) { Kind::Plain } else { Kind::Idle }, Vec::new()),
            _ => Expr::None,
        }
    }

    /// `let kind = …;`, `kind = …;`
    pub(super) fn on_variant(&mut self, ty: Type) -> Option<Vec<Stmt>> {
        let free = ty == Type::Choice || self.features.has(Feature::States);
        let targets = self.writable(|other| *other == ty && free);
        let value = self.variant(&ty, usize::from(free));
        match self.choose(&targets) {
            Some(var) if self.random.percent(60) => {
                Some(vec![Stmt::Assign { var, index: Vec::new(), op: None, value }])
            }
            _ => {
                let mutable = free && self.random.percent(70);
                Some(vec![self.bind(ty, mutable, value)])
            }
        }
    }

    /// `while let Some(k) = state { state = if k > 0 { Some(k - 1) } else { None }; … }`, so that it ends.
    pub(super) fn while_variant(&mut self, ty: Type) -> Option<Vec<Stmt>> {
        let most = 1 + self.random.below(4) as i64;
        let carrying = |number| match ty {
            Type::Kind => Expr::Kind(Kind::Times, vec![number]),
            _ => Expr::Some(Box::new(number)),
        };
        let state = self.declare(ty.clone(), true);
        self.variables[state].reserved = true;
        let binding = Stmt::Let { pattern: Pattern::Var(state), value: Some(carrying(Expr::Int(most))) };
        let (label, (cond, body)) = self.looped(None, |this| {
            let mutable = this.random.percent(30);
            let left = this.declare(Type::Int, mutable);
            this.variables[left].bounds = (!mutable).then_some((0, most + 1));
            if this.variables[left].name == this.variables[state].name {
                this.variables[left].name = "left".into();
            }
            let pattern = match ty {
                Type::Kind => Pattern::Kind(Kind::Times, vec![Pattern::Var(left)]),
                _ => Pattern::Some(Box::new(Pattern::Var(left))),
            };
            let mut more = binary(Binary::Greater, Expr::Var(left), Expr::Int(0));
            if this.random.percent(40) {
                more = binary(Binary::And, more, this.condition(1));
            }
            let block = |value| Block { stmts: Vec::new(), tail: Some(Box::new(value)) };
            let fewer = carrying(binary(Binary::Sub, Expr::Var(left), Expr::Int(1)));
            let value = Expr::If(Box::new(more), block(fewer), block(this.bare(&ty)));
            let step = Stmt::Assign { var: state, index: Vec::new(), op: None, value };
            let cond = Expr::Let(pattern, Box::new(Expr::Var(state)));
            (cond, this.body(vec![step]))
        });
        Some(vec![binding, Stmt::While { label, cond, body }])
    }

    /// A pattern that leaves something out.
    pub(super) fn variant_pattern(&mut self, ty: &Type) -> Pattern {
        match (ty, self.random.below(8)) {
            (Type::Kind, 0) => Pattern::Kind(Kind::Plain, Vec::new()),
            (Type::Kind, 1) => Pattern::Kind(Kind::Idle, Vec::new()),
            (Type::Kind, 2) => {
                Pattern::Or([Kind::Plain, Kind::Idle].map(|kind| Pattern::Kind(kind, Vec::new())).to_vec())
            }
            (Type::Kind, 3) => {
                let shared = Pattern::Var(self.declare(Type::Int, false));
                let both = [vec![shared.clone(), Pattern::Wild], vec![Pattern::Wild, shared.clone()]];
                let both = both[self.random.below(2)].clone();
                Pattern::Or(vec![Pattern::Kind(Kind::Times, vec![shared]), Pattern::Kind(Kind::Both, both)])
            }
            (Type::Kind, 4 | 5) => Pattern::Kind(Kind::Times, vec![self.carried()]),
            (Type::Kind, _) => Pattern::Kind(Kind::Both, vec![self.carried(), self.carried()]),
            (_, 0) => Pattern::None,
            _ => Pattern::Some(Box::new(self.carried())),
        }
    }

    /// More often a name than anything else.
    fn carried(&mut self) -> Pattern {
        let refutable = self.random.percent(50);
        self.pattern(&Type::Int, refutable)
    }

    /// Now and then the last arm names what the others have left.
    pub(super) fn name_the_rest(&mut self, ty: &Type, arms: &mut [Arm]) {
        let every: Vec<Pattern> = match ty {
            Type::Kind => {
                Kind::ALL.iter().map(|&kind| Pattern::Kind(kind, vec![Pattern::Wild; kind.arity()])).collect()
            }
            _ => vec![Pattern::None, Pattern::Some(Box::new(Pattern::Wild))],
        };
        let Some((last, before)) = arms.split_last_mut() else { return };
        let taken = |of: &Pattern| before.iter().any(|arm| arm.guard.is_none() && takes(&arm.pattern, of));
        let mut rest: Vec<Pattern> = every.into_iter().filter(|of| !taken(of)).collect();
        if matches!(last.pattern, Pattern::Wild) && self.random.percent(60) {
            match rest.len() {
                0 => {}
                1 => last.pattern = rest.remove(0),
                _ => last.pattern = Pattern::Or(rest),
            }
        }
    }

    /// `let Some(k) = o else { …; break };`, and something behind it.
    pub(super) fn let_else(&mut self) -> Option<Vec<Stmt>> {
        let outermost = self.nesting <= 1 || !self.result.is_composed();
        if self.frozen > 0 || !self.may_return() || !outermost {
            return None;
        }
        let popping = self.features.has(Feature::Stack);
        let (value, types) = self.matched(popping);
        if types.iter().all(|ty| *ty == Type::Float) {
            return None;
        }
        let otherwise = self.scoped(|this| {
            let count = this.random.below(2);
            let mut stmts = this.stmts(count);
            let exit = if this.random.percent(75) { this.leave() } else { None };
            stmts.extend(exit.unwrap_or_else(|| this.returning()));
            Block { stmts, tail: None }
        });
        let mut patterns = self.patterns(&types, true);
        let pattern = if patterns.len() == 1 { patterns.remove(0) } else { Pattern::Tuple(patterns) };
        self.distinct(&pattern);
        let mut stmts = vec![Stmt::LetElse { pattern, value, otherwise }];
        stmts.extend(self.assign_float());
        Some(stmts)
    }
}

/// Whether the first pattern takes all that the second one does, which binds nothing.
fn takes(pattern: &Pattern, of: &Pattern) -> bool {
    let all = |pattern: &Pattern| matches!(pattern, Pattern::Wild | Pattern::Var(_));
    match (pattern, of) {
        (Pattern::Or(alternatives), of) => alternatives.iter().any(|pattern| takes(pattern, of)),
        (Pattern::Kind(kind, parts), Pattern::Kind(other, _)) => kind == other && parts.iter().all(all),
        (Pattern::Some(part), Pattern::Some(_)) => all(part),
        (Pattern::None, Pattern::None) => true,
        (pattern, _) => all(pattern),
    }
}
