/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stored explain.json: where the instructions of a run were spent; see results/README.md. */
#ifndef HOOKBENCH_BENCH_MODEL_EXPLAIN_JSON_H
#define HOOKBENCH_BENCH_MODEL_EXPLAIN_JSON_H

#define EXPLAIN_SCHEMA "hookbench-explain/1"

#endif
