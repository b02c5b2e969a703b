#include "agent.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define SERIAL "kept"
#define DISK "/var/lib/volta"
#define WORK DISK "/work"
#define PROGRAMS_PARENT "/opt"
#define PROGRAMS PROGRAMS_PARENT "/volta"
#define KEPT_PROGRAMS DISK "/opt"

/* The folders of the disk that guests see elsewhere. */
static const struct {
    const char *kept;
    const char *seen;
} folders[] = {
    {DISK "/srv", "/srv"},
    {DISK "/log", "/var/log/volta"},
};

/* What makes changes to the image's own programs stay. */
static const char layers[] = "lowerdir=" PROGRAMS ",upperdir=" KEPT_PROGRAMS ",workdir=" WORK ","
                             "index=off,redirect_dir=off,metacopy=off";

static char device[DEVICE]; /* empty until it is found */
static bool has_programs;
static bool mounted;

/* What the kernel has read of the disk may be a template's, which is another one. */
static void forget_content(void)
{
    int disk = open(device, O_RDONLY | O_CLOEXEC);
    ioctl(disk, BLKFLSBUF);
    close(disk);
}

static bool is_empty(const char *folder)
{
    int entries = 0;
    DIR *opened = opendir(folder);
    if (opened == NULL)
        return true;
    while (readdir(opened) != NULL)
        entries++;
    closedir(opened);
    return entries <= 2; /* . and .. */
}

static void make_places(void)
{
    mkdir(DISK, 0755);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        mkdir(folders[i].seen, 0755);
    mkdir(PROGRAMS_PARENT, 0755);
    mkdir(PROGRAMS, 0755);
}

bool prepare_disk(void)
{
    if (*device != '\0')
        return true;
    if (!find_device("/sys/block", "serial", SERIAL, device))
        return wrong("there is no disk called " SERIAL);
    forget_content();
    make_places();
    has_programs = !is_empty(PROGRAMS);
    return true;
}

static bool bind(const char *kept, const char *seen)
{
    mkdir(kept, 0755);
    return mount(kept, seen, NULL, MS_BIND, NULL) == 0 || failed(seen);
}

static bool bind_all(void)
{
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (!bind(folders[i].kept, folders[i].seen))
            return false;
    return true;
}

static bool lay_over_programs(void)
{
    mkdir(KEPT_PROGRAMS, 0755);
    mkdir(WORK, 0755);
    return mount("overlay", PROGRAMS, "overlay", MS_NOATIME, layers) == 0 || failed("overlay on " PROGRAMS);
}

/* A disk that was in an overlay once stays in one: what it says of removed files is only understood there. */
static bool keep_programs(void)
{
    bool overlaid = has_programs || access(WORK, F_OK) == 0;
    return overlaid ? lay_over_programs() : bind(KEPT_PROGRAMS, PROGRAMS);
}

bool take_disk(char *rest)
{
    (void)rest;
    if (mounted)
        return true;
    if (!prepare_disk())
        return false;
    if (mount(device, DISK, "ext4", MS_NOATIME, "discard,noinit_itable") != 0)
        return failed("cannot mount it");
    mounted = bind_all() && keep_programs();
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
