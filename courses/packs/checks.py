"""Questions in a lesson by which readers check themselves, read by the kinds of questions that have choices."""

from courses.content import CheckChoice, CheckContent
from courses.kinds import KINDS
from toolkit.packfiles.yamlfile import Mapping

KEY = "check_yourself"
OFFERED = ("single", "multiple", "true_false")
MOST = 5


def read_checks(fields: Mapping) -> tuple[CheckContent, ...]:
    """What stands under the key `check_yourself`, if it is there."""
    if not fields.has(KEY):
        fields.texts(KEY, is_required=False)  # named among the keys that may stand here
        return ()
    rows = fields.mappings(KEY)
    if len(rows) > MOST:
        fields.report(f"The lesson has {len(rows)} questions.", f"at most {MOST}; more of them are a quiz", key=KEY)
    return tuple(_read(row) for row in rows)


def _read(row: Mapping) -> CheckContent:
    name = row.text("kind")
    prompt = row.text("prompt", limit=2_000)
    if name not in OFFERED:
        if name:
            what = f'The kind of question "{name}" cannot stand in a lesson.'
            row.report(what, f"one of {', '.join(OFFERED)}", key="kind")
        row.forgive()
        return CheckContent(name, prompt, ())
    if row.has("feedback"):  # a quiz may explain the question as a whole; here readers see one choice at a time
        what = '"feedback" of the question cannot stand in a lesson.'
        row.report(what, "feedback beside each choice", key="feedback")
    kind = KINDS[name]
    body, key_body = kind.parse(row)
    choices = kind.export(body, key_body)["choices"]
    return CheckContent(
        name, prompt, tuple(CheckChoice(row["text"], row["correct"], row.get("feedback", "")) for row in choices)
    )
