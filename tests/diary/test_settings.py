from tracker.facade import open_diary


def test_a_setting_stays_with_the_diary(tmp_path):
    with open_diary(tmp_path / "diary.db") as diary:
        assert diary.settings.get("coach", {"hold_s": 90}) == {"hold_s": 90}
        diary.settings.keep("coach", {"hold_s": 60})
        diary.settings.keep("coach", {"hold_s": 120})
        diary.settings.keep("other", False)
    with open_diary(tmp_path / "diary.db") as again:
        assert again.settings.get("coach") == {"hold_s": 120}
        assert again.settings.get("other", True) is False
        assert again.is_empty()
