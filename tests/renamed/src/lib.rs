//! A crate that knows the runtime by another name: `crate = …` says where it is.
