"""What a camera wrote beside a picture is taken out, and the picture stays what it was."""

from io import BytesIO

import pytest
from PIL import Image

from policies.pictures import without_background
from tests.policies.pictures import CAMERA, GPS, ORIENTATION, make_picture

KINDS = {"jpg": "JPEG", "png": "PNG"}


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize("ending", KINDS)
def test_the_place_and_the_camera_are_gone_and_every_pixel_stays(ending: str) -> None:
    before = make_picture(KINDS[ending], has_background=True)
    assert opened(before).getexif().get_ifd(GPS)
    assert CAMERA.encode() in before
    after = without_background(before, ending)
    assert not opened(after).getexif().get_ifd(GPS)
    assert CAMERA.encode() not in after
    assert opened(after).tobytes() == opened(before).tobytes()
    assert without_background(after, ending) == after


def test_a_photo_that_was_taken_upright_stays_upright() -> None:
    after = without_background(make_picture("JPEG", has_background=True, turned=6), "jpg")
    assert dict(opened(after).getexif()) == {ORIENTATION: 6}


@pytest.mark.parametrize("ending", KINDS)
def test_what_was_put_behind_the_picture_is_cut_off(ending: str) -> None:
    picture = make_picture(KINDS[ending])
    assert CAMERA.encode() not in without_background(picture + CAMERA.encode(), ending)
    assert without_background(picture + b"film", ending) == without_background(picture, ending)


@pytest.mark.parametrize("ending", KINDS)
def test_a_picture_that_is_cut_off_anywhere_is_refused(ending: str) -> None:
    picture = make_picture(KINDS[ending], has_background=True)
    for length in range(8, len(picture) - 1):
        with pytest.raises(ValueError, match=r"JPEG|PNG"):
            without_background(picture[:length], ending)


def test_other_files_stay_as_they_are() -> None:
    assert without_background(b"%PDF-1.7 signed", "pdf") == b"%PDF-1.7 signed"
