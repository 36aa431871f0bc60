#!/usr/bin/env bash
# Versions:  parse-prometheus-text-format 1.1.1 (npm), prometheus-parse 0.2.5 (Rust 1.95).
# Guess:     these parsers of Prometheus' text format return every series with its labels.
# Behaviour: parse-prometheus-text-format makes one histogram of all series of a name: each bucket is that of the last
#            series, and labels, sums and counts are gone. prometheus-parse ends the value of a label at its first comma, so
#            that Acme, Ulm and Acme, Bern are both Acme, loses a label with = in its value, a series with } in it, and
#            returns escapes as they are.
# Cause:     flattenMetrics() makes one group of all samples and looks for sums and counts without labels only. Labels of
#            prometheus-parse are what is between { and the first }, parted at each comma and each =.
# Seen:      duration of outcomes completed and failed -> [{"buckets":{"60":"1","+Inf":"9"}}]
#            runs{source="Acme, Ulm"} 1 -> source="Acme" 1
#            runs{source="Acme {Bern}"} 4 -> nothing
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install parse-prometheus-text-format@1.1.1
use_crates prometheus-parse@0.2.5

cat > metrics.txt <<'TXT'
# TYPE duration histogram
duration_bucket{le="60",outcome="completed"} 7
duration_bucket{le="+Inf",outcome="completed"} 8
duration_sum{outcome="completed"} 500
duration_count{outcome="completed"} 8
duration_bucket{le="60",outcome="failed"} 1
duration_bucket{le="+Inf",outcome="failed"} 9
duration_sum{outcome="failed"} 4000
duration_count{outcome="failed"} 9
# TYPE runs gauge
runs{source="Acme, Ulm"} 1
runs{source="Acme, Bern"} 2
runs{source="Acme = Bern"} 3
runs{source="Acme {Bern}"} 4
runs{source="Acme \"Bern\""} 5
TXT
cat > finding.mjs <<'JS'
import { readFileSync } from 'node:fs';
import parse from 'parse-prometheus-text-format';

for (const { name, metrics } of parse(readFileSync('metrics.txt', 'utf8'))) {
  if (name === 'duration') console.log(`npm: duration -> ${JSON.stringify(metrics)}`);
  else for (const { labels, value } of metrics) console.log(`npm: ${labels.source} ${value}`);
}
JS
cat > src/main.rs <<'RS'
use prometheus_parse::{Scrape, Value};

fn main() {
    let lines = include_str!("../metrics.txt").lines().map(|line| Ok(line.to_owned()));
    for sample in Scrape::parse(lines).unwrap().samples {
        if let Value::Gauge(value) = sample.value {
            println!("Rust: {} {value}", sample.labels.get("source").unwrap_or("(no source)"));
        }
    }
}
RS
cat > expected <<'TXT'
npm: duration -> [{"buckets":{"60":"1","+Inf":"9"}}]
npm: Acme, Ulm 1
npm: Acme, Bern 2
npm: Acme = Bern 3
npm: Acme {Bern} 4
npm: Acme "Bern" 5
Rust: Acme 1
Rust: Acme 2
Rust: (no source) 3
Rust: Acme \"Bern\ 5
TXT
{ node finding.mjs; cargo run --quiet; } 2>&1 | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
