#!/usr/bin/env bash
# Versions:  feed-rs 3.0.0 (Rust 1.95 with Cargo).
# Guess:     an item of RSS without a guid has the hash of its link as its id, as the documentation of Entry::id says.
# Behaviour: the hash is of link and title: a job whose title is corrected has another id. A job without a link has a new id
#            each time that the feed is read, or, with base_uri, the hash of the address of the feed and its title: all jobs of
#            a title are one then. An empty guid counts as none.
# Cause:     generate_id() adds the title to the link; without a link it hashes base URI and title, else it makes a random UUID.
# Seen:      same link, Nurse and Nurse (m/f) -> 2 ids
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
use_crates feed-rs@3.0.0

cat > src/main.rs <<'RUST'
use feed_rs::parser::Builder;
use std::collections::HashSet;

fn ids(items: &[&str], uri: Option<&str>) -> Vec<String> {
    let items: String = items.iter().map(|item| format!("<item>{item}</item>")).collect();
    let feed = format!("<rss version='2.0'><channel><title>Jobs</title>{items}</channel></rss>");
    let entries = Builder::new().base_uri(uri).build().parse(feed.as_bytes()).unwrap().entries;
    entries.into_iter().map(|entry| entry.id).collect()
}

fn distinct(ids: Vec<String>) -> usize {
    ids.into_iter().collect::<HashSet<_>>().len()
}

fn main() {
    let nurse = "<title>Nurse</title><link>https://jobs.example/1</link>";
    let renamed = "<title>Nurse (m/f)</title><link>https://jobs.example/1</link>";
    println!("same link and title, read twice -> {} id", distinct([ids(&[nurse], None), ids(&[nurse], None)].concat()));
    println!("same link, Nurse and Nurse (m/f) -> {} ids", distinct([ids(&[nurse], None), ids(&[renamed], None)].concat()));
    let bern = "<title>Nurse</title><description>Bern</description>";
    let ulm = "<title>Nurse</title><description>Ulm</description>";
    let uri = Some("https://jobs.example/rss");
    println!("no link, read twice -> {} ids", distinct([ids(&[bern], None), ids(&[bern], None)].concat()));
    println!("no link, two nurses, with base URI -> {} id", distinct(ids(&[bern, ulm], uri)));
}
RUST
cat > expected <<'TXT'
same link and title, read twice -> 1 id
same link, Nurse and Nurse (m/f) -> 2 ids
no link, read twice -> 2 ids
no link, two nurses, with base URI -> 1 id
TXT
{ cargo run --quiet 2>cargo.log || cat cargo.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
