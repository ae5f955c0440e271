"""What comes from outside, by drag, paste, command line or dialog, and where it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QImage

from desktop.core import legacy
from desktop.core.adapters import with_names
from desktop.core.document.document import MAX_DOCUMENT_SIDE, Document
from desktop.core.document.edits import layer_of
from desktop.core.document.layers import PixelLayer
from desktop.core.document.limits import check_canvas
from desktop.core.document.plane import Plane
from desktop.core.errors import AppError, ErrorInfo
from desktop.core.geometry import Size
from desktop.core.identify.identified import Identified, Kind
from desktop.core.legacy import Form
from desktop.core.library import Library
from desktop.core.models import ModelInfo
from desktop.core.params import PictureRecord
from desktop.core.pixels import Pixels
from desktop.state.background import Background
from desktop.state.carried import PROJECTS, Carried, Target
from desktop.state.editor.editor import Editor
from desktop.state.library_list import LibraryList
from desktop.state.notices import NoticeLevel, Notices
from desktop.state.prompt_state import MAX_PROMPT_LENGTH, PromptState
from desktop.state.qimages import to_pixels
from desktop.state.undo import ChangePrompts
from desktop.state.undo_stack import UndoStack

if TYPE_CHECKING:
    from desktop.core.foreign import ForeignSettings

USE_FOUND_SETTINGS = "use_found_settings"
"""The id of the action that calls ``use_found``."""
OPEN_SCALED = "open_scaled"
"""The id of the action that calls ``open_scaled``."""
_TOLD = 3
"""Sentences about settings that do not match; the others are folded away."""


class Opening(QObject):
    """Files are read in a thread, and nothing in them is trusted: errors become notices. GUI thread only."""

    project_chosen = Signal(object)
    """The Path of a file with layers, to be opened."""
    settings_chosen = Signal(object)
    """GenerateParams to take into the prompt dock."""
    model_folder_found = Signal(object)
    """The Path of a folder in which there are models."""
    legacy_found = Signal(object)
    """The Path of a model file that may be converted, and can't be used before."""
    batch_chosen = Signal(object)
    """Paths (tuple) of pictures, or of one folder with pictures."""
    found_changed = Signal()
    """``found`` or ``can_open_scaled`` is another."""

    def __init__(
        self,
        prompt: PromptState,
        undo_stack: UndoStack,
        library: LibraryList,
        notices: Notices,
        editor: Editor,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.background = Background("opening", self)
        self._prompt = prompt
        self._undo_stack = undo_stack
        self._library = library
        self._notices = notices
        self._editor = editor
        self._found: ForeignSettings | None = None
        self._too_large: Path | None = None

    @property
    def found(self) -> ForeignSettings | None:
        """The settings of the picture that was opened last, to be used or not."""
        return self._found

    def close(self) -> None:
        self.background.close(finish=False)

    def open_files(self, paths: Sequence[Path]) -> None:
        """Do the likeliest with files."""
        if paths:
            self.take(Carried(tuple(paths)))

    def take(self, carried: Carried, target: Target | None = None) -> None:
        """Do what ``target`` says, or else the likeliest, with what was dropped or pasted."""
        targets = carried.targets(empty_canvas=self._editor.document.document.empty)
        if not targets:
            self._say_nothing_usable(carried)
            return
        match target if target in targets else targets[0]:
            case Target.OPEN if carried.paths and carried.paths[0].suffix.casefold() in PROJECTS:
                self.project_chosen.emit(carried.paths[0])
            case Target.OPEN:
                self._too_large = None
                self.background.run(partial(_document, self._reader(carried)), self._open)
            case Target.LAYER:
                self.background.run(partial(_layer, self._reader(carried)), self._editor.add_layer)
            case Target.MASK:
                canvas = self._editor.document.document.size
                self.background.run(partial(_mask, self._reader(carried), canvas), self._editor.select)
            case Target.SETTINGS if carried.paths:
                from desktop.core.foreign import read_settings

                path = carried.paths[0]
                self.background.run(partial(read_settings, path), partial(self._use_settings_of, path.name))
            case Target.SETTINGS:
                from desktop.core.foreign import settings_from_text

                self._use_settings_of(self.tr("The text"), settings_from_text(carried.text))
            case Target.PROMPT:
                self._add_words(carried.text)
            case Target.MODEL:
                self._find_models(carried.paths)
            case Target.BATCH:
                self.batch_chosen.emit(carried.paths)

    def use_found(self) -> None:
        """Take the settings that were found into the prompt dock."""
        if self._found is not None:
            self._choose(self._found)

    @property
    def can_open_scaled(self) -> bool:
        """Whether the picture that was to be opened last is larger than a canvas can be."""
        return self._too_large is not None

    def open_scaled(self) -> None:
        """Open that picture, made smaller; its file stays as it is."""
        if (path := self._too_large) is not None:
            self._too_large = None
            read = partial(_from_file, path, longest=MAX_DOCUMENT_SIDE)
            self.background.run(partial(_document, read), self._open)

    # Pictures

    def _reader(self, carried: Carried) -> Callable[[], _Read | _TooLarge]:
        """Reads the picture, in any thread."""
        if carried.image is not None:
            return partial(_from_image, carried.image, self.tr("Pasted"))
        return partial(_from_file, carried.paths[0])

    def _open(self, opened: tuple[_Read, Document] | _TooLarge) -> None:
        if isinstance(opened, _TooLarge):
            self._too_large = opened.path
            self.found_changed.emit()
            self._notices.add(NoticeLevel.WARNING, opened.info, OPEN_SCALED)
            return
        read, document = opened
        self._found = read.found
        self._editor.open_document(document, modified=not read.file_name)
        self.found_changed.emit()
        if read.notes:
            notes = " ".join(QCoreApplication.translate("PictureNotes", note) for note in read.notes)
            message = self.tr("{name} was opened.").format(name=read.file_name)
            self._notices.add(NoticeLevel.INFO, ErrorInfo("opened_with_notes", message, notes))
        if self._found is not None:
            message = self.tr("{name} was made with {program} and holds its settings.").format(
                name=read.file_name, program=self._found.program
            )
            self._tell_found("settings_found", message, self._found, USE_FOUND_SETTINGS)

    def _use_settings_of(self, name: str, found: ForeignSettings | None) -> None:
        if found is None:
            info = ErrorInfo(
                "no_settings",
                self.tr("{name} does not say how a picture was made.").format(name=name),
                self.tr("Pictures lose their settings when they are edited or sent through a messenger."),
            )
            self._notices.add(NoticeLevel.WARNING, info)
            return
        message = self.tr("The settings of {name} were taken.").format(name=name)
        self._tell_found("settings_taken", message, found)
        self._choose(found)

    def _choose(self, found: ForeignSettings) -> None:
        self.settings_chosen.emit(with_names(found.params, self._library.lora_names(found.lora_hashes)))

    def _tell_found(self, code: str, message: str, found: ForeignSettings, action: str = "") -> None:
        """With a sentence for all that does not match: the first ones at once, the others in the details."""
        sentences = list(found.unmatched)
        name = found.params.model.name
        # Files of the command line may be open before the models are known.
        if name and self._library.models and self._library.find_used(found.params.model) is None:
            sentences.insert(0, self.tr("The model {name} is not installed.").format(name=name))
        hint = " ".join(sentences[:_TOLD]) if sentences else self.tr("All of them can be used.")
        if (rest := len(sentences) - _TOLD) > 0:
            hint = self.tr("{sentences} More in the details: {count}.").format(sentences=hint, count=rest)
        details = "\n".join(sentences) if rest > 0 else ""
        self._notices.add(NoticeLevel.INFO, ErrorInfo(code, message, hint, details), action)

    # Words

    def _add_words(self, text: str) -> None:
        before, words = self._prompt.prompt.rstrip().rstrip(","), text.strip()
        prompt = f"{before}, {words}" if before else words
        if len(prompt) > MAX_PROMPT_LENGTH:
            info = ErrorInfo(
                "prompt_too_long",
                self.tr("The text is too long for a prompt."),
                self.tr("A prompt holds {count} characters.").format(count=MAX_PROMPT_LENGTH),
            )
            self._notices.add(NoticeLevel.WARNING, info)
            return
        prompt = prompt.encode(errors="ignore").decode()  # half of a surrogate pair fits in no file
        words_after = prompt, self._prompt.negative_prompt
        self._undo_stack.push(ChangePrompts(self._prompt, words_after, self.tr("Add words to the prompt")))

    # Models

    def _find_models(self, paths: Sequence[Path]) -> None:
        for path in paths:
            if path.is_dir():
                self.background.run(partial(_models_in, path), partial(self._add_models, path))
            else:
                self.background.run(partial(_look_into, path), partial(self._take_model_file, path))

    def _take_model_file(self, path: Path, seen: Identified | None) -> None:
        if seen is None:
            self.legacy_found.emit(path)
            return
        if seen.problem is not None or seen.kind is Kind.UNKNOWN:
            self._say_unknown_file(path, seen)
            return
        self.model_folder_found.emit(path.parent)
        if seen.kind in (Kind.LORA, Kind.EMBEDDING):
            message = self.tr("{name} stands in the dock LoRA now.")
        else:
            message = self.tr("{name} stands in the dock Models now.")
        info = ErrorInfo(
            "model_file_added",
            message.format(name=path.name),
            self.tr("It stays in the folder {folder}, which is looked into from now on.").format(
                folder=path.parent.name
            ),
            str(path),
        )
        self._notices.add(NoticeLevel.INFO, info)

    def _add_models(self, folder: Path, models: tuple[ModelInfo, ...]) -> None:
        if not models:
            info = ErrorInfo(
                "no_models",
                self.tr("There is no model in the folder {name} that Darkroom knows.").format(
                    name=folder.name
                ),
                self.tr("A model is a folder with a file model_index.json in it."),
                str(folder),
            )
            self._notices.add(NoticeLevel.WARNING, info)
            return
        self.model_folder_found.emit(folder)
        info = ErrorInfo(
            "models_added",
            self.tr("Models found in the folder {name}: {count}.").format(
                name=folder.name, count=len(models)
            ),
            self.tr("They are used where they lie; nothing was copied."),
        )
        self._notices.add(NoticeLevel.INFO, info)

    def _say_unknown_file(self, path: Path, seen: Identified) -> None:
        info = seen.problem or ErrorInfo(
            "unknown_model_file",
            self.tr("Darkroom does not know what {name} is.").format(name=path.name),
            self.tr("Look at the page that it came from."),
            f"{path}: {seen.reason}",
        )
        self._notices.add(NoticeLevel.WARNING, info)

    def _say_nothing_usable(self, carried: Carried) -> None:
        if carried.only_links:
            info = ErrorInfo(
                "only_links",
                self.tr("This is an address in the web; Darkroom fetches nothing from there."),
                self.tr("Save the picture first, then drop its file."),
            )
        else:
            info = ErrorInfo(
                "nothing_usable",
                self.tr("There is nothing in it that can be opened here."),
                self.tr("Pictures, text and folders with models or pictures can be."),
            )
        self._notices.add(NoticeLevel.WARNING, info)


@dataclass(frozen=True, slots=True)
class _Read:
    """A picture as it came from outside."""

    pixels: Pixels
    name: str
    file_name: str = ""
    record: PictureRecord | None = None
    found: ForeignSettings | None = None
    icc_profile: bytes = b""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _TooLarge:
    """A picture that is larger than a canvas can be, and what to say of it."""

    path: Path
    info: ErrorInfo


def _from_file(path: Path, longest: int = 0) -> _Read | _TooLarge:
    """With ``longest`` no side is longer than that; else one that no canvas can hold is not unpacked."""
    from desktop.core import pictures
    from desktop.core.foreign import read_settings
    from desktop.core.gallery_import import foreign_record

    try:
        if not longest:
            check_canvas(pictures.read_texts(path).size, path.name)
    except AppError as error:
        if error.code == "too_large_for_canvas":
            return _TooLarge(path, error.info)
        raise
    opened = pictures.read_scaled(path, longest) if longest else pictures.read(path)
    found = read_settings(path)
    record = opened.record
    if record is None and found is not None:
        record = foreign_record(path, found)
    return _Read(opened.pixels, path.stem, path.name, record, found, opened.icc_profile, opened.notes)


def _from_image(image: QImage, name: str) -> _Read:
    pixels = to_pixels(image)
    check_canvas(pixels.size, name)
    return _Read(pixels, name)


def _document(read: Callable[[], _Read | _TooLarge]) -> tuple[_Read, Document] | _TooLarge:
    picture = read()
    if isinstance(picture, _TooLarge):
        return picture
    layer = replace(layer_of(picture.pixels, picture.name), recipe=picture.record)
    size, profile = picture.pixels.size, picture.icc_profile
    return picture, Document(size, (layer,), active=layer.id, icc_profile=profile)


def _fitting(read: Callable[[], _Read | _TooLarge]) -> _Read:
    """Raises AppError for a picture that is larger than a canvas can be."""
    picture = read()
    if isinstance(picture, _TooLarge):
        info = picture.info
        raise AppError(info.code, info.message, info.hint, info.details)
    return picture


def _layer(read: Callable[[], _Read | _TooLarge]) -> PixelLayer:
    picture = _fitting(read)
    return replace(layer_of(picture.pixels, picture.name), recipe=picture.record)


def _mask(read: Callable[[], _Read | _TooLarge], canvas: Size) -> Plane:
    from desktop.core.document.mask_picture import mask_of

    return mask_of(_fitting(read).pixels, canvas)


def _look_into(path: Path) -> Identified | None:
    """What a file is; None for one of the legacy forms, which are not opened."""
    from desktop.core.identify.identify import identify_file  # when first needed, for a quick start

    try:
        if legacy.sniff(path) in (Form.ZIP, Form.PICKLE, Form.TAR):
            return None
    except OSError:
        pass  # what can't be read is told by identify_file
    return identify_file(path)


def _models_in(folder: Path) -> tuple[ModelInfo, ...]:
    return Library((), folder).scan()
