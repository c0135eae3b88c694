// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/bare_hooks.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/base/table.h"
#include "bench/hook/link.h"
#include "bench/hook/requirement.h"
#include "bench/machine/sysfile.h"

/* ---- ways to attach ---- */

static int set_program(int event, int program)
{
	if (!ioctl(event, PERF_EVENT_IOC_SET_BPF, program) &&
	    !ioctl(event, PERF_EVENT_IOC_ENABLE, 0))
		return event;
	program = -errno;
	close(event);
	return program;
}

static int attach_kprobe(const struct bare_hooks *h, size_t i)
{
	struct perf_event_attr event = {
		.type = h->kprobe_pmu,
		.size = sizeof(event),
		.config = h->way->at_return,
		.kprobe_func = (uint64_t)(uintptr_t)h->functions[i],
	};
	int fd;

	if (!h->kprobe_pmu)
		return -EOPNOTSUPP;
	fd = (int)syscall(SYS_perf_event_open, &event, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
	return fd < 0 ? -errno : set_program(fd, h->programs[0]);
}

static int attach_kprobe_multi(const struct bare_hooks *h, size_t i)
{
	(void)i;
	return link__create_kprobe_multi(h->programs[0], h->way->attach_type, h->way->at_return,
					 h->functions, NULL, h->n);
}

/* Kernels before 5.12 know no other way. */
static int attach_trampoline(const struct bare_hooks *h, size_t i)
{
	int fd = bpf_raw_tracepoint_open(NULL, h->programs[i]);

	return fd < 0 ? -errno : fd;
}

static int attach_trampoline_multi(const struct bare_hooks *h, size_t i)
{
	(void)i;
	return link__create_trampoline_multi(h->programs[0], h->way->attach_type, h->ids, h->n);
}

const struct bare_way bare_ways[] = {
	{ .name = "kprobe", .type = BPF_PROG_TYPE_KPROBE, .attach = attach_kprobe },
	{ .name = "kretprobe",
	  .type = BPF_PROG_TYPE_KPROBE,
	  .at_return = true,
	  .attach = attach_kprobe },
	{ .name = "kprobe.multi",
	  .type = BPF_PROG_TYPE_KPROBE,
	  .attach_type = ATTACH_KPROBE_MULTI,
	  .is_one_link = true,
	  .attach = attach_kprobe_multi },
	{ .name = "kretprobe.multi",
	  .type = BPF_PROG_TYPE_KPROBE,
	  .attach_type = ATTACH_KPROBE_MULTI,
	  .at_return = true,
	  .is_one_link = true,
	  .attach = attach_kprobe_multi },
	{ .name = "fentry",
	  .type = BPF_PROG_TYPE_TRACING,
	  .attach_type = BPF_TRACE_FENTRY,
	  .has_own_program = true,
	  .needs_btf = true,
	  .attach = attach_trampoline },
	{ .name = "fexit",
	  .type = BPF_PROG_TYPE_TRACING,
	  .attach_type = BPF_TRACE_FEXIT,
	  .has_own_program = true,
	  .needs_btf = true,
	  .attach = attach_trampoline },
	{ .name = "fentry.multi",
	  .type = BPF_PROG_TYPE_TRACING,
	  .attach_type = ATTACH_FENTRY_MULTI,
	  .is_one_link = true,
	  .needs_btf = true,
	  .attach = attach_trampoline_multi },
	{ .name = "fexit.multi",
	  .type = BPF_PROG_TYPE_TRACING,
	  .attach_type = ATTACH_FEXIT_MULTI,
	  .is_one_link = true,
	  .needs_btf = true,
	  .attach = attach_trampoline_multi },
	{ .name = NULL },
};

const struct bare_way *bare_way__find(const char *backend)
{
	return table__find(bare_ways, sizeof(*bare_ways), backend);
}

/* ---- the life cycle ---- */

#define OTHER_DESCRIPTORS 256

/* A descriptor for each program and each link. */
static int allow_descriptors(size_t n)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return -errno;
	n += OTHER_DESCRIPTORS;
	if (limit.rlim_cur >= n)
		return 0;
	limit.rlim_cur = n;
	if (limit.rlim_max < n)
		limit.rlim_max = n;
	return setrlimit(RLIMIT_NOFILE, &limit) ? -EMFILE : 0;
}

int bare_hooks__open(struct bare_hooks *h, const struct bare_way *way, const char *const *functions,
		     const uint32_t *ids, size_t n)
{
	char line[32];
	int err = -ENOMEM;

	*h = (struct bare_hooks){
		.way = way,
		.n = n,
		.functions = functions,
		.ids = ids,
		.programs = calloc(n, sizeof(*h->programs)),
		.links = calloc(n, sizeof(*h->links)),
	};
	if (!sysfile__read_line(KPROBE_PMU, line, sizeof(line)))
		h->kprobe_pmu = (uint32_t)strtoul(line, NULL, 10);
	if (h->programs && h->links)
		err = allow_descriptors((way->has_own_program ? n : 1) +
					(way->is_one_link ? 1 : n));
	if (err) {
		free(h->programs);
		free(h->links);
	}
	return err;
}

/* r0 = 0; exit */
static const struct bpf_insn program[] = {
	{ .code = BPF_ALU64 | BPF_MOV | BPF_K },
	{ .code = BPF_JMP | BPF_EXIT },
};

size_t bare_hooks__to_load(const struct bare_hooks *h)
{
	return (h->way->has_own_program ? h->n : 1) - h->n_programs;
}

size_t bare_hooks__to_attach(const struct bare_hooks *h)
{
	return (h->way->is_one_link ? 1 : h->n) - h->n_links;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static int load(const struct bare_way *way, struct bpf_prog_load_opts *options)
{
	return bpf_prog_load((enum bpf_prog_type)way->type, "hookbench", "GPL", program,
			     sizeof(program) / sizeof(*program), options);
}

/* Asks once more for the first line of what the verifier says. */
static void ask_why(struct bare_hooks *h, const struct bpf_prog_load_opts *options)
{
	struct bpf_prog_load_opts with_log = *options;
	int fd;

	with_log.log_level = 1;
	with_log.log_buf = h->message;
	with_log.log_size = sizeof(h->message);
	fd = load(h->way, &with_log);
	if (fd >= 0)
		close(fd);
	h->message[sizeof(h->message) - 1] = '\0';
	h->message[strcspn(h->message, "\n")] = '\0';
}

int bare_hooks__load(struct bare_hooks *h, size_t most)
{
	const struct bare_way *way = h->way;
	size_t n = h->n_programs + least(bare_hooks__to_load(h), most);

	LIBBPF_OPTS(bpf_prog_load_opts, options,
		    .expected_attach_type = (enum bpf_attach_type)way->attach_type);
	for (; h->n_programs < n; h->n_programs++) {
		int fd, err;

		options.attach_btf_id = way->has_own_program ? h->ids[h->n_programs] : 0;
		fd = load(way, &options);
		if (fd < 0) {
			err = -errno;
			ask_why(h, &options);
			return err;
		}
		h->programs[h->n_programs] = fd;
	}
	return 0;
}

int bare_hooks__attach(struct bare_hooks *h, size_t most)
{
	size_t n = h->n_links + least(bare_hooks__to_attach(h), most);

	for (; h->n_links < n; h->n_links++) {
		int fd = h->way->attach(h, h->n_links);

		if (fd < 0)
			return fd;
		h->links[h->n_links] = fd;
	}
	return 0;
}

void bare_hooks__detach(struct bare_hooks *h, size_t most)
{
	while (h->n_links && most--)
		close(h->links[--h->n_links]);
}

void bare_hooks__close(struct bare_hooks *h)
{
	bare_hooks__detach(h, h->n_links);
	while (h->n_programs)
		close(h->programs[--h->n_programs]);
	free(h->programs);
	free(h->links);
	h->programs = h->links = NULL;
}
