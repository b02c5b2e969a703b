SUMMARY = "Process 1 of Volta's guests, as an initial RAM disk"
LICENSE = "Apache-2.0"
LIC_FILES_CHKSUM = "file://${THISDIR}/../../../../../../LICENSE;md5=3b83ef96387f14655fc854ddc3c6bd57"

# The source is the one that Volta compiles into its own images.
FILESEXTRAPATHS:prepend := "${THISDIR}/../../../..:"
SRC_URI = "file://agent"
S = "${WORKDIR}/agent"

inherit deploy
DEPENDS = "cpio-native"
PACKAGE_ARCH = "${MACHINE_ARCH}"

do_compile() {
    ${CC} ${CFLAGS} -std=c17 -D_GNU_SOURCE ${LDFLAGS} -static -o init ${S}/*.c
    ${STRIP} init
}

# Nothing goes into the root file system: the kernel starts the agent from the initial RAM disk.
do_install[noexec] = "1"
ALLOW_EMPTY:${PN} = "1"

do_deploy() {
    rm -rf initrd
    install -d initrd/dev initrd/root
    install -m 0755 init initrd/init
    (cd initrd && find . | sort | cpio --quiet --reproducible -o -H newc -R 0:0) >${DEPLOYDIR}/volta-initrd-${MACHINE}.cpio
}
addtask deploy after do_compile before do_build
