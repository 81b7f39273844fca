"""Compile modules for the package, so that a function does not compile them when it starts.

A function cannot write beside its code. Without compiled modules each cold start compiles every
imported module, which takes about half of the time until it can serve.

``python -I infra/bytecode.py ZIP MORE`` writes the compiled modules of ZIP into the new zip MORE,
for the Python that runs it: the package's Python may be another one than the builder's. So this
module uses the standard library alone.
"""

import marshal
import subprocess
import sys
import zipfile
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from pathlib import Path

#: The flags of a pyc (PEP 552): it belongs to a source by hash, and Python does not check the hash.
_UNCHECKED_HASH = (1).to_bytes(4, "little")
#: marshal's format 2 gives the same bytes for the same source. Later formats mark objects with
#: several references, which depends on the other objects of the process.
_FORMAT = 2


def compiled(name: str, source: bytes) -> bytes:
    """Return the content of the module's ``.pyc`` for the running Python.

    Another version of Python does not recognise its first bytes, and compiles the source.
    """
    code = compile(source, name, "exec", dont_inherit=True, optimize=0)
    return MAGIC_NUMBER + _UNCHECKED_HASH + source_hash(source) + marshal.dumps(code, _FORMAT)


def compile_archive(archive: Path, into: Path) -> None:
    """Write a zip ``into`` with the compiled modules of the zip ``archive``, each at its place."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(into, "w") as new:
        for name in old.namelist():
            if name.endswith(".py"):
                new.writestr(cache_from_source(name), compiled(name, old.read(name)))


def compile_with(interpreter: str, archive: Path, into: Path) -> None:
    """Run :func:`compile_archive` by the interpreter at this path.

    Raises subprocess.CalledProcessError.
    """
    subprocess.run([interpreter, "-I", __file__, str(archive), str(into)], check=True)


if __name__ == "__main__":
    compile_archive(Path(sys.argv[1]), Path(sys.argv[2]))
