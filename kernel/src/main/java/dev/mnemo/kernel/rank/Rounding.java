package dev.mnemo.kernel.rank;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Decimal rounding that looks at the exact binary value and takes the even digit in the middle, as other programs that
/// write our stores do.
public final class Rounding {
    private static final double[] POWERS = {1, 10, 100, 1e3, 1e4, 1e5, 1e6};

    /// How near the middle between two decimals a value may be before exact arithmetic decides.
    private static final double MIDDLE = 1e-4;

    private Rounding() {}

    /// A value rounded to 0 to 6 decimals.
    public static double round(double value, int decimals) {
        double scaled = value * POWERS[decimals];
        double fraction = Math.abs(scaled - Math.floor(scaled) - 0.5);
        return fraction > MIDDLE && Math.abs(scaled) < 1e12
                ? Math.rint(scaled) / POWERS[decimals]
                : exact(value, decimals).doubleValue();
    }

    /// A value with exactly so many decimals, as text.
    public static String text(double value, int decimals) {
        return exact(value, decimals).toPlainString();
    }

    private static BigDecimal exact(double value, int decimals) {
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
    }
}
