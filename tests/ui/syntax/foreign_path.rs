use autodiff_runtime::prelude::*;

mod own {
    pub trait Float: num_traits::Float {
        fn sin(self) -> Self {
            self
        }
    }

    impl Float for f64 {}
}

#[differentiate]
fn f(x: f64) -> f64 {
    own::Float::sin(x)
}

fn main() {
    let _ = f(1.0);
}
