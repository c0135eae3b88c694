// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Any bytes as a user's object, as a package.json and as a kernel's image: a reader may refuse
 * them, but nothing worse. What is taken for an object has a twin with the same programs, and
 * whatever its BTF says, events are read by it.
 */
#include "tests/fuzz/fuzz_target.h"

#include <bpf/btf.h>
#include <stdlib.h>
#include <string.h>

#include "bench/objects/bpf_elf.h"
#include "bench/objects/event_types.h"
#include "bench/objects/event_value.h"
#include "bench/objects/image_btf.h"
#include "bench/objects/program_object.h"

static void check_twin(const struct program_object *object)
{
	static struct bpf_elf of, elf;
	struct program_object twin;

	fuzz__require(!program_object__make_twin(object, &twin), "an object has a twin");
	fuzz__require(!bpf_elf__read("object", object->bytes, object->size, &of) &&
			      !bpf_elf__read("twin", twin.bytes, twin.size, &elf),
		      "both can be read");
	fuzz__require(elf.n == of.n, "a twin has as many programs");
	for (size_t i = 0; i < elf.n; i++)
		fuzz__require(!strcmp(elf.programs[i].name, of.programs[i].name) &&
				      !strcmp(elf.programs[i].section, of.programs[i].section),
			      "a twin has the same programs");
	program_object__free(&twin);
}

/* The bytes are also an event, of every type that the object knows. */
static void read_events(const struct program_object *object, const uint8_t *data, size_t size)
{
	struct event_types types;
	const char *type;

	if (event_types__open(&types, "object", object->bytes, object->size, NULL))
		return;
	json_decref(event_types__read(&types, "ring", data, size, &type));
	for (uint32_t id = 0; types.btf && id <= btf__type_cnt(types.btf) && id < 1000; id++)
		json_decref(event_value__read(types.btf, id, data, size));
	event_types__close(&types);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct program_object object;
	size_t btf_size;
	void *btf;

	fuzz__drop_log();
	if (!program_object__from_bytes("object", data, size, &object)) {
		check_twin(&object);
		read_events(&object, data, size);
		program_object__free(&object);
	}
	if (!image_btf__read("image", data, size, &btf, &btf_size)) {
		fuzz__require(btf_size <= UINT32_MAX, "BTF is as long as its header says");
		free(btf);
	}
	return 0;
}
