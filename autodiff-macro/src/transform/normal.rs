//! Normal form: operands are variables or numbers, and every operation, load and opaque expression stands alone.
//!
//! `lower` mostly writes it already; this pass makes it a fact that `reverse` can rely on, for functions of any origin.
//! Temporaries are bound in the order in which Rust evaluates operands, so nothing changes but the number of lines.

use crate::ir::{
    Act, Block, Builder, Call, Expr, FloatType, Function, Op, Origin, Pass, Place, Step, Stmt, StmtKind, Type, VarId,
};
use proc_macro2::Span;

/// The same function in normal form.
pub(crate) fn normalise(mut function: Function) -> Function {
    pin_results(&mut function);
    let body = std::mem::take(&mut function.body);
    function.body = block(&mut function, body);
    super::invariant::hoist(function)
}

/// The result of a call that is used as a float is one: `private::float` holds rustc to it.
fn pin_results(function: &mut Function) {
    let mut pinned = Vec::new();
    function.body.visit_exprs(&mut |expr| {
        if let Expr::Op(Op::Pin, operands, _) = expr
            && let Some(var) = operands[0].as_var()
        {
            pinned.push(var);
        }
    });
    for var in pinned {
        if matches!(function.var(var).ty, Type::Unknown) {
            function.var_mut(var).ty = Type::Float(FloatType::Some);
        }
    }
    // What is bound to, assigned to, or yielded as a float is one as well, and so is what a float is bound to.
    let mut same: Vec<(VarId, VarId)> = Vec::new();
    function.body.visit(&mut |stmt| match &stmt.kind {
        StmtKind::Let { var, value: Some(Expr::Var(value)) } => same.push((*var, *value)),
        StmtKind::Assign { place, value: Expr::Var(value) } if place.is_whole() => same.push((place.base, *value)),
        StmtKind::Mutate { place, act } if place.is_whole() => {
            if let Act::Swap(Expr::Borrow { place: other, .. }) = act
                && other.is_whole()
            {
                same.push((place.base, other.base));
            }
        }
        StmtKind::If { binds, .. } | StmtKind::Match { binds, .. } | StmtKind::Scope { binds, .. } => {
            for block in stmt.blocks() {
                same.extend(binds.iter().zip(&block.values).filter_map(|(&bind, of)| Some((bind, of.as_var()?))));
            }
        }
        _ => {}
    });
    let mut changed = true;
    while std::mem::take(&mut changed) {
        for &(one, other) in &same {
            for (known, unknown) in [(one, other), (other, one)] {
                let ty = function.var(known).ty.clone();
                if ty.is_float() && matches!(function.var(unknown).ty, Type::Unknown) {
                    function.var_mut(unknown).ty = ty;
                    changed = true;
                }
            }
        }
    }
}

fn block(function: &mut Function, block: Block) -> Block {
    let mut builder = Builder::new(function, Pass::Primal);
    for statement in block.stmts {
        builder.span = statement.span;
        stmt(&mut builder, statement);
    }
    let values = block.values.into_iter().map(|value| atom(&mut builder, value)).collect();
    Block { stmts: builder.stmts, values }
}

fn stmt(builder: &mut Builder<'_>, mut stmt: Stmt) {
    match &mut stmt.kind {
        StmtKind::Let { value: Some(value), .. } => *value = operation(builder, value.clone()),
        StmtKind::Assign { place, value } | StmtKind::Accumulate { place, value, .. } => {
            *place = normal_place(builder, place.clone());
            *value = atom(builder, value.clone());
        }
        StmtKind::Mutate { place, act: Act::Swap(Expr::Borrow { place: other, .. }) }
            if place_type(builder.function, place).is_float()
                || place_type(builder.function, other).is_float()
                || (place.base == other.base && !place.is_apart_from(other)) =>
        {
            let (one, other) = (place.clone(), other.clone());
            swap_copies(builder, one, other);
            return;
        }
        StmtKind::Mutate { place, act } => {
            *place = normal_place(builder, place.clone());
            for operand in act.operands_mut() {
                *operand = match operand.clone() {
                    Expr::Borrow { mutable, place } => Expr::Borrow { mutable, place: normal_place(builder, place) },
                    other => operand_of(builder, other),
                };
            }
        }
        StmtKind::If { cond, .. } => *cond = atom(builder, cond.clone()),
        StmtKind::For { range, .. } => {
            range.low = bound(builder, range.low.clone());
            range.high = bound(builder, range.high.clone());
            for adaptor in &mut range.adaptors {
                if let crate::ir::Adaptor::StepBy(step) | crate::ir::Adaptor::Skip(step) = adaptor {
                    *step = bound(builder, step.clone());
                }
            }
        }
        StmtKind::Call(Call { args, .. }) => {
            for arg in args {
                arg.value = match arg.value.clone() {
                    Expr::Borrow { mutable, place } => Expr::Borrow { mutable, place: normal_place(builder, place) },
                    other => atom(builder, other),
                };
            }
        }
        StmtKind::Break { values, .. } | StmtKind::Return { values } => {
            *values = values.drain(..).map(|value| atom(builder, value)).collect();
        }
        _ => {}
    }
    for inner in stmt.blocks_mut() {
        let taken = std::mem::take(inner);
        *inner = block(builder.function, taken);
    }
    builder.stmts.push(stmt);
}

/// Two values that are `Copy` change places by way of a third: what are two parts of one variable can't be borrowed at once.
fn swap_copies(builder: &mut Builder<'_>, one: Place, other: Place) {
    let (one, other) = (normal_place(builder, one), normal_place(builder, other));
    let read = |place: &Place| match place.is_whole() {
        true => Expr::Var(place.base),
        false => Expr::Load(place.clone()),
    };
    let ty = match place_type(builder.function, &one) {
        Type::Unknown => place_type(builder.function, &other),
        known => known,
    };
    let before = builder.function.fresh("before", ty.clone(), Origin::Temp);
    builder.bind(before, read(&one));
    let value = if other.is_whole() {
        Expr::Var(other.base)
    } else {
        let value = builder.function.fresh("element", ty, Origin::Temp);
        builder.bind(value, read(&other));
        Expr::Var(value)
    };
    builder.push(StmtKind::Assign { place: one, value });
    builder.push(StmtKind::Assign { place: other, value: Expr::Var(before) });
}

/// An expression whose operands are atoms.
fn operation(builder: &mut Builder<'_>, expr: Expr) -> Expr {
    match expr {
        Expr::Op(op, operands, spelling) => {
            let operands = operands.into_iter().map(|operand| operand_of(builder, operand)).collect();
            Expr::Op(op, operands, spelling)
        }
        Expr::Load(place) => Expr::Load(normal_place(builder, place)),
        Expr::Clone(place) => Expr::Clone(normal_place(builder, place)),
        Expr::ToVec(place) => Expr::ToVec(normal_place(builder, place)),
        Expr::Borrow { mutable, place } => Expr::Borrow { mutable, place: normal_place(builder, place) },
        Expr::Tuple(parts) => Expr::Tuple(parts.into_iter().map(|part| atom(builder, part)).collect()),
        Expr::Array(parts) => Expr::Array(parts.into_iter().map(|part| atom(builder, part)).collect()),
        Expr::Struct(literal, parts) => {
            // What the rest is taken from stays where it is: the other fields are not moved with it.
            let part = |(at, part)| match literal.members.get(at) {
                Some(_) => atom(builder, part),
                None => operation(builder, part),
            };
            let parts = parts.into_iter().enumerate().map(part).collect();
            Expr::Struct(literal, parts)
        }
        Expr::VecList(parts) => Expr::VecList(parts.into_iter().map(|part| atom(builder, part)).collect()),
        Expr::Select(cond, then, otherwise) => choice(builder, *cond, [*then, *otherwise]),
        Expr::Compare(operator, left, right) => {
            let [left, right] = [*left, *right].map(|side| Box::new(operand_of(builder, side)));
            Expr::Compare(operator, left, right)
        }
        Expr::Repeat(value, len) => Expr::Repeat(Box::new(atom(builder, *value)), len),
        Expr::VecRepeat(value, len) => Expr::VecRepeat(Box::new(atom(builder, *value)), len),
        other => other,
    }
}

/// `if cond { then } else { otherwise }` as a statement, so that only the side that is taken is evaluated.
fn choice(builder: &mut Builder<'_>, cond: Expr, sides: [Expr; 2]) -> Expr {
    let ty = match type_of(builder.function, &sides[0]) {
        Type::Float(FloatType::Some) => type_of(builder.function, &sides[1]),
        known => known,
    };
    let cond = atom(builder, cond);
    let [then, otherwise] = sides.map(|side| {
        let outer = std::mem::take(&mut builder.stmts);
        let value = atom(builder, side);
        Block { stmts: std::mem::replace(&mut builder.stmts, outer), values: vec![value] }
    });
    let bind = builder.function.fresh("slope", ty, Origin::Temp);
    builder.push(StmtKind::If { binds: vec![bind], cond, then, otherwise });
    Expr::Var(bind)
}

/// An operand: integers and constants may stay as they are where nothing can change them.
fn operand_of(builder: &mut Builder<'_>, expr: Expr) -> Expr {
    match expr {
        Expr::Inert(inert) if inert.pure && inert.reads.is_empty() => Expr::Inert(inert),
        other => atom(builder, other),
    }
}

/// A loop bound or an index: a variable, or a piece that reads nothing.
fn bound(builder: &mut Builder<'_>, expr: Expr) -> Expr {
    operand_of(builder, expr)
}

fn normal_place(builder: &mut Builder<'_>, mut place: Place) -> Place {
    place.indices_mut().for_each(|index| *index = bound(builder, index.clone()));
    place
}

fn atom(builder: &mut Builder<'_>, expr: Expr) -> Expr {
    // A constant, in the end.
    if matches!(expr, Expr::IsActive(_)) {
        return expr;
    }
    if expr.is_atom() || matches!(&expr, Expr::Inert(inert) if inert.pure && inert.reads.is_empty()) {
        return expr;
    }
    let expr = operation(builder, expr);
    let ty = type_of(builder.function, &expr);
    let name = wish(&expr);
    let temp = builder.function.add_var(proc_macro2::Ident::new(name, Span::mixed_site()), ty, Origin::Temp);
    builder.bind(temp, expr);
    Expr::Var(temp)
}

/// What `expr` is bound as when it needs a name.
pub(crate) fn wish(expr: &Expr) -> &'static str {
    match expr {
        Expr::Op(op, ..) => match op {
            Op::Add => "sum",
            Op::Sub => "difference",
            Op::Mul => "product",
            Op::Div => "quotient",
            Op::Rem => "remainder",
            Op::Neg => "negated",
            Op::Pin => "value",
            other => other.name().unwrap_or("value"),
        },
        Expr::Inert(_) => "index",
        Expr::Load(_) => "element",
        _ => "value",
    }
}

/// The type of an expression over known variables.
pub(crate) fn type_of(function: &Function, expr: &Expr) -> Type {
    match expr {
        Expr::Number(_) => Type::Float(FloatType::Some),
        Expr::Var(var) => function.var(*var).ty.clone(),
        Expr::Load(place) | Expr::Replace(place, _) => place_type(function, place),
        // Of what is behind a reference, not of the reference.
        Expr::Clone(place) => place_type(function, place).behind_refs().clone(),
        Expr::ToVec(place) => Type::Vec(Box::new(place_type(function, place).element())),
        Expr::Op(Op::ToF64, ..) => Type::F64,
        Expr::Op(Op::ToF32, ..) => Type::Float(FloatType::F32),
        Expr::Op(Op::ToGeneric(at), ..) => Type::Float(function.signature.generics.float(*at)),
        Expr::Op(_, operands, _) => {
            let known = |operand: &Expr| match type_of(function, operand) {
                Type::Float(FloatType::Some) => None,
                Type::Float(float) => Some(Type::Float(float)),
                _ => None,
            };
            operands.iter().find_map(known).unwrap_or(Type::Float(FloatType::Some))
        }
        Expr::Inert(_) => Type::Inert,
        Expr::Borrow { mutable, place } => Type::Ref { mutable: *mutable, to: Box::new(place_type(function, place)) },
        Expr::Struct(literal, _) => Type::Named(literal.path.clone()),
        Expr::Tuple(parts) => Type::Tuple(parts.iter().map(|part| type_of(function, part)).collect()),
        Expr::Array(parts) => {
            let len = proc_macro2::Literal::usize_unsuffixed(parts.len());
            let of = parts.first().map_or(Type::Unknown, |part| type_of(function, part));
            Type::Array(Box::new(of), quote::quote!(#len))
        }
        Expr::Repeat(value, len) => {
            let len = len.tokens.clone();
            Type::Array(Box::new(type_of(function, value)), len)
        }
        Expr::VecList(parts) => {
            Type::Vec(Box::new(parts.first().map_or(Type::Unknown, |part| type_of(function, part))))
        }
        Expr::VecRepeat(value, _) => Type::Vec(Box::new(type_of(function, value))),
        Expr::Select(_, then, _) => type_of(function, then),
        Expr::Compare(..) | Expr::IsActive(_) => Type::Bool,
        Expr::Runtime(..) => Type::Unknown,
    }
}

/// The type of a piece of memory.
pub(crate) fn place_type(function: &Function, place: &Place) -> Type {
    let mut ty = function.var(place.base).ty.clone();
    for step in &place.path {
        ty = match step {
            Step::Index(_) => ty.element(),
            Step::Range { .. } => Type::Slice(Box::new(ty.element())),
            Step::Deref => ty.behind_refs().clone(),
            Step::Field(crate::ir::Member::Position(at)) => match ty.behind_refs() {
                Type::Tuple(of) => of.get(*at as usize).cloned().unwrap_or(Type::Unknown),
                _ => Type::Unknown,
            },
            Step::Field(crate::ir::Member::Named(_)) => Type::Unknown,
            Step::Variant(_) => ty.payload(),
        };
    }
    ty
}
