// SPDX-License-Identifier: GPL-2.0-or-later
/* What QEMU is started with, as a script in its place sees it, and what is refused before. */
#include "tests/unit/support.h"

#include <sys/wait.h>

#include "bench/vm/qemu.h"

/* Descriptors that are only passed on. */
#define INITRAMFS 77
#define REQUEST	  78

static struct vm make_vm(enum accelerator accelerator)
{
	return (struct vm){
		.image = "image", .arch = &guest_archs[0], .accelerator = accelerator, .cpus = 1
	};
}

static void write_image(const char *magic)
{
	char image[0x206] = "";
	FILE *file = fopen("image", "we");

	assert_non_null(file);
	memcpy(image + 0x202, magic, 4);
	assert_int_equal(fwrite(image, sizeof(image), 1, file), 1);
	assert_int_equal(fclose(file), 0);
}

/* The current folder is the only one of PATH. */
static void fake_qemu(const char *script)
{
	char text[256], folder[PATH_MAX];

	snprintf(text, sizeof(text), "#!/bin/sh\n%s\n", script);
	for (const struct guest_arch *arch = guest_archs; arch->name; arch++) {
		write_text_file(arch->qemu, text);
		assert_int_equal(chmod(arch->qemu, 0755), 0);
	}
	assert_non_null(getcwd(folder, sizeof(folder)));
	setenv("PATH", folder, 1);
	log_begin();
}

/* ---- the arguments ---- */

struct arguments {
	size_t n;
	char text[8192], *v[64];
};

static void read_arguments(int fd, struct arguments *a)
{
	size_t size = 0;
	ssize_t n;

	while ((n = read(fd, a->text + size, sizeof(a->text) - 1 - size)) > 0)
		size += (size_t)n;
	a->text[size] = '\0';
	for (char *rest = a->text, *line; (line = strsep(&rest, "\n")) && rest;) {
		assert_true(a->n < COUNT_OF(a->v));
		a->v[a->n++] = line;
	}
}

static int monitor = -1, memory = -1;
static bool is_resumed;
static const struct boot_kernel kernel = { .path = "image", .fd = -1 };

static void start(const struct vm *vm, struct arguments *a)
{
	int ends[2], status;
	pid_t child;

	*a = (struct arguments){ 0 };
	fake_qemu("printf '%s\\n' \"$@\"");
	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		dup2(ends[1], STDOUT_FILENO);
		qemu__exec(vm, &(struct qemu_inputs){ &kernel, INITRAMFS, REQUEST, monitor, memory,
						      is_resumed });
		_exit(1);
	}
	close(ends[1]);
	read_arguments(ends[0], a);
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

/* What follows the n-th `option`, from 0; NULL if there is none. */
static const char *value_of(const struct arguments *a, const char *option, size_t n)
{
	for (size_t i = 0; i + 1 < a->n; i++)
		if (!strcmp(a->v[i], option) && !n--)
			return a->v[i + 1];
	return NULL;
}

static void assert_value(const struct arguments *a, const char *option, const char *value)
{
	const char *there = value_of(a, option, 0);

	if (!there || strcmp(there, value) != 0)
		fail_msg("%s is %s, not %s", option, there ? there : "not there", value);
	assert_null(value_of(a, option, 1));
}

static bool has(const struct arguments *a, const char *option)
{
	for (size_t i = 0; i < a->n; i++)
		if (!strcmp(a->v[i], option))
			return true;
	return false;
}

static void test_what_all_have(void **state)
{
	static const enum accelerator all[] = { ACCEL_EXACT, ACCEL_KVM, ACCEL_TCG };
	static const char *const flags[] = { "-no-user-config", "-nodefaults", "-no-reboot" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		const struct vm vm = make_vm(all[i]);
		struct arguments a;

		start(&vm, &a);
		for (size_t j = 0; j < COUNT_OF(flags); j++)
			assert_true(has(&a, flags[j]));
		assert_value(&a, "-kernel", "image");
		assert_value(&a, "-initrd", "/proc/self/fd/77");
		assert_value(&a, "-fw_cfg", "name=opt/hookbench/request,file=/proc/self/fd/78");
		assert_value(&a, "-M", "q35");
		assert_value(&a, "-display", "none");
		assert_value(&a, "-seed", "1");
		assert_value(&a, "-m", "512");
		assert_value(&a, "-smp", "1");
		assert_false(has(&a, "-plugin"));
		/* The console first: it is the guest's ttyS0. */
		assert_string_equal(value_of(&a, "-serial", 0), "chardev:console");
		assert_string_equal(value_of(&a, "-serial", 1), "chardev:channel");
	}
}

static void test_what_each_accelerator_has(void **state)
{
	static const struct {
		enum accelerator accelerator;
		const char *accel, *cpu, *icount, *rtc;
	} cases[] = {
		{ ACCEL_EXACT, "tcg", "qemu64", "shift=0,sleep=off",
		  "base=2026-01-01T00:00:00,clock=vm" },
		{ ACCEL_KVM, "kvm", "host", NULL, NULL },
		{ ACCEL_TCG, "tcg", "qemu64", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct vm vm = make_vm(cases[i].accelerator);
		struct arguments a;

		start(&vm, &a);
		assert_value(&a, "-accel", cases[i].accel);
		assert_value(&a, "-cpu", cases[i].cpu);
		if (cases[i].icount) {
			assert_value(&a, "-icount", cases[i].icount);
			assert_value(&a, "-rtc", cases[i].rtc);
		} else {
			assert_false(has(&a, "-icount"));
			assert_false(has(&a, "-rtc"));
		}
	}
}

static void test_what_was_asked_for(void **state)
{
	struct vm vm = make_vm(ACCEL_TCG);
	struct arguments a;

	(void)state;
	vm.cpus = 3;
	vm.memory_mib = 2048;
	vm.cpu_model = "EPYC-Rome";
	vm.append = "mitigations=off quiet";
	start(&vm, &a);
	assert_value(&a, "-smp", "3");
	assert_value(&a, "-m", "2048");
	assert_value(&a, "-cpu", "EPYC-Rome");
	/* Behind what makes boots repeatable, in one word. */
	assert_value(&a, "-append",
		     "console=ttyS0 quiet panic=-1 nokaslr norandmaps "
		     "randomize_kstack_offset=off dhash_entries=1048576 no_timer_check "
		     "mitigations=off quiet");
	/* And in exact mode, what makes the boot shorter. */
	vm = make_vm(ACCEL_EXACT);
	start(&vm, &a);
	assert_non_null(strstr(value_of(&a, "-append", 0), "nolapic_timer"));
}

static void test_another_architecture(void **state)
{
	struct vm vm = make_vm(ACCEL_EXACT);
	struct arguments a;

	(void)state;
	vm.arch = guest_arch__find("arm64");
	start(&vm, &a);
	assert_value(&a, "-M", "virt,gic-version=3");
	assert_value(&a, "-cpu", "cortex-a72,cntfrq=1000000000");
	assert_value(&a, "-serial", "chardev:console");
	assert_value(&a, "-device", "pci-serial,chardev=channel");
	assert_value(&a, "-append",
		     "console=ttyAMA0 quiet panic=-1 nokaslr norandmaps "
		     "randomize_kstack_offset=off dhash_entries=1048576 ");
	vm.accelerator = ACCEL_TCG;
	vm.cpu_model = "neoverse-n1";
	start(&vm, &a);
	assert_value(&a, "-cpu", "neoverse-n1");
	/* KVM runs this machine's programs only. */
	vm.arch = guest_arch__is_native(vm.arch) ? &guest_archs[0] : vm.arch;
	vm.accelerator = ACCEL_KVM;
	write_image("HdrS");
	assert_int_equal(vm__check(&vm), -ENOTSUP);
	assert_logs("--accel exact and tcg can");
}

static void test_a_plugin(void **state)
{
	struct vm vm = make_vm(ACCEL_EXACT);
	struct arguments a;

	(void)state;
	vm.plugin = "/lib/with,,comma.so";
	vm.plugin_arguments = ",begin=1,end=2";
	vm.plugin_output = 9;
	start(&vm, &a);
	assert_value(&a, "-plugin", "/lib/with,,comma.so,output=9,begin=1,end=2");
}

/* ---- what is known before it is started ---- */

static void test_names_of_accelerators(void **state)
{
	static const enum accelerator all[] = { ACCEL_EXACT, ACCEL_KVM, ACCEL_TCG, ACCEL_AUTO };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++)
		assert_int_equal(accelerator__find(accelerator__name(all[i])), all[i]);
	assert_string_equal(accelerator__name(ACCEL_EXACT), "exact");
	assert_int_equal(accelerator__find("xen"), -EINVAL);
	assert_int_equal(accelerator__find(""), -EINVAL);
}

static void test_time_limits(void **state)
{
	struct vm exact = make_vm(ACCEL_EXACT), kvm = make_vm(ACCEL_KVM);

	(void)state;
	/* An emulated guest takes longer. */
	assert_true(vm__timeout_s(&kvm) > 0);
	assert_true(vm__timeout_s(&exact) > vm__timeout_s(&kvm));
	exact.timeout_s = kvm.timeout_s = 7;
	assert_int_equal(vm__timeout_s(&exact), 7);
	assert_int_equal(vm__timeout_s(&kvm), 7);
	assert_int_equal(vm__time_limit_s(&kvm), 86400);
	kvm.time_limit_s = 8;
	assert_int_equal(vm__time_limit_s(&kvm), 8);
}

/* As long as the kernel takes, and one byte more. */
static void test_the_longest_command_line(void **state)
{
	struct vm vm = make_vm(ACCEL_EXACT);
	char append[GUEST_ARCH_COMMAND_LINE_MOST + 2];
	const char *whole;
	struct arguments a;
	size_t own;

	(void)state;
	vm.append = "";
	start(&vm, &a);
	own = strlen(value_of(&a, "-append", 0));
	memset(append, 'x', sizeof(append));
	append[GUEST_ARCH_COMMAND_LINE_MOST - own] = '\0';
	vm.append = append;
	write_image("HdrS");
	assert_int_equal(vm__check(&vm), 0);
	start(&vm, &a);
	whole = value_of(&a, "-append", 0);
	assert_int_equal(strlen(whole), GUEST_ARCH_COMMAND_LINE_MOST);
	assert_string_equal(whole + own, append);
	append[GUEST_ARCH_COMMAND_LINE_MOST - own] = 'x';
	append[GUEST_ARCH_COMMAND_LINE_MOST - own + 1] = '\0';
	assert_int_equal(vm__check(&vm), -EINVAL);
	assert_logs("would have 2048 bytes, and kernels for x86-64 take at most 2047: "
		    "shorten --append by 1");
}

static void test_a_kernel_image(void **state)
{
	const struct vm vm = make_vm(ACCEL_EXACT);

	(void)state;
	fake_qemu("exit 0");
	write_image("HdrS");
	assert_int_equal(vm__check(&vm), 0);
	assert_int_equal(caught.n[LOG_ERROR], 0);
	write_image("Hdrs");
	assert_int_equal(vm__check(&vm), -ENOEXEC);
	assert_logs("image is not a kernel image");
	assert_int_equal(truncate("image", 0x205), 0);
	assert_int_equal(vm__check(&vm), -ENOEXEC);
	assert_int_equal(unlink("image"), 0);
	assert_int_equal(vm__check(&vm), -ENOENT);
	assert_logs("cannot read the kernel image image");
}

static void test_a_machine_without_qemu(void **state)
{
	const struct vm vm = make_vm(ACCEL_EXACT);

	(void)state;
	fake_qemu("exit 0");
	write_image("HdrS");
	/* A file that cannot be run is no QEMU. */
	assert_int_equal(chmod(guest_archs[0].qemu, 0644), 0);
	assert_int_equal(vm__check(&vm), -ENOENT);
	assert_logs("Debian's package qemu-system-x86");
	setenv("PATH", "", 1);
	assert_int_equal(vm__check(&vm), -ENOENT);
	unsetenv("PATH");
	assert_int_equal(vm__check(&vm), -ENOENT);
}

static void test_a_machine_without_kvm(void **state)
{
	const struct vm vm = make_vm(ACCEL_KVM);

	(void)state;
	if (!access("/dev/kvm", R_OK | W_OK))
		skip_because("this machine has /dev/kvm");
	fake_qemu("exit 0");
	write_image("HdrS");
	assert_true(vm__check(&vm) < 0);
	assert_logs("/dev/kvm");
}

/* ---- what is stored of it ---- */

static void assert_text(const json_t *object, const char *key, const char *value)
{
	const char *there = json_string_value(json_object_get(object, key));

	if (value)
		assert_string_equal(there ? there : "null", value);
	else
		assert_true(json_is_null(json_object_get(object, key)));
}

static void test_the_description(void **state)
{
	struct vm vm = make_vm(ACCEL_EXACT);
	json_t *object;

	(void)state;
	fake_qemu("echo 'QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)'");
	make_file("below/kernel", "123456789");
	make_file("guest", "");
	vm.image = "below/kernel";
	vm.guest = "guest";
	vm.append = "quiet";
	object = vm__describe(&vm);
	assert_text(object, "accelerator", "exact");
	assert_text(object, "qemu_version", "7.2.22");
	assert_text(object, "cpu_model", "qemu64");
	assert_text(object, "image", "kernel");
	/* The check value of CRC-32. */
	assert_text(object, "image_checksum", "crc32:cbf43926");
	assert_text(object, "guest_checksum", "crc32:00000000");
	assert_text(object, "append", "quiet");
	assert_int_equal(json_integer_value(json_object_get(object, "cpus")), 1);
	assert_int_equal(json_integer_value(json_object_get(object, "memory_mib")), 512);
	json_decref(object);
}

/* A QEMU that does not answer ends by coreutils' timeout. */
static void test_the_version_is_waited_for_with_a_limit(void **state)
{
	struct vm vm = make_vm(ACCEL_EXACT);
	json_t *object;

	(void)state;
	fake_qemu("echo 'QEMU emulator version 1.0'");
	write_text_file("timeout",
			"#!/bin/sh\n[ \"$*\" = \"-k 1 20 qemu-system-x86_64 --version\" ] ||\n"
			"[ \"$*\" = \"-k 1 20 qemu-system-aarch64 --version\" ] || exit\n"
			"echo QEMU emulator version 9.8.7\n");
	assert_int_equal(chmod("timeout", 0755), 0);
	object = vm__describe(&vm);
	assert_text(object, "qemu_version", "9.8.7");
	json_decref(object);
}

static void test_what_is_not_known(void **state)
{
	struct vm vm = make_vm(ACCEL_EXACT);
	json_t *object;

	(void)state;
	fake_qemu("echo 'some other program'; exit 1");
	vm.guest = "nowhere";
	object = vm__describe(&vm);
	assert_text(object, "qemu_version", NULL);
	json_decref(object);
	fake_qemu("echo 'QEMU emulator version <b>'");
	object = vm__describe(&vm);
	assert_text(object, "qemu_version", NULL);
	assert_text(object, "image", "image");
	assert_text(object, "image_checksum", NULL);
	assert_text(object, "guest_checksum", NULL);
	assert_text(object, "append", NULL);
	json_decref(object);
}

static void test_monitor_and_memory(void **state)
{
	const struct vm vm = make_vm(ACCEL_EXACT);
	struct arguments a;

	(void)state;
	start(&vm, &a);
	assert_null(value_of(&a, "-mon", 0));
	assert_null(value_of(&a, "-object", 0));
	assert_null(value_of(&a, "-incoming", 0));
	monitor = 7;
	start(&vm, &a);
	assert_string_equal(value_of(&a, "-mon", 0), "chardev=monitor,mode=control");
	assert_string_equal(value_of(&a, "-chardev", 2), "socket,id=monitor,fd=7");
	memory = 8;
	start(&vm, &a);
	assert_value(&a, "-M", "q35,memory-backend=memory");
	assert_value(&a, "-object",
		     "memory-backend-file,id=memory,size=512M,mem-path=/proc/self/fd/8,share=on");
	assert_null(value_of(&a, "-incoming", 0));
	/* The snapshot's own file, which stays as it is. */
	is_resumed = true;
	start(&vm, &a);
	assert_value(&a, "-object",
		     "memory-backend-file,id=memory,size=512M,mem-path=/proc/self/fd/8,share=off");
	assert_value(&a, "-incoming", "defer");
	/* With a plugin, there are more words than ever else. */
	start(&(struct vm){ .image = "image",
			    .arch = &guest_archs[0],
			    .accelerator = ACCEL_EXACT,
			    .cpus = 1,
			    .plugin = "plugin.so",
			    .plugin_arguments = "" },
	      &a);
	assert_value(&a, "-plugin", "plugin.so,output=0");
	assert_value(&a, "-incoming", "defer");
	monitor = memory = -1;
	is_resumed = false;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_what_all_have),
		folder_test(test_what_each_accelerator_has),
		folder_test(test_what_was_asked_for),
		folder_test(test_another_architecture),
		folder_test(test_a_plugin),
		folder_test(test_names_of_accelerators),
		folder_test(test_time_limits),
		folder_test(test_the_longest_command_line),
		folder_test(test_a_kernel_image),
		folder_test(test_a_machine_without_qemu),
		folder_test(test_a_machine_without_kvm),
		folder_test(test_the_description),
		folder_test(test_the_version_is_waited_for_with_a_limit),
		folder_test(test_what_is_not_known),
		folder_test(test_monitor_and_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
