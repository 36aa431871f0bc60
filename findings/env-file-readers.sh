#!/usr/bin/env bash
# Versions:  util.parseEnv of Node 24.21, which --env-file and loadEnvFile use, dotenv 18.0.10 (npm), python-dotenv 1.2.4
#            (Python 3), godotenv 1.5.1 and compose-go 2.16.2, which docker compose uses (Go 1.26), sh.
# Guess:     a line NAME=value of a file .env is one value for all that read it, if it has neither spaces nor quotes.
# Behaviour: Node and dotenv end the value at a # inside a word: of the password ab#cd only ab is left. docker compose and sh
#            replace what follows a $: s3cr$et is s3cr, and of two $ compose leaves one. In double quotes an escaped quote ends
#            the value for Node, which drops the rest; dotenv keeps the backslash. There is no error; compose alone warns of
#            the name. Values in single quotes are the same for all.
# Seen:      ab#cd -> Node, dotenv ab, the others ab#cd
#            "a\"b" -> Node a\, dotenv a\"b, the others a"b
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install dotenv@18.0.10
pip install --quiet --target python python-dotenv==1.2.4 >&2
printf 'module finding\ngo 1.26\nrequire github.com/compose-spec/compose-go/v2 v2.16.2\n' > go.mod
printf 'require github.com/joho/godotenv v1.5.1\n' >> go.mod

cat > finding.go <<'GO'
package main

import (
	"fmt"
	"os"

	compose "github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/joho/godotenv"
)

func main() {
	file, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	ofCompose, err := compose.UnmarshalWithLookup(string(file), func(string) (string, bool) { return "", false })
	if err != nil {
		panic(err)
	}
	ofGodotenv, err := godotenv.Unmarshal(string(file))
	if err != nil {
		panic(err)
	}
	fmt.Printf("  compose %s\n  godotenv %s\n", ofCompose["SECRET"], ofGodotenv["SECRET"])
}
GO
cat > finding.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import dotenv from 'dotenv';

const file = readFileSync(process.argv[2], 'utf8');
console.log(`  Node ${parseEnv(file).SECRET}\n  dotenv ${dotenv.parse(file).SECRET}`);
JS
cat > finding.py <<'PY'
import sys
from dotenv import dotenv_values

print('  python-dotenv', dotenv_values(sys.argv[1], interpolate=False)['SECRET'])
PY
GOFLAGS=-mod=mod go build -o finding finding.go 2>go.log || cat go.log
cat > expected <<'TXT'
SECRET=ab#cd
  Node ab
  dotenv ab
  python-dotenv ab#cd
  compose ab#cd
  godotenv ab#cd
  sh ab#cd
SECRET=s3cr$et
  Node s3cr$et
  dotenv s3cr$et
  python-dotenv s3cr$et
  compose s3cr
  godotenv s3cr$et
  sh s3cr
SECRET=a$$b
  Node a$$b
  dotenv a$$b
  python-dotenv a$$b
  compose a$b
  godotenv a$$b
SECRET="a\"b"
  Node a\
  dotenv a\"b
  python-dotenv a"b
  compose a"b
  godotenv a"b
  sh a"b
SECRET='ab#cd$et'
  Node ab#cd$et
  dotenv ab#cd$et
  python-dotenv ab#cd$et
  compose ab#cd$et
  godotenv ab#cd$et
  sh ab#cd$et
SECRET='a"b'
  Node a"b
  dotenv a"b
  python-dotenv a"b
  compose a"b
  godotenv a"b
  sh a"b
TXT
for value in 'ab#cd' 's3cr$et' 'a$$b' '"a\"b"' "'ab#cd\$et'" "'a\"b'"; do
  printf 'SECRET=%s\n' "$value" > one.env
  echo "SECRET=$value"
  node finding.mjs one.env
  PYTHONPATH=python python3 finding.py one.env
  ./finding one.env 2>>go.log
  [ "$value" = 'a$$b' ] || env -i sh -c '. ./one.env; printf "  sh %s\n" "$SECRET"'
done | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
