"""WHO growth standards, Permenkes categories, weight gain, case state."""

from rembuk.science.growth.cases import Cases, case_events, case_now, cases, stock_flow
from rembuk.science.growth.categories import categories
from rembuk.science.growth.derive import DOUBTS, derive
from rembuk.science.growth.gain import weight_gain
from rembuk.science.growth.recap import COUNTS, merge, recap
from rembuk.science.growth.zscores import zscores

__all__ = [
    "COUNTS", "DOUBTS", "Cases", "case_events", "case_now", "cases", "categories", "derive",
    "merge", "recap", "stock_flow", "weight_gain", "zscores",
]  # fmt: skip
