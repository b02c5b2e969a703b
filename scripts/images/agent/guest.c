#include "agent.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <net/route.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
    const char *type;
    const char *place;
    unsigned long flags;
    const char *options;
} mounts[] = {
    {"proc", "/proc", MS_NOSUID | MS_NOEXEC | MS_NODEV, NULL},
    {"sysfs", "/sys", MS_NOSUID | MS_NOEXEC | MS_NODEV, NULL},
    {"devpts", "/dev/pts", MS_NOSUID | MS_NOEXEC, "gid=5,mode=620,ptmxmode=666"},
    {"tmpfs", "/dev/shm", MS_NOSUID | MS_NODEV, NULL},
    {"tmpfs", "/run", MS_NOSUID | MS_NODEV, "mode=755"},
    {"tmpfs", "/tmp", MS_NOSUID | MS_NODEV, "mode=1777"},
    {"cgroup2", "/sys/fs/cgroup", MS_NOSUID | MS_NOEXEC | MS_NODEV, NULL},
};

static const char *const folders[] = {"/run/lock", "/run/volta"};

/* A guest that lacks something is worth a look, so it goes on. */
static void complain(const char *about)
{
    fprintf(stderr, "volta: %s: %s\n", about, strerror(errno));
}

static void mount_all(void)
{
    for (size_t i = 0; i < sizeof mounts / sizeof *mounts; i++) {
        mkdir(mounts[i].place, 0755);
        if (mount(mounts[i].type, mounts[i].place, mounts[i].type, mounts[i].flags, mounts[i].options) != 0)
            complain(mounts[i].place);
    }
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (mkdir(folders[i], 0755) != 0)
            complain(folders[i]);
}

static struct sockaddr ip(const char *address)
{
    union {
        struct sockaddr any;
        struct sockaddr_in in;
    } made = {.in = {.sin_family = AF_INET}};
    inet_pton(AF_INET, address, &made.in.sin_addr);
    return made.any;
}

static struct ifreq interface(const char *name)
{
    struct ifreq request = {0};
    snprintf(request.ifr_name, sizeof request.ifr_name, "%s", name);
    return request;
}

static void set_up(int any, const char *name)
{
    struct ifreq request = interface(name);
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    if (ioctl(any, SIOCSIFFLAGS, &request) != 0)
        complain(name);
}

/* What QEMU's user network gives to a guest; there is nothing to ask for. */
static void set_up_network(void)
{
    int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    set_up(any, "lo");
    struct ifreq request = interface("eth0");
    request.ifr_addr = ip("10.0.2.15");
    if (ioctl(any, SIOCSIFADDR, &request) != 0)
        complain("address of eth0");
    request.ifr_netmask = ip("255.255.255.0");
    if (ioctl(any, SIOCSIFNETMASK, &request) != 0)
        complain("netmask of eth0");
    set_up(any, "eth0");
    struct rtentry route = {
        .rt_dst = ip("0.0.0.0"),
        .rt_genmask = ip("0.0.0.0"),
        .rt_gateway = ip("10.0.2.2"),
        .rt_flags = RTF_UP | RTF_GATEWAY,
    };
    if (ioctl(any, SIOCADDRT, &route) != 0)
        complain("route");
    close(any);
}

/* The kernel lets a process open 4096 files at most, which is little for a server under load. */
static void raise_limits(void)
{
    struct rlimit files = {.rlim_cur = 1024, .rlim_max = 524288};
    if (setrlimit(RLIMIT_NOFILE, &files) != 0)
        complain("limit of open files");
}

void set_up_guest(void)
{
    umask(022);
    clearenv();
    setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 1);
    setenv("HOME", "/root", 1);
    setenv("LANG", "C.UTF-8", 1);
    mount_all();
    set_up_network();
    raise_limits();
}
