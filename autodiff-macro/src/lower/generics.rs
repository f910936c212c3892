//! Generic parameters: which of them are floats, and what companions take over and add.

use crate::ir::{Function, GenericFloat, Generics, Operator, OperatorImpl, Owner, Type};
use crate::parse::Home;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{GenericParam, Token, TypeParam, TypeParamBound, WherePredicate, parse_quote};

/// Of a function in an `impl` block or a trait: what the block is over is known, and stands in front of the block.
pub(super) fn of_member(generics: &syn::Generics, home: &Home, runtime: &TokenStream) -> (Generics, Option<Owner>) {
    let around = read(&home.generics, runtime);
    let implements =
        home.implements.as_ref().and_then(|(of, this)| Some((operator_of(of)?, of.segments.last()?, this)));
    let (mut own, mut block) = (generics.clone(), home.generics.clone());
    for float in &around.floats {
        let name = &float.name;
        // What a trait's method asks for, its implementation must not exceed.
        let asks = if implements.is_some() { &mut block } else { &mut own };
        asks.make_where_clause().predicates.push(parse_quote!(#name: #runtime::Scalar));
    }
    let operator = implements.map(|(operator, last, this)| {
        let (generics, _, where_clause) = block.split_for_impl();
        OperatorImpl {
            operator,
            generics: generics.to_token_stream(),
            arguments: last.arguments.to_token_stream(),
            this: this.to_token_stream(),
            where_clause: where_clause.to_token_stream(),
        }
    });
    let mut pieces = read(&own, runtime);
    pieces.floats.extend(around.floats);
    pieces.unknown.extend(around.unknown);
    pieces.over_others |= around.over_others || home.is_trait;
    let this = home.is_trait.then(|| parse_quote!(Self));
    let is_inherent = home.is_seen && !home.is_trait && home.implements.is_none();
    let owner = Owner {
        captured: this.into_iter().chain(around.type_names).collect(),
        declares: home.declares,
        is_inherent,
        operator,
    };
    (pieces, Some(owner))
}

/// `::autodiff_runtime`, or what `crate = …` says, name by name.
fn root_of(runtime: &TokenStream) -> Vec<String> {
    let text = runtime.to_string();
    text.split("::").map(str::trim).filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
}

/// `Mul<f64>`, `std::ops::Neg`
fn operator_of(of: &syn::Path) -> Option<Operator> {
    let mut names = of.segments.iter().rev().map(|segment| segment.ident.to_string());
    let operator = Operator::of_trait(&names.next()?)?;
    names.next().is_none_or(|module| module == "ops").then_some(operator)
}

/// Of a type parameter that is a parameter's type, the gradient goes by its name: it must be its own.
pub(super) fn own_gradients(function: &mut Function, generics: &syn::Generics, around: Option<&syn::Generics>) {
    let names: Vec<&Ident> =
        [Some(generics), around].into_iter().flatten().flat_map(|of| of.type_params()).map(|of| &of.ident).collect();
    let runtime = &function.signature.runtime;
    let is_named = |name: &Ident| {
        let mut params = function.differentiable_params().map(|(_, param)| &function.var(param.var).ty);
        params.any(|ty| mentions(ty, name)) || mentions(&function.result, name)
    };
    let wanted = names.into_iter().filter(|name| is_named(name)).map(|name| quote!(#name: #runtime::OwnGradient));
    let wanted: Vec<TokenStream> = wanted.collect();
    if wanted.is_empty() {
        return;
    }
    let clause = &mut function.signature.generics.where_clause;
    let ends = clause
        .clone()
        .into_iter()
        .last()
        .is_none_or(|last| matches!(last, TokenTree::Punct(comma) if comma.as_char() == ','));
    *clause = match (clause.is_empty(), ends) {
        (true, _) => quote!(where #(#wanted),*),
        (false, true) => quote!(#clause #(#wanted),*),
        (false, false) => quote!(#clause, #(#wanted),*),
    };
}

/// It is made of values of this type parameter, as far as that is seen.
fn mentions(ty: &Type, name: &Ident) -> bool {
    match ty {
        Type::Named(tokens) => name == &tokens.to_string(),
        Type::Ref { to, .. } => mentions(to, name),
        Type::Array(of, _) | Type::Slice(of) | Type::Vec(of) | Type::Option(of) => mentions(of, name),
        Type::Tuple(of) => of.iter().any(|of| mentions(of, name)),
        _ => false,
    }
}

type Bounds = Punctuated<TypeParamBound, Token![+]>;

pub(super) fn read(generics: &syn::Generics, runtime: &TokenStream) -> Generics {
    let mut pieces = Generics {
        where_clause: generics.where_clause.to_token_stream(),
        runtime: root_of(runtime),
        ..Generics::default()
    };
    for param in &generics.params {
        match param {
            GenericParam::Lifetime(param) => {
                pieces.lifetimes.push(param.to_token_stream());
                pieces.lifetime_names.push(param.lifetime.to_token_stream());
            }
            GenericParam::Type(param) => {
                let mut companions = param.clone();
                let bounded = Bounded::read(param, generics);
                if let Some(bound) = bounded.float {
                    // Of another path, `Scalar` may be the user's own.
                    let ours: syn::Path = parse_quote!(#runtime::Scalar);
                    if bound.segments != ours.segments {
                        companions.bounds.push(parse_quote!(#ours));
                    }
                    pieces.floats.push(GenericFloat {
                        name: param.ident.clone(),
                        bound: bound.to_token_stream(),
                        plain: bounded.plain,
                    });
                } else {
                    pieces.over_others = true;
                    if !bounded.differentiable {
                        pieces.unknown.push(param.ident.clone());
                    }
                }
                pieces.types.push(companions.to_token_stream());
                pieces.type_names.push(param.ident.to_token_stream());
            }
            GenericParam::Const(param) => {
                pieces.types.push(param.to_token_stream());
                pieces.type_names.push(param.ident.to_token_stream());
            }
        }
    }
    pieces
}

/// Traits of std and of num-traits that a float may be bounded by, and the runtime's.
const PLAIN: &str = "\
    Add AddAssign Bounded Clone ConstOne ConstZero Copy Debug Default Differentiable DifferentiableMut \
    Display Div DivAssign Euclid Float FloatConst From FromPrimitive FromStr Into LowerExp Mul MulAssign Neg \
    Num NumAssign NumAssignOps NumAssignRef NumCast NumOps NumRef One PartialEq PartialOrd Product Rem \
    RemAssign Scalar Send Signed Sized Sub SubAssign Sum Sync ToPrimitive UpperExp Zero";

/// What the bounds of a type parameter say, inline and in the where-clause.
struct Bounded {
    /// That it is a float: by the last segment, `Float` or `Scalar`. That this is num-traits' or the runtime's is proved where
    /// the companions stand.
    float: Option<syn::Path>,
    /// That it has gradients.
    differentiable: bool,
    plain: bool,
}

impl Bounded {
    fn read(param: &TypeParam, generics: &syn::Generics) -> Self {
        let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let elsewhere = predicates.filter_map(|predicate| match predicate {
            WherePredicate::Type(about) => is_param(&about.bounded_ty, param).then_some(&about.bounds),
            _ => None,
        });
        let all: Vec<&Bounds> = [&param.bounds].into_iter().chain(elsewhere).collect();
        let paths: Vec<&syn::Path> = all.iter().flat_map(|bounds| bounds.iter()).filter_map(trait_path).collect();
        let named = |name: &str| paths.iter().find(|path| segment(path).is_some_and(|last| last == name));
        let is_plain =
            |path: &&syn::Path| segment(path).is_some_and(|last| PLAIN.split(' ').any(|known| last == known));
        Bounded {
            float: named("Scalar").or_else(|| named("Float")).map(|path| (*path).clone()),
            differentiable: ["Differentiable", "DifferentiableMut", "OwnGradient"]
                .into_iter()
                .any(|name| named(name).is_some()),
            plain: paths.iter().all(is_plain),
        }
    }
}

fn is_param(ty: &syn::Type, param: &TypeParam) -> bool {
    match ty {
        syn::Type::Group(group) => is_param(&group.elem, param),
        syn::Type::Paren(paren) => is_param(&paren.elem, param),
        syn::Type::Path(path) => path.qself.is_none() && path.path.is_ident(&param.ident),
        _ => false,
    }
}

/// The path of a bound that holds: not of `?Sized`.
fn trait_path(bound: &TypeParamBound) -> Option<&syn::Path> {
    match bound {
        TypeParamBound::Trait(bound) => bound.maybe.is_none().then_some(&bound.path),
        _ => None,
    }
}

fn segment(path: &syn::Path) -> Option<&Ident> {
    path.segments.last().map(|last| &last.ident)
}
