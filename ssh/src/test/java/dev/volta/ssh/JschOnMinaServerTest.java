package dev.volta.ssh;

class JschOnMinaServerTest extends HermeticConformance implements RivalConformance {
    @Override
    Link link(SshSettings chosen) {
        return Link.jsch(chosen);
    }
}
