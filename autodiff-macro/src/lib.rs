//! The macros of `autodiff`.

mod analyse;
mod custom;
mod derive;
mod diagnostics;
mod emit;
mod expand;
mod ir;
mod lower;
mod parse;
mod rules;
mod simplify;
mod transform;

#[cfg(test)]
mod tests;

/// Derives the companions of a function.
///
/// # Functions that are called
///
/// Where what is handed to `g(x)` carries a derivative, `g_pullback_for` is called in its place: the companion of a function
/// with this attribute, or of a rule of your own. It is found by its name, beside `g`, so that whoever imports one by its name
/// imports both. That it is the companion of this very `g`, and not of another one, is checked as it is called. Where there is
/// none, rustc says so in its own words, on the call: *cannot find function `g_pullback_for`*, or *no method named
/// `g_pullback_for`*. Then put `#[differentiate]` on `g`; or import what it names; or, where `g` can't be differentiated, write
/// beside it, for a `fn g(x: f64, n: usize) -> f64`,
///
/// ```ignore
/// #[pullback]
/// fn g_pullback(x: f64, #[constant] n: usize) -> (f64, impl Fn(f64, &mut f64)) {
///     (g(x, n), move |d_value, d_x| *d_x += d_value * slope_of_g(x, n))
/// }
/// ```
///
/// or hand it `stop_gradient(x)`, if no derivative is meant.
///
/// # Slices
///
/// `for` runs over arrays, slices and `Vec`s as over ranges, by reference, by `&mut` and by value: `x`, `&x`, `&mut x`,
/// `iter`, `iter_mut`, `into_iter`, `copied`, `cloned`, `enumerate`, `zip`, `rev`, `skip`, `take`, `step_by`, `chunks_exact`,
/// `chunks` (and their `_mut`), `windows`, in any order. It becomes a counted loop that reads `x[i]`, in the forward pass
/// and in the backward pass, and costs what that costs. Patterns are names, `&name`, `_`, and tuples of these.
///
/// Parts of them, `&x[a..b]`, `&mut x[a..]`, `x.split_at(n)`, `x.split_at_mut(n)`, and references to rows and elements
/// are bound by `let` and handed to other differentiated functions: what such a function adds to the gradient of its
/// argument, it adds to that part of the whole's.
///
/// ```ignore
/// #[differentiate]
/// fn dense(x: &[f64], w: &[f64], b: &[f64]) -> Vec<f64> {
///     let mut h = vec![0.0; b.len()];
///     for ((h, row), b) in h.iter_mut().zip(w.chunks_exact(x.len())).zip(b) {
///         let mut z = *b;
///         for (w, x) in row.iter().zip(x) {
///             z += w * x;
///         }
///         *h = sigmoid(z);
///     }
///     h
/// }
/// ```
///
/// # Forward mode
///
/// `#[differentiate(jvp)]` adds `f_jvp`, which carries tangents along with the values: from a direction in the arguments to
/// the direction of the result, in one pass without a tape, whatever loops and branches there are. For `fn f(x: X, y: Y) -> R`
/// it is `f_jvp(x, d_x, y, d_y) -> (R, R)`: the value, then its tangent. Each differentiable parameter has its tangent behind
/// it, of the same type, and for a slice or a `Vec` of the same length (another panics). A `#[constant]` or discrete parameter
/// has none. A parameter behind `&mut` has a tangent behind `&mut`: on entry that of what it holds before the call, on return
/// that of what it holds after. A result without floats stands alone. In a struct of yours the tangent of what carries no
/// derivative is not read.
///
/// What it calls must have been asked for `jvp`, too, or have a rule for it (`#[jvp]`); else rustc says that it *cannot find
/// function `g_jvp_for`*.
///
/// ```ignore
/// #[differentiate(jvp)]
/// fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
///     for i in 0..y.len() {
///         y[i] += a * x[i];
///     }
/// }
///
/// let (mut y, mut d_y) = ([1.0], [0.0]);
/// axpy_jvp(2.0, 1.0, &[3.0], &[0.5], &mut y, &mut d_y);
/// assert_eq!((y, d_y), ([7.0], [4.0]));
/// ```
///
/// # Closures and chains
///
/// A local closure is written out wherever it is called, with its parameters bound to the arguments. It captures what it
/// likes, by reference, with `move`, or to change it; it may `return` early, call other closures, and be handed to them.
///
/// Chains of iterator methods are loops: `map`, `filter`, `inspect`, `chain`, `flat_map`, `take_while`, besides all that `for`
/// runs over, up to `sum`, `product`, `fold`, `reduce(..).unwrap()`, `for_each`, `collect` into a `Vec`, or a `for` loop over
/// the chain. What they call may be a closure, in place or by its name, a function by its path, `f64::sqrt`, or another
/// differentiated function. Values are those of std to the bit, and closures run in std's order. What comes to an integer or
/// a flag (`count`, `any`, `position`) stays as it is written.
///
/// ```ignore
/// #[differentiate]
/// fn fit(x: &[f64], y: &[f64], w: f64, b: f64) -> f64 {
///     let model = |x: f64| w * x + b;
///     x.iter().zip(y).map(|(x, y)| (model(*x) - y).powi(2)).sum::<f64>() / x.len() as f64
/// }
/// ```
///
/// A closure that is handed to somebody else, or kept in a struct, is refused if it captures what may carry a derivative;
/// so is an iterator that is kept in a variable, and what makes it unknown which item comes when (`peekable`, `scan`, `zip` of
/// what was filtered): collect into a `Vec`, and go on from there.
///
/// # Structs
///
/// A type of your own is a parameter, a local or a result once it has `#[derive(Differentiable)]`; its gradient is of the
/// same type. Fields are read and written at any depth, values are made by `S { a, ..rest }` and `S(a)`, and taken apart by
/// patterns in `let` and `for`.
///
/// A macro sees the name of such a type, not its fields. What is used as a float is held to be one by rustc, and so is a
/// field that is cast (`s.count as f64`) to be an integer. Where it says that a type could not be seen, bind the field to a
/// name with its type: `let n: usize = s.count;`. A field that is a reference, `data: &[f64]`, is `#[differentiable(skip)]`
/// and can't be read where the struct carries a derivative: hand the data in beside it.
///
/// ```ignore
/// use autodiff_runtime::prelude::*;
///
/// #[derive(Clone, Copy, Differentiable)]
/// struct Vec3 {
///     x: f64,
///     y: f64,
///     z: f64,
/// }
///
/// #[differentiate]
/// fn cross(a: Vec3, b: Vec3) -> Vec3 {
///     Vec3 { x: a.y * b.z - a.z * b.y, y: a.z * b.x - a.x * b.z, z: a.x * b.y - a.y * b.x }
/// }
/// ```
///
/// # Methods
///
/// `self` is the first parameter: `&self`, `self`, or `&mut self`, which is an output like any other. Companions are methods,
/// too: `layer.loss(x)` has `layer.loss_grad(x)`. Methods call one another by a dot and by their paths, `self.forward(x)`,
/// `Self::forward(self, x)`, `Layer::forward(&l, x)`; so do free functions.
///
/// ```ignore
/// use autodiff_runtime::prelude::*;
///
/// #[derive(Clone, Differentiable)]
/// struct Layer {
///     w: Vec<f64>,
///     b: f64,
/// }
///
/// impl Layer {
///     #[differentiate]
///     fn forward(&self, x: &[f64]) -> f64 {
///         let mut z = self.b;
///         for (w, x) in self.w.iter().zip(x) {
///             z += w * x;
///         }
///         sigmoid(z)
///     }
///
///     #[differentiate]
///     fn loss(&self, #[constant] x: &[f64], #[constant] y: f64) -> f64 {
///         (self.forward(x) - y).powi(2)
///     }
/// }
///
/// let d_layer: Layer = layer.loss_grad(&[1.0, 2.0], 1.0);
/// ```
///
/// A function that names neither `self` nor `Self` does not tell that it stands in an `impl` block, and a method does not tell
/// what its block is over. Then the attribute stands on the block as well, and on each function in it that is to be
/// differentiated (one that is alone needs no mark of its own).
///
/// ```ignore
/// #[differentiate]
/// impl<T: Float> Linear<T> {
///     #[differentiate]
///     fn bias(b: T, k: T) -> T {
///         b * k
///     }
/// }
/// ```
///
/// A trait declares the companions where the attribute stands on the declaration, and each implementation defines them where
/// it stands there too. They are declared `where Self: Sized`: the trait may still be used as `dyn`. A default body can't have
/// the attribute, since an implementation that overrides it would have its derivative. A generic function calls them on
/// `M: Model + Differentiable`.
///
/// What a method does to its receiver, a call by a dot does not tell. One whose value is used is taken to read it, one that
/// returns nothing to write it, unless it is lent something else to write; a wrong guess does not compile. A method that writes
/// *and* returns is called by its path, `Type::step(&mut x, h)`; so is one that takes a `self` that is not `Copy`.
///
/// The companion is found by the name of the method. An inherent method without the attribute that hides a trait's method of
/// the same name, which has it, can't be told from that: the derivative would be the trait's.
///
/// # Operators
///
/// An operator of a type of your own has its derivative where `#[differentiate]` stands on its `impl` block: `+ - * / %`, `-x`,
/// and `+=` and its kin, of values and of references. `a * b` is taken for one where an operand is seen to be of a type of your
/// own, by a parameter, an annotation or a literal, or was itself made by such an operator; else for an operator of floats. That
/// goes for fields, too, whose types a macro does not see: `let v: Vec3 = self.v;` says what `v * dt` is.
///
/// ```ignore
/// use autodiff_runtime::prelude::*;
/// use std::ops::Mul;
///
/// #[differentiate]
/// impl Mul<f64> for Vec3 {
///     type Output = Vec3;
///     fn mul(self, k: f64) -> Vec3 {
///         Vec3 { x: self.x * k, y: self.y * k, z: self.z * k }
///     }
/// }
/// ```
///
/// # Recursion
///
/// A function that calls itself needs nothing: its pullback is boxed, one box a call. Functions that call one another say so,
/// one of them by `#[differentiate(boxed)]`; so does a method that calls itself on other values, unless it is `pub`.
///
/// ```ignore
/// #[differentiate]
/// fn power(x: f64, n: u32) -> f64 {
///     match n {
///         0 => 1.0,
///         n if n % 2 == 0 => power(x * x, n / 2),
///         n => x * power(x, n - 1),
///     }
/// }
/// ```
///
/// # Memory that is written
///
/// Elements are assigned, and std's methods write the rest: `swap`, `fill`, `copy_from_slice` on whole memory, on rows and
/// on parts; `std::mem::swap`, `replace` and `take` of numbers, rows and buffers; `push`, `pop().unwrap()`,
/// `while let Some(x) = v.pop()`, `last().unwrap()`, `extend_from_slice`, `truncate`, `resize`, `clear` of a `Vec`. The
/// adjoint of a `Vec` follows its length backwards. What moves numbers in a way that their values decide (`sort`,
/// `retain`, `insert`) is refused; a `Vec` of indices may be sorted by numbers that carry a derivative, and read through.
///
/// ```ignore
/// #[differentiate]
/// fn squares(x: &[f64]) -> Vec<f64> {
///     let mut out = Vec::with_capacity(x.len());
///     for v in x {
///         out.push(v * v);
///     }
///     out
/// }
/// ```
///
/// # Enums and options
///
/// An enum with `#[derive(Differentiable)]`, and an `Option` of anything that carries a derivative, is a value like any other: a
/// parameter, a local, a result, a field, an element. It is made, matched (`match`, `if let`, `while let`, `let … else`, with
/// guards and nested patterns), overwritten by another variant, and written in place through `&mut`. Its gradient is of its own
/// type, and always of the variant that the value is: `Some` exactly where that is. Which arm was taken is remembered; nothing is
/// decided again. `unwrap`, `unwrap_or`, `map`, `map_or`, `and_then`, `or`, `take` and their kin are the `match` that they stand
/// for, and so is `?` in a function that returns an `Option`. `v.first()`, `v.last()` and `v.get(i)` are looked into in the same
/// way.
///
/// ```ignore
/// use autodiff_runtime::prelude::*;
///
/// #[derive(Clone, Debug, PartialEq, Differentiable)]
/// enum Shape {
///     Circle(f64),
///     Rect { width: f64, height: f64 },
/// }
///
/// #[differentiate]
/// fn cost(shape: &Shape, price: Option<f64>) -> f64 {
///     let area = match shape {
///         Shape::Circle(r) => std::f64::consts::PI * r * r,
///         Shape::Rect { width, height } => width * height,
///     };
///     area * price.unwrap_or(1.0)
/// }
///
/// let (d_shape, d_price) = cost_grad(&Shape::Rect { width: 2.0, height: 3.0 }, Some(10.0));
/// assert_eq!((d_shape, d_price), (Shape::Rect { width: 30.0, height: 20.0 }, Some(6.0)));
/// ```
///
/// A pattern is seen to be of an enum by its path, `Shape::Circle(r)`; a variant that is imported by its bare name is taken for
/// a struct. Of a number that a pattern binds the macro sees no type: one that is cast is taken for an integer, one that is
/// calculated with for a float, and rustc holds it to that.
///
/// # Outputs through `&mut`
///
/// What a function leaves in a `&mut` parameter is a result, and what it found there is an argument. With such parameters
/// it has `f_vjp` in place of `f_grad`, `f_value_and_grad` and `f_grad_into`. It takes every parameter of `f`, in order;
/// then the cotangent of the value, if `f` returns one; then one `&mut` buffer for each `&mut` parameter, in order. It runs
/// `f`, and returns the gradients of the other parameters. A buffer is *in and out*: on entry it holds the cotangent of what
/// the parameter holds after the call, on return that of what it held before. The closure of `f_pullback` takes these
/// buffers in the same way, among the accumulators of the other parameters, and can be called when the memory holds
/// something else by then.
///
/// ```ignore
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn relax(u: f64, y: &mut [f64]) {
///     for i in 1..y.len() {
///         y[i] = 0.5 * (y[i - 1] + y[i]);
///     }
///     y[0] = u;
/// }
///
/// let (mut y, mut d_y) = ([1.0, 3.0], [10.0, 100.0]);
/// let d_u = relax_vjp(7.0, &mut y, &mut d_y);
/// assert_eq!((y, d_u, d_y), ([7.0, 2.0], 10.0, [50.0, 50.0]));
/// ```
///
/// A `&mut` parameter that is marked `#[constant]`, or not named by `wrt`, is scratch memory: derivatives flow through it
/// inside of the function, but nobody asks for that of what is left there, nor is there one of what was found.
///
/// Functions lend memory on: `step(&mut y, h)`, `step(&mut y[i], h)`, `step(y, h)` where `y` is a `&mut` itself. To a
/// function that only reads, such a `y` is lent by `&*y`. A call that returns nothing is a statement; what a call returns
/// besides is bound, be it by `let _ =`.
///
/// # Generics
///
/// A type parameter that is bounded by `Float` of num-traits, or by `Scalar` of the runtime, inline or in the where-clause, is
/// a float like `f64`: all methods of `Float` are differentiated, as `x.sin()`, `T::sin(x)` and `Float::sin(x)`. Numbers are
/// written as in any such code: `T::zero()`, `T::from(0.5).unwrap()`, `T::PI()`, `T::from_usize(n).unwrap()`,
/// `num_traits::cast(0.5).unwrap()`. A derivative passes from one float type to another by `T::from(x).unwrap()`,
/// `x.to_f64().unwrap()` and `f64::from(x)`; `x.to_usize().unwrap()` of a value that carries one is refused, as a cast to an
/// integer is. Companions carry the generics and the where-clause of the function, and `T: Scalar` besides.
///
/// The macro goes by the name of the bound. That it is num-traits' `Float`, or a trait that asks for it, is proved at compile
/// time. A trait of your own that asks for it under another name says nothing to the macro: bound the parameter by `Float`
/// besides.
///
/// ```ignore
/// use num_traits::Float;
///
/// #[differentiate]
/// fn rosenbrock<T: Float>(x: T, y: T) -> T {
///     let (a, b) = (T::one() - x, y - x * x);
///     a * a + T::from(100).unwrap() * b * b
/// }
///
/// let (d_x, d_y) = rosenbrock_grad(0.5_f32, 0.25);
/// ```
///
/// Lifetimes and `const` parameters are the companions' too. A parameter of any other type parameter, or of `impl Trait`, is
/// marked `#[constant]`: `#[constant] weight: impl Fn(usize) -> f64`.
#[proc_macro_attribute]
pub fn differentiate(attr: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand::differentiate(attr.into(), item.into()).into()
}

/// Makes a pullback written by hand one that differentiated functions can call: a rule of your own.
///
/// Named after its primal, `g_pullback` for `g`, it takes what `g` takes, and returns the value together with a closure.
/// The closure takes the cotangent of the value, by value (`&[f64]` for a `Vec<f64>`), then one `&mut` for each
/// differentiable parameter, in order, and *adds* the parameter's cotangent to it. Parameters without an accumulator are
/// marked `#[constant]`; integers and the like never have one.
///
/// ```ignore
/// use autodiff_runtime::prelude::*;
///
/// fn lookup(x: f64) -> f64 {
///     x.floor() * 10.0 // a table, a C library, anything
/// }
///
/// #[pullback]
/// fn lookup_pullback(x: f64) -> (f64, impl Fn(f64, &mut f64)) {
///     (lookup(x), move |d_value, d_x| *d_x += d_value * 10.0)
/// }
/// ```
///
/// What is added beside it is `lookup_pullback_for`: whoever imports `lookup` into a differentiated function imports that,
/// too. A pullback whose arguments are all owned runs once. One that borrows any runs twice: the forward pass calls
/// `g`, and each backward pass calls `g_pullback` again, on the references that the caller hands in there.
///
/// `#[pullback(crate = some::path)]` names the runtime where it is not `::autodiff_runtime`.
#[proc_macro_attribute]
pub fn pullback(attr: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    custom::pullback(attr.into(), item.into()).into()
}

/// Makes a forward mode written by hand one that differentiated functions can call: a rule of your own for `f_jvp`.
///
/// Named after its primal, `g_jvp` for `g`, it takes what `g` takes, each differentiable parameter with its tangent behind
/// it, and returns the value with its tangent. A tangent has the type of what it is the tangent of. Parameters without one
/// are marked `#[constant]`; integers and the like never have one.
///
/// ```ignore
/// use autodiff_runtime::prelude::*;
///
/// fn lookup(x: f64) -> f64 {
///     x.floor() * 10.0 // a table, a C library, anything
/// }
///
/// #[jvp]
/// fn lookup_jvp(x: f64, d_x: f64) -> (f64, f64) {
///     (lookup(x), 10.0 * d_x)
/// }
/// ```
///
/// What is added beside it is `lookup_jvp_for`: whoever imports `lookup` into a function with `#[differentiate(jvp)]` imports
/// that, too. Where a caller has no tangent for an argument, the rule is handed zeros.
///
/// `#[jvp(crate = some::path)]` names the runtime where it is not `::autodiff_runtime`.
#[proc_macro_attribute]
pub fn jvp(attr: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    custom::jvp(attr.into(), item.into()).into()
}

/// Makes a struct or an enum a value that a gradient can be taken of. It is its own gradient, and must be `Clone`.
///
/// Its leaves are those of its fields, in order; of an enum, those of the variant that it is. A gradient has the same variant:
/// one of another panics, naming both.
///
/// | field | in a gradient |
/// |---|---|
/// | a float; an array, `Vec`, tuple, `Option` or `Box` of floats; a type with this derive; a type parameter | its derivative |
/// | an integer, `bool`, `char`, text, a range of integers, `PhantomData`; an array, `Vec`, `Option` or tuple of these | a copy |
/// | `#[differentiable(skip)]`, of a type that carries no numbers | a copy |
/// | `#[differentiable(skip)]`, of a type that does | 0, but for what derivatives are added there |
///
/// Any other type that carries no derivative has to be marked `skip`, and a reference to numbers is skipped or owned.
///
/// What is skipped has no leaves: an optimiser does not move it, a norm does not count it, `check` does not check it. It is
/// no constant of differentiated functions, though: what a function computes from it, or puts there, is differentiated.
///
/// Of a generic type, each field whose type mentions a type parameter must be differentiable where the type is to be, skipped
/// or not; but for a skipped `F` with the bound `F: Fn(..)`, which is copied.
///
/// `#[differentiable(crate = some::path)]` on the type names the runtime where it is not `::autodiff_runtime`.
///
#[proc_macro_derive(Differentiable, attributes(differentiable))]
pub fn derive_differentiable(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive::differentiable(item.into()).into()
}
