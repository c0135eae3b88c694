// SPDX-License-Identifier: GPL-2.0-or-later
/* On made-up files of /proc and /sys below the current folder. */
#include "tests/unit/support.h"

#include <sched.h>

#include "bench/machine/disturbance_reader.h"

#define STAT                                                             \
	"cpu  100 0 100 1000 0 0 0 60 0 0\n"                             \
	"cpu0 50 0 50 500 0 0 0 10 0 0\ncpu1 50 0 50 500 0 0 0 20 0 0\n" \
	"cpu3 50 0 50 500 0 0 0 30 0 0\nintr 1 2 3\n"

static cpu_set_t cpus_of(int a, int b)
{
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(a, &cpus);
	CPU_SET(b, &cpus);
	return cpus;
}

static struct disturbance read_cpus(int a, int b)
{
	cpu_set_t cpus = cpus_of(a, b);

	return disturbance__of_cpus(".", &cpus);
}

/* CPU 2 is off line, and has no column. */
static void test_interrupts_of_the_cpus(void **state)
{
	(void)state;
	make_file("proc/interrupts",
		  "           CPU0       CPU1       CPU3\n"
		  "  1:          1         10        100   IO-APIC   1-edge      i8042\n"
		  "NMI:          2         20        200   Non-maskable interrupts\n"
		  "LOC:          4         40        400   Local timer interrupts\n"
		  "ERR:       8000\n"
		  "MIS:       9000       9000       9000\n");
	assert_int_equal(read_cpus(0, 0).interrupts, 7);
	assert_int_equal(read_cpus(1, 3).interrupts, 770);
	assert_int_equal(read_cpus(2, 2).interrupts, 0);
}

/* With one CPU, a total looks like that CPU's. */
static void test_totals_are_of_no_cpu(void **state)
{
	(void)state;
	make_file("proc/interrupts", "           CPU0\n"
				     "  1:          1   IO-APIC   1-edge      i8042\n"
				     "ERR:       8000\n");
	assert_int_equal(read_cpus(0, 0).interrupts, 1);
}

static void test_steal(void **state)
{
	int64_t ns_a_tick = INT64_C(1000000000) / sysconf(_SC_CLK_TCK);

	(void)state;
	make_file("proc/stat", STAT);
	assert_int_equal(read_cpus(0, 0).steal_ns, 10 * ns_a_tick);
	assert_int_equal(read_cpus(1, 3).steal_ns, 50 * ns_a_tick);
	assert_int_equal(read_cpus(7, 7).steal_ns, COUNT_UNKNOWN);
}

/* 0 since boot is an answer where there is no hypervisor, and none where there is one. */
static void test_steal_that_is_not_counted(void **state)
{
	(void)state;
	make_file("proc/stat", "cpu0 50 0 50 500 0 0 0 0 0 0\n");
	make_file("proc/cpuinfo", "processor : 0\nflags\t\t: fpu vme tsc\n\n");
	assert_int_equal(read_cpus(0, 0).steal_ns, 0);
	make_file("proc/cpuinfo", "processor : 0\nflags\t\t: fpu hypervisor tsc\n\n");
	assert_int_equal(read_cpus(0, 0).steal_ns, COUNT_UNKNOWN);
}

static void test_throttles(void **state)
{
	(void)state;
	make_file("sys/devices/system/cpu/cpu1/thermal_throttle/core_throttle_count", "3\n");
	assert_int_equal(read_cpus(1, 1).throttles, 3);
	make_file("sys/devices/system/cpu/cpu1/thermal_throttle/package_throttle_count", "40\n");
	assert_int_equal(read_cpus(0, 1).throttles, 43);
	assert_int_equal(read_cpus(0, 0).throttles, COUNT_UNKNOWN);
}

static void test_nothing_to_read_is_unknown(void **state)
{
	struct disturbance d = read_cpus(0, 1);

	(void)state;
	assert_int_equal(d.interrupts, COUNT_UNKNOWN);
	assert_int_equal(d.steal_ns, COUNT_UNKNOWN);
	assert_int_equal(d.throttles, COUNT_UNKNOWN);
	make_file("proc/interrupts", "");
	assert_int_equal(read_cpus(0, 1).interrupts, COUNT_UNKNOWN);
}

/* ---- threads ---- */

static void test_sleeping_is_a_voluntary_switch(void **state)
{
	struct disturbance_start start;
	struct disturbance d;

	(void)state;
	disturbance__begin_thread(&start);
	for (int i = 0; i < 5; i++)
		usleep(1000);
	d = disturbance__end_thread(&start);
	assert_true(d.voluntary_switches >= 5);
	assert_int_equal(d.interrupts, 0);
	assert_int_equal(d.steal_ns, 0);
}

static void test_new_pages_are_faults(void **state)
{
	const size_t size = 64 * (size_t)sysconf(_SC_PAGESIZE);
	struct disturbance_start start;
	struct disturbance d;
	char *memory;

	(void)state;
	disturbance__begin_thread(&start);
	memory = aligned_alloc((size_t)sysconf(_SC_PAGESIZE), size);
	memset(memory, 1, size);
	d = disturbance__end_thread(&start);
	__asm__ volatile("" : : "r"(memory) : "memory");
	free(memory);
	assert_true(d.minor_faults > 0);
}

/* Moves the calling thread to each CPU that it may use. Returns how many there are. */
static int visit_cpus(void)
{
	cpu_set_t allowed;

	assert_int_equal(sched_getaffinity(0, sizeof(allowed), &allowed), 0);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		cpu_set_t one = cpus_of(cpu, cpu);

		if (CPU_ISSET(cpu, &allowed))
			assert_int_equal(sched_setaffinity(0, sizeof(one), &one), 0);
	}
	sched_setaffinity(0, sizeof(allowed), &allowed);
	return CPU_COUNT(&allowed);
}

static void test_migrations(void **state)
{
	struct disturbance_start start;
	struct disturbance d;
	int cpus = visit_cpus();

	(void)state;
	if (cpus < 2 || access("/proc/thread-self/sched", R_OK))
		skip_because("there is one CPU, or the kernel does not count migrations");
	disturbance__begin_thread(&start);
	visit_cpus();
	visit_cpus();
	d = disturbance__end_thread(&start);
	assert_true(d.migrations >= 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_interrupts_of_the_cpus),
		folder_test(test_totals_are_of_no_cpu),
		folder_test(test_steal),
		folder_test(test_steal_that_is_not_counted),
		folder_test(test_throttles),
		folder_test(test_nothing_to_read_is_unknown),
		cmocka_unit_test(test_sleeping_is_a_voluntary_switch),
		cmocka_unit_test(test_new_pages_are_faults),
		cmocka_unit_test(test_migrations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
