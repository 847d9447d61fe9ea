package dev.mnemo.app.user;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.objects.S3Address;
import dev.mnemo.objects.S3Store;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.NeuroMemoryBuilder;
import dev.mnemo.user.file.FolderStore;
import dev.mnemo.user.file.ObjectStore;
import dev.mnemo.user.seal.MasterKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// How the memory of people is kept, wherever its rows are: the same variables for the server and for every command.
/// Each is the empty text if it is not set.
///
/// @param files where the bytes of files are: a folder, or `s3:` and a bucket; otherwise beside an SQLite file
/// @param masterKey the master keys of encrypted content, the present one first
/// @param masterKeyFile a file that holds them, if they are not given themselves
public record UserSettings(String files, String masterKey, String masterKeyFile) {
    private static final String FILES_VARIABLE = "MNEMO_USER_FILES";
    private static final String KEY_VARIABLE = "MNEMO_USER_MASTER_KEY";
    private static final String KEY_FILE_VARIABLE = "MNEMO_USER_MASTER_KEY_FILE";

    private static final int KEY_FILE_BYTES_MAX = 64 * 1024;

    /// What the environment says.
    ///
    /// @param path makes a path of what a person wrote
    public static UserSettings of(Map<String, String> environment, Function<String, Path> path) {
        var keyFile = environment.getOrDefault(KEY_FILE_VARIABLE, "").strip();
        return new UserSettings(
                        "",
                        environment.getOrDefault(KEY_VARIABLE, "").strip(),
                        keyFile.isEmpty() ? "" : path.apply(keyFile).toString())
                .withFiles(environment.getOrDefault(FILES_VARIABLE, ""), path);
    }

    /// The same with files elsewhere.
    UserSettings withFiles(String place, Function<String, Path> path) {
        var there = place.strip();
        return new UserSettings(
                there.isEmpty() || there.startsWith("s3:")
                        ? there
                        : path.apply(there).toString(),
                masterKey,
                masterKeyFile);
    }

    /// Makes sure that the settings can be read, before anything is opened.
    ///
    /// @throws Refusal as {@link #masterKeys} does, and if an address is none of a bucket
    /// @throws MnemoException as {@link #masterKeys} does
    public void check() {
        masterKeys();
        if (isBucket()) {
            S3Address.parse(files);
        }
    }

    private boolean isBucket() {
        return files.startsWith("s3:");
    }

    /// The master keys; empty if content is not encrypted.
    ///
    /// @throws Refusal if what is named is no key
    /// @throws MnemoException with fault `CONFIGURATION` if the file of the keys cannot be read
    public Optional<MasterKeys> masterKeys() {
        if (!masterKey.isEmpty()) {
            return Optional.of(MasterKeys.parse(masterKey));
        }
        return masterKeyFile.isEmpty() ? Optional.empty() : Optional.of(MasterKeys.parse(read(Path.of(masterKeyFile))));
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > KEY_FILE_BYTES_MAX) {
                throw new Refusal("The file " + file + " of " + KEY_FILE_VARIABLE + " holds more than keys.");
            }
            return Files.readString(file);
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.CONFIGURATION,
                    "The file of the master key, " + file + ", cannot be read: " + fault + ".",
                    "Name one that this user may read with " + KEY_FILE_VARIABLE + ".",
                    fault);
        }
    }

    /// Opens a memory as the settings say.
    ///
    /// @param builder knows everything else
    /// @throws MnemoException with fault `CONFIGURATION` if what is kept is encrypted and the keys do not open it
    public NeuroMemory open(NeuroMemoryBuilder builder, RandomGenerator random) {
        objects(random).ifPresent(builder::storage);
        masterKeys().ifPresent(builder::encryption);
        return builder.keysComplete().open();
    }

    private Optional<ObjectStore> objects(RandomGenerator random) {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                isBucket()
                        ? new S3Store(S3Address.parse(files))
                        : new FolderStore(Path.of(files), () -> new UUID(random.nextLong(), random.nextLong())));
    }

    @Override
    public String toString() {
        return "UserSettings[" + (masterKey.isEmpty() && masterKeyFile.isEmpty() ? "no" : "a") + " master key]";
    }
}
