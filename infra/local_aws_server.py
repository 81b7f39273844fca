"""The process of the local AWS. It runs in its own environment, not in the project's.

Usage: ``python local_aws_server.py LAMBDA_PYTHON HOME``. Settings come from the environment that
``infra.local_aws`` gives it.

The emulator runs a function's code with ``sys.executable``. With its own interpreter, a function
would see the emulator's libraries too, and a library missing from the package would fail only on
AWS. So functions get the interpreter of an empty environment: the standard library and the package.
``local_iam`` adds the missing parts of the emulator's IAM, ``local_queries`` makes its conditions
quick.
"""

import os
import sys

if __name__ == "__main__":
    import local_iam  # type: ignore[import-not-found,unused-ignore]
    import local_queries  # type: ignore[import-not-found,unused-ignore]
    from ministack.app import main  # type: ignore[import-not-found,unused-ignore]
    from ministack.core import iam_actions, iam_evaluator  # type: ignore[import-not-found,unused-ignore]
    from ministack.services import dynamodb  # type: ignore[import-not-found,unused-ignore]

    local_iam.teach(iam_evaluator, iam_actions)
    local_queries.teach(dynamodb)
    os.chdir(sys.argv.pop(2))
    sys.executable = sys.argv.pop(1)
    main()
