"""Score the same pages in one process and on Spark's two local threads.

    OMP_NUM_THREADS=1 python benchmarks/engines.py [--pages 200000] [--model NAME]

Pages are made up, about 2.4 kB of text each, and kept as Parquet; both ways read that and write
Parquet with all columns. Among them are rows of nulls and one text of 54 million characters. Times
are by the clock and of the processor, of all processes together (Linux). Needs ``[spark]``, and
two cores that nothing else is using; where something is, the processor's time tells more. The JVM,
which does little but copy, runs without its second compiler and with the parallel collector, which
spares it a third of its work.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import pyarrow as pa
import pyarrow.parquet as pq
from speed import SPAM, made_up_texts

FILES = 16
POOL_BYTES = 8_000_000
LINES_OF_A_PAGE = 10
SHARE_SPAM = 0.05
LONG = "spam and " * 6_000_000
KINDS = ("one", "spark")
TICKS = os.sysconf("SC_CLK_TCK")


def make_pages(folder: Path, count: int) -> float:
    """Write pages as Parquet files, and return their mean size in bytes."""
    source = random.Random(0)
    lines = [line for text in made_up_texts(POOL_BYTES) for line in text.split("\n")]
    folder.mkdir()
    size = 0
    for part in range(FILES):
        numbers = range(part, count, FILES)
        texts: list[str | None] = []
        for _ in numbers:
            page = source.choices(lines, k=source.randint(1, 2 * LINES_OF_A_PAGE))
            if source.random() < SHARE_SPAM:
                page.insert(source.randrange(len(page)), source.choice(SPAM))
            texts.append("\n".join(page))
            size += len(texts[-1].encode())
        texts[0] = None
        if part == 0:
            texts[1] = LONG
        urls = [f"https://site{number % 997}.example/{number}" for number in numbers]
        table = pa.table({"id": list(numbers), "url": urls, "text": texts})
        pq.write_table(table, folder / f"{part:02}.parquet", row_group_size=2048)
    return size / count


def one_process(model: str, pages: Path, out: Path) -> None:
    """Score in this process."""
    from spamdetect.engines.arrow import FOUND, Columns, found_columns, slices
    from spamdetect.engines.rows import Settings, score_rows

    settings, columns = Settings(model), Columns("text", None, "url")
    out.mkdir()
    for path in sorted(pages.iterdir()):
        file = pq.ParquetFile(path)
        schema = pa.schema([*file.schema_arrow, *FOUND])
        with pq.ParquetWriter(out / path.name, schema) as writer:
            for batch in file.iter_batches():
                for part in slices(batch):
                    found = found_columns(score_rows(settings, columns.rows(part)))
                    arrays = [*part.columns, *found]
                    writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))


def on_spark(model: str, pages: Path, out: Path) -> None:
    """Score on two threads of a local Spark."""
    from pyspark.sql import SparkSession

    from spamdetect.engines.spark import score

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": "2g",
        "spark.driver.extraJavaOptions": "-XX:+UseParallelGC -XX:TieredStopAtLevel=1",
        "spark.sql.files.maxPartitionBytes": "16m",
    }
    start = time.perf_counter()
    spark = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    spark.range(10).count()
    print(f"spark: session started in {time.perf_counter() - start:.1f} s (not counted below)")
    start, used = time.perf_counter(), tree_seconds()
    score(spark.read.parquet(str(pages)), url_col="url", model=model).write.parquet(str(out))
    told("spark", start, used)


def told(name: str, start: float, used: float) -> None:
    """Print what a run took, for the process that waits for it and for people."""
    wall, cpu = time.perf_counter() - start, tree_seconds() - used
    print(f"{name}: {wall:.1f} s by the clock, {cpu:.1f} s of processor", flush=True)
    print(f"took {wall} {cpu}", file=sys.stderr, flush=True)


def tree_seconds() -> float:
    """Return the processor time of this process and all below it, ended ones included."""
    ticks: dict[int, int] = {}
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat[1])
            ticks[int(entry.name)] = sum(map(int, stat[11:15]))
    wanted = {os.getpid()}
    while more := {pid for pid, up in parents.items() if up in wanted} - wanted:
        wanted |= more
    return sum(ticks.get(pid, 0) for pid in wanted) / TICKS


def run(engine: str, model: str, pages: Path, out: Path) -> tuple[float, float]:
    """Run one way in a process of its own; return its seconds by the clock and of processor."""
    command = [sys.executable, __file__, "--engine", engine, "--model", model]
    command += ["--in", str(pages), "--out", str(out)]
    done = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    line = next(line for line in done.stderr.splitlines() if line.startswith("took "))
    wall, cpu = map(float, line.split()[1:])
    return wall, cpu


def same(first: Path, second: Path, count: int) -> None:
    """Check that no page was lost, and that both ways say the same."""
    tables = [pq.read_table(path).sort_by("id") for path in (first, second)]
    for table in tables:
        assert table["id"].to_pylist() == list(range(count)), "pages were lost"
    names = ("verdict", "score", "category", "sections", "clean_text", "error")
    for name in names:
        assert tables[0][name].to_pylist() == tables[1][name].to_pylist(), f"{name} differs"
    failed = count - tables[0]["error"].null_count
    print(f"{count:,} pages in, {tables[1].num_rows:,} out of Spark, bit for bit those of one "
          f"process; {failed} with an error")  # fmt: skip


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=200_000)
    parser.add_argument("--model", default="default", metavar="NAME")
    parser.add_argument("--engine", choices=KINDS, help=argparse.SUPPRESS)
    parser.add_argument("--in", dest="pages_in", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.engine == "spark":
        on_spark(args.model, args.pages_in, args.out)
        return
    if args.engine == "one":
        start, used = time.perf_counter(), tree_seconds()
        one_process(args.model, args.pages_in, args.out)
        told("one process", start, used)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = make_pages(folder / "pages", args.pages)
        print(f"{args.pages:,} pages of {size:,.0f} bytes on average")
        one, two = (run(kind, args.model, folder / "pages", folder / kind) for kind in KINDS)
        same(folder / "one", folder / "spark", args.pages)
        load = os.getloadavg()[0]
        print(f"Spark, local[2]: {one[0] / two[0]:.2f} times one process by the clock, "
              f"{one[1] / two[1] * 2:.2f} times at most by the processor's time; "
              f"{args.pages / two[0]:,.0f} pages a second; load average {load:.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
