//! `f_jacobian`: rows by `f_pullback`, columns by `f_jvp`.

use super::Printer;
use super::spans::user;
use super::types::tuple;
use crate::ir::{Companion, Kind, Type};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

impl Printer<'_> {
    pub(super) fn jacobian(&self, companion: &Companion) -> TokenStream {
        let runtime = self.runtime();
        let row = tuple(self.function.inputs().map(|(_, param)| self.gradient(param)).collect());
        let result = match &self.function.result {
            Type::Array(_, len) => {
                let len = user(len);
                quote!([#row; #len])
            }
            Type::Tuple(of) => {
                let rows = of.iter().map(|_| &row);
                quote!((#(#rows,)*))
            }
            _ => quote!(#runtime::private::Vec<#row>),
        };
        self.wrapper(companion, &result, || self.rows_or_columns())
    }

    /// `private::jacobian_array(zeros, direction, |(d_x, d_y)| …, || f_pullback(x, y).1, |pullback, seed, row| …)`
    fn rows_or_columns(&self) -> TokenStream {
        let runtime = self.runtime();
        let (direction, directions, tangent) = self.in_direction(Kind::Jvp);
        let zeros = tuple(self.function.differentiable_params().map(|(_, param)| self.zero_gradient(param)).collect());
        let (pullback, args) = (self.other(Kind::Pullback), self.function.params.iter().map(|param| self.again(param)));
        let turbofish = self.turbofish();
        let forward = quote!(#pullback #turbofish(#(#args),*));
        let [pull, seed, row] = ["pullback", "seed", "row"].map(|wish| self.names.free(wish));
        let parts = match self.function.differentiable_params().count() {
            1 => vec![quote!(#row)],
            count => (0..count).map(Literal::usize_unsuffixed).map(|at| quote!(&mut #row.#at)).collect(),
        };
        let Type::Tuple(of) = &self.function.result else {
            let (helper, forward) = match &self.function.result {
                Type::Array(..) => (quote!(jacobian_array), quote!(#forward.1)),
                _ => (quote!(jacobian), forward),
            };
            return quote! {
                #runtime::private::#helper(
                    #zeros,
                    #direction,
                    |#directions| #tangent.1,
                    || #forward,
                    |#pull, #seed, #row| #pull(#seed, #(#parts),*),
                )
            };
        };
        let places: Vec<Literal> = (0..of.len()).map(Literal::usize_unsuffixed).collect();
        let rows: Vec<_> = of.iter().map(|_| self.names.free("row")).collect();
        let value = self.names.free("value");
        quote! {
            let [#(#rows),*] = #runtime::private::jacobian_array(
                #zeros,
                #direction,
                |#directions| { let #value = #tangent.1; [#(#value.#places),*] },
                || #forward.1,
                |#pull, #seed, #row| #pull((#(#seed[#places],)*), #(#parts),*),
            );
            (#(#rows,)*)
        }
    }
}
