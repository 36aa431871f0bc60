#!/usr/bin/env bash
# Versions:  csv 1.4.0, serde 1.0.229, serde_json 1.0.154 (Rust 1.95 with Cargo).
# Guess:     cells that csv deserializes into serde_json::Value, as by `#[serde(flatten)]` for the columns that a struct does
#            not name, are texts, as all cells of CSV are.
# Behaviour: each is a number or a boolean if Rust could parse it as one. The reference 007 is 7, the phone +49 without its
#            plus, 12E4 is 120000. Companies and places called Infinity, Inf or Nan are floats that JSON does not have: null.
#            The named field of the same struct keeps its text. A whole record as one Value is its first cell only. There is no
#            error.
# Cause:     where the type is open, csv asks the cell (infer_deserialize): u64, i64, u128, i128, f64, bool, then text. f64 of
#            Rust takes "nan" and "infinity" in any case, and Value::from makes null of them.
# Seen:      id 007, ref 007 -> id "007", ref 7; company Infinity -> null; place Nan -> null; phone +4930123 -> 4930123
#            the record as a Value -> 7
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
use_crates csv@1.4.0 serde@1.0.229 serde_json@1.0.154
sed -i 's/^serde = "\(.*\)"/serde = { version = "\1", features = ["derive"] }/' Cargo.toml

cat > src/main.rs <<'RUST'
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Job {
    id: String,
    #[serde(flatten)]
    others: BTreeMap<String, Value>,
}

const TABLE: &str = "id,ref,company,place,phone,grade,title\n\
    007,007,Infinity,Nan,+4930123,12E4,Nurse\n\
    0x1F,0x1F,Inf,Ulm,030 123,E13,TRUE\n";

fn main() {
    for job in csv::Reader::from_reader(TABLE.as_bytes()).deserialize::<Job>() {
        let job = job.unwrap();
        println!("id {:?}, others {}", job.id, serde_json::to_string(&job.others).unwrap());
    }
    for job in csv::Reader::from_reader(TABLE.as_bytes()).deserialize::<BTreeMap<String, String>>() {
        println!("as texts {}", serde_json::to_string(&job.unwrap()).unwrap());
    }
    for job in csv::Reader::from_reader(TABLE.as_bytes()).deserialize::<Value>() {
        println!("as a Value {}", job.unwrap());
    }
}
RUST
cat > expected <<'TXT'
id "007", others {"company":null,"grade":120000.0,"phone":4930123,"place":null,"ref":7,"title":"Nurse"}
id "0x1F", others {"company":null,"grade":"E13","phone":"030 123","place":"Ulm","ref":"0x1F","title":"TRUE"}
as texts {"company":"Infinity","grade":"12E4","id":"007","phone":"+4930123","place":"Nan","ref":"007","title":"Nurse"}
as texts {"company":"Inf","grade":"E13","id":"0x1F","phone":"030 123","place":"Ulm","ref":"0x1F","title":"TRUE"}
as a Value 7
as a Value "0x1F"
TXT
{ cargo run --quiet 2>cargo.log || cat cargo.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
