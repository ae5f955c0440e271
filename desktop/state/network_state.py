"""All that the window does over the network: only when it is told to, and never while it is offline."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from desktop.core.connection_log import Connection, ConnectionLog
from desktop.core.downloads import DownloadStore
from desktop.core.net.loop_thread import LoopThread
from desktop.core.net.network import Network
from desktop.core.paths import Paths
from desktop.core.settings import Settings
from desktop.core.tokens import TokenStore
from desktop.state.background import Background
from desktop.state.downloads import Downloads
from desktop.state.look_ups import LookUps
from desktop.state.network_access import NetworkAccess
from desktop.state.preferences import Preferences


class NetworkState(QObject):
    """The switch, the log of connections, look-ups and downloads. GUI thread."""

    use_changed = Signal()
    """The switch was turned, or the network is in use, or is no more."""
    log_read = Signal(object)
    """Tuple of Connection, the newest first."""
    failed = Signal(object)
    """ErrorInfo."""

    def __init__(
        self,
        paths: Paths,
        preferences: Preferences,
        parent: QObject | None = None,
        *,
        network: Network | None = None,
        tokens: TokenStore | None = None,
    ) -> None:
        super().__init__(parent)
        self._network = network or Network(ConnectionLog(paths.connections))
        self._network.offline = preferences.current.offline
        self._preferences = preferences
        self._thread = LoopThread("network")
        self._background = Background("downloads", self)
        access = NetworkAccess(self._network, tokens or TokenStore(), self._thread)
        self.look_ups = LookUps(access, self._background, self)
        self.downloads = Downloads(access, DownloadStore(paths.downloads), self._background, self)
        self._background.failed.connect(self.failed)
        self.downloads.failed.connect(self.failed)
        self.downloads.changed.connect(self.use_changed)
        self.look_ups.busy_changed.connect(self.use_changed)
        preferences.changed.connect(self._on_settings_changed)

    @property
    def is_offline(self) -> bool:
        """Whether the switch forbids every use."""
        return self._network.offline

    @property
    def is_in_use(self) -> bool:
        return self.downloads.is_active or self.look_ups.is_busy

    def set_offline(self, offline: bool) -> None:
        """Turn the switch of the preferences. Offline, downloads pause and questions are forgotten."""
        self._preferences.update(offline=offline)

    def read_log(self) -> None:
        """Read the log of connections; ``log_read`` brings it."""
        self._background.run(self._network.log.read, self._show_log)

    def clear_log(self) -> None:
        """Forget all connections; ``log_read`` brings what is left."""
        log = self._network.log

        def clear() -> tuple[Connection, ...]:
            log.clear()
            return log.read()

        self._background.run(clear, self._show_log)

    def close(self) -> None:
        """Stop everything; the next start brings the downloads back, paused."""
        self.look_ups.stop()
        self.downloads.close()
        self._thread.close()
        self._background.close(finish=True)

    def _show_log(self, log: tuple[Connection, ...]) -> None:
        self.log_read.emit(log)

    @Slot(object)
    def _on_settings_changed(self, settings: Settings) -> None:
        if settings.offline == self._network.offline:
            return
        self._network.offline = settings.offline
        if settings.offline:
            self.look_ups.stop()
            self.downloads.pause_all()
        self.use_changed.emit()
