"""One random act of somebody who owns the database: drawn, done, and what a report of it has to name.

Each act runs in a transaction in which no trigger and no reference is looked at, and which is rolled back afterwards.
An act that the tables themselves refuse (a second row under one unique name), or that changes nothing, is drawn anew.
"""

import random
from collections.abc import Callable

from benchmarks.tamper_drawing import Done
from benchmarks.tamper_forgeries import Forgeries


class Tampering(Forgeries):
    """Draws and does acts. `random` decides everything, so a seed gives the same acts again."""

    def __init__(self, drawn: random.Random) -> None:
        super().__init__(drawn)
        self._acts: list[Callable[[], Done]] = [
            *(3 * [self._edit_body, self._edit_column, self._date_back, self._edit_disclosure]),
            *(2 * [self._delete_entry, self._delete_place, self._swap_places, self._swap_bodies, self._insert]),
            *(2 * [self._append, self._delete_disclosure, self._swap_disclosures, self._edit_checkpoint]),
            *(12 * [self._edit_fact]),
            *(6 * [self._edit_part]),
            *(4 * [self._delete_fact, self._copy_fact, self._delete_part, self._date_fact_back]),
            *(2 * [self._swap_facts]),
            *(2 * [self._rewrite, self._take_out, self._slip_in]),
            *(1 * [self._edit_tile, self._cut_back]),
        ]

    def do(self) -> Done:
        """One act. Raises NothingChanged and what the database raises."""
        return self.drawn.choice(self._acts)()
