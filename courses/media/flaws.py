"""What is wrong with a file, in the words of the mistakes of packs."""

Pixels = tuple[int, int]  # width, height


class Flaw(Exception):
    """`what` is a sentence, `expected` completes "Expected ...", `line` is where it stands in a file of text."""

    def __init__(self, what: str, expected: str, line: int = 1) -> None:
        super().__init__(what)
        self.what = what
        self.expected = expected
        self.line = line
