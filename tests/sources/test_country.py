"""The directory of a whole country: all its provinces and communes, read and walked."""

from pathlib import Path

from monitor.domain.directory import Level, Role
from monitor.sources.directory import read_directory
from tests.country import the_country


def test_a_country_is_one_directory(tmp_path: Path) -> None:
    country = the_country()  # over a second, for it is all of it
    country.lay(tmp_path)

    found = read_directory(
        *(tmp_path / f"{one}.csv" for one in ("units", "officials", "procedures"))
    )

    levels = [unit.level for unit in found.units.values()]
    assert (levels.count(Level.PROVINCE), levels.count(Level.COMMUNE)) == (34, 3_321)
    assert len(found.officials) > 15_000
    for province, communes in country.communes.items():
        assert found.subtree(province) >= {province, *communes}
        assert len(found.subtree(province)) == 2 * len(communes) + 2
    for communes in country.communes.values():
        for code in communes:
            assert found.level_of(f"{code}MC") is Level.COMMUNE
            assert [one.code for one in (found.one_stop(code),) if one] == [f"{code}MC"]
            assert [one.unit for one in found.nearest(f"{code}MC", Role.LEADER)] == [code]
