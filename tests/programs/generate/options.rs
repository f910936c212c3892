//! Methods of options, and the closures that are handed to them.

use super::Generator;
use crate::program::{Block, Closure, Enum, Expr, Held, OptionMethod, Place, Type, Var};

/// Of a hundred values that a method may do without, those that leave a trace.
const EAGER: usize = 15;

pub(super) fn simple(method: OptionMethod, of: Expr, args: Vec<Expr>) -> Expr {
    Expr::OfOption(method, Box::new(of), args, Vec::new())
}

/// `Some(x)`
pub(super) fn certain(value: Expr) -> Expr {
    Expr::Variant(Enum::option(), 1, vec![value])
}

impl Generator {
    pub(super) fn options(&self) -> Vec<Var> {
        self.visible_where(|variable| variable.ty.is_maybe())
    }

    /// `o.take()`, `o.replace(x)`
    pub(super) fn taken(&mut self, var: Var) -> Expr {
        if self.random.percent(75) {
            return simple(OptionMethod::Take, Expr::Var(var), Vec::new());
        }
        let value = self.without(var, |this| this.frozen(|this| this.float(1)));
        simple(OptionMethod::Replace, Expr::Var(var), vec![value])
    }

    /// (Methods of options are refused today in what is compared.)
    pub(super) fn knows_methods(&self) -> bool {
        self.compared == 0
    }

    /// A method that gives a float, or an option.
    pub(super) fn option_method(&mut self, gives: &Type, depth: usize) -> Expr {
        let maybe = Type::maybe();
        let option = Enum::option();
        let methods: &[OptionMethod] = if *gives == Type::Float {
            &[
                OptionMethod::UnwrapOr,
                OptionMethod::UnwrapOr,
                OptionMethod::UnwrapOrElse,
                OptionMethod::MapOr,
                OptionMethod::MapOr,
                OptionMethod::MapOrElse,
                OptionMethod::Unwrap,
            ]
        } else {
            &[
                OptionMethod::Map,
                OptionMethod::Map,
                OptionMethod::AndThen,
                OptionMethod::Or,
                OptionMethod::OrElse,
                OptionMethod::Take,
            ]
        };
        let method = *self.random.pick(methods).expect("methods to choose from");
        let maps =
            matches!(method, OptionMethod::Map | OptionMethod::MapOr | OptionMethod::MapOrElse | OptionMethod::AndThen);
        // (`o.take()` through a `&mut` is refused today.)
        let targets = self.writable(|ty| *ty == maybe);
        if method == OptionMethod::Take {
            return match self.choose(&targets) {
                Some(var) => self.taken(var),
                None => self.literal_variant(&option, depth),
            };
        }
        let visible = self.options();
        let (of, lent) = match (self.random.below(12), self.choose(&visible), self.choose(&targets)) {
            (0, Some(var), _) if maps => (Expr::Lend(Place::whole(var), false), Some((var, false))),
            (1, _, Some(var)) if maps => (Expr::Lend(Place::whole(var), true), Some((var, true))),
            (2, _, Some(var)) => (self.taken(var), None),
            (3 | 4, ..) if depth > 0 => match self.option_method(&maybe, depth - 1) {
                chained @ Expr::OfOption(..) => (chained, None),
                _ => (certain(self.float(1)), None),
            },
            (_, Some(var), _) => (Expr::Var(var), None),
            // (Methods of `None::<f64>`, and of what a call gives, are refused today.)
            _ => (certain(self.float(1)), None),
        };
        if method == OptionMethod::Unwrap {
            // So that there is something.
            let value = self.float(1);
            return simple(method, simple(OptionMethod::Or, of, vec![certain(value)]), Vec::new());
        }
        let payload = match lent {
            Some((_, true)) => Type::FloatMut,
            Some((_, false)) => Type::FloatRef,
            None => Type::Float,
        };
        let (args, closures) = match lent {
            Some((var, mutable)) => self.lending(var, mutable, |this| this.handed(method, &payload, gives, depth)),
            None => self.handed(method, &payload, gives, depth),
        };
        Expr::OfOption(method, Box::new(of), args, closures)
    }

    /// Arguments, and closures.
    fn handed(
        &mut self,
        method: OptionMethod,
        payload: &Type,
        gives: &Type,
        depth: usize,
    ) -> (Vec<Expr>, Vec<Closure>) {
        match method {
            OptionMethod::UnwrapOr => (vec![self.eager(&Type::Float, depth)], Vec::new()),
            OptionMethod::Or => (vec![self.eager(gives, depth)], Vec::new()),
            OptionMethod::UnwrapOrElse | OptionMethod::OrElse => (Vec::new(), vec![self.closure(None, gives, depth)]),
            OptionMethod::MapOr => {
                let other = self.eager(gives, depth);
                (vec![other], vec![self.closure(Some(payload), gives, depth)])
            }
            // Both hold what they write: they write nothing.
            OptionMethod::MapOrElse => self.frozen(|this| {
                let other = this.closure(None, gives, depth);
                (Vec::new(), vec![other, this.closure(Some(payload), gives, depth)])
            }),
            OptionMethod::Map => (Vec::new(), vec![self.closure(Some(payload), &Type::Float, depth)]),
            _ => (Vec::new(), vec![self.closure(Some(payload), gives, depth)]),
        }
    }

    /// A value that is evaluated whether it is needed or not: now and then that shows.
    fn eager(&mut self, ty: &Type, depth: usize) -> Expr {
        let shows = self.frozen == 0 && self.nesting < 6 && self.random.percent(EAGER);
        let block = |this: &mut Self| {
            let stmts = if shows { this.assign_float() } else { Vec::new() };
            let tail = this.value(ty, depth).unwrap_or(Expr::Float(0.5));
            if stmts.is_empty() { tail } else { Expr::Block(Block { stmts, tail: Some(Box::new(tail)) }) }
        };
        if shows { self.scoped(block) } else { block(self) }
    }

    /// Nothing leaves it early.
    fn closure(&mut self, payload: Option<&Type>, gives: &Type, depth: usize) -> Closure {
        self.kept += 1;
        let closure = self.scoped(|this| {
            let mutable = payload == Some(&Type::Float) && this.random.percent(20);
            let param = payload.map(|ty| this.declare(ty.clone(), mutable));
            let body = this.scoped(|this| {
                let mut stmts = Vec::new();
                if let (Some(param), Some(Type::FloatMut)) = (param, payload) {
                    stmts.push(this.write(param, Vec::new()));
                }
                let count = if this.nesting < 6 && this.random.percent(30) { 1 + this.random.below(2) } else { 0 };
                stmts.extend(this.stmts(count));
                let tail = match (this.random.below(3), param) {
                    // What is handed in has a part in what comes out.
                    (0 | 1, Some(param)) if this.visible().contains(&param) => {
                        let other = this.float(depth);
                        let value = super::discrete::binary(crate::program::Binary::Mul, Expr::Var(param), other);
                        match gives {
                            Type::Enum(of, Held::Own) => Expr::Variant(of.clone(), 1, vec![value]),
                            _ => value,
                        }
                    }
                    _ => this.value(gives, depth).unwrap_or(Expr::Float(0.5)),
                };
                Block { stmts, tail: Some(Box::new(tail)) }
            });
            Closure { param, body }
        });
        self.kept -= 1;
        closure
    }
}
