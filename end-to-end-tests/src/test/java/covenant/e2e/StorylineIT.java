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
    void storyOfPersonSHoldsFromConsentToOblivion() {
        SharedStack stack = SharedStack.get();
        List<String> told = new ArrayList<>();

        Storyline.against(stack.ports(), stack.data(), new Narrator(line -> {
                    told.add(line);
                    System.out.println(line);
                }))
                .play();

        assertThat(told).anyMatch(line -> line.startsWith("1/8")).anyMatch(line -> line.startsWith("8/8"));
    }
}
