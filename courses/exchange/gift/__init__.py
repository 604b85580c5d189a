"""GIFT, a text format for questions. `blocks` finds the questions, `reading` reads one, `writing` writes ours.

The format is that of Moodle: https://docs.moodle.org/en/GIFT_format
"""

from courses.exchange.gift.reading import read_gift
from courses.exchange.gift.writing import Exported, write_gift

__all__ = ["Exported", "read_gift", "write_gift"]
