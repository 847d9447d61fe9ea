package dev.mnemo.models;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.unpack.CacheFolder;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;

/// A network that was loaded, with its vocabulary. Safe for many threads; whoever closes it sees to it that none is
/// inside.
final class Network implements AutoCloseable {
    private static final String OPTIMIZED = "network.onnx";
    private static final String VOCABULARY = "vocabulary.txt";

    /// Threads that share one run. A second one shortens a run by a third on an idle machine and lengthens it on a
    /// busy one.
    private static final int THREADS = 1;

    /// ONNX Runtime walks the network by recursion when it loads one, and does not survive the end of a thread's usual
    /// stack of one megabyte.
    private static final long LOAD_STACK_BYTES = 32L << 20;

    private final Weights weights;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final WordPiece wordPiece;

    private Network(Weights weights, OrtEnvironment environment, OrtSession session, WordPiece wordPiece) {
        this.weights = weights;
        this.environment = environment;
        this.session = session;
        this.wordPiece = wordPiece;
    }

    /// Loads from what an earlier process left in the cache, or from the class path, leaving it there if possible.
    ///
    /// @throws MnemoException with fault `MODEL` if the network cannot be loaded
    static Network load(Weights weights, Path cache) {
        var outcome = new FutureTask<>(() -> loadHere(weights, cache));
        var thread = Thread.ofPlatform()
                .daemon()
                .name("mnemo-model-load")
                .stackSize(LOAD_STACK_BYTES)
                .start(outcome);
        joinFully(thread);
        return switch (outcome.state()) {
            case SUCCESS -> outcome.resultNow();
            default ->
                throw outcome.exceptionNow() instanceof MnemoException known
                        ? known
                        : failed(weights, "could not be loaded", outcome.exceptionNow());
        };
    }

    /// Waits whatever happens: the process must not end while the library is loading.
    private static void joinFully(Thread thread) {
        boolean interrupted = Thread.interrupted();
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Network loadHere(Weights weights, Path cache) {
        try {
            NativeLibrary.unpack(cache);
            EnvironmentHold.take();
            var environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "mnemo");
            var name = weights.modelName() + "-onnxruntime-" + NativeLibrary.VERSION + "-" + NativeLibrary.platform();
            var prepared = CacheFolder.ensure(cache.resolve(name), folder -> prepare(weights, environment, folder));
            if (prepared.isPresent()) {
                try {
                    return fromFolder(weights, environment, prepared.get());
                } catch (OrtException | IOException | IllegalArgumentException damaged) {
                    CacheFolder.discard(prepared.get());
                }
            }
            var session = session(environment, bytes(weights), OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
            return new Network(weights, environment, session, new WordPiece(vocabulary(weights)));
        } catch (OrtException | IOException | IllegalStateException | LinkageError fault) {
            throw failed(weights, "could not be loaded", fault);
        }
    }

    /// The ids of a text's tokens.
    int[] tokens(String text, int tokensMax) {
        return wordPiece.ids(text, tokensMax);
    }

    /// The unit vector of a text's tokens. One text at a time: the network rounds what passes through it by the
    /// largest value in the run, so in a batch the vector of a text would depend on the texts beside it, for a gain
    /// of a third in speed.
    float[] run(int[] tokens) {
        var ids = new long[tokens.length];
        var mask = new long[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            ids[i] = tokens[i];
            mask[i] = 1;
        }
        long[] shape = {1, tokens.length};
        try (var idTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                var maskTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
                var typeTensor = OnnxTensor.createTensor(environment, LongBuffer.allocate(ids.length), shape);
                var result = session.run(
                        Map.of("input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", typeTensor))) {
            return pooled(((OnnxTensor) result.get(0)).getFloatBuffer(), tokens.length);
        } catch (OrtException fault) {
            throw failed(weights, "failed", fault);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException alreadyClosed) {
            throw failed(weights, "could not be closed", alreadyClosed);
        }
    }

    private float[] pooled(FloatBuffer states, int tokens) {
        int counted = weights.pooling() == Weights.Pooling.FIRST ? 1 : tokens;
        var sums = new double[Weights.DIMENSIONS];
        for (int token = 0; token < counted; token++) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += states.get(token * sums.length + i);
            }
        }
        double squares = 0;
        for (double sum : sums) {
            squares += sum * sum;
        }
        double norm = Math.sqrt(squares);
        var vector = new float[sums.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (sums[i] / norm);
        }
        return vector;
    }

    private static Network fromFolder(Weights weights, OrtEnvironment environment, Path folder)
            throws OrtException, IOException {
        var wordPiece = new WordPiece(
                Files.readString(folder.resolve(VOCABULARY)).lines().toList());
        try (var options = options(OrtSession.SessionOptions.OptLevel.NO_OPT)) {
            var session = environment.createSession(folder.resolve(OPTIMIZED).toString(), options);
            return new Network(weights, environment, session, wordPiece);
        }
    }

    /// Writes the network as it is after ONNX Runtime has optimised it, and the vocabulary one token a line: both
    /// load in a fraction of the time that the originals take.
    private static void prepare(Weights weights, OrtEnvironment environment, Path folder) throws IOException {
        Files.write(folder.resolve(VOCABULARY), vocabulary(weights));
        try (var options = options(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT)) {
            options.setOptimizedModelFilePath(folder.resolve(OPTIMIZED).toString());
            environment.createSession(bytes(weights), options).close();
        } catch (OrtException fault) {
            throw new IOException(fault);
        }
    }

    private static OrtSession session(
            OrtEnvironment environment, byte[] network, OrtSession.SessionOptions.OptLevel level) throws OrtException {
        try (var options = options(level)) {
            return environment.createSession(network, options);
        }
    }

    private static OrtSession.SessionOptions options(OrtSession.SessionOptions.OptLevel level) throws OrtException {
        var options = new OrtSession.SessionOptions();
        options.setOptimizationLevel(level);
        options.setIntraOpNumThreads(THREADS);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.setMemoryPatternOptimization(false);
        return options;
    }

    private static byte[] bytes(Weights weights) throws IOException {
        var bytes = resource(weights.network());
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            if (!HexFormat.of().formatHex(digest).equals(weights.sha256())) {
                throw new IOException("the class path holds another network under the name " + weights.network());
            }
            return bytes;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    static List<String> vocabulary(Weights weights) throws IOException {
        var tokenizer = Json.parseObject(new String(resource(weights.tokenizer()), StandardCharsets.UTF_8));
        var ids = tokenizer.object("model").object("vocab").members();
        var tokens = new String[ids.size()];
        ids.forEach((token, id) -> tokens[(int) ((Json.Num) id).value()] = token);
        return List.of(tokens);
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = Network.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is not on the class path");
            }
            return in.readAllBytes();
        }
    }

    private static MnemoException failed(Weights weights, String what, Throwable fault) {
        return new MnemoException(
                Fault.MODEL,
                "The embedding model " + weights.modelName() + " " + what + ": " + fault.getMessage() + ".",
                "Recall works by words without it: set MNEMO_RETRIEVAL=tfidf to do without the model.",
                fault);
    }
}
