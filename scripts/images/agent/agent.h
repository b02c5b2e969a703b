/*
 * The agent of Volta's guests: /init of the initial RAM disk, and process 1 for good. It talks with the host over the
 * virtio-serial port "volta", a line at a time; docs/vms.md describes the lines.
 *
 * Functions that return bool give false after failed() or wrong() has kept the reason, which reason() returns.
 */
#ifndef VOLTA_AGENT_H
#define VOLTA_AGENT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define HOST_KEY_BYTES 64
#define PRINTF __attribute__((format(printf, 1, 2)))

/* initrd.c */
/* Loads the drivers and goes over to the disk's root file system. */
bool leave_initrd(void);

/* guest.c */
void set_up_guest(void);

/* port.c */
void open_port(void);
/* Opens the virtio-serial port of this name; -1 if there is none yet. */
int try_port(const char *name);
/* The next line of the host without its end; what ends meanwhile is reaped. */
char *next_line(void);
void say(const char *format, ...) PRINTF;

/* link.c: ties Unix sockets of this guest to the host, in a process of its own. */
void start_link(void);

/* devices.c */
#define DEVICE (sizeof "/dev/" + 256)
/* Gives the path of the device of which a folder of sysfs has an entry whose `attribute` is `wanted`. */
bool find_device(const char *folder, const char *attribute, const char *wanted, char device[DEVICE]);

/* commands.c: does what a line of the host says. */
void obey(char *line);

/* identity.c: what makes a guest the machine that it is to be. */
bool take_name(char *name);
bool take_machine_id(char *id);
bool take_time(char *time);
bool take_seed(char *base64);
bool take_authorized_keys(char *base64);

/* disk.c: the disk that the machine keeps, with /srv, /var/log/volta and what changes in /opt/volta. */
/* Finds it, as far as that is the same for all machines of a template. */
bool prepare_disk(void);
bool take_disk(char *rest);
void give_disk_back(void);

/* services.c */
void start_services(void);

/* timers.c: for a guest that was stopped and goes on elsewhere; does no harm to others. */
void set_timers_again(void);

/* server.c */
/* Lets it wait for the host key, with all that it needs in memory. */
bool prepare_server(void);
/* Of Ed25519: the secret and the public half. */
bool take_host_key(char *base64);
/* Returns when it listens. */
bool start_server(void);

/* warm.c: what a later start needs is in memory then, and what is the same for all machines is done. */
bool warm(void);

/* run.c */
struct output {
    int status; /* as of a shell: 0 to 255 */
    size_t length;
    char text[16384]; /* ends with a zero; what does not fit is lost */
};
/* Runs a program to its end. Its environment has `variable` (NAME=value) too, unless that is NULL. */
bool run(char *const argv[], char *variable, struct output *output);
/*
 * Starts a program that reads nothing and goes on by itself; -1 if it cannot. What it prints goes to the end of `log`, or
 * nowhere if that is NULL.
 */
pid_t spawn(const char *program, char *const argv[], const char *log);
void reap(void);

/* base64.c: in place; gives the number of bytes, or -1 if it is no base64. */
ssize_t decode_base64(char *text);

/* base.c */
bool failed(const char *doing);   /* with what errno means */
bool wrong(const char *sentence); /* without */
const char *reason(void);
void nap(long milliseconds);
/* What is in the file is replaced; `mode` is that of a file that was not there. */
bool put_file(const char *path, mode_t mode, const void *bytes, size_t length);
/* A small file of text as far as it fits, without the line's end. */
bool get_text(const char *path, char *into, size_t size);

#endif
