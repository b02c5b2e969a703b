#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void use_streams(int in, int out)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    if (in > STDERR_FILENO)
        close(in);
}

static void become(char *const argv[], char *variable, int out)
{
    use_streams(open("/dev/null", O_RDONLY), out);
    if (variable != NULL)
        putenv(variable);
    execvp(argv[0], argv);
    dprintf(STDERR_FILENO, "cannot run %s", argv[0]);
    _exit(127);
}

static void drain(int from, struct output *output)
{
    char rest[1024];
    for (;;) {
        size_t room = sizeof output->text - 1 - output->length;
        ssize_t count = room > 0 ? read(from, output->text + output->length, room) : read(from, rest, sizeof rest);
        if (count == 0 || (count < 0 && errno != EINTR))
            break;
        if (count > 0 && room > 0)
            output->length += (size_t)count;
    }
    output->text[output->length] = '\0';
}

static int end_of(pid_t process)
{
    int status;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool run(char *const argv[], char *variable, struct output *output)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return failed("pipe");
    pid_t process = fork();
    if (process == 0)
        become(argv, variable, ends[1]);
    close(ends[1]);
    output->length = 0;
    if (process > 0) {
        drain(ends[0], output);
        output->status = end_of(process);
    } else {
        failed("fork");
    }
    close(ends[0]);
    return process > 0;
}

pid_t spawn(const char *program, char *const argv[], const char *log)
{
    pid_t process = fork();
    if (process == 0) {
        int nothing = open("/dev/null", O_RDWR);
        use_streams(nothing, log == NULL ? nothing : open(log, O_WRONLY | O_CREAT | O_APPEND, 0644));
        execv(program, argv);
        _exit(127);
    }
    if (process < 0)
        failed("fork");
    return process;
}

void reap(void)
{
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
}
