package dev.mnemo.app.hook;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/// Answers hooks for the project that this process serves, over a Unix socket that only its owner can open. Speaks
/// just enough HTTP for `curl --unix-socket`. The socket's path stands in `<store>/run/socket`, where the launcher
/// finds it.
public final class HookServer implements AutoCloseable {
    /// Bytes of a request; a longer one is answered by nobody.
    static final int REQUEST_BYTES_MAX = 8_000_000;

    /// Bytes of a request's head.
    static final int HEAD_BYTES_MAX = 16_000;

    /// Requests in work at once; more wait.
    static final int REQUESTS_AT_ONCE_MAX = 16;

    private static final long ACCEPT_PAUSE_NANOS = 10_000_000;

    private final ServerSocketChannel server;
    private final Path socket;
    private final Path pointer;
    private final Answering answering;
    private final Semaphore slots = new Semaphore(REQUESTS_AT_ONCE_MAX);

    /// Answers one hook.
    @FunctionalInterface
    public interface Answering {
        /// The line to say; empty for silence.
        ///
        /// @param input what the agent wrote
        /// @param dialect the words after `mnemo hook`, joined by a slash
        /// @return empty if the event is about another project
        Optional<String> answer(String input, String dialect);
    }

    private HookServer(ServerSocketChannel server, Path socket, Path pointer, Answering answering) {
        this.server = server;
        this.socket = socket;
        this.pointer = pointer;
        this.answering = answering;
    }

    /// Starts to answer.
    ///
    /// @param store the folder of the store
    /// @param run a folder for sockets, short enough for the system's limit of about 100 bytes; made private to
    ///     its owner
    /// @param answering what to answer
    /// @throws MnemoException if no socket can be made; hooks then take the slow path
    public static HookServer start(Path store, Path run, Answering answering) {
        try {
            var privately = PosixFilePermissions.fromString("rwx------");
            var pointer = store.resolve("run/socket");
            Files.createDirectories(pointer.getParent());
            Files.createDirectories(run, PosixFilePermissions.asFileAttribute(privately));
            var temporary = Files.createTempFile(pointer.getParent(), "socket", ".tmp");
            if (!Files.getPosixFilePermissions(run, LinkOption.NOFOLLOW_LINKS).equals(privately)
                    || !Files.getOwner(run, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(temporary))) {
                Files.delete(temporary);
                throw new IOException(run + " belongs to somebody else or is open to others");
            }
            var socket = run.resolve(ProcessHandle.current().pid() + ".sock");
            Files.deleteIfExists(socket);
            var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.writeString(temporary, socket + "\n");
            Files.move(temporary, pointer, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            var hooks = new HookServer(server, socket, pointer, answering);
            Thread.ofVirtual().name("hook-server").start(hooks::accept);
            return hooks;
        } catch (IOException | UnsupportedOperationException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "The hook socket cannot be opened: " + fault.getMessage() + ".",
                    "Hooks still work, by starting a process each.",
                    fault);
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                var connection = server.accept();
                slots.acquireUninterruptibly();
                Thread.ofVirtual().name("hook").start(() -> serve(connection));
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException fault) {
                // One connection failed, such as for want of file handles: the next may not.
                LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            var in = Channels.newInputStream(connection);
            var out = Channels.newOutputStream(connection);
            var head = head(in);
            int length = contentLength(head);
            var path = head.lines().findFirst().orElse("").split(" ", -1);
            if (length < 0 || length > REQUEST_BYTES_MAX || path.length < 2 || !path[1].startsWith("/hook/")) {
                reply(out, "400 Bad Request", "");
                return;
            }
            var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            var answer = answering.answer(body, path[1].substring("/hook/".length()));
            reply(out, answer.isPresent() ? "200 OK" : "404 Not Found", answer.orElse(""));
        } catch (IOException gone) {
            // The agent went away; there is nobody to tell.
        } finally {
            slots.release();
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int last4 = 0;
        while (head.size() < HEAD_BYTES_MAX) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            head.write(b);
            last4 = (last4 << 8) | b;
            if (last4 == 0x0d0a0d0a) {
                break;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .map(line -> line.substring("content-length:".length()).strip())
                .filter(value -> value.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .findFirst()
                .orElse(-1);
    }

    private static void reply(OutputStream out, String status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var head = "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length
                + "\r\nConnection: close\r\n\r\n";
        var both = ByteBuffer.allocate(head.length() + bytes.length)
                .put(head.getBytes(StandardCharsets.ISO_8859_1))
                .put(bytes);
        out.write(both.array());
        out.flush();
    }

    @Override
    public void close() {
        try {
            server.close();
            if (Files.exists(pointer) && Files.readString(pointer).strip().equals(socket.toString())) {
                Files.delete(pointer);
            }
            Files.deleteIfExists(socket);
        } catch (IOException fault) {
            // A pointer that stays behind leads nowhere; the launcher then takes the slow path.
        }
    }
}
