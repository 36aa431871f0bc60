#!/usr/bin/env bash
# Versions:  feed-rs 3.0.0, rss 2.1.2 (Rust 1.95 with Cargo).
# Guess:     a description whose HTML is neither escaped nor in a CDATA section is read as its markup or as its text, or
#            the feed is refused.
# Behaviour: feed-rs drops the first element and all after it, rss drops each element with what is in it. A description
#            made of paragraphs is None for both, and a salary in bold is lost. There is no error.
# Cause:     child_as_text() of feed-rs ends the text where an element begins; element_text() of rss skips elements.
# Seen:      <p>We look for nurses.</p> -> feed-rs None, rss None
#            Pay: <b>50000</b> EUR -> feed-rs Some("Pay:"), rss Some("Pay:  EUR")
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
use_crates feed-rs@3.0.0 rss@2.1.2

cat > src/main.rs <<'RUST'
fn main() {
    for html in [
        "Pay: &lt;b&gt;50000&lt;/b&gt; EUR",
        "<![CDATA[Pay: <b>50000</b> EUR]]>",
        "Pay: <b>50000</b> EUR",
        "<p>We look for nurses.</p>",
        "Berlin<br/>Hamburg",
    ] {
        let item = format!("<item><title>Nurse</title><description>{html}</description></item>");
        let channel = "<title>Jobs</title><link>https://jobs.example/</link><description>Jobs</description>";
        let feed = format!("<rss version='2.0'><channel>{channel}{item}</channel></rss>");
        let summary = feed_rs::parser::parse(feed.as_bytes()).unwrap().entries.remove(0).summary;
        let items = rss::Channel::read_from(feed.as_bytes()).unwrap().items;
        println!("{html} -> feed-rs {:?}, rss {:?}", summary.map(|text| text.content), items[0].description);
    }
}
RUST
cat > expected <<'TXT'
Pay: &lt;b&gt;50000&lt;/b&gt; EUR -> feed-rs Some("Pay: <b>50000</b> EUR"), rss Some("Pay: <b>50000</b> EUR")
<![CDATA[Pay: <b>50000</b> EUR]]> -> feed-rs Some("Pay: <b>50000</b> EUR"), rss Some("Pay: <b>50000</b> EUR")
Pay: <b>50000</b> EUR -> feed-rs Some("Pay:"), rss Some("Pay:  EUR")
<p>We look for nurses.</p> -> feed-rs None, rss None
Berlin<br/>Hamburg -> feed-rs Some("Berlin"), rss Some("BerlinHamburg")
TXT
{ cargo run --quiet 2>cargo.log || cat cargo.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
