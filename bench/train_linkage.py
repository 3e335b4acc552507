"""Train the linkage model that is shipped: `python -m bench.train_linkage`.

It is learned from invented records, and used where a district has too few records to learn from.
Run it after any change of levels, keys or cleaning; the same numbers give the same model.
"""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import replace
from pathlib import Path

from rembuk.demo.population.linkage import linkage_files
from rembuk.science.linkage import learn

SHIPPED = Path("src/rembuk/reference/data/linkage/bawaan.json")


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1945)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--on", default=dt.date.today().isoformat(), help="day of training")
    options = parser.parse_args()
    records, _truth = linkage_files(options.persons, options.seed)
    model = learn(records)
    source = (
        f"model bawaan, dilatih {options.on} pada {round(model.records / 1000)} ribu "
        "catatan tiruan (docs: methods/linkage)"
    )
    shipped = replace(
        model, source=source, learned_on=options.on,
        counts={**model.counts, "orang_tiruan": options.persons, "benih": options.seed},
    )  # fmt: skip
    options.out.write_text(shipped.to_json() + "\n", encoding="utf-8")
    print(f"{options.out}: {model.records:,} records, {shipped.hash}")


if __name__ == "__main__":
    main()
