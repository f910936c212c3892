//! A function as indented text, for golden tests and for debugging: `let z#3: f64 = add(t#4, b#1)`.

use super::{
    Act, Adaptor, Block, Callee, Expr, Flag, FloatType, Form, Function, Inert, Member, Op, Place, Range, Slot,
    Spelling, Step, Stmt, StmtKind, Type, VarId,
};
use proc_macro2::{Ident, TokenStream};

/// The whole function.
pub(crate) fn print(function: &Function) -> String {
    let mut printer = Printer { function, text: String::new(), depth: 0 };
    printer.head();
    printer.depth = 1;
    printer.block(&function.body);
    printer.text
}

/// One block of it, as companions have them.
pub(crate) fn print_block(function: &Function, block: &Block) -> String {
    let mut printer = Printer { function, text: String::new(), depth: 0 };
    printer.block(block);
    printer.text
}

struct Printer<'f> {
    function: &'f Function,
    text: String,
    depth: usize,
}

impl Printer<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(&"    ".repeat(self.depth));
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn nested(&mut self, head: &str, block: &Block) {
        self.line(head);
        self.depth += 1;
        self.block(block);
        self.depth -= 1;
    }

    fn head(&mut self) {
        let params = self.function.params.iter().map(|param| {
            let constant = if param.differentiable { "" } else { "#[constant] " };
            format!("{constant}{}", self.declaration(param.var))
        });
        let params = params.collect::<Vec<_>>().join(", ");
        self.line(&format!("fn {}({params}) -> {}", self.function.signature.name, ty(&self.function.result)));
        for (name, primitive) in &self.function.primitives {
            self.line(&format!("    primitive {name}: {primitive}"));
        }
        for constant in &self.function.floats {
            self.line(&format!("    float {constant}"));
        }
    }

    fn block(&mut self, block: &Block) {
        block.stmts.iter().for_each(|stmt| self.stmt(stmt));
        if !block.values.is_empty() {
            let values = self.exprs(&block.values);
            self.line(&format!("yield {values}"));
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Let { var, value: None } => self.line(&format!("let {}", self.declaration(*var))),
            StmtKind::Let { var, value: Some(value) } => {
                self.line(&format!("let {} = {}", self.declaration(*var), self.expr(value)));
            }
            StmtKind::Assign { place, value } => {
                self.line(&format!("{} = {}", self.place(place), self.expr(value)));
            }
            StmtKind::Accumulate { place, negative, value } => {
                let sign = if *negative { '-' } else { '+' };
                self.line(&format!("{} {sign}= {}", self.place(place), self.expr(value)));
            }
            StmtKind::Mutate { place, act } => self.mutation(place, act),
            StmtKind::Effect(inert) => self.line(&format!("effect {}", self.inert(inert))),
            StmtKind::Run { value } => self.line(&format!("run {}", self.expr(value))),
            StmtKind::Item(tokens) => self.line(&format!("item {}", text(tokens))),
            StmtKind::If { binds, cond, then, otherwise } => {
                let cond = self.expr(cond);
                self.nested(&format!("{}if {cond}", self.binds(binds)), then);
                if !(otherwise.stmts.is_empty() && otherwise.values.is_empty()) {
                    self.nested("else", otherwise);
                }
            }
            StmtKind::Match { binds, scrutinee, arms, .. } => {
                self.line(&format!("{}match {}", self.binds(binds), self.expr(scrutinee)));
                self.depth += 1;
                for arm in arms {
                    let guard = arm.guard.as_ref().map_or(String::new(), |guard| format!(" if {}", self.expr(guard)));
                    self.nested(&format!("{}{guard} =>", self.holes(&arm.pattern)), &arm.body);
                }
                self.depth -= 1;
            }
            StmtKind::For { label, var, range, body } => {
                let head = format!("{}for {} in {}", label_text(label), self.declaration(*var), self.range(range));
                self.nested(&head, body);
            }
            StmtKind::Each { label, pattern, source, body, .. } => {
                let (pattern, source) = (self.holes(pattern), self.inert(source));
                self.nested(&format!("{}for each {pattern} in {source}", label_text(label)), body);
            }
            StmtKind::While { label, cond, body } => {
                self.nested(&format!("{}while {}", label_text(label), self.expr(cond)), body);
            }
            StmtKind::Loop { label, binds, body } => {
                self.nested(&format!("{}{}loop", self.binds(binds), label_text(label)), body);
            }
            StmtKind::Labelled { label, binds, body } => {
                self.nested(&format!("{}'{label}: block", self.binds(binds)), body);
            }
            StmtKind::Scope { binds, body } => self.nested(&format!("{}scope", self.binds(binds)), body),
            StmtKind::Break { label, values } => {
                let target = label.as_ref().map_or(String::new(), |label| format!(" '{label}"));
                self.line(format!("break{target} {}", self.exprs(values)).trim_end());
            }
            StmtKind::Continue { label } => {
                let target = label.as_ref().map_or(String::new(), |label| format!(" '{label}"));
                self.line(&format!("continue{target}"));
            }
            StmtKind::Return { values } => self.line(format!("return {}", self.exprs(values)).trim_end()),
            StmtKind::Call(call) => {
                let args = call.args.iter().map(|arg| {
                    let how = if arg.by_ref { "ref " } else { "" };
                    let active = match arg.flag {
                        Flag::Inactive => String::new(),
                        Flag::Active => "active ".to_owned(),
                        Flag::Of(param) => format!("as {param} "),
                        Flag::Any(params) => {
                            format!("as any of {:?} ", params.iter(self.function.params.len()).collect::<Vec<_>>())
                        }
                    };
                    format!("{active}{how}{}", self.expr(&arg.value))
                });
                let args = args.collect::<Vec<_>>().join(", ");
                let mut binds: Vec<_> = call.result.into_iter().collect();
                binds.extend(call.pullback);
                self.line(&format!("{}call {}({args})", self.binds(&binds), callee(&call.callee)));
            }
            StmtKind::Pull(pull) => {
                let cotangent = pull.cotangent.as_ref().map_or("()".into(), |cotangent| self.expr(cotangent));
                let args = pull.args.iter().map(|arg| {
                    let value = arg.value.as_ref().map_or("_".into(), |value| self.expr(value));
                    match &arg.slot {
                        Slot::Inactive => format!("({value}, inactive)"),
                        Slot::Lend { slot, path, .. } => {
                            let part = Place { base: *slot, path: path.clone() };
                            format!("({value}, lend {})", self.place(&part))
                        }
                        Slot::Into(place) => format!("({value}, into {})", self.place(place)),
                        Slot::InOut(place) => format!("({value}, in and out {})", self.place(place)),
                    }
                });
                let args = args.collect::<Vec<_>>().join(", ");
                self.line(&format!("pull {}({cotangent}; {args})", self.label(pull.pullback)));
            }
            StmtKind::Push { tape, value } => {
                self.line(&format!("push {} <- {}", self.label(*tape), self.expr(value)));
            }
            StmtKind::Pop { var, tape } => {
                self.line(&format!("let {} = pop {}", self.declaration(*var), self.label(*tape)));
            }
            StmtKind::Recall { var, tape, index } => {
                let (tape, index) = (self.label(*tape), self.expr(index));
                self.line(&format!("let {} = recall {tape}[{index}]", self.declaration(*var)));
            }
            StmtKind::IfActive { param, body } => self.nested(&format!("if active {}", self.param(*param)), body),
            StmtKind::IfAny { params, body } => {
                let params = params.iter().map(|&param| self.param(param)).collect::<Vec<_>>().join(", ");
                self.nested(&format!("if any active {params}"), body);
            }
        }
    }

    fn mutation(&mut self, place: &Place, act: &Act) {
        let of = act.operands().map(|of| self.expr(of)).collect::<Vec<_>>().join(", ");
        let place = self.place(place);
        let line = match act {
            Act::Swap(_) => format!("swap {place} with {of}"),
            Act::Exchange(_) => format!("exchange {place} with [{of}]"),
            Act::Fill(_) => format!("fill {place} <- {of}"),
            Act::Copy(_) => format!("copy {place} <- {of}"),
            Act::Push(_) => format!("push {place} <- {of}"),
            Act::Pop { var: Some(var), .. } => format!("let {} = pop {place}", self.declaration(*var)),
            Act::Pop { var: None, .. } => format!("pop {place}"),
            Act::Replace { was, .. } => format!("{place} = {of} from {}", self.label(*was)),
            Act::Truncate { was, .. } => format!("truncate {place} to {of} from {}", self.label(*was)),
            Act::Resize { was, .. } => format!("resize {place} to {of} from {}", self.label(*was)),
            Act::Extend { was, .. } => format!("extend {place} <- {of} from {}", self.label(*was)),
        };
        self.line(&line);
    }

    fn expr(&self, expr: &Expr) -> String {
        match expr {
            Expr::Number(number) => match &number.token {
                Some(token) => token.to_string(),
                None => format!("{:?}", number.value),
            },
            Expr::Var(var) => self.label(*var),
            Expr::Load(place) => self.place(place),
            Expr::Op(op, of, spelling) => {
                let spelled = match spelling {
                    Spelling::Natural => String::new(),
                    Spelling::Path(path) => format!("<{}>", text(path)),
                };
                format!("{}{spelled}({})", name(*op), self.exprs(of))
            }
            Expr::Inert(inert) => self.inert(inert),
            Expr::Borrow { mutable: false, place } => format!("&{}", self.place(place)),
            Expr::Borrow { mutable: true, place } => format!("&mut {}", self.place(place)),
            Expr::Tuple(of) => format!("({})", self.exprs(of)),
            Expr::Array(of) => format!("[{}]", self.exprs(of)),
            Expr::Repeat(value, len) => format!("[{}; {}]", self.expr(value), self.inert(len)),
            Expr::VecList(of) => format!("vec[{}]", self.exprs(of)),
            Expr::Struct(literal, of) => format!("{} {{{}}}", text(&literal.path), self.exprs(of)),
            Expr::VecRepeat(value, len) => format!("vec[{}; {}]", self.expr(value), self.inert(len)),
            Expr::Select(cond, then, otherwise) => {
                format!("select({}, {}, {})", self.expr(cond), self.expr(then), self.expr(otherwise))
            }
            Expr::Compare(operator, left, right) => format!("({} {operator} {})", self.expr(left), self.expr(right)),
            Expr::Runtime(name, of) => format!("runtime::{name}({})", self.exprs(of)),
            Expr::IsActive(params) => {
                let params = params.iter(self.function.params.len()).map(|param| self.param(param));
                format!("is_active({})", params.collect::<Vec<_>>().join(", "))
            }
            Expr::Replace(place, None) => format!("take({})", self.place(place)),
            Expr::Replace(place, Some(with)) => format!("replace({}, {})", self.place(place), self.expr(with)),
            Expr::Clone(place) => format!("clone({})", self.place(place)),
            Expr::ToVec(place) => format!("to_vec({})", self.place(place)),
        }
    }

    fn exprs(&self, exprs: &[Expr]) -> String {
        exprs.iter().map(|expr| self.expr(expr)).collect::<Vec<_>>().join(", ")
    }

    fn place(&self, place: &Place) -> String {
        place.path.iter().fold(self.label(place.base), |base, step| match step {
            Step::Index(index) => format!("{base}[{}]", self.expr(index)),
            Step::Range { low, high, inclusive } => {
                let end = |end: &Option<Expr>| end.as_ref().map_or(String::new(), |end| self.expr(end));
                format!("{base}[{}..{}{}]", end(low), if *inclusive { "=" } else { "" }, end(high))
            }
            Step::Field(Member::Named(name)) => format!("{base}.{name}"),
            Step::Field(Member::Position(position)) => format!("{base}.{position}"),
            Step::Variant(variant) => match &variant.member {
                Member::Named(name) => format!("({base} as {}).{name}", text(&variant.path)),
                Member::Position(position) => format!("({base} as {}).{position}", text(&variant.path)),
            },
            Step::Deref => format!("(*{base})"),
        })
    }

    /// `{n#2 + 1}`; marked where it is impure, and where a derivative could be lost.
    fn inert(&self, inert: &Inert) -> String {
        let mut marks = String::new();
        if !inert.pure {
            marks.push('!');
        }
        if !inert.writes.is_empty() {
            let writes = inert.writes.iter().map(|&var| self.label(var)).collect::<Vec<_>>().join(", ");
            marks.push_str(&format!(" writes {writes}"));
        }
        for hazard in &inert.hazards {
            let reads = hazard.reads.iter().map(|&var| self.label(var)).collect::<Vec<_>>().join(", ");
            marks.push_str(&format!(" {:?} of {reads}", hazard.kind));
        }
        format!("{{{}}}{marks}", self.holes(&inert.tokens))
    }

    fn holes(&self, tokens: &TokenStream) -> String {
        let printed = text(tokens);
        let mut rest = printed.as_str();
        let mut filled = String::new();
        while let Some(at) = rest.find("__v") {
            let digits = rest[at + 3..].bytes().take_while(u8::is_ascii_digit).count();
            let (hole, after) = rest[at..].split_at(3 + digits);
            filled.push_str(&rest[..at]);
            match hole[3..].parse::<u32>().ok().filter(|&var| (var as usize) < self.function.variables.len()) {
                Some(var) => filled.push_str(&self.label(VarId(var))),
                None => filled.push_str(hole),
            }
            rest = after;
        }
        filled + rest
    }

    fn range(&self, range: &Range) -> String {
        let dots = if range.inclusive { "..=" } else { ".." };
        let bare = format!("{}{dots}{}", self.expr(&range.low), self.expr(&range.high));
        range.adaptors.iter().fold(bare, |range, adaptor| match adaptor {
            Adaptor::Rev => format!("{range} rev"),
            Adaptor::Skip(count) => format!("{range} skip {}", self.expr(count)),
            Adaptor::StepBy(step) => format!("{range} step_by {}", self.expr(step)),
        })
    }

    fn binds(&self, binds: &[VarId]) -> String {
        if binds.is_empty() {
            return String::new();
        }
        let binds = binds.iter().map(|&var| self.declaration(var)).collect::<Vec<_>>().join(", ");
        format!("let {binds} = ")
    }

    fn declaration(&self, var: VarId) -> String {
        let variable = self.function.var(var);
        let mutable = if variable.mutable { "mut " } else { "" };
        format!("{mutable}{}: {}", self.label(var), ty(&variable.ty))
    }

    fn param(&self, param: usize) -> String {
        self.function.params.get(param).map_or(format!("?{param}"), |param| self.label(param.var))
    }

    fn label(&self, var: VarId) -> String {
        self.function.label(var)
    }
}

fn name(op: Op) -> String {
    op.name().map_or_else(|| format!("{op:?}").to_lowercase(), str::to_owned)
}

fn callee(callee: &Callee) -> String {
    let method = if matches!(callee.form, Form::Method { .. }) { "." } else { "" };
    format!("{method}{}{}{}", text(&callee.prefix), callee.name, text(&callee.turbofish))
}

fn label_text(label: &Option<Ident>) -> String {
    label.as_ref().map_or(String::new(), |label| format!("'{label}: "))
}

fn ty(of: &Type) -> String {
    match of {
        Type::Float(FloatType::F64) => "f64".into(),
        Type::Float(FloatType::F32) => "f32".into(),
        Type::Float(FloatType::Generic(name)) => name.to_string(),
        Type::Float(FloatType::Some) => "float".into(),
        Type::Tangents(_, lanes) => format!("tangents[{lanes}]"),
        Type::Int(Some(name)) => text(name),
        Type::Int(None) => "int".into(),
        Type::Bool => "bool".into(),
        Type::Unit => "()".into(),
        Type::Inert => "inert".into(),
        Type::Array(of, len) => format!("[{}; {}]", ty(of), text(len)),
        Type::Slice(of) => format!("[{}]", ty(of)),
        Type::Vec(of) => format!("Vec<{}>", ty(of)),
        Type::Tuple(of) => format!("({})", of.iter().map(ty).collect::<Vec<_>>().join(", ")),
        Type::Option(of) => format!("Option<{}>", ty(of)),
        Type::Named(name) => text(name),
        Type::Ref { mutable: false, to } => format!("&{}", ty(to)),
        Type::Ref { mutable: true, to } => format!("&mut {}", ty(to)),
        Type::Unknown => "_".into(),
    }
}

/// Tokens with the spaces that a person would leave out left out.
fn text(tokens: &TokenStream) -> String {
    let spaced = tokens.to_string();
    [(" . ", "."), (" ()", "()"), (" :: ", "::"), (":: ", "::"), (" [", "["), (" ,", ","), ("& ", "&"), (" ;", ";")]
        .iter()
        .fold(spaced, |text, (from, to)| text.replace(from, to))
}
