"""The calibration error, on a handful of judgements."""

import xml.etree.ElementTree as ElementTree

from bench.reliability import bins, error, svg


def test_a_confidence_that_means_what_it_says_has_no_error() -> None:
    assert error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)]) == 0.0


def test_the_error_is_the_mean_gap() -> None:
    assert error([(0.9, False), (0.9, True), (0.1, False), (0.1, False)]) == (0.4 * 2 + 0.1 * 2) / 4


def test_certainty_has_a_place() -> None:
    (only,) = bins([(1.0, True)])
    assert (only.number, only.confidence, only.right) == (1, 1.0, 1.0)


def test_the_drawing_is_well_formed_and_holds_a_dot_a_tenth() -> None:
    tree = ElementTree.fromstring(svg({"statements": [(0.9, True), (0.2, False)], "positions": [(0.5, True)]}))
    assert len(tree.findall(".//{http://www.w3.org/2000/svg}circle")) == 3
