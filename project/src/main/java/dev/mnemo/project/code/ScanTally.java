package dev.mnemo.project.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The counts of one scan while it runs.
final class ScanTally {
    private final Set<String> redacted = new TreeSet<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<ScanReport.FileClaims> files = new ArrayList<>();
    private int created;
    private int updated;
    private int kept;
    private int withdrawn;
    private int respected;
    private int leftOut;
    int unchanged;
    int gone;
    int moved;
    int tooLarge;
    int binary;
    int unreadable;
    int notReached;

    int created() {
        return created;
    }

    void add(Reconciliation done) {
        created += done.created();
        updated += done.updated();
        kept += done.kept();
        withdrawn += done.withdrawn();
        respected += done.respected();
    }

    void read(String path, Findings findings, String remark) {
        files.add(new ScanReport.FileClaims(path, findings.findings().size()));
        leftOut += findings.leftOut();
        redacted.addAll(findings.redacted());
        if (!remark.isEmpty() && remarks.size() < ScanReport.REMARKS_MAX) {
            remarks.add(path + ": " + remark);
        }
    }

    ScanReport report(String path) {
        return new ScanReport(
                path,
                files.size(),
                unchanged,
                gone,
                moved,
                tooLarge,
                binary,
                unreadable,
                notReached,
                created,
                updated,
                kept,
                withdrawn,
                respected,
                leftOut,
                List.copyOf(redacted),
                remarks,
                files);
    }
}
