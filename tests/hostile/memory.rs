//! Memory that std's methods write.

mod copied;
mod swapped;
