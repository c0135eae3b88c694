// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Measures hooks of the kernel and of user space as hookbench does, by other means: programs of two
 * instructions written by hand, attached with the kernel's own system calls, a loop and a clock of
 * its own, and the most frequent value by sorting. It shares only the VM starter
 * (independent_vm.c). What one kind of hook costs more than another is a property of the kernel, so
 * both programs must find the same.
 *
 * It is the first process of a VM. Its reply is a JSON object: backend -> instructions per
 * operation; in user space, "FUNCTION BACKEND".
 */
#include <bpf/btf.h>
#include <fcntl.h>
#include <jansson.h>
#include <link.h>
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

static int attach_probe(const char *kind, const char *where, unsigned long offset, int at_return)
{
	struct perf_event_attr attr = {
		.size = sizeof(attr),
		.config = (__u64)at_return,
		.config1 = (__u64)(unsigned long)where,
		.config2 = offset,
	};
	int program = load(BPF_PROG_TYPE_KPROBE, 0), fd;
	char path[64];
	FILE *type;

	snprintf(path, sizeof(path), "/sys/bus/event_source/devices/%s/type", kind);
	type = fopen(path, "r");
	if (!type || fscanf(type, "%u", &attr.type) != 1)
		die(path);
	fclose(type);
	fd = (int)syscall(SYS_perf_event_open, &attr, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
	if (fd < 0 || ioctl(fd, PERF_EVENT_IOC_SET_BPF, program) ||
	    ioctl(fd, PERF_EVENT_IOC_ENABLE, 0))
		die("perf_event_open");
	return fd;
}

static int attach_kprobe(void)
{
	return attach_probe("kprobe", function, 0, 0);
}

static int attach_kretprobe(void)
{
	return attach_probe("kprobe", function, 0, 1);
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

/* ---- in user space ---- */

/* As hookbench's functions of these names begin. */
#define USER_FUNCTION(name, text)                                                               \
	__asm__(".pushsection .text, \"ax\", %progbits\n\t.balign 64\nuser_" #name ":\n\t" text \
		"\n\t.popsection\n");                                                           \
	void user_##name(void);

USER_FUNCTION(nop, "nop\n\tret")
USER_FUNCTION(ret, "ret")
#ifdef __aarch64__
USER_FUNCTION(push, "stp x29, x30, [sp, #-16]!\n\tldp x29, x30, [sp], #16\n\tret")
#else
USER_FUNCTION(push, "push %rbp\n\tpop %rbp\n\tret")
#endif

static void (*called)(void); /* NULL: a file is unlinked */

/* In the file of which this process is: from its program headers. */
static int find_offset(struct dl_phdr_info *info, size_t size, void *offset)
{
	unsigned long address = (unsigned long)called - info->dlpi_addr;

	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *header = &info->dlpi_phdr[i];

		if (header->p_type == PT_LOAD && address - header->p_vaddr < header->p_filesz)
			*(unsigned long *)offset = address - header->p_vaddr + header->p_offset;
	}
	return 1;
}

static int attach_user(int at_return)
{
	unsigned long offset = 0;

	dl_iterate_phdr(find_offset, &offset);
	return attach_probe("uprobe", "/proc/self/exe", offset, at_return);
}

static int attach_uprobe(void)
{
	return attach_user(0);
}

static int attach_uretprobe(void)
{
	return attach_user(1);
}

/*
 * The kernel looks up the mapping that a uprobe is in, in a tree: with as many mappings as
 * hookbench has, it is as deep.
 */
static void add_mappings(void)
{
	for (int i = 0; i < 40; i++)
		if (mmap(NULL, 4096, i % 2 ? PROT_READ : PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			 0) == MAP_FAILED)
			die("mmap");
}

/* ---- all hooks ---- */

static const struct {
	const char *name;
	int (*attach)(void);
	void (*called)(void);
} hooks[] = {
	{ "fexit", attach_fexit, NULL },
	{ "kretprobe", attach_kretprobe, NULL },
	{ "none", attach_none, NULL },
	{ "fentry", attach_fentry, NULL },
	{ "kprobe", attach_kprobe, NULL },
	{ "nop uprobe", attach_uprobe, user_nop },
	{ "nop none", attach_none, user_nop },
	{ "nop uretprobe", attach_uretprobe, user_nop },
	{ "push none", attach_none, user_push },
	{ "push uprobe", attach_uprobe, user_push },
	{ "ret uprobe", attach_uprobe, user_ret },
	{ "ret none", attach_none, user_ret },
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

static unsigned long unlink_file(void)
{
	int fd = open("independent", O_CREAT | O_WRONLY, 0600);
	unsigned long start;

	if (fd < 0)
		die("open");
	close(fd);
	start = ticks();
	unlinkat(AT_FDCWD, "independent", 0);
	return ticks() - start;
}

static unsigned long call_function(void)
{
	unsigned long start = ticks();

	called();
	return ticks() - start;
}

static unsigned long measure(void)
{
	static unsigned long values[OPERATIONS];

	/* Twice, and the first is thrown away: caches of the kernel fill. */
	for (int i = 0; i < 2 * OPERATIONS; i++)
		values[i % OPERATIONS] = called ? call_function() : unlink_file();
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
	mkdir("/proc", 0700);
	mount("proc", "/proc", "proc", 0, NULL);
	mkdir("/work", 0700);
	if (mount("tmpfs", "/work", "tmpfs", 0, NULL) || chdir("/work"))
		die("tmpfs");
	channel = open_channel();
	write_line(channel, "{\"hello\": {\"version\": 1, \"release\": \"independent\"}}");
	find_function();
	open_clock();
	add_mappings();
	for (size_t i = 0; i < sizeof(hooks) / sizeof(*hooks); i++) {
		int fd;

		called = hooks[i].called;
		fd = hooks[i].attach();
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
