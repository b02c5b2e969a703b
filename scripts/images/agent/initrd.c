#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ORDER "/modules/order"
#define DISK "/dev/vda"

static const long LOOK_EVERY_MS = 2;
static const long LIMIT_MS = 10000;

static bool load(const char *module)
{
    int file = open(module, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return failed(module);
    bool loaded = syscall(SYS_finit_module, file, "", 0) == 0 || failed(module);
    close(file);
    unlink(module); /* it would stay in memory */
    return loaded;
}

/* The list names modules behind those that they depend on; without one, all drivers are in the kernel. */
static bool load_all(void)
{
    char name[128];
    FILE *order = fopen(ORDER, "re");
    if (order == NULL)
        return errno == ENOENT || failed(ORDER);
    bool loaded = true;
    while (loaded && fgets(name, sizeof name, order) != NULL) {
        char path[sizeof name + sizeof "/modules/"];
        name[strcspn(name, "\n")] = '\0';
        snprintf(path, sizeof path, "/modules/%s", name);
        loaded = load(path);
    }
    fclose(order);
    return loaded;
}

static bool await_disk(void)
{
    struct stat disk;
    for (long waited = 0; waited < LIMIT_MS; waited += LOOK_EVERY_MS) {
        if (stat(DISK, &disk) == 0 && S_ISBLK(disk.st_mode))
            return true;
        nap(LOOK_EVERY_MS);
    }
    return wrong("there is no disk " DISK);
}

/* The initial RAM disk's root cannot be unmounted: the other one is moved over it. */
static bool enter_root(void)
{
    if (mount(DISK, "/root", "ext4", MS_NOATIME, NULL) != 0)
        return failed("cannot mount " DISK);
    if (mount("/dev", "/root/dev", NULL, MS_MOVE, NULL) != 0)
        return failed("cannot move /dev");
    unlink("/init");
    if (chdir("/root") != 0 || mount(".", "/", NULL, MS_MOVE, NULL) != 0 || chroot(".") != 0)
        return failed("cannot change the root");
    return true;
}

bool leave_initrd(void)
{
    if (mount("devtmpfs", "/dev", "devtmpfs", MS_NOSUID, NULL) != 0)
        return failed("cannot mount /dev");
    return load_all() && await_disk() && enter_root();
}
