#include "agent.h"
#include "link.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST_STREAMS 512
#define GRANT (WINDOW / 4)

/* A listening socket, or one that is connected. Numbers of the host are odd, those that are given here are even. */
struct stream {
    uint32_t number; /* 0: none */
    int socket;
    char listens[108]; /* on this path; empty for one that is connected */
    uint32_t credit;   /* bytes that the host still takes; none before it has agreed to the stream */
    uint32_t owed;     /* bytes that the socket took, and that the host has not been granted again */
    uint8_t *waiting;  /* at most WINDOW bytes that the socket did not take yet */
    size_t first, last;
    bool host_ended, socket_ended;
};

static struct stream streams[MOST_STREAMS];
static size_t used; /* streams behind these were never there */
static uint32_t last_number;

static struct stream *find(uint32_t number)
{
    for (size_t i = 0; i < used; i++)
        if (streams[i].number == number)
            return &streams[i];
    return NULL;
}

static struct stream *add(uint32_t number, int socket)
{
    struct stream *place = find(0);
    if (place == NULL)
        place = &streams[used++];
    *place = (struct stream){.number = number, .socket = socket};
    return place;
}

static bool listens(const struct stream *stream)
{
    return stream->listens[0] != '\0';
}

static bool is_full(void)
{
    return used == MOST_STREAMS && find(0) == NULL;
}

static void drop(struct stream *stream)
{
    close(stream->socket);
    if (listens(stream))
        unlink(stream->listens);
    free(stream->waiting);
    *stream = (struct stream){0};
}

static void drop_all(void)
{
    for (size_t i = 0; i < used; i++)
        if (streams[i].number != 0)
            drop(&streams[i]);
    used = 0;
    last_number = 0;
}

static void reset(struct stream *stream)
{
    send_frame(RESET, stream->number, NULL, 0);
    drop(stream);
}

static void violated(void)
{
    lose_frames();
    drop_all();
}

static void refuse(uint32_t number)
{
    send_frame(REFUSED, number, reason(), strlen(reason()));
}

/* From the port to sockets. */

static void drop_if_over(struct stream *stream)
{
    if (stream->host_ended && stream->socket_ended && stream->first == stream->last)
        drop(stream);
}

static void took(struct stream *stream, size_t count)
{
    stream->owed += (uint32_t)count;
    if (stream->owed >= GRANT && !stream->host_ended) {
        send_number(CREDIT, stream->number, stream->owed);
        stream->owed = 0;
    }
}

/* As much as the socket takes; -1 if it takes nothing ever again. */
static ssize_t pass(struct stream *stream, const uint8_t *bytes, size_t length)
{
    ssize_t count = send(stream->socket, bytes, length, MSG_NOSIGNAL);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        count = 0;
    if (count < 0)
        reset(stream);
    else
        took(stream, (size_t)count);
    return count;
}

static void end_if_passed(struct stream *stream)
{
    if (!stream->host_ended || stream->first < stream->last)
        return;
    shutdown(stream->socket, SHUT_WR);
    drop_if_over(stream);
}

static void pass_waiting(struct stream *stream)
{
    ssize_t count = pass(stream, stream->waiting + stream->first, stream->last - stream->first);
    if (count < 0)
        return;
    stream->first += (size_t)count;
    if (stream->first == stream->last) {
        stream->first = stream->last = 0;
        end_if_passed(stream);
    }
}

static void keep_waiting(struct stream *stream, const uint8_t *bytes, size_t length)
{
    size_t there = stream->last - stream->first;
    if (there + length > WINDOW) {
        violated();
        return;
    }
    if (stream->waiting == NULL && (stream->waiting = malloc(WINDOW)) == NULL) {
        reset(stream);
        return;
    }
    if (stream->last + length > WINDOW) {
        memmove(stream->waiting, stream->waiting + stream->first, there);
        stream->first = 0;
        stream->last = there;
    }
    memcpy(stream->waiting + stream->last, bytes, length);
    stream->last += length;
}

static void take_data(struct stream *stream, const struct frame *frame)
{
    ssize_t count = 0;
    if (stream->first == stream->last)
        count = pass(stream, frame->payload, frame->length);
    if (count >= 0 && (size_t)count < frame->length)
        keep_waiting(stream, frame->payload + count, frame->length - (size_t)count);
}

static bool take_path(const struct frame *frame, char *path, size_t size)
{
    if (frame->length == 0 || frame->length >= size)
        return wrong("the path of a socket has 1 to 107 bytes");
    memcpy(path, frame->payload, frame->length);
    path[frame->length] = '\0';
    if (is_full())
        return wrong("the guest has as many streams as it can");
    return path[0] == '/' || wrong("the path of a socket begins with /");
}

static void begin(const struct frame *frame)
{
    char path[108];
    int socket = -1;
    if (take_path(frame, path, sizeof path))
        socket = frame->type == LISTEN ? listen_on(path) : connect_to(path);
    if (socket < 0) {
        refuse(frame->stream);
        return;
    }
    struct stream *stream = add(frame->stream, socket);
    if (frame->type == LISTEN)
        memcpy(stream->listens, path, sizeof path);
    else
        stream->credit = WINDOW;
    send_frame(OPENED, frame->stream, NULL, 0);
}

static void grant(struct stream *stream, const struct frame *frame)
{
    uint32_t more = frame->length == 4 ? number_at(frame->payload) : 0;
    if (more == 0 || more > WINDOW - stream->credit)
        violated();
    else
        stream->credit += more;
}

/* What is said about a stream that has ended here crossed that word on its way. */
static void obey_about(struct stream *stream, const struct frame *frame)
{
    switch (frame->type) {
    case OPENED:
        stream->credit = WINDOW;
        break;
    case REFUSED:
    case RESET:
        drop(stream);
        break;
    case UNLISTEN:
        reset(stream);
        break;
    case DATA:
        take_data(stream, frame);
        break;
    case END:
        stream->host_ended = true;
        end_if_passed(stream);
        break;
    case CREDIT:
        grant(stream, frame);
        break;
    default:
        violated();
    }
}

static void obey_frame(const struct frame *frame)
{
    struct stream *stream = frame->stream == 0 ? NULL : find(frame->stream);
    if (frame->type == HELLO) {
        drop_all();
        begin_anew();
    } else if (frame->stream == 0) {
        drop_all(); /* what came was no frame */
    } else if (stream != NULL) {
        obey_about(stream, frame);
    } else if (frame->type == LISTEN || frame->type == OPEN) {
        begin(frame);
    }
}

/* All that came, unless what is said about it finds no room; false then. */
static bool obey_frames(void)
{
    struct frame frame;
    while (has_room()) {
        if (!next_frame(&frame))
            return true;
        obey_frame(&frame);
    }
    return false;
}

/* From sockets to the port. */

static void accept_one(struct stream *listener)
{
    if (is_full()) /* since poll was prepared */
        return;
    int socket = accept4(listener->socket, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket < 0)
        return;
    uint32_t about = listener->number;
    last_number += 2;
    add(last_number, socket);
    send_number(OPEN, last_number, about);
}

static void take_from(struct stream *stream)
{
    uint8_t *place = next_payload();
    size_t most = stream->credit < MOST_PAYLOAD ? stream->credit : MOST_PAYLOAD;
    ssize_t count = recv(stream->socket, place, most, 0);
    if (count > 0) {
        stream->credit -= (uint32_t)count;
        send_frame(DATA, stream->number, place, (size_t)count);
    } else if (count == 0 || errno == ECONNRESET) { /* the latter if the peer left without reading all */
        stream->socket_ended = true;
        send_frame(END, stream->number, NULL, 0);
        drop_if_over(stream);
    } else if (errno != EAGAIN && errno != EINTR) {
        reset(stream);
    }
}

/* Nothing is asked about sockets that nothing can be done with: poll tells again and again that their peers are gone. */
static short wanted(const struct stream *stream)
{
    if (stream->number == 0)
        return 0;
    if (listens(stream))
        return is_full() ? 0 : POLLIN;
    short reading = stream->credit > 0 && !stream->socket_ended ? POLLIN : 0;
    return stream->first < stream->last ? (short)(reading | POLLOUT) : reading;
}

static void serve(struct stream *stream, short events)
{
    uint32_t number = stream->number;
    if (listens(stream)) {
        accept_one(stream);
        return;
    }
    if (stream->first < stream->last && events & (POLLOUT | POLLHUP | POLLERR))
        pass_waiting(stream);
    if (stream->number == number && wanted(stream) & POLLIN && events & (POLLIN | POLLHUP | POLLERR))
        take_from(stream);
}

/* Frames that wait for the port to take them come before everything that makes more of them. */
static bool turn(int port)
{
    static size_t begin_at;
    static struct pollfd polled[MOST_STREAMS + 1];
    bool roomy = has_room();
    size_t count = roomy ? used : 0;
    for (size_t i = 0; i < count; i++) {
        short events = wanted(&streams[i]);
        polled[i] = (struct pollfd){.fd = events == 0 ? -1 : streams[i].socket, .events = events};
    }
    short about_port = (short)((roomy ? POLLIN : 0) | (has_frames() ? POLLOUT : 0));
    polled[count] = (struct pollfd){.fd = port, .events = about_port};
    if (poll(polled, count + 1, -1) < 0)
        return errno == EINTR;
    if (polled[count].revents & (POLLHUP | POLLERR))
        return false;
    begin_at = count == 0 ? 0 : (begin_at + 1) % count;
    for (size_t i = 0; i < count && has_room(); i++) {
        size_t at = (begin_at + i) % count;
        if (polled[at].revents != 0 && streams[at].socket == polled[at].fd)
            serve(&streams[at], polled[at].revents);
    }
    if (polled[count].revents & POLLIN && !receive_frames(port))
        return false;
    bool all;
    do {
        all = obey_frames();
        if (!flush_frames(port))
            return false;
    } while (!all && has_room());
    return true;
}

void serve_link(int port)
{
    signal(SIGPIPE, SIG_IGN);
    while (turn(port))
        ;
    drop_all();
}
