use autodiff_runtime::prelude::*;

#[derive(Clone, Differentiable)]
struct Model(f64);

impl Model {
    #[differentiate]
    fn fill(&self, #[constant] at: usize, out: &mut [f64]) {
        out[at] = self.0 * self.0;
    }

    fn look(&self) {}
}

#[differentiate]
fn looked_at(w: f64, x: &mut [f64]) {
    let mut model = Model(w);
    model.0 += 1.0;
    model.look();
    model.fill(0, x);
}

fn main() {
    looked_at(1.0, &mut [0.0]);
}
