package dev.volta.hashing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeWalkTest {
    @TempDir
    Path folder;

    @Test
    void visitsInTheOrderOfThePaths() {
        Shell.run(folder, "mkdir -p t/a/b t/a.d; touch t/a/b/x t/a/b.c t/a.d/y t/a0 t/z t/é t/$'\\xff' t/$'n\\nl'");
        var found = walk("t", Symlinks.SKIP);
        assertThat(found)
                .containsExactly(
                        "t/a/b/x FILE",
                        "t/a/b.c FILE",
                        "t/a.d/y FILE",
                        "t/a0 FILE",
                        "t/n\nl FILE",
                        "t/z FILE",
                        "t/é FILE",
                        "t/\udcff FILE");
    }

    @Test
    void printsPathsAsTheyWereGiven() throws IOException {
        Files.createDirectories(folder.resolve("t"));
        Files.write(folder.resolve("t/f"), new byte[7]);
        var root = RawPath.parse(folder + "/t/");
        TreeWalk.walk(root, Symlinks.SKIP, null, List.of(), entry -> {
            assertThat(entry).isEqualTo(WalkEntry.file(RawPath.parse(folder + "/t/f"), 7));
            return true;
        });
        assertThat(walk("t/f", Symlinks.SKIP)).containsExactly("t/f FILE");
    }

    @Test
    void skipsLinksAndSpecialFilesButTellsThem() {
        Shell.run(folder, "mkdir t o; touch o/f; ln -s ../o t/link; ln -s nowhere t/broken; mkfifo t/fifo");
        assertThat(walk("t", Symlinks.SKIP))
                .containsExactly("t/broken SKIPPED_SYMLINK", "t/fifo SKIPPED_SPECIAL", "t/link SKIPPED_SYMLINK");
        assertThat(walk("t", Symlinks.FOLLOW))
                .containsExactly("t/broken FAILED MISSING", "t/fifo SKIPPED_SPECIAL", "t/link/f FILE");
    }

    @Test
    void followsTheRootInAnyCase() {
        Shell.run(folder, "mkdir t; touch t/f; ln -s t link");
        assertThat(walk("link", Symlinks.SKIP)).containsExactly("link/f FILE");
    }

    @Test
    void tellsLoopsOfLinks() {
        Shell.run(folder, "mkdir -p t/a/b; touch t/a/b/f; ln -s ../.. t/a/b/up; ln -s self t/self");
        assertThat(walk("t", Symlinks.FOLLOW))
                .containsExactly("t/a/b/f FILE", "t/a/b/up FAILED LOOP", "t/self FAILED LOOP");
    }

    @Test
    void visitsADirectoryTwiceIfTwoLinksLeadThere() {
        Shell.run(folder, "mkdir t o; touch o/f; ln -s ../o t/1; ln -s ../o t/2");
        assertThat(walk("t", Symlinks.FOLLOW)).containsExactly("t/1/f FILE", "t/2/f FILE");
    }

    @Test
    void tellsAMissingRoot() {
        assertThat(walk("none", Symlinks.SKIP)).containsExactly("none FAILED MISSING");
        assertThat(walk("", Symlinks.SKIP)).isEmpty();
    }

    @Test
    void leavesExcludedDirectoriesOutHoweverTheyAreWritten() {
        Shell.run(folder, "mkdir -p t/a t/b/c t/d; touch t/a/1 t/b/2 t/b/c/3 t/d/4; ln -s t/b way; ln -s ../b t/d/in");
        var excluded = List.of(
                RawPath.parse(folder + "/way/c/../"),
                RawPath.parse(folder + "/t/a"),
                RawPath.parse(folder + "/none"),
                RawPath.parse(folder + "/t/d/4"));
        for (var root : List.of("t", "t/a", "t/../t/b/")) {
            var found = new ArrayList<String>();
            TreeWalk.walk(
                    RawPath.parse(folder + "/" + root),
                    Symlinks.FOLLOW,
                    null,
                    excluded,
                    entry -> found.add(tell(entry, "/")));
            assertThat(found)
                    .containsExactlyElementsOf(
                            switch (root) {
                                case "t" ->
                                    List.of(
                                            "t/a SKIPPED_EXCLUDED",
                                            "t/b SKIPPED_EXCLUDED",
                                            "t/d/4 FILE",
                                            "t/d/in SKIPPED_EXCLUDED");
                                default -> List.of(root + " SKIPPED_EXCLUDED");
                            });
        }
    }

    @Test
    void saysWhyInTheWordsOfTheCLibrary() {
        Shell.run(folder, "mkdir t; ln -s self t/self; ln -s nowhere t/z");
        var details = new ArrayList<String>();
        TreeWalk.walk(
                RawPath.parse(folder + "/t"), Symlinks.FOLLOW, null, List.of(), entry -> details.add(entry.detail()));
        assertThat(details).containsExactly("Too many levels of symbolic links", "No such file or directory");
    }

    @Test
    void tellsADirectoryThatItMayNotRead() {
        Shell.run(folder, "mkdir -p t/a t/b; touch t/a/f t/b/f; chmod 0 t/a");
        try {
            Assumptions.assumeFalse(
                    Files.isReadable(folder.resolve("t/a")), "root reads every directory, permissions do not bind it");
            assertThat(walk("t", Symlinks.SKIP)).containsExactly("t/a FAILED DENIED", "t/b/f FILE");
        } finally {
            Shell.run(folder, "chmod 755 t/a");
        }
    }

    @Test
    void stopsWhenToldTo() {
        Shell.run(folder, "mkdir -p t/d; touch t/a t/b t/d/c");
        var seen = new ArrayList<WalkEntry>();
        TreeWalk.walk(RawPath.parse(folder + "/t"), Symlinks.SKIP, null, List.of(), entry -> {
            seen.add(entry);
            return seen.size() < 2;
        });
        assertThat(seen).hasSize(2);
    }

    @Test
    void takesUpAfterAnyPath() {
        Shell.run(folder, "mkdir -p t/a/b t/a.d t/e; touch t/a/b/x t/a/b.c t/a.d/y t/a0 t/z; mkfifo t/e/p");
        for (var root : List.of("t", "t/", "t//")) {
            var all = entries(root, null);
            for (var i = 0; i < all.size(); i++) {
                assertThat(entries(root, all.get(i).path())).isEqualTo(all.subList(i + 1, all.size()));
            }
        }
    }

    @Test
    void takesUpAfterAFileThatHasGone() {
        Shell.run(folder, "mkdir -p t/a; touch t/a/1 t/a/3 t/b");
        assertThat(entries("t", RawPath.parse(folder + "/t/a/2")).stream().map(e -> tell(e, "")))
                .containsExactly("/t/a/3 FILE", "/t/b FILE");
    }

    @Test
    void orderOfTheWalkIsTheOrderOfThePathsInRandomTrees() {
        var seed = System.nanoTime();
        System.out.println("TreeWalkTest seed " + seed);
        var random = new Random(seed);
        var script = new StringBuilder("mkdir t\n");
        for (var i = 0; i < 80; i++) {
            var path = new StringBuilder("t");
            for (var depth = random.nextInt(4); depth >= 0; depth--) {
                path.append('/');
                for (var length = random.nextInt(3); length >= 0; length--) {
                    path.append("$'\\x%02x'"
                            .formatted(List.of(1, 0x2d, 0x2e, 0x30, 0x41, 0xc3, 0xff)
                                    .get(random.nextInt(7))));
                }
                path.append('e');
            }
            script.append("mkdir -p ")
                    .append(path)
                    .append(" && touch ")
                    .append(path)
                    .append("/f\n");
        }
        Shell.run(folder, script.toString());
        var all = entries("t", null).stream().map(WalkEntry::path).toList();
        assertThat(all).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(20);
        var mark = random.nextInt(all.size());
        assertThat(entries("t", all.get(mark)).stream().map(WalkEntry::path))
                .containsExactlyElementsOf(all.subList(mark + 1, all.size()));
    }

    @Test
    void goesDeeperThanAPathMayBeLong() {
        var name = "d".repeat(200);
        Shell.run(
                folder, "mkdir t; cd t; for i in {1..60}; do mkdir " + name + "; cd " + name + "; done; printf x > f");
        try {
            var found = entries("t", null);
            assertThat(found).hasSize(1);
            assertThat(found.getFirst().path().bytes()).hasSizeGreaterThan(12_000);
            try (var hasher = new FileHasher(Algorithm.MD5)) {
                assertThat(hasher.hash(found.getFirst().path(), n -> {}))
                        .isInstanceOfSatisfying(
                                FileOutcome.Hashed.class,
                                hashed -> assertThat(hashed.size()).isEqualTo(1));
            }
        } finally {
            Shell.run(folder, "rm -r t");
        }
    }

    @Test
    void aDirectoryWithMoreNamesThanFitInMemoryIsReadAgainFromWhereItWasLeft() {
        Shell.run(folder, """
                mkdir -p t/a t/z; cd t
                for i in {1..300}; do : > a/f$i; mkdir d$i; : > d$i/x; : > z/g$i; done
                """);
        var all = entries("t", null);
        assertThat(all).hasSize(900);
        for (var budget : new long[] {1, 200, 3_000, 10_000}) {
            var found = new ArrayList<WalkEntry>();
            TreeWalk.walk(
                    RawPath.parse(folder + "/t"),
                    Symlinks.SKIP,
                    null,
                    List.of(),
                    new TreeWalk.Limits(1 << 20, budget),
                    found::add);
            assertThat(found).as("budget of %d bytes", budget).isEqualTo(all);
            var rest = new ArrayList<WalkEntry>();
            var mark = all.get(450).path();
            TreeWalk.walk(
                    RawPath.parse(folder + "/t"),
                    Symlinks.FOLLOW,
                    mark,
                    List.of(),
                    new TreeWalk.Limits(1 << 20, budget),
                    rest::add);
            assertThat(rest).isEqualTo(all.subList(451, 900));
        }
    }

    @Test
    void whatIsReadAgainAndHasGoneIsNotTold() throws IOException {
        Shell.run(folder, "mkdir -p t/d/1 t/d/2 t/e; touch t/d/1/x t/d/2/y t/e/z");
        var found = new ArrayList<String>();
        TreeWalk.walk(
                RawPath.parse(folder + "/t"),
                Symlinks.SKIP,
                null,
                List.of(),
                new TreeWalk.Limits(1 << 20, 1),
                entry -> {
                    Shell.run(folder, "rm -rf t/d");
                    return found.add(tell(entry, "/"));
                });
        assertThat(found).containsExactly("t/d/1/x FILE", "t/e/z FILE");
    }

    @Test
    void whatCannotBeReadAgainIsToldBehindWhatWasTold() {
        Shell.run(folder, "mkdir -p t/d/1 t/d/2 t/e; touch t/d/1/x t/d/2/y t/e/z");
        var found = new ArrayList<WalkEntry>();
        TreeWalk.walk(
                RawPath.parse(folder + "/t"),
                Symlinks.SKIP,
                null,
                List.of(),
                new TreeWalk.Limits(1 << 20, 1),
                entry -> {
                    if (found.isEmpty()) {
                        Shell.run(folder, "mv t/d d; ln -s ../d t/d");
                    }
                    return found.add(entry);
                });
        assertThat(found.stream().map(entry -> tell(entry, "/")))
                .containsExactly("t/d/1/x FILE", "t/d/1 and what comes after it FAILED MISSING", "t/e/z FILE");
        assertThat(found.stream().map(WalkEntry::path)).isSorted();
    }

    @Test
    void aDirectoryThatIsTooDeepIsOneEntryAndTheWalkGoesOn() {
        Shell.run(folder, "mkdir -p t/b; touch t/b/f; cd t; for i in {1..30}; do mkdir a; cd a; touch x; done");
        var depth = (folder + "/t").length();
        for (var longest = depth + 2 * 20 - 1; longest <= depth + 2 * 20 + 1; longest++) {
            var found = new ArrayList<WalkEntry>();
            TreeWalk.walk(
                    RawPath.parse(folder + "/t"),
                    Symlinks.SKIP,
                    null,
                    List.of(),
                    new TreeWalk.Limits(4096 + longest, 1 << 20),
                    found::add);
            var entered = (longest - depth) / 2;
            assertThat(found).hasSize(entered + 2);
            assertThat(found.getFirst().failure()).isEqualTo(Failure.TOO_LONG);
            assertThat(found.getFirst().path()).isEqualTo(RawPath.parse(folder + "/t" + "/a".repeat(entered + 1)));
            assertThat(found.getLast().path()).isEqualTo(RawPath.parse(folder + "/t/b/f"));
            assertThat(found.stream().map(WalkEntry::path)).isSorted();
        }
    }

    private List<WalkEntry> entries(String root, @org.jspecify.annotations.Nullable RawPath after) {
        var found = new ArrayList<WalkEntry>();
        TreeWalk.walk(RawPath.parse(folder + "/" + root), Symlinks.SKIP, after, List.of(), found::add);
        return found;
    }

    private List<String> walk(String root, Symlinks policy) {
        var found = new ArrayList<String>();
        TreeWalk.walk(
                RawPath.parse(folder + "/" + root), policy, null, List.of(), entry -> found.add(tell(entry, "/")));
        return found;
    }

    private String tell(WalkEntry entry, String slash) {
        var path = entry.path().text().substring((folder + slash).length());
        return path + " " + entry.kind() + (entry.failure() == null ? "" : " " + entry.failure());
    }
}
