package dev.mnemo.providers;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.voyageai.VoyageAiEmbeddingModel;
import dev.mnemo.kernel.embed.Embedder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// An embedding model at a provider. One attempt for each request: whoever asked knows best whether to try again.
public final class RemoteEmbedder implements Embedder {
    /// How much of a text is sent, in characters; below the 8,000 tokens or more that the models read.
    static final int TEXT_CHARS_MAX = 8_000;

    /// Texts that share one request.
    private static final int REQUEST_TEXTS_MAX = 96;

    /// Stands for a text without any visible character, which providers refuse.
    private static final String BLANK = "-";

    private final Remote remote;
    private final EmbeddingModel queries;
    private final EmbeddingModel passages;

    private RemoteEmbedder(Remote remote, Function<Purpose, EmbeddingModel> models) {
        this.remote = remote;
        this.queries = models.apply(Purpose.QUERY);
        this.passages = models.apply(Purpose.PASSAGE);
    }

    /// A model of OpenAI, or of whoever speaks its protocol.
    public static RemoteEmbedder openAi(Access access) {
        var remote = new Remote(Provider.OPENAI, access);
        var model = OpenAiEmbeddingModel.builder()
                .httpClientBuilder(remote.http())
                .baseUrl(access.baseUrl().toString())
                .apiKey(access.key())
                .modelName(access.model())
                .timeout(access.timeout())
                .maxRetries(0)
                .maxSegmentsPerBatch(REQUEST_TEXTS_MAX)
                .build();
        return new RemoteEmbedder(remote, _ -> model);
    }

    /// A model of Voyage; it is told which texts are queries.
    public static RemoteEmbedder voyage(Access access) {
        var remote = new Remote(Provider.VOYAGE, access);
        return new RemoteEmbedder(
                remote,
                purpose -> VoyageAiEmbeddingModel.builder()
                        .httpClientBuilder(remote.http())
                        .baseUrl(access.baseUrl().toString())
                        .apiKey(access.key())
                        .modelName(access.model())
                        .inputType(purpose == Purpose.QUERY ? "query" : "document")
                        .timeout(access.timeout())
                        .maxRetries(0)
                        .maxSegmentsPerBatch(REQUEST_TEXTS_MAX)
                        .build());
    }

    @Override
    public String fingerprint() {
        return remote.provider().title().toLowerCase(java.util.Locale.ROOT) + "/"
                + remote.access().model() + "/" + TEXT_CHARS_MAX;
    }

    /// Known for the provider's usual models; for others the provider is asked once.
    ///
    /// @throws dev.mnemo.kernel.fault.MnemoException with fault `MODEL` if it must be asked and fails
    @Override
    public int dimensions() {
        return remote.call(passages::dimension);
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose) {
        if (texts.isEmpty()) {
            return List.of();
        }
        var model = purpose == Purpose.QUERY ? queries : passages;
        var segments = texts.stream().map(RemoteEmbedder::segment).toList();
        var answer = remote.call(() -> model.embedAll(segments).content());
        if (answer == null || answer.size() != texts.size()) {
            throw remote.fault("did not send one vector for each text", "Try again later.");
        }
        int dimensions = dimensions();
        var vectors = new ArrayList<float[]>(texts.size());
        for (var embedding : answer) {
            vectors.add(unit(embedding, dimensions));
        }
        return vectors;
    }

    private float[] unit(Embedding embedding, int dimensions) {
        var vector = embedding.vector().clone();
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        if (vector.length != dimensions || !(squares > 0) || Double.isInfinite(squares)) {
            throw remote.fault(
                    "sent a vector of " + vector.length + " components that is not the direction of " + dimensions
                            + " that was expected",
                    "Check the name of the model.");
        }
        double norm = Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / norm);
        }
        return vector;
    }

    private static TextSegment segment(String text) {
        int end = Math.min(text.length(), TEXT_CHARS_MAX);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        var cut = text.substring(0, end);
        return TextSegment.from(cut.isBlank() ? BLANK : cut);
    }
}
