from __future__ import annotations

import subprocess
import sys

PROGRAM = """
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

class Sender(QObject):
    toggled = Signal(bool)

class Receiver(QObject):
    seen = 0

    @Slot(bool)
    def receive(self, on):
        self.seen += on

application = QCoreApplication([])
sender, receiver = Sender(), Receiver()
sender.toggled.connect(receiver.receive)
for _ in range(1000):
    sender.toggled.emit(True)
assert receiver.seen == 1000
"""


def test_a_thousand_bools_through_a_signal_leave_the_interpreter_whole() -> None:
    """PySide6 6.12.0 on Python 3.11 loses a reference to True at each and aborts at exit."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
