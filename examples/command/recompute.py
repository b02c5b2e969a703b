#!/usr/bin/env python3
"""Recompute the medians, ratios and intervals of run.json from the raw samples.

Usage: recompute.py RESULTS_FOLDER

Reads samples.jsonl and run.json in the folder. Exit status 0: all figures agree; 1: some differ; 2: usage.
Written from the formulas alone, without Volta's code; it needs nothing but Python 3.
"""
import json
import math
import os
import sys

LEVEL = 0.95


def median(values):
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def median_interval(values):
    """Order statistics j and n + 1 - j with the largest j for which 1 - 2 P(B < j) >= level, B ~ Binomial(n, 1/2)."""
    n, rank, below = len(values), 0, 0
    for j in range(1, n // 2 + 1):
        below += math.comb(n, j - 1)
        if 2 * below > (1 - LEVEL) * 2**n:
            break
        rank = j
    ordered = sorted(values)
    return (ordered[rank - 1], ordered[n - rank]) if rank else None


def signed_rank_at_most(n):
    """P(T <= t) of Wilcoxon's signed rank statistic: counted up to n = 50, normal beyond."""
    most = n * (n + 1) // 2
    if n > 50:
        deviation = math.sqrt(n * (n + 1) * (2 * n + 1) / 24)
        return lambda t: math.erfc(-(t + 0.5 - most / 2) / deviation / math.sqrt(2)) / 2
    subsets = [1] + [0] * most
    for rank in range(1, n + 1):
        for total in range(most, rank - 1, -1):
            subsets[total] += subsets[total - rank]
    return lambda t: sum(subsets[: t + 1]) / 2**n


def ratio(baseline, values):
    """Hodges-Lehmann on logarithms, paired: the ratio and its interval from the ordered Walsh averages."""
    d = [math.log(value) - math.log(first) for first, value in zip(baseline, values)]
    n = len(d)
    walsh = sorted((d[i] + d[j]) / 2 for i in range(n) for j in range(i, n))
    at_most = signed_rank_at_most(n)
    rank = 0
    while rank < (len(walsh) + 1) // 2 and 1 - 2 * at_most(rank) >= LEVEL:
        rank += 1
    interval = (math.exp(walsh[rank - 1]), math.exp(walsh[-rank])) if rank else None
    return math.exp(median(walsh)), interval


def recomputed(run, trials):
    """Each figure of run.json with its name, its value there and the one from the samples."""
    measured = [trial for trial in trials if trial["phase"] == "measured"]
    for result in run["results"]:
        name = " ".join(part for part in (result["quantity"], result["variant"]) if part)
        values = [t["values"][result["quantity"]] for t in measured if t["variant"] == result["variant"]]
        known = values and all(not isinstance(value, dict) for value in values)
        yield "median of " + name, number(result["median"]), median(values) if known else None
        yield from bounds("median of " + name, result["interval"], median_interval(values) if known else None)
    for compared in run["comparisons"]:
        name = "ratio of {variant} to {baseline}".format(**compared)
        walls = {
            variant: {t["block"]: t["values"]["wall_ns"] for t in measured if t["variant"] == variant}
            for variant in (compared["baseline"], compared["variant"])
        }
        first, second = walls.values()
        blocks = sorted(first.keys() & second.keys())
        yield name + ", blocks", compared["blocks"], len(blocks)
        if blocks:
            estimate, interval = ratio([first[b] for b in blocks], [second[b] for b in blocks])
        else:
            estimate, interval = None, None
        yield name, number(compared["ratio"]), estimate
        yield from bounds(name, compared["interval"], interval)


def bounds(name, stated, interval):
    for end, value in zip(("lower", "upper"), interval or (None, None)):
        yield f"{name}, {end} end", stated.get(end), value


def number(stated):
    """None for a value that is unavailable, as {"unavailable": "the reason"}."""
    return None if isinstance(stated, dict) else stated


def agree(stated, value):
    if stated is None or value is None:
        return stated is value
    return math.isclose(stated, value, rel_tol=1e-9)


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    with open(os.path.join(arguments[0], "run.json"), encoding="utf-8") as file:
        run = json.load(file)
    with open(os.path.join(arguments[0], "samples.jsonl"), encoding="utf-8") as file:
        trials = [json.loads(line) for line in file]
    differ = 0
    figures = list(recomputed(run, trials))
    for name, stated, value in figures:
        same = agree(stated, value)
        differ += not same
        print(f"{name}: {value}" if same else f"{name}: run.json has {stated}, the samples give {value}")
    print(f"{len(figures)} figures, {differ} differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
