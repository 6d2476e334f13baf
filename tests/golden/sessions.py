"""The sessions of the New York Stock Exchange, of exchange_calendars' XNYS."""

import exchange_calendars
import numpy as np

FIRST, LAST = "2010-01-01", "2027-12-31"


class Sessions:
    """Days as datetime64[D], openings and closings as datetime64[us] in UTC, ascending."""

    def __init__(self) -> None:
        schedule = exchange_calendars.get_calendar("XNYS", start=FIRST, end=LAST).schedule
        self.days = schedule.index.to_numpy().astype("datetime64[D]")
        self.opens = schedule["open"].dt.tz_localize(None).to_numpy().astype("datetime64[us]")
        self.closes = schedule["close"].dt.tz_localize(None).to_numpy().astype("datetime64[us]")

    def of_instant(self, instants: np.ndarray) -> np.ndarray:
        """The newest session that has opened at each instant."""
        return self.days[np.searchsorted(self.opens, instants, side="right") - 1]

    def before(self, days: np.ndarray) -> np.ndarray:
        """The session just before each day."""
        return self.days[np.searchsorted(self.days, days, side="left") - 1]

    def after(self, days: np.ndarray) -> np.ndarray:
        """The session just after each day."""
        return self.days[np.searchsorted(self.days, days, side="right")]

    def number(self, days: np.ndarray) -> np.ndarray:
        """Position of each day among the sessions; -1 for a day that is none."""
        at = np.minimum(np.searchsorted(self.days, days), len(self.days) - 1)
        return np.where(self.days[at] == days, at, -1)

    def regular(self, instants: np.ndarray) -> np.ndarray:
        """Whether each instant lies in a regular session, [open, close)."""
        at = np.maximum(np.searchsorted(self.opens, instants, side="right") - 1, 0)
        return (self.opens[at] <= instants) & (instants < self.closes[at])
