// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Measures the same four hooks as hookbench, by other means: programs of two instructions written
 * by hand, attached with the kernel's own system calls, a loop and a clock of its own, and the most
 * frequent value by sorting. It shares only the VM starter (independent_vm.c). What one kind of
 * hook costs more than another is a property of the kernel, so both programs must find the same.
 *
 * It is the first process of a VM. Its reply is a JSON object: backend -> instructions per
 * operation.
 */
#include <bpf/btf.h>
#include <fcntl.h>
#include <jansson.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#define OPERATIONS 400

static const char *const functions[] = { "do_unlinkat", "filename_unlinkat" };
static const char *function;
static __u32 function_id; /* in the kernel's BTF */

static void die(const char *what)
{
	perror(what);
	sync();
	reboot(RB_POWER_OFF);
}

/* ---- hooks ---- */

static int load(enum bpf_prog_type type, enum bpf_attach_type attach)
{
	/* r0 = 0; exit */
	static const struct bpf_insn program[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr = {
		.prog_type = type,
		.expected_attach_type = attach,
		.insns = (__u64)(unsigned long)program,
		.insn_cnt = 2,
		.license = (__u64)(unsigned long)"GPL",
		.attach_btf_id = type == BPF_PROG_TYPE_TRACING ? function_id : 0,
	};
	int fd = (int)syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr));

	if (fd < 0)
		die("BPF_PROG_LOAD");
	return fd;
}

static int attach_probe(int program, int at_return)
{
	struct perf_event_attr attr = {
		.size = sizeof(attr),
		.config = (__u64)at_return,
		.config1 = (__u64)(unsigned long)function,
	};
	FILE *type = fopen("/sys/bus/event_source/devices/kprobe/type", "r");
	int fd;

	if (!type || fscanf(type, "%u", &attr.type) != 1)
		die("kprobe/type");
	fclose(type);
	fd = (int)syscall(SYS_perf_event_open, &attr, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
	if (fd < 0 || ioctl(fd, PERF_EVENT_IOC_SET_BPF, program) ||
	    ioctl(fd, PERF_EVENT_IOC_ENABLE, 0))
		die("perf_event_open");
	return fd;
}

static int attach_kprobe(void)
{
	return attach_probe(load(BPF_PROG_TYPE_KPROBE, 0), 0);
}

static int attach_kretprobe(void)
{
	return attach_probe(load(BPF_PROG_TYPE_KPROBE, 0), 1);
}

static int attach_trampoline(enum bpf_attach_type type)
{
	union bpf_attr attr = { .raw_tracepoint.prog_fd =
					(__u32)load(BPF_PROG_TYPE_TRACING, type) };
	int fd = (int)syscall(SYS_bpf, BPF_RAW_TRACEPOINT_OPEN, &attr, sizeof(attr));

	if (fd < 0)
		die("BPF_RAW_TRACEPOINT_OPEN");
	return fd;
}

static int attach_fentry(void)
{
	return attach_trampoline(BPF_TRACE_FENTRY);
}

static int attach_fexit(void)
{
	return attach_trampoline(BPF_TRACE_FEXIT);
}

static int attach_none(void)
{
	return open("/dev/null", O_RDONLY);
}

static const struct {
	const char *name;
	int (*attach)(void);
} hooks[] = {
	{ "fexit", attach_fexit },   { "kretprobe", attach_kretprobe }, { "none", attach_none },
	{ "fentry", attach_fentry }, { "kprobe", attach_kprobe },
};

/* ---- measuring ---- */

#ifdef __aarch64__
#define HOST_LINE "/dev/ttyS0"

/*
 * By another clock than hookbench's, which reads the virtual counter: the CPU's cycles, which
 * advance by one for each instruction that QEMU counts. (Documentation/arch/arm64/perf.rst)
 */
static void open_clock(void)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_HARDWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_HW_CPU_CYCLES,
		.config1 = 3, /* 64 bits, readable by this process */
		.pinned = 1,
	};
	int allow, fd;

	mkdir("/proc", 0700);
	mount("proc", "/proc", "proc", 0, NULL);
	allow = open("/proc/sys/kernel/perf_user_access", O_WRONLY);
	if (allow < 0 || write(allow, "1", 1) != 1)
		die("perf_user_access");
	close(allow);
	fd = (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0);
	if (fd < 0 || mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED)
		die("perf_event_open of cycles");
}

static unsigned long ticks(void)
{
	unsigned long value;

	__asm__ volatile("isb\n\tmrs %0, pmccntr_el0\n\tisb" : "=r"(value) : : "memory");
	return value;
}
#else
#define HOST_LINE "/dev/ttyS1"

static void open_clock(void)
{
}

static unsigned long ticks(void)
{
	unsigned int low, high;

	__asm__ volatile("lfence\n\trdtsc\n\tlfence" : "=a"(low), "=d"(high) : : "memory");
	return (unsigned long)high << 32 | low;
}
#endif

static int compare(const void *a, const void *b)
{
	unsigned long x = *(const unsigned long *)a, y = *(const unsigned long *)b;

	return (x > y) - (x < y);
}

static unsigned long most_frequent(unsigned long *values)
{
	unsigned long best = 0;
	int best_count = 0;

	qsort(values, OPERATIONS, sizeof(*values), compare);
	for (int i = 0, count = 0; i < OPERATIONS; i++) {
		count = i && values[i] == values[i - 1] ? count + 1 : 1;
		if (count > best_count) {
			best = values[i];
			best_count = count;
		}
	}
	return best;
}

static unsigned long measure(void)
{
	static unsigned long values[OPERATIONS];

	/* Twice, and the first is thrown away: caches of the kernel fill. */
	for (int i = 0; i < 2 * OPERATIONS; i++) {
		int fd = open("independent", O_CREAT | O_WRONLY, 0600);
		unsigned long start;

		if (fd < 0)
			die("open");
		close(fd);
		start = ticks();
		unlinkat(AT_FDCWD, "independent", 0);
		values[i % OPERATIONS] = ticks() - start;
	}
	return most_frequent(values);
}

static void find_function(void)
{
	struct btf *btf = btf__load_vmlinux_btf();

	for (size_t i = 0; i < 2 && !function; i++) {
		int id = btf__find_by_name_kind(btf, functions[i], BTF_KIND_FUNC);

		if (id > 0) {
			function = functions[i];
			function_id = (__u32)id;
		}
	}
	if (!function)
		die("function");
	btf__free(btf);
}

/* ---- the host: the messages of bench/wire/wire.h ---- */

static int open_channel(void)
{
	int fd = open(HOST_LINE, O_RDWR | O_NOCTTY);
	struct termios settings;

	if (tcgetattr(fd, &settings))
		die(HOST_LINE);
	cfmakeraw(&settings);
	tcsetattr(fd, TCSANOW, &settings);
	return fd;
}

static void write_line(int fd, const char *line)
{
	dprintf(fd, "%s\n", line);
}

/* There is but one request. */
static void read_line(int fd)
{
	char c = 0;

	while (c != '\n' && read(fd, &c, 1) == 1)
		;
}

static void guest(void)
{
	json_t *costs = json_object();
	char *text;
	int channel;

	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	mount("sysfs", "/sys", "sysfs", 0, NULL);
	mkdir("/work", 0700);
	if (mount("tmpfs", "/work", "tmpfs", 0, NULL) || chdir("/work"))
		die("tmpfs");
	channel = open_channel();
	write_line(channel, "{\"hello\": {\"version\": 1, \"release\": \"independent\"}}");
	find_function();
	open_clock();
	for (size_t i = 0; i < sizeof(hooks) / sizeof(*hooks); i++) {
		int fd = hooks[i].attach();

		sleep(1);
		json_object_set_new(costs, hooks[i].name, json_integer((json_int_t)measure()));
		close(fd);
		sleep(1);
	}
	write_line(channel, "{\"ready\": {}}");
	read_line(channel);
	text = json_dumps(json_pack("{s:{s:{s:o}}}", "reply", "run", "costs", costs), JSON_COMPACT);
	write_line(channel, text);
	tcdrain(channel);
	/* Whoever asked ends it. */
	pause();
	reboot(RB_POWER_OFF);
}

int main(void)
{
	if (getpid() == 1)
		guest();
	return 2;
}
