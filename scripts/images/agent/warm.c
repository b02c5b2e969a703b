#include "agent.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* What a login and the commands that Volta sends run. */
static char *const programs[] = {
    "/usr/sbin/dropbear",
    "/usr/lib/openssh/sftp-server",
    "/bin/bash",
    "/bin/sh",
    "/usr/bin/cat",
    "/usr/bin/env",
    "/usr/bin/mkdir",
    "/usr/bin/setsid",
};

/* A file that is not there is no failure: not every distribution has all. */
static void read_through(const char *path)
{
    static char bytes[65536];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return;
    while (read(file, bytes, sizeof bytes) > 0)
        ;
    close(file);
}

/* ld.so(8) prints the libraries of a program, and does not run it: "name => /path (address)". */
static bool read_libraries(char *program)
{
    static struct output listed;
    char *const argv[] = {program, NULL};
    char *rest;
    if (!run(argv, "LD_TRACE_LOADED_OBJECTS=1", &listed))
        return false;
    for (char *word = strtok_r(listed.text, " \t\n", &rest); word != NULL; word = strtok_r(NULL, " \t\n", &rest))
        if (*word == '/')
            read_through(word);
    return true;
}

bool warm(void)
{
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        if (access(programs[i], X_OK) != 0)
            continue;
        read_through(programs[i]);
        if (!read_libraries(programs[i]))
            return false;
    }
    start_link();
    prepare_disk(); /* of a guest that has none, only DISK complains */
    if (!prepare_server())
        return false;
    /* What the kernel has put off happens here, and not in each guest that goes on from here. */
    sync();
    nap(1000);
    return true;
}
