"""An office whose work one process does."""

import asyncio
from dataclasses import dataclass

from monitor.flows.tick import tick
from tests.same.office import ScriptApp

ROUNDS = 2  # what is sent in one is followed up in the next


@dataclass(slots=True)
class Alone:
    """One process, on whatever database."""

    app: ScriptApp

    def work(self) -> None:
        """Look twice, and send what is due."""
        for _ in range(ROUNDS):
            tick(self.app.outside, self.app.plan, at=self.app.clock())
            asyncio.run(self.app.deliver())

    def reload(self) -> None:
        """Open the office again."""
        before, self.app = self.app, self.app.again()  # type: ignore[assignment]
        before.close()
