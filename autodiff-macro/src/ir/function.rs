//! Functions: signature, variables, body.

use super::{Block, FloatType, HashMap, Op, Operator, Stmt, StmtId, StmtKind, Type, VarId};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};

/// A binding. Two bindings of one spelling are two variables.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    /// As the user spelled it; for ours, a wish that `emit` grants or numbers.
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    pub(crate) mutable: bool,
    pub(crate) origin: Origin,
    /// The type as the user annotated it, printed again with the `let`.
    pub(crate) annotation: Option<TokenStream>,
}

impl Variable {
    /// What belongs to it is called so: `d_x` of `x`.
    pub(crate) fn prefixed(&self, letter: &str) -> String {
        format!("{letter}_{}", self.name.to_string().trim_start_matches("r#"))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The parameter with this index.
    Param(usize),
    /// Bound by the user: its name is never changed.
    User,
    /// Bound by `lower` for an intermediate result.
    Temp,
    /// In the backward pass, a value that this variable of the forward pass had.
    Version(VarId),
    /// The adjoint of a variable.
    Adjoint(VarId),
    /// The tangent of a variable.
    Tangent(VarId),
    /// The tape of a variable.
    Tape(VarId),
    /// Anything else of ours.
    Ours,
}

impl Origin {
    /// The user wrote this name, and may read it in places that we can't rename.
    pub(crate) fn has_fixed_name(self) -> bool {
        matches!(self, Origin::Param(_) | Origin::User)
    }
}

/// A parameter of the user's function.
#[derive(Clone, Debug)]
pub(crate) struct Param {
    pub(crate) var: VarId,
    /// As written.
    pub(crate) ty: TokenStream,
    /// With a name in place of `impl Trait`: see [`Generics::hidden`].
    pub(crate) named: TokenStream,
    /// Its gradient is asked for.
    pub(crate) differentiable: bool,
    /// The identifier of its flag's type parameter in `f_pullback_for`.
    pub(crate) flag: Ident,
    /// It is the tangent of the parameter in front of it.
    pub(crate) is_tangent: bool,
}

impl Param {
    /// Passed by shared reference, so that a backward call can hand it in again. The memory behind a `&mut` holds
    /// something else by then.
    pub(crate) fn by_ref(&self, function: &Function) -> bool {
        let ty = &function.var(self.var).ty;
        ty.is_ref() && !ty.is_mut_ref()
    }

    pub(crate) fn is_receiver(&self, function: &Function) -> bool {
        function.var(self.var).name == "self"
    }

    /// The function may write it for its caller.
    pub(crate) fn is_lent(&self, function: &Function) -> bool {
        function.var(self.var).ty.is_mut_ref()
    }
}

/// What companions take over from the user's signature, as tokens.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub(crate) name: Ident,
    pub(crate) visibility: TokenStream,
    /// Attributes that companions carry over.
    pub(crate) attributes: Vec<TokenStream>,
    pub(crate) is_const: bool,
    pub(crate) generics: Generics,
    /// The result type as written; empty for `()`.
    pub(crate) result: TokenStream,
    /// `::autodiff_runtime`, or what `crate = …` says.
    pub(crate) runtime: TokenStream,
    /// None of a free function.
    pub(crate) owner: Option<Owner>,
    /// The pullback that others call is boxed: the function calls itself, perhaps by way of others, and the type of what its
    /// pullback keeps would contain itself.
    pub(crate) boxed: bool,
    /// The constant parameter of `f_jvp_group`: how many directions. None of the user's identifiers.
    pub(crate) lanes: Ident,
    /// Which companions are asked for by name.
    pub(crate) asked: Asked,
    /// What the arguments of the test are, where the user says.
    pub(crate) check: Vec<(Ident, TokenStream)>,
}

/// Companions that a function has where they are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) jvp: bool,
    pub(crate) hvp: bool,
    pub(crate) hessian: bool,
    pub(crate) jacobian: bool,
    pub(crate) check: bool,
    /// `of(grad)`
    pub(crate) grad_again: bool,
}

/// The `impl` block or the trait that a function belongs to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Owner {
    /// The type parameters that it is over, which a pullback must list besides its own; of a trait, `Self` besides.
    pub(crate) captured: Vec<TokenStream>,
    /// A trait declares the function, without a body.
    pub(crate) declares: bool,
    /// It is seen to be none of a trait's: there, only what every implementation has can be declared.
    pub(crate) is_inherent: bool,
    /// It implements an operator: its one companion stands in an `impl` block of its own.
    pub(crate) operator: Option<OperatorImpl>,
}

/// `impl<T> Mul<Rhs> for Type<T> where …`, in pieces.
#[derive(Clone, Debug)]
pub(crate) struct OperatorImpl {
    pub(crate) operator: Operator,
    /// `<T>`, with bounds.
    pub(crate) generics: TokenStream,
    /// `<Rhs>`, or nothing.
    pub(crate) arguments: TokenStream,
    /// `Type<T>`
    pub(crate) this: TokenStream,
    /// With what companions ask for besides.
    pub(crate) where_clause: TokenStream,
}

impl Signature {
    /// It implements an operator.
    pub(crate) fn is_operator(&self) -> bool {
        self.owner.as_ref().is_some_and(|owner| owner.operator.is_some())
    }

    /// It may have companions that no trait declares.
    pub(crate) fn may_have_more(&self) -> bool {
        self.owner.as_ref().is_none_or(|owner| owner.is_inherent)
    }

    /// There is no body, and none belongs to the companions.
    pub(crate) fn is_declaration(&self) -> bool {
        self.owner.as_ref().is_some_and(|owner| owner.declares)
    }
}

/// Generic parameters in pieces, since companions add their own between them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Generics {
    /// `'a`, with bounds.
    pub(crate) lifetimes: Vec<TokenStream>,
    /// The names alone: `'a`.
    pub(crate) lifetime_names: Vec<TokenStream>,
    /// `T: Float + ::autodiff_runtime::Scalar`, `const N: usize`: with the bounds that companions have.
    pub(crate) types: Vec<TokenStream>,
    /// The names alone: `T`, `N`.
    pub(crate) type_names: Vec<TokenStream>,
    /// `where …`, whole, or empty.
    pub(crate) where_clause: TokenStream,
    /// Those type parameters that are floats.
    pub(crate) floats: Vec<GenericFloat>,
    /// There are others than floats: of a type that is made of them rustc knows no more than their bounds say.
    pub(crate) over_others: bool,
    /// Where the runtime is found: in generated code, types of std are named by it.
    pub(crate) runtime: Vec<String>,
    /// Those of which the macro knows nothing: neither floats, nor bounded by `Differentiable`.
    pub(crate) unknown: Vec<Ident>,
    /// A type parameter for each `impl Trait` among the parameters. What a pullback returns must list all types that it may
    /// capture, so that they need names there.
    pub(crate) hidden: Vec<HiddenType>,
}

/// `G: Fn(f64) -> f64`, of a parameter `g: impl Fn(f64) -> f64`.
#[derive(Clone, Debug)]
pub(crate) struct HiddenType {
    pub(crate) name: Ident,
    pub(crate) bounds: TokenStream,
}

impl Generics {
    /// Over types or constants.
    pub(crate) fn is_generic(&self) -> bool {
        !self.types.is_empty() || !self.hidden.is_empty()
    }

    /// What stands for a type that may borrow: any type parameter but a float.
    pub(crate) fn may_borrow(&self) -> Option<TokenStream> {
        let mut types = self.types.iter().zip(&self.type_names);
        let open = types.find(|(declared, name)| {
            let first = TokenStream::clone(declared).into_iter().next();
            let is_const = matches!(first, Some(TokenTree::Ident(word)) if word == "const");
            !is_const && !self.floats.iter().any(|float| float.name == name.to_string())
        });
        let hidden = || self.hidden.first().map(|hidden| hidden.bounds.clone());
        open.map(|(_, name)| name.clone()).or_else(hidden)
    }

    /// The type of [`Op::ToGeneric`](super::Op::ToGeneric).
    pub(crate) fn float(&self, at: usize) -> FloatType {
        self.floats.get(at).map_or(FloatType::Some, |float| FloatType::Generic(float.name.clone()))
    }

    /// The conversion to this type.
    pub(crate) fn conversion_to(&self, to: &FloatType) -> Option<Op> {
        match to {
            FloatType::F64 => Some(Op::ToF64),
            FloatType::F32 => Some(Op::ToF32),
            FloatType::Generic(name) => self.floats.iter().position(|float| float.name == *name).map(Op::ToGeneric),
            FloatType::Some => None,
        }
    }
}

/// A type parameter that is a float.
#[derive(Clone, Debug)]
pub(crate) struct GenericFloat {
    pub(crate) name: Ident,
    /// The trait that says so, as the user wrote it: `Float`, `num_traits::Float`.
    pub(crate) bound: TokenStream,
    /// No other bound is a trait of the user's own.
    pub(crate) plain: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) signature: Signature,
    pub(crate) params: Vec<Param>,
    pub(crate) result: Type,
    pub(crate) variables: Vec<Variable>,
    /// Its values are the result: none for `()`, else one.
    pub(crate) body: Block,
    /// Named primitives that the user called by a bare name: the name, and how the runtime calls it. Each is proved
    /// at compile time to be the runtime's.
    pub(crate) primitives: Vec<(Ident, &'static str)>,
    /// Expressions over constants, without variables, that the user's computation takes for floats. Each is proved at
    /// compile time to be one.
    pub(crate) floats: Vec<TokenStream>,
    /// Methods that the user called by the path of a trait, `num_traits::Float` and `sin`. Each is proved at compile time to
    /// be num-traits'.
    pub(crate) methods: Vec<(TokenStream, Ident)>,
    /// The type of a result that an operator of the user's own made: proved at compile time to be no float.
    pub(crate) own_result: Option<TokenStream>,
    /// What the user's function returns, where this one returns a tangent beside it.
    pub(crate) value_alone: Option<TokenStream>,
    /// For each loop whose number of trips only running it tells: the variable that counts them.
    pub(crate) trips: HashMap<StmtId, VarId>,
    next_stmt: u32,
}

impl Function {
    pub(crate) fn new(signature: Signature, result: Type) -> Self {
        Function {
            signature,
            params: Vec::new(),
            result,
            variables: Vec::new(),
            body: Block::default(),
            primitives: Vec::new(),
            floats: Vec::new(),
            methods: Vec::new(),
            own_result: None,
            value_alone: None,
            trips: HashMap::default(),
            next_stmt: 0,
        }
    }

    pub(crate) fn var(&self, id: VarId) -> &Variable {
        &self.variables[id.0 as usize]
    }

    pub(crate) fn var_mut(&mut self, id: VarId) -> &mut Variable {
        &mut self.variables[id.0 as usize]
    }

    pub(crate) fn add_var(&mut self, name: Ident, ty: Type, origin: Origin) -> VarId {
        let id = VarId(self.variables.len() as u32);
        self.variables.push(Variable { name, ty, mutable: false, origin, annotation: None });
        id
    }

    /// A variable of ours, hygienic, named as wished where that name is free.
    pub(crate) fn fresh(&mut self, wish: &str, ty: Type, origin: Origin) -> VarId {
        let name = match wish.strip_prefix("r#") {
            Some(keyword) => Ident::new_raw(keyword, Span::mixed_site()),
            None => Ident::new(wish, Span::mixed_site()),
        };
        self.add_var(name, ty, origin)
    }

    pub(crate) fn stmt(&mut self, kind: StmtKind, span: Span, pass: super::Pass) -> Stmt {
        let id = StmtId(self.next_stmt);
        self.next_stmt += 1;
        Stmt { id, kind, span, pass }
    }

    /// The index of the parameter that this variable is.
    pub(crate) fn param_of(&self, var: VarId) -> Option<usize> {
        match self.var(var).origin {
            Origin::Param(index) => Some(index),
            _ => None,
        }
    }

    /// A local of the user's that is a reference. A closure that owns what it needs can't keep it, but can make it again.
    pub(crate) fn borrows(&self, var: VarId) -> bool {
        let variable = self.var(var);
        variable.ty.is_ref() && matches!(variable.origin, Origin::User | Origin::Temp)
    }

    pub(crate) fn differentiable_params(&self) -> impl Iterator<Item = (usize, &Param)> {
        self.params.iter().enumerate().filter(|(_, p)| p.differentiable)
    }

    /// Differentiable parameters that the caller gives away: a gradient belongs to each.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = (usize, &Param)> {
        self.differentiable_params().filter(|(_, param)| !param.is_lent(self))
    }

    /// Differentiable parameters behind `&mut`: what is in them after the call is a result, what was before an argument.
    pub(crate) fn outputs(&self) -> impl Iterator<Item = (usize, &Param)> {
        self.differentiable_params().filter(|(_, param)| param.is_lent(self))
    }

    /// It calls differentiated functions by their names.
    pub(crate) fn makes_calls(&self) -> bool {
        let mut found = false;
        self.body.visit(&mut |stmt| found |= matches!(stmt.kind, StmtKind::Call(_)));
        found
    }

    pub(crate) fn has_outputs(&self) -> bool {
        self.outputs().next().is_some()
    }

    /// What the names of adjoints begin with: `d_x`; `bar_x` where tangents are called `d_x`.
    pub(crate) fn adjoint_letter(&self) -> &'static str {
        if self.params.iter().any(|param| param.is_tangent) { "bar" } else { "d" }
    }

    /// Its value is several numbers of one type, in a row, and nothing else is a result.
    pub(crate) fn has_jacobian(&self) -> bool {
        let is_row = match &self.result {
            Type::Array(of, _) | Type::Vec(of) => of.is_float(),
            Type::Tuple(of) => match of.as_slice() {
                [Type::Float(first), rest @ ..] => rest.iter().all(|ty| matches!(ty, Type::Float(ty) if ty == first)),
                _ => false,
            },
            _ => false,
        };
        is_row && !self.has_outputs()
    }

    /// Its value is something that a cotangent belongs to.
    pub(crate) fn has_cotangent(&self) -> bool {
        !self.result.is_discrete()
    }
}
