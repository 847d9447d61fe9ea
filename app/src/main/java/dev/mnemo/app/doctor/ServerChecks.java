package dev.mnemo.app.doctor;

import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.sql.DatabaseAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;

/// Servers: Mnemo's own, its data folder and port, and those that settings name.
final class ServerChecks {
    private static final int CONNECT_MILLIS_MAX = 3_000;
    private static final int REDIS_PORT = 6379;

    /// Where in the lock file a server holds its lock; see `mnemo up`.
    private static final int LOCK_POSITION = 200;

    private final Patient patient;

    ServerChecks(Patient patient) {
        this.patient = patient;
    }

    List<Finding> run() {
        var findings = new ArrayList<Finding>();
        var address = server();
        if (address.isEmpty()) {
            findings.add(port());
        } else {
            findings.add(Finding.ok("server", "A server works on " + patient.data() + ": " + address + "."));
        }
        if (Files.isDirectory(patient.data())) {
            findings.add(StoreChecks.rights("data", patient.data()));
            findings.addAll(secrets());
        }
        for (var variable : patient.variables()) {
            var value = patient.variable(variable);
            if (value.startsWith("postgresql:") || value.startsWith("postgres:")) {
                findings.add(postgres(variable, value));
            } else if (value.startsWith("redis:") || value.startsWith("rediss:")) {
                findings.add(redis(variable, value));
            }
        }
        return findings;
    }

    /// The address of the server that works on the data folder; empty if none does.
    private String server() {
        var file = patient.data().resolve("server.lock");
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                var lock = channel.tryLock(LOCK_POSITION, 1, false)) {
            return lock == null ? Files.readString(file).strip() : "";
        } catch (IOException none) {
            return "";
        }
    }

    private Finding port() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), patient.port()), CONNECT_MILLIS_MAX);
            return Finding.warning(
                    "server",
                    "No server works on " + patient.data() + ", and something else listens on port " + patient.port()
                            + ".",
                    "Start Mnemo on another port: mnemo up --port 7078");
        } catch (IOException refused) {
            return Finding.ok("server", "None runs; port " + patient.port() + " is free for `mnemo up`.");
        }
    }

    /// Files that hold secrets and can be read by others.
    private List<Finding> secrets() {
        var findings = new ArrayList<Finding>();
        try (var files = Files.newDirectoryStream(patient.data())) {
            for (var file : files) {
                if (Files.isRegularFile(file) && isOpen(file)) {
                    findings.add(Finding.warning(
                            "data",
                            file + " can be read by other users of this machine.",
                            "Run: chmod go-rwx " + file));
                }
            }
        } catch (IOException unreadable) {
            findings.add(Finding.problem(
                    "data",
                    patient.data() + " cannot be read: " + unreadable.getMessage() + ".",
                    "Give this user the right to read it."));
        }
        return findings;
    }

    private static boolean isOpen(Path file) throws IOException {
        var name = file.getFileName().toString();
        if (!name.equals("keys.json") && !name.endsWith(".db")) {
            return false;
        }
        try {
            var rights = Files.getPosixFilePermissions(file);
            boolean folderIsOpen = Files.getPosixFilePermissions(
                            file.toAbsolutePath().getParent())
                    .contains(PosixFilePermission.OTHERS_EXECUTE);
            return rights.contains(PosixFilePermission.OTHERS_READ) && folderIsOpen;
        } catch (UnsupportedOperationException noPosix) {
            return false;
        }
    }

    private static Finding postgres(String variable, String value) {
        try {
            var address = DatabaseAddress.parse(value);
            if (address instanceof DatabaseAddress.Server server) {
                reach(server.host(), server.port());
            }
            Database.open(address, 1).close();
            return Finding.ok("postgresql", variable + ": " + address + " answers.");
        } catch (Refusal wrong) {
            return Finding.problem("postgresql", variable + " is not understood.", wrong.sentence());
        } catch (MnemoException broken) {
            return Finding.problem("postgresql", variable + ": " + broken.getMessage(), broken.remedy());
        } catch (IOException unreachable) {
            return silent("postgresql", variable, unreachable);
        }
    }

    private static Finding redis(String variable, String value) {
        try {
            var uri = new URI(value);
            if (uri.getHost() == null) {
                throw new IOException("its host cannot be read");
            }
            int port = uri.getPort() < 0 ? REDIS_PORT : uri.getPort();
            reach(uri.getHost(), port);
            return Finding.ok("redis", variable + ": " + uri.getHost() + ":" + port + " accepts connections.");
        } catch (URISyntaxException _) {
            // Its message would show the password.
            return Finding.problem(
                    "redis", variable + " is not understood.", "It has the form redis://user:password@host:port/0.");
        } catch (IOException unreachable) {
            return silent("redis", variable, unreachable);
        }
    }

    private static Finding silent(String area, String variable, IOException fault) {
        return Finding.problem(
                area,
                variable + " names a server that does not answer: " + fault.getMessage() + ".",
                "Start it, or correct the address.");
    }

    private static void reach(String host, int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS_MAX);
        }
    }
}
