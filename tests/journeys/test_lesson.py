"""A lesson with everything in it: sound in every look, by keyboard, and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import Watch
from tests.journeys.soundness import LOOKS, put_on, unsound
from tests.journeys.visitors import Visitors
from tests.support.lesson_pack import LESSON, write_lesson_pack

pytestmark = pytest.mark.browser


RECORD = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
  const draw = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(10), { mimeType: "video/webm" });
  const pieces = [];
  recorder.ondataavailable = (event) => pieces.push(event.data);
  recorder.start();
  for (let moment = 0; moment < 10; moment += 1) {
    draw.fillStyle = `hsl(${moment * 36} 60% 40%)`;
    draw.fillRect(0, 0, 320, 180);
    await new Promise((done) => setTimeout(done, 60));
  }
  await new Promise((done) => { recorder.onstop = done; recorder.stop(); });
  return [...new Uint8Array(await new Blob(pieces).arrayBuffer())];
}"""


@pytest.fixture(scope="module")
def pack(visitors: Visitors, tmp_path_factory: pytest.TempPathFactory) -> None:
    """With a video that the browser itself made, so that it certainly can show it."""
    video = bytes(visitors.fresh().new_page().evaluate(RECORD))
    folder = write_lesson_pack(tmp_path_factory.mktemp("pack"), video=video)
    visitors.site.manage("load_content", str(folder), "--publish")


@pytest.fixture
def watch(visitors: Visitors, pack: None, page_of_failure: list[Page]) -> Watch:
    watch = visitors.watch("learner")
    page_of_failure.append(watch.page)
    open_lesson(watch.page)
    watch.take(expected=200)
    return watch


def open_lesson(page: Page) -> None:
    page.goto("/courses/everything/")
    start = page.get_by_role("button", name="Start the course")
    if start.count():
        start.click()
    page.goto(LESSON)


# The first: later ones come to the end of the lesson, and the furthest place is kept.
def test_a_lesson_that_was_left_half_way_offers_to_go_on_there(watch: Watch) -> None:
    page = watch.page
    put_on(page, LOOKS[0])
    with page.expect_response(lambda answer: answer.url.endswith("/place/")) as kept:
        page.get_by_role("heading", name="Afterwards").scroll_into_view_if_needed()
        page.mouse.wheel(0, 400)
    assert kept.value.status == 204
    page.reload()
    page.evaluate("scrollTo(0, 0)")
    page.get_by_role("link", name="Continue where you left off").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Afterwards")).to_be_in_viewport()
    assert watch.take(expected=200) == []


def test_the_lesson_is_sound_in_every_look(watch: Watch) -> None:
    page = watch.page
    page.reload()
    page.locator(".check-choice summary").first.click()
    page.locator(".lesson a[href='#term-1']").first.click()
    problems = watch.take(expected=200)
    for look in LOOKS:
        put_on(page, look)
        problems += unsound(page, look)
    assert not problems


def test_pictures_are_shown_and_nothing_jumps(watch: Watch) -> None:
    page = watch.page
    page.wait_for_load_state("networkidle")
    sizes = page.eval_on_selector_all(".picture img", "all => all.map(img => [img.naturalWidth, img.width > 0])")
    assert sizes
    assert all(natural > 0 and is_seen for natural, is_seen in sizes)
    shift = """new Promise(done => {
      let sum = 0;
      new PerformanceObserver(list => list.getEntries().forEach(e => { sum += e.value }))
        .observe({ type: "layout-shift", buffered: true });
      setTimeout(() => done(sum), 200);
    })"""
    assert page.evaluate(shift) < 0.01


def test_a_meaning_opens_and_closes_by_keyboard(watch: Watch) -> None:
    page = watch.page
    word = page.locator(".lesson a[href='#term-1']").first
    box = page.locator("[data-term-box]")
    word.focus()
    page.keyboard.press("Enter")
    expect(box).to_have_text("The federal privacy rules for health information.")
    expect(word).to_have_attribute("aria-expanded", "true")
    expect(word).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(word).to_be_focused()


def test_a_choice_opens_by_keyboard_and_closes_the_other(watch: Watch) -> None:
    page = watch.page
    first, second = (page.locator(".check-choice summary").nth(place) for place in (0, 1))
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nobody stands out.")).to_be_visible()
    page.keyboard.press("Tab")
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nobody stands out.")).to_be_hidden()
    expect(page.get_by_text("Not quite.").first).to_be_visible()


def test_the_video_waits_then_plays_with_captions_and_is_asked_for_in_parts(watch: Watch) -> None:
    page = watch.page
    video = page.locator("video")
    assert video.evaluate("video => video.paused && !video.autoplay")
    expect(page.get_by_text("there is a board behind you.")).to_be_hidden()
    address = page.locator("video source").get_attribute("src") or ""
    part = page.request.get(address, headers={"Range": "bytes=10-19"})
    assert (part.status, len(part.body())) == (206, 10)
    played = """async (video) => {
      video.muted = true;
      await video.play();
      await new Promise((done) => video.addEventListener("timeupdate", done, { once: true }));
      return [video.videoWidth, video.textTracks[0].mode, video.textTracks[0].cues.length];
    }"""
    assert video.evaluate(played) == [320, "showing", 1]
    page.locator(".transcript summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("there is a board behind you.")).to_be_visible()
    assert watch.take(expected=200) == []


def test_without_scripts_the_word_leads_to_its_meaning_and_choices_open(visitors: Visitors, watch: Watch) -> None:
    state = watch.page.context.storage_state()
    page = visitors.fresh(java_script_enabled=False, storage_state=state).new_page()
    page.goto(LESSON)
    page.locator(".lesson a[href='#term-1']").first.click()
    assert page.url.endswith("#term-1")
    expect(page.locator("#term-1")).to_be_in_viewport()
    page.locator(".check-choice summary").first.click()
    expect(page.get_by_text("Nobody stands out.")).to_be_visible()
    page.locator(".transcript summary").click()
    expect(page.get_by_text("there is a board behind you.")).to_be_visible()
