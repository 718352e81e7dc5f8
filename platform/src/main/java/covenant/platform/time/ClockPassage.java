package covenant.platform.time;

import java.time.Duration;

/**
 * What the clock did between two marks.
 *
 * @param to the later mark
 * @param unexplained how far it went beyond what confirmed moves account for: what a sweep compares with its limit (default 48 h). Negative when it
 *     stepped back without an operator's word
 */
public record ClockPassage(ClockMark to, Duration unexplained) {}
