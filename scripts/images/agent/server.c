#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * The SSH server. It is loaded before the guest is anybody, and then waits for its host key at the end of a named pipe:
 * so it is part of a template, and yet has neither listened nor drawn a random number. It draws them for each connection,
 * of the kernel, whose own were stirred before the key came.
 */
#define KEY_PIPE "/run/volta/host-key"
#define LISTENS_PIPE "/run/volta/listens"
#define PORT 22

static const long LOOK_EVERY_MS = 2;
static const long LIMIT_MS = 30000;

/* Its first word is no path, so it does not load itself anew for each connection. */
static char *const command[] = {
    "dropbear", "-F", "-E", "-e", "-m", "-s", "-z", "-W", "1048576", "-p", "0.0.0.0:22", "-r", KEY_PIPE, "-P", LISTENS_PIPE,
    NULL,
};

static pid_t server;
static int key_pipe = -1;
static int listens_pipe = -1;
static char host_key[HOST_KEY_BYTES];
static bool has_key;
static bool started;

static bool make_pipes(void)
{
    return listens_pipe >= 0 ||
           (mkfifo(KEY_PIPE, 0600) == 0 && mkfifo(LISTENS_PIPE, 0600) == 0 &&
            (listens_pipe = open(LISTENS_PIPE, O_RDWR | O_CLOEXEC)) >= 0) ||
           failed("the pipes of the SSH server");
}

static bool load(void)
{
    if (key_pipe >= 0)
        return true;
    if (!make_pipes() || (server = spawn("/usr/sbin/dropbear", command, NULL)) < 0)
        return false;
    for (long waited = 0; waited < LIMIT_MS; waited += LOOK_EVERY_MS) {
        key_pipe = open(KEY_PIPE, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
        if (key_pipe >= 0)
            return true;
        nap(LOOK_EVERY_MS);
    }
    return wrong("the SSH server does not load");
}

/* The key in dropbear's format: a string that says what it is, and one with the secret and the public half. */
static bool give_key(const char *key)
{
    static const char head[] = "\0\0\0\013ssh-ed25519\0\0\0\100";
    char whole[sizeof head - 1 + HOST_KEY_BYTES];
    memcpy(whole, head, sizeof head - 1);
    memcpy(whole + sizeof head - 1, key, HOST_KEY_BYTES);
    bool given = write(key_pipe, whole, sizeof whole) == (ssize_t)sizeof whole || failed("the SSH server takes no key");
    close(key_pipe);
    key_pipe = -1;
    memset(whole, 0, sizeof whole);
    return given;
}

/* It writes its process id there when it listens. */
static bool await_listening(void)
{
    char id[16];
    struct pollfd told = {.fd = listens_pipe, .events = POLLIN};
    if (poll(&told, 1, (int)LIMIT_MS) != 1)
        return wrong("the SSH server does not listen");
    return read(listens_pipe, id, sizeof id) > 0 || failed("the SSH server");
}

static void call(void)
{
    char greeting[256];
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(PORT), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int any = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(any, (struct sockaddr *)&here, sizeof here) == 0)
        while (read(any, greeting, sizeof greeting) < 0)
            ;
    close(any);
}

/* Once with a key of nobody, and only this guest to answer to: what it needs is in memory for the next time. */
static bool rehearse(void)
{
    static const char nobody[HOST_KEY_BYTES];
    bool listened = load() && give_key(nobody) && await_listening();
    if (listened)
        call();
    if (server > 0) {
        kill(server, SIGKILL);
        while (waitpid(server, NULL, 0) < 0 && errno == EINTR)
            ;
        server = 0;
    }
    return listened;
}

bool prepare_server(void)
{
    return rehearse() && load();
}

bool take_host_key(char *base64)
{
    if (decode_base64(base64) != HOST_KEY_BYTES)
        return wrong("a host key is 64 bytes in base64");
    memcpy(host_key, base64, HOST_KEY_BYTES);
    has_key = true;
    return true;
}

bool start_server(void)
{
    if (!has_key)
        return wrong("no host key came");
    if (started && kill(server, 0) != 0)
        started = false; /* it has ended */
    if (!started)
        started = load() && give_key(host_key) && await_listening();
    return started;
}
