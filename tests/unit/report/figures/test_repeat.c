// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "bench/base/encode.h"
#include "bench/programs/macro.h"
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
	strcpy(run->plan.beside, "fentry");
	strcpy(run->plan.elsewhere, "kprobe.multi:10");
	run->plan.copies = 4;
	run->plan.pid_filter = true;
	assert_repeats(
		run,
		"hookbench run --backends none,kprobe,fentry --workload create-unlink "
		"--payload count --target vfs_unlink --rounds 2 --precision 5ns "
		"--max-time 60 --cycles 1000 --beside fentry --elsewhere kprobe.multi:10 --copies 4 "
		"--pid-filter yes --threads 1 --rate 100 --seed 1 --dir '/tmp/it'\\''s' --cpus 2-3");
	*run->plan.precision = *run->plan.dir = *run->plan.target = *run->plan.beside = '\0';
	*run->plan.elsewhere = '\0';
	run->plan.copies = 1;
	run->plan.pid_filter = false;
	run->plan.max_time_s = 0;
	run->plan.rate_hz = 0;
	run->vm = json_pack("{s:s, s:s, s:s, s:s}", "image", "vmlinuz $(x)", "accelerator", "exact",
			    "cpu_model", "qemu64", "append", "mitigations=off quiet");
	assert_repeats(run, "hookbench run --backends none,kprobe,fentry --workload create-unlink "
			    "--payload count --rounds 2 --cycles 1000 --threads 1 --seed 1 "
			    "--kernel 'vmlinuz $(x)' --accel exact --cpu-model qemu64 --append "
			    "'mitigations=off quiet'");
}

/* Debian's kernels are fetched by their release; of others the path is not known. */
static void test_kernel(void **state)
{
	static const struct {
		const char *image, *kernel;
	} kernels[] = {
		{ "vmlinuz-6.12.117+deb13-cloud-amd64", "6.12.117+deb13-cloud-amd64" },
		{ "vmlinuz-5.10.0-46-cloud-arm64", "5.10.0-46-cloud-arm64" },
		{ "vmlinuz-6.1.0-57-amd64", NULL },
		{ "vmlinuz--cloud-amd64", NULL },
		{ "vmlinuz-6/../x-cloud-amd64", NULL },
		{ "bzImage", NULL },
	};
	struct run *run = &add_run("6.12", 3, 0)->run;
	char words[128];

	(void)state;
	assert_null(repeat__image(run));
	for (size_t i = 0; i < COUNT_OF(kernels); i++) {
		FILE *file;
		size_t size;

		json_decref(run->vm);
		run->vm = json_pack("{s:s}", "image", kernels[i].image);
		free(text);
		file = open_memstream(&text, &size);
		repeat__write(run, file);
		fclose(file);
		snprintf(words, sizeof(words), " --kernel %s",
			 kernels[i].kernel ? kernels[i].kernel : kernels[i].image);
		assert_says(words);
		if (kernels[i].kernel)
			assert_null(repeat__image(run));
		else
			assert_string_equal(repeat__image(run), kernels[i].image);
	}
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

/* The words that a shell gives hookbench, each with a NUL; then the text is one line. */
static size_t read_by_shell(const struct run *run, char *words, size_t size)
{
	size_t n;
	static const char function[] = "hookbench() { printf '%s\\0' \"$@\"; }\n";
	FILE *script = open_memstream(&text, &n), *shell;

	fputs(function, script);
	repeat__write(run, script);
	fclose(script);
	assert_true(encode__is_plain(text + strlen(function)));
	assert_null(strchr(text, '`'));
	shell = popen(text, "re");
	free(text);
	text = NULL;
	n = fread(words, 1, size, shell);
	assert_int_equal(pclose(shell), 0);
	return n;
}

/* The words of a command, and of hyperfine's options, as hookbench macro quotes them. */
static void test_a_shell_reads_the_same_words(void **state)
{
	static const char *const odd[] = { "a b",	"it's",	     "$(touch made) `touch made`",
					   "a\nb",	"-%s\\n\tx", "\n\n",
					   "ends\n",	"\033[2J",   "\303\244",
					   "\302\233x", "",	     "* ? ~ !! ;&|<>\"#" };
	struct run *run = &add_run("6.12", 3, 0)->run;
	char words[8192];

	(void)state;
	strcpy(run->plan.workload, "macro");
	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		char *const list[] = { (char *)"echo", (char *)odd[i], NULL };
		const struct macro macro = { .words = list, .prepare = odd[i] };
		size_t n, length = strlen(odd[i]);

		assert_int_equal(macro__complete_plan(&macro, &run->plan), 0);
		n = read_by_shell(run, words, sizeof(words));
		assert_true(n > length + 1);
		assert_string_equal(words + n - length - 1, odd[i]);
		assert_string_equal(words + n - length - 1 - strlen("echo") - 1, "echo");
		assert_non_null(memmem(words, n, "--prepare", sizeof("--prepare")));
		assert_string_equal((char *)memmem(words, n, "--prepare", sizeof("--prepare")) +
					    sizeof("--prepare"),
				    odd[i]);
	}
	assert_int_equal(access("made", F_OK), -1);
}

/* What hookbench has not written is one word. */
static void test_a_stored_run_that_says_more(void **state)
{
	static const char *const hostile[] = { "--shell none; touch made",
					       "--shell none `touch made`", "--shell 'none",
					       "--shell none\ntouch made", "--shell \"none\"" };
	struct run *run = &add_run("6.12", 3, 0)->run;
	char words[8192];

	(void)state;
	strcpy(run->plan.workload, "macro");
	for (size_t i = 0; i < sizeof(hostile) / sizeof(*hostile); i++) {
		size_t n;

		strcpy(run->plan.command, "true");
		strcpy(run->plan.hyperfine, hostile[i]);
		n = read_by_shell(run, words, sizeof(words));
		assert_non_null(memmem(words, n, hostile[i], strlen(hostile[i]) + 1));
		strcpy(run->plan.command, hostile[i]);
		strcpy(run->plan.hyperfine, "--shell none");
		n = read_by_shell(run, words, sizeof(words));
		assert_string_equal(words + n - strlen(hostile[i]) - 1, hostile[i]);
	}
	assert_int_equal(access("made", F_OK), -1);
}

/* A user's program comes from its file, and its twin from nowhere. */
static void test_command_under_a_program(void **state)
{
	struct run *run = &add_run("6.12", 3, 0)->run;
	struct plan *plan = &run->plan;

	(void)state;
	strcpy(plan->workload, "macro");
	strcpy(plan->hooked, "openat");
	strcpy(plan->command, "true");
	plan->warmup = 0;
	strcpy(plan->hyperfine, "--shell none");
	plan->n_programs = 1;
	strcpy(plan->programs[0].arm, "kprobe");
	strcpy(plan->programs[0].twin, "fentry");
	strcpy(plan->programs[0].source, "my file.bpf.c");
	strcpy(plan->settings.retarget, "a=b");
	assert_repeats(run,
		       "hookbench macro --backends none --program 'my file.bpf.c' --retarget a=b "
		       "--workload openat --payload count --rounds 3 --runs 1000 --seed 1 "
		       "--shell none -- true");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_run),
		on_report(test_kernel),
		on_report(test_command),
		on_report(test_a_shell_reads_the_same_words),
		on_report(test_a_stored_run_that_says_more),
		on_report(test_command_under_a_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
