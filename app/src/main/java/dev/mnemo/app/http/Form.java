package dev.mnemo.app.http;

import dev.mnemo.app.http.Request.PartReader;
import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadBase.FileUploadIOException;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.MultipartStream.MalformedStreamException;
import org.apache.commons.fileupload.UploadContext;

/// Forms with files, `multipart/form-data`, read part by part as they come in.
final class Form {
    private static final String TYPE = "multipart/form-data";
    private static final int PARTS_MAX = 100;
    private static final int PART_HEADER_BYTES_MAX = 8 * 1024;

    private Form() {}

    static void read(String type, InputStream body, PartReader reader) throws IOException {
        if (!type.toLowerCase(Locale.ROOT).startsWith(TYPE)) {
            throw new Request.UnsupportedMediaType("The body must be a form with 'Content-Type: " + TYPE + "'"
                    + (type.isEmpty() ? "." : "; it is '" + type + "'."));
        }
        var form = new FileUpload();
        form.setFileCountMax(PARTS_MAX);
        form.setPartHeaderSizeMax(PART_HEADER_BYTES_MAX);
        form.setHeaderEncoding(StandardCharsets.UTF_8.name());
        try {
            var parts = form.getItemIterator(context(type, body));
            while (parts.hasNext()) {
                var part = parts.next();
                try (var in = part.openStream()) {
                    var name = part.getFieldName();
                    reader.read(
                            name == null ? "" : name,
                            part.isFormField() ? Optional.empty() : Optional.ofNullable(part.getName()),
                            in);
                }
            }
        } catch (FileUploadException | FileUploadIOException | MalformedStreamException broken) {
            throw new Refusal("The body is no form as '" + TYPE + "' has it: " + broken.getMessage() + ".", broken);
        }
    }

    private static UploadContext context(String type, InputStream body) {
        return new UploadContext() {
            @Override
            public long contentLength() {
                return -1;
            }

            @Override
            public String getCharacterEncoding() {
                return StandardCharsets.UTF_8.name();
            }

            @Override
            public String getContentType() {
                return type;
            }

            @Override
            @Deprecated
            public int getContentLength() {
                return -1;
            }

            @Override
            public InputStream getInputStream() {
                return body;
            }
        };
    }
}
