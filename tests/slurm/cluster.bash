# SPDX-License-Identifier: GPL-2.0-or-later
# A Slurm cluster of two nodes on this machine, without systemd: munged, slurmctld and two slurmd, in the folder
# $cluster. Needs root. By default Slurm starts no job in the 3 s after it has started another, which is as long as a
# kernel's boot here (batch_sched_delay).
# shellcheck shell=bash
# shellcheck disable=SC2154 # $cluster

cluster_begin() {
	local i
	mkdir -p "$cluster"/{state,munge,spool1,spool2}
	chmod 700 "$cluster/munge"
	chmod 755 "$cluster"
	dd if=/dev/urandom of="$cluster/munge/key" bs=1024 count=1 status=none
	chmod 400 "$cluster/munge/key"
	cat >"$cluster/slurm.conf" <<-EOT
		ClusterName=hookbench
		SlurmctldHost=$(hostname -s)(127.0.0.1)
		SlurmctldPort=$((20000 + $$ % 10000))
		SlurmUser=root
		AuthType=auth/munge
		AuthInfo=socket=$cluster/munge/socket
		CredType=cred/munge
		StateSaveLocation=$cluster/state
		SlurmdSpoolDir=$cluster/spool%n
		SlurmctldPidFile=$cluster/slurmctld.pid
		SlurmdPidFile=$cluster/slurmd%n.pid
		SlurmctldLogFile=$cluster/slurmctld.log
		SlurmdLogFile=$cluster/slurmd%n.log
		ProctrackType=proctrack/linuxproc
		TaskPlugin=task/none
		SelectType=select/linear
		SlurmdTimeout=10
		KillWait=5
		MinJobAge=300
		ReturnToService=2
		SchedulerParameters=sched_min_interval=100000,batch_sched_delay=0
		MpiDefault=none
		JobAcctGatherType=jobacct_gather/none
		NodeName=1 NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=$((30000 + $$ % 10000)) CPUs=1 RealMemory=1000
		NodeName=2 NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=$((40000 + $$ % 10000)) CPUs=1 RealMemory=1000
		PartitionName=all Nodes=1,2 Default=YES MaxTime=INFINITE State=UP
	EOT
	export SLURM_CONF=$cluster/slurm.conf
	munged --force --key-file="$cluster/munge/key" --socket="$cluster/munge/socket" --pid-file="$cluster/munge/pid" \
		--log-file="$cluster/munge/log" --seed-file="$cluster/munge/seed"
	slurmctld -f "$SLURM_CONF"
	for i in 1 2; do slurmd -N "$i" -f "$SLURM_CONF"; done
}

# Ends the jobs, whose step daemons would go on without slurmd, and what cluster_begin has started, by its pid files.
cluster_end() {
	local file pid end=$((SECONDS + 20))
	scancel --full --user=root 2>/dev/null || true
	while [[ -n $(squeue -h 2>/dev/null) ]] || compgen -G "$cluster/spool*/job*" >/dev/null; do
		((SECONDS < end)) || break
		sleep 0.5
	done
	end=$((SECONDS + 20))
	for file in "$cluster"/slurmd*.pid "$cluster/slurmctld.pid" "$cluster/munge/pid"; do
		[[ -s $file ]] || continue
		pid=$(<"$file")
		kill "$pid" 2>/dev/null || true
		# It stores its state in the folder, which is removed next. A zombie has no command line.
		while [[ -n $(tr -d '\0' 2>/dev/null <"/proc/$pid/cmdline") ]] 2>/dev/null && ((SECONDS < end)); do sleep 0.1; done
	done
}

node_is() { [[ $(sinfo -h -N -n "$1" -o %T) == "$2"* ]]; }

# node_kill NODE JOB: as if its power failed: slurmd, the step daemon of the job, and all that runs there.
node_kill() {
	local pid
	kill -9 "$(<"$cluster/slurmd$1.pid")"
	for pid in $(pgrep -f "^slurmstepd: \\[$2\\.batch\\]"); do
		# shellcheck disable=SC2046 # words
		kill -9 "$pid" $(descendants "$pid") 2>/dev/null || true
	done
}

descendants() {
	local child
	for child in $(pgrep -P "$1"); do
		echo "$child"
		descendants "$child"
	done
}
