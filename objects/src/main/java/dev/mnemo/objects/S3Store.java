package dev.mnemo.objects;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.user.file.ObjectStore;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Objects in a bucket of a server that speaks S3. The client tries again by itself, three times in all, what
/// fails for a moment.
public final class S3Store implements ObjectStore {
    private static final Duration CONNECT_WAIT = Duration.ofSeconds(10);
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(60);
    private static final Duration CALL_MAX = Duration.ofMinutes(5);
    private static final int NOT_FOUND = 404;

    private final S3Address address;
    private final S3Client client;

    /// Connects when the first object is asked for.
    public S3Store(S3Address address) {
        this.address = address;
        var builder = S3Client.builder()
                .region(Region.of(address.region()))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_WAIT)
                        .socketTimeout(ANSWER_WAIT))
                .overrideConfiguration(options -> options.apiCallTimeout(CALL_MAX))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .credentialsProvider(
                        address.accessKey().isEmpty()
                                ? DefaultCredentialsProvider.builder().build()
                                : StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(address.accessKey(), address.secretKey())));
        address.endpoint()
                .ifPresent(endpoint -> builder.endpointOverride(endpoint).forcePathStyle(true));
        this.client = builder.build();
    }

    @Override
    public void put(String key, Path file) {
        var place = place(key);
        ask(
                "kept",
                () -> client.putObject(
                        request -> request.bucket(address.bucket()).key(place), RequestBody.fromFile(file)));
    }

    @Override
    public Optional<InputStream> open(String key) {
        var place = place(key);
        return ask("read", () -> {
            try {
                return Optional.<InputStream>of(client.getObject(
                        request -> request.bucket(address.bucket()).key(place)));
            } catch (NoSuchKeyException _) {
                return Optional.empty();
            }
        });
    }

    @Override
    public boolean exists(String key) {
        var place = place(key);
        return ask("looked up", () -> {
            try {
                client.headObject(request -> request.bucket(address.bucket()).key(place));
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND) {
                    return false;
                }
                throw e;
            }
        });
    }

    /// Servers do not say whether there was one; so this looks first.
    @Override
    public boolean delete(String key) {
        var place = place(key);
        boolean there = exists(key);
        ask(
                "removed",
                () -> client.deleteObject(
                        request -> request.bucket(address.bucket()).key(place)));
        return there;
    }

    @Override
    public void each(String prefix, Consumer<Stored> consumer) {
        var pages = ask(
                "listed",
                () -> client.listObjectsV2Paginator(
                        request -> request.bucket(address.bucket()).prefix(address.prefix() + prefix)));
        var objects = pages.contents().iterator();
        while (ask("listed", objects::hasNext)) {
            var object = objects.next();
            var key = object.key().substring(address.prefix().length());
            if (KEY.matcher(key).matches()) {
                consumer.accept(new Stored(key, object.size(), object.lastModified()));
            }
        }
    }

    private String place(String key) {
        return address.prefix() + ObjectStore.check(key);
    }

    private <T> T ask(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new MnemoException(
                    Fault.STORE_UNREACHABLE,
                    "An object in " + address + " cannot be " + what + ": " + e.getMessage() + ".",
                    "Check the address, the keys and their rights, and that the server runs.",
                    e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
