"""Questions of every kind answered as a form would send it, by keyboard and by pointer, as their fields ask for it."""

from playwright.sync_api import Page, expect

from tests.journeys.focus import focus_of

MOST_STOPS = 120
Sent = dict[str, list[str]]  # what the form of an answer sends


def focused(page: Page, selector: str) -> bool:
    return page.locator(f"{selector}:focus").count() == 1


def tab_to(page: Page, selector: str) -> None:
    for _ in range(MOST_STOPS):
        if focused(page, selector):
            focus_of(page)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {selector} on {page.url}")


def choose_by_keyboard(page: Page, sent: Sent) -> None:
    """Whatever the kind is, only by what one sees of its fields."""
    for name, values in sent.items():
        fields = page.locator(f"main [name='{name}']")
        kind = fields.first.evaluate("field => field.type")
        if name == "step":
            put_in_order(page, values)
        elif kind == "radio":
            tab_to(page, f"[name='{name}']")
            page.keyboard.press("Space")
            while page.locator(f"[name='{name}']:checked").get_attribute("value") != values[0]:
                page.keyboard.press("ArrowDown")
        elif kind == "checkbox":
            for value in sorted(values, key=int if name == "word" else str):
                tab_to(page, f"[name='{name}'][value='{value}']")
                page.keyboard.press("Space")
        elif kind == "select-one":
            tab_to(page, f"[name='{name}']")
            page.keyboard.type(fields.first.locator(f"option[value='{values[0]}']").inner_text())
        else:
            tab_to(page, f"[name='{name}']")
            page.keyboard.type(values[0])


def put_in_order(page: Page, order: list[str]) -> None:
    for place, key in enumerate(order):
        while steps_on(page).index(key) > place:
            before = steps_on(page)
            tab_to(page, f"button[value='up-{key}']")
            page.keyboard.press("Enter")
            expect(page.locator("main [name=step]").nth(before.index(key) - 1)).to_have_value(key)
            # The focus stays with the step, with scripts and without: its other button when it is at the top.
            at = "down" if before.index(key) == 1 else "up"
            expect(page.locator(f"button[value='{at}-{key}']")).to_be_focused()


def steps_on(page: Page) -> list[str]:
    return [str(field.get_attribute("value")) for field in page.locator("main [name=step]").all()]


def choose_by_pointer(page: Page, sent: Sent) -> None:
    """The same by clicks. What a checkbox of the answer does not hold is not ticked afterwards."""
    for name, values in sent.items():
        fields = page.locator(f"main [name='{name}']")
        kind = fields.first.evaluate("field => field.type")
        if name == "step":
            _move_into_order(page, values)
        elif kind in {"radio", "checkbox"}:
            for field in fields.all():
                if (field.get_attribute("value") in values) != field.is_checked():
                    field.locator("xpath=ancestor::label").click()
        elif kind == "select-one":
            fields.first.select_option(values[0])
        else:
            fields.first.fill(values[0])


def _move_into_order(page: Page, order: list[str]) -> None:
    for place, key in enumerate(order):
        while (at := steps_on(page).index(key)) > place:
            page.locator(f"button[value='up-{key}']").click()
            expect(page.locator("main [name=step]").nth(at - 1)).to_have_value(key)
