package dev.mnemo.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.MnemoException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The server with a certificate of its own, as `keytool` makes one.
@Timeout(60)
class TlsTest {
    private static final String PASSWORD = "correct horse";

    @TempDir
    private Path disk;

    private Path store = Path.of("");

    @BeforeEach
    void a_key_store() throws Exception {
        store = disk.resolve("server.p12");
        var made = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "mnemo",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-validity",
                        "3650",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .start();
        var said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
    }

    private HttpClient trusting() throws Exception {
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        var certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("mnemo", keys.getCertificate("mnemo"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    @Test
    void it_speaks_tls_to_whoever_trusts_its_certificate() throws Exception {
        var password = Files.writeString(disk.resolve("password"), PASSWORD + "\n");
        try (var server = new TestServer(disk, InstantSource.system());
                var friend = trusting();
                var stranger = HttpClient.newHttpClient()) {
            var base = server.with(Setting.TLS_KEYSTORE, store.toString())
                    .with(Setting.TLS_PASSWORD_FILE, password.toString())
                    .start();
            assertThat(base).startsWith("https://");
            var request =
                    HttpRequest.newBuilder(URI.create(base + "/health/live")).build();
            assertThat(friend.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            assertThatThrownBy(() -> stranger.send(request, HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
            var session = friend.send(
                    HttpRequest.newBuilder(URI.create(base + "/api/session"))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(session.headers().firstValue("set-cookie").orElse("")).contains("; Secure");
        }
    }

    @Test
    void a_key_store_that_is_of_no_use_is_said_before_anything_is_served() throws Exception {
        try (var server = new TestServer(disk, InstantSource.system())) {
            server.with(Setting.TLS_KEYSTORE, store.toString());
            var up = server.up("--port", "0", "--data", disk.resolve("data").toString());
            assertThatThrownBy(() ->
                            up.run(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)))
                    .isInstanceOf(MnemoException.class)
                    .hasMessageContaining("password");
        }
    }
}
