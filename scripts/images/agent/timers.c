#include "agent.h"

#include <sched.h>
#include <time.h>

/*
 * QEMU 7.2 does not keep the timers of RISC-V processors when a guest is stopped for a template. Linux waits for the one
 * that it had set and sets no later one before that, so nothing that sleeps would ever wake up. A timer that is due
 * already is earlier than all, so each processor sets its timer again.
 */
void set_timers_again(void)
{
    const struct timespec long_ago = {.tv_nsec = 1};
    cpu_set_t all;
    if (sched_getaffinity(0, sizeof all, &all) != 0)
        return;
    for (size_t cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        cpu_set_t one;
        if (!CPU_ISSET(cpu, &all))
            continue;
        CPU_ZERO(&one);
        CPU_SET(cpu, &one);
        if (sched_setaffinity(0, sizeof one, &one) == 0)
            clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &long_ago, NULL);
    }
    sched_setaffinity(0, sizeof all, &all);
}
