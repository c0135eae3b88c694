// SPDX-License-Identifier: GPL-2.0-or-later
/* All messages of the protocol, in both directions. wire.h explains the rows. */
#include <limits.h>

#include "bench/wire/wire.h"

#define KIB	 1024
#define MIB	 (1024 * KIB)
#define COUNT	 INT64_MAX /* of any counter */
#define MAX_TEXT (8 * KIB)

#define INTEGER(name_, least_, most_)                                               \
	{                                                                           \
		.name = name_, .type = WIRE_INTEGER, .least = least_, .most = most_ \
	}
#define BOOL(name_)                              \
	{                                        \
		.name = name_, .type = WIRE_BOOL \
	}
#define TEXT(name_, most_)                                      \
	{                                                       \
		.name = name_, .type = WIRE_TEXT, .most = most_ \
	}
#define PLAIN(name_, most_)                                      \
	{                                                        \
		.name = name_, .type = WIRE_PLAIN, .most = most_ \
	}
#define NAME(name_, most_)                                                  \
	{                                                                   \
		.name = name_, .type = WIRE_NAME, .least = 1, .most = most_ \
	}
#define BASE64(name_, most_)                                      \
	{                                                         \
		.name = name_, .type = WIRE_BASE64, .most = most_ \
	}
#define OBJECT(name_, inner_)                                       \
	{                                                           \
		.name = name_, .type = WIRE_OBJECT, .inner = inner_ \
	}
#define OPEN_OBJECT(name_, inner_)                                       \
	{                                                                \
		.name = name_, .type = WIRE_OPEN_OBJECT, .inner = inner_ \
	}
#define LIST(name_, most_, inner_)                                               \
	{                                                                        \
		.name = name_, .type = WIRE_LIST, .most = most_, .inner = inner_ \
	}
#define MAP(name_, most_, inner_)                                               \
	{                                                                       \
		.name = name_, .type = WIRE_MAP, .most = most_, .inner = inner_ \
	}
/* The same, but the field may be missing or null. */
#define MAYBE(type_, name_, least_, most_, inner_)                                              \
	{                                                                                       \
		.name = name_, .type = type_, .optional = true, .least = least_, .most = most_, \
		.inner = inner_                                                                 \
	}
#define MAYBE_COUNT(name_)	  MAYBE(WIRE_INTEGER, name_, 0, COUNT, NULL)
#define MAYBE_PLAIN(name_, most_) MAYBE(WIRE_PLAIN, name_, 0, most_, NULL)
#define MAYBE_TEXT(name_, most_)  MAYBE(WIRE_TEXT, name_, 0, most_, NULL)
#define END                  \
	{                    \
		.name = NULL \
	}

#define FIELDS static const struct wire_field

/* ---- parts of several ---- */

FIELDS none[] = { END };

/* The longest argument that the kernel accepts: MAX_ARG_STRLEN. */
FIELDS word = BASE64(NULL, 128 * KIB);

#define RELEASE_MOST 64 /* as in struct utsname */
#define BACKEND_MOST 31

FIELDS environment[] = { MAYBE(WIRE_NAME, "kernel_release", 1, RELEASE_MOST, NULL), END };

/* bench/model/run_json.h reads the rest of a run. */
FIELDS run[] = { MAYBE(WIRE_OPEN_OBJECT, "environment", 0, 0, environment), END };

/* How to start a command, for attach, macro and trace. */
#define COMMAND_FIELDS                                                            \
	LIST("words", 65536, &word), LIST("environment", 64, &word),              \
	{                                                                         \
		.name = "folder", .type = WIRE_TEXT, .least = 1, .most = PATH_MAX \
	}

/* ---- from the guest ---- */

FIELDS hello[] = { INTEGER("version", 1, INT_MAX), NAME("release", RELEASE_MOST),
		   MAYBE(WIRE_BOOL, "fetches", 0, 0, NULL), END };
FIELDS log_message[] = { INTEGER("level", 0, 2), TEXT("text", MAX_TEXT), END };
FIELDS progress[] = { INTEGER("trial", 0, INT_MAX),  INTEGER("trials", 0, INT_MAX),
		      INTEGER("round", 0, INT_MAX),  INTEGER("rounds", 0, INT_MAX),
		      NAME("backend", BACKEND_MOST), INTEGER("done", 0, COUNT),
		      INTEGER("cycles", 0, COUNT),   END };
FIELDS output[] = { INTEGER("stream", WIRE_STDOUT, WIRE_DATA), BASE64("data", 64 * KIB), END };
FIELDS file[] = { INTEGER("index", 0, WIRE_MAX_FILES - 1), BASE64("data", WIRE_FILE_CHUNK), END };
FIELDS round_message[] = { OPEN_OBJECT("run", run), END };
FIELDS failed[] = { INTEGER("error", 1, 4095), END };

static const struct wire_message from_guest[] = {
	{ "hello", KIB, true, hello, NULL },
	{ "ready", KIB, false, none, NULL },
	{ "log", 32 * KIB, false, log_message, NULL },
	{ "progress", KIB, false, progress, NULL },
	{ "output", 96 * KIB, false, output, NULL },
	{ "file", 96 * KIB, false, file, NULL },
	{ "alive", KIB, false, none, NULL },
	{ "round", 16 * MIB, false, round_message, NULL },
	{ "reply", 64 * MIB, false, NULL, NULL },
	{ "failed", KIB, false, failed, NULL },
	{ .name = NULL },
};

const struct wire_direction wire_to_host = { "the guest", from_guest };

/* ---- users' programs ---- */

/* As in bench/base/packed.h: a little more than the bytes, at worst. */
FIELDS object = BASE64(NULL, 24 * MIB);
#define SETTING_MOST 2048 /* a character that is not UTF-8 becomes three bytes */
FIELDS settings[] = { TEXT("only", SETTING_MOST), TEXT("retarget", SETTING_MOST),
		      TEXT("set", SETTING_MOST), END };

/* One, for attach and trace: see bench/programs/program_arm.h. */
#define PROGRAM_FIELDS \
	MAYBE(WIRE_MAP, "objects", 0, 1, &object), MAYBE(WIRE_OBJECT, "settings", 0, 0, settings)

/* ---- run, probe ---- */

/* bench/model/arm_objects.h reads the objects: the plan tells which there are. */
FIELDS measure[] = { OPEN_OBJECT("plan", NULL), BOOL("explain"),
		     MAYBE(WIRE_BOOL, "verbose", 0, 0, NULL),
		     MAYBE(WIRE_MAP, "objects", 0, 16, &object), END };
/* folder: in which relative paths of sections begin. */
FIELDS inspect[] = { OPEN_OBJECT("plan", NULL),
		     BOOL("explain"),
		     MAYBE(WIRE_BOOL, "verbose", 0, 0, NULL),
		     MAYBE(WIRE_MAP, "objects", 0, 16, &object),
		     MAYBE_TEXT("folder", PATH_MAX),
		     END };
FIELDS measured[] = {
	OPEN_OBJECT("run", run),
	MAYBE(WIRE_INTEGER, "error", 1, 4095, NULL),
	MAYBE(WIRE_BASE64, "symbols", 1, 32 * MIB, NULL),
	/* bench/explain/explain.h reads it. */
	MAYBE(WIRE_LIST, "attached", 0, 1000000, NULL),
	END,
};

/* ---- places in files, for attach and macro: see bench/programs/target_file.h ---- */

FIELDS place[] = { PLAIN("symbol", 127), TEXT("file", PATH_MAX - 1), INTEGER("offset", 0, COUNT),
		   BOOL("inside"),	 BASE64("code", 16),	     END };
#define MAYBE_PLACE MAYBE(WIRE_OBJECT, "place", 0, 0, place)

/* ---- attach ---- */

FIELDS attach[] = { NAME("backend", BACKEND_MOST),
		    NAME("payload", BACKEND_MOST),
		    NAME("workload", BACKEND_MOST),
		    PLAIN("target", 511),
		    MAYBE_PLACE,
		    PROGRAM_FIELDS,
		    LIST("fetch", WIRE_MAX_FILES, &word),
		    BOOL("exact"),
		    COMMAND_FIELDS,
		    END };

FIELDS tool[] = { PLAIN("name", 64), PLAIN("version", 64), END };
FIELDS program_fields[] = { TEXT("name", 256),
			    TEXT("section", 2 * KIB),
			    MAYBE_TEXT("target", 2 * KIB),
			    BOOL("attached"),
			    MAYBE_TEXT("reason", KIB),
			    MAYBE_COUNT("runs"),
			    END };
FIELDS program = OBJECT(NULL, program_fields);
FIELDS hook[] = { NAME("backend", BACKEND_MOST),
		  MAYBE(WIRE_NAME, "payload", 1, BACKEND_MOST, NULL),
		  MAYBE_PLAIN("function", 255),
		  MAYBE_TEXT("file", PATH_MAX - 1),
		  MAYBE_COUNT("offset"),
		  MAYBE_PLAIN("system_call", 127),
		  MAYBE_PLAIN("placement", 64),
		  MAYBE_COUNT("hits"),
		  MAYBE_COUNT("lost"),
		  MAYBE_COUNT("missed"),
		  MAYBE_COUNT("recursion"),
		  MAYBE_COUNT("attach_ns"),
		  MAYBE_COUNT("detach_ns"),
		  MAYBE(WIRE_LIST, "programs", 0, 256, &program),
		  END };
FIELDS shown_word = TEXT(NULL, 128 * KIB);
FIELDS words = LIST(NULL, 65536, &shown_word);
FIELDS process = TEXT(NULL, 256);
FIELDS left[] = { INTEGER("count", 0, INT_MAX), LIST("first", 16, &process), END };
FIELDS command[] = { LIST("commands", 65536, &words),
		     MAYBE_PLAIN("user", 64),
		     INTEGER("started", 0, INT_MAX),
		     INTEGER("status", 0, 255),
		     MAYBE(WIRE_INTEGER, "signal", 1, 64, NULL),
		     INTEGER("wall_ns", 0, COUNT),
		     INTEGER("user_ns", 0, COUNT),
		     INTEGER("system_ns", 0, COUNT),
		     INTEGER("max_rss_kib", 0, COUNT),
		     OBJECT("left", left),
		     END };
FIELDS fetched_fields[] = { MAYBE_TEXT("path", PATH_MAX), MAYBE_COUNT("size"),
			    MAYBE_TEXT("error", 256), END };
FIELDS fetched = OBJECT(NULL, fetched_fields);
/* The document of bench/programs/attach.h. */
FIELDS attached[] = { PLAIN("schema", 64),
		      OBJECT("tool", tool),
		      OPEN_OBJECT("environment", environment),
		      OBJECT("hook", hook),
		      OBJECT("command", command),
		      MAYBE(WIRE_LIST, "fetched", 0, WIRE_MAX_FILES, &fetched),
		      END };

/* ---- macro ---- */

FIELDS macro_fields[] = { LIST("words", 65536, &word),
			  MAYBE_TEXT("setup", 128 * KIB),
			  MAYBE_TEXT("prepare", 128 * KIB),
			  MAYBE_TEXT("cleanup", 128 * KIB),
			  MAYBE_TEXT("shell", PATH_MAX),
			  BOOL("ignore_failure"),
			  END };
FIELDS macro[] = { OPEN_OBJECT("plan", NULL),
		   OBJECT("macro", macro_fields),
		   MAYBE_PLACE,
		   MAYBE(WIRE_MAP, "objects", 0, 16, &object),
		   COMMAND_FIELDS,
		   END };

FIELDS hyperfine = TEXT(NULL, 16 * MIB);
FIELDS macro_measured[] = { OPEN_OBJECT("run", run), MAP("hyperfine", 1000000, &hyperfine),
			    BOOL("attaches"), END };

/* ---- trace ---- */

FIELDS trace[] = { NAME("backend", BACKEND_MOST),
		   NAME("workload", BACKEND_MOST),
		   BOOL("printk"),
		   INTEGER("pid", 0, INT_MAX),
		   PROGRAM_FIELDS,
		   COMMAND_FIELDS,
		   END };
FIELDS traced[] = {
	NAME("backend", BACKEND_MOST), PLAIN("function", 127),	      PLAIN("placement", 31),
	INTEGER("events", 0, COUNT),   MAYBE_COUNT("lost"),	      MAYBE_COUNT("lines"),
	INTEGER("status", 0, 255),     NAME("release", RELEASE_MOST), END
};

/* ---- attach_cost ---- */

FIELDS cost_backend = NAME(NULL, BACKEND_MOST);
FIELDS cost_functions = INTEGER(NULL, 0, 1000000); /* 0: all */
FIELDS attach_cost[] = { LIST("backends", 48, &cost_backend),
			 LIST("functions", 16, &cost_functions), INTEGER("repeats", 1, 100),
			 BOOL("exact"), END };

FIELDS attach_trial_fields[] = { NAME("backend", BACKEND_MOST),
				 MAYBE(WIRE_INTEGER, "functions", 1, 1000000, NULL),
				 INTEGER("repeat", 1, 100),
				 MAYBE_COUNT("load"),
				 MAYBE_COUNT("attach"),
				 MAYBE_COUNT("detach"),
				 MAYBE_COUNT("load_ns"),
				 MAYBE_COUNT("attach_ns"),
				 MAYBE_COUNT("detach_ns"),
				 MAYBE_TEXT("reason", KIB),
				 END };
FIELDS attach_trial = OBJECT(NULL, attach_trial_fields);
FIELDS attach_cost_measured[] = { OPEN_OBJECT("environment", environment),
				  LIST("trials", 2 * 48 * 16 * 100, &attach_trial), END };

/* ---- from the host ---- */

FIELDS verdict[] = { BOOL("continue"), END };

static const struct wire_message from_host[] = {
	{ "run", 64 * MIB, false, measure, measured },
	{ "probe", 64 * MIB, false, measure, measured },
	{ "inspect", 64 * MIB, false, inspect, measured },
	{ "attach", 32 * MIB, false, attach, attached },
	{ "macro", 64 * MIB, false, macro, macro_measured },
	{ "trace", 32 * MIB, false, trace, traced },
	{ "attach_cost", 8 * KIB, false, attach_cost, attach_cost_measured },
	{ "verdict", KIB, false, verdict, NULL },
	{ "resume", KIB, false, none, NULL },
	{ "fetch", KIB, false, none, NULL },
	{ "power_off", KIB, false, none, NULL },
	{ .name = NULL },
};

const struct wire_direction wire_to_guest = { "the host", from_host };
