"""The README shows what the program prints. Run this file to write the real output into it."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
CONSOLE = re.compile(r"(?<=```console\n).*?(?=\n```)", re.DOTALL)


def run(command: str) -> str:
    """Return what a shell command prints, with spamdetect as this interpreter imports it."""
    shell = f'spamdetect() {{ {shlex.quote(sys.executable)} -m spamdetect "$@"; }}; {command}'
    done = subprocess.run(
        ["bash", "-c", shell],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout.rstrip("\n")


def with_real_output(readme: str) -> str:
    """Return the README with the output of the commands it shows."""

    def played(shown: re.Match[str]) -> str:
        commands = [line[2:] for line in shown[0].splitlines() if line.startswith("$ ")]
        return "\n".join(f"$ {command}\n{run(command)}" for command in commands)

    return CONSOLE.sub(played, readme)


def without_numbers(text: str) -> str:
    return re.sub(r"[+-]?\d+(\.\d+)?", "#", text)


def test_the_readme_shows_what_the_program_prints() -> None:
    readme = README.read_text(encoding="utf-8")
    assert without_numbers(with_real_output(readme)) == without_numbers(readme)


def test_links_in_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


def test_data_pasted_from_the_readme_is_told_to_be_too_little(tmp_path: Path) -> None:
    readme = README.read_text(encoding="utf-8")
    section = readme[readme.index("\n## Your own data") :]
    records, table = re.findall(r"```(?:json|text)\n(.*?)```", section, re.DOTALL)[:2]
    assert [json.loads(line)["spans"] for line in records.splitlines()] == [[[14, 24, "gambling"]]]
    clean = {"text": "The choir sang on Sunday.", "spans": [], "split": "train"}
    (tmp_path / "urls.tsv").write_text(table, encoding="utf-8")
    command = f"spamdetect train --data {tmp_path} -o {tmp_path}/m --small; echo $?"
    for added, told in (("", "no clean article"), (json.dumps(clean), "too few labelled URLs")):
        (tmp_path / "documents.jsonl").write_text(records + added, encoding="utf-8")
        line, status = run(command).splitlines()
        assert line.startswith(f"spamdetect: {tmp_path}: too few labelled ")
        assert told in line
        assert status == "2"


def test_every_extra_is_in_the_readme_and_every_dependency_in_info() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {k: v for k, v in project["optional-dependencies"].items() if k != "dev"}
    readme = README.read_text(encoding="utf-8")
    for extra in extras:
        assert f"[{extra}]`" in readme, extra
    named = [*project["dependencies"], *(line for lines in extras.values() for line in lines)]
    wanted = {re.match(r"[\w-]+", line)[0] for line in named} - {"spamdetect", "regex"}
    assert wanted <= json.loads(run("spamdetect info --json"))["dependencies"].keys()


def test_every_command_is_in_the_readme() -> None:
    from spamdetect.cli.main import COMMANDS

    readme = README.read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"| `spamdetect {command.name}" in readme


if __name__ == "__main__":
    README.write_text(with_real_output(README.read_text(encoding="utf-8")), encoding="utf-8")
