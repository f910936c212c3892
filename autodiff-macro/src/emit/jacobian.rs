//! `f_jacobian`: rows by `f_pullback`, columns by `f_jvp`.

use super::Printer;
use super::spans::user;
use super::types::tuple;
use crate::ir::{Companion, Kind, Type};
use proc_macro2::{Ident, Literal, TokenStream};
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
        self.wrapper(companion, &result, || self.rows_or_columns(companion.in_groups))
    }

    /// `private::jacobian_array(zeros, direction, |(d_x, d_y)| …, || f_pullback(x, y).1, |pullback, seed, row| …)`, or the
    /// same with columns in groups.
    fn rows_or_columns(&self, in_groups: bool) -> TokenStream {
        let runtime = self.runtime();
        let zeros = tuple(self.function.differentiable_params().map(|(_, param)| self.zero_gradient(param)).collect());
        let (pullback, args) = (self.other(Kind::Pullback), self.function.params.iter().map(|param| self.again(param)));
        let turbofish = self.turbofish();
        let forward = quote!(#pullback #turbofish(#(#args),*));
        let [pull, seed, row, value] = ["pullback", "seed", "row", "value"].map(|wish| self.names.free(wish));
        let parts = match self.function.differentiable_params().count() {
            1 => vec![quote!(#row)],
            count => (0..count).map(Literal::usize_unsuffixed).map(|at| quote!(&mut #row.#at)).collect(),
        };
        let (helper, forward, seeds, places) = match &self.function.result {
            Type::Array(..) => ("jacobian_array", quote!(#forward.1), quote!(#seed), None),
            Type::Tuple(of) => {
                let places: Vec<Literal> = (0..of.len()).map(Literal::usize_unsuffixed).collect();
                ("jacobian_array", quote!(#forward.1), quote!((#(#seed[#places],)*)), Some(places))
            }
            _ => ("jacobian", forward, quote!(#seed), None),
        };
        // The numbers of a tuple, in a row.
        let in_a_row = |tangents: TokenStream| match &places {
            Some(places) => quote!({ let #value = #tangents; [#(#value.#places),*] }),
            None => tangents,
        };
        let columns = if in_groups {
            let along = self.names.free("along");
            let [four, eight] = [4, 8].map(|lanes| in_a_row(self.along_several(Kind::JvpGroup, &along, lanes)));
            quote!(|#along| #four, |#along| #eight)
        } else {
            let (direction, directions, tangent) = self.in_direction(Kind::Jvp);
            let column = in_a_row(quote!(#tangent.1));
            quote!(#direction, |#directions| #column)
        };
        let helper = if in_groups { format!("{helper}_in_groups") } else { helper.to_owned() };
        let helper = Ident::new(&helper, self.span());
        let jacobian = quote! {
            #runtime::private::#helper(
                #zeros,
                #columns,
                || #forward,
                |#pull, #seed, #row| #pull(#seeds, #(#parts),*),
            )
        };
        match places {
            None => jacobian,
            Some(places) => {
                let rows: Vec<_> = places.iter().map(|_| self.names.free("row")).collect();
                quote!(let [#(#rows),*] = #jacobian; (#(#rows,)*))
            }
        }
    }
}
