package dev.mnemo.app.gateway;

/// An endpoint that is understood, and answered from the cache where that is right.
enum Route {
    CHAT("/v1/chat/completions", false, new ChatDialect()),
    RESPONSES("/v1/responses", false, new ResponsesDialect()),
    EMBEDDINGS("/v1/embeddings", false, new EmbeddingsDialect()),
    MESSAGES("/v1/messages", true, new MessagesDialect());

    private final String path;
    private final boolean isAnthropic;

    @SuppressWarnings("ImmutableEnumChecker") // dialects have no state
    private final Dialect dialect;

    Route(String path, boolean isAnthropic, Dialect dialect) {
        this.path = path;
        this.isAnthropic = isAnthropic;
        this.dialect = dialect;
    }

    String path() {
        return path;
    }

    boolean isAnthropic() {
        return isAnthropic;
    }

    Dialect dialect() {
        return dialect;
    }
}
