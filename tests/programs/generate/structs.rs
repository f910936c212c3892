//! Structs of the program's own: declared, made, read and written at any depth, given away, taken apart.

use super::Generator;
use crate::features::Feature;
use crate::program::{Binary, Expr, Form, Held, Pattern, Place, Stmt, Struct, Toward, Type, Var};
use std::rc::Rc;

const NAMES: &[&str] = &["State", "Layer", "Body", "Vec3", "Tape", "Gradient"];
/// Names of variables among them, and such as generated code may use.
const FIELDS: &[&str] =
    &["x", "y", "w", "mass", "at", "a", "d_x", "inner", "value", "list", "s", "tape", "bias", "count"];

impl Generator {
    /// Up to three structs; each may have those before it in its fields.
    pub(super) fn declare_structs(&mut self) {
        if !self.features.has(Feature::Structs) {
            return;
        }
        let count = 1 + self.random.below(3);
        for _ in 0..count {
            let mut names: Vec<&str> = NAMES.to_vec();
            names.retain(|name| self.structs.iter().all(|of| of.name != *name));
            let name = (*self.random.pick(&names).expect("more names than structs")).to_owned();
            let tuple = self.random.percent(15);
            let mut fields: Vec<(String, Type)> = Vec::new();
            let wanted = 2 + self.random.below(3);
            for at in 0..wanted {
                let ty = if at == 0 { Type::Float } else { self.field_type() };
                // `S(x, 1)` is taken for `S { 0: x, 1 }` today, and does not compile.
                let ty = if tuple && ty == Type::Int { Type::Float } else { ty };
                let wish = *self.random.pick(FIELDS).expect("names to choose from");
                let taken = fields.iter().any(|(name, _)| name == wish);
                let name = if tuple {
                    at.to_string()
                } else if taken {
                    format!("{wish}_{at}")
                } else {
                    wish.into()
                };
                fields.push((name, ty));
            }
            let copy = !fields.iter().any(|(_, ty)| ty.moves()) && self.random.percent(75);
            self.structs.push(Rc::new(Struct { name, fields, tuple, copy }));
        }
    }

    fn field_type(&mut self) -> Type {
        let inner = self.random.pick(&self.structs).cloned();
        match (self.random.below(12), inner) {
            (0..=4, _) => Type::Float,
            (5 | 6, _) => Type::Array(self.dim),
            (7, _) => Type::Vector(self.dim),
            (8 | 9, Some(inner)) => Type::Struct(inner, Held::Own),
            (10, Some(inner)) => {
                Type::Group(inner, 2, if self.random.percent(50) { Form::Array } else { Form::Vector })
            }
            _ => Type::Int,
        }
    }

    /// One of the structs, in so many of a hundred cases.
    pub(super) fn struct_type(&mut self, percent: usize) -> Option<Type> {
        // Of the floats that a generic function is over there are none.
        let generic = self.generics.float || self.generics.length.is_some();
        if self.structs.is_empty() || generic || !self.random.percent(percent) {
            return None;
        }
        self.random.pick(&self.structs).cloned().map(|of| Type::Struct(of, Held::Own))
    }

    /// The same for parameters: however one or several of them may be handed in.
    pub(super) fn struct_param(&mut self, percent: usize) -> Option<Type> {
        let Type::Struct(of, _) = self.struct_type(percent)? else { return None };
        let outputs = self.features.has(Feature::Outputs);
        Some(match self.random.below(10) {
            0..=2 => Type::Struct(of, Held::Own),
            3..=5 => Type::Struct(of, Held::Ref),
            6 if outputs => Type::Struct(of, Held::Mut),
            7 if outputs && self.random.percent(50) => Type::Group(of, 2, Form::SliceMut),
            7 | 8 => Type::Group(of, 2, Form::Slice),
            _ => Type::Group(of, 2, if self.random.percent(50) { Form::Array } else { Form::Vector }),
        })
    }

    /// The steps of a way through this variable.
    pub(super) fn steps(&mut self, var: Var, way: &[Toward]) -> Vec<Expr> {
        let step = |this: &mut Self, toward: &Toward| match toward {
            Toward::Field(name, at) => Expr::Field(name.clone(), *at),
            Toward::Element(n) => this.index(*n),
        };
        self.without(var, |this| way.iter().map(|toward| step(this, toward)).collect())
    }

    /// A place in one of these variables whose type is wanted, and that type.
    pub(super) fn route(&mut self, vars: &[Var], wanted: impl Fn(&Type) -> bool) -> Option<(Place, Type)> {
        let leads = |var: &Var| self.variables[*var].ty.routes().iter().any(|(_, ty)| wanted(ty));
        let vars: Vec<Var> = vars.iter().copied().filter(leads).collect();
        let var = self.choose(&vars)?;
        let routes: Vec<_> = self.variables[var].ty.routes().into_iter().filter(|(_, ty)| wanted(ty)).collect();
        let (way, ty) = self.random.pick(&routes).cloned()?;
        let path = self.steps(var, &way);
        Some((Place::at(var, path), ty))
    }

    pub(super) fn structured(&self) -> Vec<Var> {
        self.visible_where(|variable| variable.ty.is_structured())
    }

    /// A place that may be written.
    pub(super) fn written_route(&mut self, wanted: impl Fn(&Type) -> bool) -> Option<(Place, Type)> {
        let vars = self.writable(Type::is_structured);
        self.route(&vars, wanted)
    }

    /// A struct: one that is there, a literal, what a function returns.
    pub(super) fn structure(&mut self, of: &Rc<Struct>, depth: usize) -> Expr {
        let ty = Type::Struct(of.clone(), Held::Own);
        match self.random.below(10) {
            0..=2 => {
                let given = self.given(&ty);
                given.unwrap_or_else(|| self.literal_of(of, depth))
            }
            3 | 4 => {
                let called = self.call(&ty, depth);
                called.unwrap_or_else(|| self.literal_of(of, depth))
            }
            _ => self.literal_of(of, depth),
        }
    }

    /// A value that exists already: copied, moved or cloned.
    pub(super) fn given(&mut self, ty: &Type) -> Option<Expr> {
        let movable = self.movable_of(ty);
        let whole = self.visible_where(|variable| variable.ty.own() == *ty);
        let moves = ty.moves();
        let free: Vec<Var> = whole.iter().copied().filter(|&var| self.variables[var].ty == *ty).collect();
        match self.random.below(10) {
            0..=4 if moves => {
                let var = self.choose(&movable)?;
                self.unavailable.insert(var);
                Some(Expr::Var(var))
            }
            0..=4 => self.choose(if self.random.clone().percent(50) { &free } else { &whole }).map(Expr::Var),
            5 | 6 => self.choose(&whole).map(Expr::Clone),
            _ => {
                let vars = self.structured();
                let (place, _) = self.route(&vars, |other| other == ty)?;
                Some(if moves { Expr::Cloned(place) } else { Expr::Index(place.var, place.path) })
            }
        }
    }

    /// `S { a: x, ..rest }`, its fields in any order.
    pub(super) fn literal_of(&mut self, of: &Rc<Struct>, depth: usize) -> Expr {
        let ty = Type::Struct(of.clone(), Held::Own);
        let mut order: Vec<usize> = (0..of.fields.len()).collect();
        if !of.tuple && self.random.percent(30) {
            let by = self.random.below(order.len());
            order.rotate_left(by);
        }
        let rest = if self.random.percent(25) { self.given(&ty) } else { None };
        if rest.is_some() {
            let kept = 1 + self.random.below(order.len());
            order.truncate(kept);
        }
        // What the rest is moved out of is there until then: fields may read it.
        let moved = match rest {
            Some(Expr::Var(var)) if self.unavailable.remove(&var) => Some(var),
            _ => None,
        };
        self.borrowed.extend(moved);
        let fields = self
            .keeping(&ty, |this| order.into_iter().map(|at| (at, this.field_value(&of.fields[at].1, depth))).collect());
        if moved.is_some() {
            self.borrowed.pop();
        }
        self.unavailable.extend(moved);
        Expr::Struct(of.clone(), fields, rest.map(Box::new))
    }

    fn field_value(&mut self, ty: &Type, depth: usize) -> Expr {
        let depth = depth.min(1);
        self.value(ty, depth).unwrap_or(Expr::Float(0.5))
    }

    /// Several structs.
    pub(super) fn group(&mut self, of: &Rc<Struct>, n: usize, form: Form, depth: usize) -> Expr {
        let ty = Type::Group(of.clone(), n, form);
        let given = if self.random.percent(40) { self.given(&ty) } else { None };
        let called = if given.is_none() && self.random.percent(20) { self.call(&ty, depth) } else { None };
        given.or(called).unwrap_or_else(|| match form {
            Form::Vector => {
                let each = self.structure(of, depth);
                Expr::Filled(Box::new(each), Box::new(Expr::Int(n as i64)))
            }
            _ if of.copy && self.random.percent(30) => Expr::Repeat(Box::new(self.structure(of, depth)), n),
            _ => Expr::List((0..n).map(|_| self.structure(of, depth)).collect()),
        })
    }

    /// `&s`, `&s.inner`, `&all[1..]`, for a parameter.
    pub(super) fn lent_structured(&mut self, wanted: &Type, depth: usize) -> Option<Expr> {
        let whole = self.visible_where(|variable| variable.ty.lent(false) == *wanted);
        let vars = self.structured();
        match self.random.below(10) {
            0..=5 => {
                if let Some(var) = self.choose(&whole) {
                    return Some(Expr::Borrow(Box::new(Expr::Var(var))));
                }
            }
            6..=8 => {
                if let Some((place, _)) = self.route(&vars, |ty| ty.lent(false) == *wanted) {
                    return Some(Expr::Lend(place, false));
                }
            }
            _ => {}
        }
        match (wanted, self.choose(&whole)) {
            (_, Some(var)) => Some(Expr::Borrow(Box::new(Expr::Var(var)))),
            (Type::Struct(of, _), _) => Some(Expr::Borrow(Box::new(self.literal_of(of, depth.min(1))))),
            (Type::Group(of, n, _), _) => {
                Some(Expr::Borrow(Box::new(Expr::List((0..*n).map(|_| self.literal_of(of, 0)).collect()))))
            }
            _ => None,
        }
    }

    /// What is left early before it has a value needs one all the same, and of a struct, or of an enum, the macro knows none.
    pub(super) fn keeping<T>(&mut self, ty: &Type, work: impl FnOnce(&mut Self) -> T) -> T {
        let declared = ty.variants().is_some_and(|of| !of.is_option());
        let kept = usize::from(ty.is_structured() || declared);
        self.kept += kept;
        let done = work(self);
        self.kept -= kept;
        done
    }

    pub(super) fn keeping_scoped<T>(&mut self, ty: &Type, work: impl FnOnce(&mut Self) -> T) -> T {
        self.keeping(ty, |this| this.scoped(work))
    }

    /// `let n: usize = s.count % 4;`: what such a field is shows by its use as an index, or by a type.
    fn let_count(&mut self) -> Option<Vec<Stmt>> {
        let sources = self.structured();
        let (place, _) = self.route(&sources, |ty| *ty == Type::Int)?;
        let value = super::discrete::modulo(Expr::Index(place.var, place.path), 4);
        let mutable = self.random.percent(50);
        Some(vec![self.bind(Type::Int, mutable, value)])
    }

    /// What a program does with structs, beyond what it does with all memory.
    pub(super) fn on_structs(&mut self) -> Option<Vec<Stmt>> {
        let targets = self.writable(Type::is_structured);
        match self.random.below(12) {
            _ if targets.is_empty() => self.let_structure(),
            0 => self.let_structure(),
            1 if self.random.percent(50) => self.let_count(),
            1 => self.let_structure(),
            2..=6 => self.write_part(),
            7 | 8 => self.assign_structure(),
            9 | 10 => self.take_apart(),
            _ => self.exchange_parts(),
        }
    }

    fn let_structure(&mut self) -> Option<Vec<Stmt>> {
        let Type::Struct(of, _) = self.struct_type(100)? else { return None };
        let ty = match self.random.below(8) {
            0 => Type::Group(of, 2, Form::Array),
            1 => Type::Group(of, 2, Form::Vector),
            _ => Type::Struct(of, Held::Own),
        };
        let value = self.value(&ty, 2)?;
        let mutable = self.random.percent(80);
        Some(vec![self.bind(ty, mutable, value)])
    }

    /// `s.x += …`, `s.inner = …`, `all[i].list = …`, `s.count += 1`
    fn write_part(&mut self) -> Option<Vec<Stmt>> {
        let numbers = self.random.percent(50);
        let (place, ty) = self.written_route(|ty| !numbers || *ty == Type::Float)?;
        let Place { var, path: index, .. } = place;
        Some(vec![match ty {
            Type::Float => self.write(var, index),
            Type::Int if self.random.percent(50) => {
                Stmt::Assign { var, index, op: Some(Binary::Add), value: Expr::Int(1) }
            }
            ty => {
                let value = self.value(&ty, 2)?;
                self.unavailable.remove(&var);
                Stmt::Assign { var, index, op: None, value }
            }
        }])
    }

    fn assign_structure(&mut self) -> Option<Vec<Stmt>> {
        let targets = self.writable(|ty| ty.is_structured() && !matches!(ty, Type::Group(_, _, Form::SliceMut)));
        let var = self.choose(&targets)?;
        let ty = self.variables[var].ty.own();
        let value = self.value(&ty, 2)?;
        // Moved out of on its own right-hand side: that is what it would be assigned.
        self.unavailable.remove(&var);
        Some(vec![Stmt::Assign { var, index: Vec::new(), op: None, value }])
    }

    /// `let S { a, b: mut c, .. } = s;`, by value or behind a reference.
    fn take_apart(&mut self) -> Option<Vec<Stmt>> {
        if self.random.percent(50) {
            let mutable = self.features.has(Feature::BorrowMut) && self.random.percent(40);
            let sources = if mutable {
                self.writable(|ty| ty.structure().is_some())
            } else {
                self.visible_where(|variable| variable.ty.structure().is_some())
            };
            let var = self.choose(&sources)?;
            let of = self.variables[var].ty.structure()?.clone();
            let value = Expr::Lend(Place::whole(var), mutable);
            let pattern = self.apart(&of, Some(mutable));
            let names = super::matches::variables(&pattern);
            if names.is_empty() || self.variables[var].ty.is_output() {
                return None;
            }
            return Some(self.lasting(var, mutable, vec![Stmt::Let { pattern, value: Some(value) }], &names));
        }
        let Type::Struct(of, held) = self.struct_type(100)? else { return None };
        let value = self.value(&Type::Struct(of.clone(), held), 1)?;
        let pattern = self.apart(&of, None);
        Some(vec![Stmt::Let { pattern, value: Some(value) }])
    }

    /// The pattern of a struct; behind a reference, shared or not, its names are references.
    pub(super) fn apart(&mut self, of: &Rc<Struct>, behind: Option<bool>) -> Pattern {
        let mut fields = Vec::new();
        for (at, (name, ty)) in of.fields.iter().enumerate() {
            if self.random.percent(20) {
                continue;
            }
            let ty = behind.map_or_else(|| ty.clone(), |mutable| ty.lent(mutable));
            // An integer that a pattern binds is not known to be one: where it is cast, that does not compile today.
            if ty == Type::Int {
                continue;
            }
            let plain = !name.starts_with(|c: char| c.is_ascii_digit());
            let name = if plain && self.random.percent(60) { name.clone() } else { self.name(&ty) };
            let mutable = behind.is_none() && self.random.percent(30);
            fields.push((at, Pattern::Var(self.declare_as(name, ty, mutable))));
        }
        let pattern = Pattern::Struct(of.clone(), fields);
        self.distinct(&pattern);
        pattern
    }

    /// `std::mem::swap(&mut s.inner, &mut t);`
    fn exchange_parts(&mut self) -> Option<Vec<Stmt>> {
        let (one, ty) = self.written_route(|ty| *ty != Type::Int)?;
        let root = one.var;
        let other = self.without(root, |this| {
            let whole = this.writable(|other| *other == ty);
            match this.choose(&whole) {
                Some(var) if this.random.percent(50) => Some(Place::whole(var)),
                _ => this.written_route(|other| *other == ty).map(|(place, _)| place),
            }
        })?;
        Some(vec![Stmt::Exchange(one, other)])
    }
}
