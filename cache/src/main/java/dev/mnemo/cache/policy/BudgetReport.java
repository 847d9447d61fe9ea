package dev.mnemo.cache.policy;

/// Where an {@link ErrorBudget} stands.
///
/// @param labels decisions whose truth is known and remembered
/// @param decisions decisions made
/// @param served answers given
/// @param audited answers given whose truth became known
/// @param auditedWrong how many of those were wrong
/// @param bound the upper bound of the share of wrong answers that the calibration promises; 1 while none is
///     given
/// @param auditBound the upper bound from audited answers alone: needs no model, and many audits to become
///     tight
/// @param sentence the same for people
public record BudgetReport(
        int labels,
        long decisions,
        long served,
        long audited,
        long auditedWrong,
        double bound,
        double auditBound,
        String sentence) {}
