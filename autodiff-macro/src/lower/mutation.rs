//! Std's methods and functions that write the memory they are given: `a.swap(i, j)`, `v.push(x)`, `mem::swap(&mut a, &mut b)`.

use super::calls::{Target, last_name};
use super::{Lowerer, Rhs, peel, types, views};
use crate::diagnostics::catalogue;
use crate::ir::{Act, Expr, Inert, Place, Range, Step, StmtKind, Type, VarId};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use std::borrow::Cow;
use syn::{ExprCall, ExprMethodCall};

/// What is done to memory that may carry a derivative, by a method that we know.
const METHODS: &[(&str, usize)] = &[
    ("swap", 2),
    ("fill", 1),
    ("copy_from_slice", 1),
    ("clone_from_slice", 1),
    ("push", 1),
    ("pop", 0),
    ("truncate", 1),
    ("clear", 0),
    ("resize", 2),
    ("extend_from_slice", 1),
];

impl Lowerer<'_> {
    /// Lowers an expression statement that writes memory by a method or a function of std; false if it does no such thing.
    pub(super) fn mutates(&mut self, expr: &syn::Expr) -> bool {
        match peel(expr) {
            syn::Expr::MethodCall(call) if self.is_mutation(call) => {
                self.mutation(call);
                true
            }
            syn::Expr::MethodCall(call) => match self.popped(call) {
                Some((rhs, ty)) => {
                    self.name("popped", ty, rhs);
                    true
                }
                None => false,
            },
            syn::Expr::Call(call) => match self.callee(call) {
                Target::Memory => self.exchange(call),
                _ => false,
            },
            _ => false,
        }
    }

    /// A method of std that writes memory which may carry a derivative.
    pub(super) fn is_mutation(&mut self, call: &ExprMethodCall) -> bool {
        let name = call.method.to_string();
        let is_known = METHODS.contains(&(name.as_str(), call.args.len()));
        if !is_known || self.root(&call.receiver).is_none() || self.is_poisoned(&call.receiver) {
            return false;
        }
        match self.type_of(&call.receiver).behind_refs() {
            ty if ty.is_discrete() => false,
            Type::Vec(_) => true,
            Type::Array(..) | Type::Slice(_) => !grows(&name),
            _ => false,
        }
    }

    fn mutation(&mut self, call: &ExprMethodCall) {
        let name = call.method.to_string();
        let element = self.type_of(&call.receiver).element();
        match name.as_str() {
            "swap" => {
                let (mut place, _) = self.place(&call.receiver);
                let (first, second) = (self.index(&call.args[0]), self.index(&call.args[1]));
                place.path.push(Step::Index(first));
                self.mutate(place, Act::Exchange(second));
            }
            "fill" if element.says_shape() && !element.is_float() => self.fill_rows(call, &element),
            "fill" if matches!(element, Type::Vec(_)) => self.refuse(catalogue::vec_method(&call.method)),
            "fill" => {
                let value = self.float(&call.args[0], &element).0;
                let (place, _) = self.place(&call.receiver);
                self.mutate(place, Act::Fill(value));
            }
            "copy_from_slice" | "clone_from_slice" => {
                let (place, _) = self.place(&call.receiver);
                let from = self.lent(&call.args[0], place.base);
                self.mutate(place, Act::Copy(from));
            }
            "push" => {
                let (value, its) = match element.is_float() || self.type_of(&call.args[0]).is_float() {
                    true => self.float(&call.args[0], &element),
                    false => self.owned(&call.args[0], &element),
                };
                self.learn_memory(&call.receiver, Type::Vec(Box::new(its)));
                let (place, _) = self.place(&call.receiver);
                self.mutate(place, Act::Push(value));
            }
            "pop" => {
                // Of a row, the shape has to be remembered.
                let var =
                    (!element.says_shape()).then(|| self.function.fresh("popped", element, crate::ir::Origin::Temp));
                let check = if var.is_some() { quote!(.unwrap()) } else { TokenStream::new() };
                let (place, _) = self.place(&call.receiver);
                self.mutate(place, Act::Pop { var, check });
            }
            _ if !element.is_float() => self.refuse(catalogue::rows_resized(&call.method)),
            "extend_from_slice" => {
                let (place, _) = self.place(&call.receiver);
                let was = self.length_of(&place);
                let from = self.lent(&call.args[0], place.base);
                self.mutate(place, Act::Extend { from, was });
            }
            "resize" => {
                let len = self.index(&call.args[0]);
                let value = self.float(&call.args[1], &element).0;
                let (place, _) = self.place(&call.receiver);
                let was = self.length_of(&place);
                self.mutate(place, Act::Resize { len, value, was });
            }
            _ => {
                let len = match call.args.first() {
                    Some(len) => self.index(len),
                    None => Expr::Inert(Inert::pure(quote!(0), Vec::new(), false)),
                };
                let (place, _) = self.place(&call.receiver);
                let was = self.length_of(&place);
                self.mutate(place, Act::Truncate { len, was });
            }
        }
    }

    pub(super) fn mutate(&mut self, place: Place, act: Act) {
        let keeps = matches!(act, Act::Exchange(_) | Act::Fill(_) | Act::Copy(_));
        let swapped = match &act {
            Act::Swap(Expr::Borrow { place, .. }) => Some(place),
            _ => None,
        };
        if !keeps && [Some(&place), swapped].into_iter().flatten().any(|place| self.is_lent_vec(place)) {
            self.refuse(catalogue::output_replaced(self.span));
            return;
        }
        self.push(StmtKind::Mutate { place, act });
    }

    /// A `Vec` of the caller's: what is known of its cotangent is as long as it is.
    pub(super) fn is_lent_vec(&self, place: &Place) -> bool {
        let whole = place.path.iter().all(|step| matches!(step, Step::Deref));
        let ty = &self.function.var(place.base).ty;
        whole && ty.is_mut_ref() && matches!(ty.behind_refs(), Type::Vec(_))
    }

    /// An atom that indexes memory.
    fn index(&mut self, expr: &syn::Expr) -> Expr {
        let index = self.discrete(expr, &types::usize_type(), "index", true);
        if let Some(var) = index.as_var()
            && matches!(self.function.var(var).ty, Type::Int(None))
        {
            self.function.var_mut(var).ty = types::usize_type();
        }
        index
    }

    /// A variable for how long the memory at `place` is now.
    pub(super) fn length_of(&mut self, place: &Place) -> VarId {
        let (tokens, reads) = views::tokens(place, self.span);
        let length = Inert::pure(quote!(#tokens.len()), reads, false);
        self.name("length", types::usize_type(), Rhs::Plain(Expr::Inert(length)))
    }

    /// A slice that is only looked at. Of the memory that is written it is another part, as `split_at_mut` gives it, which
    /// can't be borrowed by its full name at the same time.
    fn lent(&mut self, expr: &syn::Expr, written: VarId) -> Expr {
        let (mut place, ty) = self.place(expr);
        if place.base == written {
            let copy = Type::Vec(Box::new(ty.element()));
            place = Place::var(self.name("part", copy, Rhs::Plain(Expr::ToVec(place))));
        }
        Expr::Borrow { mutable: false, place }
    }

    /// `m.fill([0.0; 3])`: row by row.
    fn fill_rows(&mut self, call: &ExprMethodCall, element: &Type) {
        let (row, _) = self.owned(&call.args[0], element);
        let (mut place, _) = self.place(&call.receiver);
        let high = Expr::Var(self.length_of(&place));
        let var = self.function.fresh("row", types::usize_type(), crate::ir::Origin::Temp);
        place.path.push(Step::Index(Expr::Var(var)));
        let assign = self.function.stmt(StmtKind::Assign { place, value: row }, self.span, crate::ir::Pass::Primal);
        let low = Expr::Inert(Inert::pure(quote!(0), Vec::new(), false));
        let range = Range { low, high, inclusive: false, adaptors: Vec::new() };
        let body = crate::ir::Block { stmts: vec![assign], values: Vec::new() };
        self.push(StmtKind::For { label: None, var, range, body });
    }

    /// What is put into memory tells what the memory is made of: `m[i].push(x)` of an `m` that started as
    /// `vec![Vec::new(); n]`.
    fn learn_memory(&mut self, memory: &syn::Expr, ty: Type) {
        match peel(memory) {
            syn::Expr::Index(index) => {
                let around = match self.type_of(&index.expr).behind_refs() {
                    Type::Array(_, len) => Type::Array(Box::new(ty), len.clone()),
                    Type::Slice(_) => Type::Slice(Box::new(ty)),
                    _ => Type::Vec(Box::new(ty)),
                };
                self.learn_memory(&index.expr, around);
            }
            variable => self.learn(variable, &ty),
        }
    }

    /// `v.pop().unwrap()`, `v.pop().expect("…")`
    pub(super) fn popped(&mut self, call: &ExprMethodCall) -> Option<(Rhs, Type)> {
        let syn::Expr::MethodCall(pop) = peel(&call.receiver) else { return None };
        let unwraps = (call.method == "unwrap" && call.args.is_empty())
            || (call.method == "expect" && matches!(call.args.first(), Some(syn::Expr::Lit(_))));
        if !unwraps || pop.method != "pop" || !self.is_mutation(pop) {
            return None;
        }
        let (place, ty) = self.place(&pop.receiver);
        let (method, args) = (&call.method, &call.args);
        let act = Act::Pop { var: None, check: quote!(.#method(#args)) };
        Some((Rhs::Structured(Box::new(StmtKind::Mutate { place, act })), ty.element()))
    }

    /// `mem::swap(&mut a, &mut b);`, and `mem::replace` as a statement; false if it is about nothing but integers.
    fn exchange(&mut self, call: &ExprCall) -> bool {
        let call = &*self.by_places(call);
        let places: Vec<&syn::Expr> = call.args.iter().map_while(|arg| self.exclusive(arg)).collect();
        let discrete = places.iter().all(|place| self.owned_type(place).is_discrete());
        let name = last_name(&call.func).map(ToString::to_string).unwrap_or_default();
        match (name.as_str(), places.as_slice()) {
            (_, []) => false,
            _ if discrete => false,
            ("swap", &[one, other]) if call.args.len() == 2 => {
                if let Some(odd) = places.iter().find(|place| !self.is_owned_place(place)) {
                    self.refuse(catalogue::alias(odd));
                    return true;
                }
                // What one of them is known to be, the other is.
                let (first, second) = (self.owned_type(one), self.owned_type(other));
                self.learn_memory(one, second);
                self.learn_memory(other, first);
                let (place, ty) = self.place(one);
                let (other, _) = self.place(other);
                if place.base == other.base && !ty.says_shape() && !place.is_apart_from(&other) {
                    self.refuse(catalogue::swapped_within(call));
                    return true;
                }
                self.mutate(place, Act::Swap(Expr::Borrow { mutable: true, place: other }));
                true
            }
            ("replace", &[target]) if call.args.len() == 2 && self.view(target).is_none() => {
                self.assign(target, &call.args[1]);
                true
            }
            _ => {
                self.replaced(call);
                true
            }
        }
    }

    /// `mem::replace(&mut a, value)`, `mem::take(&mut a)`: what was there before.
    pub(super) fn replaced(&mut self, call: &ExprCall) -> (Rhs, Type) {
        let call = &*self.by_places(call);
        let name = last_name(&call.func).map(ToString::to_string).unwrap_or_default();
        let Some(target) =
            call.args.first().and_then(|target| self.exclusive(target)).filter(|target| self.is_owned_place(target))
        else {
            return self.poison(catalogue::mutable_borrow(call));
        };
        let ty = self.owned_type(target);
        let value = match (name.as_str(), call.args.get(1), &ty) {
            ("replace", Some(value), _) if ty.is_float() => self.float(value, &ty).0,
            ("replace", Some(value), _) => self.owned(value, &ty).0,
            ("take", None, Type::Float(_)) => Expr::number(0.0),
            ("take", None, Type::Array(of, len)) if of.is_float() => {
                Expr::Repeat(Box::new(Expr::number(0.0)), Inert::pure(len.clone(), Vec::new(), false))
            }
            ("take", None, Type::Vec(_)) => Expr::Runtime("Vec::new", Vec::new()),
            _ => return self.poison(catalogue::taken(call)),
        };
        let (place, its) = self.place(target);
        let ty = types::join(&ty, &its);
        let var = self.name("before", ty.clone(), Rhs::Plain(value));
        self.function.var_mut(var).mutable = true;
        self.mutate(place, Act::Swap(Expr::Borrow { mutable: true, place: Place::var(var) }));
        (Rhs::Plain(Expr::Var(var)), ty)
    }

    /// A parameter that is a `&mut` by its place: `mem::swap(a, b)` is `mem::swap(&mut *a, &mut *b)`.
    fn by_places<'c>(&self, call: &'c ExprCall) -> Cow<'c, ExprCall> {
        let mut explicit = Cow::Borrowed(call);
        for (at, arg) in call.args.iter().enumerate() {
            if self.lent_variable(arg).is_some() {
                explicit.to_mut().args[at] = syn::parse_quote!(&mut *#arg);
            }
        }
        explicit
    }

    /// The place behind `&mut`, or behind a name for one.
    fn exclusive<'e>(&self, expr: &'e syn::Expr) -> Option<&'e syn::Expr> {
        match peel(expr) {
            syn::Expr::Reference(reference) if reference.mutability.is_some() => Some(&reference.expr),
            name => self.view(name).map(|_| name),
        }
    }

    /// Memory of a variable that is no reference, by its own name or by another.
    fn is_owned_place(&mut self, expr: &syn::Expr) -> bool {
        self.view(expr).is_some() || (self.root(expr).is_some() && !self.type_of(expr).is_ref())
    }

    /// The type of what is there.
    fn owned_type(&mut self, expr: &syn::Expr) -> Type {
        match self.view(expr) {
            Some(view) => view.ty,
            None => self.type_of(expr),
        }
    }

    /// `Vec::new()`, `Vec::with_capacity(n)`
    pub(super) fn growing(&mut self, call: &ExprCall, expected: &Type) -> (Rhs, Type) {
        let ty = types::join(&self.call_type(call), expected);
        let value = match call.args.first() {
            Some(capacity) => {
                let capacity = self.discrete(capacity, &types::usize_type(), "capacity", true);
                Expr::Runtime("Vec::with_capacity", vec![capacity])
            }
            None => Expr::Runtime("Vec::new", Vec::new()),
        };
        (Rhs::Plain(value), ty)
    }

    /// `a.clone()`, `a.to_vec()`, `a.to_owned()`: the type of what that makes of memory.
    pub(super) fn copied_type(&mut self, call: &ExprMethodCall) -> Option<Type> {
        if !call.args.is_empty() {
            return None;
        }
        let receiver = self.type_of(&call.receiver);
        let vec = |of: &Type| Type::Vec(Box::new(of.clone()));
        match (call.method.to_string().as_str(), receiver.behind_refs()) {
            ("clone" | "to_owned", ty @ (Type::Array(..) | Type::Vec(_))) => Some(ty.clone()),
            ("to_owned", Type::Slice(of)) | ("to_vec", Type::Array(of, _) | Type::Slice(of) | Type::Vec(of)) => {
                Some(vec(of))
            }
            _ => None,
        }
    }

    /// The copy itself.
    pub(super) fn copied(&mut self, call: &ExprMethodCall, ty: Type) -> (Rhs, Type) {
        let (place, of) = self.place(&call.receiver);
        let value = match (call.method.to_string().as_str(), of.behind_refs()) {
            ("to_vec", _) | (_, Type::Slice(_)) => Expr::ToVec(place),
            // An array is copied by being read.
            (_, Type::Array(of, _)) if of.is_copy() && !place.is_whole() => Expr::Load(place),
            (_, Type::Array(of, _)) if of.is_copy() && !self.function.var(place.base).ty.is_ref() => {
                Expr::Var(place.base)
            }
            _ => Expr::Clone(place),
        };
        (Rhs::Plain(value), ty)
    }
}

fn grows(method: &str) -> bool {
    !matches!(method, "swap" | "fill" | "copy_from_slice" | "clone_from_slice")
}

/// The element type that `Vec::<f64>::new` names.
pub(super) fn named_element(callee: &syn::Expr) -> Type {
    let syn::Expr::Path(path) = peel(callee) else { return Type::Unknown };
    let segments = &path.path.segments;
    let owner = segments.iter().rev().nth(1);
    let arguments = owner.map(|owner| owner.arguments.to_token_stream()).unwrap_or_default();
    let ty = syn::parse2::<syn::AngleBracketedGenericArguments>(arguments).ok();
    match ty.as_ref().and_then(|arguments| arguments.args.first()) {
        Some(syn::GenericArgument::Type(ty)) => types::read(ty),
        _ => Type::Unknown,
    }
}
