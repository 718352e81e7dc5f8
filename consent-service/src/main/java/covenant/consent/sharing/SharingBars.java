package covenant.consent.sharing;

import covenant.consent.blacklist.BlacklistEntries;
import covenant.consent.holder.Holder;
import covenant.consent.holder.HolderCeilings;
import covenant.consent.holder.OnwardTransfers;
import covenant.consent.sharing.SharingFacts.Bar;
import covenant.contracts.SharingEvent.Ground;
import covenant.platform.time.LegalCalendar;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Collects what is on record against a share: disputes, bans, missing approvals, grounds that are off. */
@ApplicationScoped
class SharingBars {
    private final BlacklistEntries blacklist;
    private final SharingBans bans;
    private final OnwardTransfers onward;
    private final HolderCeilings ceilings;
    private final boolean researchEnabled;
    private final boolean ceilingEnforced;

    SharingBars(
            BlacklistEntries blacklist,
            SharingBans bans,
            OnwardTransfers onward,
            HolderCeilings ceilings,
            @ConfigProperty(name = "covenant.sharing.grounds.enabled") Optional<Set<Ground>> enabled,
            @ConfigProperty(name = "covenant.sharing.ceiling.enforced", defaultValue = "true")
                    boolean ceilingEnforced) {
        this.blacklist = blacklist;
        this.bans = bans;
        this.onward = onward;
        this.ceilings = ceilings;
        this.ceilingEnforced = ceilingEnforced;
        this.researchEnabled = enabled.orElse(Set.of()).contains(Ground.ACADEMIC_RESEARCH);
    }

    Set<Bar> of(SharingCommand command, Optional<Holder> recipient, Instant now) {
        LocalDate today = LegalCalendar.dayOf(now);
        Set<Bar> bars = EnumSet.noneOf(Bar.class);
        if (!researchEnabled) {
            bars.add(Bar.RESEARCH_OFF);
        }
        switch (blacklist.standing(command.subjectId(), today)) {
            case DISPUTED -> bars.add(Bar.BLACKLIST_DISPUTED);
            case ENDED -> bars.add(Bar.BLACKLIST_ENDED);
            case NONE, IN_FORCE -> {}
        }
        if (bans.forbid(
                command.subjectId(), command.recipient(), command.evidence().complaintId(), today)) {
            bars.add(Bar.LEGAL_BAN);
        }
        if (ceilingEnforced
                && recipient
                        .map(h -> ceilings.notApproved(
                                h.entry().holderId(), h.entry().kind(), command.categories()))
                        .filter(beyond -> !beyond.isEmpty())
                        .isPresent()) {
            bars.add(Bar.CEILING_NOT_APPROVED);
        }
        if (command.via() != null
                && !onward.approved(
                        command.via(), command.recipient(), command.purpose(), command.categories(), today)) {
            bars.add(Bar.ONWARD_NOT_APPROVED);
        }
        return bars;
    }
}
