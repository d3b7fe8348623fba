"""What frictionless said of some files it would say of the same files again."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from nkevents.checks import frictionless_process

Answer = tuple[bytes, bytes]


@contextmanager
def answered_before() -> Iterator[None]:
    """Within it, frictionless is started once for each content of the directory that it is to read."""
    answers: dict[object, Answer] = {}

    class Asked(subprocess.Popen[bytes]):
        """The process, whose answer is kept."""

        def __init__(self, question: object, command: list[str], **options: Any) -> None:
            self._question = question
            super().__init__(command, **options)

        def communicate(self, *arguments: Any, **options: Any) -> Answer:
            answers[self._question] = answer = super().communicate(*arguments, **options)
            return answer

    class Answered:
        """A process that has ended, with the answer that it gave."""

        def __init__(self, answer: Answer) -> None:
            self.communicate, self.kill = lambda: answer, lambda: None

        def __enter__(self) -> "Answered":
            return self

        def __exit__(self, *_: object) -> None:
            return None

    def asked(command: list[str], cwd: Path, **options: Any) -> Asked | Answered:
        files = sorted(path for path in cwd.rglob("*") if path.is_file())
        question = (*command, *((path.relative_to(cwd), path.read_bytes()) for path in files))
        if question in answers:
            return Answered(answers[question])
        return Asked(question, command, cwd=cwd, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frictionless_process, "subprocess", SimpleNamespace(Popen=asked, PIPE=subprocess.PIPE))
        yield
