//! The constructs that a program has or has not, and where they may stand.

use super::Generator;
use crate::features::Feature;
use crate::program::{Enum, Stmt, Type};

struct Further {
    feature: Feature,
    weight: usize,
    room: Room,
    write: fn(&mut Generator) -> Option<Vec<Stmt>>,
}

/// Where it may stand.
enum Room {
    Any,
    Nested,
    /// Where not too many loops are around it.
    Looped,
    /// In a loop.
    Inside,
}

const fn further(
    feature: Feature,
    weight: usize,
    room: Room,
    write: fn(&mut Generator) -> Option<Vec<Stmt>>,
) -> Further {
    Further { feature, weight, room, write }
}

const FURTHER: &[Further] = &[
    further(Feature::While, 7, Room::Looped, Generator::while_loop),
    further(Feature::Loop, 5, Room::Looped, Generator::endless),
    further(Feature::BreakValue, 4, Room::Looped, Generator::let_loop),
    further(Feature::Exits, 8, Room::Inside, Generator::exit),
    further(Feature::Return, 4, Room::Nested, Generator::early_return),
    further(Feature::Match, 4, Room::Nested, Generator::matching),
    further(Feature::Match, 3, Room::Nested, Generator::let_match),
    further(Feature::IfLet, 3, Room::Nested, Generator::if_let),
    further(Feature::Enums, 4, Room::Any, |of| of.on_variant(Type::Kind)),
    further(Feature::States, 2, Room::Looped, |of| of.while_variant(Type::Kind)),
    further(Feature::Options, 4, Room::Any, |of| of.on_variant(Type::Choice)),
    further(Feature::Options, 3, Room::Looped, |of| of.while_variant(Type::Choice)),
    further(Feature::FloatOptions, 12, Room::Any, |of| of.on_enum(&Enum::option())),
    further(Feature::FloatEnums, 12, Room::Any, Generator::on_declared),
    further(Feature::LetElse, 4, Room::Any, Generator::let_else),
    further(Feature::Swap, 4, Room::Any, Generator::swap_elements),
    further(Feature::Exchange, 4, Room::Any, Generator::exchange),
    further(Feature::Unpack, 3, Room::Any, Generator::unpack),
    further(Feature::Fill, 3, Room::Any, Generator::fill),
    further(Feature::CopyFrom, 3, Room::Any, Generator::copy_from),
    further(Feature::Stack, 5, Room::Any, Generator::on_stack),
    further(Feature::Stack, 2, Room::Looped, Generator::while_pop),
    further(Feature::Clone, 2, Room::Any, Generator::let_clone),
    further(Feature::Nested, 2, Room::Any, Generator::let_nested),
    further(Feature::Iter, 8, Room::Looped, Generator::over_items),
    further(Feature::SubSlice, 3, Room::Any, |of| of.let_reference(false)),
    further(Feature::BorrowMut, 5, Room::Any, |of| of.let_reference(true)),
    further(Feature::Structs, 22, Room::Any, Generator::on_structs),
    further(Feature::Methods, 10, Room::Any, |of| Some(of.run())),
    further(Feature::Split, 3, Room::Any, Generator::split),
];

impl Generator {
    /// One of the constructs that the program may have beyond the plain ones.
    pub(super) fn further(&mut self) -> Option<Vec<Stmt>> {
        let nested = self.nesting < 6;
        let looped = nested && self.loops.len() < 3;
        let open = |further: &Further| {
            self.features.has(further.feature)
                && match further.room {
                    Room::Any => true,
                    Room::Nested => nested,
                    Room::Looped => looped,
                    Room::Inside => !self.loops.is_empty(),
                }
        };
        let further: Vec<&Further> = FURTHER.iter().filter(|further| open(further)).collect();
        if further.is_empty() {
            return None;
        }
        let weights: Vec<usize> = further.iter().map(|further| further.weight).collect();
        let write = further[self.random.weighted(&weights)].write;
        write(self)
    }
}
