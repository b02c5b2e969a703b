#include "agent.h"

#include <fcntl.h>
#include <linux/random.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MOST_SEED 512

/* What comes first, so the guest's timers are seen to before anything waits for one. */
bool take_name(char *name)
{
    char text[256];
    size_t length = strlen(name);
    set_timers_again();
    if (length == 0 || length > 63)
        return wrong("a name has 1 to 63 characters");
    if (sethostname(name, length) != 0)
        return failed("sethostname");
    snprintf(text, sizeof text, "%s\n", name);
    if (!put_file("/etc/hostname", 0644, text, strlen(text)))
        return false;
    snprintf(text, sizeof text, "127.0.0.1 localhost\n127.0.1.1 %s\n", name);
    return put_file("/etc/hosts", 0644, text, strlen(text));
}

bool take_machine_id(char *id)
{
    char text[34];
    if (strlen(id) != 32 || strspn(id, "0123456789abcdef") != 32)
        return wrong("a machine-id is 32 hexadecimal digits");
    snprintf(text, sizeof text, "%s\n", id);
    return put_file("/etc/machine-id", 0444, text, strlen(text));
}

bool take_time(char *time)
{
    char *end;
    struct timespec now = {.tv_sec = strtoll(time, &end, 10)};
    if (end == time || *end != '.' || strspn(end + 1, "0123456789") != 9 || end[10] != '\0')
        return wrong("the time is seconds, a dot and nine digits");
    now.tv_nsec = atol(end + 1);
    return clock_settime(CLOCK_REALTIME, &now) == 0 || failed("clock_settime");
}

/* random(4): a seed that counts in full, then the generator starts from it. Copies of a running guest need that. */
static bool stir(int device, const char *seed, size_t length)
{
    union {
        struct rand_pool_info info;
        unsigned char bytes[sizeof(struct rand_pool_info) + MOST_SEED];
    } pool = {.info = {.entropy_count = (int)length * 8, .buf_size = (int)length}};
    if (length == 0 || length > MOST_SEED)
        return wrong("a seed has 1 to 512 bytes");
    memcpy(pool.info.buf, seed, length);
    if (ioctl(device, RNDADDENTROPY, &pool) != 0)
        return failed("RNDADDENTROPY");
    return ioctl(device, RNDRESEEDCRNG) == 0 || failed("RNDRESEEDCRNG");
}

bool take_seed(char *base64)
{
    ssize_t length = decode_base64(base64);
    if (length < 0)
        return wrong("the seed is no base64");
    int device = open("/dev/urandom", O_WRONLY | O_CLOEXEC);
    if (device < 0)
        return failed("/dev/urandom");
    bool stirred = stir(device, base64, (size_t)length);
    close(device);
    return stirred;
}

static bool put_secret(const char *path, char *base64)
{
    ssize_t length = decode_base64(base64);
    return length < 0 ? wrong("what is to be a file is no base64") : put_file(path, 0600, base64, (size_t)length);
}

bool take_authorized_keys(char *base64)
{
    mkdir("/root/.ssh", 0700);
    return put_secret("/root/.ssh/authorized_keys", base64);
}
