package dev.volta.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.lock.LockPlace;
import dev.volta.core.service.TestKinds;
import dev.volta.core.wire.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written down of deployed places, and which of them a description still has. */
class DeploymentRecordTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T08:00:00Z");

    @TempDir
    private Path folder;

    private DeploymentRecord record;
    private List<Path> description;

    @BeforeEach
    void describe() throws IOException {
        record = new DeploymentRecord(folder.resolve("deployed.json"), TestKinds.SUPERVISORS);
        description = List.of(Files.createFile(folder.resolve("volta.yaml")));
    }

    private static MachineAddress at(String node, String address, String... keys) {
        var reach = new Reach.Ssh(address, new Port(2200), Optional.of("root"), Optional.of(Path.of("/k/id")));
        return new MachineAddress(new NodeName(node), reach, address, 2200, Set.of(keys), false);
    }

    private static MachineAddress vm(String node, int port, String... keys) {
        var reach = new Reach.Ssh("127.0.0.1", new Port(port), Optional.of("root"));
        return new MachineAddress(new NodeName(node), reach, "127.0.0.1", port, Set.of(keys), true);
    }

    private static MachineAddress here(String node) {
        return new MachineAddress(new NodeName(node), new Reach.Here(), "", 0, Set.of(), false);
    }

    private static NodePaths install(String path) {
        return new NodePaths(Optional.of(Path.of(path)), Optional.empty(), Optional.empty());
    }

    private static LoginInfo account(String bootId, boolean systemd) {
        return new LoginInfo("root", 0, "/root", bootId, systemd);
    }

    private DeployedPlace place(
            MachineAddress address, LoginInfo account, String install, String fleet, Instant since) {
        var lock = new Node(
                new NodeName("n1"),
                new Reach.Ssh("10.0.0.1", Port.SSH, Optional.of("root")),
                Set.of(),
                Optional.empty(),
                NodePaths.UNSAID,
                new Origin.ByDefault());
        var layout = NodeLayout.of(install(install), address.node(), account, fleet);
        return new DeployedPlace(
                description,
                address,
                account,
                layout,
                account.systemd() ? new SystemdKind() : new PlainKind(),
                List.of("b", "a"),
                since,
                new LockPlace(lock, fleet + "-1"));
    }

    private DeployedPlace place(MachineAddress address) {
        return place(address, account("boot of " + address.node(), false), "/opt/v", "f", MONDAY);
    }

    private static DescribedPlace described(MachineAddress address, String install, String fleet) {
        return new DescribedPlace(fleet, address, install(install), Optional.empty());
    }

    private List<String> forgotten(DescribedPlace... now) {
        return record.forgotten(description, () -> List.of(now)).stream()
                .map(place -> place.address().node() + " " + place.layout().base())
                .toList();
    }

    @Test
    void readsBackWhatWasWritten() throws Exception {
        assertThat(record.places()).isEmpty();
        var places = List.of(
                place(at("n1", "10.0.0.1", "SHA256:a", "SHA256:b")),
                place(here("desk"), account("x", true), "/opt/w\u00fcrz \"\\\n", "g", TUESDAY),
                place(vm("vm1", 2201, "SHA256:c")));
        record.add(places);
        assertThat(record.places()).isEqualTo(places);
        assertThat(places.getFirst().services()).containsExactly("a", "b");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record.file())))
                .isEqualTo("rw-------");
        record.remove(places);
        assertThat(record.places()).isEmpty();
        assertThat(record.file()).doesNotExist();
    }

    @Test
    void knowsTheSupervisorOfARecordThatNamesNone() throws Exception {
        var places =
                List.of(place(here("desk"), account("x", true), "/opt/v", "f", MONDAY), place(at("n1", "10.0.0.1")));
        record.add(places);
        var text = Files.readString(record.file());
        var before = text.replaceAll(" *\"supervisor\" : \"(systemd|plain)\",\n", "");
        assertThat(before).isNotEqualTo(text).doesNotContain("supervisor");
        Files.writeString(record.file(), before);
        assertThat(record.places()).isEqualTo(places);
    }

    @Test
    void refusesARecordOfASupervisorThatIsNotThere() throws Exception {
        record.add(List.of(place(here("desk"))));
        requireOther(
                Files.readString(record.file()).replace("\"plain\"", "\"podman\""),
                "names the supervisor 'podman', which this Volta does not have; use the one that deployed there");
    }

    @Test
    void takesNoPartOfARecordForTheWhole() throws Exception {
        record.add(List.of(place(at("n1", "10.0.0.1", "SHA256:a")), place(here("desk"))));
        var whole = Files.readAllBytes(record.file());
        for (var cut = 0; cut < whole.length; cut++) {
            requireDamaged(Arrays.copyOf(whole, cut), "is not whole");
            var zeros = whole.clone();
            Arrays.fill(zeros, cut, zeros.length, (byte) 0);
            requireDamaged(zeros, "is not whole");
        }
        requireDamaged(Arrays.copyOf(whole, whole.length + 512), "is not whole");
        requireDamaged("null\n".getBytes(StandardCharsets.US_ASCII), "is not whole");
        requireDamaged("{}\n".getBytes(StandardCharsets.US_ASCII), "is not whole: it has no version");
        var text = new String(whole, StandardCharsets.US_ASCII);
        requireDamaged((text + text).getBytes(StandardCharsets.US_ASCII), "is not whole");
        for (var name : List.of("node", "fleet", "host", "account", "uid", "install", "services", "since", "lock")) {
            requireDamaged(
                    text.replace("\"" + name + "\"", "\"other\"").getBytes(StandardCharsets.US_ASCII),
                    "is not whole: ");
        }
        requireOther(
                text.replace("\"version\" : 1", "\"version\" : 2"),
                "was written by a later version of Volta (format 2, and this one knows 1); use that one");
    }

    @Test
    void saysWhatIsWrongWithARecord() throws Exception {
        record.add(List.of(place(here("desk"))));
        var whole = Files.readString(record.file());
        requireDamaged("", "is not whole: it is empty");
        requireDamaged("null", "is not whole: it is no JSON object");
        requireDamaged("{\"version\":1,\"places\":[{}]}", "is not whole: a place has no 'node'");
        requireDamaged(whole.substring(0, whole.length() / 2), "is not whole: its end is missing");
        requireDamaged(whole.strip(), "is not whole: the line feed at its end is missing");
    }

    /** It is not told as lost. */
    private void requireOther(String content, String problem) throws Exception {
        Files.writeString(record.file(), content);
        assertThatThrownBy(record::places)
                .isInstanceOf(DamagedRecordException.class)
                .hasMessageEndingWith(record.file() + " " + problem);
    }

    private void requireDamaged(String content, String problem) throws Exception {
        requireDamaged(content.getBytes(StandardCharsets.US_ASCII), problem);
    }

    private void requireDamaged(byte[] content, String problem) throws Exception {
        Files.write(record.file(), content); // which is the owner's alone already
        assertThatThrownBy(record::places)
                .isInstanceOf(DamagedRecordException.class)
                .hasMessageContaining(record.file() + " " + problem)
                .hasMessageContaining("put deployed.json back from a copy");
    }

    @Test
    void changesNoRecordThatIsDamaged() throws Exception {
        record.add(List.of(place(here("desk"))));
        Files.write(record.file(), new byte[0]);
        assertThatThrownBy(() -> record.add(List.of(place(here("desk"))))).isInstanceOf(DamagedRecordException.class);
        assertThatThrownBy(() -> record.remove(List.of(place(here("desk")))))
                .isInstanceOf(DamagedRecordException.class);
        assertThat(record.file()).isEmptyFile();
    }

    @Test
    void believesNobodyElsesRecordAndTakesNoneForAbsent() throws Exception {
        record.add(List.of(place(here("desk"))));
        Files.setPosixFilePermissions(record.file(), AtomicFile.PUBLIC);
        assertThatThrownBy(record::places)
                .isInstanceOf(DamagedRecordException.class)
                .hasMessageContaining("is open to others, mode 0644");
        Files.delete(record.file());
        Files.createSymbolicLink(record.file(), folder.resolve("nowhere"));
        assertThatThrownBy(record::places)
                .isInstanceOf(DamagedRecordException.class)
                .hasMessageContaining("is no regular file");
        Files.delete(record.file());
        Files.createDirectory(record.file());
        assertThatThrownBy(record::places).isInstanceOf(DamagedRecordException.class);
    }

    @Test
    void believesNoRecordOfAnotherUser() throws Exception {
        record.add(List.of(place(here("desk"))));
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give a file away");
        Files.setAttribute(record.file(), "unix:uid", 12345);
        assertThatThrownBy(record::places)
                .isInstanceOf(DamagedRecordException.class)
                .hasMessageContaining("belongs to uid 12345 and not to you");
    }

    @Test
    void keepsOneEntryPerPlaceAndTheTimeOfTheFirst() throws Exception {
        var first = place(at("n1", "10.0.0.1", "SHA256:a"), account("boot 1", false), "/opt/v", "f", MONDAY);
        record.add(List.of(first));
        // Booted since, and at another address.
        var moved = place(at("n1", "10.0.0.9", "SHA256:a"), account("boot 2", false), "/opt/v", "f", TUESDAY);
        record.add(List.of(moved));
        assertThat(record.places()).containsExactly(moved.since(MONDAY));
        // By another name and address, told by the boot id.
        var renamed = place(at("n7", "desk", "SHA256:a"), account("boot 2", false), "/opt/v", "f", TUESDAY);
        record.add(List.of(renamed));
        assertThat(record.places()).containsExactly(renamed.since(MONDAY));
        // Other machines, folders, fleets and users are other places.
        var others = List.of(
                place(at("n7", "desk", "SHA256:z"), account("boot 3", false), "/opt/v", "f", TUESDAY),
                place(at("n7", "desk", "SHA256:a"), account("boot 2", false), "/opt/w", "f", TUESDAY),
                place(at("n7", "desk", "SHA256:a"), account("boot 2", false), "/opt/v", "g", TUESDAY));
        record.add(others);
        assertThat(record.places()).hasSize(4);
        record.remove(List.of(renamed));
        assertThat(record.places()).isEqualTo(others);
    }

    @Test
    void findsWhatHasLeftTheDescription() throws Exception {
        var n1 = at("n1", "10.0.0.1", "SHA256:a");
        var n2 = at("n2", "10.0.0.2", "SHA256:b");
        record.add(List.of(place(n1), place(n2)));
        assertThat(forgotten(described(n1, "/opt/v", "f"), described(n2, "/opt/v", "f")))
                .isEmpty();
        assertThat(forgotten(described(n1, "/opt/v", "f"))).containsExactly("n2 /opt/v/f");
        assertThat(forgotten(described(n1, "/opt/v", "g"), described(n2, "/opt/v", "g")))
                .hasSize(2);
        assertThat(forgotten(described(n1, "/opt/w", "f"), described(n2, "/opt/v", "f")))
                .containsExactly("n1 /opt/v/f");
        assertThat(forgotten()).hasSize(2);
    }

    @Test
    void tellsMachinesByWhatIsOnThem() throws Exception {
        record.add(List.of(place(at("n1", "10.0.0.1", "SHA256:a"))));
        // Another name at the same address, another address of the same name and key.
        assertThat(forgotten(described(at("other", "10.0.0.1", "SHA256:a"), "/opt/v", "f")))
                .isEmpty();
        assertThat(forgotten(described(at("n1", "10.0.0.9", "SHA256:a"), "/opt/v", "f")))
                .isEmpty();
        // A key alone may be that of a copied machine; another key at the address is another machine.
        assertThat(forgotten(described(at("n2", "10.0.0.9", "SHA256:a"), "/opt/v", "f")))
                .hasSize(1);
        assertThat(forgotten(described(at("n1", "10.0.0.1", "SHA256:z"), "/opt/v", "f")))
                .hasSize(1);
        // Without keys the address has to do.
        assertThat(forgotten(described(at("n1", "10.0.0.1"), "/opt/v", "f"))).isEmpty();
        assertThat(forgotten(described(at("n1", "10.0.0.9"), "/opt/v", "f"))).hasSize(1);
        assertThat(forgotten(described(here("n1"), "/opt/v", "f"))).hasSize(1);
    }

    @Test
    void believesANodeThatWasLookedAtMoreThanItsAddress() throws Exception {
        record.add(List.of(place(at("n1", "10.0.0.1", "SHA256:a"))));
        var elsewhere = at("n5", "desk", "SHA256:z");
        assertThat(forgotten(seen(elsewhere, "boot of n1", "/opt/v"))).isEmpty();
        assertThat(forgotten(seen(elsewhere, "boot of n1", "/opt/w"))).hasSize(1);
        assertThat(forgotten(seen(elsewhere, "another boot", "/opt/v"))).hasSize(1);
        // Booted since.
        assertThat(forgotten(seen(at("n1", "10.0.0.1", "SHA256:a"), "another boot", "/opt/v")))
                .isEmpty();
    }

    private static DescribedPlace seen(MachineAddress address, String bootId, String install) {
        var node = address.toNode(install(install));
        var view = PretendFleet.withBootId(
                new NodeSurvey("f", "1", false, List.of(), TestKinds.SUPERVISORS, List.of()).empty(node), bootId);
        return new DescribedPlace("f", address, install(install), Optional.of(view));
    }

    @Test
    void underSystemdServicesAreWhereTheirNamesAre() throws Exception {
        var n1 = at("n1", "10.0.0.1", "SHA256:a");
        record.add(List.of(place(n1, account("boot", true), "/opt/v", "f", MONDAY)));
        assertThat(forgotten(described(n1, "/opt/w", "f"))).isEmpty();
        assertThat(forgotten(described(n1, "/opt/v", "g"))).hasSize(1);
        assertThat(forgotten(described(at("n2", "10.0.0.1", "SHA256:a"), "/opt/v", "f")))
                .hasSize(1);
    }

    @Test
    void underSystemdServicesOfSwappedNodesHaveLeftTheDescription() throws Exception {
        var account = account("boot", true);
        record.add(List.of(
                place(at("n1", "10.0.0.1", "SHA256:a"), account, "/opt/v", "f", MONDAY),
                place(at("n2", "10.0.0.2", "SHA256:b"), account, "/opt/v", "f", MONDAY)));
        assertThat(forgotten(
                        described(at("n1", "10.0.0.2", "SHA256:b"), "/opt/v", "f"),
                        described(at("n2", "10.0.0.1", "SHA256:a"), "/opt/v", "f")))
                .hasSize(2);
    }

    @Test
    void virtualMachinesAreKnownByTheirNames() throws Exception {
        record.add(List.of(place(vm("vm1", 2201, "SHA256:a"))));
        assertThat(forgotten(described(vm("vm1", 2299, "SHA256:new"), "/opt/v", "f")))
                .isEmpty();
        assertThat(forgotten(described(vm("vm2", 2201, "SHA256:a"), "/opt/v", "f")))
                .hasSize(1);
    }

    @Test
    void leavesOtherDescriptionsOfTheFolderAloneWhileTheyAreThere() throws Exception {
        var own = description;
        var staging = Files.createFile(folder.resolve("staging.yaml"));
        description = List.of(staging);
        record.add(List.of(place(at("s1", "10.0.0.7", "SHA256:s"))));
        description = own;
        assertThat(forgotten()).isEmpty();
        Files.delete(staging);
        assertThat(forgotten()).containsExactly("s1 /opt/v/f");
    }

    /** Without its own file only volta.yaml can be described, by the ports.conf beside it. */
    @Test
    void aDescriptionThatWasRemovedIsGoneAlsoBesideAListOfPorts() throws Exception {
        Files.createFile(folder.resolve("ports.conf"));
        var own = description;
        for (var name : List.of("staging.yaml", "volta.yaml")) {
            description = List.of(folder.resolve(name));
            record.add(List.of(place(at(name.substring(0, 2), "10.0.0.7", "SHA256:" + name))));
        }
        Files.delete(own.getFirst());
        description = List.of(folder.resolve("other.yaml"));
        assertThat(forgotten()).containsExactly("st /opt/v/f");
        Files.delete(folder.resolve("ports.conf"));
        assertThat(forgotten()).hasSize(2);
    }
}
