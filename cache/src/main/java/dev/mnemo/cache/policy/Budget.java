package dev.mnemo.cache.policy;

import dev.mnemo.kernel.fault.Refusal;

/// How many wrong answers a caller can live with.
///
/// @param maxErrorRate the largest share of wrong ones among the answers that are given from the cache by
///     meaning, such as 0.02; above 0 and below 0.5
/// @param confidence how sure the bound has to be, one-sided, 0.5 to below 1
/// @param auditShare the share of such answers that are compared with a fresh one off the path, 0 to 1;
///     without audits nothing is learned about what is given away
public record Budget(double maxErrorRate, double confidence, double auditShare) {
    /// The share that is audited unless another is named.
    public static final double AUDIT_SHARE = 0.05;

    public Budget {
        if (!(maxErrorRate > 0 && maxErrorRate < 0.5)) {
            throw new Refusal("An error rate is above 0 and below 0.5, such as 0.02, not " + maxErrorRate + ".");
        }
        if (!(confidence >= 0.5 && confidence < 1)) {
            throw new Refusal("A confidence is from 0.5 to below 1, such as 0.95, not " + confidence + ".");
        }
        if (!(auditShare >= 0 && auditShare <= 1)) {
            throw new Refusal("An audit share is from 0 to 1, such as 0.05, not " + auditShare + ".");
        }
    }

    /// At most this share of wrong answers, with this confidence, and {@value #AUDIT_SHARE} of the answers
    /// audited.
    public static Budget maxErrorRate(double rate, double confidence) {
        return new Budget(rate, confidence, AUDIT_SHARE);
    }
}
