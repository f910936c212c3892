//! Items of the body. The backward pass repeats expressions outside of the block that they stood in; so an item of an inner
//! block is moved to the top of the function, where its name means the same everywhere.

use super::Lowerer;
use super::scope::declared;
use crate::diagnostics::catalogue;
use crate::ir::{Stmt as IrStmt, StmtKind};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::HashSet;
use syn::visit::{self, Visit};
use syn::{Block, Item, Stmt, UseTree};

impl Lowerer<'_> {
    /// The items of an inner block, for the top of the function.
    pub(super) fn lift_items(&mut self, block: &Block) {
        for stmt in &block.stmts {
            let Stmt::Item(item) = stmt else { continue };
            let text = item.to_token_stream().to_string();
            if self.lifted.iter().any(|(known, _)| *known == text) || !self.is_to_be_kept(item) {
                continue;
            }
            if let Item::Use(import) = item
                && has_glob(&import.tree)
            {
                self.refuse(catalogue::inner_glob(import));
                continue;
            }
            if let Some(name) = declared(item).into_iter().find(|name| !self.is_alone(name, &text)) {
                self.refuse(catalogue::inner_item(&name));
                continue;
            }
            self.lifted.push((text, item.to_token_stream()));
        }
    }

    /// An item that takes the name of one of Rust's own types, or of a type parameter: what we print would mean that one.
    pub(super) fn no_hidden_type(&mut self, item: &Item) {
        let is_type = matches!(
            item,
            Item::Enum(_) | Item::Mod(_) | Item::Struct(_) | Item::Trait(_) | Item::Type(_) | Item::Union(_)
        );
        let floats = &self.function.signature.generics.floats;
        let is_taken =
            |name: &Ident| super::types::is_of_std(&name.to_string()) || floats.iter().any(|float| float.name == *name);
        let name = declared(item).into_iter().find(|name| is_type && is_taken(name));
        if let Some(name) = name {
            self.refuse(catalogue::hidden_type(&name));
        }
    }

    /// Statements for the start of the body.
    pub(super) fn lifted_items(&mut self) -> Vec<IrStmt> {
        let lifted = std::mem::take(&mut self.lifted);
        let items = lifted.into_iter().map(|(_, item)| {
            let span = self.span;
            self.function.stmt(StmtKind::Item(item), span, crate::ir::Pass::Primal)
        });
        items.collect()
    }

    /// Whether companions need an item of their own. An `impl` of the primal's holds everywhere, unless it is about types
    /// that each companion declares anew.
    pub(super) fn is_to_be_kept(&self, item: &Item) -> bool {
        let Item::Impl(implementation) = item else { return true };
        let mut own = Declared::default();
        own.visit_block(&self.item.block);
        let trait_path = implementation.trait_.as_ref().map(|trait_| trait_.1.to_token_stream());
        let about = [Some(implementation.self_ty.to_token_stream()), trait_path];
        about.into_iter().flatten().any(|tokens| own.names.iter().any(|name| count(tokens.clone(), name) > 0))
    }

    /// Every mention of `name` in the function is in a block that has this item.
    fn is_alone(&self, name: &Ident, item: &str) -> bool {
        let name = name.to_string();
        let mut inside = Inside { item, name: &name, found: 0 };
        inside.visit_block(&self.item.block);
        inside.found == count(self.item.to_token_stream(), &name)
    }
}

/// Counts a name in the blocks that have an item.
struct Inside<'a> {
    item: &'a str,
    name: &'a str,
    found: usize,
}

impl<'ast> Visit<'ast> for Inside<'_> {
    fn visit_block(&mut self, block: &'ast Block) {
        let is_it = |stmt: &Stmt| matches!(stmt, Stmt::Item(item) if item.to_token_stream().to_string() == self.item);
        match block.stmts.iter().any(is_it) {
            true => self.found += count(block.to_token_stream(), self.name),
            false => visit::visit_block(self, block),
        }
    }
}

/// The names of all items of the body, imports aside.
#[derive(Default)]
struct Declared {
    names: HashSet<String>,
}

impl<'ast> Visit<'ast> for Declared {
    fn visit_item(&mut self, item: &'ast Item) {
        if !matches!(item, Item::Use(_)) {
            self.names.extend(declared(item).iter().map(Ident::to_string));
        }
    }
}

fn has_glob(tree: &UseTree) -> bool {
    match tree {
        UseTree::Path(path) => has_glob(&path.tree),
        UseTree::Group(group) => group.items.iter().any(has_glob),
        UseTree::Glob(_) => true,
        UseTree::Name(_) | UseTree::Rename(_) => false,
    }
}

/// How often a word occurs, in strings too: `println!("{N}")` reads `N`.
fn count(tokens: TokenStream, name: &str) -> usize {
    let occurrences = |tree| match tree {
        TokenTree::Group(group) => count(group.stream(), name),
        TokenTree::Ident(ident) => usize::from(ident == name),
        TokenTree::Literal(literal) => {
            let text = literal.to_string();
            let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            if text.contains('{') { words.filter(|word| *word == name).count() } else { 0 }
        }
        TokenTree::Punct(_) => 0,
    };
    tokens.into_iter().map(occurrences).sum()
}
