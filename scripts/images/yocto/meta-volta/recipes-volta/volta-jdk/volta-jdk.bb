SUMMARY = "A Java 25 that was built elsewhere"
# Its licence texts are in the archive (legal/); bitbake is not told where, because archives differ.
LICENSE = "CLOSED"

# VOLTA_JDK: absolute path of a .tar.gz with one folder in it, which has bin/java for the target machine
SRC_URI = "file://${VOLTA_JDK};subdir=jdk"
S = "${WORKDIR}/jdk"

python () {
    if not d.getVar("VOLTA_JDK"):
        raise bb.parse.SkipRecipe("set VOLTA_JDK to the archive of a JDK 25 for this machine")
}

do_install() {
    install -d ${D}${nonarch_libdir}/jvm/java-25 ${D}${bindir}
    cp -R --no-preserve=ownership ${S}/*/. ${D}${nonarch_libdir}/jvm/java-25/
    ln -s ${nonarch_libdir}/jvm/java-25/bin/java ${D}${bindir}/java
}

FILES:${PN} = "${nonarch_libdir}/jvm ${bindir}/java"
RDEPENDS:${PN} = "glibc zlib"
# It comes compiled and stripped, and brings libraries of its own.
INHIBIT_PACKAGE_STRIP = "1"
INHIBIT_PACKAGE_DEBUG_SPLIT = "1"
INHIBIT_SYSROOT_STRIP = "1"
EXCLUDE_FROM_SHLIBS = "1"
INSANE_SKIP:${PN} = "already-stripped dev-so file-rdeps ldflags libdir staticdev textrel"
