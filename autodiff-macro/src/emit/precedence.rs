//! How tightly the pieces of an expression bind.

use crate::ir::Op;
use proc_macro2::{Delimiter, Punct, Spacing, Span, TokenStream, TokenTree};

/// Loosest first, as in the Rust reference.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Prec {
    /// `if … {} else {}`, closures, ranges, and what we did not look into.
    Loose,
    /// `<`, `==` …
    Compare,
    /// `+`, `-`
    Sum,
    /// `*`, `/`, `%`
    Product,
    /// `as`
    Cast,
    /// `-`, `*`, `&`
    Unary,
    /// Method calls, indexing, names, literals, parentheses.
    Postfix,
}

impl Prec {
    /// What the right operand of a left-associative operator needs.
    pub(super) fn tighter(self) -> Prec {
        match self {
            Prec::Loose => Prec::Compare,
            Prec::Compare => Prec::Sum,
            Prec::Sum => Prec::Product,
            Prec::Product => Prec::Cast,
            Prec::Cast => Prec::Unary,
            Prec::Unary | Prec::Postfix => Prec::Postfix,
        }
    }
}

/// Tokens, and how tightly their outermost operator binds.
pub(super) struct Piece {
    pub(super) tokens: TokenStream,
    prec: Prec,
}

impl Piece {
    pub(super) fn new(tokens: TokenStream, prec: Prec) -> Piece {
        Piece { tokens, prec }
    }

    pub(super) fn tight(tokens: TokenStream) -> Piece {
        Piece::new(tokens, Prec::Postfix)
    }

    /// The tokens, in parentheses if they bind more loosely than `least`.
    pub(super) fn within(self, least: Prec) -> TokenStream {
        if self.prec < least { self.parenthesised() } else { self.tokens }
    }

    pub(super) fn parenthesised(self) -> TokenStream {
        super::spans::group(Delimiter::Parenthesis, self.tokens, Span::call_site())
    }

    /// Its last operand is `x as f64`, after which a `<` would open generic arguments.
    pub(super) fn ends_in_cast(&self) -> bool {
        let trees: Vec<TokenTree> = self.tokens.clone().into_iter().collect();
        let casts = trees.iter().rposition(|tree| matches!(tree, TokenTree::Ident(ident) if ident == "as"));
        casts.is_some_and(|at| {
            trees[at + 1..].iter().all(|tree| match tree {
                TokenTree::Ident(_) => true,
                TokenTree::Punct(punct) => punct.as_char() == ':',
                _ => false,
            })
        })
    }

    /// It starts with a minus sign.
    pub(super) fn is_negative(&self) -> bool {
        let first = self.tokens.clone().into_iter().next();
        matches!(first, Some(TokenTree::Punct(punct)) if punct.as_char() == '-')
    }
}

/// The symbol of a binary operator, and how tightly it binds. All are left-associative.
pub(super) fn infix(op: Op) -> Option<(&'static str, Prec)> {
    match op {
        Op::Add => Some(("+", Prec::Sum)),
        Op::Sub => Some(("-", Prec::Sum)),
        Op::Mul => Some(("*", Prec::Product)),
        Op::Div => Some(("/", Prec::Product)),
        Op::Rem => Some(("%", Prec::Product)),
        _ => None,
    }
}

/// An operator of one or more characters.
pub(super) fn operator(symbol: &str, span: Span) -> TokenStream {
    let last = symbol.chars().count().saturating_sub(1);
    let punct = |(index, char)| {
        let mut punct = Punct::new(char, if index < last { Spacing::Joint } else { Spacing::Alone });
        punct.set_span(span);
        TokenTree::Punct(punct)
    };
    symbol.chars().enumerate().map(punct).collect()
}

/// How tightly an expression of the user's binds: exact for arithmetic, casts and postfix, loose for anything else.
pub(super) fn of_tokens(tokens: &TokenStream) -> Prec {
    let mut least = Prec::Postfix;
    let mut after_operand = false;
    let mut after_as = false;
    let mut trees = tokens.clone().into_iter().peekable();
    while let Some(tree) = trees.next() {
        match tree {
            TokenTree::Group(group) => {
                if group.delimiter() == Delimiter::Brace {
                    return Prec::Loose;
                }
                after_operand = true;
            }
            TokenTree::Literal(_) => after_operand = true,
            TokenTree::Ident(ident) if ident == "as" => {
                least = least.min(Prec::Cast);
                (after_operand, after_as) = (false, true);
                continue;
            }
            TokenTree::Ident(ident) => {
                const OPENERS: &[&str] = &["if", "match", "move", "return", "break", "unsafe", "loop", "let", "async"];
                if OPENERS.iter().any(|opener| ident == opener) {
                    return Prec::Loose;
                }
                after_operand = true;
            }
            TokenTree::Punct(punct) => {
                let doubled = |trees: &mut std::iter::Peekable<_>| {
                    let next: Option<&TokenTree> = trees.peek();
                    punct.spacing() == Spacing::Joint
                        && matches!(next, Some(TokenTree::Punct(next)) if next.as_char() == punct.as_char())
                };
                match punct.as_char() {
                    '.' | ':' | '?' => {
                        if punct.as_char() == '.' && doubled(&mut trees) {
                            return Prec::Loose;
                        }
                        continue;
                    }
                    '!' if after_operand => continue,
                    '+' if after_operand => least = least.min(Prec::Sum),
                    '-' if after_operand => least = least.min(Prec::Sum),
                    '*' | '/' | '%' if after_operand => least = least.min(Prec::Product),
                    '-' | '*' | '!' | '&' if !after_operand && !after_as => least = least.min(Prec::Unary),
                    _ => return Prec::Loose,
                }
                after_operand = false;
            }
        }
        after_as = false;
    }
    least
}
