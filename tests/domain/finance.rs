//! Options, cash flows, portfolios.

use super::{array, numbers};
use autodiff_runtime::check::assert_gradient;
use autodiff_runtime::prelude::*;
use std::f64::consts::PI;

/// The normal distribution function, by Abramowitz and Stegun 26.2.17.
#[differentiate]
fn normal_cdf(x: f64) -> f64 {
    let k = 1.0 / (1.0 + 0.2316419 * x.abs());
    let poly = k * (0.319381530 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
    let tail = (-0.5 * x * x).exp() / (2.0 * PI).sqrt() * poly;
    if x >= 0.0 { 1.0 - tail } else { tail }
}

#[differentiate]
fn black_scholes_call(spot: f64, strike: f64, rate: f64, volatility: f64, maturity: f64) -> f64 {
    let sqrt_t = maturity.sqrt();
    let d1 = ((spot / strike).ln() + (rate + volatility * volatility / 2.0) * maturity) / (volatility * sqrt_t);
    let d2 = d1 - volatility * sqrt_t;
    spot * normal_cdf(d1) - strike * (-rate * maturity).exp() * normal_cdf(d2)
}

#[test]
fn the_greeks() {
    for strike in [80.0, 100.0, 130.0] {
        let (delta, by_strike, rho, vega, theta) = black_scholes_call_grad(100.0, strike, 0.03, 0.2, 1.5);
        let value = |p: &[f64; 5]| black_scholes_call(p[0], p[1], p[2], p[3], p[4]);
        assert_gradient(value, &[100.0, strike, 0.03, 0.2, 1.5], &[delta, by_strike, rho, vega, theta]);
        // Δ = Φ(d₁), to the precision of the approximation.
        let d1 = ((100.0 / strike).ln() + (0.03 + 0.02) * 1.5) / (0.2 * 1.5_f64.sqrt());
        assert!((delta - normal_cdf(d1)).abs() < 1e-5, "{delta}");
        assert!(delta > 0.0 && by_strike < 0.0 && rho > 0.0 && vega > 0.0 && theta > 0.0);
    }
}

#[differentiate]
fn net_present_value(rate: f64, cash_flows: &[f64]) -> f64 {
    let mut npv = 0.0;
    for t in 0..cash_flows.len() {
        npv += cash_flows[t] / (1.0 + rate).powi(t as i32);
    }
    npv
}

/// By Newton's method on the value, with its own gradient.
#[test]
fn the_internal_rate_of_return() {
    let flows = [-100.0, 30.0, 40.0, 50.0, 10.0];
    let mut rate = 0.05;
    for _ in 0..20 {
        let (value, (slope, _)) = net_present_value_value_and_grad(rate, &flows);
        rate -= value / slope;
    }
    assert!(net_present_value(rate, &flows).abs() < 1e-10);
    let (d_rate, d_flows) = net_present_value_grad(rate, &flows);
    let at = (rate, flows);
    assert_gradient(|(rate, flows)| net_present_value(*rate, flows), &at, &(d_rate, array(d_flows)));
}

#[differentiate]
fn sharpe_ratio(returns: &[f64]) -> f64 {
    let n = returns.len() as f64;
    let mut mean = 0.0;
    for i in 0..returns.len() {
        mean += returns[i] / n;
    }
    let mut variance = 0.0;
    for i in 0..returns.len() {
        let deviation = returns[i] - mean;
        variance += deviation * deviation / (n - 1.0);
    }
    mean / variance.sqrt()
}

/// A binomial tree for an American put: the value at each node is the larger of waiting and exercising.
#[differentiate]
fn american_put(spot: f64, volatility: f64, #[constant] strike: f64, #[constant] steps: usize) -> f64 {
    let dt = 1.0 / steps as f64;
    let up = (volatility * dt.sqrt()).exp();
    let discount = (-0.05 * dt).exp();
    let p = (1.0 / discount - 1.0 / up) / (up - 1.0 / up);
    let mut value = vec![0.0; steps + 1];
    for i in 0..=steps {
        let price = spot * up.powi(2 * i as i32 - steps as i32);
        value[i] = (strike - price).max(0.0);
    }
    for step in (0..steps).rev() {
        for i in 0..=step {
            let wait = discount * (p * value[i + 1] + (1.0 - p) * value[i]);
            let price = spot * up.powi(2 * i as i32 - step as i32);
            value[i] = wait.max(strike - price);
        }
    }
    value[0]
}

#[test]
fn portfolios_and_trees() {
    let returns: [f64; 6] = numbers(1.0);
    assert_gradient(|r| sharpe_ratio(r), &returns, &array(sharpe_ratio_grad(&returns)));
    let (d_spot, d_volatility) = american_put_grad(97.3, 0.23, 100.0, 12);
    let value = |&(spot, volatility): &(f64, f64)| american_put(spot, volatility, 100.0, 12);
    assert_gradient(value, &(97.3, 0.23), &(d_spot, d_volatility));
    assert!(d_spot < 0.0 && d_volatility > 0.0);
}
