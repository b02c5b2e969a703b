package dev.volta.cli.image;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A RISC-V guest without a network, whose agent is talked to line by line. The guest's words are waited for without limit. */
final class RawGuest implements AutoCloseable {
    private final Process qemu;
    private final ServerSocketChannel here;
    private final SocketChannel channel;
    private final BufferedReader lines;

    private RawGuest(Process qemu, ServerSocketChannel here) throws IOException {
        this.qemu = qemu;
        this.here = here;
        channel = here.accept();
        lines = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    static RawGuest start(Path image, Path folder) throws IOException {
        var socket = folder.resolve("agent.sock");
        var here = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        var command = new ArrayList<>(List.of("qemu-system-riscv64", "-machine", "virt", "-m", "256M"));
        command.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"));
        command.addAll(List.of("-kernel", image + "/kernel", "-initrd", image + "/initrd"));
        command.addAll(List.of("-append", "quiet panic=-1 no4lvl"));
        command.addAll(List.of("-drive", "if=none,id=disk,format=raw,snapshot=on,file=" + image + "/rootfs.img"));
        command.addAll(List.of("-device", "virtio-blk-device,drive=disk", "-device", "virtio-serial-device"));
        command.addAll(List.of("-chardev", "socket,id=agent,path=" + socket));
        command.addAll(List.of("-device", "virtserialport,chardev=agent,name=volta"));
        var qemu = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new RawGuest(qemu, here);
    }

    /** The next line that the guest says. */
    String hear() throws IOException {
        return lines.readLine();
    }

    /** Says a line, and hears the next. */
    String ask(String line) throws IOException {
        channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        return hear();
    }

    boolean ends() throws InterruptedException {
        return qemu.waitFor(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        qemu.destroyForcibly();
        qemu.onExit().join();
        channel.close();
        here.close();
    }
}
