package covenant.audit.tile;

import covenant.audit.log.LogFormatException;
import covenant.audit.log.NoteSigner;
import covenant.audit.log.TileId;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.web.PublicRate;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** C2SP tlog-tiles over HTTP; public, or restricted by network policy. */
@Path("/")
@PermitAll
// A verifier reads the whole log, thousands of tiles at once.
@PublicRate(60_000)
public class TilesResource {

    private static final String TEXT = MediaType.TEXT_PLAIN + ";charset=utf-8";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String BRIEFLY = "public, max-age=1";

    private final TileStore store;
    private final NoteSigner signer;

    TilesResource(TileStore store, NoteSigner signer) {
        this.store = store;
        this.signer = signer;
    }

    /** The newest signed head. */
    @GET
    @Path("checkpoint")
    @Produces(TEXT)
    @Operation(summary = "Signed head of the log (C2SP tlog-checkpoint)")
    public Response checkpoint() {
        String note = store.head().map(TileStore.Head::note).orElseThrow(TilesResource::notFound);
        return Response.ok(note).header(HttpHeaders.CACHE_CONTROL, BRIEFLY).build();
    }

    /** The verifier key; get it elsewhere too, if you can. */
    @GET
    @Path("log/key")
    @Produces(TEXT)
    @Operation(summary = "Verifier key of the log (C2SP signed-note)")
    public Response key() {
        return Response.ok(signer.key().format() + "\n")
                .header(HttpHeaders.CACHE_CONTROL, BRIEFLY)
                .build();
    }

    /** The hashes of a tile. */
    @GET
    @Path("tile/{level:[0-9]{1,2}}/{number:.+}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "Merkle tree hashes (C2SP tlog-tiles)")
    public Response hashes(@PathParam("level") String level, @PathParam("number") String number) {
        if (level.length() > 1 && level.startsWith("0")) {
            throw notFound();
        }
        return immutable(store.hashes(tile(Integer.parseInt(level), number)));
    }

    /** The entries beside a level 0 tile. */
    @GET
    @Path("tile/entries/{number:.+}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "Entry bundle (C2SP tlog-tiles)")
    public Response entries(@PathParam("number") String number) {
        return immutable(store.bundle(tile(0, number)));
    }

    private static TileId tile(int level, String number) {
        try {
            return TileId.parse(level, number);
        } catch (LogFormatException e) {
            throw notFound();
        }
    }

    private static Response immutable(Optional<byte[]> bytes) {
        return Response.ok(bytes.orElseThrow(TilesResource::notFound))
                .header(HttpHeaders.CACHE_CONTROL, FOR_EVER)
                .build();
    }

    private static RefusedException notFound() {
        return new RefusedException(ProblemCode.NOT_FOUND, "The log has no such resource.");
    }
}
