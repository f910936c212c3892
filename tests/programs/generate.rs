//! Random programs, well typed, with every name in scope and every index in range, and as hostile as that allows.
//!
//! What is likely in them is what breaks reverse mode: variables and elements overwritten after use, state carried
//! through nested loops and branches, names shadowed, buffers lent twice, moved and replaced, indices that repeat.

mod control;
mod discrete;
mod enums;
mod floats;
mod functions;
mod further;
mod items;
mod matches;
mod memory;
mod names;
mod options;
mod payloads;
mod statements;
mod structs;
mod variants;
mod wholes;

use crate::features::{Feature, Features};
use crate::program::{Enum, Expr, Form, Function, Generics, Held, Program, Struct, Type, Var, Variable, Wordings};
use crate::random::Random;
use control::Around;
use std::collections::HashSet;
use std::rc::Rc;

/// The program of a seed, made of some of these constructs.
pub(crate) fn program(seed: u64, features: &Features) -> Program {
    let mut random = Random::new(seed);
    let features = features.draw(&mut random);
    let dim = 2 + random.below(3);
    let mut generator = Generator {
        random,
        features,
        structs: Vec::new(),
        enums: Vec::new(),
        functions: Vec::new(),
        result: Type::Float,
        generics: Generics::default(),
        variables: Vec::new(),
        scopes: Vec::new(),
        unavailable: HashSet::new(),
        borrowed: Vec::new(),
        loops: Vec::new(),
        nesting: 0,
        frozen: 0,
        compared: 0,
        kept: 0,
        together: 0,
        budget: 0,
        dim,
    };
    generator.declare_structs();
    generator.declare_enums();
    generator.functions();
    let wordings = Wordings {
        for_each: generator.features.has(Feature::ForEach),
        closures: generator.features.has(Feature::Closures),
    };
    let Generator { structs, enums, functions, .. } = generator;
    Program { structs, enums, functions, explicit: false, second: false, jacobian: false, again: false, wordings }
}

struct Generator {
    random: Random,
    features: Features,
    structs: Vec<Rc<Struct>>,
    enums: Vec<Rc<Enum>>,
    /// Those that are finished.
    functions: Vec<Function>,
    /// What the function that is being written returns.
    result: Type,
    /// And what it is over.
    generics: Generics,
    variables: Vec<Variable>,
    scopes: Vec<Vec<Var>>,
    /// Moved out of, not assigned yet, or lent for writing.
    unavailable: HashSet<Var>,
    /// Lent for reading: not to be written or moved.
    borrowed: Vec<Var>,
    /// The loops around what is being written, from the outermost on.
    loops: Vec<Around>,
    nesting: usize,
    /// Inside the arguments of a call: what is lent there must not be written.
    frozen: usize,
    /// Inside what is compared.
    compared: usize,
    /// Inside what a struct is made of: it is not left early.
    kept: usize,
    /// Beside other patterns, of a tuple: alternatives are refused there today, where they bind what carries a derivative.
    together: usize,
    /// How many statements may still be written.
    budget: usize,
    /// The length that most rows have, so that they fit together.
    dim: usize,
}

impl Generator {
    /// What a name can mean here: of two variables of one name, the inner one.
    fn visible(&self) -> Vec<Var> {
        let mut names = HashSet::new();
        let inner_first = self.scopes.iter().rev().flat_map(|scope| scope.iter().rev());
        inner_first
            .copied()
            .filter(|&var| names.insert(self.variables[var].name.as_str()))
            .filter(|var| !self.unavailable.contains(var))
            .collect()
    }

    fn visible_where(&self, wanted: impl Fn(&Variable) -> bool) -> Vec<Var> {
        self.visible().into_iter().filter(|&var| wanted(&self.variables[var])).collect()
    }

    fn visible_of(&self, ty: &Type) -> Vec<Var> {
        self.visible_where(|variable| variable.ty == *ty)
    }

    /// One of them, recent ones more often than old ones.
    fn choose(&mut self, of: &[Var]) -> Option<Var> {
        if of.len() > 3 && self.random.percent(50) {
            return self.random.pick(&of[..3]).copied();
        }
        self.random.pick(of).copied()
    }

    /// What may be written here.
    fn writable(&self, wanted: impl Fn(&Type) -> bool) -> Vec<Var> {
        if self.frozen > 0 {
            return Vec::new();
        }
        let mut writable = self.visible_where(|of| (of.mutable && !of.reserved || of.ty.is_output()) && wanted(&of.ty));
        writable.retain(|var| !self.borrowed.contains(var));
        writable
    }

    fn declare(&mut self, ty: Type, mutable: bool) -> Var {
        let name = self.name(&ty);
        self.declare_as(name, ty, mutable)
    }

    fn declare_as(&mut self, name: String, ty: Type, mutable: bool) -> Var {
        self.variables.push(Variable { name, ty, mutable, bounds: None, reserved: false });
        let var = self.variables.len() - 1;
        self.scopes.last_mut().expect("a scope is open").push(var);
        var
    }

    fn scoped<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        self.scopes.push(Vec::new());
        self.nesting += 1;
        let done = work(self);
        self.nesting -= 1;
        self.scopes.pop();
        done
    }

    fn frozen<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        self.frozen += 1;
        let done = work(self);
        self.frozen -= 1;
        done
    }

    /// A vector that can be moved out of: bound inside the innermost loop, so that no later iteration misses it.
    fn movable(&self, n: usize) -> Vec<Var> {
        self.movable_of(&Type::Vector(n))
    }

    fn movable_of(&self, ty: &Type) -> Vec<Var> {
        if self.frozen > 0 {
            return Vec::new();
        }
        let floor = self.loops.last().map_or(0, |around| around.floor);
        let inside: HashSet<Var> = self.scopes[floor..].iter().flatten().copied().collect();
        // A struct that is overwritten, and then moved in a branch or behind an early return, does not compile today.
        let block = self.scopes.last().map_or(&[][..], |scope| &scope[..]);
        let near = |var: &Var| !ty.is_structured() || block.contains(var) && !self.variables[*var].mutable;
        let free = |var: &Var| inside.contains(var) && near(var) && !self.borrowed.contains(var);
        self.visible_of(ty).into_iter().filter(free).collect()
    }

    /// An expression of any type that values have; none where there is nothing to make it of.
    fn value(&mut self, ty: &Type, depth: usize) -> Option<Expr> {
        match ty {
            Type::Float | Type::FloatRef => Some(self.float(depth)),
            Type::Int | Type::Signed => Some(self.int(4)),
            Type::Bool => Some(self.condition(depth.min(1))),
            Type::Tuple(of) => of.iter().map(|of| self.value(of, depth)).collect::<Option<Vec<_>>>().map(Expr::Tuple),
            Type::Kind | Type::Choice => Some(self.variant(ty, 0)),
            Type::Array(n) => Some(self.array(*n, depth)),
            Type::Matrix(n, m) => Some(self.matrix(*n, *m, depth)),
            Type::Vector(n) => Some(self.vector(*n, depth)),
            Type::Slice(n) | Type::ArrayRef(n) => self.lent_row(ty, *n, depth),
            Type::Rows(..) | Type::NestedRef(..) => self.lent_grid(ty),
            Type::Indices(n) => Some(self.indices(*n)),
            Type::Struct(of, Held::Own) => Some(self.structure(of, depth)),
            Type::Group(of, n, form @ (Form::Array | Form::Vector)) => Some(self.group(of, *n, *form, depth)),
            Type::Struct(_, Held::Ref) | Type::Group(_, _, Form::Slice) => self.lent_structured(ty, depth),
            Type::Enum(of, Held::Own) => Some(self.enum_value(of, depth)),
            Type::Enum(of, Held::Ref) => Some(self.lent_enum(of)),
            // Written through: an argument of its own kind. A vector that grows, or none: never asked for.
            _ => None,
        }
    }
}
