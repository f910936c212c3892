//! What is known of std's methods, on receivers of known type.

use super::{numeric, types};
use crate::ir::{FloatType, Op, Type};
use proc_macro2::{Ident, Span};

const FLOAT_TESTS: &[&str] = &[
    "is_nan",
    "is_finite",
    "is_infinite",
    "is_normal",
    "is_subnormal",
    "is_sign_negative",
    "is_sign_positive",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
];
/// Integer in, the same integer type out.
const INTEGER_MATH: &[&str] = &[
    "abs",
    "min",
    "max",
    "clamp",
    "pow",
    "isqrt",
    "signum",
    "rem_euclid",
    "div_euclid",
    "div_ceil",
    "next_multiple_of",
    "next_power_of_two",
    "midpoint",
    "rotate_left",
    "rotate_right",
    "swap_bytes",
    "reverse_bits",
    "saturating_add",
    "saturating_sub",
    "saturating_mul",
    "saturating_pow",
    "wrapping_add",
    "wrapping_sub",
    "wrapping_mul",
    "wrapping_neg",
    "wrapping_shl",
    "wrapping_shr",
    "wrapping_pow",
];
const INTEGER_COUNTS: &[&str] = &[
    "count_ones",
    "count_zeros",
    "leading_zeros",
    "trailing_zeros",
    "leading_ones",
    "trailing_ones",
    "ilog",
    "ilog2",
    "ilog10",
];
const INTEGER_TESTS: &[&str] =
    &["is_power_of_two", "is_positive", "is_negative", "is_multiple_of", "eq", "ne", "lt", "le", "gt", "ge"];
const MEMORY_TESTS: &[&str] = &["is_empty", "contains", "starts_with", "ends_with", "is_sorted"];

/// Methods of std that only read their receiver, whatever it is. (A user's own `len` that writes is beyond belief.)
const READERS: &[&str] = &[
    "len",
    "is_empty",
    "clone",
    "to_vec",
    "to_owned",
    "to_string",
    "iter",
    "chars",
    "bytes",
    "as_slice",
    "as_ref",
    "as_str",
    "first",
    "last",
    "get",
    "contains",
    "is_some",
    "is_none",
    "copied",
    "cloned",
    "windows",
    "chunks",
    "chunks_exact",
    "position",
    "eq",
    "cmp",
    "partial_cmp",
    "total_cmp",
];

/// Methods that make an iterator.
const ITERATORS: &[&str] =
    &["iter", "iter_mut", "into_iter", "windows", "chunks", "chunks_exact", "chunks_mut", "chunks_exact_mut", "drain"];

pub(super) fn iterates(name: &str) -> bool {
    ITERATORS.contains(&name)
}

/// Methods that only floats have: a receiver of unknown type is one.
pub(super) fn is_of_floats_alone(name: &str) -> bool {
    Op::of_method(name).is_some() && !INTEGER_MATH.contains(&name) || name == "sin_cos"
}

/// Rounds, so that the result is inactive.
pub(super) fn is_step(name: &str) -> bool {
    Op::of_method(name).is_some_and(Op::stops) || name == "round_ties_even"
}

/// The operation that a method of this float is. num-traits has its `rem_euclid` of references, and in another trait.
pub(super) fn operation(kind: &FloatType, name: &str) -> Option<Op> {
    let is_generic = matches!(kind, FloatType::Generic(_));
    Op::of_method(name).filter(|op| !(is_generic && *op == Op::RemEuclid))
}

/// The result of a function of a float type that is no method of its: pure, and known. num-traits has them.
pub(super) fn function(kind: &FloatType, name: &str) -> Option<Type> {
    if matches!(kind, FloatType::F64 | FloatType::F32) {
        return None;
    }
    let float = Type::Float(kind.clone());
    match name {
        "zero" | "one" | "nan" | "infinity" | "neg_infinity" | "neg_zero" | "epsilon" | "min_value" | "max_value"
        | "min_positive_value" | "default" | "from_double" => Some(float),
        "from" => Some(Type::Option(Box::new(float))),
        _ if name.strip_prefix("from_").is_some_and(types::is_number) => Some(Type::Option(Box::new(float))),
        _ if numeric::is_constant_name(name) => Some(float),
        _ => None,
    }
}

/// Its result hides a float from us.
pub(super) fn hides(name: &str) -> bool {
    numeric::integer_of(name).is_some()
        || name == "integer_decode"
        || ["to_bits", "to_string", "to_le_bytes", "to_be_bytes", "to_ne_bytes", "to_int_unchecked"].contains(&name)
}

/// Other methods of std's slices, `Vec`s, options and results.
const OF_STD: &str = "\
    and_then append as_bytes as_chunks as_deref as_mut as_mut_slice as_ptr binary_search binary_search_by \
    binary_search_by_key borrow borrow_mut capacity chunk_by chunks_exact_mut chunks_mut clear clone_from \
    clone_from_slice cloned concat copied copy_from_slice copy_within dedup_by dedup_by_key drain ends_with entry \
    escape_ascii expect extend extend_from_slice extend_from_within fill fill_with filter first_chunk first_mut \
    flatten ge get_mut get_or_insert get_unchecked gt insert insert_mut inspect into into_boxed_slice into_iter \
    into_keys into_values is_none_or is_some_and is_sorted iter_mut join keys last last_chunk last_mut le leak lt map \
    map_or map_or_else ne ok ok_or ok_or_else or or_else parse partition_point peek pop pop_if push push_mut push_str \
    rchunks remove repeat replace reserve resize resize_with retain retain_mut reverse rotate_left rotate_right \
    rsplit select_nth_unstable select_nth_unstable_by shrink_to_fit sort sort_by sort_by_cached_key sort_by_key \
    sort_unstable sort_unstable_by sort_unstable_by_key spare_capacity_mut splice split split_at split_at_checked \
    split_at_mut split_first split_first_mut split_last split_last_mut split_off starts_with swap swap_remove \
    swap_with_slice take then then_some to_ascii_lowercase transpose truncate try_from try_into unwrap unwrap_or \
    unwrap_or_default unwrap_or_else values values_mut windows xor zip";

/// Methods of std's iterators, where a chain begins with one.
const OF_ITERATORS: &str = "\
    all any by_ref chain collect count cycle enumerate filter_map find find_map flat_map fold for_each fuse map_while \
    max max_by max_by_key min min_by min_by_key next next_back nth nth_back partition peekable position product \
    reduce rev rposition scan skip skip_while step_by sum take_while try_fold try_for_each unzip";

/// Methods of std's floats that are not differentiated.
const OF_FLOATS: &str = "\
    abs_sub algebraic_add algebraic_div algebraic_mul algebraic_rem algebraic_sub as_str borrow borrow_mut clone clone_into \
    clone_from clamp_magnitude copysign eq ge erf erfc fmt gamma gt into le ln_gamma lt max maximum midpoint min minimum ne \
    partial_cmp to_f32 to_f64 to_int_unchecked to_owned to_string total_cmp try_into";

/// `chained`: it is called on what an iterator's method made.
pub(super) fn is_of_std(name: &str, chained: bool) -> bool {
    let is_in = |list: &str| list.split(' ').any(|known| known == name);
    only_reads(name) || iterates(name) || is_in(OF_STD) || (chained && is_in(OF_ITERATORS))
}

pub(super) fn is_of_std_float(name: &str) -> bool {
    Op::of_method(name).is_some()
        || hides(name)
        || result(&Type::F64, name).is_some()
        || result(&Type::Float(FloatType::Generic(Ident::new("T", Span::call_site()))), name).is_some()
        || OF_FLOATS.split(' ').any(|known| known == name)
}

/// What these return is not a value that a pullback could have.
pub(super) fn makes_iterator(name: &str) -> bool {
    iterates(name)
}

/// Types of std whose functions keep what they are given, or hide it.
const OWNERS: &str = "\
    Arc BTreeMap BTreeSet BinaryHeap Box Cell Cow Default From HashMap HashSet Into Iterator LinkedList Mutex Option Rc \
    RefCell Result String Vec VecDeque char f32 f64 slice str";

pub(super) fn is_std_owner(path: &syn::ExprPath) -> bool {
    let segments = &path.path.segments;
    let owner = segments.iter().rev().nth(1).map(|owner| owner.ident.to_string());
    path.qself.is_none() && owner.is_some_and(|owner| OWNERS.split(' ').any(|known| known == owner))
}

/// Methods of an option that leave it as it is.
pub(super) fn reads_options(name: &str) -> bool {
    const READS: &[&str] = &[
        "unwrap",
        "expect",
        "unwrap_or",
        "unwrap_or_else",
        "unwrap_or_default",
        "map",
        "map_or",
        "map_or_else",
        "and",
        "and_then",
        "or",
        "or_else",
        "xor",
        "zip",
        "filter",
        "copied",
        "cloned",
        "as_ref",
        "is_some_and",
        "is_none_or",
    ];
    READS.contains(&name)
}

pub(super) fn only_reads(name: &str) -> bool {
    READERS.contains(&name)
}

/// The result of a method of std: pure, and known. None: it is not one that we know.
pub(super) fn result(receiver: &Type, name: &str) -> Option<Type> {
    let receiver = receiver.behind_refs();
    if matches!(name, "clone" | "to_owned") && receiver.is_copy() {
        return Some(receiver.clone());
    }
    match receiver {
        Type::Float(kind) => match name {
            _ if operation(kind, name).is_some() => Some(receiver.clone()),
            "sin_cos" => Some(Type::Tuple(vec![receiver.clone(), receiver.clone()])),
            "round_ties_even" | "div_euclid" | "next_up" | "next_down" => {
                (!matches!(kind, FloatType::Generic(_))).then(|| receiver.clone())
            }
            "to_double" if matches!(kind, FloatType::Generic(_)) => Some(Type::F64),
            "classify" => Some(Type::Inert),
            // In the same way as text.
            "integer_decode" if matches!(kind, FloatType::Generic(_)) => Some(Type::Inert),
            _ if FLOAT_TESTS.contains(&name) => Some(Type::Bool),
            "to_bits" => types::integer(if *kind == FloatType::F32 { "u32" } else { "u64" }),
            "partial_cmp" | "total_cmp" => Some(Type::Inert),
            // They hide the number, which is said where an active one comes along.
            "to_string" | "to_le_bytes" | "to_be_bytes" | "to_ne_bytes" => Some(Type::Inert),
            _ => None,
        },
        Type::Int(_) => match name {
            _ if INTEGER_MATH.contains(&name) => Some(receiver.clone()),
            _ if INTEGER_COUNTS.contains(&name) => types::integer("u32"),
            _ if INTEGER_TESTS.contains(&name) => Some(Type::Bool),
            "abs_diff" | "unsigned_abs" => Some(Type::Int(None)),
            "cmp" | "partial_cmp" | "checked_add" | "checked_sub" | "checked_mul" | "checked_div" => Some(Type::Inert),
            _ => None,
        },
        Type::Array(..) | Type::Slice(_) | Type::Vec(_) => match name {
            "len" => Some(types::usize_type()),
            _ if MEMORY_TESTS.contains(&name) => Some(Type::Bool),
            _ => None,
        },
        Type::Option(_) => matches!(name, "is_some" | "is_none").then_some(Type::Bool),
        Type::Inert => match name {
            "len" => Some(types::usize_type()),
            "is_empty" | "contains" | "is_lt" | "is_gt" | "is_eq" => Some(Type::Bool),
            _ => None,
        },
        _ => None,
    }
}
