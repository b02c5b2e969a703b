#include "agent.h"

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

#define FLEETS "/opt/volta"
#define LOG "/var/log/volta/boot.log"

/* What ran when the machine ended runs again. Each fleet has left a script that starts its services; nobody waits. */
void start_services(void)
{
    DIR *fleets = opendir(FLEETS);
    if (fleets == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(fleets)) != NULL;) {
        char script[sizeof FLEETS + sizeof entry->d_name + sizeof "//services/.boot"];
        snprintf(script, sizeof script, "%s/%s/services/.boot", FLEETS, entry->d_name);
        char *const argv[] = {"sh", script, NULL};
        if (access(script, R_OK) == 0)
            spawn("/bin/sh", argv, LOG);
    }
    closedir(fleets);
}
