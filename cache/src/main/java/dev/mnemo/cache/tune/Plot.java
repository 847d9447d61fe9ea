package dev.mnemo.cache.tune;

import com.google.errorprone.annotations.FormatMethod;
import dev.mnemo.cache.tune.Tuning.Sweep;
import java.util.List;
import java.util.Locale;

/// A {@link Tuning} as one HTML page with a drawing, which needs nothing from elsewhere.
public final class Plot {
    private static final double LEFT = 70;
    private static final double TOP = 20;
    private static final double WIDTH = 620;
    private static final double HEIGHT = 360;

    private final double wrongMax;

    private Plot(Tuning tuning) {
        double widest =
                Math.max(3 * tuning.budget().maxErrorRate(), tuning.budgeted().wrongHigh());
        this.wrongMax = Math.min(1, Math.ceil(widest * 20) / 20);
    }

    /// The page.
    public static String page(Tuning tuning) {
        var plot = new Plot(tuning);
        var svg = plot.axes(tuning.budget().maxErrorRate())
                + plot.line(tuning.thresholds(), "#888888")
                + plot.line(tuning.guarded(), "#1f6feb")
                + plot.mark(tuning.budgeted());
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Calibration of the response cache</title>
            <style>body{font:15px/1.5 system-ui,sans-serif;max-width:760px;margin:2em auto;padding:0 1em}
            pre{overflow-x:auto}text{font:12px system-ui,sans-serif}</style></head><body>
            <h1>Calibration of the response cache</h1>
            <p>%s</p>
            <svg viewBox="0 0 720 430" role="img" aria-label="Cached answers against wrong ones">%s</svg>
            <p>Grey: threshold alone. Blue: threshold behind the guards. Red: error budget. Bars are 95 %% intervals.</p>
            <pre>%s</pre>
            </body></html>
            """.formatted(escaped(tuning.recommendation()), svg, escaped(tuning.text()));
    }

    private String axes(double budget) {
        var axes = new StringBuilder();
        for (int tick = 0; tick <= 5; tick++) {
            double wrong = wrongMax * tick / 5;
            double hits = tick / 5.0;
            axes.append(format(
                    "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"middle\">%.1f %%</text>",
                    x(wrong), TOP + HEIGHT + 18, 100 * wrong));
            axes.append(format(
                    "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"end\">%.0f %%</text>",
                    LEFT - 8, y(hits) + 4, 100 * hits));
            axes.append(format(
                    "<line x1=\"%.0f\" y1=\"%.1f\" x2=\"%.0f\" y2=\"%.1f\" stroke=\"#dddddd\"/>",
                    LEFT, y(hits), LEFT + WIDTH, y(hits)));
        }
        axes.append(format(
                "<line x1=\"%.1f\" y1=\"%.0f\" x2=\"%.1f\" y2=\"%.0f\" stroke=\"#cc3333\" stroke-dasharray=\"4\"/>",
                x(budget), TOP, x(budget), TOP + HEIGHT));
        return axes.append(format(
                        "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"middle\">wrong among cached answers</text>",
                        LEFT + WIDTH / 2, TOP + HEIGHT + 38))
                .append(format("<text x=\"%.0f\" y=\"%.0f\">cached answers</text>", LEFT, TOP - 6))
                .toString();
    }

    private String line(List<Sweep> sweeps, String colour) {
        var points = new StringBuilder();
        var bars = new StringBuilder();
        for (var sweep : sweeps) {
            if (sweep.hitRatio() > 0 && sweep.wrongRatio() <= wrongMax) {
                points.append(format("%.1f,%.1f ", x(sweep.wrongRatio()), y(sweep.hitRatio())));
                bars.append(bar(sweep, colour));
            }
        }
        return "<polyline fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"2\" points=\"" + points + "\"/>"
                + bars;
    }

    private String bar(Sweep sweep, String colour) {
        return format(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-opacity=\"0.4\"/>",
                x(sweep.wrongLow()), y(sweep.hitRatio()), x(sweep.wrongHigh()), y(sweep.hitRatio()), colour);
    }

    private String mark(Sweep budgeted) {
        return bar(budgeted, "#cc3333")
                + format(
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"#cc3333\"/>",
                        x(budgeted.wrongRatio()), y(budgeted.hitRatio()));
    }

    private double x(double wrong) {
        return LEFT + WIDTH * Math.min(wrong, wrongMax) / wrongMax;
    }

    private double y(double hits) {
        return TOP + HEIGHT * (1 - hits);
    }

    @FormatMethod
    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
