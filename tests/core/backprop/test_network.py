import core.backprop.engine.network as whole
import core.backprop.network as short


def test_the_short_path_has_the_same_classes() -> None:
    assert short.Network is whole.Network
    assert short.network_of is whole.network_of
    assert sorted(short.__all__) == ["Network", "network_of"]
