//! Std's methods that write the memory they are called on: `a.swap(i, j)`, `v.push(x)`.

use super::calls::Target;
use super::{Lowerer, Rhs, peel, types, views};
use crate::diagnostics::catalogue;
use crate::ir::{Act, Expr, Inert, Place, Range, Read, Reading, Step, StmtKind, Type, VarId};
use quote::quote;
use syn::ExprMethodCall;

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
            // A field, of which only rustc knows that it is one: `carries` has it see to that.
            Type::Unknown => {
                let is_field = matches!(peel(&call.receiver), syn::Expr::Field(_));
                is_field
                    && !self.is_passive(&call.receiver)
                    && !matches!(name.as_str(), "resize" | "truncate" | "clear")
            }
            _ => false,
        }
    }

    fn mutation(&mut self, call: &ExprMethodCall) {
        let name = call.method.to_string();
        let element = self.type_of(&call.receiver).element();
        match name.as_str() {
            "swap" => {
                let indices = |this: &mut Self| (this.index(&call.args[0]), this.index(&call.args[1]));
                let (mut place, (first, second)) = self.receiver_and(&call.receiver, indices);
                place.path.push(Step::Index(first));
                self.mutate(place, Act::Exchange(second));
            }
            "fill" if element.says_shape() && !element.is_float() => self.fill_rows(call, &element),
            "fill" if matches!(element, Type::Vec(_)) => self.refuse(catalogue::vec_method(&call.method)),
            "fill" => {
                let value = |this: &mut Self| this.float(&call.args[0], &element).0;
                let (place, value) = self.receiver_and(&call.receiver, value);
                self.mutate(place, Act::Fill(value));
            }
            "copy_from_slice" | "clone_from_slice" => {
                let (place, _) = self.place(&call.receiver);
                let from = self.lent(&call.args[0], place.base);
                self.mutate(place, Act::Copy(from));
            }
            "push" => {
                let value = |this: &mut Self| {
                    let (value, its) = match element.is_float() || this.type_of(&call.args[0]).is_float() {
                        true => this.float(&call.args[0], &element),
                        false => this.owned(&call.args[0], &element),
                    };
                    this.learn_memory(&call.receiver, Type::Vec(Box::new(its)));
                    value
                };
                let (place, value) = self.receiver_and(&call.receiver, value);
                self.mutate(place, Act::Push(value));
            }
            "extend_from_slice" => {
                let (place, _) = self.place(&call.receiver);
                let was = self.length_of(&place);
                let from = self.lent(&call.args[0], place.base);
                self.mutate(place, Act::Extend { from, was });
            }
            "resize" if !element.is_float() => self.refuse(catalogue::rows_resized(&call.method)),
            "resize" => {
                let args = |this: &mut Self| (this.index(&call.args[0]), this.float(&call.args[1], &element).0);
                let (place, (len, value)) = self.receiver_and(&call.receiver, args);
                let was = self.length_of(&place);
                self.mutate(place, Act::Resize { len, value, was });
            }
            _ => {
                let len = |this: &mut Self| call.args.first().map(|len| this.index(len));
                let (place, len) = self.receiver_and(&call.receiver, len);
                let was = self.length_of(&place);
                let len = len.unwrap_or_else(|| {
                    // Of nothing, `pop` takes nothing.
                    let hole = Inert::hole(was, self.span);
                    let reads = vec![Read { var: was, what: Reading::Value }];
                    Expr::Inert(match name.as_str() {
                        "pop" => Inert::pure(quote!(#hole.saturating_sub(1)), reads, false),
                        _ => Inert::pure(quote!(0), Vec::new(), false),
                    })
                });
                match element.is_float() {
                    true => self.mutate(place, Act::Truncate { len, was }),
                    false => self.drop_rows(place, element, len, was),
                }
            }
        }
    }

    /// What is cut off row by row, so that the shape of each can be remembered.
    fn drop_rows(&mut self, place: Place, element: Type, low: Expr, was: VarId) {
        let low = match low {
            Expr::Inert(inert) if !inert.reads.is_empty() => {
                Expr::Var(self.name("length", types::usize_type(), Rhs::Plain(Expr::Inert(inert))))
            }
            low => low,
        };
        let row = self.function.fresh("popped", element, crate::ir::Origin::Temp);
        let outer = std::mem::take(&mut self.stmts);
        self.mutate(place, Act::Pop { var: Some(row), check: quote!(.unwrap()) });
        let body = crate::ir::Block { stmts: std::mem::replace(&mut self.stmts, outer), values: Vec::new() };
        let var = self.function.fresh("row", types::usize_type(), crate::ir::Origin::Temp);
        let range = Range { low, high: Expr::Var(was), inclusive: false, adaptors: Vec::new() };
        self.push(StmtKind::For { label: None, var, range, body });
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
        let (mut place, (row, _)) = self.receiver_and(&call.receiver, |this| this.owned(&call.args[0], element));
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
    pub(super) fn learn_memory(&mut self, memory: &syn::Expr, ty: Type) {
        match peel(memory) {
            syn::Expr::Index(index) => {
                let around = match self.type_of(&index.expr).behind_refs() {
                    Type::Array(_, len) => Type::Array(Box::new(ty), len.clone()),
                    Type::Slice(_) => Type::Slice(Box::new(ty)),
                    Type::Vec(_) => Type::Vec(Box::new(ty)),
                    // What a call returned may be any of them.
                    _ => return,
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
}

fn grows(method: &str) -> bool {
    !matches!(method, "swap" | "fill" | "copy_from_slice" | "clone_from_slice")
}
