//! Statements and blocks.

use super::Printer;
use super::precedence::Prec;
use super::spans::{braced, joined, user, user_ident};
use super::types::{float_tokens, tuple};
use crate::ir::{Adaptor, Block, Expr, FloatType, Inert, Origin, Place, Range, Stmt, StmtKind, Type, VarId};
use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

impl Printer<'_> {
    /// Second names that statements give hold to the end of their scope: see [`Printer::scope`].
    pub(super) fn stmts(&self, block: &Block) -> TokenStream {
        let mut tokens = TokenStream::new();
        for (at, stmt) in block.stmts.iter().enumerate() {
            if let Some((leaving, rest)) =
                guard(stmt).filter(|_| at + 1 == block.stmts.len() && block.values.is_empty())
            {
                tokens.extend(self.stmt(&leaving));
                tokens.extend(self.stmts(rest));
                continue;
            }
            let inside = self.names.hidden_by(&stmt.binds_inside());
            let after = self.names.hidden_by(&stmt.effects().binds);
            for (hidden, alias) in inside.iter().chain(&after) {
                let name = self.name(*hidden);
                let lent = (!self.function.var(*hidden).ty.is_copy()).then(|| quote!(&));
                tokens.extend(quote!(let #alias = #lent #name;));
            }
            tokens.extend(self.scope(|| {
                self.aliases.borrow_mut().extend(inside);
                self.stmt(stmt)
            }));
            self.aliases.borrow_mut().extend(after);
        }
        tokens
    }

    /// Prints something after which second names are forgotten.
    pub(super) fn scope<T>(&self, print: impl FnOnce() -> T) -> T {
        let outer = self.aliases.borrow().clone();
        let printed = print();
        self.aliases.replace(outer);
        printed
    }

    /// What stands between the braces.
    pub(super) fn inside(&self, block: &Block, floats: &[Option<FloatType>]) -> TokenStream {
        self.scope(|| {
            let outer = self.span();
            if let Some((before, never)) = never(block) {
                return joined([self.stmts(&before), self.fill(&never)]);
            }
            let stmts = self.stmts(block);
            self.set_span(outer);
            let values = self.values(&block.values, floats);
            joined([stmts, values])
        })
    }

    /// No values: nothing. One: itself. Several: a tuple.
    fn values(&self, values: &[Expr], floats: &[Option<FloatType>]) -> TokenStream {
        let float = |index: usize| floats.get(index).and_then(Option::as_ref);
        let values: Vec<_> = values.iter().enumerate().map(|(index, value)| self.expr(value, float(index))).collect();
        if values.is_empty() { TokenStream::new() } else { tuple(values) }
    }

    fn stmt(&self, stmt: &Stmt) -> TokenStream {
        self.set_span(super::spans::at(stmt.span));
        let span = self.span();
        match &stmt.kind {
            StmtKind::Let { var, value } => self.binding(*var, value.as_ref()),
            StmtKind::Assign { place, value } => self.assignment(place, value),
            StmtKind::Accumulate { place, negative, value } => self.accumulation(place, *negative, value),
            StmtKind::Mutate { place, act } => self.mutation(place, act),
            StmtKind::Effect(inert) => {
                let tokens = self.fill(inert);
                let end = (!is_complete(&tokens)).then(|| quote_spanned!(span=> ;));
                quote!(#tokens #end)
            }
            StmtKind::Run { value } => {
                let value = self.expr(value, None);
                quote_spanned!(span=> #value;)
            }
            StmtKind::Item(tokens) => user(tokens),
            StmtKind::If { binds, .. } => {
                let floats = self.floats(binds);
                let tokens = self.branches(stmt, &floats);
                self.bound(binds, tokens)
            }
            StmtKind::Match { binds, scrutinee, arms, .. } => self.choice(binds, scrutinee, arms),
            StmtKind::For { label, var, range, body } => {
                let (label, range) = (label_colon(label), self.range(range));
                let var = if self.is_used(*var) { self.pattern_of(*var) } else { quote_spanned!(span=> _) };
                let body = braced(self.inside(body, &[]), span);
                joined([quote_spanned!(span=> #label for #var in #range), body])
            }
            StmtKind::Each { label, pattern, source, body, .. } => {
                let (label, pattern) = (label_colon(label), self.pattern(pattern));
                let source = self.inert(source).tokens;
                let body = self.inside(body, &[]);
                quote_spanned!(span=> #label for #pattern in #source { #body })
            }
            StmtKind::While { label, cond, body } => {
                let (label, cond) = (label_colon(label), self.expr(cond, None));
                let body = braced(self.inside(body, &[]), span);
                joined([quote_spanned!(span=> #label while #cond), body])
            }
            StmtKind::Loop { label, binds, body } => {
                let label = label_colon(label);
                let body = self.inside(body, &[]);
                self.bound(binds, quote_spanned!(span=> #label loop { #body }))
            }
            StmtKind::Labelled { label, binds, body } => {
                let label = self::label(label);
                let body = self.inside(body, &self.floats(binds));
                self.bound(binds, quote_spanned!(span=> #label: { #body }))
            }
            StmtKind::Scope { binds, body } => {
                let body = self.inside(body, &self.floats(binds));
                self.bound(binds, quote_spanned!(span=> { #body }))
            }
            StmtKind::Break { label, values } => {
                let label = label.as_ref().map(self::label);
                let values = self.values(values, &[]);
                quote_spanned!(span=> break #label #values;)
            }
            StmtKind::Continue { label } => {
                let label = label.as_ref().map(self::label);
                quote_spanned!(span=> continue #label;)
            }
            StmtKind::Return { values } => {
                let values = self.values(values, &[]);
                quote_spanned!(span=> return #values;)
            }
            StmtKind::Call(call) => self.call(call),
            StmtKind::Pull(pull) => self.pull(pull),
            StmtKind::Push { tape, value } => {
                let float = self.float_at(&Place::var(*tape));
                let (tape, value) = (self.name(*tape), self.kept(value, float.as_ref()));
                quote_spanned!(span=> #tape.push(#value);)
            }
            StmtKind::Pop { var, tape } => {
                let (var, tape, runtime) = (self.pattern_of(*var), self.name(*tape), self.runtime());
                quote_spanned!(span=>
                    let #runtime::private::Some(#var) = #tape.pop() else { ::core::unreachable!() };
                )
            }
            StmtKind::Recall { var, tape, index } => {
                let index = self.expr(index, None);
                // What can't be copied out is read where it is: a tape serves many backward calls.
                let ty = &self.function.var(*var).ty;
                let lent = (ty.is_ref() || !ty.is_copy()).then(|| quote_spanned!(span=> &));
                let (var, tape) = (self.pattern_of(*var), self.name(*tape));
                quote_spanned!(span=> let #var = #lent #tape[#index];)
            }
            StmtKind::IfActive { param, body } => self.if_active(*param, body),
            StmtKind::IfAny { params, body } => {
                let flags = params.iter().map(|&param| self.flag(param));
                let body = self.inside(body, &[]);
                quote_spanned!(span=> if #(#flags::ACTIVE)||* { #body })
            }
        }
    }

    /// `mut x`, where a variable is bound.
    pub(super) fn pattern_of(&self, var: VarId) -> TokenStream {
        let name = self.name(var);
        let mutable = self.function.var(var).mutable.then(|| quote_spanned!(self.span()=> mut));
        quote!(#mutable #name)
    }

    fn binding(&self, var: VarId, value: Option<&Expr>) -> TokenStream {
        let span = self.span();
        let pattern = self.pattern_of(var);
        let annotation = self.annotation(var, value).map(|ty| quote_spanned!(span=> : #ty));
        let Some(value) = value else {
            return quote_spanned!(span=> let #pattern #annotation;);
        };
        if let Some(tokens) = self.part_of_variant(&pattern, value) {
            return tokens;
        }
        let value = self.of_type(value, &self.function.var(var).ty);
        joined([quote_spanned!(span=> let #pattern #annotation =), value, quote_spanned!(span=> ;)])
    }

    /// As the user wrote it; and for an accumulator of ours, which starts as a bare number.
    fn annotation(&self, var: VarId, value: Option<&Expr>) -> Option<TokenStream> {
        let variable = self.function.var(var);
        if let Some(annotation) = &variable.annotation {
            // The user's is that of the value.
            return if variable.ty.is_in_group() { self.ty(&variable.ty) } else { Some(user(annotation)) };
        }
        match (&variable.ty, variable.origin) {
            (_, Origin::User | Origin::Param(_)) => None,
            // It says so itself.
            (Type::Float(FloatType::Generic(_)), _) => None,
            // `None` alone says nothing of what it might hold.
            (ty @ Type::Option(_), Origin::Version(_)) if matches!(value, Some(Expr::Inert(_))) => self.ty(ty),
            (Type::Float(float), _) if value.is_some_and(|value| value.as_number().is_some()) => float_tokens(float),
            _ => None,
        }
    }

    /// `let (a, b) = …;`, or the statement alone where it binds nothing.
    pub(super) fn bound(&self, binds: &[VarId], tokens: TokenStream) -> TokenStream {
        if binds.is_empty() {
            return tokens;
        }
        let span = self.span();
        let annotation = match binds {
            [var] => self.annotation(*var, None).map(|ty| quote_spanned!(span=> : #ty)),
            several => {
                let types: Vec<_> = several.iter().map(|&var| self.annotation(var, None)).collect();
                let is_annotated = types.iter().any(Option::is_some);
                let types = types.into_iter().map(|ty| ty.unwrap_or_else(|| quote_spanned!(span=> _)));
                is_annotated.then(|| tuple(types.collect())).map(|ty| quote_spanned!(span=> : #ty))
            }
        };
        let patterns = tuple(binds.iter().map(|&var| self.pattern_of(var)).collect());
        joined([quote_spanned!(span=> let #patterns #annotation =), tokens, quote_spanned!(span=> ;)])
    }

    /// An `if` whose values are all that a body is about stands at its end without names for them: what is in front of it,
    /// and the `if`.
    pub(super) fn ends_in_if(&self, block: &Block) -> Option<(TokenStream, TokenStream)> {
        let (last, before) = block.stmts.split_last()?;
        let StmtKind::If { binds, .. } = &last.kind else { return None };
        let yields = block.values.iter().map(Expr::as_var).collect::<Option<Vec<_>>>()?;
        if binds.is_empty() || yields != *binds {
            return None;
        }
        let before = self.stmts(&Block { stmts: before.to_vec(), values: Vec::new() });
        self.set_span(super::spans::at(last.span));
        Some((before, self.branches(last, &self.floats(binds))))
    }

    pub(super) fn floats(&self, binds: &[VarId]) -> Vec<Option<FloatType>> {
        binds.iter().map(|&var| self.float_at(&Place::var(var))).collect()
    }

    /// `if … {} else if … {} else {}`.
    fn branches(&self, stmt: &Stmt, floats: &[Option<FloatType>]) -> TokenStream {
        let span = self.span();
        let StmtKind::If { binds, cond, then, otherwise } = &stmt.kind else {
            return self.stmt(stmt);
        };
        let is_empty = |block: &Block| block.stmts.is_empty() && block.values.is_empty();
        if is_empty(then) && !is_empty(otherwise) {
            let cond = self.within(cond, Prec::Unary, None);
            return joined([quote_spanned!(span=> if !#cond), braced(self.inside(otherwise, floats), span)]);
        }
        let cond = self.expr(cond, None);
        let then = braced(self.inside(then, floats), span);
        let rest = if let Some(nested) = else_if(binds, otherwise) {
            joined([quote_spanned!(span=> else), self.branches(nested, floats)])
        } else if is_empty(otherwise) {
            TokenStream::new()
        } else {
            joined([quote_spanned!(span=> else), braced(self.inside(otherwise, floats), span)])
        };
        joined([quote_spanned!(span=> if #cond), then, rest])
    }

    /// `if let pattern = scrutinee {} else {}`; of a number, `if scrutinee == number`.
    fn range(&self, range: &Range) -> TokenStream {
        let span = self.span();
        let low = self.within(&range.low, Prec::Compare, None);
        let high = self.within(&range.high, Prec::Compare, None);
        let dots = if range.inclusive { quote_spanned!(span=> ..=) } else { quote_spanned!(span=> ..) };
        let mut tokens = quote!(#low #dots #high);
        if !range.adaptors.is_empty() {
            tokens = quote_spanned!(span=> (#tokens));
        }
        for adaptor in &range.adaptors {
            tokens = match adaptor {
                Adaptor::Rev => quote_spanned!(span=> #tokens.rev()),
                Adaptor::Skip(count) => {
                    let count = self.expr(count, None);
                    quote_spanned!(span=> #tokens.skip(#count))
                }
                Adaptor::StepBy(step) => {
                    let step = self.expr(step, None);
                    quote_spanned!(span=> #tokens.step_by(#step))
                }
            };
        }
        tokens
    }

    fn if_active(&self, param: usize, body: &Block) -> TokenStream {
        let (span, runtime, flag) = (self.span(), self.runtime(), self.flag(param));
        match self.slots.get(param).copied().flatten() {
            Some(slot) => {
                let slot = self.name(slot);
                let body = braced(self.inside(body, &[]), span);
                joined([quote_spanned!(span=> if let #runtime::private::Some(#slot) = #flag::slot(&mut #slot)), body])
            }
            None => {
                let body = self.inside(body, &[]);
                quote_spanned!(span=> if #flag::ACTIVE { #body })
            }
        }
    }
}

/// `panic!("…")` in the place of a value: what stands in front of it, and the call, which needs no name.
fn never(block: &Block) -> Option<(Block, Inert)> {
    let yielded = |var: &VarId| block.values.iter().any(|value| value.as_var() == Some(*var));
    let at = block.stmts.iter().position(|stmt| {
        matches!(&stmt.kind, StmtKind::Let { var, value: Some(Expr::Inert(inert)) } if yielded(var) && inert.never_returns())
    })?;
    let StmtKind::Let { value: Some(Expr::Inert(inert)), .. } = &block.stmts[at].kind else { return None };
    let before = Block { stmts: block.stmts[..at].to_vec(), values: Vec::new() };
    Some((before, inert.clone()))
}

/// `if c { …; break } else { rest }` at the end of a block: `if c { …; break } rest`, as one writes it.
fn guard(stmt: &Stmt) -> Option<(Stmt, &Block)> {
    let StmtKind::If { binds, cond, then, otherwise } = &stmt.kind else { return None };
    let leaves = then.stmts.last().is_some_and(|last| matches!(last.kind, StmtKind::Break { .. }));
    if !leaves || !binds.is_empty() || otherwise.stmts.is_empty() || !otherwise.values.is_empty() {
        return None;
    }
    let (cond, then) = (cond.clone(), then.clone());
    let kind = StmtKind::If { binds: Vec::new(), cond, then, otherwise: Block::default() };
    Some((Stmt { kind, ..stmt.clone() }, otherwise))
}

/// The `if` that is all there is to an `else`.
fn else_if<'s>(binds: &[VarId], otherwise: &'s Block) -> Option<&'s Stmt> {
    let [only] = otherwise.stmts.as_slice() else {
        return None;
    };
    let StmtKind::If { binds: inner, .. } = &only.kind else {
        return None;
    };
    let yields = otherwise.values.iter().map(Expr::as_var).collect::<Option<Vec<_>>>()?;
    (inner.len() == binds.len() && yields == *inner).then_some(only)
}

/// A statement that ends by itself, without a semicolon.
fn is_complete(tokens: &TokenStream) -> bool {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let braced = |tree: &TokenTree| matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    match (trees.first(), trees.last()) {
        (_, Some(TokenTree::Punct(last))) if last.as_char() == ';' => true,
        (Some(TokenTree::Ident(first)), Some(last)) if braced(last) => {
            ["if", "match", "for", "while", "loop", "unsafe"].iter().any(|keyword| first == keyword)
        }
        (Some(TokenTree::Punct(first)), Some(last)) if braced(last) => first.as_char() == '\'',
        (Some(TokenTree::Group(only)), _) if trees.len() == 1 && braced(&trees[0]) => !has_value(only),
        (Some(_), _) => false,
        (None, _) => true,
    }
}

/// A block that ends in an expression, whose value a statement drops.
fn has_value(block: &Group) -> bool {
    match block.stream().into_iter().last() {
        None => false,
        Some(TokenTree::Punct(last)) => last.as_char() != ';',
        Some(TokenTree::Group(last)) => last.delimiter() != Delimiter::Brace,
        Some(_) => true,
    }
}

fn label(name: &Ident) -> TokenStream {
    let name = user_ident(name);
    let mut tick = Punct::new('\'', Spacing::Joint);
    tick.set_span(name.span());
    [TokenTree::Punct(tick), TokenTree::Ident(name)].into_iter().collect()
}

fn label_colon(name: &Option<Ident>) -> Option<TokenStream> {
    name.as_ref().map(|name| {
        let label = label(name);
        quote!(#label:)
    })
}
