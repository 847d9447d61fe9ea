package dev.mnemo.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    // Assembled at run time, so that no scanner of repositories mistakes this file for a leak.
    private static final String BASE62 = "q7Xb2LmR9tVw4ZcK1sNp8FhJ6dGy3BaE5uQoTiWx";

    private static void redacts(String secret, String kind, String text) {
        var redacted = Secrets.redact(text);
        assertThat(redacted.text()).doesNotContain(secret).contains("[redacted: " + kind + "]");
        assertThat(redacted.kinds()).containsExactly(kind);
        assertThat(Secrets.redact(redacted.text()).text()).isEqualTo(redacted.text());
    }

    private static void redactsToken(String token, String kind) {
        redacts(token, kind, token);
        redacts(token, kind, "Deploys use " + token + ", kept in the vault");
        redacts(token, kind, "x=\"" + token + "\"");
    }

    @Test
    void keys_with_well_known_prefixes_are_redacted() {
        redactsToken("AKIA" + "IOSFODNN7EXAMPLE", "AWS access key");
        redactsToken("ghp_" + BASE62.substring(0, 36), "GitHub token");
        redactsToken("github_pat_" + BASE62, "GitHub token");
        redactsToken("glpat-" + BASE62.substring(0, 20), "GitLab token");
        redactsToken("xoxb-" + "123456789012-" + BASE62.substring(0, 24), "Slack token");
        redactsToken("sk-ant-api03-" + BASE62, "API key");
        redactsToken("sk-proj-" + BASE62, "API key");
        redactsToken("AIza" + BASE62.substring(0, 35), "Google key");
        redactsToken("sk_live_" + BASE62.substring(0, 24), "Stripe key");
        redactsToken("npm_" + BASE62.substring(0, 36), "npm token");
        redactsToken("hf_" + BASE62.substring(0, 34), "Hugging Face token");
        redactsToken("pypi-AgEI" + BASE62 + BASE62, "PyPI token");
        redactsToken("eyJhbGciOiJIUzI1NiJ9." + BASE62 + "." + BASE62, "JWT");
    }

    @Test
    void bearer_tokens_and_basic_credentials_are_redacted() {
        redacts(BASE62, "bearer token", "curl -H 'Authorization: Bearer " + BASE62 + "'");
        redacts("dXNlcjpodW50ZXIy", "basic credentials", "Authorization: Basic dXNlcjpodW50ZXIy");
    }

    @Test
    void a_private_key_is_redacted_as_a_whole_even_if_its_end_is_missing() {
        var key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA PRIVATE KEY-----";
        assertThat(Secrets.redact("before " + key + " after").text()).isEqualTo("before [redacted: private key] after");
        assertThat(Secrets.redact("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz")
                        .text())
                .isEqualTo("[redacted: private key]");
    }

    @Test
    void private_parts_are_redacted_with_their_marks() {
        assertThat(Secrets.redact("Call <private>Anna\nat home</private> first; <PRIVATE>x</PRIVATE>.")
                        .text())
                .isEqualTo("Call [redacted: private] first; [redacted: private].");
        assertThat(Secrets.redact("open <private>never closed").text()).isEqualTo("open [redacted: private]");
    }

    @Test
    void the_password_of_an_address_is_redacted_and_the_rest_stays() {
        assertThat(Secrets.redact("db at postgres://shop:s3cr3t!@db.local:5432/shop")
                        .text())
                .isEqualTo("db at postgres://shop:[redacted: password]@db.local:5432/shop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password=hunter2 for staging",
                "DB_PASSWORD=hunter2",
                "jdbc:mysql://h/db?user=a&password=hunter2&ssl=true",
                "spring.datasource.password: hunter2",
                "\"password\": \"hunter2\"",
                "passwd = 'hunter2'",
                "The admin password is hunter2.",
                "the password is `hunter2`",
                "pwd: hunter2!"
            })
    void assigned_passwords_are_redacted(String text) {
        assertThat(Secrets.redact(text).text()).doesNotContain("hunter2").contains("[redacted: password]");
    }

    @Test
    void assigned_secrets_and_random_tokens_are_redacted() {
        redacts("9f86d081884c7d659a2f", "secret", "API_KEY=9f86d081884c7d659a2f");
        redacts("k2j3h4k5j6h7k8j9", "secret", "client-secret: \"k2j3h4k5j6h7k8j9\"");
        redacts(BASE62, "high-entropy token", "The signing key we got from ops: " + BASE62);
        redacts("k3j9x0q8z7w2m4n5b6v1", "high-entropy token", "token k3j9x0q8z7w2m4n5b6v1 of the bot");
    }

    @Test
    void random_base_62_tokens_are_found_nearly_always() {
        long seed = 20260101;
        var random = new Random(seed);
        int found = 0;
        for (int round = 0; round < 1_000; round++) {
            var token = new StringBuilder();
            for (int at = 0; at < 32; at++) {
                int c = random.nextInt(62);
                token.append((char) (c < 10 ? '0' + c : c < 36 ? 'a' + c - 10 : 'A' + c - 36));
            }
            found += Secrets.redact("token: " + token).changed() ? 1 : 0;
        }
        assertThat(found).as("seed %d", seed).isGreaterThan(970);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "See node 734a940617fe and key node 589f67789437",
                "The token bug came in with commit 3f786850e387550fdab836ed7e6dc881de23001b",
                "Request token 550e8400-e29b-41d4-a716-446655440000 is a UUID",
                "secret scanning lives in kernel/src/main/java/dev/mnemo/kernel/text/Secrets2Test.java",
                "Auth tokens are signed with HS256 and expire after 900 seconds",
                "The token is HS256-signed, the password is bcrypt with cost 12",
                "password: must be at least 12 characters",
                "password hash = sha256(salt + password)",
                "Passwords: Argon2id, 64 MiB",
                "String password = config.get(\"db.password\");",
                "def login(user, password=None, token: str = \"\"):",
                "login(user, password=password)",
                "login(user, password=new_password)",
                "if (password == null || password != other.password) {}",
                "const secret = process.env.SECRET_KEY",
                "secret_key = SECRET_KEY_V2",
                "password=${DB_PASSWORD} and password: <your password>",
                "password=$DB_PASSWORD, password=********",
                "postgres://shop:${PW}@db and http://localhost:8080/@scope/pkg",
                "{\"password\": \"string\", \"token\": \"null\"}",
                "interface Credentials { password: string; apiKey: string }",
                "TokenStoreFactoryBuilder2ForAuthentication keeps the key order",
                "cacheKey: userProfileById2Cache, the KeyValueStoreV2Implementation",
                "sk-learn-like-pipeline-with-2-steps and .sk-fading-circle-container-wrapper3",
                "Bearer authentication is required; the bearer token goes into the header",
                "npm_config_registry and hf_hub and ghp_ prefixes",
                "token bucket node18-alpine3-linux64-build2024",
                "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkq\n-----END PUBLIC KEY-----",
                "GÖTTER-Schlüssel: 密码是 ünïcode 🎉"
            })
    void what_is_no_secret_passes(String text) {
        var redacted = Secrets.redact(text);
        assertThat(redacted.text()).isEqualTo(text);
        assertThat(redacted.kinds()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eyJa",
                "-eyJ",
                "eyJaaaaaaaa.",
                "<private>",
                "-----BEGIN PRIVATE KEY-----",
                "password=",
                "password is ",
                "://a:",
                "a/",
                "Aa1",
                "token ",
                "bearer ",
                "x=",
                "sk-",
                "AccountKey=",
                "\"password\": \"",
                "secret: '"
            })
    void hostile_repetition_takes_linear_time(String part) {
        var text = part.repeat(400_000 / part.length());
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(120), () -> Secrets.redact(text));
    }
}
