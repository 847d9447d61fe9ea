package dev.mnemo.cache.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BoundsTest {
    /// Values of R: `qbeta(0.95, k + 1, n - k)`.
    @Test
    void the_exact_bound_agrees_with_published_values() {
        assertThat(Bounds.clopperPearson(0, 100, 0.95)).isCloseTo(1 - Math.pow(0.05, 0.01), within(1e-9));
        assertThat(Bounds.clopperPearson(1, 10, 0.95)).isCloseTo(0.394163, within(1e-5));
        assertThat(Bounds.clopperPearson(5, 20, 0.95)).isCloseTo(0.4555824, within(1e-5));
        assertThat(Bounds.clopperPearson(0, 0, 0.95)).isEqualTo(1);
        assertThat(Bounds.clopperPearson(4, 4, 0.95)).isEqualTo(1);
    }

    /// With equal weights the bound is the exact one of a Poisson count: `qchisq(0.95, 2 * (k + 1)) / 2 / n`.
    @Test
    void the_weighted_bound_of_equal_weights_is_the_exact_one() {
        assertThat(Bounds.fayFeuer(0, 0, 0.01, 0.95)).isCloseTo(-Math.log(0.05) / 100, within(1e-8));
        assertThat(Bounds.fayFeuer(0.03, 0.0003, 0.01, 0.95)).isCloseTo(0.0775366, within(1e-6));
    }

    @Test
    void the_gamma_function_and_its_quantiles_are_right() {
        assertThat(Bounds.logGamma(0.5)).isCloseTo(Math.log(Math.sqrt(Math.PI)), within(1e-12));
        assertThat(Bounds.logGamma(10)).isCloseTo(Math.log(362_880), within(1e-10));
        assertThat(Bounds.gammaBelow(2, 1)).isCloseTo(1 - Math.exp(-2), within(1e-12));
        assertThat(Bounds.gammaBelow(Bounds.gammaQuantile(0.9, 250), 250)).isCloseTo(0.9, within(1e-9));
        assertThat(Bounds.betaBelow(0.5, 3, 3)).isCloseTo(0.5, within(1e-12));
    }
}
