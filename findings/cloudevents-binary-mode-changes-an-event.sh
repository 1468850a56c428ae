#!/usr/bin/env bash
# cloudevents 10.0.0 (the SDK of the CNCF): the binary mode changes an event on the way.
#
# The HTTP binding of CloudEvents 1.0 (3.1.3.2) has header values percent-encoded: all but U+0021 to U+007E, the quote
# and the percent sign. `HTTP.binary` writes them as they are. Of "100%25" a receiver that follows the binding reads "100%",
# and of "Müller" it gets what is no header of the binding. A time of microseconds is cut to milliseconds, although the
# event itself has it whole. Whoever tells events apart by these attributes sees two where there was one.
#
# Seen (headers of an event, and what the binding asks for the subject):
#   ce-subject: Müller 100%25
#   by the binding: M%C3%BCller%20100%2525
#   ce-time: 2026-01-10T10:00:00.123Z
#   event.time: 2026-01-10T10:00:00.123456Z
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact cloudevents@10.0.0
cat >run.cjs <<'JS'
const { CloudEvent, HTTP } = require('cloudevents');

const subject = 'Müller 100%25';
const time = '2026-01-10T10:00:00.123456Z';
const event = new CloudEvent({ id: '1', source: '/shop', type: 'view', subject, time });
const { headers } = HTTP.binary(event);
console.log(`ce-subject: ${headers['ce-subject']}`);
console.log(`by the binding: ${encodeURIComponent(subject)}`);
console.log(`ce-time: ${headers['ce-time']}`);
console.log(`event.time: ${event.time}`);
JS

seen=$(node run.cjs)
expected=$(
  cat <<'SEEN'
ce-subject: Müller 100%25
by the binding: M%C3%BCller%20100%2525
ce-time: 2026-01-10T10:00:00.123Z
event.time: 2026-01-10T10:00:00.123456Z
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || {
  echo "it is no longer as the head of this script says" >&2
  exit 1
}
