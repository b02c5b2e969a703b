package dev.volta.ssh;

class KeptOnMinaServerTest extends HermeticConformance {
    @Override
    Link link(SshSettings chosen) {
        return new KeptLink(chosen);
    }
}
