package dev.volta.ssh;

class MinaOnMinaServerTest extends HermeticConformance {
    @Override
    Link link(SshSettings chosen) {
        return Link.mina(chosen);
    }
}
