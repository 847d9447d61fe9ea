package dev.mnemo.app.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;

/// A body as it comes. Unlike the stream of the JDK it gives everything that came before it says that the rest is
/// missing, so that half an answer passes as the half that it is.
final class Arriving extends InputStream implements BodySubscriber<InputStream> {
    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

    /// One request's worth of buffers at a time, and the end.
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    private ByteBuffer current = ByteBuffer.allocate(0);
    private boolean isOver;

    private sealed interface Arrival {}

    private record Piece(ByteBuffer bytes) implements Arrival {}

    private record End(Optional<Throwable> failure) implements Arrival {}

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription.complete(given);
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        buffers.forEach(buffer -> arrivals.add(new Piece(buffer)));
    }

    @Override
    public void onError(Throwable failure) {
        arrivals.add(new End(Optional.of(failure)));
    }

    @Override
    public void onComplete() {
        arrivals.add(new End(Optional.empty()));
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        while (!current.hasRemaining()) {
            if (isOver) {
                return -1;
            }
            switch (next()) {
                case Piece(var piece) -> current = piece;
                case End(var failure) -> {
                    isOver = true;
                    if (failure.isPresent()) {
                        throw new IOException("the upstream broke off", failure.get());
                    }
                }
            }
        }
        int read = Math.min(length, current.remaining());
        current.get(bytes, from, read);
        return read;
    }

    private Arrival next() throws IOException {
        try {
            var arrived = arrivals.poll();
            if (arrived != null) {
                return arrived;
            }
            subscription.join().request(1);
            return arrivals.take();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the upstream was heard");
        }
    }

    /// Tells the upstream to stop, and whoever reads that nothing more comes.
    @Override
    public void close() {
        if (subscription.isDone()) {
            subscription.join().cancel();
        }
        arrivals.add(new End(Optional.of(new IOException("closed"))));
    }
}
