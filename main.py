"""Start Darkroom. `python3 main.py --help` lists the commands."""

import sys

from installer import gate

if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()
    problem = gate.python_problem(tuple(sys.version_info[:3]), sys.maxsize > 2**32, sys.executable)
    if problem:
        gate.tell(problem)
        sys.exit(gate.WRONG_PYTHON)
    from installer import bootstrap

    sys.exit(bootstrap.main(sys.argv[1:]))
