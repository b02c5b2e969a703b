package dev.volta.ssh;

class JschOnMinaServerTest extends HermeticConformance {
    @Override
    Link link(SshSettings chosen) {
        return Link.jsch(chosen);
    }
}
