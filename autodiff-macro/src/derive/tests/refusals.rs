//! What the derive refuses, and what it prints all the same.

use super::expand;
use crate::tests::compile_errors;
use expect_test::expect;

#[test]
fn refusals_name_the_cause() {
    let items = [
        "union U { x: f64, y: f64 }",
        "struct S<'a> { x: &'a [f64], n: &'a [usize], y: Vec<(f64, &'a f64)>, f: fn(&f64) -> f64 }",
        "#[repr(C, packed(2))] struct S { x: f64 }",
        "#[differentiable(skip)] struct S { x: f64 }",
        "#[differentiable(crate = a, crate = b, other = 3, crate)] struct S { x: f64 }",
        "#[differentiable] #[differentiable()] #[differentiable = 3] struct S { x: f64 }",
        "struct S { #[differentiable(skip, skip, crate = a, rename(x, y), constant)] x: f64 }",
        "enum E { #[differentiable(skip)] A(f64), #[differentiable(other)] B }",
    ];
    let all: String = items.iter().map(|item| format!("{item}\n{}\n\n", compile_errors(&expand(item)))).collect();
    expect![[r#"
        union U { x: f64, y: f64 }
        ::core::compile_error! {
            "a union cannot be differentiable: which of its fields holds a number is not known; write an enum, or a struct"
        }

        struct S<'a> { x: &'a [f64], n: &'a [usize], y: Vec<(f64, &'a f64)>, f: fn(&f64) -> f64 }
        ::core::compile_error! {
            "a field that borrows its numbers cannot be differentiable: a gradient has a field of the same type and owns what is in it; own the numbers here too, in a `Vec` or an array, or mark the field `#[differentiable(skip)]`"
        }

        #[repr(C, packed(2))] struct S { x: f64 }
        ::core::compile_error! {
            "a packed type cannot be differentiable: its fields cannot be borrowed, one by one, to be added to; leave `packed` out, or keep the numbers in a type of their own"
        }

        #[differentiable(skip)] struct S { x: f64 }
        ::core::compile_error! {
            "a type as a whole cannot be skipped: without any number it would have no gradient; put `#[differentiable(skip)]` on the fields that are meant, or leave the derive out"
        }

        #[differentiable(crate = a, crate = b, other = 3, crate)] struct S { x: f64 }
        ::core::compile_error! {
            "`crate` names a path: write `crate = some::path`"
        }

        #[differentiable] #[differentiable()] #[differentiable = 3] struct S { x: f64 }
        ::core::compile_error! {
            "`#[differentiable(..)]` says nothing without an option; the options are `skip`, on a field, and `crate = ..`, on the type"
        }

        struct S { #[differentiable(skip, skip, crate = a, rename(x, y), constant)] x: f64 }
        ::core::compile_error! {
            "`skip` is given twice; keep one of the two"
        }
        ::core::compile_error! {
            "a field has no runtime of its own; put `#[differentiable(crate = ..)]` on the type"
        }
        ::core::compile_error! {
            "there is no option `rename`; the options are `skip`, on a field, and `crate = ..`, on the type"
        }
        ::core::compile_error! {
            "there is no option `constant`; the options are `skip`, on a field, and `crate = ..`, on the type"
        }

        enum E { #[differentiable(skip)] A(f64), #[differentiable(other)] B }
        ::core::compile_error! {
            "`skip` cannot stand on a variant; the options are `skip`, on a field, and `crate = ..`, on the type"
        }
        ::core::compile_error! {
            "`other` cannot stand on a variant; the options are `skip`, on a field, and `crate = ..`, on the type"
        }

    "#]].assert_eq(&all);
}

/// Where an error stands, the impls stand too, so that there is no second error.
#[test]
fn a_refused_type_has_its_impls() {
    let text = expand("struct S<'a>(&'a f64, f64);");
    assert!(text.contains("private::DifferentiableMut for S<'a>") && text.contains("unreachable!()"), "{text}");
    assert!(!text.contains("private::field"), "{text}");
}

#[test]
fn odd_types_do_not_panic() {
    let items = [
        "fn f() {}",
        "struct S;",
        "struct S();",
        "struct S {}",
        "enum E {}",
        "enum E { A = 1, B = 1 << 3 }",
        "struct r#type { r#fn: r#f64, _0: f64, __: f64 }",
        "struct S<T>(<T as Iterator>::Item, T::A<f64>, <Self as Deref>::Target);",
        "struct S([f64; { struct T; 3 }], [(); N], ((((f64)))), (f64,), (), !);",
        "struct S(dyn Fn(&f64) -> f64, impl Fn(), *const f64, _, m!(f64), fn(&f64), for<'a> fn(&'a f64));",
        "struct S<const N: usize, const M: usize = { 3 }>([f64; N], [f64; M]) where [f64; N]: Copy;",
        "struct S(#[differentiable(skip)] #[differentiable(skip)] usize, #[differentiable(skip,)] f64);",
        "struct S(#[differentiable(3)] usize, #[differentiable(skip = )] f64, #[differentiable(crate =)] f64);",
        "struct größe { länge: f64 } ",
    ];
    for item in items {
        let item: proc_macro2::TokenStream = item.parse().expect("tokens");
        assert!(!crate::derive::differentiable(item).is_empty());
    }
}
