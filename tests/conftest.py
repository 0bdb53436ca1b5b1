"""What holds for every test that draws its examples: a slow machine is no failure."""

from hypothesis import settings

from tests.domain.strategies import drawing

settings.register_profile("drawn", drawing(40))
settings.load_profile("drawn")
