"""Values as YAML, always spelled alike: what `yamlfile` reads again gives the same values."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

WIDTH = 110


class _Dumper(yaml.SafeDumper):
    """Texts of several lines stay as they are, below a `|`; anchors are never used, since no pack may hold them."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def yaml_text(value: Mapping[str, Any] | Sequence[Any]) -> str:
    """Keys in the order of the value. Holds texts, whole numbers, true and false, lists and mappings of them."""
    text: str = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)
    return text
