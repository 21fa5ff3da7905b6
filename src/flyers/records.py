"""Dataclasses that cost nothing until they are used.

`dataclass` is that of the standard library, for the type checker and for `dataclasses.replace`, `fields` and `asdict`.
But the standard one writes six methods for each class as text and compiles them, and with three hundred classes that
took a tenth of the time of one cold file (CPython 3.11). Here methods that are the same for all classes are closures,
and ``__init__`` is compiled with the first object of a class.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    from functools import partial
    from operator import attrgetter
    from reprlib import recursive_repr

    def dataclass(cls=None, /, *, frozen=False, slots=False, eq=True, kw_only=False, init=True):
        """Return the class as a dataclass, as `dataclasses.dataclass` does with the same options."""
        made = partial(_made, frozen=frozen, slots=slots, eq=eq, kw_only=kw_only, init=init)
        return made if cls is None else made(cls)

    def _made(cls, frozen, slots, eq, kw_only, init):
        if cls.__doc__ is None:
            cls.__doc__ = cls.__name__  # the standard one would write the signature there
        own = set(cls.__dict__)
        hashed = cls.__dict__.get("__hash__") is not None
        cls = _with_fields(cls, frozen, slots, kw_only)
        fields = dataclasses.fields(cls)
        methods = {"__repr__": _repr([f.name for f in fields if f.repr])}
        if init:
            methods["__init__"] = _first_init(cls, frozen, slots)
        if eq:
            compared = _values([f.name for f in fields if f.compare])
            methods["__eq__"] = _eq(compared)
            if not hashed:
                methods["__hash__"] = _hash(compared) if frozen else None
                own.discard("__hash__")  # a class that defines __eq__ has None there
        if frozen:
            methods |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
            if slots:
                methods |= {"__getstate__": _state, "__setstate__": _set_state}
        for name, method in methods.items():
            if name not in own:
                setattr(cls, name, method)
        return cls

    def _with_fields(cls, frozen, slots, kw_only):
        """Return the class with its fields, and slots for them.

        The standard library would write the two methods of a frozen class. Without that option it refuses a class
        whose base is frozen, so bases don't say so meanwhile.
        """
        bases = [base.__dataclass_params__ for base in cls.__mro__[1:] if "__dataclass_params__" in base.__dict__]
        frozen_bases = [params for params in bases if params.frozen]
        for params in frozen_bases:
            params.frozen = False
        try:
            cls = dataclasses.dataclass(cls, init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)
        finally:
            for params in frozen_bases:
                params.frozen = True
        cls.__dataclass_params__.frozen = frozen
        return cls

    def _values(names):
        """Return what returns the fields *names* of an object as a tuple."""
        if len(names) > 1:
            return attrgetter(*names)
        return (lambda one, name=names[0]: (getattr(one, name),)) if names else lambda one: ()

    def _eq(values):
        def __eq__(self, other):  # noqa: N807  # a method of the class
            if other.__class__ is self.__class__:
                return values(self) == values(other)
            return NotImplemented

        return __eq__

    def _hash(values):
        def __hash__(self):  # noqa: N807  # a method of the class
            return hash(values(self))

        return __hash__

    def _repr(names):
        @recursive_repr()
        def __repr__(self):  # noqa: N807  # a method of the class
            shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
            return f"{self.__class__.__qualname__}({shown})"

        return __repr__

    def _refuse_to_set(self, name, value):
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def _refuse_to_delete(self, name):
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def _state(self):
        return [getattr(self, field.name) for field in dataclasses.fields(self)]

    def _set_state(self, state):
        for field, value in zip(dataclasses.fields(self), state, strict=True):
            object.__setattr__(self, field.name, value)

    def _first_init(cls, frozen, slots):
        def __init__(self, /, *args, **kwargs):  # noqa: N807  # a method of the class
            cls.__init__ = _init(cls, frozen, slots)
            cls.__init__(self, *args, **kwargs)

        return __init__

    def _init(cls, frozen, slots):
        """Return the ``__init__`` that the standard library would have written."""
        names = {"_MISSING": dataclasses.MISSING, "_set": object.__setattr__}
        parameters, keywords, lines = [], [], []
        for field in dataclasses.fields(cls):
            name = parameter = value = field.name
            if field.default is not dataclasses.MISSING:
                names[f"_default_{name}"] = field.default
                parameter = f"{name}=_default_{name}"
            elif field.default_factory is not dataclasses.MISSING:
                names[f"_make_{name}"] = field.default_factory
                parameter, value = f"{name}=_MISSING", f"_make_{name}() if {name} is _MISSING else {name}"
            if field.init:
                (keywords if field.kw_only else parameters).append(parameter)
            elif parameter != name:
                value = parameter.partition("=")[2] if "_MISSING" not in parameter else f"_make_{name}()"
            else:
                continue
            if not frozen:
                lines.append(f"    self.{name} = {value}")
            elif slots and name in cls.__dict__:
                names[f"_set_{name}"] = cls.__dict__[name].__set__
                lines.append(f"    _set_{name}(self, {value})")
            else:
                lines.append(f"    _set(self, {name!r}, {value})")
        if hasattr(cls, "__post_init__"):
            lines.append("    self.__post_init__()")
        signature = ", ".join(["self", *parameters, *(["*", *keywords] if keywords else [])])
        exec("\n".join([f"def __init__({signature}):", *(lines or ["    pass"])]), names)
        init = names["__init__"]
        init.__qualname__ = f"{cls.__qualname__}.__init__"
        init.__module__ = cls.__module__
        return init
