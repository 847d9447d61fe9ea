package dev.mnemo.app.doctor;

import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.project.node.Fsck;
import dev.mnemo.project.node.NodeStore;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What is kept: the project's store, the folders around it, the disk they are on.
final class StoreChecks {
    /// A store with more nodes is not read file by file here; `mnemo fsck` does that.
    static final int NODES_READ_MAX = 20_000;

    private static final long BYTES_FREE_MIN = 100_000_000L;
    private static final long BYTES_FREE_GOOD = 1_000_000_000L;
    private static final int FINDINGS_SHOWN = 3;

    private final Patient patient;

    StoreChecks(Patient patient) {
        this.patient = patient;
    }

    List<Finding> run() {
        var findings = new ArrayList<Finding>();
        if (Files.isDirectory(patient.store())) {
            findings.add(socket());
            findings.add(store());
            findings.add(rights("store", patient.store()));
        } else {
            findings.add(Finding.warning(
                    "store",
                    "There is no memory here yet: " + patient.store() + " does not exist.",
                    "Run `mnemo init` in the project's folder."));
        }
        if (Files.exists(patient.home().resolve(".mnemo/restore.json"))) {
            findings.add(Finding.problem(
                    "restore",
                    "A restore was interrupted between two of its moves.",
                    "Run `mnemo restore FILE` again; it finishes that one first."));
        }
        findings.add(disk());
        return findings;
    }

    private Finding store() {
        try (var store = NodeStore.open(patient.store())) {
            int nodes = store.read(view -> view.nodes().size());
            int active = store.read(view -> view.active().size());
            var size = patient.store() + " holds " + nodes + " nodes, " + active + " active";
            if (nodes > NODES_READ_MAX) {
                return Finding.ok("store", size + "; it is large, so its files were not read: `mnemo fsck` does that.");
            }
            var report = Fsck.check(store);
            if (report.isClean()) {
                return Finding.ok("store", size + ", and nothing is wrong with them.");
            }
            var shown = report.findings().stream()
                    .limit(FINDINGS_SHOWN)
                    .map(finding -> finding.file() + " (" + finding.detail() + ")")
                    .toList();
            return Finding.problem(
                    "store",
                    size + "; " + report.findings().size() + " things are wrong: " + String.join(", ", shown) + ".",
                    "Run `mnemo fsck --repair`; it deletes nothing.");
        } catch (MnemoException broken) {
            return Finding.problem("store", String.valueOf(broken.getMessage()), broken.remedy());
        } catch (Refusal refused) {
            return Finding.problem("store", refused.sentence(), "Mend the folder; nothing was changed.");
        }
    }

    /// Whether the server that hooks are sent to is there.
    private Finding socket() {
        var pointer = patient.store().resolve("run/socket");
        if (Files.notExists(pointer, LinkOption.NOFOLLOW_LINKS)) {
            return Finding.ok("hooks", "No server of this project runs; each hook starts a process.");
        }
        try {
            var socket = Path.of(Files.readString(pointer).strip());
            try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(socket));
                return Finding.ok("hooks", "A server of this project answers hooks on " + socket + ".");
            }
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException gone) {
            return Finding.warning(
                    "hooks",
                    pointer + " names a server that is gone; hooks start a process each.",
                    "The next server replaces the file; you may delete it.");
        }
    }

    static Finding rights(String area, Path folder) {
        if (!Files.isWritable(folder)) {
            return Finding.problem(
                    area, folder + " cannot be written by this user.", "Give this user the right to write there.");
        }
        try {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(folder);
            return rights.contains(PosixFilePermission.OTHERS_WRITE)
                    ? Finding.warning(
                            area, folder + " can be written by everybody.", "Take that right away: chmod o-w " + folder)
                    : Finding.ok(area, folder + " can be written by this user and not by everybody.");
        } catch (IOException | UnsupportedOperationException unknown) {
            return Finding.ok(area, folder + " can be written by this user.");
        }
    }

    private Finding disk() {
        try {
            var there = patient.store();
            while (Files.notExists(there) && there.getParent() != null) {
                there = there.getParent();
            }
            long free = Files.getFileStore(there).getUsableSpace();
            var what = free / 1_000_000 + " MB are free where the memory is.";
            return free >= BYTES_FREE_GOOD
                    ? Finding.ok("disk", what)
                    : free >= BYTES_FREE_MIN
                            ? Finding.warning("disk", what, "Make room before the disk is full.")
                            : Finding.problem("disk", what, "Make room: changes will soon be refused.");
        } catch (IOException fault) {
            return Finding.warning(
                    "disk", "The free space cannot be found out: " + fault.getMessage() + ".", "Look at it yourself.");
        }
    }
}
