//! Odd functions: whatever is written, the macro says something sensible, and never panics.

use proc_macro2::TokenStream;

/// Each a function, or what somebody might take for one.
const ODD: &[&str] = &[
    // bodies
    "fn f(x: f64) -> f64 { }",
    "fn f(x: f64) -> f64 { x; }",
    "fn f(x: f64) -> f64 { ;;; x }",
    "fn f(x: f64) -> f64 { { { { x } } } }",
    "fn f(x: f64) -> f64 { ((((x)))) }",
    "fn f(_: f64) -> f64 { 1.0 }",
    "fn f(mut x: f64) -> f64 { x = x; x }",
    "fn f(x: f64) -> f64 { loop {} }",
    "fn f(x: f64) -> f64 { panic!() }",
    "fn f(x: f64) -> f64 { unreachable!(\"{x}\") }",
    "fn f(x: f64) -> f64 { return x * x }",
    "fn f(x: f64) -> f64 { return return x; }",
    "fn f(x: f64) -> f64 { f(f(f(x))) }",
    "fn f(x: f64) -> f64 { let f = x; f * f }",
    "fn f(x: f64) -> f64 { let x = x; let x = { let x = x; x }; x }",
    "fn f(x: f64) -> f64 { let _ = (); let () = (); x }",
    "fn f(x: f64) -> f64 { let y; { y = x; } y }",
    "fn f(x: f64) -> f64 { let y: f64; y }",
    "fn f(x: f64) -> f64 { if true { x } else if false { x } else { x } }",
    "fn f(x: f64) -> f64 { if x > 0.0 { return x; } else { return -x; } }",
    "fn f(x: f64) -> f64 { if { let y = x; y } > 0.0 { x } else { -x } }",
    "fn f(x: f64) -> f64 { match () { () => x } }",
    "fn f(x: f64) -> f64 { - - - x }",
    "fn f(x: f64) -> f64 { x - -x + - -x }",
    "fn f(x: f64) -> f64 { !x }",
    "fn f(x: f64) -> f64 { x & x | x ^ x << x >> x }",
    "fn f(x: f64) -> f64 { x..x }",
    "fn f(x: f64) -> f64 { &x as *const f64 as usize as f64 }",
    "fn f(x: f64) -> f64 { x as f32 as f64 as f32 as f64 }",
    "fn f(x: f64) -> f64 { x as u8 as char as u32 as f64 }",
    // numbers
    "fn f(x: f64) -> f64 { x * 1e400 }",
    "fn f(x: f64) -> f64 { x * 179769313486231570000000000000000000000000000000000000000000000000000000000000000.0 }",
    "fn f(x: f64) -> f64 { x * 0.1e-5000 + x * 1_000_000.000_1_f64 + x * 0x10 as f64 + x * 1f64 }",
    "fn f(x: f64) -> f64 { x * 340282366920938463463374607431768211456 as f64 }",
    "fn f(x: f64) -> f64 { x.powi(99999999999999999999) }",
    "fn f(x: f64) -> f64 { x.powi(-3) + x.powi(i32::MAX) + x.powf(-0.0) }",
    "fn f(x: f64) -> f64 { 1.0.sin() + x }",
    "fn f(x: f64) -> f64 { x + b'a' as f64 + 'a' as u32 as f64 + \"{x}\".len() as f64 }",
    // names
    "fn r#fn(r#type: f64, r#match: f64) -> f64 { let r#loop = r#type * r#match; r#loop }",
    "fn größe(länge: f64, 幅: f64) -> f64 { länge * 幅 }",
    "fn f(__x: f64, _: f64) -> f64 { __x }",
    "fn f(__v0: f64) -> f64 { __v0 }",
    "fn f(d_x: f64, x: f64, d_result: f64, result: f64) -> f64 { d_x * x * d_result * result }",
    "fn f(f64: f64) -> f64 { f64 * f64 }",
    "fn f(primal: f64, pullback: f64, value: f64) -> f64 { primal * pullback * value }",
    "fn f(core: f64, std: f64, autodiff_runtime: f64) -> f64 { core * std * autodiff_runtime }",
    "fn f(x: f64, x: f64) -> f64 { x }",
    "fn f(Self: f64) -> f64 { Self }",
    "fn f(x: f64) -> f64 { self.x }",
    "fn f(x: f64) -> f64 { Self::g(x) + Self(x) + <f64 as Mul>::mul(x, x) + <Self>::h(x) }",
    "fn f(x: f64) -> f64 { struct f64; x }",
    "fn f(x: f64) -> f64 { type f64 = f32; let y: f64 = 2.0; y as std::primitive::f64 * x }",
    "fn f(x: f64) -> f64 { fn sin(x: f64) -> f64 { x } sin(x) }",
    "fn f(x: f64) -> f64 { use std::f64::consts::*; const E: f64 = 1.0; x * E * PI }",
    "fn f(x: f64) -> f64 { static mut N: usize = 0; x }",
    "fn f(x: f64) -> f64 { macro_rules! m { ($e:expr) => { $e } } m!(x) }",
    // macros in every position
    "fn f(x: f64) -> f64 { m!(x) }",
    "fn f(x: f64) -> f64 { m!{x} x }",
    "fn f(x: f64) -> f64 { let y = m![x]; y }",
    "fn f(x: f64) -> f64 { x * m!() + m!(;;;).sin() }",
    "fn f(x: f64) -> f64 { let m!() = x; x }",
    "fn f(x: m!()) -> m!() { x }",
    "fn f(x: [f64; m!()]) -> f64 { x[m!()] }",
    "fn f(x: f64) -> f64 { m!(x).0[m!()] = m!(); x }",
    "fn f(x: f64) -> f64 { if m!() { x } else { 1.0 } }",
    "fn f(x: f64) -> f64 { for i in m!() { m!(); } x }",
    "fn f(x: f64) -> f64 { vec![] }",
    "fn f(x: f64) -> f64 { vec![x; ] [0] }",
    "fn f(x: f64) -> f64 { vec![x, x, ][0] + vec![[x; 2]; 3][0][1] + vec!(1.0; 3)[0] }",
    "fn f(x: f64) -> f64 { assert!(); println!(\"{}}\"); dbg!(); x }",
    "fn f(x: f64) -> f64 { println!(\"{x:>1$} {0} {{x}} {y}\", x, 3, y = x); x }",
    "fn f(x: f64) -> f64 { concat!(\"a\", 1).len() as f64 + line!() as f64 + x }",
    // closures
    "fn f(x: f64) -> f64 { (|| x)() }",
    "fn f(x: f64) -> f64 { (|y: f64| (|z: f64| move || y * z * x)(y)())(x) }",
    "fn f(x: f64) -> f64 { let g = |n: usize| move |m: usize| n * m; g(2)(3) as f64 * x }",
    "fn f(x: f64) -> f64 { let g = async || x; x }",
    "fn f(x: f64) -> f64 { let g: fn(f64) -> f64 = |y| y; g(x) }",
    "fn f(x: f64) -> f64 { Some(x).map(|y| y * x).unwrap_or(x) }",
    // loops and labels
    "fn f(x: f64) -> f64 { 'a: for i in 0..3 { 'b: for j in 0..i { continue 'a; } } x }",
    "fn f(x: f64) -> f64 { 'a: { break 'a x } }",
    "fn f(x: f64) -> f64 { loop { break x } }",
    "fn f(x: f64) -> f64 { while let Some(y) = Some(x) { } x }",
    "fn f(mut x: f64) -> f64 { for i in 0..{ x *= 2.0; 3 } { x += i as f64; } x }",
    "fn f(x: f64) -> f64 { for _ in 0..0 {} for i in (0..=usize::MAX).rev().step_by(1) { let _ = i; } x }",
    "fn f(x: f64) -> f64 { for i in 0.. { } x }",
    "fn f(x: f64) -> f64 { for (i, j) in 0..3 { } x }",
    "fn f(x: f64) -> f64 { for x in 0..3 { let y = x; } x }",
    "fn f(x: f64) -> f64 { let mut s = 0.0; for i in 'a'..'c' { s += x; } s }",
    "fn f(x: f64) -> f64 { for i in 0..3u8 { for i in i..5 { let i = i; } } x }",
    // signatures
    "fn f() -> f64 { 1.0 }",
    "fn f(x: f64)",
    "fn f(x: f64);",
    "fn f(x: f64) {}",
    "fn f(x: f64) -> () {}",
    "fn f(x: f64) -> ! { loop {} }",
    "fn f(x: f64) -> (f64,) { (x,) }",
    "fn f(x: (f64,), y: ((f64, f64), [f64; 1])) -> f64 { x.0 * y.0.1 * y.1[0] }",
    "fn f(x: [f64; 0]) -> f64 { x.len() as f64 }",
    "fn f(x: [[[f64; 2]; 2]; 2]) -> [[[f64; 2]; 2]; 2] { x }",
    "fn f(x: &&f64) -> f64 { **x }",
    "fn f(x: &[&f64]) -> f64 { *x[0] }",
    "fn f(x: &Vec<Vec<Vec<f64>>>) -> f64 { x[0][0][0] }",
    "fn f(x: Box<f64>, y: Option<Vec<f64>>) -> f64 { *x }",
    "fn f(x: *const f64) -> f64 { 0.0 }",
    "fn f(x: dyn Fn(f64) -> f64) -> f64 { 0.0 }",
    "fn f(x: impl Into<f64>) -> f64 { x.into() }",
    "fn f(x: <f64 as Mul>::Output) -> <f64 as Mul>::Output { x }",
    "fn f(x: _) -> _ { x }",
    "fn f(x: f64, (y, z): (f64, f64), [a, b]: [f64; 2], &c: &f64) -> f64 { x }",
    "fn f(ref x: f64) -> f64 { *x }",
    "fn f(x @ y: f64) -> f64 { x }",
    "fn f<'a, 'b: 'a, const N: usize>(x: &'a [f64; N], y: &'b [f64; N]) -> f64 where [f64; N]: Sized { x[0] * y[0] }",
    "fn f<const N: usize, const B: bool>(x: [f64; N]) -> f64 { if B { x[N - 1] } else { x[{ N - 1 }] } }",
    "fn f<T: Float, U>(x: T) -> U where T: Into<U> { x.into() }",
    "fn f<F: Fn(f64) -> f64>(g: F, x: f64) -> f64 { g(x) }",
    "const fn f(x: f64) -> f64 { x * x }",
    "unsafe fn f(x: f64) -> f64 { x }",
    "async fn f(x: f64) -> f64 { x.await }",
    "extern \"C\" fn f(x: f64) -> f64 { x * x }",
    "unsafe extern \"C\" fn f(x: f64, args: ...) -> f64 { x }",
    "pub(in crate::a) fn f(x: f64) -> f64 { x * x }",
    "fn f(self, x: f64) -> f64 { x }",
    "fn f(self: &Self) -> f64 { self.x }",
    "fn f(&mut self, x: &mut f64) { *x = 1.0; }",
    // attributes in odd places
    "#[inline] #[doc = \"x\"] #[cfg(all())] #[must_use] fn f(#[allow(unused)] x: f64) -> f64 { #![allow(unused)] x * x }",
    "fn f(#[constant] #[constant] x: f64, #[constant()] y: f64, #[other] z: f64) -> f64 { x * z }",
    "fn f(x: f64) -> f64 { #[allow(unused)] let y = #[rustfmt::skip] (x * x); #[inline] fn g() {} y }",
    "fn f(x: f64) -> f64 { #[cfg(any())] let y = x; #[cfg(any())] { x; } #[cfg(any())] return x; x }",
    "fn f(x: f64) -> f64 { match 1 { #[cfg(any())] 1 => x, _ => 2.0 } }",
    "fn f<#[allow(unused)] const N: usize>(x: [f64; N]) -> f64 { x[0] }",
    // blocks of other kinds
    "fn f(x: f64) -> f64 { unsafe { x } }",
    "fn f(x: f64) -> f64 { const { 1.0 + 2.0 } * x }",
    "fn f(x: f64) -> f64 { const N: usize = const { 1 + 2 }; x * N as f64 }",
    "fn f(x: f64) -> f64 { async { x }; async move { x }.await; x }",
    "fn f(x: f64) -> f64 { let Ok(y) = Ok::<f64, ()>(x) else { return 0.0 }; y }",
    "fn f(x: f64) -> f64 { if let 0.0..=1.0 = x && x > 0.5 { x } else { 1.0 } }",
    "fn f(x: f64) -> f64 { let (a, .., b) = (x, x, x); let [c, ..] = [x]; let S { d, .. } = s; a }",
    "fn f(x: f64) -> f64 { (x, 1).0 = 2.0; x }",
    "fn f(x: f64) -> f64 { *(&mut *Box::new(x)) = 3.0; [x][0] += 1.0; x }",
    "fn f(mut x: f64) -> f64 { (x, _) = (1.0, 2); [x, _] = [x; 2]; _ = x; x }",
    "fn f(mut x: f64) -> f64 { x += x += x; x }",
    "fn f(mut x: f64) -> f64 { let y = x = 2.0; x }",
    "fn f(mut x: f64) -> f64 { x <<= 1; x |= x; x }",
    // not functions
    "struct F;",
    "impl F { fn f(x: f64) -> f64 { x } }",
    "trait F { fn f(x: f64) -> f64; }",
    "mod f { fn f(x: f64) -> f64 { x } }",
    "extern \"C\" { fn f(x: f64) -> f64; }",
    "const F: fn(f64) -> f64 = f;",
    "let f = |x: f64| x;",
    "",
    "f(x)",
];

/// Options of the attribute.
const ATTRIBUTES: &[&str] =
    &["", "wrt(x)", "wrt", "wrt(x", "crate = a::b", "crate", "crate =", "jvp, jvp", "=", "wrt(x) wrt(y)"];

#[test]
fn whatever_is_written_comes_out_as_rust() {
    for item in ODD {
        let tokens: TokenStream = item.parse().unwrap_or_else(|error| panic!("{item}: {error}"));
        for attribute in ATTRIBUTES {
            let Ok(attribute) = attribute.parse() else { continue };
            let output = crate::expand::differentiate(attribute, tokens.clone());
            let text = output.to_string();
            let is_rust = syn::parse2::<syn::File>(output).is_ok();
            // What was no item before is none afterwards.
            assert!(is_rust || syn::parse2::<syn::Item>(tokens.clone()).is_err(), "{item}\n{text}");
        }
    }
}

#[test]
fn whatever_is_written_beside_a_pullback_comes_out_as_rust() {
    for item in ODD {
        let tokens: TokenStream = item.replace("fn f(", "fn f_pullback(").parse().expect("tokens");
        let output = crate::custom::pullback(TokenStream::new(), tokens.clone());
        let text = output.to_string();
        let is_rust = syn::parse2::<syn::File>(output).is_ok();
        assert!(is_rust || syn::parse2::<syn::Item>(tokens).is_err(), "{item}\n{text}");
    }
}

/// What is accepted and what is refused, to be looked through after a change.
#[test]
#[ignore = "prints"]
fn verdicts() {
    for item in ODD {
        let tokens: TokenStream = item.parse().expect("tokens");
        let text = crate::expand::differentiate(TokenStream::new(), tokens).to_string();
        let errors: Vec<&str> =
            text.split("compile_error ! { ").skip(1).map(|rest| rest.split('}').next().unwrap_or("")).collect();
        println!("{item}");
        errors.iter().for_each(|error| println!("    {error}"));
    }
}
