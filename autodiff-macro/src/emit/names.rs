//! Names. What the user named keeps its name; what we named gets its wish where that is free, `wish_1`, `wish_2` … where
//! it is not.
//!
//! Two variables may share a name as long as no use of one falls into the scope of the other where it is the inner one.
//! We are stricter with our own: they never shadow anything at all. The one exception is a value of the forward pass that
//! the backward pass restores ([`Origin::Version`]): it takes the name that it had there whenever nobody else needs
//! that name, so that the backward pass reads like the forward pass.
//!
//! Where the user shadows a value that the backward pass still reads, the later binding is numbered. If a macro of the
//! user's names it (`assert!(x > 0.0)`), it can't be; then the earlier value gets a second name just before it is hidden.

use super::scopes::{Binding, Scopes};
use super::spans::{hygienic, user_ident};
use crate::ir::{Function, Origin, VarId};
use proc_macro2::{Ident, Span};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

pub(super) struct Names {
    idents: HashMap<VarId, Ident>,
    taken: RefCell<HashSet<String>>,
    /// By the binding that hides it: what is hidden, and its second name.
    aliases: HashMap<VarId, Vec<(VarId, Ident)>>,
}

impl Names {
    pub(super) fn new(function: &Function, scopes: &Scopes) -> Names {
        let mut assigner = Assigner::new(function, scopes);
        assigner.keep_the_users();
        assigner.name_the_rest();
        let mut taken: HashSet<String> = assigner.texts.values().cloned().collect();
        taken.extend(scopes.locked.keys().cloned());
        let mut names = Names { idents: assigner.idents(), taken: RefCell::new(taken), aliases: HashMap::new() };
        for (hidden, by) in assigner.hidden {
            let alias = names.free(&function.var(hidden).name.to_string());
            names.aliases.entry(by).or_default().push((hidden, alias));
        }
        names
    }

    /// What must get a second name before these are bound.
    pub(super) fn hidden_by(&self, bound: &[VarId]) -> Vec<(VarId, Ident)> {
        if self.aliases.is_empty() {
            return Vec::new();
        }
        bound.iter().filter_map(|var| self.aliases.get(var)).flatten().cloned().collect()
    }

    /// What `var` goes by. The span is that of a use of it, or of its binding.
    pub(super) fn get(&self, function: &Function, var: VarId, span: Span) -> Ident {
        let Some(ident) = self.idents.get(&var) else {
            return user_ident(&function.var(var).name);
        };
        let mut ident = ident.clone();
        ident.set_span(span.resolved_at(ident.span()));
        ident
    }

    /// A name for something that is no variable of the IR: a local of a wrapper, a type parameter.
    pub(super) fn free(&self, wish: &str) -> Ident {
        let mut taken = self.taken.borrow_mut();
        let text = numbered(wish).find(|text| !taken.contains(text)).unwrap_or_default();
        let ident = ident(&text, Span::mixed_site());
        taken.insert(text);
        ident
    }
}

struct Assigner<'a> {
    function: &'a Function,
    scopes: &'a Scopes,
    /// By the number of the variable.
    bindings: Vec<Vec<Binding>>,
    /// Variables in the order in which they are bound.
    order: Vec<VarId>,
    texts: HashMap<VarId, String>,
    bearers: HashMap<String, Vec<VarId>>,
    /// The user's, but shadowed by another of its name where it is still needed.
    renamed: HashSet<VarId>,
    /// The user's, shadowed by another of its name where it is still needed, and neither can be renamed.
    hidden: Vec<(VarId, VarId)>,
    /// How many have been granted each wish so far.
    granted: HashMap<String, usize>,
}

/// From so many bearers of one wish on, the search for a free number starts behind them.
const CROWD: usize = 16;

impl<'a> Assigner<'a> {
    fn new(function: &'a Function, scopes: &'a Scopes) -> Self {
        let mut bindings: Vec<Vec<Binding>> = vec![Vec::new(); function.variables.len()];
        let mut order = Vec::new();
        for binding in &scopes.bindings {
            let all = &mut bindings[binding.var.0 as usize];
            if all.is_empty() {
                order.push(binding.var);
            }
            all.push(*binding);
        }
        Assigner {
            function,
            scopes,
            bindings,
            order,
            texts: HashMap::new(),
            granted: HashMap::new(),
            bearers: HashMap::new(),
            renamed: HashSet::new(),
            hidden: Vec::new(),
        }
    }

    fn keep_the_users(&mut self) {
        for var in self.order.clone() {
            if !self.origin(var).has_fixed_name() {
                continue;
            }
            let text = self.wish(var);
            let clash =
                self.bearers.get(&text).and_then(|all| all.iter().copied().find(|&other| self.clash(other, var)));
            match clash {
                Some(other) if !self.scopes.locked.contains_key(&text) => {
                    // The later one makes way: parameters come first.
                    let makes_way = if matches!(self.origin(var), Origin::Param(_)) { other } else { var };
                    self.renamed.insert(makes_way);
                    if makes_way == other {
                        self.bearers.entry(text.clone()).or_default().retain(|&bearer| bearer != other);
                        self.give(var, text);
                    }
                }
                // `var` comes later, so that it is the one that hides.
                Some(_) => {
                    let hidden = self.bearers.get(&text).into_iter().flatten().filter(|&&other| self.clash(other, var));
                    let pairs: Vec<_> = hidden.map(|&other| (other, var)).collect();
                    self.hidden.extend(pairs);
                    self.give(var, text);
                }
                None => self.give(var, text),
            }
        }
    }

    fn name_the_rest(&mut self) {
        for var in self.order.clone() {
            if self.origin(var).has_fixed_name() && !self.renamed.contains(&var) {
                continue;
            }
            let wish = self.wish(var);
            // Where many wish the same, the low numbers are long taken.
            let granted = self.granted.entry(wish.clone()).or_insert(0);
            let skip = if *granted > CROWD { *granted } else { 0 };
            *granted += 1;
            let text = numbered(&wish).skip(skip).find(|text| self.is_free(var, text)).unwrap_or_default();
            self.give(var, text);
        }
    }

    fn give(&mut self, var: VarId, text: String) {
        self.bearers.entry(text.clone()).or_default().push(var);
        self.texts.insert(var, text);
    }

    fn is_free(&self, var: VarId, text: &str) -> bool {
        let may_shadow = matches!(self.origin(var), Origin::Version(_));
        let locked = self.scopes.locked.get(text);
        let locked = locked.is_some_and(|moments| {
            !may_shadow || moments.iter().any(|&moment| self.spans_of(var).iter().any(|one| one.covers(moment)))
        });
        let bearers = self.bearers.get(text).map_or(&[][..], Vec::as_slice);
        !locked
            && bearers.iter().all(|&other| {
                other == var
                    || if may_shadow {
                        !self.clash(other, var)
                    } else {
                        !self.spans_of(var).iter().any(|one| self.spans_of(other).iter().any(|two| one.overlaps(two)))
                    }
            })
    }

    /// Under one name, a use of one of them would mean the other.
    fn clash(&self, one: VarId, other: VarId) -> bool {
        let hides = |inner: VarId, outer: VarId| {
            self.scopes.uses(outer).iter().any(|&moment| {
                let meant =
                    self.spans_of(outer).iter().filter(|around| around.covers(moment)).map(|around| around.from);
                let meant = meant.max().unwrap_or(0);
                self.spans_of(inner).iter().any(|inside| inside.covers(moment) && inside.from > meant)
            })
        };
        hides(one, other) || hides(other, one)
    }

    fn spans_of(&self, var: VarId) -> &[Binding] {
        &self.bindings[var.0 as usize]
    }

    fn origin(&self, var: VarId) -> Origin {
        self.function.var(var).origin
    }

    fn wish(&self, var: VarId) -> String {
        let name = self.function.var(var).name.to_string();
        // Nothing but a parameter can go by it.
        if name == "self" && !self.origin(var).has_fixed_name() { "this".to_owned() } else { name }
    }

    fn idents(&self) -> HashMap<VarId, Ident> {
        let mut idents = HashMap::new();
        for (&var, text) in &self.texts {
            let fixed = self.origin(var).has_fixed_name() && !self.renamed.contains(&var);
            let name = &self.function.var(var).name;
            let ident = if fixed { user_ident(name) } else { ident(text, hygienic(name.span())) };
            idents.insert(var, ident);
        }
        idents
    }
}

/// `wish`, `wish_1`, `wish_2` …
fn numbered(wish: &str) -> impl Iterator<Item = String> + '_ {
    let stem = wish.strip_prefix("r#").unwrap_or(wish);
    std::iter::once(wish.to_owned()).chain((1..).map(move |n: usize| format!("{stem}_{n}")))
}

fn ident(text: &str, span: Span) -> Ident {
    match text.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, span),
        None => Ident::new(text, span),
    }
}
