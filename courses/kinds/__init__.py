"""Kinds of question. Each is one module that answers the same eight questions; nothing else knows how a kind works.

A kind is an object with a `name` and these methods, all of them pure:

- `parse(fields)` reads its part of a question in a pack and returns (body, key_body). Mistakes are reported through
  `fields`; what is returned then is not used.
- `export(body, key_body)` gives that part of the pack back; parsing it again gives the same two.
- `draw(body, rng)` puts the choices into the order in which one learner sees them.
- `clean(values, body)` turns what a form sent into the answer to store, a JSON value; raises Refused with a sentence.
- `grade(given, key_body)` says how right an answer is, 0 to 100 percent. Whatever `given` is, it never raises.
- `feedback(given, body, key_body)` says for each choice what to show once the attempt is closed.

`body` holds nothing that tells what is right; `key_body` holds all of it.
To add a kind: one module here, one line below, and its templates.
"""

from courses.kinds.interface import ChoiceFeedback, Fields, Given, Json, Kind, Refused
from courses.kinds.multiple import Multiple
from courses.kinds.single import Single
from courses.kinds.true_false import TrueFalse

KINDS: dict[str, Kind] = {kind.name: kind for kind in (Single(), Multiple(), TrueFalse())}


def kind_of(name: str) -> Kind:
    """The kind with this name. Raises KeyError: a stored question always has a known kind."""
    return KINDS[name]


__all__ = ["KINDS", "ChoiceFeedback", "Fields", "Given", "Json", "Kind", "Refused", "kind_of"]
