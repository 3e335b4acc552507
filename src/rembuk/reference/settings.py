"""Single dated values: limits, days, percentages a district may set for itself."""

from __future__ import annotations

from rembuk.reference.dated import Rule

SettingValue = bool | int | float | str


class Setting(Rule):
    """One value with its unit."""

    name_id: str
    name_en: str
    unit: str = ""
    value: SettingValue
    low: float | None = None  # limits an override must keep
    high: float | None = None

    def __str__(self) -> str:
        return str(self.value)

    def __float__(self) -> float:
        return float(self.value)

    def __int__(self) -> int:
        return int(float(self.value))

    def allows(self, value: object) -> bool:
        """Whether a value has the same kind as this one and lies within the limits."""
        if isinstance(self.value, bool) or isinstance(value, bool):
            return isinstance(self.value, bool) and isinstance(value, bool)
        if isinstance(self.value, str) or isinstance(value, str):
            return isinstance(self.value, str) and isinstance(value, str)
        if not isinstance(value, int | float):
            return False
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)
