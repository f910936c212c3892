//! Maps and sets keyed by the small numbers of this language. The compiler asks them all the time, and nobody chooses
//! their keys to do harm, so that a multiplication is hash enough.

use std::hash::{BuildHasherDefault, Hasher};

pub(crate) type HashMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<Multiply>>;
pub(crate) type HashSet<K> = std::collections::HashSet<K, BuildHasherDefault<Multiply>>;

#[derive(Default)]
pub(crate) struct Multiply(u64);

impl Multiply {
    fn add(&mut self, word: u64) {
        // An odd constant without a pattern: the golden ratio, as Fibonacci hashing has it (Knuth, TAOCP 3, 6.4).
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

impl Hasher for Multiply {
    fn finish(&self) -> u64 {
        // The table looks at the low bits, a product is mixed best in the high ones.
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.add(u64::from(byte)));
    }

    fn write_u32(&mut self, word: u32) {
        self.add(u64::from(word));
    }

    fn write_u64(&mut self, word: u64) {
        self.add(word);
    }

    fn write_usize(&mut self, word: usize) {
        self.add(word as u64);
    }
}
