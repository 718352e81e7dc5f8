package covenant.local.demo;

/** One step of the story: acts, tells what was answered, and checks each thing it claims. */
interface Step {

    /** One line that says what will be seen. */
    String title();

    /** @throws StoryBroken when a claim does not hold */
    void play(World world);
}
