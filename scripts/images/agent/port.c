#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int port = -1;
static char received[65536];
static size_t filled;
static size_t taken; /* of what is filled: the line that was given out last */

static void wake(int signal)
{
    (void)signal;
}

/* The end of a child interrupts waiting, and nothing else. */
static void watch_children(void)
{
    struct sigaction action = {.sa_handler = wake};
    sigset_t children;
    sigaction(SIGCHLD, &action, NULL);
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_BLOCK, &children, NULL);
}

int try_port(const char *name)
{
    char device[DEVICE];
    return find_device("/sys/class/virtio-ports", "name", name, device) ? open(device, O_RDWR | O_CLOEXEC) : -1;
}

void open_port(void)
{
    watch_children();
    while ((port = try_port("volta")) < 0)
        nap(2);
}

/* While nobody listens on the host, reading gives the end of the file and poll POLLHUP: half a line is forgotten then. */
static void receive(void)
{
    struct pollfd wanted = {.fd = port, .events = POLLIN};
    sigset_t none;
    sigemptyset(&none);
    int ready = ppoll(&wanted, 1, NULL, &none);
    reap();
    if (ready <= 0)
        return;
    ssize_t count = wanted.revents & POLLIN ? read(port, received + filled, sizeof received - filled) : 0;
    if (count > 0) {
        filled += (size_t)count;
    } else {
        filled = 0;
        nap(20);
    }
}

char *next_line(void)
{
    filled -= taken;
    memmove(received, received + taken, filled);
    taken = 0;
    for (;;) {
        char *end = memchr(received, '\n', filled);
        if (end != NULL) {
            *end = '\0';
            taken = (size_t)(end - received) + 1;
            return received;
        }
        if (filled == sizeof received) {
            say("FAILED a line is longer than %zu bytes", sizeof received);
            filled = 0;
        }
        receive();
    }
}

/* Waits while nobody listens on the host. */
void say(const char *format, ...)
{
    char line[4096];
    va_list values;
    va_start(values, format);
    vsnprintf(line, sizeof line - 1, format, values);
    va_end(values);
    size_t length = strlen(line);
    for (char *newline = line; (newline = strchr(newline, '\n')) != NULL;)
        *newline = ' ';
    line[length++] = '\n';
    for (size_t sent = 0; sent < length;) {
        ssize_t count = write(port, line + sent, length - sent);
        if (count > 0)
            sent += (size_t)count;
        else if (errno != EINTR && errno != EAGAIN)
            return;
    }
}
