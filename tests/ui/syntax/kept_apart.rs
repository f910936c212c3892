use autodiff_runtime::prelude::*;

macro_rules! doubled {
    ($name:ident, $x:ident, $y:expr) => {
        #[differentiate]
        fn $name($x: f64) -> f64 {
            let y = 2.0 * $x;
            let $x = y;
            $y + y
        }
    };
}

doubled!(f, y, y * y);

fn main() {
    let _ = f_grad(1.0);
}
