#!/usr/bin/env bash
# Versions:  univocity-parsers 2.9.1 (Java 17).
# Guess:     detectFormatAutomatically() finds out whether a CSV file has commas, semicolons, tabs or bars, and takes commas if
#            it has none of them.
# Behaviour: any character can be found, also beside commas: lines of an id and an e-mail address are cut at the @, those that
#            begin with a date at its hyphens. In a file of one column, links are all https:, pay of 50000.50 is 50000, and
#            Head of IT is Head: with headers, the rest is in no column. There is no error. With a list of delimiters,
#            detectFormatAutomatically(',', ';'), all files are read right.
# Cause:     without a list, CsvFormatDetector counts all characters but letters and digits, leaves out lines without any, such
#            as a header of one word, and takes one that is in each of the others, by its number and how that differs.
# Seen:      2,ann@acme.example -> [2,ann, acme.example]
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install_jars com.univocity:univocity-parsers:2.9.1

cat > Finding.java <<'JAVA'
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;

public class Finding {
    static String lastLine(String csv, char... delimiters) {
        var settings = new CsvParserSettings();
        settings.detectFormatAutomatically(delimiters);
        var lines = new CsvParser(settings).parseAll(new StringReader(csv));
        return Arrays.toString(lines.get(lines.size() - 1));
    }

    public static void main(String[] arguments) {
        var files = List.of(
            "id,email\n1,jobs@acme.example\n2,ann@acme.example\n",
            "1,jobs@acme.example\n2,ann@acme.example\n",
            "2026-11-05 10:00,Nurse\n2026-11-06 11:00,Cook\n",
            "link\nhttps://jobs.example/1\nhttps://jobs.example/2\n",
            "pay\n50000.50\n45000.25\n",
            "title\nNurse\nHead of IT\n"
        );
        for (var csv : files) {
            var shown = csv.replace("\n", " / ").strip();
            System.out.println(shown + " -> " + lastLine(csv) + "; from a list " + lastLine(csv, ',', ';'));
        }
    }
}
JAVA
cat > expected <<'TXT'
id,email / 1,jobs@acme.example / 2,ann@acme.example / -> [2, ann@acme.example]; from a list [2, ann@acme.example]
1,jobs@acme.example / 2,ann@acme.example / -> [2,ann, acme.example]; from a list [2, ann@acme.example]
2026-11-05 10:00,Nurse / 2026-11-06 11:00,Cook / -> [2026, 11, 06 11:00,Cook]; from a list [2026-11-06 11:00, Cook]
link / https://jobs.example/1 / https://jobs.example/2 / -> [https:, null, jobs.example, 2]; from a list [https://jobs.example/2]
pay / 50000.50 / 45000.25 / -> [45000, 25]; from a list [45000.25]
title / Nurse / Head of IT / -> [Head, of, IT]; from a list [Head of IT]
TXT
{ java -cp 'jars/*' Finding.java 2>java.log || cat java.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
