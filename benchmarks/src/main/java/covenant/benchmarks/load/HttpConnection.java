package covenant.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One kept-alive HTTP/1.1 connection (RFC 9112) that sends one POST after another. It does as little as can be done: what the load generator
 * uses of the machine is missing to the service that it measures. For one thread.
 */
final class HttpConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int MAX_LINE = 16 * 1024;
    private static final String CONTENT_LENGTH = "content-length:";
    private static final String TRANSFER_ENCODING = "transfer-encoding:";

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;
    private final byte[] head;
    private final byte[] line = new byte[MAX_LINE];
    private final byte[] received = new byte[8 * 1024];
    private int at;
    private int filled;

    /** @param path what every request is posted to, as JSON */
    HttpConnection(int port, String path, String token) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
        head = ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: ")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** @throws IOException when there is no whole answer within 30 s */
    Reply post(byte[] body) throws IOException {
        byte[] length = (body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + length.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(length, 0, request, head.length, length.length);
        System.arraycopy(body, 0, request, head.length + length.length, body.length);
        out.write(request);
        return reply();
    }

    private Reply reply() throws IOException {
        int status = status();
        long length = 0;
        boolean chunked = false;
        for (int end = nextLine(); end > 0; end = nextLine()) {
            if (begins(CONTENT_LENGTH, end)) {
                length = Long.parseLong(text(CONTENT_LENGTH.length(), end).trim());
            } else if (begins(TRANSFER_ENCODING, end)) {
                chunked = text(0, end).endsWith("chunked");
            }
        }
        return new Reply(status, chunked ? chunks() : exactly(length));
    }

    private int status() throws IOException {
        String line = text(0, nextLine());
        if (!line.startsWith("HTTP/1.1 ") || line.length() < 12) {
            throw new IOException("Not an HTTP/1.1 status line: " + line);
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    /** Whether the line begins with this name, in letters of any case; only the headers that are needed become texts. */
    private boolean begins(String name, int end) {
        if (end < name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.toLowerCase((char) line[i]) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(exactly(size));
            nextLine();
        }
        while (nextLine() > 0) {
            // A trailer field.
        }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(text(0, nextLine()).split(";", 2)[0].trim(), 16);
    }

    private byte[] exactly(long length) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(length)];
        for (int got = 0; got < bytes.length; ) {
            if (at == filled && !fill()) {
                throw new EOFException("The answer ended after " + got + " of " + length + " bytes");
            }
            int part = Math.min(filled - at, bytes.length - got);
            System.arraycopy(received, at, bytes, got, part);
            at += part;
            got += part;
        }
        return bytes;
    }

    /** Reads a line into {@link #line}; its length without the line's end. */
    private int nextLine() throws IOException {
        int length = 0;
        while (true) {
            if (at == filled && !fill()) {
                throw new EOFException("The connection ended within an answer");
            }
            byte next = received[at++];
            if (next == '\n') {
                return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
            }
            if (length == MAX_LINE) {
                throw new EOFException("A line without end");
            }
            line[length++] = next;
        }
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, in.read(received));
        return filled > 0;
    }

    private String text(int from, int end) {
        return new String(line, from, end - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
