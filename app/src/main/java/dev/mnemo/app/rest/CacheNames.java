package dev.mnemo.app.rest;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.store.Owner;
import java.util.Optional;

/// Names of the response cache's namespaces and tags: each tenant has its own, and no name that a caller can say leads
/// into another's.
public final class CacheNames {
    /// Stands between a tenant and a name; no caller may say it.
    private static final char BETWEEN = '\u001f';

    private CacheNames() {}

    /// A name as the cache knows it.
    ///
    /// @param tenant whose it is; that of {@link Owner#TENANT_DEFAULT} needs no mark
    /// @param name as the caller says it
    public static String of(String tenant, String name) {
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal("Names of the cache hold no control characters.");
        }
        return tenant.equals(Owner.TENANT_DEFAULT) ? name : tenant + BETWEEN + name;
    }

    /// A name as its tenant says it; empty if it is another tenant's.
    public static Optional<String> said(String tenant, String known) {
        int between = known.indexOf(BETWEEN);
        var owner = between < 0 ? Owner.TENANT_DEFAULT : known.substring(0, between);
        return owner.equals(tenant) ? Optional.of(known.substring(between + 1)) : Optional.empty();
    }
}
