"""The console as a person uses it, in a browser."""

from __future__ import annotations

import json
import pathlib
import re

from conftest import API, Page, eventually, is_ready
from kit.node import Node
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

PLACES = ["/", "/topics", "/topics/+new", "/groups", "/views", "/views/+new", "/smartmodules", "/objects"]


def row(page: Page, name: str) -> list[str] | None:
    """The cells of a table's row that begins with a name."""
    return page.driver.execute_script(
        "const row = [...document.querySelectorAll('tbody tr')].find(one => one.cells[0].innerText.trim() === arguments[0]);"
        "return row && [...row.cells].map(cell => cell.innerText)", name)


def number(text: str) -> float:
    return float(re.sub(r"[^\d.]", "", text) or 0)


# MARK: Looking


def test_topics_show_live_counts(page, api, name, stream):
    api.topic(name)
    stream(name)
    page.open("/topics")
    first = eventually(lambda: (cells := row(page, name)) and number(cells[2]) > 0 and number(cells[5]) > 0 and cells)
    assert first[1] == "Ready"
    later = eventually(lambda: number(row(page, name)[5]) > number(first[5]) and row(page, name))
    assert 1 < number(later[2]) < 1000, "records a second, of about fifty"
    page.shot("topics-live")


def test_topic_that_others_make_appears_and_goes(page, api, name):
    page.open("/topics")
    page.says("h1", "Topics")
    api.topic(name)
    eventually(lambda: row(page, name))
    assert api.ask("DELETE", f"/apis/weir.streaming/v1/namespaces/default/topics/{name}")[0] == 200
    eventually(lambda: page.driver.find_elements(By.CSS_SELECTOR, f"button[aria-label='Undelete {name}']"))


def test_table_sorts_by_its_heads(page, api, name):
    for ending, partitions in (("a", 2), ("b", 1)):
        api.topic(f"{name}-{ending}", partitions=partitions)
    names = "[aria-label=Topics] td.name"
    page.open("/topics")
    page.find("input[type=search]").send_keys(name)
    eventually(lambda: len(page.texts(names)) == 2)
    assert page.texts(names) == [f"{name}-a", f"{name}-b"]
    page.find("th:first-child button").click()
    assert page.texts(names) == [f"{name}-b", f"{name}-a"]
    assert page.find("th:first-child").get_attribute("aria-sort") == "descending"


def test_topic_shows_partitions_settings_and_last_records(page, api, name, produce):
    api.topic(name, partitions=2, config={"retention.ms": "1234567"})
    produce(name, [{"city": "Köln"}], key="k1", headers=[("trace", b"t-1")])
    produce(name, [bytes([0, 255, 16])])
    page.open(f"/topics/{name}")
    page.says("#records", "Köln")
    shown = page.text("#records")
    assert "00 ff 10" in shown and "not text" in shown
    assert "k1" in shown and "trace" in shown and "t-1" in shown
    assert "1234567" in page.says("main", "retention.ms")
    eventually(lambda: row(page, "1"))
    page.shot("topic")


def test_records_through_a_view(page, api, name, produce):
    api.topic(name)
    produce(name, [{"region": "eu", "n": 1}, {"region": "us", "n": 2}])
    api.create("views", "View", f"{name}.eu", topic=name,
               transforms=[{"uses": "builtin/json-filter", "with": {"path": "region", "value": "eu"}}])
    page.open(f"/topics/{name}")
    page.says("#records", '"us"')
    Select(page.find("#records-view")).select_by_visible_text(f"{name}.eu")
    eventually(lambda: '"us"' not in page.text("#records ol") and '"eu"' in page.text("#records ol"))


def test_groups_show_their_lag(page, api, name, produce, node):
    from confluent_kafka import Consumer, TopicPartition

    api.topic(name)
    produce(name, ["one", "two", "three"])
    consumer = Consumer({"bootstrap.servers": node.bootstrap, "group.id": name, "enable.auto.commit": False})
    consumer.commit(offsets=[TopicPartition(name, 0, 1)], asynchronous=False)
    consumer.close()
    page.open("/groups")
    assert eventually(lambda: row(page, name))[3] == "2"
    page.find(f"a[href='#/groups/{name}']").click()
    assert eventually(lambda: row(page, name))[1:] == ["0", "1", "3", "2"]


def test_object_shows_yaml_conditions_and_changes(page, api, name):
    api.topic(name)
    page.open(f"/objects/topics/{name}")
    assert "partitions: 1" in page.says("pre.yaml", "kind: Topic")
    assert "managedFields" not in page.text("pre.yaml")
    page.says("main", "Provisioned")
    status, _, text = api.ask(
        "PATCH", f"/apis/weir.streaming/v1/namespaces/default/topics/{name}", {"spec": {"partitions": 3}},
        {"Content-Type": "application/merge-patch+json"})
    assert status in (200, 415), text
    if status == 415:
        found = api.get("topics", name)
        found["spec"]["partitions"] = 3
        assert api.ask("PUT", f"/apis/weir.streaming/v1/namespaces/default/topics/{name}", found)[0] == 200
    page.says("main", "spec.partitions: 1 → 3")
    page.says("pre.yaml", "partitions: 3")


# MARK: Declaring


def test_topic_is_made_by_keyboard_alone(page, api, name):
    page.open("/topics")
    page.says("h1", "Topics")
    page.tab_to("a[href='#/topics/+new']")
    page.press(Keys.ENTER)
    eventually(lambda: page.driver.execute_script("return document.activeElement.id") == "topic-name")
    page.press(name, Keys.TAB)
    page.press(Keys.BACKSPACE, "3")
    page.tab_to("button[type=submit]")
    outline = page.driver.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "the focus is seen"
    page.press(Keys.ENTER)
    page.says("#toasts", f"Topic {name} is created")
    eventually(lambda: page.place == f"#/topics/{name}")
    made = eventually(lambda: (found := api.get("topics", name)) and is_ready(found) and found)
    assert made["spec"]["partitions"] == 3


def test_skip_link_leads_to_the_content(page):
    page.open("/topics")
    page.says("h1", "Topics")
    page.driver.execute_script("document.activeElement.blur()")
    page.press(Keys.TAB)
    assert page.driver.execute_script("return document.activeElement.id") == "skip"
    page.press(Keys.ENTER)
    assert page.driver.execute_script("return document.activeElement.id") == "main"
    assert page.place == "#/topics"


def test_faults_of_a_topic_stand_at_their_fields(page, api, name):
    page.open("/topics/+new")
    page.find("#topic-name").send_keys("not good")
    page.find("#topic-partitions").send_keys("x")
    page.find("button[type=submit]").click()
    page.says("#topic-name-error", "may hold only letters")
    page.says("#topic-partitions-error", "integer")
    assert page.find("#topic-name").get_attribute("aria-invalid") == "true"
    assert page.driver.execute_script("return document.activeElement.id") == "topic-name"
    page.shot("topic-faults")
    page.find("#topic-name").clear()
    page.find("#topic-name").send_keys(name)
    page.find("#topic-partitions").clear()
    page.find("#topic-partitions").send_keys("1")
    page.find("#topic-retention").send_keys("soon")
    page.find("button[type=submit]").click()
    page.says("#topic-retention-error", "soon")
    assert page.texts("#topic-name-error") == [""]
    assert api.get("topics", name) is None


def test_view_is_built_with_a_live_preview(page, api, name, produce):
    api.topic(name)
    produce(name, [{"region": "eu", "card": "4111111111111111"}, {"region": "us", "card": "5500000000000004"}])
    page.open(f"/views/+new?topic={name}")
    page.says("#preview", "newest 2 records")
    Select(page.find("#add-step")).select_by_value("builtin/json-filter")
    page.find("#add-step").find_element(By.XPATH, "../..").find_element(By.TAG_NAME, "button").click()
    page.says("#preview", "path is required")
    page.press("region")
    fields = page.driver.find_elements(By.CSS_SELECTOR, ".step input[type=text]")
    fields[1].send_keys("eu")
    page.says("#preview [data-outcome=kept]", "1 kept")
    page.says("#preview [data-outcome=dropped]", "1 dropped")
    assert page.texts("#preview .record.dropped .payload") and "us" in page.text("#preview .record.dropped .payload")

    Select(page.find("#add-step")).select_by_value("builtin/json-mask")
    page.find("#add-step").send_keys(Keys.TAB, Keys.ENTER)
    page.press("card")
    page.says("#preview [data-outcome=changed]", "1 changed")
    eventually(lambda: len(page.texts("#preview .record.changed .payload")) == 2)
    before, after = page.texts("#preview .record.changed .payload")
    assert "4111111111111111" in before and "4111111111111111" not in after
    page.shot("view-builder")

    produce(name, [{"region": "us"}])
    page.says("#preview [data-outcome=dropped]", "2 dropped")
    page.find("#view-name").send_keys(f"{name}.eu")
    page.find("button[type=submit]").click()
    eventually(lambda: page.place == f"#/views/{name}.eu")
    spec = api.get("views", f"{name}.eu")["spec"]
    assert spec["topic"] == name
    assert [step["uses"] for step in spec["transforms"]] == ["builtin/json-filter", "builtin/json-mask"]
    assert spec["transforms"][0]["with"] == {"path": "region", "value": "eu"}
    page.says("#preview [data-outcome=changed]", "1 changed")
    page.shot("view")


def test_deletion_is_asked_for_and_can_be_taken_back(page, api, name, produce):
    api.topic(name)
    produce(name, ["kept"])
    page.open(f"/topics/{name}")
    page.says("#records", "kept")
    delete = page.find("button.danger")
    delete.click()
    page.says("#dialog", f"Delete the topic {name}?")
    page.press(Keys.ENTER)
    assert api.get("topics", name), "the first button is the one that does nothing"
    eventually(lambda: not page.find("#dialog").is_displayed())
    delete.click()
    page.find("#dialog-confirm").click()
    eventually(lambda: page.place == "#/topics")
    eventually(lambda: api.get("topics", name) is None)
    page.find(f"button[aria-label='Undelete {name}']").click()
    eventually(lambda: is_ready(api.get("topics", name)))
    eventually(lambda: api.data(f"topics/{name}/records")["records"])
    assert api.data(f"topics/{name}/records")["records"][0]["value"]["text"] == "kept"


# MARK: What must not happen


def test_markup_in_records_stays_text(page, api, name, produce):
    hostile = "<img src=x onerror=\"window.broken=1\"><script>window.broken=1</script>"
    api.topic(name)
    produce(name, [hostile], key=hostile, headers=[(hostile, hostile.encode())])
    produce(name, [json.dumps({hostile: hostile})])
    api.create("views", "View", f"{name}.v", topic=name,
               transforms=[{"uses": "builtin/text-filter", "with": {"text": hostile}}])
    for place in (f"/topics/{name}", f"/views/{name}.v", f"/objects/views/{name}.v"):
        page.open(place)
        page.says("main", "<img src=x onerror=")
        found = page.driver.execute_script("return [window.broken, document.querySelectorAll('main img, main script').length]")
        assert found == [None, 0]
    page.shot("hostile")


def test_markup_in_group_names_stays_text(page, api, name, node):
    from confluent_kafka import Consumer, TopicPartition

    api.topic(name)
    group = f"<img src=x onerror=window.broken=1>/{name}"
    consumer = Consumer({"bootstrap.servers": node.bootstrap, "group.id": group})
    consumer.commit(offsets=[TopicPartition(name, 0, 0)], asynchronous=False)
    consumer.close()
    page.open("/groups")
    eventually(lambda: row(page, group))
    page.driver.find_element(By.LINK_TEXT, group).click()
    page.says("h1", group)
    eventually(lambda: row(page, name))
    assert page.driver.execute_script("return [window.broken, document.querySelectorAll('main img').length]") == [None, 0]


def test_page_that_names_nothing_says_so(page):
    page.open("/nowhere")
    page.says("h1", "There is no such page")
    page.open("/topics/absent")
    page.says("main", 'There is no topic "absent" now')
    page.open("/views/+new?topic=absent")
    page.says("#preview", "no such topic")


def test_restart_is_told_and_survived(driver, tmp_path: pathlib.Path):
    mine = Node(tmp_path / "data").start()
    try:
        page = Page(driver, f"http://{mine.admin}")
        page.open("/topics")
        page.says("#link", "Connected")
        mine.kill()
        page.says("#banner", "does not answer")
        assert page.find("#banner").is_displayed()
        page.shot("no-node")
        mine.start()
        page.says("#toasts", "answers again")
        assert page.texts("#link") == ["Connected"] and not page.find("#banner").is_displayed()
        API(mine).topic("after-restart")
        eventually(lambda: row(page, "after-restart"))
        driver.get("about:blank")
    finally:
        mine.kill()


# MARK: Looks


def test_every_page_fits_a_phone_in_light_and_dark(page, api, name, produce):
    api.topic(name)
    produce(name, [{"text": "x" * 300, "n": n} for n in range(5)])
    for place in [*PLACES, f"/topics/{name}", f"/objects/topics/{name}"]:
        label = (place.strip("/").replace("/", "-").replace("+", "").replace(name, "one")) or "overview"
        for scheme in ("light", "dark"):
            for width in (1280, 390):
                page.scheme(scheme)
                page.width(width)
                page.open(place)
                page.says("h1", "")
                eventually(lambda: page.texts("#link") == ["Connected"] or place in ("/objects", "/topics/+new"))
                wide = page.driver.execute_script("return document.documentElement.scrollWidth")
                assert wide <= width, f"{place} is {wide} pixels wide at {width}"
                page.shot(f"{label}-{scheme}-{'phone' if width < 600 else 'wide'}")


def luminance(color: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_dark_mode_is_dark_and_both_are_readable(page):
    grounds = {}
    for scheme in ("light", "dark"):
        page.scheme(scheme)
        page.open("/topics")
        page.says("#link", "Connected")
        colors = page.driver.execute_script(
            "const style = getComputedStyle(document.documentElement);"
            "const read = name => { const probe = document.createElement('i'); document.body.append(probe);"
            " probe.style.color = style.getPropertyValue(name); const color = getComputedStyle(probe).color;"
            " probe.remove(); return color; };"
            "return Object.fromEntries(['text','muted','accent','bad','warn','good','card','ground','sunk','bad-tint',"
            "'warn-tint','good-tint','tint','accent-text'].map(name => [name, read('--' + name)]))")
        grounds[scheme] = luminance(colors["ground"])
        pairs = [(front, back) for front in ("text", "muted", "accent") for back in ("card", "ground", "sunk")]
        pairs += [("bad", "bad-tint"), ("warn", "warn-tint"), ("good", "good-tint"), ("accent", "tint"), ("bad", "card")]
        pairs += [("accent-text", "accent")]
        for front, back in pairs:
            high, low = sorted((luminance(colors[front]), luminance(colors[back])), reverse=True)
            # WCAG 2.2, contrast of text (AA).
            assert (high + 0.05) / (low + 0.05) >= 4.5, f"{front} on {back} in {scheme}"
    assert grounds["light"] > 0.8 and grounds["dark"] < 0.05
