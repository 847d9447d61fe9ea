package dev.mnemo.project.code;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// Does the same to many things on all processors. Platform threads, because the work computes and does not wait.
final class Workers implements AutoCloseable {
    private final ExecutorService pool =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    /// The results in the order of the inputs. The function fails for no input.
    <T, R> List<R> map(List<T> inputs, Function<T, R> function) {
        var tasks = inputs.stream()
                .map(input -> pool.submit(() -> function.apply(input)))
                .toList();
        var results = new ArrayList<R>(tasks.size());
        for (var task : tasks) {
            try {
                results.add(task.get());
            } catch (ExecutionException fault) {
                throw new IllegalStateException("one input must not end the work on the others", fault);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("stopped from outside; what was stored so far stays", stopped);
            }
        }
        return results;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
