#include "agent.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PID_FILE "/run/sshd.pid"

static const long LOOK_EVERY_MS = 2;
static const long LIMIT_MS = 30000;

/* sshd writes its file when it listens. */
static bool listens(void)
{
    char text[32];
    pid_t sshd = get_text(PID_FILE, text, sizeof text) ? atoi(text) : 0;
    return sshd > 1 && kill(sshd, 0) == 0;
}

static bool launch(void)
{
    static struct output said;
    char *const argv[] = {"/usr/sbin/sshd", NULL};
    char sentence[200];
    if (!run(argv, NULL, &said))
        return false;
    if (said.status == 0)
        return true;
    snprintf(sentence, sizeof sentence, "sshd: %.190s", said.text);
    return wrong(sentence);
}

bool start_sshd(void)
{
    if (listens())
        return true;
    if (access(HOST_KEY, R_OK) != 0)
        return wrong("no host key came");
    unlink(PID_FILE);
    if (!launch())
        return false;
    for (long waited = 0; waited < LIMIT_MS; waited += LOOK_EVERY_MS) {
        if (listens())
            return true;
        nap(LOOK_EVERY_MS);
    }
    return wrong("sshd does not listen");
}
