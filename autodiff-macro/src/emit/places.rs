//! Places: what they are called where they are read, and where they are written.

use super::Printer;
use super::expressions::known_float;
use super::precedence::{Piece, Prec};
use super::spans::{hygienic, user, user_ident};
use crate::ir::{Expr, FloatType, Member, Origin, Place, Step, Type, VarId, Variant};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};

impl Printer<'_> {
    /// A place that is read.
    pub(super) fn place(&self, place: &Place) -> Piece {
        self.reached(place, false)
    }

    /// A place that is written.
    pub(super) fn written(&self, place: &Place) -> Piece {
        self.reached(place, true)
    }

    fn reached(&self, place: &Place, mutable: bool) -> Piece {
        let base = self.name(place.base);
        let skipped = usize::from(self.is_unwrapped(place) && matches!(place.path.first(), Some(Step::Deref)));
        let path = Place { base: place.base, path: place.path[skipped..].to_vec() };
        self.along(quote!(#base), 0, &path, mutable)
    }

    /// The way of `place`, from what is reached by `tokens` behind so many stars.
    fn along(&self, mut tokens: TokenStream, mut stars: usize, place: &Place, mutable: bool) -> Piece {
        let span = self.span();
        for (at, step) in place.path.iter().enumerate() {
            match step {
                Step::Deref => stars += 1,
                Step::Variant(variant) => {
                    // What is a `&mut` itself is lent on.
                    let lent =
                        usize::from(mutable && at == 0 && stars == 0 && self.function.var(place.base).ty.is_ref());
                    let stars = (0..std::mem::replace(&mut stars, 1) + lent).map(|_| quote_spanned!(span=> *));
                    let lend = if mutable { quote_spanned!(span=> &mut) } else { quote_spanned!(span=> &) };
                    let part = self.part();
                    let pattern = self.variant(variant, &quote!(#part));
                    let absent = self.absent(place.base);
                    tokens = quote_spanned!(span=>
                        (match #lend #(#stars)* #tokens { #pattern => #part, _ => #absent })
                    );
                }
                // Indexing and field access dereference by themselves.
                Step::Index(index) => {
                    let index = self.expr(index, None);
                    tokens = quote_spanned!(span=> #tokens[#index]);
                    stars = 0;
                }
                Step::Range { low, high, inclusive } => {
                    let end = |end: &Option<Expr>| end.as_ref().map(|end| self.within(end, Prec::Compare, None));
                    let (low, high) = (end(low), end(high));
                    let dots = if *inclusive { quote_spanned!(span=> ..=) } else { quote_spanned!(span=> ..) };
                    tokens = quote_spanned!(span=> #tokens[#low #dots #high]);
                    stars = 0;
                }
                Step::Field(Member::Named(name)) => {
                    let name = user_ident(name);
                    tokens = quote_spanned!(span=> #tokens.#name);
                    stars = 0;
                }
                Step::Field(Member::Position(position)) => {
                    let position = Literal::u32_unsuffixed(*position);
                    tokens = quote_spanned!(span=> #tokens.#position);
                    stars = 0;
                }
            }
        }
        match stars {
            0 => Piece::tight(tokens),
            _ => {
                let stars = (0..stars).map(|_| quote_spanned!(span=> *));
                Piece::new(quote!(#(#stars)* #tokens), Prec::Unary)
            }
        }
    }

    /// `let Some(part) = &mut d_x else { unreachable!() };`, and what is written there: `*part`.
    pub(super) fn lent_part(&self, place: &Place) -> Option<(TokenStream, TokenStream)> {
        let span = self.span();
        let at = place.path.iter().rposition(|step| matches!(step, Step::Variant(_)))?;
        let (Step::Variant(variant), rest) = (&place.path[at], &place.path[at + 1..]) else { return None };
        let from = self.mutably(&Place { base: place.base, path: place.path[..at].to_vec() });
        let part = self.part();
        let pattern = self.variant(variant, &quote!(#part));
        let rest = Place { base: place.base, path: rest.to_vec() };
        let absent = self.absent(place.base);
        let lent = quote_spanned!(span=> let #pattern = #from else { #absent };);
        Some((lent, self.along(quote!(#part), 1, &rest, true).tokens))
    }

    /// Where a value is not the variant that it is known to be. A gradient that the caller made may be another.
    pub(super) fn absent(&self, var: VarId) -> TokenStream {
        let (span, runtime) = (self.span(), self.runtime());
        match self.function.var(var).origin {
            Origin::User | Origin::Param(_) | Origin::Temp | Origin::Version(_) => {
                quote_spanned!(span=> ::core::unreachable!())
            }
            _ => quote_spanned!(span=> #runtime::private::other_variant()),
        }
    }

    /// What a part of a variant goes by.
    fn part(&self) -> Ident {
        let mut part = self.part.get_or_init(|| self.names.free("part")).clone();
        part.set_span(hygienic(self.span()));
        part
    }

    /// `Shape::Rect { width: part, .. }`, `Some(part)`
    pub(super) fn variant(&self, variant: &Variant, part: &TokenStream) -> TokenStream {
        let (span, path) = (self.span(), user(&variant.path));
        match &variant.member {
            Member::Named(name) => {
                let name = user_ident(name);
                quote_spanned!(span=> #path { #name: #part, .. })
            }
            Member::Position(at) => {
                let at = *at as usize;
                let before = (0..at).map(|_| quote_spanned!(span=> _,));
                let rest = (variant.arity != Some(at + 1)).then(|| quote_spanned!(span=> , ..));
                quote_spanned!(span=> #path(#(#before)* #part #rest))
            }
        }
    }

    pub(super) fn is_unwrapped(&self, place: &Place) -> bool {
        self.unwrapped.get() == Some(place.base)
    }

    /// `&mut place`; a variable that is a `&mut` itself is lent on.
    pub(super) fn mutably(&self, place: &Place) -> TokenStream {
        let span = self.span();
        let tokens = self.written(place).tokens;
        let lends = place.is_whole() && self.function.var(place.base).ty.is_ref();
        if lends { quote_spanned!(span=> &mut *#tokens) } else { quote_spanned!(span=> &mut #tokens) }
    }

    pub(super) fn float_at(&self, place: &Place) -> Option<FloatType> {
        known_float(&self.type_at(place))
    }

    pub(super) fn type_at(&self, place: &Place) -> Type {
        let mut ty = self.function.var(place.base).ty.clone();
        for step in &place.path {
            ty = match (step, ty.behind_refs()) {
                (Step::Index(_), _) => ty.element(),
                // What its elements are, it is.
                (Step::Range { .. }, _) => ty,
                (Step::Deref, Type::Ref { to, .. }) => (**to).clone(),
                (Step::Deref, other) => other.clone(),
                (Step::Field(Member::Position(position)), Type::Tuple(of)) => {
                    of.get(*position as usize).cloned().unwrap_or(Type::Unknown)
                }
                (Step::Field(_), _) => Type::Unknown,
                (Step::Variant(_), of) => of.payload(),
            };
        }
        ty
    }
}
