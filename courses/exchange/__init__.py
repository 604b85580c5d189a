"""Question files of other systems: GIFT and Moodle XML become questions of ours, and questions of ours become GIFT.

`read_questions` accounts for every item of a file: it is taken, or refused with its line and the reason. What had to
change on the way stands in the notes of the item. `gift` and `moodle` know one format each and speak of items;
`weighing` and `texts` hold what both need; `taking` makes questions of items by the check of packs; `banks` writes them
as the file of a quiz. No database. The rules are in docs/guides/author.md.
"""

from courses.exchange.banks import Bank, bank_for, bank_text
from courses.exchange.formats import FORMATS, read_questions
from courses.exchange.gift import Exported, write_gift
from courses.exchange.items import LARGEST_FILE, MOST_ITEMS, QuestionFileError, Refusal, refuse_large
from courses.exchange.taking import Imported, Taken

__all__ = [
    "FORMATS",
    "LARGEST_FILE",
    "MOST_ITEMS",
    "Bank",
    "Exported",
    "Imported",
    "QuestionFileError",
    "Refusal",
    "Taken",
    "bank_for",
    "bank_text",
    "read_questions",
    "refuse_large",
    "write_gift",
]
