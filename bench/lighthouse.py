"""Lighthouse on the pages that people link to, on its phone: four scores each, and every audit that is not passed in full.

Needs Node. The site is that of the seeds, in a folder of its own. The network is simulated; the processor is the machine's, four times
slowed: where it is busy, the performance says less."""

import json
import os
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from dara.local import defaults
from tests.running_site import running_site

PAGES = {
    "home": "/",
    "candidate": "/candidates/jackie-lacey/",
    "statement": "/statements/wfvkqd97/",
    "source": "/sources/zjmtrs6m/",
    "election": "/elections/2020-november/",
    "compare": "/compare/?c=jackie-lacey&c=george-gascon",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
ATTEMPTS = 3  # on a busy machine it misses the beginning of a page now and then
CHROME = "--headless=new --no-sandbox --no-first-run --disable-background-networking --disable-component-update --disable-sync --disable-quic"


def main() -> None:
    lighthouse = ["lighthouse"] if shutil.which("lighthouse") else ["npx", "--yes", "lighthouse@12"]
    if not shutil.which(lighthouse[0]):
        print("Needs Node (Debian: apt install npm).")
        return
    browser = subprocess.run([".ci/browser"], cwd=defaults.CHECKOUT, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder)) as site:
        print(f"{'':12}" + "".join(f"{name:>16}" for name in CATEGORIES))
        for name, path in PAGES.items():
            try:
                urllib.request.urlopen(site.public + path).read()  # the first answer of a process takes longer
            except urllib.error.HTTPError as error:
                print(f"{name:12}  {error}")
                continue
            _show(name, _report([*lighthouse, site.public + path], browser))


def _report(command: list[str], browser: str) -> dict:
    """What Lighthouse says of a page (its JSON report)."""
    options = ["--quiet", "--output=json", "--no-enable-error-reporting", f"--chrome-flags={CHROME}"]
    environment = os.environ | {"CHROME_PATH": browser}
    for _ in range(ATTEMPTS):
        done = subprocess.run([*command, *options], env=environment, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode == 0:
            return json.loads(done.stdout)
    raise subprocess.CalledProcessError(done.returncode, done.args)


def _show(name: str, report: dict) -> None:
    print(f"{name:12}" + "".join(f"{_points(report['categories'][category]['score']):>16}" for category in CATEGORIES))
    for category in CATEGORIES:
        for reference in report["categories"][category]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if audit["score"] is not None and audit["score"] < 1:
                said = f" ({audit['displayValue']})" if audit.get("displayValue") else ""
                weight = "" if reference["weight"] else " [no part of the score]"
                print(f"{'':12}  {category}: {audit['id']} {_points(audit['score'])}: {audit['title']}{said}{weight}")


def _points(score: float | None) -> str:
    return "–" if score is None else f"{100 * score:.0f}"
