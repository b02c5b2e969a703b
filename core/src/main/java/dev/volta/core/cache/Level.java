package dev.volta.core.cache;

/** What to drop. */
public enum Level {
    PAGES(1),
    DENTRIES_AND_INODES(2),
    ALL(3);

    private final int number;

    Level(int number) {
        this.number = number;
    }

    /** What the kernel is told. */
    public int number() {
        return number;
    }

    public static Level of(int number) {
        for (var level : values()) {
            if (level.number == number) {
                return level;
            }
        }
        throw new IllegalArgumentException("'" + number + "' is no level: 1 (pages), 2 (dentries and inodes), 3 (all)");
    }
}
