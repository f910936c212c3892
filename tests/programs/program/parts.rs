//! What a statement or an expression is made of, in the order in which it is evaluated.

use super::{Arm, Block, Expr, Place, Source, Stmt};

pub(crate) enum Part<'a> {
    Expr(&'a mut Expr),
    Block(&'a mut Block),
}

type Parts<'a> = Vec<Part<'a>>;

impl Stmt {
    pub(crate) fn parts(&mut self) -> Parts<'_> {
        let mut parts = Vec::new();
        match self {
            Stmt::Let { value, .. } | Stmt::Break(_, value) | Stmt::Return(value) => {
                parts.extend(value.iter_mut().map(Part::Expr));
            }
            Stmt::LetElse { value, otherwise, .. } => parts.extend([Part::Expr(value), Part::Block(otherwise)]),
            Stmt::Assign { index, value, .. } => {
                parts.push(Part::Expr(value));
                parts.extend(index.iter_mut().map(Part::Expr));
            }
            Stmt::Unpack(places, values) => {
                parts.extend(values.iter_mut().map(Part::Expr));
                places.iter_mut().for_each(|place| place.parts(&mut parts));
            }
            Stmt::If { cond, then, otherwise } => {
                parts.extend([Part::Expr(cond), Part::Block(then), Part::Block(otherwise)]);
            }
            Stmt::Match(on, arms) => {
                parts.push(Part::Expr(on));
                of_arms(arms, &mut parts);
            }
            Stmt::For { source, body, .. } => {
                source.parts(&mut parts);
                parts.push(Part::Block(body));
            }
            Stmt::While { cond, body, .. } => parts.extend([Part::Expr(cond), Part::Block(body)]),
            Stmt::Loop(_, body) => parts.push(Part::Block(body)),
            Stmt::Continue(_) => {}
            Stmt::Method(_, place, args) => {
                place.parts(&mut parts);
                parts.extend(args.iter_mut().map(Part::Expr));
            }
            Stmt::Exchange(one, other) => {
                one.parts(&mut parts);
                other.parts(&mut parts);
            }
            Stmt::Run(value) => parts.push(Part::Expr(value)),
        }
        parts
    }
}

impl Place {
    pub(crate) fn parts<'a>(&'a mut self, into: &mut Parts<'a>) {
        into.extend(self.path.iter_mut().map(Part::Expr));
        if let Some(part) = &mut self.part {
            into.push(Part::Expr(&mut part.low));
            into.extend(part.high.iter_mut().map(|high| Part::Expr(high)));
        }
    }
}

impl Source {
    pub(crate) fn parts<'a>(&'a mut self, into: &mut Parts<'a>) {
        match self {
            Source::Range(range) => into.extend([Part::Expr(&mut range.low), Part::Expr(&mut range.high)]),
            Source::Items(place, _) => place.parts(into),
            Source::Zip(one, other) => {
                one.parts(into);
                other.parts(into);
            }
            Source::Enumerate(of)
            | Source::Copied(of)
            | Source::Rev(of)
            | Source::StepBy(of, _)
            | Source::Skip(of, _)
            | Source::Take(of, _) => of.parts(into),
        }
    }
}

fn of_arms<'a>(arms: &'a mut [Arm], into: &mut Parts<'a>) {
    for arm in arms {
        into.extend(arm.guard.iter_mut().map(Part::Expr));
        into.push(Part::Block(&mut arm.body));
    }
}

impl Expr {
    pub(crate) fn parts(&mut self) -> Parts<'_> {
        let mut parts = Vec::new();
        match self {
            Expr::Float(_)
            | Expr::Int(_)
            | Expr::Bool(_)
            | Expr::Var(_)
            | Expr::Len(_)
            | Expr::Empty(_)
            | Expr::Clone(_)
            | Expr::Pop(_)
            | Expr::Field(..)
            | Expr::None => {}
            Expr::Index(_, of)
            | Expr::Tuple(of)
            | Expr::List(of)
            | Expr::Call(_, of)
            | Expr::Kind(_, of)
            | Expr::Variant(_, _, of) => {
                parts.extend(of.iter_mut().map(Part::Expr));
            }
            Expr::Unary(_, of)
            | Expr::Cast(of)
            | Expr::Repeat(of, _)
            | Expr::Borrow(of)
            | Expr::Let(_, of)
            | Expr::Some(of) => {
                parts.push(Part::Expr(of));
            }
            Expr::Binary(_, left, right) | Expr::Filled(left, right) => {
                parts.extend([Part::Expr(left), Part::Expr(right)]);
            }
            Expr::If(cond, then, otherwise) => {
                parts.extend([Part::Expr(cond), Part::Block(then), Part::Block(otherwise)]);
            }
            Expr::Block(block) | Expr::Loop(_, block) => parts.push(Part::Block(block)),
            Expr::Match(on, arms) => {
                parts.push(Part::Expr(on));
                of_arms(arms, &mut parts);
            }
            Expr::Lend(place, _) | Expr::Split(place, ..) | Expr::Cloned(place) => place.parts(&mut parts),
            Expr::OfOption(_, of, args, closures) => {
                parts.push(Part::Expr(of));
                parts.extend(args.iter_mut().map(Part::Expr));
                parts.extend(closures.iter_mut().map(|closure| Part::Block(&mut closure.body)));
            }
            Expr::Struct(_, fields, rest) => {
                parts.extend(fields.iter_mut().map(|(_, value)| Part::Expr(value)));
                parts.extend(rest.iter_mut().map(|rest| Part::Expr(rest)));
            }
        }
        parts
    }
}

/// Every expression of a block, innermost last.
pub(crate) fn each_expr(block: &mut Block, visit: &mut dyn FnMut(&mut Expr)) {
    for stmt in &mut block.stmts {
        each(stmt.parts(), visit);
    }
    if let Some(tail) = &mut block.tail {
        visit(tail);
        each(tail.parts(), visit);
    }
}

fn each(parts: Parts<'_>, visit: &mut dyn FnMut(&mut Expr)) {
    for part in parts {
        match part {
            Part::Expr(expr) => {
                visit(expr);
                each(expr.parts(), visit);
            }
            Part::Block(block) => each_expr(block, visit),
        }
    }
}
