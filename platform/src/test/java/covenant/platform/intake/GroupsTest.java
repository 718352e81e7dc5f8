package covenant.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GroupsTest {
    private static final String TOPIC = "privacy.account.v1";

    private final Groups groups = new Groups();

    @Test
    void fullAndQuickGroupsGrowUpToTheLimit() {
        for (int expected : new int[] {Groups.FIRST, 16, 32, Groups.MOST, Groups.MOST}) {
            assertThat(groups.size(TOPIC)).isEqualTo(expected);
            groups.taken(TOPIC, groups.size(TOPIC), 20);
        }
    }

    @Test
    void aGroupThatWasNotFullSaysNothingOfALargerOne() {
        groups.taken(TOPIC, 2, 1);
        assertThat(groups.size(TOPIC)).isEqualTo(Groups.FIRST);
    }

    @Test
    void whatTakesLongIsHalvedDownToOne() {
        groups.taken(TOPIC, 8, 10_000);
        assertThat(groups.size(TOPIC)).isEqualTo(4);
        groups.taken(TOPIC, 4, 5_000);
        groups.taken(TOPIC, 2, 2_500);
        assertThat(groups.size(TOPIC)).isEqualTo(1);
        groups.taken(TOPIC, 1, 1_250);
        assertThat(groups.size(TOPIC)).isEqualTo(1);
    }

    @Test
    void whatWasUndoneIsHalvedAndComesBackWhenItGoesWell() {
        groups.undone(TOPIC, 8);
        assertThat(groups.size(TOPIC)).isEqualTo(4);
        groups.taken(TOPIC, 4, 20);
        assertThat(groups.size(TOPIC)).isEqualTo(8);
    }

    @Test
    void eachTopicHasItsOwn() {
        groups.undone(TOPIC, 8);
        assertThat(groups.size("privacy.dsr.v1")).isEqualTo(Groups.FIRST);
    }
}
