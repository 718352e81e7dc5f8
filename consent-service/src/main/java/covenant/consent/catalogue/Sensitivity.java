package covenant.consent.catalogue;

/** How sensitive a category is: by PIPL art. 28, by the operator's choice, or not. */
public enum Sensitivity {
    NONE,
    BY_CHOICE,
    STATUTORY
}
