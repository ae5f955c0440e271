"""The whole application without its window: the parts, and what connects them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, Slot

from desktop.core.errors import ErrorInfo
from desktop.core.estimates import Estimates
from desktop.core.events import Finished, Notice, PictureDone
from desktop.core.gallery import Gallery
from desktop.core.input_store import InputStore
from desktop.core.jobs import JobId, Lane
from desktop.core.library import Library
from desktop.core.memory_plan import Room
from desktop.core.params import GenerateParams, SaveOptions
from desktop.core.paths import Paths
from desktop.core.queue import JobQueue
from desktop.core.recovery import RecoveryStore
from desktop.state.activity import Activity
from desktop.state.adapters_state import AdaptersState
from desktop.state.background import Background
from desktop.state.collection import Collection
from desktop.state.crash_reports import CrashReports
from desktop.state.downloads import DownloadItem
from desktop.state.editor.editor import Editor
from desktop.state.editor.generation import Generation
from desktop.state.editor.project import ProjectState
from desktop.state.editor.project_pictures import ProjectPictures
from desktop.state.editor.results import Results
from desktop.state.exporter import Exporter
from desktop.state.input_sweep import InputSweep
from desktop.state.job_board import JobBoard, JobRecord, Outcome
from desktop.state.job_forecast import JobForecast
from desktop.state.job_waiters import JobWaiters
from desktop.state.library_list import LibraryList
from desktop.state.model_choice import ModelChoice
from desktop.state.models_state import ModelsState
from desktop.state.network_state import NetworkState
from desktop.state.notices import NoticeLevel, Notices
from desktop.state.opening import Opening
from desktop.state.parts_state import PartsState
from desktop.state.preferences import Preferences
from desktop.state.prompt_state import PromptState
from desktop.state.prompt_tools import PromptTools
from desktop.state.queue_state import QueueState
from desktop.state.reuse import Reuse
from desktop.state.token_counts import CountTokens, TokenCounting
from desktop.state.undo_stack import UndoStack
from desktop.state.upscalers import Upscalers
from desktop.worker.inference_thread import InferenceThread
from desktop.worker.runner import Runner

SHUTDOWN_LIMIT_MS = 5000


class Studio(QObject):
    """Owns the states, the queue and the worker; the only place to submit and cancel jobs. GUI thread."""

    device_changed = Signal(object)
    """What the engine runs on, in words (str); comes when jobs can run."""
    memory_freed = Signal()
    """The models were unloaded, as ``free_memory`` asked."""

    def __init__(
        self,
        *,
        queue: JobQueue,
        make_runner: Callable[[], Runner],
        make_counter: Callable[[Path], CountTokens],
        estimates: Estimates,
        gallery: Gallery,
        library: Library,
        preferences: Preferences,
        paths: Paths,
        parent: QObject | None = None,
    ) -> None:
        """``make_runner`` is called in the worker's thread, which imports the engine there.

        ``estimates`` is for forecasts alone: the engine keeps the file.
        """
        super().__init__(parent)
        self.board = JobBoard(parent=self)
        self.undo_stack = UndoStack(self)
        self.editor = Editor(self.undo_stack, self)
        self.canvas = self.editor.canvas
        self.exporter = Exporter(self)
        self.library = LibraryList(library, self)
        self.upscalers = Upscalers(library, self.library, self)
        self.notices = Notices(self)
        self.preferences = preferences
        self.prompt = PromptState(self)
        self.adapters = AdaptersState(self.prompt, self.library, self)
        self.parts = PartsState(self.prompt, self.library, self)
        self.tokens = TokenCounting(self.prompt, make_counter, self.adapters.vectors, self)
        self.prompt_tools = PromptTools(self.prompt, self.undo_stack, paths, self)
        self.opening = Opening(self.prompt, self.undo_stack, self.library, self.notices, self.editor, self)
        self.collection = Collection(gallery, self.undo_stack, self)
        self.gallery = self.collection.list
        self.reuse = Reuse(self.prompt, self.undo_stack, self)
        self._model_choice = ModelChoice(self.prompt, self.library, self.reuse, self.notices, self)
        self._estimates = estimates
        self._gallery = gallery
        self._paths = paths
        self._device = ""
        self.queue = QueueState(
            queue,
            self.board,
            self.prompt,
            self.library,
            gallery,
            estimates,
            paths,
            lambda: self.save_options,
            lambda: self._device,
            self,
        )
        inputs = InputStore(paths.inputs)
        self.editor.generation = Generation(
            self.editor,
            self.prompt,
            inputs,
            self.queue.submit,
            lambda: self.reuse.parent_id,
            self.editor,
        )
        self._sweep = InputSweep(inputs, gallery, paths.queue, self.board, self.editor, self)
        self.forecast = JobForecast(
            self.editor.generation.forecast_params, self.library.find, estimates, lambda: self._device
        )
        self.editor.project = ProjectState(
            self.editor,
            self.prompt,
            self.undo_stack,
            preferences,
            self.notices,
            RecoveryStore(paths.recovery),
            ProjectPictures(gallery, inputs),
            lambda name: self.library.find(name) is not None,
            self._sweep.start,
            self.editor,
        )
        self.activity = Activity(self.board, parent=self)
        self.models = ModelsState(
            library,
            self.library,
            preferences,
            self.prompt,
            self.board,
            self.submit,
            self.undo_stack,
            paths,
            self,
        )
        self.network = NetworkState(paths, preferences, self)
        self._background = Background("reports", self)
        self.reports = CrashReports(
            paths,
            lambda: self._device,
            lambda: (self.prompt.prompt, self.prompt.negative_prompt),
            self._background,
            self,
        )
        self._waiters = JobWaiters(self.board, self)
        self._thread = InferenceThread(queue, make_runner, self)
        self._starter = QTimer(self)
        self._starter.setSingleShot(True)
        self._results = Results(self.board, self.editor, self.models.pictures.is_for_card, self)
        self._connect()

    def _connect(self) -> None:
        self._starter.timeout.connect(self._on_start)
        self._thread.event_emitted.connect(self.board.receive)
        self._thread.preview_ready.connect(self._on_preview_ready)
        self._thread.room_known.connect(self._on_room_known)
        self._thread.engine_ready.connect(self._on_engine_ready)
        self._thread.engine_failed.connect(self._on_failed)
        self._thread.memory_freed.connect(self.memory_freed)
        self._background.failed.connect(self._on_failed)
        self.models.failed.connect(self._on_failed)
        self.network.failed.connect(self._on_failed)
        self.network.downloads.finished.connect(self._on_download_finished)
        self.board.job_ended.connect(self._on_job_ended)
        self.board.picture_done.connect(self._on_picture_done)
        self.board.notice_raised.connect(self._on_notice_raised)
        self.editor.generation.started.connect(self._on_generation_started)
        self.editor.generation.failed.connect(self._on_failed)
        self.editor.failed.connect(self._on_failed)
        self.exporter.failed.connect(self._on_failed)
        self.collection.failed.connect(self._on_failed)
        self.collection.opened.connect(self.canvas.show)
        self.library.scan_failed.connect(self._on_failed)
        self.preferences.save_failed.connect(self._on_failed)
        self.queue.failed.connect(self._on_failed)
        self.queue.keeper.restored.connect(self._on_queue_restored)
        self.queue.comparisons.sheet_made.connect(self.canvas.show)
        self.queue.comparisons.sheet_made.connect(self.gallery.refresh)
        self.prompt_tools.failed.connect(self._on_failed)
        self.opening.background.failed.connect(self._on_failed)
        self.opening.project_chosen.connect(self.editor.project.open)
        self.opening.settings_chosen.connect(self.use_all)
        self.opening.batch_chosen.connect(self.queue.read_batch)
        self.opening.model_folder_found.connect(self.models.folders.add)

    @property
    def device(self) -> str:
        """What the engine runs on; empty until it is there."""
        return self._device

    def start(self) -> None:
        """Bring back the last session, and begin to work as soon as the event loop turns."""
        self.restore()
        self.begin()

    def restore(self, *, keep_queue: bool = True) -> None:
        """Bring back the last session.

        With ``keep_queue`` the jobs of the last run come back too, and those of this one are kept.
        """
        self._estimates.load()
        self.prompt.from_session(self.preferences.current.session)
        if keep_queue:
            self.queue.keeper.start()

    @Slot()
    def begin(self) -> None:
        """Start the worker, which imports the engine, and look for models, when the event loop turns."""
        self._starter.start(0)

    def shutdown(self, timeout_ms: int = SHUTDOWN_LIMIT_MS) -> bool:
        """Cancel every job, keep the session, end all threads and close the gallery.

        False when the worker did not end in time: it may still hold the gallery, and the process has to go.
        """
        self._starter.stop()
        self.queue.close()
        self.cancel_all()
        self._thread.stop()
        self._keep_session()
        self.editor.generation.close()
        self.editor.project.close()
        self.undo_stack.clear()  # or it would tell of that while it is being taken apart
        self._sweep.close()
        self.editor.close()
        self.tokens.close()
        self.models.close()
        self.network.close()
        self._background.close(finish=True)
        self.opening.close()
        self.prompt_tools.close()
        self.exporter.close()
        self.library.close()
        self.upscalers.close()
        self.collection.close()
        ended = self._thread.wait(timeout_ms)
        # What the worker said last stands in line for the event loop, which may never turn again.
        QCoreApplication.sendPostedEvents(self.board, QEvent.Type.MetaCall.value)
        self.preferences.flush()
        if ended:
            self._gallery.close()
        return ended

    def generate(self) -> JobId | None:
        """Submit what the prompt dock and the canvas hold; None when that can't be, which a notice tells.

        None as well when the job follows a moment later: its choices are drawn, or its source is kept, first.
        """
        return self.editor.generation.generate()

    @property
    def busy(self) -> bool:
        """Whether a job runs or waits."""
        return self.board.running is not None or self.board.waiting_count > 0

    @property
    def paths(self) -> Paths:
        return self._paths

    @property
    def save_options(self) -> SaveOptions:
        """How pictures are saved now."""
        settings = self.preferences.current
        return SaveOptions(
            folder=settings.pictures_folder or self._paths.pictures,
            format=settings.picture_format,
            quality=settings.quality,
            include_prompt=settings.include_prompt,
        )

    def submit(
        self,
        params: GenerateParams,
        lane: Lane = Lane.NORMAL,
        *,
        group: str = "",
        parent_id: int | None = None,
    ) -> JobId:
        """Queue a job. In lane LIVE it replaces the one that waits there, which ends as cancelled."""
        return self.queue.desk.submit(params, lane=lane, group=group, parent_id=parent_id)[0]

    def cancel(self, job_id: JobId) -> None:
        """Cancel a job. One that waits ends at once, one that runs at its next step; the others go on."""
        self.queue.desk.cancel(job_id)

    @Slot()
    def cancel_current(self) -> None:
        """Cancel the job that runs, or the next one when none does yet."""
        self.queue.desk.cancel_current()

    def cancel_all(self) -> None:
        self.queue.desk.cancel_all()

    def free_memory(self) -> None:
        """Unload all models, after the running job if there is one; ``memory_freed`` tells."""
        self._thread.free()

    async def result(self, job_id: JobId) -> Outcome:
        """Wait for a job's end, in any asyncio loop of this thread. Raises KeyError for an unknown one."""
        return await self._waiters.result(job_id)

    @Slot(object)
    def use_all(self, params: GenerateParams, picture_id: int | None = None) -> None:
        """Take all settings of a picture into the prompt dock; can be undone. The id is the gallery's."""
        self._model_choice.use_all(params, picture_id)

    def show_picture(self, picture_id: int) -> None:
        """Show a picture of the gallery on the canvas, a moment later; a notice tells when that can't be."""
        self.collection.open(picture_id)

    def _keep_session(self) -> None:
        session = self.preferences.current.session
        self.preferences.update(session=self.prompt.to_session(session))

    @Slot()
    def _on_start(self) -> None:
        self._thread.start()
        self.prompt_tools.load()
        self.library.refresh()
        self.network.downloads.load()
        self.editor.project.start()
        if self._gallery.notice is not None:
            self.notices.add(NoticeLevel.WARNING, self._gallery.notice)
        self.collection.refresh()
        if self._gallery.needs_rebuild:
            self.gallery.rebuild(self.preferences.current.pictures_folder or self._paths.pictures)

    @Slot()
    def _on_generation_started(self) -> None:
        self._keep_session()
        self.prompt_tools.history.keep()
        self.editor.project.keep()
        if self.queue.desk.paused:
            self._say_paused(ErrorInfo("queue_paused", self.tr("The queue is paused: this job waits in it.")))

    def _say_paused(self, info: ErrorInfo) -> None:
        self.notices.add(NoticeLevel.INFO, info, "resume_queue")

    @Slot(object)
    def _on_queue_restored(self, count: int) -> None:
        waiting = (
            self.tr("A job from last time waits.")
            if count == 1
            else self.tr("{count} jobs from last time wait.").format(count=count)
        )
        hint = self.tr("Resume the queue when you like; until then it is paused.")
        self._say_paused(ErrorInfo("queue_restored", waiting, hint))

    @Slot()
    def _on_preview_ready(self) -> None:
        if (preview := self._thread.take_preview()) is not None:
            self.board.receive(preview)

    @Slot(object)
    def _on_room_known(self, room: Room) -> None:
        self.forecast.room = room

    @Slot(object)
    def _on_engine_ready(self, device: str) -> None:
        self._device = device
        self.device_changed.emit(device)

    @Slot(object)
    def _on_failed(self, info: ErrorInfo) -> None:
        self.notices.add(NoticeLevel.ERROR, info)

    @Slot(object)
    def _on_notice_raised(self, notice: Notice) -> None:
        self.notices.add(NoticeLevel.INFO, notice.info)

    @Slot(object)
    def _on_picture_done(self, done: PictureDone) -> None:
        if done.saved is not None:
            self.gallery.refresh()

    @Slot(object)
    def _on_job_ended(self, record: JobRecord) -> None:
        if isinstance(record.outcome, Finished):
            self._estimates.observe(record.job.params, self._device, record.outcome.timings)
        if record.error is not None:
            self.notices.add(NoticeLevel.ERROR, record.error)

    @Slot(object)
    def _on_download_finished(self, item: DownloadItem) -> None:
        words = self.tr("{title} was downloaded, and checked.").format(title=item.plan.title)
        self.notices.add(NoticeLevel.INFO, ErrorInfo("downloaded", words, details=str(item.path)))
        self.library.refresh()
