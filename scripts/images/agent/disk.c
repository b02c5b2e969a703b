#include "agent.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCKS "/sys/block"
#define SERIAL "kept"
#define DISK "/var/lib/volta"
#define PROGRAMS_PARENT "/opt"
#define PROGRAMS PROGRAMS_PARENT "/volta"

/* The folders of the disk that guests see elsewhere, and what of it makes changes to programs stay. */
static const struct {
    const char *kept;
    const char *seen;
} folders[] = {
    {DISK "/srv", "/srv"},
    {DISK "/log", "/var/log/volta"},
};
static const char layers[] = "lowerdir=" PROGRAMS ",upperdir=" DISK "/opt,workdir=" DISK "/work,"
                             "index=off,redirect_dir=off,metacopy=off";

static bool mounted;

static bool find_disk(char *device, size_t size)
{
    DIR *blocks = opendir(BLOCKS);
    if (blocks == NULL)
        return failed(BLOCKS);
    bool found = false;
    for (struct dirent *entry; !found && (entry = readdir(blocks)) != NULL;) {
        char path[sizeof BLOCKS + sizeof entry->d_name + sizeof "//serial"];
        char serial[32];
        snprintf(path, sizeof path, "%s/%s/serial", BLOCKS, entry->d_name);
        found = get_text(path, serial, sizeof serial) && strcmp(serial, SERIAL) == 0;
        if (found)
            snprintf(device, size, "/dev/%s", entry->d_name);
    }
    closedir(blocks);
    return found || wrong("there is no disk called " SERIAL);
}

/* A guest that goes on from a template may remember the template's disk. */
static void forget_content(const char *device)
{
    int disk = open(device, O_RDONLY | O_CLOEXEC);
    ioctl(disk, BLKFLSBUF);
    close(disk);
}

static bool bind_all(void)
{
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        mkdir(folders[i].kept, 0755);
        mkdir(folders[i].seen, 0755);
        if (mount(folders[i].kept, folders[i].seen, NULL, MS_BIND, NULL) != 0)
            return failed(folders[i].seen);
    }
    return true;
}

static bool lay_over_programs(void)
{
    mkdir(DISK "/opt", 0755);
    mkdir(DISK "/work", 0755);
    mkdir(PROGRAMS_PARENT, 0755);
    mkdir(PROGRAMS, 0755);
    return mount("overlay", PROGRAMS, "overlay", MS_NOATIME, layers) == 0 || failed("overlay on " PROGRAMS);
}

bool take_disk(char *rest)
{
    char device[sizeof "/dev/" + sizeof((struct dirent *)0)->d_name];
    (void)rest;
    if (mounted)
        return true;
    if (!find_disk(device, sizeof device))
        return false;
    forget_content(device);
    mkdir(DISK, 0755);
    if (mount(device, DISK, "ext4", MS_NOATIME, "discard,noinit_itable") != 0)
        return failed("cannot mount it");
    mounted = bind_all() && lay_over_programs();
    if (!mounted)
        give_disk_back();
    return mounted;
}

void give_disk_back(void)
{
    umount2(PROGRAMS, MNT_DETACH);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        umount2(folders[i].seen, MNT_DETACH);
    umount(DISK);
    mounted = false;
}
