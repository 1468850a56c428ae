#!/usr/bin/env bash
# hledger 1.25 (Debian 12's 1.25-2): an income statement as CSV names its months "Jan", or "2026-01", by how long it is.
#
# Within one year the columns of `hledger is -M -O csv` are "Jan", "Feb", …; over the turn of a year they are "2026-01",
# "2026-02", …. `hledger balance -M -O csv` always has the latter. So a program that reads the statement by the names of
# its columns stops doing so when an entry of the next year comes; `--layout tidy` of `balance` says months alike.
#
# Seen (entries of January and March; the same and one of January after):
#   is, one year: "Account","Jan","Feb","Mar"
#   is, two years: "Account","2026-01","2026-02","2026-03"
#   balance, one year: "account","2026-01","2026-02","2026-03"
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -o APT::Sandbox::User=root download -qq hledger
for package in *.deb; do dpkg -x "$package" .; done
PATH="$folder/usr/bin:$PATH"
hledger --version | grep -q '^hledger 1\.25' || {
  echo "this is about hledger 1.25" >&2
  exit 1
}
export LC_ALL=C.UTF-8

entry() { printf '%s sale\n  revenue:usage  -1.00 EUR\n  assets:bank\n\n' "$1"; }
{ entry 2026-01-15 && entry 2026-03-15; } >one.journal
{ cat one.journal && entry 2027-01-15; } >two.journal
columns() { hledger "$@" -O csv | grep -i '^"account"' | cut -d, -f1-4; }

seen=$(
  echo "is, one year: $(columns is -M -f one.journal)"
  echo "is, two years: $(columns is -M -f two.journal)"
  echo "balance, one year: $(columns balance -M type:r -f one.journal)"
)
expected=$(
  cat <<'SEEN'
is, one year: "Account","Jan","Feb","Mar"
is, two years: "Account","2026-01","2026-02","2026-03"
balance, one year: "account","2026-01","2026-02","2026-03"
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || {
  echo "it is no longer as the head of this script says" >&2
  exit 1
}
