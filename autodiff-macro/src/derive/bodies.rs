//! The body of each method: what is done to each field, and for an enum, the `match` around it.

use super::fields::{Content, Field, Item, Role, Variant};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Fields;

/// The methods that differ from type to type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    ZeroGradient,
    ZeroGradientInto,
    LeafCount,
    ForEachLeaf,
    ForEachLeafMut,
    ZipLeavesMut,
    Accumulate,
    ResetToZero,
}

impl Method {
    /// Its value is changed in place.
    fn writes(self) -> bool {
        !matches!(self, Method::ZeroGradient | Method::ZeroGradientInto | Method::LeafCount | Method::ForEachLeaf)
    }

    /// It goes through the gradient as well.
    fn pairs(self) -> bool {
        matches!(self, Method::ZipLeavesMut | Method::Accumulate)
    }
}

pub(super) struct Bodies<'b, 'i> {
    pub(super) item: &'b Item<'i>,
    /// `::autodiff_runtime::private`, as if written at a place.
    pub(super) private: &'b dyn Fn(Span) -> TokenStream,
}

impl Bodies<'_, '_> {
    pub(super) fn body(&self, method: Method) -> TokenStream {
        let site = Span::mixed_site();
        match &self.item.content {
            Content::Struct(fields) => self.of_variant(method, fields),
            // It may be another variant so far.
            Content::Enum(_) if method == Method::ZeroGradientInto => {
                let private = (self.private)(site);
                quote_spanned!(site=> *into = <Self as #private::Differentiable>::zero_gradient(self);)
            }
            // A reference is taken to refer to something, so that it is the value that has no variants.
            Content::Enum(variants) if variants.is_empty() => quote_spanned!(site=> match *self {}),
            Content::Enum(variants) if self.is_inert(method) => match variants.as_slice() {
                [only] if method == Method::ZeroGradient => self.of_variant(method, only),
                _ if method == Method::LeafCount => quote_spanned!(site=> 0),
                _ => TokenStream::new(),
            },
            Content::Enum(variants) => self.of_enum(method, variants),
        }
    }

    /// A value of zeros, if there is but one shape of it: a struct of floats, and of arrays of them.
    pub(super) fn zeros(&self) -> Option<TokenStream> {
        fn zero(ty: &syn::Type) -> Option<TokenStream> {
            let site = Span::mixed_site();
            match ty {
                syn::Type::Path(path) if path.path.is_ident("f64") || path.path.is_ident("f32") => {
                    Some(quote_spanned!(site=> 0.0))
                }
                syn::Type::Array(array) => {
                    let (of, len) = (zero(&array.elem)?, &array.len);
                    Some(quote_spanned!(site=> [#of; #len]))
                }
                _ => None,
            }
        }
        let Content::Struct(fields) = &self.item.content else { return None };
        let is_plain = |field: &Field<'_>| field.role == Role::Differentiable;
        let values: Option<Vec<TokenStream>> =
            fields.fields.iter().map(|field| zero(field.ty).filter(|_| is_plain(field))).collect();
        values.filter(|values| !values.is_empty()).map(|values| construct(fields, values.into_iter()))
    }

    /// There is nothing to be done, whatever the value.
    pub(super) fn is_inert(&self, method: Method) -> bool {
        let variants = self.item.variants();
        let told_apart = method == Method::ZeroGradient || method.pairs();
        let fields = variants.iter().flat_map(|variant| &variant.fields);
        (variants.len() < 2 || !told_apart) && fields.into_iter().all(|field| !self.uses(method, field))
    }

    fn of_enum(&self, method: Method, variants: &[Variant<'_>]) -> TokenStream {
        let site = Span::mixed_site();
        let used = |variant: &Variant<'_>| variant.fields.iter().any(|field| self.uses(method, field));
        let is_told = |variant: &&Variant<'_>| method == Method::ZeroGradient || used(variant);
        let (told, rest): (Vec<_>, Vec<_>) = variants.iter().partition(is_told);
        let mut arms: Vec<TokenStream> = Vec::new();
        for variant in told {
            let (pattern, body) = (self.patterns(method, variant), self.of_variant(method, variant));
            let is_value = matches!(method, Method::ZeroGradient | Method::LeafCount);
            arms.push(match is_value {
                true => quote_spanned!(site=> #pattern => #body,),
                false => quote_spanned!(site=> #pattern => { #body }),
            });
        }
        if !rest.is_empty() {
            let patterns = rest.iter().map(|variant| self.patterns(method, variant));
            let nothing =
                if method == Method::LeafCount { quote_spanned!(site=> 0) } else { quote_spanned!(site=> {}) };
            arms.push(quote_spanned!(site=> #(#patterns)|* => #nothing,));
        }
        if method.pairs() && variants.len() > 1 {
            arms.push(self.wrong_variant(variants));
        }
        let matched =
            if method.pairs() { quote_spanned!(site=> (self, gradient)) } else { quote_spanned!(site=> self) };
        quote_spanned!(site=> match #matched { #(#arms)* })
    }

    /// The last arm: a value and a gradient that are different variants.
    fn wrong_variant(&self, variants: &[Variant<'_>]) -> TokenStream {
        let site = Span::mixed_site();
        let private = (self.private)(site);
        let arms = variants.iter().map(|variant| {
            let pattern = pattern(variant, |_| None);
            let name = variant.name.map(ToString::to_string).unwrap_or_default();
            let name = name.strip_prefix("r#").unwrap_or(&name);
            quote_spanned!(site=> #pattern => #name)
        });
        quote_spanned! {site=>
            (value, gradient) => {
                let name = |variant: &Self| match variant { #(#arms),* };
                #private::wrong_variant(name(value), name(gradient))
            }
        }
    }

    fn patterns(&self, method: Method, variant: &Variant<'_>) -> TokenStream {
        let value = pattern(variant, |field| self.uses(method, field).then_some(&field.value));
        if !method.pairs() {
            return value;
        }
        let gradient = pattern(variant, |field| self.uses(method, field).then_some(&field.gradient));
        quote_spanned!(Span::mixed_site()=> (#value, #gradient))
    }

    /// What is done to the fields of a struct, or of one variant.
    fn of_variant(&self, method: Method, variant: &Variant<'_>) -> TokenStream {
        let site = Span::mixed_site();
        let bound = variant.name.is_some();
        let calls = variant.fields.iter().filter_map(|field| self.call(method, field, bound));
        match method {
            Method::ZeroGradient => construct(variant, calls),
            Method::LeafCount => {
                let calls: Vec<_> = calls.collect();
                if calls.is_empty() { quote_spanned!(site=> 0) } else { quote_spanned!(site=> #(#calls)+*) }
            }
            _ => quote_spanned!(site=> #(#calls;)*),
        }
    }

    fn uses(&self, method: Method, field: &Field<'_>) -> bool {
        match method {
            Method::ZeroGradient => true,
            Method::Accumulate | Method::ResetToZero | Method::ZeroGradientInto => {
                matches!(field.role, Role::Differentiable | Role::Skipped)
            }
            _ => field.role == Role::Differentiable,
        }
    }

    /// What is done to one field, which a pattern has bound or not.
    fn call(&self, method: Method, field: &Field<'_>, bound: bool) -> Option<TokenStream> {
        if !self.uses(method, field) {
            return None;
        }
        // Where the type stands: what rustc has to say of it is said there.
        let site = field.value.span();
        let (private, ty, member) = ((self.private)(site), field.ty, &field.member);
        let (value, gradient) = if bound {
            (field.value.to_token_stream(), field.gradient.to_token_stream())
        } else if method.writes() {
            (quote_spanned!(site=> &mut self.#member), quote_spanned!(site=> &gradient.#member))
        } else {
            (quote_spanned!(site=> &self.#member), TokenStream::new())
        };
        let of = quote_spanned!(site=> #private::field::<#ty>());
        Some(match (method, field.role) {
            (Method::ZeroGradient, Role::Differentiable) => quote_spanned!(site=> #private::zero_like(#value)),
            (Method::ZeroGradient, Role::Discrete) => quote_spanned!(site=> #private::copied(#value)),
            (Method::ZeroGradient, _) => quote_spanned!(site=> #of.zero(#value)),
            (Method::ZeroGradientInto, _) => quote_spanned!(site=> #of.zero_into(#value, &mut into.#member)),
            (Method::LeafCount, _) => quote_spanned!(site=> #of.count(#value)),
            (Method::ForEachLeaf, _) => quote_spanned!(site=> #of.visit(#value, visit)),
            (Method::ForEachLeafMut, _) => quote_spanned!(site=> #of.visit_mut(#value, visit)),
            (Method::ZipLeavesMut, _) => quote_spanned!(site=> #of.zip_mut(#value, #gradient, visit)),
            (Method::Accumulate, _) => quote_spanned!(site=> #of.add(#value, #gradient)),
            (Method::ResetToZero, _) => quote_spanned!(site=> #of.reset(#value)),
        })
    }
}

/// `Self::Dense { w, b, .. }`, with those fields that get a name.
fn pattern<'v>(variant: &'v Variant<'_>, name: impl Fn(&'v Field<'_>) -> Option<&'v syn::Ident>) -> TokenStream {
    let (site, path) = (Span::mixed_site(), path(variant));
    let names: Vec<_> = variant.fields.iter().map(&name).collect();
    match variant.style {
        Fields::Unit => path,
        _ if names.iter().all(Option::is_none) => quote_spanned!(site=> #path { .. }),
        Fields::Unnamed(_) => {
            let names = names.iter().map(|name| match name {
                Some(name) => name.to_token_stream(),
                None => quote_spanned!(site=> _),
            });
            quote_spanned!(site=> #path(#(#names),*))
        }
        Fields::Named(_) => {
            let rest = names.contains(&None).then(|| quote_spanned!(site=> ..));
            let bound = variant.fields.iter().zip(&names).filter_map(|(field, name)| {
                let (member, name) = (&field.member, (*name)?);
                let is_short = matches!(member, syn::Member::Named(member) if member == name);
                Some(if is_short { name.to_token_stream() } else { quote_spanned!(site=> #member: #name) })
            });
            quote_spanned!(site=> #path { #(#bound,)* #rest })
        }
    }
}

/// A value of the type.
fn construct(variant: &Variant<'_>, values: impl Iterator<Item = TokenStream>) -> TokenStream {
    let (site, path) = (Span::mixed_site(), path(variant));
    match variant.style {
        Fields::Unit => path,
        Fields::Unnamed(_) => quote_spanned!(site=> #path(#(#values),*)),
        Fields::Named(_) => {
            let members = variant.fields.iter().map(|field| &field.member);
            quote_spanned!(site=> #path { #(#members: #values),* })
        }
    }
}

fn path(variant: &Variant<'_>) -> TokenStream {
    let site = Span::mixed_site();
    match variant.name {
        Some(name) => quote_spanned!(site=> Self::#name),
        None => quote_spanned!(site=> Self),
    }
}
