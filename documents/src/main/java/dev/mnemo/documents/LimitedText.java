package dev.mnemo.documents;

import java.util.Set;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/// Collects the text of a document, paragraphs apart, until there is enough or the thread is interrupted; then
/// it stops the parser.
final class LimitedText extends DefaultHandler {
    /// How deep a document may be nested.
    private static final int DEPTH_MAX = 500;

    private static final Set<String> BLOCKS =
            Set.of("p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "title", "table", "blockquote", "pre");
    private static final Set<String> SKIPPED = Set.of("script", "style", "head");

    private final int charsMax;
    private final StringBuilder text = new StringBuilder();
    private int depth;
    private int skipping;

    LimitedText(int charsMax) {
        this.charsMax = charsMax;
    }

    boolean isFull() {
        return text.length() >= charsMax;
    }

    @Override
    public void startElement(String uri, String name, String qualified, Attributes attributes) throws SAXException {
        if (++depth > DEPTH_MAX) {
            throw new SAXException("nested too deeply");
        }
        if (SKIPPED.contains(name)) {
            skipping++;
        }
        if (name.equals("br")) {
            text.append('\n');
        }
    }

    @Override
    public void endElement(String uri, String name, String qualified) {
        depth--;
        if (SKIPPED.contains(name)) {
            skipping--;
        }
        if (name.equals("td") || name.equals("th")) {
            text.append(' ');
        } else if (BLOCKS.contains(name)) {
            breakParagraph();
        }
    }

    private void breakParagraph() {
        int end = text.length();
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        text.setLength(end);
        if (end > 0) {
            text.append("\n\n");
        }
    }

    private boolean isNewParagraph() {
        int end = text.length();
        return end == 0 || (end > 1 && text.charAt(end - 1) == '\n' && text.charAt(end - 2) == '\n');
    }

    @Override
    public void characters(char[] chars, int start, int length) throws SAXException {
        if (Thread.currentThread().isInterrupted()) {
            throw new SAXException("interrupted");
        }
        if (skipping == 0) {
            int from = start;
            while (from < start + length && Character.isWhitespace(chars[from]) && isNewParagraph()) {
                from++;
            }
            text.append(chars, from, Math.min(start + length - from, charsMax - text.length()));
            if (isFull()) {
                throw new SAXException("enough");
            }
        }
    }

    @Override
    public void ignorableWhitespace(char[] chars, int start, int length) throws SAXException {
        characters(chars, start, length);
    }

    @Override
    public String toString() {
        return text.toString().strip();
    }
}
