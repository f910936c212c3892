use autodiff_runtime::prelude::*;

struct Table(Vec<f64>);

fn table(n: usize) -> Table {
    Table(vec![0.5; n])
}

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    let mut s = x;
    for i in 0..n {
        let table = if i % 2 == 0 {
            if s > 2.0 {
                break;
            }
            table(3)
        } else {
            if s < 0.1 {
                continue;
            }
            table(4)
        };
        s *= table.0[0];
    }
    s
}

#[differentiate]
fn g(x: f64) -> f64 {
    let made;
    loop {
        if x > 2.0 {
            return x;
        }
        made = table(3);
        break;
    }
    x * made.0[0]
}

fn main() {
    let _ = f_grad(1.0, 2);
    let _ = g_grad(1.0);
}
