#include "link.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define MOST_FRAME (HEADER + MOST_PAYLOAD + MARK)
#define ROOM (MOST_FRAME + 1024)

static const char magic[] = "VOLTALNK\1"; /* the last byte is the version */
#define MAGIC (sizeof magic - 1)

static uint8_t in[4 * MOST_FRAME];
static size_t in_first, in_last;
static uint8_t out[8 * MOST_FRAME];
static size_t out_first, out_last;
static uint8_t nonce[NONCE];
static bool lost = true; /* until a HELLO comes */

uint32_t number_at(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void put_number(uint8_t *bytes, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(number >> (24 - 8 * i));
}

bool receive_frames(int port)
{
    if (in_first > 0) {
        memmove(in, in + in_first, in_last - in_first);
        in_last -= in_first;
        in_first = 0;
    }
    ssize_t count = read(port, in + in_last, sizeof in - in_last);
    if (count > 0)
        in_last += (size_t)count;
    return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR));
}

/* A nonce has no zeros, so that a frame that fillers complete has another mark. */
static bool is_hello(const struct frame *frame, const uint8_t *mark)
{
    return frame->type == HELLO && frame->stream == 0 && frame->length == MAGIC + NONCE &&
           memcmp(frame->payload, magic, MAGIC) == 0 && memchr(frame->payload + MAGIC, 0, NONCE) == NULL &&
           memcmp(frame->payload + MAGIC, mark, MARK) == 0;
}

enum found { NOTHING_YET, NO_FRAME, A_FRAME };

static enum found look(struct frame *frame)
{
    const uint8_t *bytes = in + in_first;
    size_t there = in_last - in_first;
    if (there < HEADER)
        return lost && bytes[0] != HELLO ? NO_FRAME : NOTHING_YET;
    frame->type = bytes[0];
    frame->stream = number_at(bytes + 1);
    frame->length = (size_t)bytes[5] << 8 | bytes[6];
    frame->payload = bytes + HEADER;
    if (frame->type > CREDIT || frame->length > MOST_PAYLOAD || (lost && frame->length != MAGIC + NONCE))
        return NO_FRAME;
    if (there < HEADER + frame->length + MARK)
        return NOTHING_YET;
    const uint8_t *mark = frame->payload + frame->length;
    if (is_hello(frame, mark)) {
        memcpy(nonce, frame->payload + MAGIC, NONCE);
        lost = false;
    } else if (lost || frame->type == HELLO || memcmp(mark, nonce, MARK) != 0) {
        return NO_FRAME;
    }
    in_first += HEADER + frame->length + MARK;
    return A_FRAME;
}

bool next_frame(struct frame *frame)
{
    while (in_first < in_last) {
        if (in[in_first] == FILLER) {
            in_first++;
            continue;
        }
        switch (look(frame)) {
        case A_FRAME:
            return true;
        case NOTHING_YET:
            return false;
        case NO_FRAME:
            in_first++;
            if (!lost) {
                lose_frames();
                *frame = (struct frame){.type = RESET};
                return true;
            }
        }
    }
    return false;
}

bool has_room(void)
{
    return sizeof out - (out_last - out_first) >= ROOM;
}

bool has_frames(void)
{
    return out_first < out_last;
}

uint8_t *next_payload(void)
{
    if (sizeof out - out_last < ROOM) {
        memmove(out, out + out_first, out_last - out_first);
        out_last -= out_first;
        out_first = 0;
    }
    return out + out_last + HEADER;
}

void send_frame(enum frame_type type, uint32_t stream, const void *payload, size_t length)
{
    uint8_t *place = next_payload();
    if (payload != place && length > 0)
        memcpy(place, payload, length);
    uint8_t *header = place - HEADER;
    header[0] = (uint8_t)type;
    put_number(header + 1, stream);
    header[5] = (uint8_t)(length >> 8);
    header[6] = (uint8_t)length;
    memcpy(place + length, nonce, MARK);
    out_last += HEADER + length + MARK;
}

void send_number(enum frame_type type, uint32_t stream, uint32_t number)
{
    uint8_t bytes[4];
    put_number(bytes, number);
    send_frame(type, stream, bytes, sizeof bytes);
}

bool flush_frames(int port)
{
    while (has_frames()) {
        ssize_t count = write(port, out + out_first, out_last - out_first);
        if (count <= 0)
            return count < 0 && (errno == EAGAIN || errno == EINTR);
        out_first += (size_t)count;
    }
    out_first = out_last = 0;
    return true;
}

void begin_anew(void)
{
    uint8_t hello[MAGIC + NONCE];
    memcpy(hello, magic, MAGIC);
    memcpy(hello + MAGIC, nonce, NONCE);
    out_first = out_last = 0;
    send_frame(HELLO, 0, hello, sizeof hello);
}

void lose_frames(void)
{
    lost = true;
    begin_anew();
}
