// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <zlib.h>

#include "bench/base/base64.h"
#include "bench/objects/package_json.h"

#define MOST ((size_t)1000)

static char contents[MOST + 1];

/* A package of the first `size` bytes; `ending` follows the text of the object. */
static char *make_package(size_t size, const char *ending)
{
	Bytef packed[2 * MOST];
	uLongf n = sizeof(packed);
	char *text, *package = NULL;

	for (size_t i = 0; i < sizeof(contents); i++)
		contents[i] = (char)(i * 31 >> 3);
	assert_int_equal(compress(packed, &n, (const Bytef *)contents, size), Z_OK);
	text = base64__encode(packed, n);
	assert_true(asprintf(&package, "{\"bpf_object\":\"%s\"%s}", text, ending) > 0);
	free(text);
	return package;
}

static int unpack(const char *package, size_t size)
{
	void *object = NULL;
	size_t got = 0;
	int err;

	log_begin();
	err = package_json__unpack("package.json", package, strlen(package), MOST, &object, &got);
	if (!err) {
		assert_int_equal(got, size);
		assert_memory_equal(object, contents, size);
		free(object);
	}
	assert_int_equal(caught.n[LOG_ERROR], err ? 1 : 0);
	return err;
}

static int unpack_made(size_t size, const char *ending)
{
	char *package = make_package(size, ending);
	int err = unpack(package, size);

	free(package);
	return err;
}

static void test_the_object_is_unpacked(void **unused)
{
	(void)unused;
	assert_int_equal(unpack_made(MOST, ""), 0);
	assert_int_equal(unpack_made(500, ",\"bpf_object_size\":500,\"meta\":{\"bpf_skel\":{}}"),
			 0);
}

static void test_size_is_bounded_and_true(void **unused)
{
	(void)unused;
	assert_int_equal(unpack_made(MOST + 1, ""), -EFBIG);
	assert_logs("has more than 1000 bytes");
	assert_int_equal(unpack_made(500, ",\"bpf_object_size\":501"), -EINVAL);
	assert_logs("has 500 bytes, and not 501");
}

static void test_what_is_none_is_refused(void **unused)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{ "{", "is no JSON: line 1" },
		{ "{\"a\":1,\"a\":2}", "is no JSON" },
		{ "{\"name\":\"x\"}", "no package of eunomia's" },
		{ "{\"bpf_object\":7}", "no package of eunomia's" },
		{ "{\"bpf_object\":\"a?==\"}", "is not base64" },
		{ "{\"bpf_object\":\"\"}", "not compressed by zlib" },
		{ "{\"bpf_object\":\"AAAA\"}", "not compressed by zlib" },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(unpack(cases[i].text, 0), -EINVAL);
		assert_logs(cases[i].message);
	}
}

/* Cut anywhere, and with something behind it. */
static void test_the_whole_is_needed(void **unused)
{
	char *package = make_package(500, ""), *cut = NULL;
	size_t length = strlen(package) - strlen("{\"bpf_object\":\"\"}") - 3;

	(void)unused;
	for (size_t n = 0; n < length; n += 4) {
		assert_true(asprintf(&cut, "%.*s\"}", (int)(strlen("{\"bpf_object\":\"") + n),
				     package) > 0);
		assert_int_equal(unpack(cut, 0), -EINVAL);
		free(cut);
	}
	free(package);
}

static void test_json_is_told_from_c(void **unused)
{
	(void)unused;
	assert_true(package_json__is_one(" \r\n\t{", 5));
	assert_false(package_json__is_one(" \r\n\t{", 4));
	assert_false(package_json__is_one("int x = {", 9));
	assert_false(package_json__is_one("\0{", 2));
	assert_false(package_json__is_one("", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_object_is_unpacked),
		cmocka_unit_test(test_size_is_bounded_and_true),
		cmocka_unit_test(test_what_is_none_is_refused),
		cmocka_unit_test(test_the_whole_is_needed),
		cmocka_unit_test(test_json_is_told_from_c),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
