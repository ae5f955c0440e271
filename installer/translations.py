"""Collects the texts of the window into resources/translations/*.ts, and compiles those for Qt.

    python -m installer.translations

Texts are found by Python's own parser rather than by lupdate, which does not see ``_tr("…")``: a function of
a module that gives each text its context. New texts are marked unfinished; those that the code has no more
are dropped. Translate in the .ts files, then run this again.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = {"en": 2, "de": 2}
"""Language to its number of plural forms. English has plurals only: its other texts are those of the code."""


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """A text of the code. ``plural``: it is given a number, for ``%n``."""

    context: str
    source: str
    plural: bool = field(default=False, compare=False)


class UnmarkedText(Exception):
    """A call that translates something else than a literal text."""


def texts(folder: Path = ROOT / "desktop") -> list[Text]:
    """All texts below ``folder``, each once, by context. Raises UnmarkedText with file and line."""
    found: dict[Text, bool] = {}
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for text in _Reader(path, tree).texts():
            found[text] = found.get(text, False) or text.plural
    return [Text(text.context, text.source, plural) for text, plural in sorted(found.items())]


def read(file: Path) -> dict[Text, tuple[str, ...]]:
    """The finished translations of a .ts file: one form, or as many as the language has plurals."""
    found = {}
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type"):
                continue
            plural = message.get("numerus") == "yes"
            forms = [form.text or "" for form in translation] if plural else [translation.text or ""]
            text = Text(context.findtext("name", ""), message.findtext("source", ""), plural)
            found[text] = tuple(forms)
    return found


def write(file: Path, language: str, wanted: Iterable[Text], known: dict[Text, tuple[str, ...]]) -> None:
    """Write a .ts file with ``wanted``, translated as far as ``known``."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ET.Element] = {}
    for text in wanted:
        if text.context not in contexts:
            contexts[text.context] = ET.SubElement(root, "context")
            ET.SubElement(contexts[text.context], "name").text = text.context
        message = ET.SubElement(contexts[text.context], "message")
        ET.SubElement(message, "source").text = text.source
        translation = ET.SubElement(message, "translation")
        forms = known.get(text, ())
        if not all(forms) or len(forms) != (LANGUAGES[language] if text.plural else 1):
            translation.set("type", "unfinished")
        if text.plural:
            message.set("numerus", "yes")
            for form in forms or [""] * LANGUAGES[language]:
                ET.SubElement(translation, "numerusform").text = form
        else:
            translation.text = "".join(forms)
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")


def compile_file(source: Path, target: Path) -> None:
    """Make a .qm of a .ts file with Qt's lrelease. Raises CalledProcessError."""
    import PySide6

    tool = Path(PySide6.__file__).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
    subprocess.run([tool, "-silent", source, "-qm", target], check=True)


def wanted_in(language: str, found: Iterable[Text]) -> list[Text]:
    """The texts that a language translates."""
    return [text for text in found if text.plural or language != "en"]


def main() -> int:
    found = texts()
    FOLDER.mkdir(exist_ok=True)
    for language in LANGUAGES:
        file = FOLDER / f"darkroom_{language}.ts"
        known = read(file) if file.exists() else {}
        wanted = wanted_in(language, found)
        write(file, language, wanted, known)
        compile_file(file, file.with_suffix(".qm"))
        print(f"{file.name}: {len(wanted)} texts, {len(wanted) - len(read(file))} to translate")
    return 0


class _Reader:
    """Finds ``self.tr``, ``translate``, ``QT_TRANSLATE_NOOP``, and the module's own functions around them."""

    def __init__(self, path: Path, tree: ast.Module) -> None:
        self._path = path
        self._tree = tree
        self._functions = dict(_translating(tree))

    def texts(self) -> Iterator[Text]:
        yield from self._below(self._tree, "")

    def _below(self, node: ast.AST, class_name: str) -> Iterator[Text]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call):
                yield from self._of_call(child, class_name)
            if isinstance(child, ast.FunctionDef) and child.name in self._functions:
                continue  # what it translates is its argument
            yield from self._below(child, child.name if isinstance(child, ast.ClassDef) else class_name)

    def _of_call(self, call: ast.Call, class_name: str) -> Iterator[Text]:
        name, arguments = _name(call.func), list(call.args)
        if isinstance(call.func, ast.Name) and name in self._functions:
            context: str | None = self._functions[name]
            plural = len(arguments) > 1
        elif name == "tr" and isinstance(call.func, ast.Attribute):
            context, plural = class_name, len(arguments) > 2
        elif name == "QT_TRANSLATE_NOOP" or ast.unparse(call.func) == "QCoreApplication.translate":
            context, plural = _literal(arguments.pop(0)), len(arguments) > 2
        else:
            return
        source = _literal(arguments[0])
        if source is not None and context is not None:
            yield Text(context, source, plural)
        elif name != "translate":  # a table's text is marked where it stands
            raise UnmarkedText(f"{self._path}:{call.lineno}: {ast.unparse(call)}")


def _translating(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Functions ``def _tr(text)`` that only translate their argument, and the context they give it."""
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or not isinstance(node.body[-1], ast.Return):
            continue
        call = node.body[-1].value
        if isinstance(call, ast.Call) and _name(call.func) == "translate" and node.name == "_tr":
            context = _literal(call.args[0])
            if context is not None:
                yield node.name, context


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


if __name__ == "__main__":
    sys.exit(main())
