#include "agent.h"
#include "link.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static bool name_socket(const char *path, struct sockaddr_un *address)
{
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (strlen(path) >= sizeof address->sun_path)
        return wrong("the path of a socket has at most 107 bytes");
    strcpy(address->sun_path, path);
    return true;
}

static int failed_with(int socket, const char *path)
{
    failed(path);
    if (socket >= 0)
        close(socket);
    return -1;
}

int connect_to(const char *path)
{
    struct sockaddr_un address;
    if (!name_socket(path, &address))
        return -1;
    int made = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (made < 0 || connect(made, (struct sockaddr *)&address, sizeof address) != 0)
        return failed_with(made, path);
    return made;
}

/* One that nobody listens on any more was left behind. */
static bool clear(const char *path)
{
    struct stat there;
    if (lstat(path, &there) != 0)
        return errno == ENOENT || failed(path);
    if (!S_ISSOCK(there.st_mode))
        return wrong("it is no socket");
    int probe = connect_to(path);
    if (probe >= 0)
        close(probe);
    if (probe >= 0 || errno == EAGAIN)
        return wrong("another process listens there");
    return unlink(path) == 0 || failed(path);
}

/* With those above it; that it is there already is no failure. */
static bool make_folder(const char *path)
{
    char part[sizeof((struct sockaddr_un *)0)->sun_path];
    for (const char *end = strchr(path + 1, '/'); end != NULL; end = strchr(end + 1, '/')) {
        snprintf(part, sizeof part, "%.*s", (int)(end - path), path);
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            return failed(part);
    }
    return true;
}

int listen_on(const char *path)
{
    struct sockaddr_un address;
    if (!name_socket(path, &address) || !make_folder(path) || !clear(path))
        return -1;
    int made = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    mode_t before = umask(0177);
    bool bound = made >= 0 && bind(made, (struct sockaddr *)&address, sizeof address) == 0;
    umask(before);
    if (!bound || listen(made, SOMAXCONN) != 0)
        return failed_with(made, path);
    return made;
}
