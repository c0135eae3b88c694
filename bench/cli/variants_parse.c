// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/cli/variants_parse.h"
#include "bench/cli/option_values.h"
#include "bench/cli/settle.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/hook/payload.h"
#include "bench/measure/plan_names.h"

static int set_arch(struct options *options, const char *value)
{
	char archs[128];

	options->where.arch = guest_arch__find(value);
	if (options->where.arch)
		return 0;
	guest_arch__list(archs, sizeof(archs));
	return log__fail(-EINVAL, "unknown architecture \"%s\"; use one of: %s", value, archs);
}

/* Which backends are "all", or the default, depends on it: see options__settle. */
static int set_workload(struct options *options, const char *value)
{
	int err = plan__set_workload(&options->plan, value);

	options->has_workload |= !err;
	return err;
}

static int set_payload(struct options *options, const char *value)
{
	return plan__set_payload(&options->plan, value);
}

static int set_cpu_model(struct options *options, const char *value)
{
	options->where.cpu_model = value;
	return 0;
}

/* An empty value is the same as none. */
static int set_append(struct options *options, const char *value)
{
	options->where.append = value[0] ? value : NULL;
	return 0;
}

static int set_threads(struct options *options, const char *value)
{
	options->plan.threads =
		(unsigned int)options__number("threads", value, 1, PLAN_MAX_THREADS);
	return 0;
}

static int set_beside(struct options *options, const char *value)
{
	return plan__set_beside(&options->plan, value);
}

static int set_elsewhere(struct options *options, const char *value)
{
	return plan__set_elsewhere(&options->plan, value);
}

static int set_copies(struct options *options, const char *value)
{
	options->plan.copies = (unsigned int)options__number("copies", value, 1, PLAN_MAX_COPIES);
	return 0;
}

static int set_pid_filter(struct options *options, const char *value)
{
	options->plan.pid_filter = !strcmp(value, "yes");
	if (options->plan.pid_filter || !strcmp(value, "no"))
		return 0;
	return log__fail(-EINVAL,
			 "--pid-filter takes no, yes, or no,yes for a run each, not \"%s\"", value);
}

/* "qemu64,+ibpb,-sse3": features that QEMU adds to a model, or removes, belong to the model. */
static bool is_feature(const char *text)
{
	return text[0] == '+' || text[0] == '-' || strcspn(text, "=") < strcspn(text, ",");
}

static const struct axis {
	bool is_list;				   /* commas separate its values */
	bool (*belongs)(const char *behind_comma); /* but not before text of which this is true;
						      NULL: always */
	int (*set)(struct options *options, const char *value);
} table[] = {
	[AXIS_ARCH] = { true, NULL, set_arch },
	[AXIS_WORKLOAD] = { true, NULL, set_workload },
	[AXIS_PAYLOAD] = { true, NULL, set_payload },
	[AXIS_CPU_MODEL] = { true, is_feature, set_cpu_model },
	/* isolcpus=1,2 is one value. */
	[AXIS_APPEND] = { false, NULL, set_append },
	[AXIS_BESIDE] = { true, NULL, set_beside },
	[AXIS_ELSEWHERE] = { true, NULL, set_elsewhere },
	[AXIS_COPIES] = { true, NULL, set_copies },
	[AXIS_PID_FILTER] = { true, NULL, set_pid_filter },
	[AXIS_THREADS] = { true, NULL, set_threads },
};

/* The name of a group stands for its members, which are in the table of payloads. */
static int add_prices(struct options *options)
{
	int err = variants__add(&options->axes, AXIS_PAYLOAD, "empty");

	for (const struct payload *p = payloads; p->name && !err; p++)
		if (p->is_price)
			err = variants__add(&options->axes, AXIS_PAYLOAD, p->name);
	return err;
}

static int add_value(struct options *options, enum axis_id axis, const char *value)
{
	int err;

	if (axis == AXIS_PAYLOAD && !strcmp(value, PAYLOAD_PRICES))
		return add_prices(options);
	err = table[axis].set(options, value);
	return err ? err : variants__add(&options->axes, axis, value);
}

/* Cuts the first value off a list; NULL if nothing is left. */
static char *next_value(const struct axis *axis, char **rest)
{
	char *value = *rest, *comma;

	if (!value || !axis->is_list) {
		*rest = NULL;
		return value;
	}
	comma = strchr(value, ',');
	while (comma && axis->belongs && axis->belongs(comma + 1))
		comma = strchr(comma + 1, ',');
	*rest = comma ? comma + 1 : NULL;
	if (comma)
		*comma = '\0';
	return value;
}

int variants__parse(struct options *options, enum axis_id axis, char *text)
{
	char *rest = text, *value, names[AXES_NAMES_SIZE];
	int err = 0;

	if (table[axis].is_list)
		options->axes.of[axis].n = 0;
	while (!err && (value = next_value(&table[axis], &rest)))
		err = add_value(options, axis, value);
	if (err)
		return err;
	if (variants__count(&options->axes) > VARIANTS_MAX_RUNS) {
		axes__list(names);
		log__error(
			"these values of %s make %zu runs, but at most %d can be measured at once",
			names, variants__count(&options->axes), VARIANTS_MAX_RUNS);
		return -E2BIG;
	}
	return table[axis].set(options, options->axes.of[axis].values[0]);
}

void variants__choose(const struct variants *axes, size_t combination, struct options *options)
{
	for (enum axis_id i = 0; i < AXES; i++) {
		const char *value = variants__value(axes, combination, i);

		if (value)
			table[i].set(options, value);
	}
	/* Each was checked when the command line was parsed. */
	options__settle(options);
}
