"""Kinds of question. Each is one module that answers the same questions; nothing else knows how a kind works.

A kind is an object with a `name` and what follows, all of it pure:

- `title` is what authors call it, and `parts` what they fill in: the keys that `parse` reads, as fields of a form
  (`courses.kinds.parts`), in the order in which `export` gives them.
- `parse(fields)` reads its part of a question in a pack and returns (body, key_body). Mistakes are reported through
  `fields`; what is returned then is not used.
- `export(body, key_body)` gives that part of the pack back; parsing it again gives the same two.
- `picture(body)` is the picture that a question shows: its file as the pack names it, and what it says in words. None
  for a question of words alone. The template has it as `question.picture`, once the file is known.
- `draw(body, rng)` puts into order what one learner sees in an order of their own.
- `render(body, given)` is what the question's template shows, with the answer that was given (None: none yet).
- `clean(posted, body)` turns what a form sent into the answer to store, any JSON value; raises Refused with a sentence.
- `stays_at(posted, given)` is the end of the id of what to go on with when the post was one step within the answer
  (a row was moved), and "" when the learner goes on to the next question. The template finds the whole id in `at`, and
  gives the focus to what has it.
- `told(given, body)` says the answer in words, for the page on which answers are checked; an empty list for no answer.
- `options(body, key_body)` are what can be chosen and is known beforehand, for figures; `chosen(given, body, key_body)`
  are the options in an answer, and may hold others too. For authors only: both tell what is right.
- `grade(given, key_body)` says how right an answer is, 0 to 100 percent.
- `counts(key_body)` is False for a question that is for the learner to check and leaves the score alone.
- `feedback(given, body, key_body, shows_all)` is what the result's template shows once the attempt is closed. Without
  `shows_all` it explains what the learner did, and gives nothing away of what would have been right.

Whatever `given` is, `render`, `told`, `chosen`, `grade` and `feedback` never raise. `body` holds nothing that tells
what is right, neither in its keys nor in its order; `key_body` holds all of it.

To add a kind: one module here, one line below, and two templates in `courses/questions/`. `<name>.html` is given
`asked` (what `render` returned), `question`, `id` and `error`; `<name>_result.html` is given `shown` (what `feedback`
returned), `question` and `id`. All ids begin with `id`; the first thing to fill in is `<id>-1`, an error `<id>-error`.
"""

from courses.kinds.decide import Decide
from courses.kinds.interface import Fields, Given, Json, Kind, Option, Posted, Refused
from courses.kinds.match import Match
from courses.kinds.multiple import Multiple
from courses.kinds.order import Order
from courses.kinds.short import Short
from courses.kinds.single import Single
from courses.kinds.spot import Spot
from courses.kinds.true_false import TrueFalse

ALL: tuple[Kind, ...] = (Single(), Multiple(), TrueFalse(), Match(), Order(), Short(), Decide(), Spot())
KINDS: dict[str, Kind] = {kind.name: kind for kind in ALL}


def kind_of(name: str) -> Kind:
    """The kind with this name. Raises KeyError: a stored question always has a known kind."""
    return KINDS[name]


__all__ = ["KINDS", "Fields", "Given", "Json", "Kind", "Option", "Posted", "Refused", "kind_of"]
