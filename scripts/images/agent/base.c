#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static char kept[256];

bool failed(const char *doing)
{
    snprintf(kept, sizeof kept, "%s: %s", doing, strerror(errno));
    return false;
}

bool wrong(const char *sentence)
{
    snprintf(kept, sizeof kept, "%s", sentence);
    return false;
}

const char *reason(void)
{
    return kept;
}

void nap(long milliseconds)
{
    struct timespec time = {.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000};
    nanosleep(&time, NULL);
}

static bool write_all(int file, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(file, bytes, length);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        }
    }
    return true;
}

bool put_file(const char *path, mode_t mode, const void *bytes, size_t length)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (file < 0)
        return failed(path);
    bool whole = write_all(file, bytes, length) || failed(path);
    close(file);
    return whole;
}

bool get_text(const char *path, char *into, size_t size)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return failed(path);
    ssize_t length = read(file, into, size - 1);
    close(file);
    if (length < 0)
        return failed(path);
    into[length] = '\0';
    into[strcspn(into, "\n")] = '\0';
    return true;
}
