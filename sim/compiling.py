"""The one door to the compiler: functions that run at the speed of C where it is.

Import this module only from modules that are imported late: bringing the compiler
along takes a third of a second.  Without numba functions run as plain Python, with
the same results; records then have no machine code to live in, see ``HAS_COMPILER``.
"""

import os
import sys
from collections.abc import Callable
from functools import partial
from hashlib import blake2b
from importlib import import_module
from typing import Any, TypeVar, cast, dataclass_transform

from sim.machine_code import put_to_use

__all__ = [
    "HAS_COMPILER",
    "compiled",
    "compiled_inside",
    "compiled_record",
]

Function = TypeVar("Function", bound=Callable[..., object])
Record = TypeVar("Record")

try:
    import numba
    from numba.core import types
    from numba.core.codegen import JITCodeLibrary
    from numba.core.compiler import CompilerBase, DefaultPassBuilder
    from numba.core.compiler_machinery import register_pass
    from numba.core.typed_passes import NativeLowering
    from numba.experimental import structref
except ImportError:
    HAS_COMPILER = False
else:
    HAS_COMPILER = True


if HAS_COMPILER:
    _nrt: Any = import_module("numba.core.runtime.nrtdynmod")

    def _counting(module: Any, op: str, ordering: str) -> Any:  # noqa: ARG001
        """Define how compiled code counts who holds an array: one more, or one less.

        Every call makes its own holders, so no two threads ever count one, and
        counting need not lock: a third of the time.  It returns the new number; what
        numba has for this returns the old one, and nothing is ever given back.
        """
        ir, word = _nrt.ir, _nrt._word_type  # noqa: SLF001
        kind = ir.FunctionType(word, [word.as_pointer()])
        function = ir.Function(module, kind, name=f"nrt_atomic_{op}")
        builder = ir.IRBuilder(function.append_basic_block())
        (place,) = function.args
        number = getattr(builder, op)(builder.load(place), ir.Constant(word, 1))
        builder.store(number, place)
        builder.ret(number)
        return function

    def _in_place(name: str) -> Any:
        """Define such counting where it happens, and not as a function to be called.

        Numba keeps it apart to strike out pairs that cancel; records leave it few.
        """
        define = getattr(_nrt, f"_define_{name.lower()}")

        def defined(module: Any, count: Any) -> None:
            define(module, count)
            module.get_global(name).attributes.discard("noinline")

        return defined

    _nrt._define_atomic_inc_dec = _counting  # noqa: SLF001
    _nrt._define_nrt_incref = _in_place("NRT_incref")  # noqa: SLF001
    _nrt._define_nrt_decref = _in_place("NRT_decref")  # noqa: SLF001


def _found_a_place() -> bool:
    """Say whether machine code can be kept, and tell numba where."""
    try:
        folder = put_to_use()
    except OSError:
        return False
    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]
    return os.access(folder, os.W_OK)


KEPT = HAS_COMPILER and _found_a_place()


if HAS_COMPILER:

    class _BriefStruct(types.StructRef):
        """The type of a record; its name says its fields in a digest.

        Names of types go into every name in machine code; numba's own would be
        kilobytes long.
        """

        def __init__(self, fields: Any) -> None:
            super().__init__(fields)  # type: ignore[no-untyped-call]
            digest = blake2b(str(self._fields).encode(), digest_size=8)
            self.name = f"{type(self).__name__}({digest.hexdigest()})"

    class _Part(JITCodeLibrary):
        """Code that waits to be made part of other code, and is never run itself.

        Numba would turn each function, with all that it calls, into machine code
        that nobody uses: most of two minutes, where the whole takes a few seconds.
        """

        @property
        def codegen(self) -> "_Part":
            """Return whom to tell about objects that only running code needs."""
            return self

        def set_env(self, name: str, env: object) -> None:
            """Take no notice."""

        def finalize(self) -> None:
            """Bring in what is called, and leave it at that."""
            for called in dict.fromkeys(self._linking_libraries):
                self._reload_init.update(called._reload_init)  # noqa: SLF001
                code = called._get_module_for_linking()  # noqa: SLF001
                self._final_module.link_in(code, preserve=True)
            self._finalized = True

        def get_pointer_to_function(self, _: str) -> int:
            """Return that there is no machine code."""
            return 0

    @register_pass(mutates_CFG=True, analysis_only=False)  # type: ignore[no-untyped-call]
    class _LoweringParts(NativeLowering):
        _name = "lowering_parts"

        def run_pass(self, state: Any) -> bool:
            """Lower a function into a library that waits."""
            name = state.func_id.func_qualname
            state.library = _Part(state.targetctx.codegen(), name)  # type: ignore[no-untyped-call]
            return bool(super().run_pass(state))  # type: ignore[no-untyped-call]

    def _told_whole_numbers(
        find: Callable[..., Any], arguments: Any, named: Any
    ) -> Any:
        """Find a function for arguments, whole numbers being of one type.

        A function would be compiled anew for each mixture of widths and names.
        """
        whole = (types.Integer, types.IntEnumMember)
        told = [types.int64 if isinstance(a, whole) else a for a in arguments]
        return find(tuple(told), named)

    class _Parts(CompilerBase):
        """The usual compiler but for where functions are kept."""

        def define_pipelines(self) -> list[Any]:
            """Return the usual passes but for one."""
            build = DefaultPassBuilder.define_nopython_pipeline
            passes = build(self.state)  # type: ignore[no-untyped-call]
            passes.passes = [
                (_LoweringParts if each is NativeLowering else each, said)
                for each, said in passes.passes
            ]
            passes.finalize()
            return [passes]


def compiled(function: Function) -> Function:
    """Compile a function when it is first called, and keep the machine code.

    Other threads run meanwhile.  Floats are computed as written: no reordering and
    no fused multiply-add, so that the result is Python's, bit by bit.
    """
    if not HAS_COMPILER:
        return function
    machine_code = numba.njit(cache=KEPT, nogil=True, fastmath=False)(function)
    return cast("Function", machine_code)


def compiled_inside(function: Function) -> Function:
    """Compile a function that only compiled functions call; they keep its code."""
    if not HAS_COMPILER:
        return function
    options: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    part = numba.njit(
        nogil=True,
        fastmath=False,
        error_model="numpy",
        pipeline_class=_Parts,
        **options,
    )(function)
    part.get_call_template = partial(_told_whole_numbers, part.get_call_template)
    return cast("Function", part)


@dataclass_transform()
def compiled_record(plain: type[Record]) -> type[Record]:
    """Turn a class that only annotates its fields into a record of machine code.

    Compiled functions make it with all fields in order, and read and set them.
    """
    if not HAS_COMPILER:
        return plain
    module = sys.modules[plain.__module__]
    name = f"{plain.__name__}Type"
    kind = type(name, (_BriefStruct,), {"__module__": plain.__module__})
    setattr(module, name, kind)  # kept machine code names its types by module
    structref.register(kind)  # type: ignore[no-untyped-call]
    made = type(plain.__name__, (structref.StructRefProxy,), dict(vars(plain)))
    fields = list(plain.__annotations__)
    structref.define_proxy(made, kind, fields)  # type: ignore[no-untyped-call]
    return cast("type[Record]", made)
