//! From a primal and its facts to its companions, still in the IR.

mod buffers;
mod carries;
mod companions;
mod derive;
mod directions;
mod forward;
mod fuse;
mod invariant;
mod jvp;
mod kinds;
mod lengths;
mod normal;
mod pushes;
mod results;
mod reverse;
mod second;
mod shapes;
mod storage;

pub(crate) use companions::{companions, signatures};
pub(crate) use jvp::by_hand;
pub(crate) use normal::normalise;
