#include "agent.h"

#include <stdio.h>
#include <sys/reboot.h>
#include <unistd.h>

static void give_up(void)
{
    fprintf(stderr, "volta: %s\n", reason());
    sync();
    reboot(RB_POWER_OFF);
}

int main(void)
{
    if (!leave_initrd()) {
        give_up();
        return 1;
    }
    set_up_guest();
    open_port();
    say("HELLO 1");
    for (;;)
        obey(next_line());
}
