"""Quizzes that check themselves in the page, by HTML and a style sheet alone.

The questions of a chapter stand in ``quizzes/<chapter>.toml``; their numbers come from the call::

    quiz("section-1", first=ch.n("1.2.1-imports-1979"))

Every choice is a radio button or a tick box in a labelled group, and what is said to it follows it
in the text, hidden until it is chosen. So a quiz works without a script, from a file, by keyboard
and with a screen reader, in the book, in JupyterLab and in a handout, and one run of a chapter
equals the next. (The library of the field, jupyterquiz, puts about 40 kB of script with each quiz
and fixed colours into the page, names its parts at random, and does nothing without JavaScript.)
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from html import escape

from recomputed.data.book import Book
from recomputed.errors import BookError
from recomputed.teach.checking import notebooks_data

STYLE = """
.tt-quiz fieldset{border:1px solid var(--pst-color-border,#8888);border-radius:.4rem;margin:1rem 0;
padding:.4rem 1rem .8rem}
.tt-quiz legend{float:left;width:100%;font-size:1em;font-weight:600;padding:0;margin:.2rem 0 .3rem}
.tt-choice{clear:both;margin:.35rem 0;padding-left:1.5em}
.tt-choice label{cursor:pointer;display:inline}
.tt-choice input{width:1.05em;height:1.05em;vertical-align:-.1em;margin:0 .45em 0 -1.5em}
.tt-why{display:none;margin:.15rem 0 .4rem .2rem;padding-left:.6rem;border-left:3px solid}
.tt-choice input:checked~.tt-why{display:block}
.tt-right .tt-why{border-color:var(--pst-color-success,#1a7f37)}
.tt-wrong .tt-why{border-color:var(--pst-color-danger,#b3261e)}
@media print{.tt-why{display:none!important}}
"""

_INLINE = re.compile(r"`([^`]+)`|\*([^*]+)\*")
_LEAST_CHOICES = 2


@dataclass(frozen=True)
class Choice:
    """One of the answers that a question offers."""

    text: str
    why: str
    right: bool = False


@dataclass(frozen=True)
class Question:
    """A question with its choices; several right ones are all to be ticked."""

    text: str
    choices: tuple[Choice, ...]

    @property
    def several(self) -> bool:
        """Whether more than one choice is right."""
        return sum(choice.right for choice in self.choices) > 1


@dataclass(frozen=True)
class Quiz:
    """A chapter's quiz as a notebook's output.

    Parameters
    ----------
    name : str
        The chapter.
    questions : tuple of Question
        In order.
    """

    name: str
    questions: tuple[Question, ...]

    def __repr__(self) -> str:
        lines = []
        for number, question in enumerate(self.questions, start=1):
            lines.append(f"{number}. {_plain(question.text)}")
            lines += [f"   [ ] {_plain(choice.text)}" for choice in question.choices]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        asked = "".join(
            _fieldset(question, f"quiz-{self.name}-{number}", number)
            for number, question in enumerate(self.questions, start=1)
        )
        return f'<div class="tt-quiz"><style>{STYLE}</style>{asked}</div>'


def _fieldset(question: Question, name: str, number: int) -> str:
    several = " <small>(tick all that apply)</small>" if question.several else ""
    choices = "".join(
        _choice(choice, f"{name}-{place}", name, question.several)
        for place, choice in enumerate(question.choices, start=1)
    )
    return (
        f"<fieldset><legend>{number}. {marked_up(question.text)}{several}</legend>"
        f"{choices}</fieldset>"
    )


def _choice(choice: Choice, identifier: str, name: str, several: bool) -> str:
    kind = "checkbox" if several else "radio"
    sign, word, style = ("✓", "Right", "right") if choice.right else ("✗", "No", "wrong")
    return (
        f'<div class="tt-choice tt-{style}">'
        f'<input type="{kind}" id="{identifier}" name="{name}" aria-describedby="{identifier}-why">'
        f'<label for="{identifier}">{marked_up(choice.text)}</label>'
        f'<div class="tt-why" id="{identifier}-why"><span aria-hidden="true">{sign}</span> '
        f"<b>{word}.</b> {marked_up(choice.why)}</div></div>"
    )


def marked_up(text: str) -> str:
    """A text of a quiz as HTML: ``*emphasis*`` and ```code```, and nothing else."""

    def show(match: re.Match) -> str:
        return f"<code>{match[1]}</code>" if match[1] else f"<em>{match[2]}</em>"

    return _INLINE.sub(show, escape(text))


def _plain(text: str) -> str:
    return _INLINE.sub(lambda match: match[1] or match[2], text)


def quiz(name: str, **values: object) -> Quiz:
    """The quiz of a chapter.

    Parameters
    ----------
    name : str
        The chapter: ``"section-1"``.
    **values
        The numbers of its questions, ready to be shown.

    Raises
    ------
    BookError
        If there is no such quiz, or if something is missing in it.
    """
    folder = Book(notebooks_data()).paper.folder / "quizzes"
    path = folder / f"{name}.toml"
    if not path.is_file():
        raise BookError(f"quiz: there is no quizzes/{name}.toml")
    try:
        stored = tomllib.loads(path.read_text("utf-8"))
        return read_quiz(name, stored, {key: str(value) for key, value in values.items()})
    except tomllib.TOMLDecodeError as error:
        raise BookError(f"quizzes/{name}.toml: {error}") from None


def read_quiz(name: str, stored: dict, values: dict[str, str]) -> Quiz:
    """A quiz from the content of its file.

    Raises
    ------
    BookError
        If a question has no right choice, a choice no explanation, or a number is not given.
    """
    questions = []
    for number, one in enumerate(stored.get("question", []), start=1):
        place = f"quizzes/{name}.toml, question {number}"
        try:
            choices = tuple(
                Choice(c["text"].format(**values), c["why"].format(**values), c.get("right", False))
                for c in one["choices"]
            )
            question = Question(one["text"].format(**values), choices)
        except KeyError as error:
            raise BookError(f"{place}: {error} is not given") from None
        if len(choices) < _LEAST_CHOICES or not any(choice.right for choice in choices):
            raise BookError(f"{place}: needs {_LEAST_CHOICES} choices or more, and a right one")
        questions.append(question)
    if not questions:
        raise BookError(f"quizzes/{name}.toml: holds no [[question]]")
    return Quiz(name, tuple(questions))
