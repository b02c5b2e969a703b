package dev.volta.ssh;

class KeptOnSshdIT extends SshdConformance {
    @Override
    Link link(SshSettings chosen) {
        return new KeptLink(chosen);
    }
}
