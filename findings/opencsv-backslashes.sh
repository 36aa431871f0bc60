#!/usr/bin/env bash
# Versions:  com.opencsv:opencsv 5.12.0 (Java 17, Maven 3.8).
# Guess:     new CSVReader(reader) reads CSV as RFC 4180 has it, where a backslash is a letter like others.
# Behaviour: a backslash is lost wherever it is: C:\new is C:new, R\&D is R&D. At the end of a field it keeps the field
#            open: the jobs of the next lines are a part of its text, up to the next such field, without an error; only a
#            file with an odd number of them raises. CSVWriter writes backslashes as they are: it writes what CSVReader
#            loses.
# Cause:     CSVParser has the backslash as its default escape character; RFC4180Parser, for CSVReaderBuilder, has none.
# Seen:      C:\new -> CSVReader C:new, with RFC4180Parser C:\new
#            4 jobs, the titles of the first and third end in a backslash -> CSVReader 2 jobs
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install_jars com.opencsv:opencsv:5.12.0

cat > Finding.java <<'JAVA'
import com.opencsv.*;
import java.io.*;
import java.util.*;

class Finding {
    static void read(String... titles) throws Exception {
        var file = new StringWriter();
        try (var writer = new CSVWriter(file)) {
            for (int id = 1; id <= titles.length; id++) writer.writeNext(new String[] {String.valueOf(id), titles[id - 1]});
        }
        System.out.print(file);
        print("CSVReader", new CSVReader(new StringReader(file.toString())));
        var parser = new RFC4180ParserBuilder().build();
        print("RFC4180Parser", new CSVReaderBuilder(new StringReader(file.toString())).withCSVParser(parser).build());
    }

    static void print(String name, CSVReader reader) throws Exception {
        var jobs = new ArrayList<String>();
        for (String[] job : reader) jobs.add(Arrays.toString(job).replace("\n", "\\n"));
        System.out.println("  " + name + ": " + jobs.size() + " " + String.join(" ", jobs));
    }

    public static void main(String[] arguments) throws Exception {
        read("C:\\new", "R\\&D");
        read("Drive C:\\", "Nurse", "Drive D:\\", "Cook");
    }
}
JAVA
cat > expected <<'TXT'
"1","C:\new"
"2","R\&D"
  CSVReader: 2 [1, C:new] [2, R&D]
  RFC4180Parser: 2 [1, C:\new] [2, R\&D]
"1","Drive C:\"
"2","Nurse"
"3","Drive D:\"
"4","Cook"
  CSVReader: 2 [1, Drive C:"\n2,Nurse\n3,Drive D:"] [4, Cook]
  RFC4180Parser: 4 [1, Drive C:\] [2, Nurse] [3, Drive D:\] [4, Cook]
TXT
{ java -cp 'jars/*' Finding.java 2>java.log || cat java.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
