package dev.mnemo.cache;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Counts of one namespace or of all. They outlive the process and are shared by all processes on one store; those of
/// other processes may be one flush interval behind.
///
/// @param namespace which; empty for all together
/// @param entries entries in the store now
/// @param hitsExact answers given by text
/// @param hitsSemantic answers given by meaning
/// @param misses look-ups without an answer
/// @param evictions entries that made room
/// @param expirations entries whose time had passed
/// @param embedderFingerprint names the model the vectors come from
/// @param vectorDtype how vectors are kept in memory
/// @param memoryBytesEstimate entries × dimensions × bytes of a component
/// @param indexMemoryBytes what the index really takes
/// @param indexTombstoneCount removed rows the index still holds
/// @param savedTokens tokens that hits saved, input and output
/// @param savedMoneyMicros money that hits saved, in millionths
/// @param savedMillis time of the model that hits saved
/// @param errorBound the live upper bound on the share of wrong hits by meaning; empty without an error budget
/// @param errorBoundSays what stands behind the bound, in one sentence; empty without an error budget
public record Stats(
        Optional<String> namespace,
        long entries,
        long hitsExact,
        long hitsSemantic,
        long misses,
        long evictions,
        long expirations,
        String embedderFingerprint,
        String vectorDtype,
        long memoryBytesEstimate,
        OptionalLong indexMemoryBytes,
        OptionalLong indexTombstoneCount,
        long savedTokens,
        long savedMoneyMicros,
        long savedMillis,
        OptionalDouble errorBound,
        String errorBoundSays) {}
