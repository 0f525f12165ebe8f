"""How often, and after what pause, a call is made again that may succeed the next time.

Only reads are repeated, and only for faults that pass (``faults.is_passing``). The pauses grow and
are drawn at random over their whole length ("full jitter"), so that many clients do not come back
together; a pause that the server asked for is kept. Figures: RELIABILITY.md 2, rule (c).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from generator.crm import faults

if TYPE_CHECKING:
    from tenacity import RetryCallState

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """``attempts`` in all, ``longest`` seconds between two, ``whole`` seconds for one call.

    ``sleep`` is how to wait: tests pass one that does not.
    """

    attempts: int = 6
    first: float = 1.0
    longest: float = 60.0
    whole: float = 600.0
    sleep: Callable[[float], None] = time.sleep

    def __call__(self, work: Callable[[], T]) -> T:
        """What ``work`` gives. Raises its last fault where that does not pass in time."""
        from tenacity import Retrying, retry_if_exception, stop_after_attempt, stop_before_delay

        retrying = Retrying(
            retry=retry_if_exception(faults.is_passing),
            wait=self._pause,
            stop=stop_after_attempt(self.attempts) | stop_before_delay(self.whole),
            sleep=self.sleep,
            reraise=True,
        )
        return retrying(work)

    def _pause(self, state: RetryCallState) -> float:
        from tenacity import wait_random_exponential

        drawn: float = wait_random_exponential(self.first, self.longest)(state)
        fault = state.outcome.exception() if state.outcome else None
        return max(drawn, faults.asked_pause(fault))
