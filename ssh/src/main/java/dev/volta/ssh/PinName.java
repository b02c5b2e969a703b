package dev.volta.ssh;

/** What a host key is looked up under: {@code host}, or {@code [host]:port} for another port than 22. */
record PinName(String host, int port) {
    private static final int USUAL = 22;

    static PinName parse(String name) {
        var end = name.startsWith("[") ? name.lastIndexOf("]:") : -1;
        return end < 0
                ? new PinName(name, USUAL)
                : new PinName(name.substring(1, end), Integer.parseInt(name.substring(end + 2)));
    }

    static PinName of(SshTarget target) {
        return new PinName(target.keyHost(), target.keyPort());
    }
}
