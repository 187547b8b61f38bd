"""Error rates: what counts as an error and what does not."""

from bench.texts import Errors, TextErrors, text_errors, written


def test_script_number_form_case_and_punctuation_are_not_errors():
    same = text_errors(["您好，请買ETF三千五百元。"], ["您好 请买etf3500元"])
    assert same.characters.edits == 0
    assert same.characters.units == len("您好请买etf3500元")


def test_a_homophone_is_a_wrong_character_but_the_right_syllable():
    errors = text_errors(["请问有什么资讯"], ["请问有什么咨询"])
    assert errors.characters == Errors(2, 7)
    assert errors.syllables == Errors(0, 7)


def test_insertions_deletions_and_substitutions_count_one_each():
    assert text_errors(["我要开户"], ["我想要开"]).characters == Errors(2, 4)


def test_numerals_of_two_turns_do_not_become_one_number():
    assert written(["一共三", "五"]) == "一共三五"
    assert written(["一共三百", "五十"]) == "一共30050"


def test_nothing_said_and_something_heard_is_all_wrong():
    assert text_errors([], ["谢谢观看"]).characters.rate == 1
    assert text_errors([], []).characters.rate == 0


def test_sums_weigh_by_length():
    short, long = TextErrors(Errors(1, 1)), TextErrors(Errors(0, 9))
    assert (short + long).characters.rate == 0.1


def test_a_loop_of_invented_text_can_be_capped():
    assert Errors(25, 10).capped() == Errors(10, 10)
    assert Errors(3, 10).capped() == Errors(3, 10)
