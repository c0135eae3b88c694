#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # a script for the fake QEMU expands there, not here
# shellcheck disable=SC2154 # set by bats, or by support.bash
# templates/kubernetes.yml, without a cluster: checked against the schema of what it uses of batch/v1 Job, which is
# data/kubernetes-job.schema.json, and its pods' command run as it stands there, with a script in QEMU's place.

load support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	python3 -c 'import jsonschema, yaml' || skip "python3-jsonschema or python3-yaml is not installed"
	python3 -c 'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)' <"$repo/templates/kubernetes.yml" >job.json
}

valid() {
	python3 -c 'import json, sys, jsonschema
schema = json.load(open(sys.argv[2]))
jsonschema.Draft7Validator.check_schema(schema)
jsonschema.validate(json.load(open(sys.argv[1])), schema)' "$1" "$repo/tests/cli/data/kubernetes-job.schema.json"
}

@test "the manifest is valid, and what the API server would refuse is not" {
	expect 0 valid job.json
	rules=.spec.podFailurePolicy.rules
	for mistake in '.kind = "CronJob"' '.spec.completionsMode = "Indexed"' '.spec.completions = "4"' 'del(.spec.completions)' \
		'del(.spec.backoffLimitPerIndex)' '.spec.template.spec.restartPolicy = "OnFailure"' \
		"${rules}[1].action = \"Retry\"" "${rules}[1].onExitCodes.operator = \"Is\"" "${rules}[1].onExitCodes.values = []" \
		"${rules}[1].onExitCodes.values += [0]" "${rules}[1].onExitCodes.values += [256]" "${rules}[1].onExitCodes.values += [2]" \
		"${rules}[0].onExitCodes = ${rules}[1].onExitCodes" "del(${rules}[0].onPodConditions)" "del(${rules}[0].action)" \
		'.spec.template.spec.containers[0].env[0].value = 1' '.spec.template.spec.containers[0].resources.requests.cpu = 1' \
		'.spec.template.spec.containers[0].resources.requests.memory = "1GiB"' '.spec.template.spec.containers = []'; do
		jq "$mistake" job.json >wrong.json
		no cmp -s job.json wrong.json
		expect 1 valid wrong.json
	done
}

@test "names that the manifest refers to are those that it gives, and values are sorted" {
	[ "$(jq -r '[.spec.template.spec.containers[].name] as $names | [.spec.podFailurePolicy.rules[].onExitCodes // empty | .containerName] - $names | length' job.json)" -eq 0 ]
	[ "$(jq -r '[.spec.template.spec.volumes[].name] as $names | [.spec.template.spec.containers[].volumeMounts[].name] - $names | length' job.json)" -eq 0 ]
	jq -e '[.spec.podFailurePolicy.rules[].onExitCodes // empty | .values == (.values | sort)] | all' job.json
	# One rule a status; what the table of the README says may be tried again is counted, what not ends its index.
	[ "$(jq -c '[.spec.podFailurePolicy.rules[] | select(.onExitCodes) | .action as $a | .onExitCodes.values[] | [., $a]]' job.json)" = '[[2,"FailIndex"],[3,"FailIndex"],[75,"Count"]]' ]
}

@test "its pods measure all cells, each once" {
	answering_qemu
	kernel old .
	kernel new '.environment.kernel_release = "6.18.1"'
	for name in old new; do jq -c '.plan.payload = "empty"' answers/$name.json >answers/$name-empty.json; done
	echo 'case $request in *\"payload\":\"empty\"*) answer=$answer-empty ;; esac' | tee answers/old.sh >answers/new.sh
	ln -s "$HOOKBENCH" bin/hookbench
	# The images and the volume of the manifest are elsewhere here, and the fake runs have 1000 cycles.
	mkdir shared
	mapfile -t words < <(jq -r '.spec.template.spec.containers[0] | (.command + .args)[]' job.json |
		sed "s#/shared/vmlinuz-6.12#$PWD/old#; s#/shared/vmlinuz-7.3#$PWD/new#; s#/shared/#$PWD/shared/#; s#hookbench run#hookbench run -q --cycles 1000#")
	[ "${#words[@]}" -eq 3 ]
	n=$(jq .spec.completions job.json)
	for ((i = 0; i < n; i++)); do
		JOB_COMPLETION_INDEX=$i expect 0 "${words[@]}"
	done
	[ "$(find shared/matrix -name result.json | wc -l)" -eq 4 ]
	[ "$(wc -l <booted)" -eq 4 ]
	expect 0 "$HOOKBENCH" merge shared/matrix -o merged
	no says "missing"
	# The manifest and the shards agree on how many there are.
	grep -q "/$n -o" <<<"${words[2]}"
}
