#!/usr/bin/env python3
"""Medians for bench/command.sh, from files that volta and hyperfine wrote.

command-times.py first BEGUN RUN...: seconds from each line of BEGUN to the first trial of each run
command-times.py beside COMMAND FILE...: medians of theirs-*.json and ours-*.json, which hyperfine or its format has
command-times.py own RUN...: milliseconds from the end of a trial to the start of the next one
"""
import json
import os
import statistics
import sys
from datetime import datetime


def seconds(text):
    """An instant with up to nine digits behind the point."""
    whole, _, fraction = text.rstrip("Z").partition(".")
    return datetime.fromisoformat(whole + "+00:00").timestamp() + float("0." + (fraction or "0"))


def trials(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)["trials"]


def first(begun, *runs):
    with open(begun, encoding="utf-8") as file:
        starts = [float(line) for line in file]
    waits = [seconds(trials(run)[0]["startedAt"]) - start for start, run in zip(starts, sorted(runs))]
    print("median %.3f s, least %.3f s, of %d" % (statistics.median(waits[1:]), min(waits[1:]), len(waits) - 1))


def beside(command, *files):
    medians = {}
    for path in files:
        with open(path, encoding="utf-8") as file:
            result = json.load(file)["results"][0]
        name = os.path.basename(path).split("-")[0]
        medians.setdefault(name, []).append((statistics.median(result["times"]), result["user"] + result["system"]))
    wall = {name: statistics.median(one[0] for one in some) for name, some in medians.items()}
    cpu = {name: statistics.median(one[1] for one in some) for name, some in medians.items()}
    print(
        "%7.1f ms: wall %.3f, CPU %.3f of hyperfine's: %s"
        % (1e3 * wall["theirs"], wall["ours"] / wall["theirs"], cpu["ours"] / cpu["theirs"], command)
    )


def own(*runs):
    gaps = []
    for run in runs:
        all_trials = trials(run)
        for one, after in zip(all_trials, all_trials[1:]):
            took = one["values"]["wall_ns"] / 1e9
            gaps.append(1e3 * (seconds(after["startedAt"]) - seconds(one["startedAt"]) - took))
    print("Volta's own time per trial: median %.1f ms, least %.1f ms" % (statistics.median(gaps), min(gaps)))


if __name__ == "__main__":
    {"first": first, "beside": beside, "own": own}[sys.argv[1]](*sys.argv[2:])
