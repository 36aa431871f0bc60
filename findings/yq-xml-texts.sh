#!/usr/bin/env bash
# Versions:  github.com/mikefarah/yq v4.54.3 (Go 1.26).
# Guess:     yq --input-format xml --output-format xml '.job.pay = 2' sets the pay of a job and writes its other texts as
#            they were.
# Behaviour: all texts of an element are lost that has texts before and behind an element: of `We look for <b>nurses</b> in
#            Berlin` the nurses are left. So is a text with a CDATA section or a comment in it if its element has an
#            attribute; without one, two elements are written, of which readers take the first or the last.
# Cause:     the decoder makes a list of several texts, as its documentation says; encodeMap() writes the Value of
#            +content, which is empty for a list, and encodeArray() an element for each item.
# Seen:      <text>We look for <b>nurses</b> in Berlin</text>         -> <text><b>nurses</b></text>
#            <title lang="en">Senior <![CDATA[R&D]]> Engineer</title> -> <title lang="en"></title>
#            <title><![CDATA[R&D]]> Engineer</title>                  -> <title>R&amp;D</title><title>Engineer</title>
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
GOBIN=$folder go install github.com/mikefarah/yq/v4@v4.54.3 2>go.log || { cat go.log; exit 1; }

cat > expected <<'TXT'
<title lang="en">Senior R&amp;D Engineer</title>
  -> <title lang="en">Senior R&amp;D Engineer</title>
<title lang="en">Senior <![CDATA[R&D]]> Engineer</title>
  -> <title lang="en"></title>
<title><![CDATA[R&D]]> Engineer</title>
  -> <title>R&amp;D</title><title>Engineer</title>
<text>We look for <b>nurses</b></text>
  -> <text>We look for<b>nurses</b></text>
<text>We look for <b>nurses</b> in Berlin</text>
  -> <text><b>nurses</b></text>
<text>Berlin<br/>Hamburg</text>
  -> <text><br></br></text>
TXT
grep '^<' expected | while read -r element; do
  echo "<job>$element<pay>1</pay></job>" > job.xml
  ./yq --input-format xml --output-format xml --indent 0 '.job.pay = 2' job.xml > changed.xml
  echo "$element"
  sed -E 's/^<job>(.*)<pay>2<\/pay><\/job>$/  -> \1/' changed.xml
done 2>&1 | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
