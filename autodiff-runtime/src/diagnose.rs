//! Looking at gradients: how large they are, as a whole and layer by layer.

mod layers;
mod norm;

pub use layers::LayerNorms;
pub(crate) use norm::Norm;
pub use norm::global_norm;
