package covenant.audit.witness;

import covenant.audit.ledger.Halts;
import covenant.audit.ledger.SigningGate;
import covenant.audit.log.Checkpoint;
import covenant.audit.log.CosignerKey;
import covenant.audit.log.LogFormatException;
import covenant.audit.log.NoteSigner;
import covenant.audit.log.SignedNote;
import covenant.audit.log.TreeHash;
import covenant.audit.reading.Heads;
import covenant.audit.reading.Heads.Head;
import covenant.audit.tile.ConsistencyProofs;
import covenant.audit.witness.WitnessAnswer.Contradicted;
import covenant.audit.witness.WitnessAnswer.Cosigned;
import covenant.audit.witness.WitnessAnswer.NoWitness;
import covenant.audit.witness.WitnessAnswer.Silent;
import covenant.audit.witness.WitnessAnswer.Unfamiliar;
import covenant.audit.witness.WitnessClient.Reply;
import covenant.contracts.AuditEvent.IntegrityFailure;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Shows the newest head to the witness: before the first entry is taken, then from time to time, and at each verification. A witness that has
 * seen a longer log, or another one, stops this one (architecture, decision 5): an older backup or a recomputed tree is in order in
 * itself, and nothing inside the database can tell.
 */
@ApplicationScoped
public class WitnessCheck {

    private static final Logger LOG = Logger.getLogger(WitnessCheck.class);
    private static final int AFTER_IDENTITY = 200;
    private static final int TRIES = 3;

    private final Heads heads;
    private final NoteSigner signer;
    private final ConsistencyProofs proofs;
    private final Halts halts;
    private final SigningGate gate;
    private final @Nullable WitnessClient client;
    private final @Nullable CosignerKey key;
    private final boolean required;
    private volatile long known;
    private volatile @Nullable String cosigned;

    WitnessCheck(
            Heads heads,
            NoteSigner signer,
            ConsistencyProofs proofs,
            Halts halts,
            SigningGate gate,
            @ConfigProperty(name = "covenant.audit.witness.url") Optional<String> url,
            @ConfigProperty(name = "covenant.audit.witness.key") Optional<String> key,
            @ConfigProperty(name = "covenant.audit.witness.required", defaultValue = "true") boolean required) {
        this.heads = heads;
        this.signer = signer;
        this.proofs = proofs;
        this.halts = halts;
        this.gate = gate;
        this.client = url.map(WitnessClient::new).orElse(null);
        this.key = key.map(CosignerKey::parse).orElse(null);
        this.required = required;
    }

    /** Before the intake starts: what the witness did not approve is not extended. */
    void atStart(@Observes @Priority(AFTER_IDENTITY) StartupEvent started) {
        if (client != null && required) {
            gate.shut();
        }
        sweep();
    }

    @Scheduled(
            every = "{covenant.audit.witness.every}",
            delayed = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        switch (ask()) {
            case NoWitness none -> {}
            case Unfamiliar stranger -> gate.open();
            case Cosigned signed -> gate.open();
            case Silent silent -> LOG.warnf("The witness says nothing: %s", silent.why());
            case Contradicted said -> {
                halts.halt(said.failure(), said.firstBad());
                gate.open();
            }
        }
    }

    /** The newest head with the witness's cosignature; empty until there is one. */
    Optional<String> cosigned() {
        return Optional.ofNullable(cosigned);
    }

    /** Shows it the newest head. */
    public WitnessAnswer ask() {
        WitnessClient witness = client;
        if (witness == null) {
            return new NoWitness();
        }
        Head head = head();
        try {
            return show(witness, head);
        } catch (IOException e) {
            return new Silent(e.getClass().getSimpleName());
        } catch (LogFormatException e) {
            return new Contradicted(
                    IntegrityFailure.ROOT_MISMATCH, null, "the tree cannot prove to the witness that it only grew");
        }
    }

    /** An empty log is shown too: a database that lost everything is the shortest log of all. */
    private Head head() {
        Head head = heads.latest();
        return head.note().isEmpty()
                ? new Head(
                        0,
                        TreeHash.EMPTY_ROOT.toBase64(),
                        new Checkpoint(signer.key().name(), 0, TreeHash.EMPTY_ROOT)
                                .sign(signer)
                                .format())
                : head;
    }

    private WitnessAnswer show(WitnessClient witness, Head head) throws IOException {
        SignedNote note = SignedNote.parse(head.note());
        long old = Math.min(known, head.size());
        for (int tried = 0; tried < TRIES; tried++) {
            List<TreeHash> proof = old == 0 || old == head.size() ? List.of() : proofs.between(old, head.size());
            switch (witness.add(old, proof, note)) {
                case Reply.Cosigned lines -> {
                    return accept(head, note, lines.lines());
                }
                case Reply.OtherSize other -> {
                    if (other.size() > head.size()) {
                        return behind(head, other.size());
                    }
                    old = other.size();
                }
                case Reply.Refused refused -> {
                    return forked(old, refused.status());
                }
                case Reply.Unknown unknown -> {
                    return unknown.status() == 404 ? new Unfamiliar() : new Silent("it answered " + unknown.status());
                }
            }
        }
        return new Silent("it moved on meanwhile");
    }

    /**
     * It saw a longer log. If it asked for it itself a moment ago this head is only the older one: then the next one is read, and shows it.
     */
    private WitnessAnswer behind(Head head, long seen) {
        if (heads.latest().size() >= seen) {
            known = seen;
            return new Silent("it is a moment ahead");
        }
        return new Contradicted(
                IntegrityFailure.BEHIND_WITNESS,
                head.size(),
                "the witness has seen %d entries, %d are left".formatted(seen, head.size()));
    }

    private static WitnessAnswer forked(long old, int status) {
        return new Contradicted(
                IntegrityFailure.ROOT_MISMATCH,
                null,
                status == 403
                        ? "the witness knows this log under another key"
                        : "the first %d entries are not those that the witness has seen".formatted(old));
    }

    private WitnessAnswer accept(Head head, SignedNote note, String lines) {
        if (key != null && !key.cosigned(note.text(), lines)) {
            return new Silent("the cosignature is not by the key that is configured");
        }
        known = head.size();
        cosigned = head.note() + lines;
        return new Cosigned(head.size());
    }
}
