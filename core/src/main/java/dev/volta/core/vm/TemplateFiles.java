package dev.volta.core.vm;

import java.nio.file.Path;

/** The files of a template, in a folder of its own. */
record TemplateFiles(Path folder) {
    /** The guest's memory, sparse; those who resume map it privately. */
    Path memory() {
        return folder.resolve("ram.img");
    }

    /** The state of processors and devices. */
    Path state() {
        return folder.resolve("state.bin");
    }

    /** What the guest had changed on its disk by then: a qcow2 overlay of the image. */
    Path disk() {
        return folder.resolve("disk.qcow2");
    }

    Path manifest() {
        return folder.resolve("template.json");
    }
}
