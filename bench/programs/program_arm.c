// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/programs/program_arm.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/encode.h"
#include "bench/base/log.h"
#include "bench/base/packed.h"
#include "bench/hook/backends.h"

int program_arm__open(struct program_arm *p, const char *name, void *bytes, size_t size,
		      const struct plan_settings *settings, const struct backend **backend)
{
	int err = arm_objects__add(&p->objects, name, bytes, size);

	p->settings = *settings;
	if (!err)
		err = arms__add(&p->arms, name, bytes, size, &p->settings);
	if (err) {
		arm_objects__free(&p->objects);
		return log__fail(err, "the program \"%s\" cannot be added: %s", name,
				 strerror(-err));
	}
	*backend = arms__find(&p->arms, name);
	return 0;
}

void program_arm__close(struct program_arm *p)
{
	arm_objects__free(&p->objects);
	p->arms.n = 0;
}

/* ---- in a request ---- */

/* A setting that is not UTF-8 names nothing that there is; it is refused by its replacement. */
static json_t *settings_to_json(const struct plan_settings *s)
{
	return json_pack("{s:o, s:o, s:o}", "only", encode__json(s->only), "retarget",
			 encode__json(s->retarget), "set", encode__json(s->set));
}

void program_arm__add_to(json_t *request, const struct backend *backend)
{
	const struct user_object *user = backend->user;
	json_t *objects;

	json_object_set_new(request, "backend", json_string(backend->name));
	if (!user)
		return;
	objects = json_object();
	json_object_set_new(objects, backend->name, packed__write(user->bytes, user->size));
	json_object_set_new(request, "objects", objects);
	json_object_set_new(request, "settings", settings_to_json(user->settings));
}

/* The wire has checked the types; a text that is missing changes nothing. */
static void read_setting(const json_t *settings, const char *key, char text[PLAN_SETTING_SIZE])
{
	const char *value = json_string_value(json_object_get(settings, key));

	snprintf(text, PLAN_SETTING_SIZE, "%s", value ? value : "");
}

static int read_object(const json_t *request, const char *name, struct program_arm *p,
		       const struct backend **backend)
{
	const json_t *json = json_object_get(request, "settings");
	const json_t *packed = json_object_get(json_object_get(request, "objects"), name);
	struct plan_settings settings;
	void *bytes;
	size_t size;
	int err = packed__read(packed, ARM_OBJECT_MAX_SIZE, &bytes, &size);

	if (err == -EINVAL)
		log__error("the object of the program \"%s\" %s", name,
			   packed ? "cannot be unpacked" : "is missing");
	if (err)
		return err;
	read_setting(json, "only", settings.only);
	read_setting(json, "retarget", settings.retarget);
	read_setting(json, "set", settings.set);
	return program_arm__open(p, name, bytes, size, &settings, backend);
}

int program_arm__read(const json_t *request, struct program_arm *p, const struct backend **backend)
{
	const char *name = json_string_value(json_object_get(request, "backend"));

	*p = (struct program_arm){ 0 };
	if (!name)
		return -EINVAL;
	if (json_is_object(json_object_get(request, "objects")))
		return read_object(request, name, p, backend);
	*backend = backend__find(name);
	return *backend ? 0 : -EINVAL;
}
