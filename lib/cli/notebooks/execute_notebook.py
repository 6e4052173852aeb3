"""Executes a notebook in the Deno kernel: `execute_notebook.py source target seconds-per-cell`.

Each event is one line of JSON on standard output: `{"cell", "of", "source"}` before a cell, and
`{"cell", "source", "error"}` if it fails. The notebook is written to `target` as far as it came.
Run by lib/cli/notebooks/notebooks.ts with the Python of `.jupyter/venv`.
"""

import json
import os
import pathlib
import sys

JUPYTER = pathlib.Path(sys.prefix).resolve().parent
os.environ["JUPYTER_PATH"] = str(JUPYTER / "data")
os.environ["JUPYTER_RUNTIME_DIR"] = str(JUPYTER / "runtime")

import nbformat  # noqa: E402
from nbclient import NotebookClient  # noqa: E402
from nbclient.client import CellExecutionComplete  # noqa: E402
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError  # noqa: E402
from nbclient.util import ensure_async  # noqa: E402

# The kernel passes over errors that no cell awaits, and waits forever after those of a timer.
LISTEN = """
const __escaped: unknown[] = [];
for (const kind of ["error", "unhandledrejection"]) {
  globalThis.addEventListener(kind, (event) => {
    event.preventDefault();
    __escaped.push(event.reason ?? event.error);
  });
}
"""
RETHROW = """
await new Promise((resolve) => setTimeout(resolve));
if (__escaped.length > 0) throw __escaped.splice(0)[0];
"""


class Client(NotebookClient):
    """Gives a cell what it shows, also where that arrives after the kernel has called it done."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.owners = {}

    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        self.owners[parent_msg_id] = (cell, cell_index)
        while True:
            message = await ensure_async(self.kc.iopub_channel.get_msg(timeout=None))
            parent = message["parent_header"].get("msg_id")
            if parent not in self.owners:
                continue
            try:
                self.process_message(message, *self.owners[parent])
            except CellExecutionComplete:
                if parent == parent_msg_id:
                    return


def report(**event):
    print(json.dumps(event), flush=True)


def words(error, cell, seconds):
    if isinstance(error, CellTimeoutError):
        return f"It did not end within {seconds} s"
    if isinstance(error, DeadKernelError):
        return "The kernel died"
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if not errors:
        return "The kernel gives no reason, as for what it cannot compile: try deno task check"
    return "\n".join(errors[0].traceback)


def renumber(cell, count):
    """As if nothing but the notebook's own cells had been executed."""
    cell.execution_count = count
    for output in cell.outputs:
        if output.output_type == "execute_result":
            output.execution_count = count


def execute(notebook, folder, seconds):
    cells = [(i, cell) for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    for _, cell in cells:
        cell.outputs, cell.execution_count = [], None
    client = Client(
        notebook,
        kernel_name="deno",
        timeout=seconds,
        record_timing=False,
        resources={"metadata": {"path": folder}},
    )

    def execute_hidden(source):
        cell = nbformat.v4.new_code_cell(source)
        notebook.cells.append(cell)
        try:
            client.execute_cell(cell, len(notebook.cells) - 1, store_history=False)
            return None
        except CellExecutionError:
            return words(None, cell, seconds)
        finally:
            notebook.cells.pop()

    with client.setup_kernel():
        info = client.wait_for_reply(client.kc.kernel_info())
        notebook.metadata["language_info"] = info["content"]["language_info"]
        execute_hidden(LISTEN)
        for count, (index, cell) in enumerate(cells, start=1):
            report(cell=count, of=len(cells), source=cell.source)
            try:
                client.execute_cell(cell, index)
                failure = execute_hidden(RETHROW)
            except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
                failure = words(error, cell, seconds)
            renumber(cell, count)
            if failure is not None:
                report(cell=count, source=cell.source, error=failure)
                return False
    return True


def main(source, target, seconds):
    notebook = nbformat.read(source, as_version=4)
    succeeded = execute(notebook, os.path.dirname(source), int(seconds))
    os.makedirs(os.path.dirname(target), exist_ok=True)
    nbformat.write(notebook, target)
    sys.exit(0 if succeeded else 1)


main(*sys.argv[1:])
