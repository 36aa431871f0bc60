#!/usr/bin/env bash
# Versions:  whatlang 0.18.0 (Rust 1.95), github.com/abadojack/whatlanggo v1.0.1 (Go 1.26).
# Guess:     with a list of the languages that are allowed, the language of a text is one of them, or none.
# Behaviour: the list counts only where a script has several languages. Greek, Thai, Korean and others are found however they
#            are denied, with a confidence of 1. In Rust, a Chinese text is Japanese with a confidence of 1 if Chinese is not
#            allowed, whether or not Japanese is; in Go it stays Chinese.
# Cause:     scripts with one language return it before the list is read. The Rust one asks it for Chinese only, and takes
#            each other text in Chinese characters for Japanese.
# Seen:      allowed English and German: 招聘护士 -> Rust Jpn 1, Go cmn 1
#            allowed English and German: Ζητείται νοσηλευτής -> Rust Ell 1, Go ell 1
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
use_crates whatlang@0.18.0
printf 'module finding\ngo 1.26\nrequire github.com/abadojack/whatlanggo v1.0.1\n' > go.mod

cat > src/main.rs <<'RS'
use whatlang::{Detector, Lang};

fn main() {
    let detector = Detector::with_allowlist(vec![Lang::Eng, Lang::Deu]);
    for text in std::env::args().skip(1) {
        match detector.detect(&text) {
            Some(info) => println!("Rust {:?} {}", info.lang(), info.confidence()),
            None => println!("Rust (none)"),
        }
    }
}
RS
cat > finding.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/abadojack/whatlanggo"
)

func main() {
	allowed := whatlanggo.Options{Whitelist: map[whatlanggo.Lang]bool{whatlanggo.Eng: true, whatlanggo.Deu: true}}
	for _, text := range os.Args[1:] {
		info := whatlanggo.DetectWithOptions(text, allowed)
		if info.Confidence == 0 {
			fmt.Println("Go (none)")
			continue
		}
		fmt.Printf("Go %s %v\n", info.Lang.Iso6393(), info.Confidence)
	}
}
GO
cat > expected <<'TXT'
Wir suchen eine Pflegefachperson für die Nacht: Rust Deu 1, Go deu 1
Мы ищем медсестру в ночную смену: Rust (none), Go (none)
招聘护士: Rust Jpn 1, Go cmn 1
Ζητείται νοσηλευτής για νυχτερινή βάρδια: Rust Ell 1, Go ell 1
간호사 채용: Rust Kor 1, Go kor 1
TXT
mapfile -t texts < <(sed 's/: Rust .*//' expected)
cargo run --quiet -- "${texts[@]}" > rust
GOFLAGS=-mod=mod go run finding.go "${texts[@]}" > go 2>go.log || cat go.log
paste -d '\t' <(printf '%s\n' "${texts[@]}") rust go | sed 's/\t/: /; s/\t/, /' | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
