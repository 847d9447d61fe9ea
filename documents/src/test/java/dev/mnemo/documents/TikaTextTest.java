package dev.mnemo.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.file.TextExtractor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole files, damaged files and bombs.
class TikaTextTest {
    private final TikaText tika = new TikaText();

    @TempDir
    private Path folder;

    private String read(byte[] bytes, String extension) throws IOException {
        var file = Files.write(folder.resolve("file." + extension), bytes);
        return tika.extract(file, extension);
    }

    private static byte[] pdf(boolean locked) throws IOException {
        try (var document = new PDDocument();
                var out = new ByteArrayOutputStream()) {
            for (var line : List.of("The boat is called Blue Heron.", "Its engine is a Volvo.")) {
                var page = new PDPage();
                document.addPage(page);
                try (var content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                    content.newLineAtOffset(50, 700);
                    content.showText(line);
                    content.endText();
                }
            }
            if (locked) {
                document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            }
            document.save(out);
            return out.toByteArray();
        }
    }

    private static byte[] docx() throws IOException {
        try (var document = new XWPFDocument();
                var out = new ByteArrayOutputStream()) {
            document.createParagraph().createRun().setText("The boat is called Blue Heron.");
            var table = document.createTable(1, 2);
            table.getRow(0).getCell(0).setText("engine");
            table.getRow(0).getCell(1).setText("Volvo");
            document.write(out);
            return out.toByteArray();
        }
    }

    private static byte[] pptx() throws IOException {
        try (var slides = new XMLSlideShow();
                var out = new ByteArrayOutputStream()) {
            slides.createSlide().createTextBox().setText("The boat is called Blue Heron, with a Volvo engine.");
            slides.write(out);
            return out.toByteArray();
        }
    }

    private static byte[] xlsx() throws IOException {
        try (var book = new XSSFWorkbook();
                var out = new ByteArrayOutputStream()) {
            var row = book.createSheet("Boats").createRow(0);
            row.createCell(0).setCellValue("Blue Heron");
            row.createCell(1).setCellValue("Volvo");
            book.write(out);
            return out.toByteArray();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] html() {
        return bytes(
                "<html><head><title>T</title><style>p{}</style></head><body><p>The boat is called <b>Blue Heron</b>."
                        + "</p><script>alert('no')</script><p>Volvo &amp; 蓝鹭</p></body></html>");
    }

    private static byte[] eml() {
        return bytes("From: Ann <ann@example.org>\r\nTo: bob@example.org\r\nSubject: Boat\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                + "The boat is called Blue Heron, engine Volvo.\r\n--b\r\nContent-Type: text/html\r\n"
                + "Content-Disposition: attachment; filename=x.html\r\n\r\n<p>attached secret</p>\r\n--b--\r\n");
    }

    private static Map<String, byte[]> whole() throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("pdf", pdf(false));
        files.put("docx", docx());
        files.put("pptx", pptx());
        files.put("xlsx", xlsx());
        files.put("html", html());
        files.put("eml", eml());
        return files;
    }

    @Test
    void the_text_of_every_type_is_found() throws IOException {
        for (var file : whole().entrySet()) {
            assertThat(read(file.getValue(), file.getKey()))
                    .as(file.getKey())
                    .contains("Blue Heron")
                    .contains("Volvo")
                    .doesNotContain("alert")
                    .doesNotContain("attached secret");
        }
        assertThat(read(html(), "htm")).isEqualTo("The boat is called Blue Heron.\n\nVolvo & 蓝鹭");
        assertThat(tika.extensions()).containsAll(whole().keySet());
    }

    @Test
    void an_encrypted_file_is_refused() {
        assertThatThrownBy(() -> read(pdf(true), "pdf")).isInstanceOf(Refusal.class);
    }

    /// Whatever is cut off or changed: a text or a refusal, within time and memory.
    @Test
    void a_damaged_file_is_refused_or_read_as_far_as_it_goes() throws IOException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (var file : whole().entrySet()) {
            for (int round = 0; round < 12; round++) {
                var bytes = file.getValue().clone();
                if (round % 2 == 0) {
                    bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                } else {
                    for (int i = 0; i < 20; i++) {
                        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                    }
                }
                try {
                    assertThat(read(bytes, file.getKey())).hasSizeLessThan(100_000);
                } catch (Refusal e) {
                    assertThat(e).as("seed " + seed).hasMessageContaining("damaged");
                } catch (IOException | RuntimeException e) {
                    throw new AssertionError("seed " + seed + " " + file.getKey() + " round " + round, e);
                }
            }
        }
    }

    @Test
    void a_file_of_another_type_is_refused_or_empty() throws IOException {
        for (var type : List.of("pdf", "docx", "xlsx", "pptx")) {
            assertThatThrownBy(() -> read(bytes("no such file"), type)).as(type).isInstanceOf(Refusal.class);
        }
        assertThatThrownBy(() -> read(docx(), "pdf")).isInstanceOf(Refusal.class);
    }

    /// A packed file with one entry replaced.
    private static byte[] replaced(byte[] zip, String entry, byte[] begin, byte[] middle, int times, byte[] end)
            throws IOException {
        var out = new ByteArrayOutputStream();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip));
                var to = new ZipOutputStream(out)) {
            for (var one = in.getNextEntry(); one != null; one = in.getNextEntry()) {
                to.putNextEntry(new ZipEntry(one.getName()));
                if (one.getName().equals(entry)) {
                    to.write(begin);
                    for (int i = 0; i < times; i++) {
                        to.write(middle);
                    }
                    to.write(end);
                } else {
                    in.transferTo(to);
                }
            }
        }
        return out.toByteArray();
    }

    private static final String WORD = "<?xml version=\"1.0\"?>%s<w:document"
            + " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";

    @Test
    void a_bomb_is_refused_or_cut() throws IOException {
        var paragraph = bytes("<w:p><w:r><w:t>" + "boom ".repeat(2_000) + "</w:t></w:r></w:p>");
        var bomb = replaced(
                docx(),
                "word/document.xml",
                bytes(WORD.formatted("")),
                paragraph,
                40_000,
                bytes("</w:body></w:document>"));
        assertThat(bomb.length).isLessThan(5 << 20);
        assertRefusedOrCut(bomb);
        var spaces =
                replaced(docx(), "word/document.xml", bytes(WORD.formatted("")), new byte[1 << 20], 400, bytes(""));
        assertRefusedOrCut(spaces);
    }

    private void assertRefusedOrCut(byte[] bomb) throws IOException {
        try {
            assertThat(read(bomb, "docx").length()).isLessThanOrEqualTo(TextExtractor.TEXT_CHARS_MAX);
        } catch (Refusal e) {
            assertThat(e).hasMessageContaining("damaged");
        }
    }

    @Test
    void entities_of_xml_do_not_multiply_and_do_not_reach_files() throws IOException {
        var entities = new StringBuilder("<!DOCTYPE d [<!ENTITY e0 \"ha\"><!ENTITY f SYSTEM \"file:///etc/passwd\">");
        for (int i = 1; i < 30; i++) {
            entities.append("<!ENTITY e%d \"&e%d;&e%d;\">".formatted(i, i - 1, i - 1));
        }
        var laughing = replaced(
                docx(),
                "word/document.xml",
                bytes(WORD.formatted(entities.append("]>"))),
                bytes("<w:p><w:r><w:t>&e29;&f;</w:t></w:r></w:p>"),
                1,
                bytes("</w:body></w:document>"));
        try {
            assertThat(read(laughing, "docx")).doesNotContain("hahaha").doesNotContain("root:");
        } catch (Refusal e) {
            assertThat(e).hasMessageContaining("damaged");
        }
    }

    @Test
    void deep_nesting_ends_in_a_refusal_or_a_text() throws IOException {
        try {
            read(bytes("<div>".repeat(200_000) + "deep"), "html");
        } catch (Refusal e) {
            assertThat(e).hasMessageContaining("damaged");
        }
    }

    @Test
    void a_long_text_is_cut() throws IOException {
        var text = read(bytes("<p>" + "word ".repeat(500_000) + "</p>"), "html");
        assertThat(text.length()).isBetween(999_990, TextExtractor.TEXT_CHARS_MAX);
    }
}
