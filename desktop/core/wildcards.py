r"""Prompts with choices in them, drawn from a picture's seed.

The syntax that users know from the dynamic prompts extension and from SwarmUI, read from its description:

- ``{red|blue}`` draws one, ``{3::red|blue}`` draws red three times as often;
- ``{2$$a|b|c}`` draws two without repeating, ``{1-2$$...}``, ``{2-$$...}`` and ``{-2$$...}`` one to so many,
  ``{2$$ and $$a|b|c}`` joins them with " and " instead of a comma;
- ``__animals/cats__`` draws a line of ``animals/cats.txt`` in the wildcards folder; ``*`` and ``?`` stand for
  any characters of a name, ``**`` crosses folders, and the options of all files that fit count;
- ``${v=!{a|b}}`` draws once and keeps it, ``${v={a|b}}`` draws at every use; ``${v}`` uses it, ``${v:a}``
  uses ``a`` where nothing was set;
- ``<wildcard:animals/cats>``, ``<random:a|b>``, ``<random[2,]:a|b|c>`` are SwarmUI's;
- ``\{``, ``\}`` and ``\|`` are the characters themselves; a brace without a partner is text.

Options nest, and so do the lines of wildcard files (``#`` starts a comment). The same template, seed and
files give the same prompt with every Python: only ``random.Random.random`` is used, which never changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from desktop.core.errors import AppError
from desktop.core.params import GenerateParams
from desktop.core.wildcard_files import WildcardFiles

MAX_TEMPLATE = 20_000
MAX_PROMPT = 20_000
MAX_DEPTH = 40
MAX_WORK = 1_000_000
"""Characters read for one prompt, nested ones counted each time."""

_SPECIAL = re.compile(
    r"""
    \\(?P<escaped>[{}|])
    |\$\{(?P<variable>[^\W\d]\w{0,99})(?P<use>\}|:|=!?)
    |(?P<brace>\{)
    |__(?P<wildcard>(?![\s_])[\w\-/*?. ]{1,199}?(?<!\s))__(?!_)
    |<(?P<kind>wildcard|wc|random)(?:\[(?P<count>[\d\-,]{1,9})\])?:
    """,
    re.VERBOSE,
)
_PAIRED = re.compile(r"\\[{}|]|[{}>]|<(?=[a-z])")
_BOUND = re.compile(
    r"\s*(?:(?P<low>\d{1,4})?(?P<dash>-))?(?P<high>\d{1,4})?\$\$(?:(?P<joint>[^${}|]{0,100})\$\$)?"
)
_WEIGHT = re.compile(r"\s*(\d{1,6}(?:\.\d{0,6})?|\.\d{1,6})::")


def is_dynamic(template: str) -> bool:
    """Whether there is anything to draw (or an escape to undo) in it."""
    return _SPECIAL.search(template) is not None


def expand(template: str, seed: int, folder: Path) -> str:
    """The prompt that a picture with this seed has. ``folder`` holds the wildcard files.

    Raises AppError: ``wildcard_missing`` and ``variable_missing`` name it, ``wildcard_unreadable``,
    ``template_too_deep`` (a file that names itself, perhaps), ``template_too_long``.
    """
    return _expanded(template, seed, WildcardFiles(folder))


def drawn(params: GenerateParams, folder: Path) -> tuple[GenerateParams, ...]:
    """The settings as they are; where the prompts hold choices, those of each picture with its own prompts.

    The templates are kept beside what was drawn. Raises as expand does.
    """
    if not (is_dynamic(params.prompt) or is_dynamic(params.negative_prompt)):
        return (params.model_copy(update={"prompt_template": "", "negative_template": ""}),)
    pictures = (params.for_picture(index) for index in range(params.count))
    files = WildcardFiles(folder)
    return tuple(_with_prompts(picture, files) for picture in pictures)


def _expanded(template: str, seed: int, files: WildcardFiles) -> str:
    if len(template) > MAX_TEMPLATE:
        raise _too_long()
    return _Drawing(Random(seed), files).text(template, 0).strip()


def _with_prompts(params: GenerateParams, files: WildcardFiles) -> GenerateParams:
    update = {"prompt_template": "", "negative_template": ""}
    for name, template in (("prompt", "prompt_template"), ("negative_prompt", "negative_template")):
        text = getattr(params, name)
        if is_dynamic(text) and (result := _expanded(text, params.seed, files)) != text:
            update |= {name: result, template: text}
    return params.model_copy(update=update)


@dataclass(slots=True)
class _Drawing:
    """One prompt while it is drawn."""

    random: Random
    files: WildcardFiles
    variables: dict[str, str] = field(default_factory=dict)
    work: int = 0

    def text(self, template: str, depth: int) -> str:
        """A template's text. Choices are drawn from left to right, options only when they were chosen."""
        self.work += len(template) + 1
        if self.work > MAX_WORK:
            raise _too_long()
        if depth > MAX_DEPTH:
            raise AppError(
                "template_too_deep",
                f"The choices in the prompt go more than {MAX_DEPTH} levels deep.",
                "Look for a wildcard file or a variable that names itself.",
                template[:1000],
            )
        ends = _ends(template)
        parts: list[str] = []
        position = length = 0
        while match := _SPECIAL.search(template, position):
            part, end = self._part(template, match, ends, depth)
            parts += (template[position : match.start()], part)
            length += match.start() - position + len(part)
            if length > MAX_PROMPT:
                raise _too_long()
            position = end
        parts.append(template[position:])
        if length + len(parts[-1]) > MAX_PROMPT:
            raise _too_long()
        return "".join(parts)

    def _part(self, template: str, match: re.Match[str], ends: dict[int, int], depth: int) -> tuple[str, int]:
        """What stands for a match, and where the template goes on."""
        start, inner = match.span()
        if match["escaped"]:
            return match["escaped"], inner
        if match["wildcard"]:
            return self._line(match["wildcard"], depth), inner
        end = ends.get(start + 1 if match["variable"] else start)
        if end is None:
            return match[0], inner
        content = template[inner:end]
        if match["variable"]:
            return self._variable(match["variable"], match["use"], content, depth), end + 1
        if match["brace"]:
            return self._choice(content, depth), end + 1
        return self._swarm(match["kind"], match["count"] or "1", content, depth), end + 1

    def _variable(self, name: str, use: str, content: str, depth: int) -> str:
        if use.startswith("="):
            self.variables[name] = _escaped(self.text(content, depth + 1)) if use == "=!" else content
            return ""
        if name in self.variables:
            return self.text(self.variables[name], depth + 1)
        if use == ":":
            return self.text(content, depth + 1)
        raise AppError(
            "variable_missing",
            f"The prompt uses the variable {name}, but nothing sets it before.",
            f"Write ${{{name}=!…}} in front of it.",
        )

    def _choice(self, content: str, depth: int) -> str:
        bound = _BOUND.match(content)
        if bound is None or not (bound["low"] or bound["high"]):
            return self._joined(_split(content), 1, 1, ",", depth)
        options = _split(content[bound.end() :])
        most = int(bound["high"]) if bound["high"] else len(options)
        least = int(bound["low"]) if bound["low"] else 1 if bound["dash"] else most
        return self._joined(options, least, most, "," if bound["joint"] is None else bound["joint"], depth)

    def _swarm(self, kind: str, count: str, content: str, depth: int) -> str:
        joint = ", " if count.endswith(",") else " "
        numbers = [int(number) for number in re.findall(r"\d+", count)] or [1]
        options = [f"__{content.strip()}__"]
        if kind == "random":
            options = _split(content) if "|" in content else content.split(",")
            options = [option.strip() for option in options if option.strip()]
        elif not self.files.is_name(content.strip()):
            self.files.lines(content.strip())  # raises: there is no such name
        return self._joined(options, numbers[0], numbers[-1], joint, depth)

    def _line(self, name: str, depth: int) -> str:
        return self._joined(self.files.lines(name), 1, 1, ",", depth)

    def _joined(self, options: list[str], least: int, most: int, joint: str, depth: int) -> str:
        """Between ``least`` and ``most`` of the options, none twice. Options that don't weigh come last."""
        if len(options) == 1 and most > 1 and (lone := _SPECIAL.fullmatch(options[0].strip())):
            options = self.files.lines(lone["wildcard"]) if lone["wildcard"] else options
        weighed = [_weighed(option) for option in options]
        count = least + int(self.random.random() * (most - least + 1)) if most > least else most
        parts: list[str] = []
        for _ in range(min(count, len(weighed))):
            parts.append(self.text(weighed.pop(self._drawn(weighed))[1], depth + 1))
        return joint.join(parts)

    def _drawn(self, weighed: list[tuple[float, str]]) -> int:
        point = self.random.random() * sum(weight for weight, _ in weighed)
        for index, (weight, _) in enumerate(weighed):
            point -= weight
            if point < 0:
                return index
        return len(weighed) - 1


def _ends(template: str) -> dict[int, int]:
    """Where each ``{`` and each ``<`` in front of a letter closes; those that don't are missing."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for match in _PAIRED.finditer(template):
        symbol, position = match[0], match.start()
        if symbol in "{<":
            opened.append(position)
        elif symbol == ">":
            if opened and template[opened[-1]] == "<":
                ends[opened.pop()] = position
        elif symbol == "}":
            while opened and template[opened[-1]] == "<":
                opened.pop()
            if opened:
                ends[opened.pop()] = position
    return ends


def _split(content: str) -> list[str]:
    """The options between the bars that belong to no inner choice."""
    ends = _ends(content)
    options: list[str] = []
    start = position = 0
    while position < len(content):
        symbol = content[position]
        if symbol == "\\":
            position += 1
        elif symbol == "|":
            options.append(content[start:position])
            start = position + 1
        position = ends.get(position, position) + 1
    return [*options, content[start:]]


def _weighed(option: str) -> tuple[float, str]:
    match = _WEIGHT.match(option)
    return (float(match[1]), option[match.end() :]) if match else (1.0, option)


def _escaped(text: str) -> str:
    """Text that was drawn already, so that it stays as it is when it is used."""
    return re.sub(r"[{}|]", r"\\\g<0>", text)


def _too_long() -> AppError:
    return AppError(
        "template_too_long",
        f"The prompt becomes longer than {MAX_PROMPT} characters when its choices are drawn.",
        "Take out some of the choices, or shorten the wildcard files.",
    )
