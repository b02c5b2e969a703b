#include "agent.h"

#include <string.h>

static int value_of(char digit)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = digit == '\0' ? NULL : strchr(digits, digit);
    return found == NULL ? -1 : (int)(found - digits);
}

ssize_t decode_base64(char *text)
{
    size_t length = strlen(text);
    if (length % 4 != 0)
        return -1;
    for (int padding = 0; padding < 2 && length > 0 && text[length - 1] == '='; padding++)
        length--;
    unsigned bits = 0;
    size_t decoded = 0;
    for (size_t i = 0; i < length; i++) {
        int value = value_of(text[i]);
        if (value < 0)
            return -1;
        bits = bits << 6 | (unsigned)value;
        if (i % 4 != 0)
            text[decoded++] = (char)(bits >> (6 - 2 * (i % 4)));
    }
    return (ssize_t)decoded;
}
