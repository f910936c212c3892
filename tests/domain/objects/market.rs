//! Black and Scholes: calls on one market, each with all its Greeks.

use super::{assert_same_slopes, c, gradient, leaves};
use autodiff_runtime::prelude::*;
use num_dual::{Dual64, DualNum};

#[derive(Clone, Copy, Debug, Differentiable)]
struct Market {
    spot: f64,
    rate: f64,
    volatility: f64,
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct Call {
    strike: f64,
    maturity: f64,
}

/// The normal distribution function, nearly.
#[differentiate]
fn phi(x: f64) -> f64 {
    sigmoid(1.5976 * x + 0.07056 * x.powi(3))
}

impl Call {
    #[differentiate]
    fn d1(&self, market: &Market) -> f64 {
        let drift = market.rate + 0.5 * market.volatility.powi(2);
        ((market.spot / self.strike).ln() + drift * self.maturity) / (market.volatility * self.maturity.sqrt())
    }

    #[differentiate]
    fn price(&self, market: &Market) -> f64 {
        let d1 = self.d1(market);
        let d2 = d1 - market.volatility * self.maturity.sqrt();
        market.spot * phi(d1) - self.strike * (-market.rate * self.maturity).exp() * phi(d2)
    }
}

#[differentiate]
fn portfolio(calls: &[Call], market: &Market, held: &[f64]) -> f64 {
    calls.iter().zip(held).map(|(call, held)| held * call.price(market)).sum()
}

fn price(spot: Dual64, rate: Dual64, volatility: Dual64, strike: Dual64, maturity: Dual64) -> Dual64 {
    let phi = |x: Dual64| (x * 1.5976 + x.powi(3) * 0.07056).exp().recip() + 1.0;
    let phi = |x: Dual64| phi(x).recip();
    let root = volatility * maturity.sqrt();
    let d1 = ((spot / strike).ln() + (rate + volatility * volatility * 0.5) * maturity) / root;
    spot * phi(d1) - strike * (-(rate * maturity)).exp() * phi(d1 - root)
}

#[test]
fn all_greeks() {
    let market = Market { spot: 1.0, rate: 0.03, volatility: 0.2 };
    let call = Call { strike: 1.1, maturity: 1.5 };
    let (d_call, d_market) = call.price_grad(&market);
    let at = [leaves(&call), leaves(&market)].concat();
    let truth = gradient(|p| price(p[2], p[3], p[4], p[0], p[1]), &at);
    assert_same_slopes(&[leaves(&d_call), leaves(&d_market)].concat(), &truth);
}

#[test]
fn a_portfolio() {
    let calls = [(0.8, 0.5), (1.0, 1.0), (1.3, 2.0)].map(|(strike, maturity)| Call { strike, maturity });
    let (market, held) = (Market { spot: 1.05, rate: 0.01, volatility: 0.3 }, [2.0, -1.0, 0.5]);
    let (d_calls, d_market, d_held) = portfolio_grad(&calls, &market, &held);
    let at = [calls.iter().flat_map(leaves).collect(), leaves(&market), held.to_vec()].concat();
    let truth = gradient(
        |p| {
            let of = |i: usize| price(p[6], p[7], p[8], p[2 * i], p[2 * i + 1]) * p[9 + i];
            (0..3).map(of).fold(c(0.0), |sum, of| sum + of)
        },
        &at,
    );
    let d_calls = d_calls.iter().flat_map(leaves).collect();
    assert_same_slopes(&[d_calls, leaves(&d_market), d_held].concat(), &truth);
}
