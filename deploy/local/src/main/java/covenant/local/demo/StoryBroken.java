package covenant.local.demo;

/** A step did not go as the story says; the message names the claim and what was answered instead. */
public final class StoryBroken extends RuntimeException {

    public StoryBroken(String claim, String instead) {
        super("The story breaks here: " + claim + "\nInstead: " + instead);
    }
}
