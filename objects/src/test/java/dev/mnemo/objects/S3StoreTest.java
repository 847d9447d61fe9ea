package dev.mnemo.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.file.ObjectStore;
import dev.mnemo.user.file.ObjectStoreContract;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Against a server that speaks S3.
class S3StoreTest extends ObjectStoreContract {
    private static final AtomicInteger BUCKETS = new AtomicInteger();
    private static S3Proxy server;

    @BeforeAll
    static void start() throws Exception {
        server = S3Proxy.builder()
                .blobStore(BlobStores.create("transient-nio2", new Properties()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "mnemo", "secret")
                .build();
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    private static S3Address address(String bucket, String secret) {
        return new S3Address(
                Optional.of(URI.create("http://127.0.0.1:" + server.getPort())),
                "us-east-1",
                bucket,
                "mnemo/files/",
                "mnemo",
                secret);
    }

    @Override
    protected ObjectStore create() {
        var bucket = "bucket-" + BUCKETS.incrementAndGet();
        try (var client = S3Client.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(address(bucket, "secret").endpoint().orElseThrow())
                .forcePathStyle(true)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("mnemo", "secret")))
                .build()) {
            client.createBucket(request -> request.bucket(bucket));
        }
        return new S3Store(address(bucket, "secret"));
    }

    @Test
    void a_wrong_key_a_wrong_bucket_and_a_server_that_is_away_are_faults_without_the_secret() throws Exception {
        var file = Files.writeString(folder.resolve("x"), "x");
        try (var wrong = new S3Store(address("bucket-1", "wr0ng-secret"));
                var nowhere = new S3Store(address("no-such-bucket", "secret"));
                var away = new S3Store(new S3Address(
                        Optional.of(URI.create("http://127.0.0.1:1")),
                        "any",
                        "bucket-1",
                        "",
                        "mnemo",
                        "s3cret-word"))) {
            for (var store : new ObjectStore[] {wrong, nowhere, away}) {
                assertThatThrownBy(() -> store.put("a/b", file)).isInstanceOfSatisfying(MnemoException.class, e -> {
                    assertThat(e.fault()).isEqualTo(Fault.STORE_UNREACHABLE);
                    assertThat(e.sentence()).doesNotContain("wr0ng").doesNotContain("s3cret-word");
                });
            }
        }
        assertThat(address("bucket-1", "s3cret-word").toString()).doesNotContain("s3cret-word");
        assertThatThrownBy(() -> address("Bad_Bucket", "x")).isInstanceOf(Refusal.class);
    }

    @Test
    void an_address_is_read_and_nonsense_refused() {
        var read = S3Address.parse("s3://files-of-ann/mnemo/?region=eu-central-1&endpoint=http://127.0.0.1:9000");
        assertThat(read.bucket()).isEqualTo("files-of-ann");
        assertThat(read.prefix()).isEqualTo("mnemo/");
        assertThat(read.region()).isEqualTo("eu-central-1");
        assertThat(read.endpoint()).contains(URI.create("http://127.0.0.1:9000"));
        assertThat(S3Address.parse("s3://files-of-ann").endpoint()).isEmpty();
        for (var nonsense :
                new String[] {"", "s3:", "s3://", "http://x/y", "s3://B/", "s3://bucket/../", "s3://bucket/x"}) {
            assertThatThrownBy(() -> S3Address.parse(nonsense)).isInstanceOf(Refusal.class);
        }
    }
}
