package dev.volta.core.vm.image;

/** What a guest is for; each has a few packages of its own. */
public enum ImageRole {
    controller,
    worker
}
