use autodiff_runtime::check::assert_gradient;
use autodiff_runtime::primitive::{sigmoid, stop_gradient};

include!("../../autodiff-macro/src/golden/straight_line.rs");

/// `stop_gradient(z)` and `floor` are held where they are while the rest moves.
#[test]
fn thirty_terms() {
    for (x, y, z) in [(0.7, 0.4, 0.3), (-0.2, 0.9, 1.1)] {
        let gradient = straight_line_grad(x, y, z, 0.5);
        // In x and y the function is what it seems; in z a part of it is held.
        assert_gradient(|&(x, y)| straight_line(x, y, z, 0.5), &(x, y), &(gradient.0, gradient.1));
        assert_eq!(straight_line_value_and_grad(x, y, z, 0.5), (straight_line(x, y, z, 0.5), gradient));
        let (value, pullback) = straight_line_pullback(x, y, z, 0.5);
        let mut added = (0.0, 0.0, 0.0);
        pullback(1.0, &mut added.0, &mut added.1, &mut added.2);
        assert_eq!(value, straight_line(x, y, z, 0.5));
        for (got, want) in [(added.0, gradient.0), (added.1, gradient.1), (added.2, gradient.2)] {
            assert!((got - want).abs() < 1e-14 * want.abs().max(1.0), "{got}, {want}");
        }
    }
}
