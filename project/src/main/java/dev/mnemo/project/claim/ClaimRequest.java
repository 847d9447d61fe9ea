package dev.mnemo.project.claim;

import java.util.List;

/// Things to remember together.
///
/// @param claims what to remember
/// @param project the project they belong to, or empty for the current one
/// @param chainId a chain that they continue, or empty
/// @param chainName a chain that they start, or continue if an active chain has this name; empty for none
/// @param preliminary whether they stay with the session until they are promoted
/// @param agentId who claims, or empty
public record ClaimRequest(
        List<NewClaim> claims, String project, String chainId, String chainName, boolean preliminary, String agentId) {
    public ClaimRequest {
        claims = List.copyOf(claims);
    }

    /// One claim of the current project.
    public static ClaimRequest of(NewClaim claim) {
        return new ClaimRequest(List.of(claim), "", "", "", false, "");
    }
}
