package dev.mnemo.adapters.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Brings what a streaming model says on its own threads to one thread that waits for it, in order. The model is held
/// back while more than {@link #EVENTS_MAX} events wait.
final class Relay implements StreamingChatResponseHandler {
    private static final int EVENTS_MAX = 1_000;

    /// How long a model may say nothing.
    static final Duration SILENCE_MAX = Duration.ofMinutes(10);

    /// What the model said, and what to do with it.
    private sealed interface Event {
        /// A piece. The text is what counts for the cache, and empty for all that is only handed on.
        record Piece(String text, Consumer<StreamingChatResponseHandler> handOn) implements Event {}

        record End(ChatResponse response) implements Event {}

        record Failure(Throwable cause) implements Event {}

        record Cancelled() implements Event {}
    }

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>(EVENTS_MAX);
    private volatile boolean isClosed;

    /// Takes what comes until the end.
    ///
    /// @param caller gets every piece as it came; what it throws, it gets back as an error, and the model goes on
    /// @param text gets the pieces of text
    /// @return the whole response
    /// @throws CompletionException with what the model failed of
    /// @throws CancellationException if the caller cancelled
    ChatResponse take(StreamingChatResponseHandler caller, Consumer<String> text) {
        try {
            while (true) {
                switch (events.poll(SILENCE_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                    case Event.Piece(var piece, var handOn) -> {
                        if (!piece.isEmpty()) {
                            text.accept(piece);
                        }
                        deliver(caller, handOn);
                    }
                    case Event.End(var response) -> {
                        return response;
                    }
                    case Event.Failure(var cause) -> throw new CompletionException(cause);
                    case Event.Cancelled() -> throw new CancellationException("the caller cancelled the answer");
                    case null ->
                        throw new CompletionException(new MnemoException(
                                Fault.TIMEOUT,
                                "The model said nothing for " + SILENCE_MAX.toMinutes() + " minutes.",
                                "Ask again."));
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the model answered");
        } finally {
            isClosed = true;
            events.clear(); // lets go of a model that waits for room
        }
    }

    /// As models of LangChain4j do it: who fails on a piece hears of it and gets the next one.
    static void deliver(StreamingChatResponseHandler caller, Consumer<StreamingChatResponseHandler> piece) {
        try {
            piece.accept(caller);
        } catch (RuntimeException failure) {
            try {
                caller.onError(failure);
            } catch (RuntimeException ignored) {
                System.getLogger("dev.mnemo.adapters")
                        .log(System.Logger.Level.WARNING, "a handler failed on its own failure", ignored);
            }
        }
    }

    private void add(Event event) {
        try {
            boolean isIn = false;
            while (!isClosed && !isIn) {
                isIn = events.offer(event, 1, TimeUnit.SECONDS); // or the caller is slow
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            isClosed = true;
        }
    }

    /// A way to cancel that the waiting thread notices: a cancelled model says nothing any more.
    private StreamingHandle noticing(StreamingHandle handle) {
        return new StreamingHandle() {
            @Override
            public void cancel() {
                add(new Event.Cancelled()); // before what some clients say of a stream that was cut
                handle.cancel();
            }

            @Override
            public boolean isCancelled() {
                return handle.isCancelled();
            }
        };
    }

    @Override
    public void onPartialResponse(String text) {
        add(new Event.Piece(text, caller -> caller.onPartialResponse(text)));
    }

    @Override
    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
        var noticed = new PartialResponseContext(noticing(context.streamingHandle()));
        add(new Event.Piece(piece.text(), caller -> caller.onPartialResponse(piece, noticed)));
    }

    @Override
    public void onPartialThinking(PartialThinking piece) {
        add(new Event.Piece("", caller -> caller.onPartialThinking(piece)));
    }

    @Override
    public void onPartialThinking(PartialThinking piece, PartialThinkingContext context) {
        var noticed = new PartialThinkingContext(noticing(context.streamingHandle()));
        add(new Event.Piece("", caller -> caller.onPartialThinking(piece, noticed)));
    }

    @Override
    public void onPartialToolCall(PartialToolCall piece) {
        add(new Event.Piece("", caller -> caller.onPartialToolCall(piece)));
    }

    @Override
    public void onPartialToolCall(PartialToolCall piece, PartialToolCallContext context) {
        var noticed = new PartialToolCallContext(noticing(context.streamingHandle()));
        add(new Event.Piece("", caller -> caller.onPartialToolCall(piece, noticed)));
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall call) {
        add(new Event.Piece("", caller -> caller.onCompleteToolCall(call)));
    }

    @Override
    public void onUnmappedRawEvent(Object event) {
        add(new Event.Piece("", caller -> caller.onUnmappedRawEvent(event)));
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        add(new Event.End(response));
    }

    @Override
    public void onError(Throwable failure) {
        add(new Event.Failure(failure));
    }
}
