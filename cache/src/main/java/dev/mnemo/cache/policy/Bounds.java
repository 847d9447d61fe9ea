package dev.mnemo.cache.policy;

/// Upper confidence bounds of rates that are seen in samples.
final class Bounds {
    private static final int STEPS_MAX = 200;
    private static final double PRECISION = 1e-12;

    private Bounds() {}

    /// Clopper and Pearson's exact upper bound of a rate.
    ///
    /// @param seen how often it happened
    /// @param trials in how many independent trials; with none the bound is 1
    /// @param confidence of the bound, one-sided, such as 0.95
    static double clopperPearson(long seen, long trials, double confidence) {
        if (seen >= trials) {
            return 1;
        }
        double low = 0;
        double high = 1;
        for (int step = 0; step < STEPS_MAX && high - low > PRECISION; step++) {
            double middle = (low + high) / 2;
            // P(at most `seen` in `trials` at rate p) = I(1 - p; trials - seen, seen + 1)
            if (betaBelow(1 - middle, (double) (trials - seen), (double) (seen + 1)) > 1 - confidence) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /// Fay and Feuer's upper bound of a weighted sum of Poisson counts (Statistics in Medicine 16, 1997): the
    /// rate of a population whose strata were sampled in other shares than they have.
    ///
    /// @param sum of weight × count over the strata
    /// @param variance sum of weight² × count
    /// @param heaviest the largest weight
    static double fayFeuer(double sum, double variance, double heaviest, double confidence) {
        double spread = variance + heaviest * heaviest;
        double mean = sum + heaviest;
        return spread / mean * gammaQuantile(confidence, mean * mean / spread);
    }

    /// The value below which a gamma variable of this shape and scale 1 falls with a probability.
    static double gammaQuantile(double probability, double shape) {
        double high = shape + 10 * Math.sqrt(shape) + 50;
        double low = 0;
        for (int step = 0; step < STEPS_MAX && high - low > PRECISION * high; step++) {
            double middle = (low + high) / 2;
            if (gammaBelow(middle, shape) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /// The regularised lower incomplete gamma function: series below shape + 1, continued fraction above.
    static double gammaBelow(double x, double shape) {
        if (x <= 0) {
            return 0;
        }
        double scale = Math.exp(shape * Math.log(x) - x - logGamma(shape));
        if (x < shape + 1) {
            double term = 1 / shape;
            double sum = term;
            for (int n = 1; n < 10_000 && term > sum * PRECISION; n++) {
                term *= x / (shape + n);
                sum += term;
            }
            return Math.min(1, sum * scale);
        }
        double b = x + 1 - shape;
        double c = 1 / Double.MIN_NORMAL;
        double d = 1 / b;
        double h = d;
        for (int n = 1; n < 10_000; n++) {
            double a = -n * (n - shape);
            b += 2;
            d = 1 / nonZero(a * d + b);
            c = nonZero(b + a / c);
            h *= d * c;
            if (Math.abs(d * c - 1) < PRECISION) {
                break;
            }
        }
        return Math.max(0, 1 - scale * h);
    }

    /// The regularised incomplete beta function, by Lentz's continued fraction.
    static double betaBelow(double x, double a, double b) {
        if (x <= 0 || x >= 1) {
            return x <= 0 ? 0 : 1;
        }
        if (x > (a + 1) / (a + b + 2)) {
            return 1 - betaBelow(1 - x, b, a);
        }
        double front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
        double c = 1;
        double d = 1 / nonZero(1 - (a + b) * x / (a + 1));
        double h = d;
        for (int m = 1; m < 10_000; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / nonZero(1 + even * d);
            c = nonZero(1 + even / c);
            h *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / nonZero(1 + odd * d);
            c = nonZero(1 + odd / c);
            h *= d * c;
            if (Math.abs(d * c - 1) < PRECISION) {
                break;
            }
        }
        return front * h;
    }

    private static double nonZero(double value) {
        return Math.abs(value) < 1e-300 ? 1e-300 : value;
    }

    /// Lanczos' approximation (g = 7), good to 15 digits.
    static double logGamma(double x) {
        double[] coefficients = {
            0.9999999999998099,
            676.5203681218851,
            -1259.1392167224028,
            771.3234287776531,
            -176.6150291621406,
            12.507343278686905,
            -0.13857109526572012,
            9.984369578019572e-6,
            1.5056327351493116e-7
        };
        if (x < 0.5) {
            return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
        }
        double sum = coefficients[0];
        for (int i = 1; i < coefficients.length; i++) {
            sum += coefficients[i] / (x - 1 + i);
        }
        double t = x + 6.5;
        return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
    }
}
