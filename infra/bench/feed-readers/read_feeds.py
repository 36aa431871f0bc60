"""Reads feeds with feedparser: read_feeds.py FILE... prints a line of JSON per file, as read-feeds.mjs does."""

import calendar
import datetime
import json
import sys

import feedparser


def iso_date(entry):
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    if parsed is None:
        return None
    return datetime.datetime.fromtimestamp(calendar.timegm(parsed), datetime.timezone.utc).isoformat()


for path in sys.argv[1:]:
    with open(path, "rb") as file:
        feed = feedparser.parse(file.read())
    records = [
        {
            "title": entry.get("title"),
            "link": entry.get("link"),
            "id": entry.get("id"),
            "date": iso_date(entry),
            "descriptions": [part.get("value") for part in entry.get("content", [])] + [entry.get("summary")],
        }
        for entry in feed.entries
    ]
    print(json.dumps({"records": records}))
