package dev.mnemo.user.file;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.file.Document.State;
import dev.mnemo.user.store.Clean;
import dev.mnemo.user.store.Lanes.Failed;
import dev.mnemo.user.store.Lanes.Lease;
import dev.mnemo.user.store.PersonTx;
import dev.mnemo.user.work.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reads files that were uploaded and remembers their text in chunks.
///
/// A file that is damaged, too slow or a bomb is marked as unreadable and not tried again; what is wrong with the
/// world is.
public final class ReadWork implements Handler {
    /// How long the text of one file may take to be extracted.
    static final Duration TIME_MAX = Duration.ofSeconds(60);

    private final Documents documents;
    private final Duration timeMax;

    public ReadWork(Documents documents) {
        this(documents, TIME_MAX);
    }

    ReadWork(Documents documents, Duration timeMax) {
        this.documents = documents;
        this.timeMax = timeMax;
    }

    @Override
    public String kind() {
        return Documents.READ;
    }

    @Override
    public int itemsMax() {
        return 1;
    }

    @Override
    public Results work(Lease lease) {
        var id = lease.items().getFirst().payload().string("document", "");
        var document = documents.store().read(lease.owner(), person -> DocumentRows.find(person, id));
        if (document.filter(ReadWork::isWanted).isEmpty()) {
            return _ -> {};
        }
        try {
            var text = text(lease, document.get());
            var chunks = Chunks.of(text);
            return person -> finish(person, document.get(), text.length(), chunks);
        } catch (Refusal e) {
            return person -> DocumentRows.finish(person, id, State.UNREADABLE, 0, Optional.of(e.sentence()));
        }
    }

    /// What could not be read is read again if somebody asks for it.
    private static boolean isWanted(Document document) {
        return document.state() == State.READING || document.state() == State.UNREADABLE;
    }

    private void finish(PersonTx person, Document document, int chars, List<String> chunks) {
        if (DocumentRows.find(person, document.id()).filter(ReadWork::isWanted).isPresent()) {
            documents.remember(person, document, chunks);
            DocumentRows.finish(person, document.id(), State.READY, chars, Optional.empty());
        }
    }

    private String text(Lease lease, Document document) {
        var extractor = documents
                .extractor(document.type())
                .orElseThrow(() -> new Refusal(
                        "Nothing reads files of the type " + document.type().extension() + " here."));
        var temporary = TemporaryFiles.make();
        try (var in = documents.open(lease.owner(), document).orElseGet(InputStream::nullInputStream)) {
            Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
            return Clean.text(inTime(extractor, temporary, document.type().extension()));
        } catch (IOException e) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "The file '" + document.filename() + "' cannot be fetched: " + e.getMessage() + ".",
                    "Check the object storage and the folder for temporary files.",
                    e);
        } finally {
            TemporaryFiles.discard(temporary);
        }
    }

    /// Runs a parser on a thread of its own, whose stack and time it may use up without harm to the worker.
    private String inTime(TextExtractor extractor, Path file, String extension) {
        var found = new CompletableFuture<String>();
        var thread = Thread.ofPlatform().daemon().name("mnemo-extract").start(() -> {
            try {
                var text = extractor.extract(file, extension);
                found.complete(
                        text.length() > TextExtractor.TEXT_CHARS_MAX
                                ? text.substring(0, TextExtractor.TEXT_CHARS_MAX)
                                : text);
            } catch (Refusal | MnemoException e) {
                found.completeExceptionally(e);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                found.completeExceptionally(
                        new Refusal("The file is damaged: " + e.getClass().getSimpleName() + ".", e));
            }
        });
        try {
            return found.get(timeMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new Refusal("The file could not be read within " + timeMax.toSeconds() + " seconds.", e);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new MnemoException(Fault.TIMEOUT, "Reading a file was interrupted.", "It is read again.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new Refusal("The file is damaged.", e);
        }
    }

    @Override
    public void failed(PersonTx person, Failed failed, String error) {
        failed.dead()
                .forEach(item -> DocumentRows.finish(
                        person, item.payload().string("document", ""), State.UNREADABLE, 0, Optional.of(error)));
    }
}
