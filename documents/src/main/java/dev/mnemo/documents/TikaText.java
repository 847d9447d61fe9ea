package dev.mnemo.documents;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.file.TextExtractor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.DocumentSelector;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.mail.RFC822Parser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.xml.sax.SAXException;

/// PDF, Word, PowerPoint, Excel, HTML and mail. Macros, attachments and embedded files are not opened, no
/// address in a file is followed, and nothing that unpacks to far more than it was is unpacked.
public final class TikaText implements TextExtractor {
    /// How much smaller than its content an entry of a packed file may be; a smaller one is a bomb.
    private static final double INFLATE_RATIO_MIN = 0.005;

    /// Bytes that one entry of a packed file may have when it is unpacked.
    private static final long ENTRY_BYTES_MAX = 200L << 20;

    private static final int ENTRIES_MAX = 10_000;
    private static final long PDF_MEMORY_BYTES = 64L << 20;

    private static final Map<String, MediaType> TYPES = Map.of(
            "pdf", MediaType.application("pdf"),
            "docx", MediaType.application("vnd.openxmlformats-officedocument.wordprocessingml.document"),
            "pptx", MediaType.application("vnd.openxmlformats-officedocument.presentationml.presentation"),
            "xlsx", MediaType.application("vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            "html", MediaType.text("html"),
            "htm", MediaType.text("html"),
            "eml", MediaType.parse("message/rfc822"));

    /// What recall reads of other files is nothing.
    private static final DocumentSelector NO_PARTS = _ -> false;

    /// Made when the first file is read: it takes a second.
    private static final class Parsers {
        private static final Map<String, Parser> BY_TYPE = parsers();
    }

    private static Map<String, Parser> parsers() {
        ZipSecureFile.setMinInflateRatio(INFLATE_RATIO_MIN);
        ZipSecureFile.setMaxEntrySize(ENTRY_BYTES_MAX);
        ZipSecureFile.setMaxFileCount(ENTRIES_MAX);
        var office = new OOXMLParser();
        return Map.of(
                "pdf", new PDFParser(),
                "docx", office,
                "pptx", office,
                "xlsx", office,
                "html", new JSoupParser(),
                "htm", new JSoupParser(),
                "eml", new RFC822Parser());
    }

    @Override
    public Set<String> extensions() {
        return TYPES.keySet();
    }

    @Override
    public String extract(Path file, String extension) {
        var parser = Parsers.BY_TYPE.get(extension);
        var type = TYPES.get(extension);
        if (parser == null || type == null) {
            throw new Refusal("Nothing reads files of the type " + extension + " here.");
        }
        var text = new LimitedText(TEXT_CHARS_MAX);
        var metadata = new Metadata();
        metadata.set(TikaCoreProperties.CONTENT_TYPE_PARSER_OVERRIDE, type.toString());
        metadata.set(Metadata.CONTENT_TYPE, type.toString());
        try (var in = TikaInputStream.get(file)) {
            parser.parse(in, text, metadata, context());
        } catch (SAXException | TikaException e) { // also how the text says that it is full
            if (!text.isFull()) {
                throw damaged(extension, e);
            }
        } catch (RuntimeException e) { // parsers meet a damaged file with any of them
            throw damaged(extension, e);
        } catch (IOException e) {
            throw Thread.interrupted()
                    ? new MnemoException(Fault.TIMEOUT, "Reading a file was interrupted.", "It is read again.", e)
                    : damaged(extension, e);
        }
        return text.toString();
    }

    private static Refusal damaged(String extension, Exception cause) {
        return new Refusal("The file is damaged, encrypted or no " + extension + " file.", cause);
    }

    private static ParseContext context() {
        var context = new ParseContext();
        context.set(DocumentSelector.class, NO_PARTS);
        var pdf = new PDFParserConfig();
        pdf.setMaxMainMemoryBytes(PDF_MEMORY_BYTES);
        pdf.setExtractInlineImages(false);
        pdf.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
        pdf.setSortByPosition(false);
        context.set(PDFParserConfig.class, pdf);
        var office = new OfficeParserConfig();
        office.setUseSAXDocxExtractor(true);
        office.setUseSAXPptxExtractor(true);
        office.setExtractMacros(false);
        office.setIncludeDeletedContent(false);
        context.set(OfficeParserConfig.class, office);
        return context;
    }
}
