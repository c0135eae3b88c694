/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What programs are made of, each as a payload of its own: what it costs more than `empty` is the
 * price of the piece. They prove their hits by the kernel's run count, and leave nothing behind.
 */
#ifndef HOOKBENCH_BPF_PRICES_BPF_H
#define HOOKBENCH_BPF_PRICES_BPF_H

/* First: the next header uses its types without including it. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

/* From the kernel's uapi, which may be newer than the headers here. */
struct price_timer_value {
	struct bpf_timer timer;
	__u32 is_set;
};

struct price_lock_value {
	struct bpf_spin_lock lock;
	__u32 n;
};

struct price_lpm_key {
	__u32 bits;
	__u32 address;
};

/* The caller's own storage. The kernel says what it is; it is passed on only. */
struct task_struct;

extern void bpf_rcu_read_lock(void) __ksym __weak;
extern void bpf_rcu_read_unlock(void) __ksym __weak;

#define PRICE_MAP(name, kind, n, key_type)         \
	struct {                                   \
		__uint(type, BPF_MAP_TYPE_##kind); \
		__uint(max_entries, n);            \
		__type(key, key_type);             \
		__type(value, __u64);              \
	} name SEC(".maps")

PRICE_MAP(price_array, ARRAY, 1, __u32);
PRICE_MAP(price_percpu_array, PERCPU_ARRAY, 1, __u32);
PRICE_MAP(price_hash, HASH, 1024, __u32);
PRICE_MAP(price_percpu_hash, PERCPU_HASH, 1024, __u32);
PRICE_MAP(price_lru_hash, LRU_HASH, 1024, __u32);

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 1024);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct price_lpm_key);
	__type(value, __u64);
} price_lpm_trie SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} price_task_storage SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1024 * 1024);
} price_ringbuf SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} price_perf SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct price_timer_value);
} price_timer SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct price_lock_value);
} price_lock SEC(".maps");

/* Read from, as if it were the kernel's. */
char price_bytes[256] SEC(".data.bytes");

/* An element is made by the first hit, in the warm-up, and then only counted in. */
#define PRICE_COUNT_IN(map, key)                                              \
	({                                                                    \
		__u64 *value = bpf_map_lookup_elem(&(map), &(key)), zero = 0; \
                                                                              \
		if (value)                                                    \
			++*value;                                             \
		else                                                          \
			bpf_map_update_elem(&(map), &(key), &zero, BPF_ANY);  \
	})

static __always_inline void price__array(void *ctx)
{
	__u32 key = 0;

	(void)ctx;
	PRICE_COUNT_IN(price_array, key);
}

static __always_inline void price__percpu_array(void *ctx)
{
	__u32 key = 0;

	(void)ctx;
	PRICE_COUNT_IN(price_percpu_array, key);
}

static __always_inline void price__hash(void *ctx)
{
	__u32 key = 1;

	(void)ctx;
	PRICE_COUNT_IN(price_hash, key);
}

static __always_inline void price__percpu_hash(void *ctx)
{
	__u32 key = 1;

	(void)ctx;
	PRICE_COUNT_IN(price_percpu_hash, key);
}

static __always_inline void price__lru_hash(void *ctx)
{
	__u32 key = 1;

	(void)ctx;
	PRICE_COUNT_IN(price_lru_hash, key);
}

static __always_inline void price__lpm_trie(void *ctx)
{
	struct price_lpm_key key = { 32, 0x0100007f };

	(void)ctx;
	PRICE_COUNT_IN(price_lpm_trie, key);
}

static __always_inline void price__task_storage(void *ctx)
{
	__u64 *value = bpf_task_storage_get(&price_task_storage, bpf_get_current_task_btf(), 0,
					    BPF_LOCAL_STORAGE_GET_F_CREATE);

	(void)ctx;
	if (value)
		++*value;
}

static __always_inline void price__ringbuf(void *ctx)
{
	__u64 *event = bpf_ringbuf_reserve(&price_ringbuf, sizeof(*event), 0);

	(void)ctx;
	if (!event)
		return;
	*event = 1;
	bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
}

static __always_inline void price__perf(void *ctx)
{
	__u64 event = 1;

	bpf_perf_event_output(ctx, &price_perf, BPF_F_CURRENT_CPU, &event, sizeof(event));
}

static __noinline int price__callee(int value)
{
	asm volatile("" : "+r"(value));
	return value;
}

static __always_inline void price__call(void *ctx)
{
	(void)ctx;
	price__callee(1);
}

static int price__turn(__u32 i, void *context)
{
	(void)i;
	(void)context;
	return 0;
}

static __always_inline void price__loop(void *ctx)
{
	(void)ctx;
	bpf_loop(100, price__turn, NULL, 0);
}

static __always_inline void price__kfunc(void *ctx)
{
	(void)ctx;
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
}

static __always_inline void price__spin_lock(void *ctx)
{
	__u32 key = 0;
	struct price_lock_value *value = bpf_map_lookup_elem(&price_lock, &key);

	(void)ctx;
	if (!value)
		return;
	bpf_spin_lock(&value->lock);
	value->n++;
	bpf_spin_unlock(&value->lock);
}

static int price__fire(void *map, int *key, struct bpf_timer *timer)
{
	(void)map;
	(void)key;
	(void)timer;
	return 0;
}

/* So far ahead that it never fires. */
static __always_inline void price__timer(void *ctx)
{
	__u32 key = 0;
	struct price_timer_value *value = bpf_map_lookup_elem(&price_timer, &key);

	(void)ctx;
	if (!value)
		return;
	if (!value->is_set) {
		bpf_timer_init(&value->timer, &price_timer, 1 /* CLOCK_MONOTONIC */);
		bpf_timer_set_callback(&value->timer, price__fire);
		value->is_set = 1;
	}
	bpf_timer_start(&value->timer, 3600 * 1000000000ULL, 0);
}

#define PRICE_READ(n)                                                     \
	static __always_inline void price__read_##n(void *ctx)            \
	{                                                                 \
		char bytes[n];                                            \
                                                                          \
		(void)ctx;                                                \
		bpf_probe_read_kernel(bytes, sizeof(bytes), price_bytes); \
	}

PRICE_READ(8)
PRICE_READ(64)
PRICE_READ(256)

static __always_inline void price__ktime(void *ctx)
{
	(void)ctx;
	bpf_ktime_get_ns();
}

static __always_inline void price__pid_tgid(void *ctx)
{
	(void)ctx;
	bpf_get_current_pid_tgid();
}

static __always_inline void price__current_task(void *ctx)
{
	(void)ctx;
	bpf_get_current_task();
}

#define PRICE(section, side, name)                \
	SEC(section) int side##_##name(void *ctx) \
	{                                         \
		price__##name(ctx);               \
		return 0;                         \
	}

/* The target is loaded like the program that jumps to it, and put into the map, by
 * bench/hook/hook.c. */
#define PRICE_TAIL_CALL(section, side)                            \
	SEC(section) int side##_tail_call_target(void *ctx)       \
	{                                                         \
		(void)ctx;                                        \
		return 0;                                         \
	}                                                         \
	struct {                                                  \
		__uint(type, BPF_MAP_TYPE_PROG_ARRAY);            \
		__uint(max_entries, 1);                           \
		__uint(key_size, sizeof(__u32));                  \
		__uint(value_size, sizeof(__u32));                \
	} side##_tail_call_targets SEC(".maps");                  \
	SEC(section) int side##_tail_call(void *ctx)              \
	{                                                         \
		bpf_tail_call(ctx, &side##_tail_call_targets, 0); \
		return 0;                                         \
	}

#define PRICES(section, side)              \
	PRICE(section, side, array)        \
	PRICE(section, side, percpu_array) \
	PRICE(section, side, hash)         \
	PRICE(section, side, percpu_hash)  \
	PRICE(section, side, lru_hash)     \
	PRICE(section, side, lpm_trie)     \
	PRICE(section, side, task_storage) \
	PRICE(section, side, ringbuf)      \
	PRICE(section, side, perf)         \
	PRICE_TAIL_CALL(section, side)     \
	PRICE(section, side, call)         \
	PRICE(section, side, loop)         \
	PRICE(section, side, kfunc)        \
	PRICE(section, side, spin_lock)    \
	PRICE(section, side, timer)        \
	PRICE(section, side, read_8)       \
	PRICE(section, side, read_64)      \
	PRICE(section, side, read_256)     \
	PRICE(section, side, ktime)        \
	PRICE(section, side, pid_tgid)     \
	PRICE(section, side, current_task)

char LICENSE[] SEC("license") = "GPL";

#endif
