"""Compile modules for the package, so that a function does not compile them when it starts.

A function cannot write beside its code. Without compiled modules each cold start compiles every
imported module, which takes about half of the time until it can serve.
"""

import marshal
from importlib.util import MAGIC_NUMBER, source_hash

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
