"""The process that is AWS on this machine. Runs in its own environment, not in the project's.

Usage: ``python local_aws_server.py LAMBDA_PYTHON HOME``. Settings come from the environment that
``infra.local_aws`` gives it.

The emulator runs a function's code with ``sys.executable``. Left alone, a function would see the
emulator's libraries beside its package's, and a library missing from the package would go unnoticed
until AWS. So functions get the interpreter of an empty environment: the standard library and the
package. Its policies are taught what they lack (``local_iam``).
"""

import os
import sys

if __name__ == "__main__":
    from local_iam import teach  # type: ignore[import-not-found,unused-ignore]
    from ministack.app import main  # type: ignore[import-not-found,unused-ignore]
    from ministack.core import iam_actions, iam_evaluator  # type: ignore[import-not-found,unused-ignore]

    teach(iam_evaluator, iam_actions)
    os.chdir(sys.argv.pop(2))
    sys.executable = sys.argv.pop(1)
    main()
