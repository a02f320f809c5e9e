"""Alerts: a search is kept, shows what it would have fired, and is read as a feed by whoever has its address."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from made_pages import fill
from onrecord.errors import UsageError
from onrecord.ledger import Ledger
from onrecord.web.app import create_app
from onrecord.web.site import Site
from onrecord.web.watches import MOST, Watches
from team_server import HOST, serving
from watched_site import watched


@pytest.fixture
def site(ledger: Ledger, site: Site, watches: Watches) -> Iterator[Site]:
    fill(ledger)
    with watched(site, watches) as made:
        yield made


def text_of(client: TestClient, address: str) -> str:
    return " ".join(unescape(client.get(address).text).split())


def save(client: TestClient, asked: str = "kind=refusal&toward=Iceland", **form: str) -> int:
    return client.post("/watch", data={"asked": asked, "name": "Refusals", **form}).status_code


def test_a_search_leads_to_an_alert_that_says_what_it_would_have_fired(client: TestClient) -> None:
    assert 'href="/watch?' not in text_of(client, "/ledger")
    assert 'href="/watch?q=reopen&kind=refusal"' in text_of(client, "/ledger?q=reopen&kind=refusal")
    text = text_of(client, "/watch?q=reopen&kind=refusal")
    # Three documents report it, one of them a copy: it is one utterance.
    assert "it would have fired 1 time<" in text and "Norway will not reopen the quota" in text
    assert 'name="asked" value="q=reopen&kind=refusal"' in text


def test_a_kept_alert_is_listed_with_its_search_and_can_be_removed(client: TestClient, watches: Watches) -> None:
    assert "No search is watched yet" in text_of(client, "/watch") and not watches.path.exists()
    assert save(client) == 303
    text = text_of(client, "/watch")
    assert 'href="/ledger?toward=Iceland&kind=refusal"' in text and "fired 1 time<" in text
    (alert,) = watches.of("Vera")
    assert watches.path.stat().st_mode & 0o077 == 0
    assert client.post(f"/watch/{alert.id}/remove").status_code == 303 and watches.of("Vera") == []
    assert client.post(f"/watch/{alert.id}/remove").status_code == 404


@pytest.mark.parametrize(
    ("asked", "form", "said"),
    [
        ("", {}, "nothing is asked for"),
        ("as_of=2022", {}, "nothing is asked for"),
        ("kind=promise", {}, "expected one of"),
        ("q=x", {"name": ""}, "expected 1 to 100"),
        ("q=x", {"name": "n" * 101}, "expected 1 to 100"),
        ("q=x", {"webhook": "ftp://example.org/x"}, "expected https://host/path"),
        ("q=x", {"webhook": "https://"}, "expected https://host/path"),
        ("q=x", {"webhook": "http://127.0.0.1:9/x"}, "inside the local network"),
        ("q=x", {"webhook": "http://[::1]/x"}, "inside the local network"),
    ],
)
def test_what_is_no_alert_is_refused_in_a_line(
    client: TestClient, watches: Watches, asked: str, form: dict[str, str], said: str
) -> None:
    answer = client.post("/watch", data={"asked": asked, "name": "Refusals"} | form)
    assert answer.status_code == 400 and said in unescape(answer.text) and watches.of("Vera") == []


def feeds_in(client: TestClient) -> list[str]:
    return re.findall(r"http://[^/]+(/feeds/[^<]+)", client.get("/watch").text)


def test_feeds_are_read_without_a_session_by_their_address_alone(client: TestClient, site: Site) -> None:
    save(client)
    atom, feed = feeds_in(client)
    stranger = TestClient(create_app(site), base_url=str(client.base_url), follow_redirects=False)
    answer = stranger.get(atom)
    entries = ET.fromstring(answer.text).findall("{http://www.w3.org/2005/Atom}entry")
    assert (answer.status_code, answer.headers["content-type"], len(entries)) == (200, "application/atom+xml", 1)
    items = json.loads(stranger.get(feed).text)["items"]
    assert [item["content_text"].splitlines()[0] for item in items] == ["Norway will not reopen the quota"]
    again = stranger.get(atom, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    # The token opens a feed, and nothing else.
    token = atom.split("/")[-1].removesuffix(".atom")
    assert stranger.get("/ledger").status_code == stranger.get("/", params={"token": token}).status_code == 401
    assert stranger.post(atom).status_code in (401, 404, 405)


@pytest.mark.parametrize("token", ["x", "%00", "é", "..%2f..%2fledger", "' OR 1=1 --"])
def test_a_token_that_is_none_leads_nowhere(client: TestClient, token: str) -> None:
    save(client)
    assert client.get(f"/feeds/{token}.atom").status_code == 404


def test_new_addresses_end_the_old_ones(client: TestClient, watches: Watches) -> None:
    save(client)
    before = feeds_in(client)
    client.post(f"/watch/{watches.of('Vera')[0].id}/renew")
    after = feeds_in(client)
    assert [client.get(address).status_code for address in before] == [404, 404]
    assert [client.get(address).status_code for address in after] == [200, 200]


def test_an_alert_gets_another_name_and_keeps_its_search_and_feeds(client: TestClient, watches: Watches) -> None:
    save(client)
    (before,) = watches.of("Vera")
    assert client.post(f"/watch/{before.id}/change", data={"name": "What is refused"}).status_code == 303
    (after,) = watches.of("Vera")
    assert after == replace(before, name="What is refused")
    refused = client.post(f"/watch/{before.id}/change", data={"name": ""})
    assert refused.status_code == 400 and "expected 1 to 100" in unescape(refused.text)
    inside = client.post(f"/watch/{before.id}/change", data={"name": "x", "webhook": "http://127.0.0.1/"})
    assert inside.status_code == 400 and watches.of("Vera") == [after]
    assert client.post("/watch/99/change", data={"name": "x"}).status_code == 404


def test_a_server_without_a_place_says_so(client: TestClient, site: Site) -> None:
    bare = TestClient(create_app(replace(site, watches=None, hooks=None)), base_url=str(client.base_url))
    bare.cookies = client.cookies
    assert "no place to keep alerts" in text_of(bare, "/watch")
    assert save(bare) == 400 and bare.get("/feeds/x.atom").status_code == 404


def test_many_alerts_are_listed_without_a_search_for_each(client: TestClient, watches: Watches) -> None:
    for number in range(12):
        watches.add("Vera", f"{number}", f"q=reopen&independent={number + 1}", None)
    text = text_of(client, "/watch")
    assert text.count("<article") == 12 and text.count("In the last month it would") == 10
    assert 'href="/watch?q=reopen&independent=1"' in text


def test_nobody_has_too_many(watches: Watches) -> None:
    for number in range(MOST):
        watches.add("Vera", f"{number}", "q=x", None)
    with pytest.raises(UsageError, match="remove one first"):
        watches.add("Vera", "one more", "q=x", None)
    watches.add("Olga", "her first", "q=x", None)


def test_a_file_of_something_else_is_not_touched(tmp_path: Path, ledger: Ledger) -> None:
    path = tmp_path / "web.db"
    with pytest.raises(UsageError, match="not a file of alerts"):
        Watches(path).of("Vera")


def test_alerts_are_their_owners_and_end_with_the_account(ledger: Ledger, watches: Watches, tmp_path: Path) -> None:
    fill(ledger)
    with serving(ledger, tmp_path) as team:
        app = create_app(replace(team.site, watches=watches))

        def client(name: str) -> TestClient:
            made = TestClient(app, base_url=f"https://{HOST}", follow_redirects=False)
            made.cookies.set("__Host-onrecord", team.accounts.open_session(name), domain=HOST)
            return made

        assert save(client("reviewer")) == 303
        (alert,) = watches.of("reviewer")
        other = client("admin")
        assert "Refusals" not in other.get("/watch").text
        assert other.post(f"/watch/{alert.id}/remove").status_code == 404
        assert save(client("reader")) == 403 and client("reader").get("/watch").status_code == 403
        assert (
            "no webhooks"
            in client("reviewer")
            .post("/watch", data={"asked": "q=x", "name": "x", "webhook": "https://example.org"})
            .text
        )
        feed = f"/feeds/{alert.token}.json"
        assert other.get(feed).status_code == 200
        team.accounts.remove("reviewer")
        assert other.get(feed).status_code == 404
