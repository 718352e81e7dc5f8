package covenant.verifier;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Recomputes a whole log from its entries: every leaf hash, every tile of every level, the root; and that it still begins with what was
 * remembered. Of months that were removed it recomputes what their hashes allow. Bundles are fetched and hashed in parallel and joined in order; memory stays flat but for one hash per 256 entries.
 */
final class LogVerification {

    private static final int AHEAD = 32;
    private static final int MAX_PROBLEMS = 1_000;

    private final LogSource source;
    private final RemovedMonths removed;
    private final ExecutorService workers;
    private final List<Problem> problems = new ArrayList<>();

    LogVerification(LogSource source, RemovedMonths removed, ExecutorService workers) {
        this.source = source;
        this.removed = removed;
        this.workers = workers;
    }

    /** @return what is wrong, the earliest entry first; empty if nothing is */
    List<Problem> run(Head head, Optional<Remembered> remembered, Optional<EntryStream> entries) {
        long watched = remembered.map(last -> last.head().size()).orElse(0L);
        if (watched > head.size()) {
            problems.add(new Problem(
                    head.size(),
                    "the log was rolled back: " + watched + " entries were seen before, " + head.size() + " are left"));
        }
        if (removed.end() > head.size()) {
            problems.add(new Problem(head.size(), "more entries are said to be removed than the checkpoint signs"));
        }
        PrefixRoots roots = new PrefixRoots(
                Stream.concat(Stream.of(watched), removed.sizes().stream()).toList());
        leaves(head.size(), roots, entries);
        upperLevels(head.size(), roots.tileRoots());
        if (!Arrays.equals(roots.root(), head.root())) {
            problems.add(Problem.ofLog("the root of the entries is not the root that the checkpoint signs"));
        }
        if (watched > 0
                && watched <= head.size()
                && !Arrays.equals(
                        roots.watchedRoot(watched),
                        remembered.orElseThrow().head().root())) {
            problems.add(
                    Problem.ofLog("the log was forked: its first " + watched + " entries are not those seen before"));
        }
        problems.addAll(removed.check(roots));
        return problems.stream()
                .sorted(Comparator.comparingLong(Problem::entry))
                .toList();
    }

    private void leaves(long size, PrefixRoots roots, Optional<EntryStream> entries) {
        long tiles = Tiles.count(size);
        ArrayDeque<Future<TileCheck>> running = new ArrayDeque<>();
        ArrayDeque<Future<List<Problem>>> checking = new ArrayDeque<>();
        long next = 0;
        for (long done = 0; done < tiles && problems.size() < MAX_PROBLEMS; done++) {
            for (; next < tiles && running.size() < AHEAD; next++) {
                long index = next;
                running.add(workers.submit(() -> removed.hold(index)
                        ? TileCheck.ofHashes(source, index)
                        : TileCheck.of(source, index, Tiles.width(index, size))));
            }
            TileCheck tile = await(running.remove());
            problems.addAll(tile.problems());
            roots.add(tile.hashes());
            if (entries.isPresent()) {
                int gone = removed.within(done);
                List<String> lines = entries.get().next(Tiles.width(done, size) - gone);
                checking.add(workers.submit(() -> EntryCheck.of(tile, gone, Tiles.width(tile.index(), size), lines)));
                if (checking.size() > AHEAD) {
                    problems.addAll(await(checking.remove()));
                }
            }
        }
        checking.forEach(check -> problems.addAll(await(check)));
    }

    /** Each hash in a tile of an upper level is that of a full tile below; recomputed hashes are carried upwards. */
    private void upperLevels(long size, List<byte[]> tileRoots) {
        List<byte[]> hashes = tileRoots;
        long entriesPerHash = Tiles.WIDTH;
        for (int level = 1; !hashes.isEmpty(); level++) {
            List<byte[]> above = new ArrayList<>();
            for (long tile = 0; tile < Tiles.count(hashes.size()); tile++) {
                int width = Tiles.width(tile, hashes.size());
                List<byte[]> expected = hashes.subList((int) tile * Tiles.WIDTH, (int) tile * Tiles.WIDTH + width);
                compare(level, tile, expected, entriesPerHash);
                if (width == Tiles.WIDTH) {
                    above.add(Merkle.root(expected));
                }
            }
            hashes = above;
            entriesPerHash *= Tiles.WIDTH;
        }
    }

    private void compare(int level, long tile, List<byte[]> expected, long entriesPerHash) {
        String path = Tiles.hashes(level, tile, expected.size());
        long first = tile * Tiles.WIDTH * entriesPerHash;
        List<byte[]> published = TileCheck.tile(source, path, expected.size(), first, problems);
        for (int i = 0; i < published.size(); i++) {
            if (!Arrays.equals(published.get(i), expected.get(i))) {
                long from = first + i * entriesPerHash;
                problems.add(new Problem(
                        from,
                        path + " hash " + i + ", over entries " + from + " to " + (from + entriesPerHash - 1)
                                + ", does not match"));
            }
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CannotVerifyException cannot) {
                throw cannot;
            }
            throw new IllegalStateException("the check itself failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotVerifyException("interrupted", e);
        }
    }
}
