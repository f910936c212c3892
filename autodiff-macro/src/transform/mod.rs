//! From a primal and its facts to its companions, still in the IR.

mod buffers;
mod carries;
mod companions;
mod fuse;
mod invariant;
mod lengths;
mod normal;
mod pushes;
mod reverse;
mod shapes;
mod storage;

pub(crate) use companions::{companions, signatures};
pub(crate) use normal::normalise;
