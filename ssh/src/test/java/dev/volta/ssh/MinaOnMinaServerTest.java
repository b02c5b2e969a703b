package dev.volta.ssh;

class MinaOnMinaServerTest extends HermeticConformance implements RivalConformance {
    @Override
    Link link(SshSettings chosen) {
        return Link.mina(chosen);
    }
}
