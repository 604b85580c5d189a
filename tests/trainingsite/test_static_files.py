"""Static files as pages name them: with a digest, and ready in the forms that browsers ask for."""

import json
from pathlib import Path

from django.core.management import call_command
from django.test import override_settings


def test_each_file_is_kept_once_under_its_digest_and_compressed(tmp_path: Path) -> None:
    storages = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "trainingsite.static_files.StaticFiles"},
    }
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    kept = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    ready = {name for name in kept if not name.endswith((".gz", ".br"))}
    assert ready == {*names.values(), "staticfiles.json"}
    assert {names["css/site.css"] + ".gz", names["css/site.css"] + ".br"} <= kept
    script = (tmp_path / names["js/autosave.js"]).read_text()
    for imported in ("sending", "saving_notices", "unsent"):
        assert f'from "./{Path(names[f"js/{imported}.js"]).name}"' in script
