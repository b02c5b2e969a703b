/*
 * Both ends of a Unix socket, for bench/VmLinks.java.
 * link-peer serve PATH          answers each connection until its end
 * link-peer ping PATH COUNT     prints the median and the 95th percentile of so many 64-byte round trips, in microseconds
 * link-peer pour PATH MIB       prints MiB/s until the other side has taken all of it
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static char bytes[65536];

static int fail(const char *what)
{
    perror(what);
    exit(1);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void write_all(int to, size_t length)
{
    for (size_t sent = 0; sent < length;) {
        ssize_t count = write(to, bytes + sent, length - sent);
        if (count <= 0)
            fail("write");
        sent += (size_t)count;
    }
}

static void read_all(int from, size_t length)
{
    for (size_t got = 0; got < length;) {
        ssize_t count = read(from, bytes, length - got);
        if (count <= 0)
            fail("read");
        got += (size_t)count;
    }
}

static int open_socket(const char *path, int (*use)(int, const struct sockaddr *, socklen_t))
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    int made = socket(AF_UNIX, SOCK_STREAM, 0);
    if (made < 0 || use(made, (struct sockaddr *)&address, sizeof address) != 0)
        fail(path);
    return made;
}

static void answer(int client)
{
    char kind;
    ssize_t count;
    if (read(client, &kind, 1) != 1)
        exit(0);
    while ((count = read(client, bytes, sizeof bytes)) > 0)
        if (kind == 'e')
            write_all(client, (size_t)count);
    if (kind == 's')
        write_all(client, 1);
    exit(0);
}

static void serve(const char *path)
{
    unlink(path);
    int server = open_socket(path, bind);
    listen(server, 16);
    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        int client = accept(server, NULL, NULL);
        if (fork() == 0)
            answer(client);
        close(client);
    }
}

static int by_size(const void *a, const void *b)
{
    double first = *(const double *)a;
    double second = *(const double *)b;
    return (first > second) - (first < second);
}

static void ping(const char *path, size_t count)
{
    double *took = calloc(count, sizeof *took);
    int server = open_socket(path, connect);
    bytes[0] = 'e';
    write_all(server, 1);
    for (size_t i = 0; i < count; i++) {
        double begun = now();
        write_all(server, 64);
        read_all(server, 64);
        took[i] = now() - begun;
    }
    qsort(took, count, sizeof *took, by_size);
    printf("%.0f %.0f\n", took[count / 2] * 1e6, took[count * 95 / 100] * 1e6);
}

static void pour(const char *path, size_t mebibytes)
{
    int server = open_socket(path, connect);
    bytes[0] = 's';
    write_all(server, 1);
    double begun = now();
    for (size_t i = 0; i < mebibytes * 16; i++)
        write_all(server, sizeof bytes);
    shutdown(server, SHUT_WR);
    read_all(server, 1);
    printf("%.1f\n", (double)mebibytes / (now() - begun));
}

int main(int count, char **arguments)
{
    if (count == 3 && strcmp(arguments[1], "serve") == 0)
        serve(arguments[2]);
    else if (count == 4 && strcmp(arguments[1], "ping") == 0)
        ping(arguments[2], strtoul(arguments[3], NULL, 10));
    else if (count == 4 && strcmp(arguments[1], "pour") == 0)
        pour(arguments[2], strtoul(arguments[3], NULL, 10));
    else
        return 2;
    return 0;
}
