// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/figures/repeat.h"

static void assert_repeats(const struct run *run, const char *command)
{
	size_t size;
	FILE *file = open_memstream(&text, &size);

	repeat__write(run, file);
	fclose(file);
	assert_string_equal(text, command);
	free(text);
	text = NULL;
}

static void test_run(void **state)
{
	struct run *run = &add_run("6.12", 2, 0)->run;

	(void)state;
	strcpy(run->cpus, "3");
	assert_repeats(run, "hookbench run --backends none,kprobe,fentry --workload create-unlink "
			    "--payload count --rounds 2 --cycles 1000 --threads 1 --seed 1 "
			    "--cpus 3");
	strcpy(run->plan.cpus, "2-3");
	strcpy(run->plan.precision, "5ns");
	run->plan.max_time_s = 60;
	run->plan.rate_hz = 100;
	strcpy(run->plan.dir, "/tmp/it's");
	strcpy(run->plan.target, "vfs_unlink");
	assert_repeats(run, "hookbench run --backends none,kprobe,fentry --workload create-unlink "
			    "--payload count --target vfs_unlink --rounds 2 --precision 5ns "
			    "--max-time 60 --cycles "
			    "1000 --threads 1 --rate 100 --seed 1 --dir '/tmp/it'\\''s' --cpus "
			    "2-3");
	*run->plan.precision = *run->plan.dir = *run->plan.target = '\0';
	run->plan.max_time_s = 0;
	run->plan.rate_hz = 0;
	run->vm = json_pack("{s:s, s:s, s:s, s:s}", "image", "vmlinuz $(x)", "accelerator", "exact",
			    "cpu_model", "qemu64", "append", "mitigations=off quiet");
	assert_repeats(run, "hookbench run --backends none,kprobe,fentry --workload create-unlink "
			    "--payload count --rounds 2 --cycles 1000 --threads 1 --seed 1 "
			    "--kernel 'vmlinuz $(x)' --accel exact --cpu-model qemu64 --append "
			    "'mitigations=off quiet'");
}

static void test_command(void **state)
{
	struct run *run = &add_run("6.12", 3, 0)->run;

	(void)state;
	strcpy(run->plan.workload, "macro");
	strcpy(run->plan.hooked, "openat");
	strcpy(run->plan.command, "tar c 'a b' | wc");
	run->plan.warmup = 0;
	strcpy(run->plan.hyperfine, "--setup 'make x'");
	assert_repeats(run, "hookbench macro --backends none,kprobe,fentry --workload openat "
			    "--payload count --rounds 3 --runs 1000 --seed 1 --setup 'make x' "
			    "-- 'tar c '\\''a b'\\'' | wc'");
	/* Words that no shell read are quoted already. */
	strcpy(run->plan.command, "rm 'a b'");
	strcpy(run->plan.hyperfine, "--shell none");
	run->vm = json_pack("{s:s}", "image", "vmlinuz-6.12");
	run->plan.warmup = 5;
	assert_repeats(run, "hookbench macro --backends none,kprobe,fentry --workload openat "
			    "--payload count --rounds 3 --runs 1000 --warmup 5 --seed 1 "
			    "--shell none --kernel vmlinuz-6.12 -- rm 'a b'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_run),
		on_report(test_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
