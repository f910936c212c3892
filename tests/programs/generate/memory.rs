//! Memory that is rearranged and overwritten by std's own methods, and vectors that grow and shrink.

use super::Generator;
use super::discrete::binary;
use crate::features::Feature;
use crate::program::{Binary, Enum, Expr, Form, Held, Method, Pattern, Place, Stmt, Sub, Type, Var};

impl Place {
    pub(super) fn whole(var: Var) -> Place {
        Place { var, path: Vec::new(), part: None }
    }

    pub(super) fn at(var: Var, path: Vec<Expr>) -> Place {
        Place { var, path, part: None }
    }
}

impl Generator {
    /// Floats in a row that may be written: all of one, a row of a matrix, a part. With their number. (That a field is such
    /// a row its name does not tell: std's methods are not called on it.)
    pub(super) fn writable_row(&mut self) -> Option<(Place, usize)> {
        let targets = self.writable(|ty| ty.row().is_some() || ty.grid().is_some());
        let var = self.choose(&targets)?;
        Some(self.row_of(var))
    }

    /// Floats in a row, in this variable.
    pub(super) fn row_of(&mut self, var: Var) -> (Place, usize) {
        let ty = self.variables[var].ty.clone();
        let (path, n) = match (ty.row(), ty.grid()) {
            _ if ty.is_structured() => match self.route(&[var], |ty| ty.row().is_some()) {
                Some((place, ty)) => (place.path, ty.row().unwrap_or(0)),
                None => (Vec::new(), 0),
            },
            (_, Some((n, m))) => (vec![self.index(n)], m),
            (n, _) => (Vec::new(), n.unwrap_or(0)),
        };
        if n > 1 && self.features.has(Feature::SubSlice) && self.random.percent(30) {
            let part = self.part(n);
            let len = part.len;
            return (Place { var, path, part: Some(part) }, len);
        }
        (Place::at(var, path), n)
    }

    /// A part of `n` elements, of at least one.
    pub(super) fn part(&mut self, n: usize) -> Sub {
        let len = if self.random.percent(50) { n - 1 } else { 1 + self.random.below(n) };
        let slack = n - len;
        let within: Vec<Var> =
            self.visible_of(&Type::Int).into_iter().filter(|&var| self.fits(var, slack + 1)).collect();
        if let Some(var) = self.choose(&within)
            && self.random.percent(60)
        {
            let high = binary(Binary::Add, Expr::Var(var), Expr::Int(len as i64));
            return Sub { low: Box::new(Expr::Var(var)), high: Some(Box::new(high)), len };
        }
        let low = self.random.below(slack + 1);
        let open = low == slack && self.random.percent(60);
        let high = (!open).then(|| Box::new(Expr::Int((low + len) as i64)));
        Sub { low: Box::new(Expr::Int(low as i64)), high, len }
    }

    /// `a.swap(i, j)`, of elements or of rows, which may be the same at run time.
    pub(super) fn swap_elements(&mut self) -> Option<Vec<Stmt>> {
        let groups = self.writable(|ty| ty.group().is_some());
        let grids = self.writable(|ty| ty.grid().is_some());
        let (place, n) = match self.choose(&grids).or(self.choose(&groups)) {
            Some(grid) if self.random.percent(30) => (Place::whole(grid), self.variables[grid].ty.elements()),
            _ => self.writable_row()?,
        };
        let indices = self.without(place.var, |this| vec![this.index(n), this.index(n)]);
        Some(vec![Stmt::Method(Method::Swap, place, indices)])
    }

    /// `std::mem::swap`, of floats, buffers, elements or rows of different variables.
    pub(super) fn exchange(&mut self) -> Option<Vec<Stmt>> {
        let targets = self.writable(Type::carries);
        let one = self.choose(&targets)?;
        let ty = self.variables[one].ty.clone();
        let whole: Vec<Var> =
            targets.iter().copied().filter(|&var| var != one && self.variables[var].ty == ty).collect();
        let unsized_ = matches!(ty, Type::SliceMut(_) | Type::RowsMut(..) | Type::Group(_, _, Form::SliceMut));
        if let Some(other) = self.choose(&whole)
            && !unsized_
            && self.random.percent(70)
        {
            return Some(vec![Stmt::Exchange(Place::whole(one), Place::whole(other))]);
        }
        let varies = |ty: &Type| *ty == Type::Stack || ty.variants().is_some();
        let floats: Vec<Var> =
            targets.iter().copied().filter(|&var| var != one && !varies(&self.variables[var].ty)).collect();
        let other = self.choose(&floats).filter(|_| !varies(&ty))?;
        let places = [one, other].map(|var| Place::at(var, self.path(var)));
        let [one, other] = places;
        Some(vec![Stmt::Exchange(one, other)])
    }

    /// `(a, b[i]) = (b[i], a + b[j]);`
    pub(super) fn unpack(&mut self) -> Option<Vec<Stmt>> {
        let holds = |ty: &Type| ty.row().is_some() || ty.grid().is_some() || ty.is_structured();
        let targets = self.writable(|ty| ty.is_number() || holds(ty));
        let (one, other) = (self.choose(&targets)?, self.choose(&targets)?);
        let (first, second) = (self.path(one), self.path(other));
        if one == other && first.is_empty() {
            return None;
        }
        let read = |var: Var, path: &[Expr]| match path {
            [] => Expr::Var(var),
            path => Expr::Index(var, path.to_vec()),
        };
        let mut values = vec![read(other, &second), read(one, &first)];
        if self.random.percent(60) {
            let more = self.float(1);
            let at = self.random.below(2);
            let op = *self.random.pick(&[Binary::Add, Binary::Mul]).expect("two of them");
            values[at] = binary(op, values[at].clone(), more);
        }
        let places = vec![Place::at(one, first), Place::at(other, second)];
        Some(vec![Stmt::Unpack(places, values)])
    }

    pub(super) fn fill(&mut self) -> Option<Vec<Stmt>> {
        let (place, _) = self.writable_row()?;
        let value = self.without(place.var, |this| this.float(1));
        Some(vec![Stmt::Method(Method::Fill, place, vec![value])])
    }

    pub(super) fn copy_from(&mut self) -> Option<Vec<Stmt>> {
        let (place, n) = self.writable_row()?;
        let from = self.without(place.var, |this| {
            let inside = this.structured();
            if this.random.percent(30)
                && let Some((place, _)) = this.route(&inside, |ty| ty.row() == Some(n))
            {
                return Expr::Lend(place, false);
            }
            let rows = this.visible_where(|variable| variable.ty.row() >= Some(n));
            match this.choose(&rows) {
                Some(var) => this.lent_part(var, n),
                None => Expr::Borrow(Box::new(this.list(n, 1))),
            }
        });
        Some(vec![Stmt::Method(Method::CopyFrom, place, vec![from])])
    }

    /// `&a`, or that many of its elements.
    pub(super) fn lent_part(&mut self, var: Var, n: usize) -> Expr {
        let len = self.variables[var].ty.row().unwrap_or(0);
        if len == n {
            return Expr::Borrow(Box::new(Expr::Var(var)));
        }
        let low = self.random.below(len - n + 1) as i64;
        let part = Sub { low: Box::new(Expr::Int(low)), high: Some(Box::new(Expr::Int(low + n as i64))), len: n };
        Expr::Lend(Place { var, path: Vec::new(), part: Some(part) }, false)
    }

    /// While that variable is lent, nobody reads or writes it.
    pub(super) fn without<T>(&mut self, var: Var, work: impl FnOnce(&mut Self) -> T) -> T {
        let fresh = self.unavailable.insert(var);
        let done = work(self);
        if fresh {
            self.unavailable.remove(&var);
        }
        done
    }

    pub(super) fn new_stack(&mut self) -> Option<Vec<Stmt>> {
        let (value, pushes) = match self.random.below(4) {
            0 => (Expr::Empty(None), 2),
            1 => (Expr::Empty(Some(4)), 1),
            _ => {
                let n = 1 + self.random.below(3) as i64;
                (Expr::Filled(Box::new(self.float(1)), Box::new(Expr::Int(n))), 1)
            }
        };
        let var = self.declare(Type::Stack, true);
        let mut stmts = vec![Stmt::Let { pattern: Pattern::Var(var), value: Some(value) }];
        for _ in 0..pushes {
            let value = self.without(var, |this| this.float(2));
            stmts.push(Stmt::Method(Method::Push, Place::whole(var), vec![value]));
        }
        Some(stmts)
    }

    /// `v.push(x)`, `v.pop()`, `v[last] *= x`: whether there is an element shows at run time.
    pub(super) fn on_stack(&mut self) -> Option<Vec<Stmt>> {
        let stacks = self.writable(|ty| *ty == Type::Stack);
        let Some(var) = self.choose(&stacks) else { return self.new_stack() };
        Some(match self.random.below(10) {
            0..=4 => {
                self.borrowed.push(var);
                let value = self.float(2);
                self.borrowed.pop();
                vec![Stmt::Method(Method::Push, Place::whole(var), vec![value])]
            }
            5 => vec![Stmt::Method(Method::Pop, Place::whole(var), Vec::new())],
            6 if self.random.percent(30) => vec![Stmt::Method(Method::Clear, Place::whole(var), Vec::new())],
            _ => {
                // `v[v.len() - 1] = x` would borrow v twice.
                let at = self.of_stack(var);
                let name = self.fresh_name(&Type::Int);
                let index = self.declare_as(name, Type::Int, false);
                let binding = Stmt::Let { pattern: Pattern::Var(index), value: Some(at) };
                let hidden = self.variables[index].name == self.variables[var].name;
                if hidden { vec![binding] } else { vec![binding, self.write(var, vec![Expr::Var(index)])] }
            }
        })
    }

    /// An index into a stack, if there is something in it.
    pub(super) fn of_stack(&mut self, var: Var) -> Expr {
        if self.random.percent(60) {
            return binary(Binary::Sub, Expr::Len(var), Expr::Int(1));
        }
        let at = self.int(4);
        binary(Binary::Rem, at, Expr::Len(var))
    }

    /// `while let Some(x) = v.pop() { … }`
    pub(super) fn while_pop(&mut self) -> Option<Vec<Stmt>> {
        let stacks = self.writable(|ty| *ty == Type::Stack);
        let stack = self.choose(&stacks)?;
        let mutable = self.random.percent(30);
        // What grows again in its own loop is emptied for ever, more often than not.
        let grows = self.random.percent(15);
        if !grows {
            self.borrowed.push(stack);
        }
        let (label, (cond, body)) = self.looped(None, |this| {
            let var = this.declare(Type::Float, mutable);
            let pattern = Pattern::Variant(Enum::option(), 1, vec![Pattern::Var(var)]);
            let first = if this.random.percent(60) { this.assign_float() } else { Vec::new() };
            (Expr::Let(pattern, Box::new(Expr::Pop(stack))), this.body(first))
        });
        if !grows {
            self.borrowed.pop();
        }
        Some(vec![Stmt::While { label, cond, body }])
    }

    pub(super) fn let_clone(&mut self) -> Option<Vec<Stmt>> {
        let held = |ty: &Type| matches!(ty, Type::Array(_) | Type::Matrix(..) | Type::Struct(_, Held::Own));
        let owned = |ty: &Type| ty.moves() || held(ty);
        let sources = self.visible_where(|variable| owned(&variable.ty));
        let source = self.choose(&sources)?;
        let ty = self.variables[source].ty.clone();
        let targets = self.writable(|other| *other == ty);
        match self.choose(&targets) {
            Some(var) if self.random.percent(40) => {
                Some(vec![Stmt::Assign { var, index: Vec::new(), op: None, value: Expr::Clone(source) }])
            }
            _ => Some(vec![self.bind(ty, true, Expr::Clone(source))]),
        }
    }

    /// `vec![vec![x; m]; n]`
    pub(super) fn let_nested(&mut self) -> Option<Vec<Stmt>> {
        let (n, m) = (2, self.dim);
        let of = if self.random.percent(50) { Expr::Float(0.5) } else { self.float(1) };
        let row = Expr::Filled(Box::new(of), Box::new(Expr::Int(m as i64)));
        let value = Expr::Filled(Box::new(row), Box::new(Expr::Int(n as i64)));
        Some(vec![self.bind(Type::Nested(n, m), true, value)])
    }
}
