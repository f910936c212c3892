//! Names that stand for a piece of memory: what `&mut x[i]` was bound to, what a loop over `x.iter_mut()` names.
//!
//! A `&mut` is exclusive: while it is in use, its memory goes by no other name. So the name can be replaced by the place
//! itself, with its indices as they were at the borrow, and a write through it is a write to that place. What is borrowed
//! from such a name, shared or not, is replaced in the same way: of `split_at_mut`, one half may be written while a shared
//! reference to the other half is in use, which no two references to the whole could.

use super::fill::Filler;
use super::opaque::Offence;
use super::scope::{Entity, single};
use super::{Lowerer, Rhs, peel, types};
use crate::diagnostics::catalogue;
use crate::ir::{Expr as IrExpr, Inert, Member, Place, Read, Reading, Step, Type, VarId};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Expr;

#[derive(Clone)]
pub(super) struct View {
    /// As the user spelled it where it was bound.
    pub(super) name: Ident,
    /// Its indices never change.
    pub(super) place: Place,
    /// Of what is there.
    pub(super) ty: Type,
    pub(super) mutable: bool,
    /// How many shared references there are around the reference to it: a `filter` lends what its iterator gives.
    pub(super) around: usize,
}

impl View {
    /// The type of the name: a reference.
    pub(super) fn reference(&self) -> Type {
        let reference = Type::Ref { mutable: self.mutable, to: Box::new(self.ty.clone()) };
        (0..self.around).fold(reference, |to, _| Type::Ref { mutable: false, to: Box::new(to) })
    }
}

impl Lowerer<'_> {
    /// What a name stands for, if that is a piece of memory.
    pub(super) fn view(&self, expr: &Expr) -> Option<View> {
        match self.resolve(single(peel(expr))?)? {
            Entity::View(view) => Some(*view),
            _ => None,
        }
    }

    /// From here on, `name` stands for a place.
    pub(super) fn enter_view(&mut self, name: &Ident, place: Place, ty: Type, mutable: bool) {
        let view = View { name: name.clone(), place, ty, mutable, around: 0 };
        self.enter(name, Entity::View(Box::new(view)));
    }

    /// `**v`: what `v` stands for, and how many references are taken off it.
    pub(super) fn dereferenced(&self, expr: &Expr) -> Option<(View, usize)> {
        match peel(expr) {
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => {
                let (view, off) = self.dereferenced(&unary.expr)?;
                (off <= view.around).then_some((view, off + 1))
            }
            name => self.view(name).map(|view| (view, 0)),
        }
    }

    /// The memory that an expression names is reached by a name that stands for a place.
    pub(super) fn is_through_view(&self, expr: &Expr) -> bool {
        match peel(expr) {
            Expr::Index(index) => self.is_through_view(&index.expr),
            Expr::Field(field) => self.is_through_view(&field.base),
            Expr::Unary(unary) => self.is_through_view(&unary.expr),
            Expr::Reference(reference) => self.is_through_view(&reference.expr),
            other => self.view(other).is_some(),
        }
    }

    /// The place that an expression names, with indices that nothing will change.
    pub(super) fn captured(&mut self, expr: &Expr) -> (Place, Type) {
        let (mut place, ty) = self.place(expr);
        place.indices_mut().for_each(|index| *index = self.unchanging(index.clone()));
        (place, ty)
    }

    /// An index or a bound as it is now.
    pub(super) fn unchanging(&mut self, index: IrExpr) -> IrExpr {
        match index.as_var().filter(|&var| self.function.var(var).mutable) {
            Some(var) => {
                let ty = self.function.var(var).ty.clone();
                IrExpr::Var(self.name("index", ty, Rhs::Plain(IrExpr::Var(var))))
            }
            None => index,
        }
    }

    /// An expression that names a piece of memory which a variable holds.
    pub(super) fn is_place(&self, expr: &Expr) -> bool {
        match peel(expr) {
            Expr::Index(index) => self.is_place(&index.expr),
            Expr::Field(field) => self.is_place(&field.base),
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => self.is_place(&unary.expr),
            other => self.variable(other).is_some() || self.view(other).is_some(),
        }
    }
}

/// A place as tokens with holes, and what it reads: its base first.
pub(super) fn tokens(place: &Place, span: Span) -> (TokenStream, Vec<Read>) {
    let mut reads = vec![Read { var: place.base, what: Reading::Value }];
    let mut tokens = Inert::hole(place.base, span).to_token_stream();
    let mut atom = |expr: &IrExpr| match expr {
        IrExpr::Var(var) => {
            reads.push(Read { var: *var, what: Reading::Value });
            Inert::hole(*var, span).to_token_stream()
        }
        IrExpr::Inert(inert) => {
            reads.extend(&inert.reads);
            inert.tokens.clone()
        }
        _ => TokenStream::new(),
    };
    for step in &place.path {
        tokens = match step {
            Step::Index(index) => {
                let index = atom(index);
                quote!(#tokens[#index])
            }
            Step::Range { low, high, inclusive } => {
                let (low, high) = (low.as_ref().map(&mut atom), high.as_ref().map(&mut atom));
                let dots = if *inclusive { quote!(..=) } else { quote!(..) };
                quote!(#tokens[#low #dots #high])
            }
            Step::Field(Member::Named(name)) => quote!(#tokens.#name),
            Step::Field(Member::Position(position)) => {
                let position = Literal::u32_unsuffixed(*position);
                quote!(#tokens.#position)
            }
            Step::Variant(variant) => {
                let pattern = super::structures::pattern_of(variant);
                quote!((*match &#tokens { #pattern => part, _ => ::core::unreachable!() }))
            }
            Step::Deref => quote!((*#tokens)),
        };
    }
    (tokens, reads)
}

/// Where in an opaque piece a name stands that stands for a place.
pub(super) enum Stands {
    /// Before `.` or `[`, or behind `*`: the place itself.
    AsPlace,
    /// As so many references, one around the other.
    AsReference(usize),
}

impl Stands {
    /// Behind so many `*`.
    pub(super) fn behind(view: &View, off: usize) -> Stands {
        match view.around + 1 - off {
            0 => Stands::AsPlace,
            left => Stands::AsReference(left),
        }
    }
}

impl Filler<'_, '_> {
    /// The place in place of its name.
    pub(super) fn view(&mut self, view: &View, stands: &Stands) -> Expr {
        let span = self.lowerer.span;
        let (tokens, reads) = tokens(&view.place, span);
        self.read_view(&reads);
        let tokens = match stands {
            Stands::AsPlace => tokens,
            Stands::AsReference(references) if !view.mutable => {
                let and = vec![quote!(&); *references];
                quote!((#(#and)*#tokens))
            }
            Stands::AsReference(_) => {
                let offence = Offence::Other(catalogue::mutable_borrow(&view.name));
                self.write(view.place.base, offence);
                quote!((&mut #tokens))
            }
        };
        syn::parse2(tokens).unwrap_or_else(|_| Expr::Verbatim(TokenStream::new()))
    }

    fn read_view(&mut self, reads: &[Read]) {
        let Some((base, indices)) = reads.split_first() else { return };
        self.read(base.var);
        let shape = std::mem::replace(&mut self.shape, false);
        self.sheltered(true, |this| indices.iter().for_each(|index| this.read(index.var)));
        self.shape = shape;
    }

    /// The base of an index, of a field, of a method call.
    pub(super) fn visit_base(&mut self, expr: &mut Expr) {
        match self.lowerer.view(expr) {
            Some(view) => *expr = self.view(&view, &Stands::AsPlace),
            None => self.visit_on_the_way(expr),
        }
    }

    pub(super) fn visit_on_the_way(&mut self, expr: &mut Expr) {
        self.on_the_way = true;
        syn::visit_mut::VisitMut::visit_expr_mut(self, expr);
        self.on_the_way = false;
    }

    /// `let v = &x[i];` for a macro that names `v`.
    pub(super) fn lend(&mut self, view: &View) -> TokenStream {
        let (tokens, reads) = tokens(&view.place, self.lowerer.span);
        self.read_view(&reads);
        let (name, and) = (&view.name, vec![quote!(&); view.around + 1]);
        quote!(let #name = #(#and)*#tokens;)
    }
}

/// The variables that a place reads.
pub(super) fn variables(place: &Place) -> impl Iterator<Item = VarId> {
    let (_, reads) = tokens(place, Span::call_site());
    reads.into_iter().map(|read| read.var)
}

/// What may be an array, a slice or a `Vec`.
pub(super) fn is_memory(ty: &Type) -> bool {
    matches!(ty.behind_refs(), Type::Array(..) | Type::Slice(_) | Type::Vec(_)) || types::is_open(ty)
}
