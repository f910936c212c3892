//! Each kind of statement.

use super::*;
use crate::ir::{Adaptor, Arm, Range};
use expect_test::expect;

fn usize_() -> Type {
    Type::Int(Some(tokens("usize")))
}

/// `fn f(x: &[f64], n: usize)`, with variables for a body.
fn looping() -> (Function, VarId, VarId) {
    let params = [("x", "&[f64]", f64_slice(), true), ("n", "usize", usize_(), false)];
    let function = function("f", &params, ("f64", Type::F64));
    let (x, count) = (function.params[0].var, function.params[1].var);
    (function, x, count)
}

fn whole(text: &str) -> Expr {
    Expr::Inert(inert(text, &[]))
}

#[test]
fn loops_tapes_and_accumulators() {
    let (mut function, x, count) = looping();
    let (i, j, k) = (function.user("i"), function.user("j"), function.user("k"));
    let s = function.user("s");
    let tape = function.fresh("tape_s", Type::Vec(Box::new(Type::F64)), Origin::Tape(s));
    let pullbacks = function.fresh("tape_p", Type::Unknown, Origin::Ours);
    let old = function.fresh("s", Type::F64, Origin::Version(s));
    let recalled = function.fresh("s", Type::F64, Origin::Version(s));
    let closure = function.fresh("p", Type::Unknown, Origin::Ours);
    let d_s = function.adjoint(s);
    function.var_mut(s).mutable = true;
    function.var_mut(d_s).mutable = true;
    function.var_mut(tape).mutable = true;
    let block = function.block(|to| {
        to.bind(s, n(0.0));
        to.bind(d_s, n(0.0));
        to.bind(tape, whole("Vec::new()"));
        to.bind(pullbacks, whole("Vec::new()"));
        let body = to.block(|to| {
            to.push(StmtKind::Push { tape, value: v(s) });
            to.accumulate(Place::var(s), Expr::Load(at(x, v(i))));
            vec![]
        });
        let range = |low: Expr, high: Expr, inclusive, adaptors| Range { low, high, inclusive, adaptors };
        let high = Expr::Inert(inert("$0.len() - 1", &[x]));
        to.push(StmtKind::For { label: None, var: i, range: range(whole("0"), high, false, vec![]), body });
        let body = to.block(|to| {
            to.push(StmtKind::Pop { var: old, tape });
            let place = Place::var(d_s);
            to.push(StmtKind::Accumulate { place, negative: true, value: v(old) });
            vec![]
        });
        let adaptors = vec![Adaptor::Rev, Adaptor::StepBy(whole("2"))];
        to.push(StmtKind::For { label: None, var: j, range: range(whole("1"), v(count), true, adaptors), body });
        let body = to.block(|to| {
            to.push(StmtKind::Recall { var: recalled, tape, index: v(k) });
            to.push(StmtKind::Recall { var: closure, tape: pullbacks, index: v(k) });
            to.push(StmtKind::Assign { place: Place::var(d_s), value: mul(v(recalled), n(2.0)) });
            to.push(StmtKind::Run { value: Expr::Runtime("float", vec![v(closure)]) });
            vec![]
        });
        let label = Some(ident("outer"));
        to.push(StmtKind::For { label, var: k, range: range(whole("0"), v(count), false, vec![]), body });
        vec![add(v(s), v(d_s))]
    });
    check_body(
        function,
        block,
        expect![[r#"
        let mut s = 0.0;
        let mut d_s: f64 = 0.0;
        let mut tape_s = Vec::new();
        let tape_p = Vec::new();
        for i in 0..x.len() - 1 {
            tape_s.push(s);
            s += x[i];
        }
        for _ in (1..=n).rev().step_by(2) {
            let ::autodiff_runtime::private::Some(s) = tape_s.pop() else {
                ::core::unreachable!()
            };
            d_s -= s;
        }
        'outer: for k in 0..n {
            let s = tape_s[k];
            let p = &tape_p[k];
            d_s = s * 2.0;
            ::autodiff_runtime::private::float(p);
        }
        s + d_s
    "#]],
    );
}

#[test]
fn branches() {
    let (mut function, x, count) = looping();
    let (a, b, c, inner) = (function.user("a"), function.user("b"), function.user("c"), function.user("t"));
    let late = function.user("late");
    function.var_mut(late).annotation = Some(tokens("f64"));
    let block = function.block(|to| {
        to.push(StmtKind::Let { var: late, value: None });
        let cond = |text: &str| Expr::Inert(inert(text, &[count]));
        let yields = |to: &mut Builder<'_>, values: Vec<Expr>| to.block(|_| values);
        let (then, nested_then) = (yields(to, vec![n(1.0)]), yields(to, vec![n(2.0)]));
        let otherwise = yields(to, vec![n(3.0)]);
        let otherwise = to.block(|to| {
            let cond = cond("$0 > 1");
            to.push(StmtKind::If { binds: vec![inner], cond, then: nested_then, otherwise });
            vec![v(inner)]
        });
        to.push(StmtKind::If { binds: vec![a], cond: cond("$0 == 0"), then, otherwise });
        let then = to.block(|to| {
            to.push(StmtKind::Assign { place: Place::var(late), value: v(a) });
            vec![]
        });
        to.push(StmtKind::If { binds: vec![], cond: cond("$0 > 3"), then, otherwise: Block::default() });
        let (then, otherwise) = (yields(to, vec![v(a), n(0.0)]), yields(to, vec![n(0.0), v(a)]));
        to.push(StmtKind::If { binds: vec![b, c], cond: cond("$0 > 4"), then, otherwise });
        vec![add(v(b), mul(v(c), Expr::Load(at(x, whole("0")))))]
    });
    check_body(
        function,
        block,
        expect![[r#"
        let late: f64;
        let a = if n == 0 { 1.0 } else if n > 1 { 2.0 } else { 3.0 };
        if n > 3 {
            late = a;
        }
        let (b, c) = if n > 4 { (a, 0.0) } else { (0.0, a) };
        b + c * x[0]
    "#]],
    );
}

#[test]
fn exits_scopes_and_matches() {
    let (mut function, _, count) = looping();
    let (r, t, m, k) = (function.user("r"), function.user("t"), function.user("m"), function.user("k"));
    let block = function.block(|to| {
        let body = to.block(|to| {
            let then = to.block(|to| {
                to.push(StmtKind::Break { label: Some(ident("search")), values: vec![n(1.0)] });
                vec![]
            });
            let cond = Expr::Inert(inert("$0 > 1", &[count]));
            to.push(StmtKind::If { binds: vec![], cond, then, otherwise: Block::default() });
            to.push(StmtKind::Continue { label: None });
            vec![]
        });
        to.push(StmtKind::Loop { label: Some(ident("search")), binds: vec![r], body });
        let body = to.block(|to| {
            to.push(StmtKind::Return { values: vec![v(r)] });
            vec![]
        });
        to.push(StmtKind::Labelled { label: ident("primal"), binds: vec![t], body });
        let body = to.block(|to| {
            to.push(StmtKind::Item(tokens("const HALF: f64 = 0.5;")));
            vec![]
        });
        to.push(StmtKind::Scope { binds: vec![], body });
        let hole = inert("$0", &[k]).tokens.to_string();
        let arm = |pattern: &str, bindings, guard: Option<Expr>, value| Arm {
            pattern: tokens(pattern),
            bindings,
            parts: Vec::new(),
            guard,
            body: Block { stmts: vec![], values: vec![value] },
        };
        let arms = vec![
            arm("0", vec![], None, n(0.0)),
            arm(&hole, vec![k], Some(Expr::Inert(inert("$0 > 3", &[k]))), n(1.0)),
            arm("_", vec![], None, v(t)),
        ];
        to.push(StmtKind::Match { binds: vec![m], scrutinee: v(count), arms, taken: None });
        vec![v(m)]
    });
    check_body(
        function,
        block,
        expect![[r#"
        let r = 'search: loop {
            if n > 1 {
                break 'search 1.0;
            }
            continue;
        };
        let t = 'primal: {
            return r;
        };
        {
            const HALF: f64 = 0.5;
        }
        let m = match n {
            0 => 0.0,
            k if k > 3 => 1.0,
            _ => t,
        };
        m
    "#]],
    );
}

#[test]
fn while_loops() {
    let (mut function, _, _) = looping();
    let s = function.user("s");
    let block = function.block(|to| {
        to.bind(s, n(9.0));
        let compare = |var: VarId| Expr::Compare(">", Box::new(v(var)), Box::new(n(1.0)));
        let shrink = |to: &mut Builder<'_>, by: VarId| {
            to.block(|to| {
                to.push(StmtKind::Assign { place: Place::var(s), value: sub(v(s), v(by)) });
                vec![]
            })
        };
        let body = shrink(to, s);
        to.push(StmtKind::While { label: None, cond: compare(s), body });
        vec![v(s)]
    });
    check_body(
        function,
        block,
        expect![[r#"
            let s = 9.0;
            while s > 1.0 {
                s -= s;
            }
            s
        "#]],
    );
}

#[test]
fn effects_end_as_they_should() {
    let (mut function, _, _) = looping();
    let block = function.block(|to| {
        for text in ["println!(\"{x:?}\")", "assert!(n > 0);", "if n > 1 { log(n) }", "log(n)"] {
            to.push(StmtKind::Effect(inert(text, &[])));
        }
        vec![n(0.0)]
    });
    check_body(
        function,
        block,
        expect![[r#"
        println!("{x:?}");
        assert!(n > 0);
        if n > 1 {
            log(n)
        }
        log(n);
        0.0
    "#]],
    );
}

#[test]
fn assignments_that_apply_an_operator() {
    let (mut function, x, count) = looping();
    let s = function.user("s");
    let t = function.user("t");
    let assign = |place: Place, value: Expr| StmtKind::Assign { place, value };
    let block = function.block(|to| {
        to.bind(s, n(0.0));
        to.bind(t, v(s));
        to.push(assign(Place::var(s), op(Op::Div, [v(s), add(v(t), n(1.0))])));
        to.push(assign(Place::var(s), op(Op::Sub, [v(t), v(s)])));
        to.push(assign(Place::var(s), op(Op::Mul, [v(s), v(s)])));
        to.push(assign(at(x, v(count)), op(Op::Rem, [Expr::Load(at(x, v(count))), v(t)])));
        to.push(assign(at(x, v(count)), op(Op::Mul, [Expr::Load(at(x, whole("0"))), v(t)])));
        to.push(assign(Place::var(count), Expr::Inert(inert("$0 + 1", &[count]))));
        to.push(assign(Place::var(count), Expr::Inert(inert("$0 - 1 - 2", &[count]))));
        vec![v(s)]
    });
    check_body(
        function,
        block,
        expect![[r#"
        let s = 0.0;
        let t = s;
        s /= t + 1.0;
        s = t - s;
        s *= s;
        x[n] %= t;
        x[n] = x[0] * t;
        n += 1;
        n = n - 1 - 2;
        s
    "#]],
    );
}
