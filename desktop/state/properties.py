"""Values that tell when they change, and a two-way tie to the control that shows one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

from PySide6.QtCore import QObject, Signal, SignalInstance

T = TypeVar("T")


class Observable(QObject):
    """An object with Property values. GUI thread only."""

    changed = Signal(str)
    """The name of the property whose value is now another."""


class Property(Generic[T]):
    """A value of an Observable: setting an unequal value emits ``changed`` with its name.

    ``validate`` gets what is set and returns what is kept, or raises ValueError: then nothing changes.
    """

    def __init__(self, default: T, validate: Callable[[T], T] | None = None) -> None:
        self._default = default
        self._validate = validate

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Property[T]: ...

    @overload
    def __get__(self, instance: Observable, owner: type) -> T: ...

    def __get__(self, instance: Observable | None, owner: type) -> T | Property[T]:
        if instance is None:
            return self
        value: T = instance.__dict__.get(self._name, self._default)
        return value

    def __set__(self, instance: Observable, value: T) -> None:
        kept = value if self._validate is None else self._validate(value)
        if kept != self.__get__(instance, type(instance)):
            instance.__dict__[self._name] = kept
            instance.changed.emit(self._name)


class Binding(QObject):
    """Keeps a property and a control equal. A child of the control, so it ends with it."""

    def __init__(
        self,
        state: Observable,
        name: str,
        control: QObject,
        getter: Callable[[], Any],
        setter: Callable[[Any], object],
        edited: SignalInstance,
    ) -> None:
        super().__init__(control)
        self._state = state
        self._name = name
        self._getter = getter
        self._setter = setter
        self._show()
        state.changed.connect(self._on_state_changed)
        edited.connect(self._on_edited)

    def _on_state_changed(self, name: str) -> None:
        if name == self._name:
            self._show()

    def _on_edited(self, *_: object) -> None:
        """Take what the control holds; what the state refuses is put back."""
        try:
            setattr(self._state, self._name, self._getter())
        except ValueError:
            self._show()

    def _show(self) -> None:
        # Setting an equal value would move the cursor of a text box, and loop in controls that always signal.
        value = getattr(self._state, self._name)
        if self._getter() != value:
            self._setter(value)


def bind(
    state: Observable,
    name: str,
    control: QObject,
    *,
    getter: Callable[[], Any],
    setter: Callable[[Any], object],
    edited: SignalInstance,
) -> Binding:
    """Tie ``state.name`` to a control both ways; the control shows the state's value at once.

    ``edited`` is the control's signal after which ``getter()`` is the new value; its arguments are not used.
    Raises AttributeError when the state has no such property.
    """
    return Binding(state, name, control, getter, setter, edited)
