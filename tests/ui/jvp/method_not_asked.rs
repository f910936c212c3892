use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Differentiable)]
struct Spring {
    stiffness: f64,
}

#[differentiate]
impl Spring {
    #[differentiate]
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.stiffness * x * x
    }
}

#[differentiate(jvp)]
fn f(spring: Spring, x: f64) -> f64 {
    spring.energy(x)
}

fn main() {
    let spring = Spring { stiffness: 2.0 };
    let _ = f_jvp(spring, spring, 1.0, 1.0);
}
