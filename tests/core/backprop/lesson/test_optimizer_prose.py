from core.backprop.lesson import optimizer_prose, prose


def test_the_beginning_says_what_there_is() -> None:
    plain = "What we are given", "The inputs."
    assert optimizer_prose.start(plain, "SGD", "a") == plain
    _, sentence = optimizer_prose.start(plain, "Adam", "ab")
    assert "2 examples, a and b" in sentence
    assert "m of its gradients" in sentence


def test_a_velocity_is_faster_slower_or_new() -> None:
    said = [optimizer_prose.velocity("w5", old, 1.0, update)[1] for old, update in ((0, 1), (1, 2), (-1, 2), (0, 2))]
    assert [text.rsplit(". ", 1)[-1] for text in said] == [
        optimizer_prose.FIRST,
        optimizer_prose.FASTER,
        optimizer_prose.SLOWER,
        optimizer_prose.LEVEL,
    ]


def test_a_weight_goes_its_way_and_is_said_to_do_so_against_its_gradient() -> None:
    assert "w5 goes down." in optimizer_prose.by_velocity("w5", -0.1, 2.0)[1]
    assert "w5 goes up." in optimizer_prose.by_size("w5", 0.1, -2.0)[1]
    assert "w5 goes up, although" in optimizer_prose.by_velocity("w5", 0.1, 2.0)[1]
    assert "w5 stays." in optimizer_prose.by_size("w5", 0.0, 2.0)[1]


def test_a_loss_that_rose_is_explained_by_the_updates_before() -> None:
    assert "overshoot" in optimizer_prose.verify(1.0, 1.1, 0.1)[1]
    assert optimizer_prose.verify(1.0, 0.9, 0.1) == prose.verify(1.0, 0.9, 0.1)
    assert "∞" in optimizer_prose.verify(0.0, 0.9, 0.1)[1]
