//! `for` over slices and the like: a counted loop that reads by an index what each turn is given.

use super::control::Yields;
use super::scope::Entity;
use super::sources::{Access, At, Item, Piece, Source, Step};
use super::{Lowerer, Rhs, structures, types};
use crate::diagnostics::catalogue;
use crate::ir::{Adaptor, Expr, Inert, Member, Op, Origin, Place, Range, Step as Into, StmtKind, Type, VarId};
use proc_macro2::{Ident, Span};
use syn::{ExprForLoop, Pat, PatIdent};

/// A piece of memory that a pattern is matched against.
pub(super) struct Found {
    pub(super) place: Place,
    pub(super) ty: Type,
    pub(super) access: Access,
}

impl Lowerer<'_> {
    pub(super) fn for_source(&mut self, each: &ExprForLoop) {
        // Where it computes nothing that carries a derivative, it stays as written.
        let whole = syn::Expr::ForLoop(each.clone());
        if self.opaque(&whole, false).offence.is_none() {
            self.effect_or(&whole, || catalogue::for_each(&each.expr));
            return;
        }
        let source = match self.source(&each.expr) {
            Ok(source) => source,
            Err(message) => return self.refuse_source(each, message),
        };
        let Source { low, high: Some(high), steps, item } = source else {
            return self.refuse_source(each, catalogue::for_each(&each.expr));
        };
        let usize_type = types::usize_type();
        let mut bound = |inert: Inert| self.atom(Rhs::Plain(Expr::Inert(inert)), usize_type.clone(), Some("bound")).0;
        let (low, high) = (bound(low), bound(high));
        let steps = steps.into_iter().map(|step| match step {
            Step::Rev => Adaptor::Rev,
            Step::By(by) => Adaptor::StepBy(bound(by)),
        });
        let adaptors = steps.collect();
        self.scoped(|this| {
            let counted = counter(&each.pat, &item);
            let var = match counted {
                Some(pat) => {
                    let var = this.declare(&pat.ident, &usize_type, false);
                    this.enter(&pat.ident, Entity::Var(var));
                    var
                }
                None => this.counter(),
            };
            let outer = std::mem::take(&mut this.stmts);
            this.match_item(&each.pat, item, var);
            let mut matched = std::mem::replace(&mut this.stmts, outer);
            let label = each.label.as_ref().map(|label| label.name.ident.clone());
            let ((mut body, _), _) =
                this.turns(label.clone(), Yields::Nothing, |this| this.block(&each.body, &Yields::Nothing));
            if counted.is_none() {
                this.counters.pop();
            }
            matched.append(&mut body.stmts);
            body.stmts = matched;
            let range = Range { low, high, inclusive: false, adaptors };
            this.push(StmtKind::For { label, var, range, body });
        });
    }

    /// Nothing more is said about the body, which names what the refused pattern binds.
    fn refuse_source(&mut self, each: &ExprForLoop, message: crate::diagnostics::Message) {
        if !self.is_poisoned(&each.expr) {
            self.refuse(message);
        }
    }

    /// A counter of ours, named as one would name it.
    fn counter(&mut self) -> VarId {
        const NAMES: &[&str] = &["i", "j", "k", "l", "m"];
        let is_free = |name: &&&str| {
            let taken = self.counters.iter().any(|taken| *taken == **name);
            !taken && self.resolve(&Ident::new(name, Span::call_site())).is_none()
        };
        let name = NAMES.iter().find(is_free).copied().unwrap_or("at");
        self.counters.push(name);
        self.function.fresh(name, types::usize_type(), Origin::Temp)
    }

    fn match_item(&mut self, pattern: &Pat, item: Item, counter: VarId) {
        match (unwrapped(pattern), item) {
            (Pat::Wild(_), _) => {}
            (Pat::Tuple(tuple), Item::Pair(one, other)) if tuple.elems.len() == 2 => {
                for (pattern, item) in tuple.elems.iter().zip([one, other]) {
                    self.match_item(pattern, *item, counter);
                }
            }
            (Pat::Ident(pat), Item::Number(at)) if is_name(pat) => {
                if matches!(at, At::Counter) && pat.mutability.is_none() && self.names(pat, counter) {
                    return;
                }
                let var = self.declare(&pat.ident, &types::usize_type(), pat.mutability.is_some());
                let value = match at {
                    At::Counter => Expr::Var(counter),
                    at => Expr::Inert(at.inert(counter, self.span)),
                };
                self.bind(var, Rhs::Plain(value));
                self.enter(&pat.ident, Entity::Var(var));
            }
            (pattern, Item::Piece(piece)) => self.match_piece(pattern, *piece, counter),
            (pattern, Item::Number(_) | Item::Pair(..)) => self.refuse_pattern_of_loop(pattern),
        }
    }

    fn match_piece(&mut self, pattern: &Pat, piece: Piece, counter: VarId) {
        let Piece { memory: mut place, element, access, at, cut } = piece;
        let ty = match cut.ends(&at.inert(counter, self.span)) {
            None => {
                let index = self.number_of(&at, counter);
                place.path.push(Into::Index(index));
                element
            }
            Some((low, high)) => {
                let [low, high] = [(low, "start"), (high, "end")].map(|(inert, wish)| {
                    Some(self.atom(Rhs::Plain(Expr::Inert(inert)), types::usize_type(), Some(wish)).0)
                });
                place.path.push(Into::Range { low, high, inclusive: false });
                Type::Slice(Box::new(element))
            }
        };
        self.match_place(pattern, Found { place, ty, access });
    }

    /// The loop's own variable goes by this name already.
    fn names(&self, pat: &PatIdent, counter: VarId) -> bool {
        let counter = self.function.var(counter);
        counter.origin == Origin::User && counter.name == pat.ident
    }

    fn number_of(&mut self, at: &At, counter: VarId) -> Expr {
        match at {
            At::Counter => Expr::Var(counter),
            at => {
                let inert = at.inert(counter, self.span);
                Expr::Var(self.name("index", types::usize_type(), Rhs::Plain(Expr::Inert(inert))))
            }
        }
    }

    pub(super) fn match_place(&mut self, pattern: &Pat, found: Found) {
        let Found { place, ty, access } = found;
        match unwrapped(pattern) {
            Pat::Wild(_) => {}
            Pat::Ident(pat) if is_name(pat) => match access {
                Access::Exclusive if pat.mutability.is_none() => self.enter_view(&pat.ident, place, ty, true),
                Access::Through if pat.mutability.is_none() => self.enter_view(&pat.ident, place, ty, false),
                Access::Shared if pat.mutability.is_none() => self.bind_reference(pat, place, ty),
                Access::Value if ty.is_copy() || types::is_open(&ty) => self.bind_value(pat, place, &ty),
                Access::Value if pat.mutability.is_none() => self.refuse_rows(pat),
                _ => self.refuse_pattern_of_loop(pattern),
            },
            // `&v` takes the number itself.
            Pat::Reference(reference) if (access == Access::Exclusive) == reference.mutability.is_some() => {
                match access {
                    Access::Shared | Access::Through | Access::Exclusive => {
                        self.match_place(&reference.pat, Found { place, ty, access: Access::Value });
                    }
                    Access::Value => self.refuse_pattern_of_loop(pattern),
                }
            }
            pattern @ (Pat::Tuple(_) | Pat::Struct(_) | Pat::TupleStruct(_)) => match fields(pattern, &ty) {
                Some(fields) => {
                    for (member, pattern, ty) in fields {
                        self.match_place(pattern, Found { place: inside(&place, Into::Field(member)), ty, access });
                    }
                }
                None => self.refuse_pattern_of_loop(pattern),
            },
            Pat::Slice(slice) => match &ty {
                Type::Array(of, len) if len.to_string() == slice.elems.len().to_string() => {
                    for (at, pattern) in slice.elems.iter().enumerate() {
                        let at = proc_macro2::Literal::usize_unsuffixed(at);
                        let step = Into::Index(Expr::Inert(Inert::pure(quote::quote!(#at), Vec::new(), false)));
                        self.match_place(pattern, Found { place: inside(&place, step), ty: (**of).clone(), access });
                    }
                }
                _ => self.refuse_pattern_of_loop(pattern),
            },
            other => self.refuse_pattern_of_loop(other),
        }
    }

    fn bind_value(&mut self, pat: &PatIdent, place: Place, ty: &Type) {
        let (learnt, base) = (self.learnt(&pat.ident), place.base);
        let mut value = Expr::Load(place);
        if types::is_open(ty) && learnt.is_float() {
            let loaded = self.name("element", Type::Unknown, Rhs::Plain(value));
            value = Expr::op(Op::Pin, vec![Expr::Var(loaded)]);
        }
        let is_passive = pat.mutability.is_none() && self.is_passive_var(base);
        let var = self.declare(&pat.ident, &types::join(ty, &learnt), pat.mutability.is_some());
        if is_passive {
            self.passive.insert(var);
        }
        self.bind(var, Rhs::Plain(value));
        self.enter(&pat.ident, Entity::Var(var));
    }

    fn refuse_rows(&mut self, pat: &PatIdent) {
        self.refuse(catalogue::rows_by_value(&pat.ident));
        self.enter_poison(&pat.ident);
    }

    fn refuse_pattern_of_loop(&mut self, pattern: &Pat) {
        self.refuse(catalogue::pattern(pattern));
        super::scope::bound_names(pattern).iter().for_each(|name| self.enter_poison(name));
    }
}

/// The fields of a value of this type that a pattern names, each with its own pattern and type.
fn fields<'p>(pattern: &'p Pat, ty: &Type) -> Option<Vec<(Member, &'p Pat, Type)>> {
    let named = structures::taken_apart(pattern)?;
    let of = match ty {
        Type::Tuple(of) if of.len() == named.len() => of.as_slice(),
        ty if types::is_open(ty) => &[],
        _ => return None,
    };
    let typed = |(at, (member, pattern))| (member, pattern, of.get(at).cloned().unwrap_or(Type::Unknown));
    Some(named.into_iter().enumerate().map(typed).collect())
}

fn inside(place: &Place, step: Into) -> Place {
    let mut inside = place.clone();
    inside.path.push(step);
    inside
}

/// The name that the pattern gives to the counter itself, if it does.
fn counter<'p>(pattern: &'p Pat, item: &Item) -> Option<&'p PatIdent> {
    match (unwrapped(pattern), item) {
        (Pat::Ident(pat), Item::Number(At::Counter)) if is_name(pat) && pat.mutability.is_none() => Some(pat),
        (Pat::Tuple(tuple), Item::Pair(one, other)) if tuple.elems.len() == 2 => {
            counter(&tuple.elems[0], one).or_else(|| counter(&tuple.elems[1], other))
        }
        _ => None,
    }
}

fn is_name(pat: &PatIdent) -> bool {
    pat.by_ref.is_none() && pat.subpat.is_none()
}

fn unwrapped(pattern: &Pat) -> &Pat {
    match pattern {
        Pat::Paren(paren) => unwrapped(&paren.pat),
        other => other,
    }
}
