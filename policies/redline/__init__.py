"""What differs between two texts of a policy: by clause, then by block, then by word. No database, no clock.

`values` is what comes out, `words` and `blocks` compare, `clauses` puts a difference together and composes it over
several versions, `digest` is the form in which it goes into the record of a signature.

The same two texts always give the same difference, and how long that takes grows with the length of the text: each
comparison has a budget of steps, and where it is used up, the rest is shown as replaced.
"""

from policies.redline.clauses import compose, difference
from policies.redline.digest import FORMAT, Place, difference_bytes
from policies.redline.values import Block, ClauseChange, Difference, Run

__all__ = [
    "FORMAT",
    "Block",
    "ClauseChange",
    "Difference",
    "Place",
    "Run",
    "compose",
    "difference",
    "difference_bytes",
]
