/*
 * The guest's side of the link: Unix sockets of guest and host, tied together by streams over one virtio-serial port.
 * docs/vms.md describes the frames, their order and who may send which.
 */
#ifndef VOLTA_LINK_H
#define VOLTA_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum frame_type { FILLER, HELLO, LISTEN, UNLISTEN, OPEN, OPENED, REFUSED, DATA, END, RESET, CREDIT };

#define NONCE 16
#define HEADER 7 /* type, stream, length of the payload; big-endian */
#define MARK 4   /* after the payload */
#define MOST_PAYLOAD 16384
#define WINDOW 131072

struct frame {
    enum frame_type type;
    uint32_t stream;
    const uint8_t *payload;
    size_t length;
};

/* mux.c: until the host hangs up. Half a frame that it leaves is kept: the rest of it may come yet. */
void serve_link(int port);

/* frames.c: what comes from the port and what goes to it. */
/* Reads what is there; false if the host has hung up. */
bool receive_frames(int port);
/* The next frame that is whole; it stays until the next call. A HELLO has made its nonce the one that counts. */
bool next_frame(struct frame *frame);
/* Whether frames can be sent: one with as much payload as possible, and some small ones. */
bool has_room(void);
/* Where the payload of the next frame may be written, instead of giving it to send_frame. */
uint8_t *next_payload(void);
void send_frame(enum frame_type type, uint32_t stream, const void *payload, size_t length);
void send_number(enum frame_type type, uint32_t stream, uint32_t number);
bool has_frames(void);
/* Writes as much as the port takes; false if the host has hung up. */
bool flush_frames(int port);
/* Forgets what waits to be written, and tells the host that everything begins anew. */
void begin_anew(void);
/* What came is no frame: looks for the next HELLO, and tells the host. */
void lose_frames(void);
uint32_t number_at(const uint8_t *bytes);

/* sockets.c: -1 after failed() or wrong(). Sockets do not block. */
int listen_on(const char *path);
int connect_to(const char *path);

#endif
