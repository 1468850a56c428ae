#!/usr/bin/env bash
# @date-fns/tz 1.5.0: which of two hours a local time is depends on the zone of the machine.
#
# At the end of summer time 02:30 comes twice in Berlin. Of a TZDate of that time, the README says that it performs "all
# calculations in the given time zone rather than the system time zone". Yet the same call answers the first 02:30 on a
# machine in Berlin or Tokyo, and the second one on a machine in UTC or New York, where servers are.
#
# Seen (new TZDate(2026, 9, 25, 2, 30, 'Europe/Berlin') on machines of four zones):
#   UTC 2026-10-25T01:30:00.000Z
#   America/New_York 2026-10-25T01:30:00.000Z
#   Europe/Berlin 2026-10-25T00:30:00.000Z
#   Asia/Tokyo 2026-10-25T00:30:00.000Z
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact @date-fns/tz@1.5.0
cat >run.mjs <<'JS'
import { TZDate } from '@date-fns/tz';

const date = new TZDate(2026, 9, 25, 2, 30, 'Europe/Berlin');
console.log(process.env.TZ, new Date(date.getTime()).toISOString());
JS

seen=$(for zone in UTC America/New_York Europe/Berlin Asia/Tokyo; do TZ=$zone node run.mjs; done)
expected=$(
  cat <<'SEEN'
UTC 2026-10-25T01:30:00.000Z
America/New_York 2026-10-25T01:30:00.000Z
Europe/Berlin 2026-10-25T00:30:00.000Z
Asia/Tokyo 2026-10-25T00:30:00.000Z
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || {
  echo "it is no longer as the head of this script says" >&2
  exit 1
}
