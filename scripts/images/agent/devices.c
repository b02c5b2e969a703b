#include "agent.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

bool find_device(const char *folder, const char *attribute, const char *wanted, char device[DEVICE])
{
    DIR *entries = opendir(folder);
    if (entries == NULL)
        return failed(folder);
    bool found = false;
    for (struct dirent *entry; !found && (entry = readdir(entries)) != NULL;) {
        char path[DEVICE + 64];
        char value[32];
        snprintf(path, sizeof path, "%s/%s/%s", folder, entry->d_name, attribute);
        found = get_text(path, value, sizeof value) && strcmp(value, wanted) == 0;
        if (found)
            snprintf(device, DEVICE, "/dev/%s", entry->d_name);
    }
    closedir(entries);
    return found || wrong("there is no such device");
}
