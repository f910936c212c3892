use autodiff_runtime::prelude::*;

mod own {
    pub trait Float: Copy + std::ops::Mul<Output = Self> {
        fn scaled(&self) -> Self;
    }

    impl Float for f64 {
        fn scaled(&self) -> f64 {
            7.0 * self
        }
    }
}

#[differentiate]
fn f<T: own::Float>(x: T) -> T {
    x * x
}

fn main() {
    use own::Float;
    let _ = f(1.0).scaled();
}
