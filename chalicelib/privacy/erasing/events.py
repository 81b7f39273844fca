"""An erasure's message, worked on."""

from chalicelib.privacy.erasing import queue
from chalicelib.privacy.erasing.records import read_erasure
from chalicelib.privacy.erasing.running import run
from chalicelib.tenancy.background import Errand

KIND = queue.KIND
work = Errand("erasure", "erasure", read_erasure, run, queue.send).work
