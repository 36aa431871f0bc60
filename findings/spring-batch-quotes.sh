#!/usr/bin/env bash
# Versions:  org.springframework.batch:spring-batch-core 6.0.6 (Java 17, Maven 3.8), read by Python 3's csv.
# Guess:     FlatFileItemWriter with delimited() writes CSV that can be read again: fields with a comma are quoted, and with
#            quoteCharacter("\""), quotes within a field are doubled.
# Behaviour: by default nothing is quoted: the title "Nurse, night" is two columns. With quoteCharacter all fields are
#            quoted, but quotes within them are not doubled: readers of CSV make two columns of the title `Fitter 5", 6"
#            pipes`, and read `Drive the "van"` as `Drive the van""`, without an error. Its own FlatFileItemReader leaves
#            out the job whose line begins with #, by default a comment.
# Cause:     DelimitedLineAggregator puts the quote character before and after each value, and looks at none of them.
# Seen:      default:        1,Nurse, night,50000 -> ['1', 'Nurse', ' night', '50000']
#            quoteCharacter: "2","Fitter 5", 6" pipes","40000" -> ['2', 'Fitter 5', ' 6" pipes"', '40000']
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install_jars org.springframework.batch:spring-batch-core:6.0.6

cat > Finding.java <<'JAVA'
import org.springframework.batch.infrastructure.item.*;
import org.springframework.batch.infrastructure.item.file.builder.*;
import org.springframework.core.io.FileSystemResource;

class Finding {
    record Job(String id, String title, String pay) {}

    static void write(String file, String quote) throws Exception {
        var builder = new FlatFileItemWriterBuilder<Job>().name("jobs").resource(new FileSystemResource(file)).delimited();
        var writer = (quote == null ? builder : builder.quoteCharacter(quote)).names("id", "title", "pay").build();
        writer.open(new ExecutionContext());
        var jobs = new Chunk<Job>();
        jobs.add(new Job("1", "Nurse, night", "50000"));
        jobs.add(new Job("2", "Fitter 5\", 6\" pipes", "40000"));
        jobs.add(new Job("3", "Drive the \"van\"", "30000"));
        jobs.add(new Job("#4", "Cook", "20000"));
        writer.write(jobs);
        writer.close();
    }

    static void read(String file) throws Exception {
        var reader = new FlatFileItemReaderBuilder<String>().name("jobs").resource(new FileSystemResource(file)).delimited()
            .names("id", "title", "pay").fieldSetMapper(fields -> fields.readString("id") + " " + fields.readString("title")).build();
        reader.open(new ExecutionContext());
        for (int line = 0; line < 4; line++) {
            try {
                System.out.println("  FlatFileItemReader: " + reader.read());
            } catch (ParseException error) {
                System.out.println("  FlatFileItemReader: " + error.getClass().getSimpleName());
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        write("default.csv", null);
        write("quoteCharacter.csv", "\"");
        read("default.csv");
    }
}
JAVA
cat > finding.py <<'PY'
import csv

for name in ('default', 'quoteCharacter'):
    for line in open(f'{name}.csv').read().splitlines():
        print(f'{name}: {line} -> {next(csv.reader([line]))}')
PY
cat > expected <<'TXT'
  FlatFileItemReader: FlatFileParseException
  FlatFileItemReader: 2 Fitter 5", 6" pipes
  FlatFileItemReader: 3 Drive the "van"
  FlatFileItemReader: null
default: 1,Nurse, night,50000 -> ['1', 'Nurse', ' night', '50000']
default: 2,Fitter 5", 6" pipes,40000 -> ['2', 'Fitter 5"', ' 6" pipes', '40000']
default: 3,Drive the "van",30000 -> ['3', 'Drive the "van"', '30000']
default: #4,Cook,20000 -> ['#4', 'Cook', '20000']
quoteCharacter: "1","Nurse, night","50000" -> ['1', 'Nurse, night', '50000']
quoteCharacter: "2","Fitter 5", 6" pipes","40000" -> ['2', 'Fitter 5', ' 6" pipes"', '40000']
quoteCharacter: "3","Drive the "van"","30000" -> ['3', 'Drive the van""', '30000']
quoteCharacter: "#4","Cook","20000" -> ['#4', 'Cook', '20000']
TXT
{ java -cp 'jars/*' Finding.java 2>java.log || cat java.log; python3 finding.py; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
