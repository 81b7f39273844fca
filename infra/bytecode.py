"""Compiled modules for the package: a function then has nothing to compile when it starts.

A function cannot write to where its code lies, so without these each cold start compiles every
module it imports: about half of the time until it can serve.
"""

import marshal
from importlib.util import MAGIC_NUMBER, source_hash

#: The pyc says that it belongs to a source by hash, and that this is not to be checked (PEP 552).
_UNCHECKED_HASH = (1).to_bytes(4, "little")
#: Later formats mark what is referred to again, which depends on what else the process holds;
#: this one gives the same bytes for the same source.
_FORMAT = 2


def compiled(name: str, source: bytes) -> bytes:
    """The content of the module's ``.pyc`` for the Python that runs this.

    Another version of Python does not know it by its first bytes, and compiles the source.
    """
    code = compile(source, name, "exec", dont_inherit=True, optimize=0)
    return MAGIC_NUMBER + _UNCHECKED_HASH + source_hash(source) + marshal.dumps(code, _FORMAT)
