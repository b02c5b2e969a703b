#include "agent.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include <unistd.h>

static bool start(char *rest)
{
    (void)rest;
    start_link();
    if (!start_server())
        return false;
    say("READY");
    start_services();
    return true;
}

static bool prepare(char *rest)
{
    (void)rest;
    if (!warm())
        return false;
    say("WARMED");
    return true;
}

static bool answer(char *rest)
{
    (void)rest;
    say("PONG");
    return true;
}

static bool tell_of_java(char *rest)
{
    static struct output told;
    char *const argv[] = {"java", "-version", NULL};
    if (!run(argv, NULL, &told))
        return false;
    for (char *line = strtok_r(told.text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest))
        say("JAVA %s", line);
    say("JAVA-EXIT %d", told.status);
    return true;
}

/* What still runs may write to the disk, so it ends first. */
static bool power_off(char *rest)
{
    (void)rest;
    kill(-1, SIGKILL);
    while (wait(NULL) > 0 || errno == EINTR)
        ;
    give_disk_back();
    sync();
    mount(NULL, "/", NULL, MS_REMOUNT | MS_RDONLY, NULL);
    say("BYE");
    reboot(RB_POWER_OFF);
    return failed("reboot");
}

static const struct {
    const char *word;
    bool (*obey)(char *rest);
} commands[] = {
    {"WARM", prepare},
    {"NAME", take_name},
    {"MACHINE-ID", take_machine_id},
    {"TIME", take_time},
    {"SEED", take_seed},
    {"HOST-KEY", take_host_key},
    {"AUTHORIZED", take_authorized_keys},
    {"DISK", take_disk},
    {"START", start},
    {"PING", answer},
    {"JAVA", tell_of_java},
    {"POWEROFF", power_off},
};

void obey(char *line)
{
    char *rest = line;
    char *word = strsep(&rest, " ");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(word, commands[i].word) == 0) {
            if (!commands[i].obey(rest == NULL ? line + strlen(line) : rest))
                say("FAILED %s: %s", word, reason());
            return;
        }
    }
    say("FAILED unknown: %s", word);
}
