package dev.mnemo.app.http;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// The file with the server's certificate and its key: PKCS #12 or JKS, as `keytool` and `openssl pkcs12` make them.
///
/// @param password of the store and of the key in it
public record KeyStoreFile(Path file, String password) {
    /// What a server needs to speak TLS with it.
    ///
    /// @throws MnemoException with `CONFIGURATION` if it cannot be read, or holds no key
    public SSLContext context() {
        try {
            if (!Files.isReadable(file)) {
                throw unusable("it cannot be read");
            }
            var letters = password.toCharArray();
            var store = KeyStore.getInstance(file.toFile(), letters);
            boolean hasKey = false;
            for (var alias : Collections.list(store.aliases())) {
                hasKey |= store.isKeyEntry(alias);
            }
            if (!hasKey) {
                throw unusable("it holds no private key");
            }
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, letters);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException fault) {
            throw unusable("it is no key store, or its password is another one");
        }
    }

    private MnemoException unusable(String why) {
        return new MnemoException(
                Fault.CONFIGURATION,
                "The key store " + file + " is of no use: " + why + ".",
                "Name a PKCS #12 or JKS file with --tls-keystore, and its password in MNEMO_TLS_PASSWORD or in a file that"
                        + " --tls-password-file names.");
    }

    @Override
    public String toString() {
        return "KeyStoreFile[" + file + ", password hidden]";
    }
}
