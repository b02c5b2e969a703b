#include "agent.h"
#include "link.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

static const long LOOK_EVERY_MS = 2;
static const long LIMIT_MS = 5000;

/* Machines that were started by an older Volta have no such port. */
static int find_link(void)
{
    for (long waited = 0; waited < LIMIT_MS; waited += LOOK_EVERY_MS) {
        int port = try_port("volta.link");
        if (port >= 0)
            return port;
        nap(LOOK_EVERY_MS);
    }
    return -1;
}

/* A write waits, without using the processor, until somebody listens on the host; the host passes over fillers. */
static bool await_host(int port)
{
    const char filler = FILLER;
    int flags = fcntl(port, F_GETFL);
    return fcntl(port, F_SETFL, flags & ~O_NONBLOCK) == 0 && write(port, &filler, 1) == 1 &&
           fcntl(port, F_SETFL, flags | O_NONBLOCK) == 0;
}

/* A guest that is short of memory ends others first. */
static void outlive_workers(void)
{
    int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (score >= 0 && write(score, "-1000", 5) == 5)
        close(score);
}

static void keep_link(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    prctl(PR_SET_NAME, "volta-link");
    close_range(STDERR_FILENO + 1, ~0U, 0);
    outlive_workers();
    int port = find_link();
    while (port >= 0 && await_host(port))
        serve_link(port);
    _exit(1);
}

/* A second time changes nothing. */
void start_link(void)
{
    static pid_t process;
    if (process > 0 && kill(process, 0) == 0)
        return;
    process = fork();
    if (process == 0)
        keep_link();
}
