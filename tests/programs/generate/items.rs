//! Loops over elements, windows, chunks and rows, by reference and by value.

use super::Generator;
use crate::features::Feature;
use crate::program::{Expr, Held, Items, Pattern, Place, Source, Stmt, Sub, Type, Var};

/// What a loop runs over, who is borrowed for it, and what comes out.
struct Run {
    source: Source,
    item: Item,
    /// How many items there are at most.
    most: usize,
    shared: Vec<Var>,
    exclusive: Vec<Var>,
}

enum Item {
    Of(Type),
    /// `&usize` below a bound.
    Index(usize),
    /// A number of the loop's trips.
    Count,
    Pair(Box<Item>, Box<Item>),
}

impl Generator {
    pub(super) fn over_items(&mut self) -> Option<Vec<Stmt>> {
        let run = self.run_over()?;
        let (shared, exclusive) = (run.shared.clone(), run.exclusive.clone());
        let borrowed = self.borrowed.len();
        self.borrowed.extend(shared);
        let fresh: Vec<Var> = exclusive.into_iter().filter(|&var| self.unavailable.insert(var)).collect();
        let (label, (pattern, body)) = self.looped(None, |this| {
            let pattern = this.item(&run.item, run.most);
            this.distinct(&pattern);
            let first = this.first_use(&pattern);
            (pattern, this.body(first))
        });
        self.borrowed.truncate(borrowed);
        // What is moved into its loop does not come back.
        let moved = matches!(run.source, Source::Items(_, Items::Owned));
        self.unavailable.retain(|var| moved || !fresh.contains(var));
        Some(vec![Stmt::For { label, pattern, source: run.source, body }])
    }

    /// What can be written through is, more often than not.
    fn first_use(&mut self, pattern: &Pattern) -> Vec<Stmt> {
        let vars = super::matches::variables(pattern);
        let numbers: Vec<Var> = vars.iter().copied().filter(|&var| self.variables[var].ty == Type::FloatMut).collect();
        match self.random.pick(&numbers).copied() {
            Some(var) if self.random.percent(80) => vec![self.write(var, Vec::new())],
            _ if self.random.percent(50) => self.assign_float(),
            _ => Vec::new(),
        }
    }

    fn run_over(&mut self) -> Option<Run> {
        let mut run = self.base()?;
        // `&a` has no methods of iterators.
        if matches!(run.source, Source::Items(_, Items::Lent | Items::LentMut | Items::Owned)) {
            return Some(run);
        }
        self.adapted(&mut run);
        if self.features.has(Feature::Zip) && self.random.percent(35) {
            let borrowed = self.borrowed.len();
            self.borrowed.extend(&run.shared);
            let fresh: Vec<Var> = run.exclusive.iter().copied().filter(|&var| self.unavailable.insert(var)).collect();
            let other = self.base();
            self.borrowed.truncate(borrowed);
            self.unavailable.retain(|var| !fresh.contains(var));
            if let Some(mut other) = other {
                let bare = matches!(other.source, Source::Items(_, Items::Lent | Items::LentMut | Items::Owned));
                if !bare && self.random.percent(30) {
                    self.adapted(&mut other);
                }
                run = zipped(run, other);
            }
        }
        if self.random.percent(40) {
            run.source = Source::Enumerate(Box::new(run.source));
            run.item = Item::Pair(Box::new(Item::Count), Box::new(run.item));
        }
        self.adapted(&mut run);
        Some(run)
    }

    fn adapted(&mut self, run: &mut Run) {
        if !self.features.has(Feature::Adapters) || self.random.percent(65) {
            return;
        }
        let inner = Box::new(std::mem::replace(&mut run.source, Source::Items(Place::whole(0), Items::Iter)));
        run.source = match self.random.below(6) {
            0..=2 => Source::Rev(inner),
            3 => Source::StepBy(inner, 1 + self.random.below(3)),
            4 => Source::Skip(inner, self.random.below(2)),
            _ => Source::Take(inner, 1 + self.random.below(3)),
        };
    }

    fn base(&mut self) -> Option<Run> {
        let mutable = self.features.has(Feature::IterMut) && self.random.percent(40);
        if mutable {
            let holds = |ty: &Type| ty.row().is_some() || ty.grid().is_some() || ty.has_row() || ty.group().is_some();
            let targets = self.writable(|ty| holds(ty) || *ty == Type::Stack);
            let var = self.choose(&targets)?;
            return Some(self.mutably(var));
        }
        let sources = self.visible_where(|variable| {
            let ty = &variable.ty;
            let of_structs = ty.has_row() || ty.group().is_some();
            ty.row().is_some() || ty.grid().is_some() || of_structs || matches!(ty, Type::Stack | Type::Indices(_))
        });
        let var = self.choose(&sources)?;
        let ty = self.variables[var].ty.clone();
        if let Some((of, n)) = ty.group() {
            let item = Item::Of(Type::Struct(of.clone(), Held::Ref));
            return Some(self.of_place(Place::whole(var), n, item));
        }
        match (ty.row(), ty.grid()) {
            _ if ty.structure().is_some() => self.over_row(var),
            _ if ty == Type::Stack => Some(self.of_place(Place::whole(var), 6, Item::Of(Type::FloatRef))),
            (None, None) => {
                let n = if let Type::Indices(n) = ty { n } else { 0 };
                Some(self.of_place(Place::whole(var), n, Item::Index(n)))
            }
            (_, Some((n, m))) if self.random.percent(50) => {
                let row = match ty {
                    Type::Matrix(..) | Type::Rows(..) | Type::RowsMut(..) => Type::ArrayRef(m),
                    _ => Type::Slice(m),
                };
                Some(self.of_place(Place::whole(var), n, Item::Of(row)))
            }
            _ => self.over_row(var),
        }
    }

    /// Elements by reference or by value, windows, chunks.
    fn over_row(&mut self, var: Var) -> Option<Run> {
        let ty = self.variables[var].ty.clone();
        if self.features.has(Feature::Parts) && self.random.percent(35) {
            let (place, n) = self.row_of(var);
            let k = 1 + self.random.below(n.min(3));
            let items = if self.random.percent(50) { Items::Windows(k) } else { Items::Chunks(k) };
            let most = if let Items::Chunks(k) = items { n / k } else { n + 1 - k };
            let source = Source::Items(place, items);
            return Some(Run {
                source,
                item: Item::Of(Type::Slice(k)),
                most,
                shared: vec![var],
                exclusive: Vec::new(),
            });
        }
        let movable = self.features.has(Feature::IterOwned) && ty.row().is_some_and(|n| self.movable(n).contains(&var));
        if self.random.percent(15) && (movable || matches!(ty, Type::Array(_))) {
            let source = Source::Items(Place::whole(var), Items::Owned);
            let (shared, exclusive) = if movable { (Vec::new(), vec![var]) } else { (Vec::new(), Vec::new()) };
            let most = ty.row().unwrap_or(0);
            return Some(Run { source, item: Item::Of(Type::Float), most, shared, exclusive });
        }
        let (place, n) = self.row_of(var);
        Some(self.of_place(place, n, Item::Of(Type::FloatRef)))
    }

    /// `a.iter()`, `a.iter().copied()`, `&a`
    fn of_place(&mut self, place: Place, most: usize, item: Item) -> Run {
        let shared = vec![place.var];
        // `&mut` itself would be moved into the loop.
        let behind = self.variables[place.var].ty.is_output() && place.path.is_empty() && place.part.is_none();
        if !behind && self.random.percent(25) {
            return Run { source: Source::Items(place, Items::Lent), item, most, shared, exclusive: Vec::new() };
        }
        let source = Source::Items(place, Items::Iter);
        match item {
            Item::Of(Type::FloatRef) if self.random.percent(20) => {
                let source = Source::Copied(Box::new(source));
                Run { source, item: Item::Of(Type::Float), most, shared, exclusive: Vec::new() }
            }
            item => Run { source, item, most, shared, exclusive: Vec::new() },
        }
    }

    fn mutably(&mut self, var: Var) -> Run {
        let ty = self.variables[var].ty.clone();
        if let Some((n, m)) = ty.grid()
            && self.random.percent(50)
        {
            let row = match ty {
                Type::Nested(..) => Type::SliceMut(m),
                _ => Type::ArrayMut(m),
            };
            let source = Source::Items(Place::whole(var), Items::IterMut);
            return Run { source, item: Item::Of(row), most: n, shared: Vec::new(), exclusive: vec![var] };
        }
        if let Some((of, n)) = ty.group() {
            let item = Item::Of(Type::Struct(of.clone(), Held::Mut));
            let items = if !ty.is_reference() && self.random.percent(30) { Items::LentMut } else { Items::IterMut };
            let source = Source::Items(Place::whole(var), items);
            return Run { source, item, most: n, shared: Vec::new(), exclusive: vec![var] };
        }
        let (place, n) = if ty == Type::Stack { (Place::whole(var), 6) } else { self.row_of(var) };
        // Behind `&mut` the reference itself would be moved into the loop.
        let plain = place.path.is_empty() && place.part.is_none() && !ty.is_reference();
        let (items, item, most) = match self.random.below(5) {
            0 if plain => (Items::LentMut, Type::FloatMut, n),
            1 if self.features.has(Feature::Parts) && ty != Type::Stack => {
                let k = 1 + self.random.below(n.min(3));
                (Items::ChunksMut(k), Type::SliceMut(k), n / k)
            }
            _ => (Items::IterMut, Type::FloatMut, n),
        };
        let source = Source::Items(place, items);
        Run { source, item: Item::Of(item), most, shared: Vec::new(), exclusive: vec![var] }
    }

    fn item(&mut self, item: &Item, most: usize) -> Pattern {
        match item {
            Item::Count => {
                let var = self.declare(Type::Int, false);
                self.variables[var].bounds = Some((0, most as i64));
                Pattern::Var(var)
            }
            Item::Index(n) => {
                let var = self.declare(Type::Int, false);
                self.variables[var].bounds = Some((0, *n as i64));
                Pattern::Deref(Box::new(Pattern::Var(var)))
            }
            Item::Pair(one, other) => Pattern::Tuple(vec![self.item(one, most), self.item(other, most)]),
            Item::Of(_) if self.random.percent(4) => Pattern::Wild,
            Item::Of(Type::FloatRef) if self.random.percent(60) => {
                Pattern::Deref(Box::new(Pattern::Var(self.declare(Type::Float, false))))
            }
            Item::Of(Type::Struct(of, held)) if self.random.percent(40) => self.apart(of, Some(*held == Held::Mut)),
            Item::Of(ty) => {
                let mutable = *ty == Type::Float && self.random.percent(30);
                Pattern::Var(self.declare(ty.clone(), mutable))
            }
        }
    }

    /// `let s = &a[1..3];`, `let row = &mut a[i];`, and what happens while it lasts.
    pub(super) fn let_reference(&mut self, mutable: bool) -> Option<Vec<Stmt>> {
        let (place, ty) = self.lent_place(mutable)?;
        let root = place.var;
        let value = Expr::Lend(place, mutable);
        let var = self.declare(ty.lent(mutable), false);
        let binding = Stmt::Let { pattern: Pattern::Var(var), value: Some(value) };
        Some(self.lasting(root, mutable, vec![binding], &[var]))
    }

    fn lent_place(&mut self, mutable: bool) -> Option<(Place, Type)> {
        let holds = |ty: &Type| ty.row().is_some() || ty.grid().is_some();
        let structured = if mutable { self.writable(Type::is_structured) } else { self.structured() };
        if !structured.is_empty() && self.random.percent(40) {
            return self.route(&structured, |ty| *ty != Type::Int);
        }
        let targets = if mutable {
            self.writable(|ty| holds(ty) || *ty == Type::Float)
        } else {
            self.visible_where(|variable| holds(&variable.ty))
        };
        let var = self.choose(&targets)?;
        let ty = self.variables[var].ty.clone();
        if ty == Type::Float {
            return Some((Place::whole(var), ty));
        }
        if self.random.percent(35) {
            return Some((Place::at(var, self.path(var)), Type::Float));
        }
        if let Some((n, _)) = ty.grid() {
            return Some((Place::at(var, vec![self.index(n)]), ty.element()));
        }
        let n = ty.row().filter(|&n| n > 1)?;
        let part: Sub = self.part(n);
        let ty = Type::Vector(part.len);
        Some((Place { var, path: Vec::new(), part: Some(part) }, ty))
    }

    /// `let (l, r) = a.split_at(2);`
    pub(super) fn split(&mut self) -> Option<Vec<Stmt>> {
        let mutable = self.features.has(Feature::BorrowMut) && self.random.percent(50);
        let rows = if mutable {
            self.writable(|ty| ty.row() > Some(1))
        } else {
            self.visible_where(|variable| variable.ty.row() > Some(1))
        };
        let var = self.choose(&rows)?;
        let n = self.variables[var].ty.row()?;
        let at = 1 + self.random.below(n - 1);
        let value = Expr::Split(Place::whole(var), at, mutable);
        let halves = [at, n - at].map(|n| self.declare(Type::Vector(n).lent(mutable), false));
        let pattern = Pattern::Tuple(halves.map(Pattern::Var).to_vec());
        self.distinct(&pattern);
        Some(self.lasting(var, mutable, vec![Stmt::Let { pattern, value: Some(value) }], &halves))
    }

    /// A few statements while `root` is lent to `names`.
    pub(super) fn lasting(&mut self, root: Var, mutable: bool, mut stmts: Vec<Stmt>, names: &[Var]) -> Vec<Stmt> {
        let fresh = mutable && self.unavailable.insert(root);
        if !mutable {
            self.borrowed.push(root);
        }
        if mutable && self.random.percent(80) {
            let name = names[self.random.below(names.len())];
            let path = self.path(name);
            stmts.push(self.write(name, path));
        }
        let count = 1 + self.random.below(2);
        self.budget = self.budget.max(1);
        stmts.extend(self.stmts(count));
        if !mutable {
            self.borrowed.pop();
        }
        if fresh {
            self.unavailable.remove(&root);
        }
        self.unavailable.extend(names);
        stmts
    }
}

fn zipped(run: Run, other: Run) -> Run {
    Run {
        source: Source::Zip(Box::new(run.source), Box::new(other.source)),
        item: Item::Pair(Box::new(run.item), Box::new(other.item)),
        most: run.most.min(other.most),
        shared: [run.shared, other.shared].concat(),
        exclusive: [run.exclusive, other.exclusive].concat(),
    }
}
