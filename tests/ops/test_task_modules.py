"""A worker knows every task: whatever declares one is imported where workers start."""

import ast

from tests.architecture import sources
from wtsocial.ops.task_modules import TASK_MODULES

DECLARE = {"task", "transactional_task", "stream_task", "periodic_task", "composes"}


def declares_tasks(source: str) -> bool:
    """Whether a module decorates functions as tasks or as composers of letters."""
    decorators = [one for node in ast.walk(ast.parse(source)) if isinstance(node, ast.AsyncFunctionDef) for one in node.decorator_list]
    return any(isinstance(one, ast.Call) and ast.unparse(one.func).split(".")[-1] in DECLARE for one in decorators)


def test_every_module_that_declares_tasks_is_imported_where_workers_start() -> None:
    declaring = {path.removesuffix(".py").replace("/", ".") for path, source in sources("wtsocial").items() if declares_tasks(source)}
    assert declaring <= {module.__name__ for module in TASK_MODULES}
    assert "wtsocial.accounts.mail_jobs" in declaring, "none was found: the check would say nothing"


def test_a_task_is_noticed() -> None:
    assert declares_tasks('@jobs.task("a.b", timeout=1)\nasync def work(args): ...\n')
    assert not declares_tasks("@cache\nasync def work(args): ...\n")
