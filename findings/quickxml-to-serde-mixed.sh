#!/usr/bin/env bash
# Versions:  quickxml_to_serde 0.7.1 (Rust 1.95 with Cargo).
# Guess:     an element with texts and elements becomes an object with the elements and, as the documentation says, a
#            property #text for the text.
# Behaviour: if an element has a text of its own, all elements in it are lost. A word beside the fields of a job is the whole
#            job, and a description loses each part that is in bold: the numbers, if those are. No error, no option.
# Cause:     convert_node() reads the attributes and the text of an element that has text, and visits children only of one
#            that has none.
# Seen:      <job><title>Nurse</title><pay>50000</pay> urgent</job> -> {"job":"urgent"}
#            <text>Pay: <b>50000</b> EUR</text> -> {"text":"Pay:  EUR"}
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
use_crates quickxml_to_serde@0.7.1

cat > src/main.rs <<'RUST'
use quickxml_to_serde::{Config, xml_string_to_json};

fn main() {
    for xml in std::env::args().skip(1) {
        let json = xml_string_to_json(xml.clone(), &Config::new_with_defaults()).unwrap();
        println!("{xml} -> {json}");
    }
}
RUST
cat > expected <<'TXT'
<job><title>Nurse</title><pay>50000</pay></job> -> {"job":{"pay":50000,"title":"Nurse"}}
<job><title>Nurse</title><pay>50000</pay> urgent</job> -> {"job":"urgent"}
<job id="7"><title>Nurse</title><pay>50000</pay> urgent</job> -> {"job":{"#text":"urgent","@id":7}}
<text>Pay: <b>50000</b> EUR</text> -> {"text":"Pay:  EUR"}
<text><b>Pay:</b> <b>50000</b></text> -> {"text":{"b":["Pay:",50000]}}
<text>Nurse<br/></text> -> {"text":"Nurse"}
TXT
mapfile -t documents < <(sed 's/ -> .*//' expected)
{ cargo run --quiet -- "${documents[@]}" 2>cargo.log || cat cargo.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
