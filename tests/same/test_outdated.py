"""Of two processes with different settings the outdated one waits, and people are told."""

import os
import signal

import pytest

from monitor.flows.crew import DIFFERENT
from tests.builders import vn
from tests.same.cluster import Cluster, until
from tests.same.office import clock_of
from tests.same.script import HOLIDAY, Scene, Step, corrected

LAID = Step("2026-11-10 07:21", lays=corrected)  # so soon that all still count as living


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked")
def test_who_has_not_read_the_settings_anew_waits_and_is_told(cluster: Cluster) -> None:
    scene = Scene(cluster.office, cluster, each=2)
    behind, ahead = cluster.start(), cluster.start()
    scene.bring(scene.steps[0])
    cluster.work()
    before = len(scanned(cluster))

    clock_of(cluster.office).set(vn("2026-11-10 07:20"))
    scene.announce(HOLIDAY)
    cluster.open_again()
    os.kill(ahead, signal.SIGHUP)
    until(lambda: cluster.signed() == {ahead})
    until(lambda: DIFFERENT in told(cluster))
    until(cluster.is_quiet)
    scene.bring(LAID)
    until(lambda: imports(cluster) == 2)

    assert f":{behind} " in told(cluster)[DIFFERENT]
    assert set(scanned(cluster)[before:]) <= {ahead}

    os.kill(behind, signal.SIGHUP)
    until(lambda: cluster.signed() == {ahead, behind})
    until(lambda: DIFFERENT not in told(cluster))
    cluster.stop()


def scanned(cluster: Cluster) -> list[int]:
    """Return who judged, transaction by transaction."""
    lines = (cluster.office.folder / "journal").read_text(encoding="ascii").splitlines()
    return [int(line.split()[0]) for line in lines if line.endswith("flows.scan")]


def told(cluster: Cluster) -> dict[str, str]:
    """Return the faults that stand once the minute has turned."""
    cluster.is_woken()
    with cluster.app.store.reading() as work:
        return {name: detail for name, (_, detail) in work.done.faults().items()}


def imports(cluster: Cluster) -> int:
    """Return how many exports have been taken in once the minute has turned."""
    cluster.is_woken()
    with cluster.app.store.reading() as work:
        return len(work.imports.latest(10))
