"""The pure rules of an audience."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from assignments.audience import Because, Effect, Entry, NamedPeople, Person, sort_out

DUE = date(2026, 12, 15)
days = st.dates(DUE - timedelta(days=40), DUE + timedelta(days=40))


@st.composite
def populations(draw: st.DrawFn) -> list[Person]:
    return [
        Person(
            pk=pk,
            uuid=UUID(int=pk),
            number=f"E-{pk}",
            name=draw(st.text(max_size=5)),
            zone="UTC",
            has_left=draw(st.booleans()),
            may_sign_in=draw(st.booleans()),
            starts_on=draw(st.none() | days),
        )
        for pk in range(draw(st.integers(0, 12)))
    ]


def test_a_line_is_an_entry_and_blank_lines_are_none() -> None:
    named = NamedPeople.from_text("E-1\n\n  ada@example.org \r\n\x00\n")
    assert named.entries == (Entry(1, "E-1"), Entry(3, "ada@example.org"))


def test_the_first_cell_of_a_pasted_row_counts() -> None:
    assert NamedPeople.from_text("E-1\tAda Osei\tNursing").entries == (Entry(1, "E-1"),)


def test_who_is_named_twice_counts_once_in_any_case() -> None:
    assert NamedPeople.from_text("e-1\nE-1\nE-2").entries == (Entry(1, "e-1"), Entry(3, "E-2"))


@given(st.text())
def test_any_text_can_be_pasted(text: str) -> None:
    entries = NamedPeople.from_text(text).entries
    assert len({entry.key for entry in entries}) == len(entries)
    assert all(entry.text.strip() for entry in entries)


@given(populations(), st.dictionaries(st.integers(0, 12), days), st.dictionaries(st.integers(0, 12), st.none() | days))
def test_everybody_stands_in_exactly_one_list(
    people: list[Person], open_due: dict[int, date], held: dict[int, date | None]
) -> None:
    effect = sort_out(people, due_on=DUE, open_due=open_due, held_until=held)
    listed = [person.pk for person in effect.to_assign]
    listed += [row.person.pk for row in effect.already_assigned]
    listed += [row.person.pk for row in effect.already_hold]
    listed += [row.person.pk for row in effect.left_out if row.person]
    assert sorted(listed) == sorted(person.pk for person in people)
    for person in effect.to_assign:
        assert person.may_sign_in
        assert not person.has_left
        assert person.starts_on is None
    for row in effect.already_assigned:
        assert row.is_brought_forward == (open_due[row.person.pk] > DUE)


@given(populations())
def test_the_order_in_which_people_are_read_does_not_matter(people: list[Person]) -> None:
    def effect(rows: list[Person]) -> Effect:
        return sort_out(rows, due_on=DUE, open_due={}, held_until={})

    assert effect(people).digest("x") == effect(people[::-1]).digest("x")


def test_the_digest_changes_when_anybody_changes_lists() -> None:
    ada = Person(1, UUID(int=1), "E-1", "Ada", "UTC")
    digests = {
        sort_out([ada], due_on=DUE, open_due={}, held_until={}).digest(),
        sort_out([ada], due_on=DUE, open_due={1: DUE}, held_until={}).digest(),
        sort_out([ada], due_on=DUE, open_due={}, held_until={1: None}).digest(),
        sort_out([ada], due_on=DUE, open_due={}, held_until={1: DUE}).digest(),
        sort_out([], due_on=DUE, open_due={}, held_until={}).digest(),
    }
    assert len(digests) == 5


def test_an_entry_that_names_nobody_is_reported_with_its_line() -> None:
    effect = sort_out([], due_on=DUE, open_due={}, held_until={}, unknown=[Entry(7, "E-404")])
    (row,) = effect.left_out
    assert (row.because, row.entry) == (Because.NOT_FOUND, Entry(7, "E-404"))
