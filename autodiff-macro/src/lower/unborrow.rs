//! A shared reference to a number that is only ever looked through is the number itself: `for v in x` reads
//! `let v = x[i];`, as one would write it. Nothing can change what it refers to as long as it is in use.

use crate::ir::{Block, Expr, Function, HashMap, HashSet, Inert, Place, Step, Stmt, StmtKind, Type, VarId};
use proc_macro2::{Group, TokenStream, TokenTree};

pub(super) fn scalars(function: &mut Function) {
    let mut numbers: HashMap<VarId, Type> = HashMap::default();
    function.body.visit(&mut |stmt| {
        if let StmtKind::Let { var, value: Some(Expr::Borrow { mutable: false, .. }) } = &stmt.kind
            && let Type::Ref { mutable: false, to } = &function.var(*var).ty
            && to.is_scalar()
            && function.var(*var).annotation.is_none()
        {
            numbers.insert(*var, (**to).clone());
        }
    });
    if numbers.is_empty() {
        return;
    }
    let otherwise = used_otherwise(&function.body);
    numbers.retain(|var, _| !otherwise.contains(var));
    let mut body = std::mem::take(&mut function.body);
    body.rewrite_exprs(&mut |expr| match expr {
        Expr::Load(place) if is_looked_through(place) && numbers.contains_key(&place.base) => {
            *expr = Expr::Var(place.base);
        }
        Expr::Inert(inert) if inert.variables().any(|var| numbers.contains_key(&var)) => {
            inert.tokens = without_stars(inert.tokens.clone(), &|var| numbers.contains_key(&var));
        }
        _ => {}
    });
    rebind(&mut body, &numbers);
    for (var, ty) in numbers {
        function.var_mut(var).ty = ty;
    }
    function.body = body;
}

/// Variables that are mentioned other than as `*v` and `v.method()`.
fn used_otherwise(body: &Block) -> HashSet<VarId> {
    let mut others = HashSet::default();
    body.visit(&mut |stmt| {
        others.extend(stmt.effects().writes);
        if let StmtKind::Effect(inert) | StmtKind::Each { source: inert, .. } = &stmt.kind {
            others.extend(inert.variables());
        }
    });
    body.visit_exprs(&mut |expr| match expr {
        Expr::Load(place) if is_looked_through(place) => {}
        Expr::Var(var) => {
            others.insert(*var);
        }
        Expr::Load(place) | Expr::Borrow { place, .. } | Expr::Replace(place, _) | Expr::Clone(place) => {
            others.insert(place.base);
        }
        Expr::Inert(inert) => {
            let mut starred = HashSet::default();
            let mut bare = HashSet::default();
            mentions(inert.tokens.clone(), &mut starred, &mut bare);
            // What a macro reads has no hole.
            others.extend(inert.variables().filter(|var| !inert.pure || bare.contains(var) || !starred.contains(var)));
        }
        Expr::Repeat(_, inert) | Expr::VecRepeat(_, inert) => others.extend(inert.variables()),
        _ => {}
    });
    others
}

fn is_looked_through(place: &Place) -> bool {
    matches!(place.path.as_slice(), [Step::Deref])
}

fn hole(tree: &TokenTree) -> Option<VarId> {
    match tree {
        TokenTree::Ident(ident) => Inert::is_hole(ident),
        _ => None,
    }
}

/// `*v`, and not `a * v`.
fn is_starred(before: &[TokenTree]) -> bool {
    let [rest @ .., TokenTree::Punct(star)] = before else { return false };
    star.as_char() == '*' && matches!(rest.last(), None | Some(TokenTree::Punct(_)))
}

fn mentions(tokens: TokenStream, starred: &mut HashSet<VarId>, bare: &mut HashSet<VarId>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, tree) in trees.iter().enumerate() {
        if let TokenTree::Group(group) = tree {
            mentions(group.stream(), starred, bare);
        }
        let Some(var) = hole(tree) else { continue };
        let is_receiver = matches!(trees.get(at + 1), Some(TokenTree::Punct(dot)) if dot.as_char() == '.');
        // `*v.method()` looks through what the method returns.
        match is_starred(&trees[..at]) != is_receiver {
            true => starred.insert(var),
            false => bare.insert(var),
        };
    }
}

fn without_stars(tokens: TokenStream, is_number: &dyn Fn(VarId) -> bool) -> TokenStream {
    let mut trees: Vec<TokenTree> = Vec::new();
    for tree in tokens {
        if hole(&tree).is_some_and(is_number) && is_starred(&trees) {
            trees.pop();
        }
        trees.push(match tree {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), without_stars(group.stream(), is_number));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            other => other,
        });
    }
    trees.into_iter().collect()
}

fn rebind(block: &mut Block, numbers: &HashMap<VarId, Type>) {
    for stmt in &mut block.stmts {
        stmt.blocks_mut().into_iter().for_each(|inner| rebind(inner, numbers));
        rebind_one(stmt, numbers);
    }
}

fn rebind_one(stmt: &mut Stmt, numbers: &HashMap<VarId, Type>) {
    if let StmtKind::Let { var, value: Some(value) } = &mut stmt.kind
        && numbers.contains_key(var)
        && let Expr::Borrow { place, .. } = value
    {
        *value = if place.is_whole() { Expr::Var(place.base) } else { Expr::Load(place.clone()) };
    }
}
