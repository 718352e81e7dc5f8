package covenant.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands between clients and a server on the loopback interface and passes their bytes on: late, later, or cut off. As long as nobody asks for a
 * fault it adds a copy of each byte and nothing else. Bytes are never changed and never reordered.
 */
final class Wire implements AutoCloseable {

    /** Which way bytes go. */
    enum Way {
        TO_SERVER,
        TO_CLIENT
    }

    private static final int CHUNK = 64 * 1024;

    private final ServerSocket entrance;
    private final int server;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final ReentrantLock gate = new ReentrantLock();
    private final Condition changed = gate.newCondition();
    private final Set<Way> held = EnumSet.noneOf(Way.class);
    private volatile Duration delay = Duration.ZERO;

    private Wire(ServerSocket entrance, int server) {
        this.entrance = entrance;
        this.server = server;
    }

    /** Opens an entrance to the server's port; the server need not listen yet. */
    static Wire to(int server) {
        try {
            Wire wire = new Wire(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), server);
            Thread.ofVirtual().name("wire-to-" + server).start(wire::accept);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException("No entrance to port " + server, e);
        }
    }

    /** Where clients connect. */
    int port() {
        return entrance.getLocalPort();
    }

    /** How many connections there are now. */
    int connections() {
        return links.size();
    }

    /** Every piece of either way comes so much later, up to 64 KiB at a time. */
    void delay(Duration eachWay) {
        delay = eachWay;
    }

    /** Resets every connection; what was under way in them is lost. New ones are taken. */
    void cut() {
        links.forEach(Link::reset);
        signal();
    }

    /** Nothing goes this way any more, in old connections and new ones: a black hole, from which {@link #release} lets all go on. */
    void hold(Way... ways) {
        gate.lock();
        try {
            held.addAll(Set.of(ways));
        } finally {
            gate.unlock();
        }
    }

    /** What was held goes on, in order: so it is when a network comes back and both sides have kept their connections. */
    void release() {
        gate.lock();
        try {
            held.clear();
            changed.signalAll();
        } finally {
            gate.unlock();
        }
    }

    private void signal() {
        gate.lock();
        try {
            changed.signalAll();
        } finally {
            gate.unlock();
        }
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A server that does not listen is told by a reset. */
    private void connect(Socket client) {
        Socket there = new Socket();
        Link link = new Link(client, there, links::remove);
        try {
            client.setTcpNoDelay(true);
            there.setTcpNoDelay(true);
            there.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server), 2_000);
        } catch (IOException e) {
            link.reset();
            return;
        }
        links.add(link);
        Thread.ofVirtual().start(() -> pump(link, Way.TO_CLIENT, there, client));
        pump(link, Way.TO_SERVER, client, there);
    }

    private void pump(Link link, Way way, Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            int read = from.getInputStream().read(chunk);
            while (read >= 0 && passes(link, way)) {
                to.getOutputStream().write(chunk, 0, read);
                read = from.getInputStream().read(chunk);
            }
            link.close();
        } catch (IOException e) {
            link.reset();
        }
    }

    private boolean passes(Link link, Way way) {
        gate.lock();
        try {
            while (held.contains(way) && !link.isOver()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            gate.unlock();
        }
        Duration late = delay;
        if (!late.isZero()) {
            LockSupport.parkNanos(late.toNanos());
        }
        return !link.isOver();
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
