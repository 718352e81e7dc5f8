package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.local.demo.Narrator;
import covenant.local.demo.Storyline;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The story that {@code ./covenant demo} tells, with every claim checked. */
class StorylineIT {

    @Test
    @Tag("AC-01")
    @Tag("AC-03")
    @Tag("AC-05")
    @Tag("AC-21")
    @Tag("AC-36")
    @Tag("AC-37")
    @Tag("AC-39")
    @Tag("AC-48")
    @Tag("AC-78")
    @Tag("AC-85")
    @Tag("AC-89")
    @Tag("R-1.5.4-2")
    void storyOfPersonSHoldsFromConsentToOblivion() {
        SharedStack stack = SharedStack.get();
        List<String> told = new ArrayList<>();
        Marked marked = Marked.fresh(Long.toString(System.nanoTime() & 0xffffff, 36));
        marked.handIn(stack.api());

        String subject = Storyline.against(stack.ports(), stack.data(), new Narrator(line -> {
                    told.add(line);
                    System.out.println(line);
                }))
                .play(8);

        assertThat(told).anyMatch(line -> line.startsWith("1/8")).anyMatch(line -> line.startsWith("8/8"));
        List<String> values = new ArrayList<>(marked.values());
        values.add(subject + "@example.org");
        assertThat(Marked.found(stack, values))
                .as("personal values in tables, topics, logs and metrics")
                .isEmpty();
        assertThat(Marked.found(stack, List.of(marked.subject())))
                .as("the search finds what is there")
                .isNotEmpty();
    }
}
