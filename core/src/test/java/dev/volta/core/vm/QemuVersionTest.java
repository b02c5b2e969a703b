package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QemuVersionTest {
    @Test
    void isReadFromTheFirstLine() {
        var debian = parse("QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)\nCopyright (c) 2003-2022\n");
        assertThat(debian)
                .isEqualTo(new QemuVersion(7, 2, "QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)"));
        assertThat(parse("QEMU emulator version 10.0.2\n").major()).isEqualTo(10);
    }

    @Test
    void decidesHowAClientConnectsAgain() {
        assertThat(parse("QEMU emulator version 9.1.0").reconnect()).isEqualTo("reconnect=1");
        assertThat(parse("QEMU emulator version 9.2.0").reconnect()).isEqualTo("reconnect-ms=1000");
        assertThat(parse("QEMU emulator version 10.0.2").reconnect()).isEqualTo("reconnect-ms=1000");
    }

    @Test
    void mayBeTooOld() {
        assertThatThrownBy(() -> parse("QEMU emulator version 6.2.0 (Debian 1:6.2)"))
                .isInstanceOf(VmException.class)
                .hasMessage("qemu-system-riscv64 is QEMU 6.2; 7.0 or newer is wanted");
    }

    @Test
    void isNotGuessed() {
        assertThatThrownBy(() -> parse("libpixman-1.so.0: cannot open shared object file\n"))
                .hasMessage("qemu-system-riscv64 --version says 'libpixman-1.so.0: cannot open shared object file',"
                        + " which is no version of QEMU");
    }

    private static QemuVersion parse(String said) {
        return QemuVersion.parse("qemu-system-riscv64", said);
    }
}
