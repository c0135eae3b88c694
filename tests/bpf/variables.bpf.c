// SPDX-License-Identifier: GPL-2.0-or-later
/* Variables of each type, read by a program, so that none is left out. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>
#include <stdbool.h>

char LICENSE[] SEC("license") = "GPL";

enum mode { MODE_FAST, MODE_SAFE = 7, MODE_NEGATIVE = -3 };
enum wide { WIDE_ONE = 1, WIDE_MOST = 0x123456789abcdef0ULL };
struct pair {
	int first, second;
};
typedef unsigned short port_number;

const volatile __u32 limit = 10;
const volatile __s8 small = -1;
const volatile __u64 large = 1;
const volatile bool enabled = false;
const volatile char letter = 'a';
const volatile enum mode mode = MODE_FAST;
const volatile enum wide wide = WIDE_ONE;
const volatile port_number port = 80;
const volatile int several[4] = { 1, 2, 3, 4 };
const volatile struct pair pair = { 1, 2 };
const volatile __int128 huge = 1;
const int fixed SEC(".rodata") = 3;
volatile int written = 5;
volatile int zero;
volatile int elsewhere SEC(".data.more") = 9;
static volatile int hidden = 4;
void *volatile pointer;
volatile float half = 0.5f;

SEC("tp/syscalls/sys_enter_getppid") int read_all(void *context)
{
	(void)context;
	return (int)(limit + small + large + enabled + letter + mode + wide + port + several[1] +
		     pair.second + huge + *(const volatile int *)&fixed + written + zero +
		     elsewhere + hidden + (pointer != 0));
}
