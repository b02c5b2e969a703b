package dev.volta.core.vm;

/** What a guest's agent could not do, in its own words. */
final class GuestRefusal extends VmException {
    private static final long serialVersionUID = 1;
    private static final String DISK = "DISK: ";

    private final String said;

    /** @param said the word that it was told, a colon and the reason */
    GuestRefusal(String said) {
        super("the guest says: " + said);
        this.said = said;
    }

    /** The same where it is about the machine's disk, with that disk's file and what can be done. */
    VmException about(VmDescription machine, VmFiles files) {
        return said.startsWith(DISK)
                ? new VmException(
                        "%s: the guest cannot use its disk %s: %s; %s"
                                .formatted(
                                        machine.name(),
                                        files.disk(),
                                        said.substring(DISK.length()),
                                        KeptDisk.remedy(machine.name(), files.disk())),
                        this)
                : this;
    }
}
