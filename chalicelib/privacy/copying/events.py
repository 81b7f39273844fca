"""A copy's message, worked on."""

from chalicelib.privacy.copying import queue
from chalicelib.privacy.copying.records import read_copy
from chalicelib.privacy.copying.running import run
from chalicelib.tenancy.background import Errand

KIND = queue.KIND
work = Errand("copying", "copy", read_copy, run, queue.send).work
