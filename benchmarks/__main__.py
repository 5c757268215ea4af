"""Run every benchmark, print its table and write build/bench.json: `python -m benchmarks [name ...]`."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

NAMES = ("push_sending", "product_list", "due_selection")
OUT = Path(__file__).parents[1] / "build" / "bench.json"


def table(rows: list[dict[str, Any]]) -> str:
    """Return results as lines of text: name, ratio, medians, runs."""
    lines = []
    for row in rows:
        medians = ", ".join(f"{name} {value:,.4g}" for name, value in row["medians"].items())
        lines.append(
            f"  {row['name']:<46} {row['ratio']:>8.2f} x   {medians} {row['unit']}, {row['runs']} runs"
        )
    return "\n".join(lines)


def main(names: list[str]) -> None:
    """Run the named benchmarks (all by default)."""
    results: list[dict[str, Any]] = []
    for name in names or NAMES:
        print(f"== {name}", flush=True)
        rows = importlib.import_module(f"benchmarks.{name}").run()
        print(table(rows), flush=True)
        results += rows
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    print(f"written to {OUT.relative_to(Path.cwd())}")


if __name__ == "__main__":
    main(sys.argv[1:])
