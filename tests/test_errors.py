"""What errors say, how several are one, and what becomes of one that travels from another process."""

from __future__ import annotations

import pickle

import pytest

from flyers.errors import (
    CombinedError,
    ContentError,
    ExitCode,
    FileAccessError,
    FlyersError,
    FontError,
    LayoutError,
    MissingToolError,
    OversetError,
    ProofError,
    Source,
    StoppedError,
    TranslationError,
    UsageError,
    counted,
    first_of,
    install_with,
    raise_all,
)


def test_a_place_is_written_as_far_as_it_is_known() -> None:
    assert str(Source("a.yaml", 3, 7)) == "a.yaml:3:7"
    assert str(Source("a.yaml", 3)) == "a.yaml:3"
    assert str(Source("a.yaml")) == str(Source("a.yaml", 0, 7)) == "a.yaml"
    assert str(Source("a\nb.yaml", 1)) == "a\\nb.yaml:1"


def test_places_are_in_the_order_of_a_file() -> None:
    places = [Source("a", 2, 1), Source("b", 1, 1), Source("a", 10, 2), Source("a", 2, 3)]
    assert sorted(places) == [Source("a", 2, 1), Source("a", 2, 3), Source("a", 10, 2), Source("b", 1, 1)]


def test_an_error_leads_from_what_was_asked_to_the_line_and_says_what_to_do() -> None:
    error = ContentError("It is empty.", hint="Fill it.", source=Source("a.yaml", 2), trail=("poster", 5))
    assert str(error) == "poster → 5 → a.yaml:2: It is empty. Fill it."
    assert (error.problem, error.hint, error.trail) == ("It is empty.", "Fill it.", ("poster", "5"))
    assert error.errors == (error,)
    assert error.args == ("It is empty.",)
    assert str(FlyersError("Nothing works.")) == "Nothing works."
    assert str(FlyersError("A list:\n", hint="Look.")) == "A list:\nLook."
    assert str(FlyersError("It ends.", trail=["es"])) == "es: It ends."


def test_what_is_around_an_error_comes_first_and_once() -> None:
    error = LayoutError("Too long.", trail=("es", "signs"))
    assert error.within("poster", "es") is error
    assert error.trail == ("poster", "es", "signs")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (FlyersError, 1),
        (UsageError, 2),
        (ContentError, 3),
        (TranslationError, 4),
        (FontError, 5),
        (LayoutError, 6),
        (OversetError, 6),
        (ProofError, 7),
        (FileAccessError, 8),
        (MissingToolError, 9),
        (StoppedError, 10),
    ],
)
def test_scripts_know_each_kind_of_failure_by_its_number(kind: type[FlyersError], code: int) -> None:
    assert kind("x").exit_code == code
    assert (ExitCode.OK, ExitCode.NOT_COMPARED, ExitCode.INTERRUPTED) == (0, 11, 130)


ONE, OTHER = TranslationError("First.", hint="Do it."), FontError("Second.")


def test_several_errors_are_told_together_and_exit_as_the_first() -> None:
    combined = CombinedError(iter([ONE, OTHER]))
    assert combined.errors == (ONE, OTHER)
    assert str(combined) == combined.problem == "First. Do it.\nSecond."
    assert combined.args == (combined.problem,)
    assert combined.exit_code is ExitCode.TRANSLATION
    assert CombinedError([OTHER, ONE]).exit_code is ExitCode.FONT
    assert CombinedError.exit_code is ExitCode.INTERNAL


def test_what_is_around_several_errors_is_told_of_each() -> None:
    combined = CombinedError([TranslationError("First."), FontError("Second.", trail=("es",))])
    assert combined.within("poster", "es") is combined
    assert str(combined) == "poster → es: First.\nposter → es: Second."
    assert [error.trail for error in combined.errors] == [("poster", "es")] * 2


def test_errors_travel_from_other_processes_with_all_that_they_say() -> None:
    error = ContentError("It is empty.", hint="Fill it.", source=Source("a.yaml", 2), trail=("poster",))
    for sent in (error, CombinedError([error, OTHER])):
        came = pickle.loads(pickle.dumps(sent))
        assert type(came) is type(sent)
        assert (str(came), came.exit_code) == (str(sent), sent.exit_code)
        assert [str(one) for one in came.errors] == [str(one) for one in sent.errors]


def test_one_error_is_raised_as_it_is_several_as_one_and_none_not_at_all() -> None:
    raise_all(iter(()))
    with pytest.raises(FontError) as alone:
        raise_all(iter([OTHER]))
    assert alone.value is OTHER
    with pytest.raises(CombinedError) as combined:
        raise_all([ONE, OTHER])
    assert combined.value.errors == (ONE, OTHER)


def test_one_thing_is_singular_and_all_other_numbers_are_plural() -> None:
    assert [counted(number, "change") for number in (0, 1, 2)] == ["0 changes", "1 change", "2 changes"]


def test_a_list_for_a_message_says_how_many_more_there_are() -> None:
    assert first_of([], 2) == ""
    assert first_of(iter(["es", "ar"]), 2) == "es, ar"
    assert first_of(["es", "ar", "ur"], 2) == "es, ar and 1 more"
    assert first_of(range(9), 3) == "0, 1, 2 and 6 more"


def test_an_extra_is_installed_with_the_wheel() -> None:
    assert install_with("scale").endswith('[scale]"')
    assert ".whl[" in install_with("scale")
