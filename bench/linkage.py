"""Linkage of an invented district: records, seconds, memory and the scores, each in one process.

Seconds depend on the machine and its neighbours; beside them stand the seconds of the processor.
"""

from __future__ import annotations

import argparse
import resource
import time

from rembuk.demo.population.linkage import linkage_files
from rembuk.science.linkage import evaluate, link


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--without", nargs="*", default=[], help="columns withheld, as nik no_kk")
    options = parser.parse_args()
    records, truth = linkage_files(options.persons, options.seed)
    records = records.drop(options.without)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, work = time.perf_counter(), time.process_time()
    links = link(records)
    seconds, busy = time.perf_counter() - start, time.process_time() - work
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    scores = evaluate(links.clusters, truth, records)
    print(f"linkage: {options.persons:,} persons, {records.height:,} records")
    rate = records.height / seconds
    print(f"  {seconds:6.0f} s wall, {busy:.0f} s of processor, {rate:,.0f} records/s")
    print(f"  peak {peak / 1e6:.2f} GB ({before / 1e6:.2f} GB after writing the records)")
    print(f"  precision {scores.precision:.4f}  recall {scores.recall:.4f}  F1 {scores.f1:.4f}")
    print(
        f"  wrong pairs inside a card {scores.false_in_card}, children joined with a sibling "
        f"{scores.siblings_per_10000:.2f} per 10,000"
    )


if __name__ == "__main__":
    main()
