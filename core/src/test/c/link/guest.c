/*
 * The guest's side of the link as a program of this machine: instead of QEMU's port it has the Unix socket that it is given,
 * and connects to it again and again, as QEMU does.
 */
#include "agent.h"
#include "link.h"

#include <unistd.h>

int main(int count, char **arguments)
{
    for (;;) {
        int port = count == 2 ? connect_to(arguments[1]) : -1;
        if (port >= 0) {
            serve_link(port);
            close(port);
        }
        nap(20);
    }
}
