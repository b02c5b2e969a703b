package dev.volta.core.vm;

/** A guest that stopped before it was anybody in particular, kept for others to go on from. */
record Template(TemplateFiles files, TemplateManifest manifest) {
    String name() {
        return manifest.key().name();
    }
}
