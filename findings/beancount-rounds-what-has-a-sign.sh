#!/usr/bin/env bash
# Beancount 2.3.5 (Debian's python3-beancount 2.3.5-2+b1): a number with a minus sign is rounded to 28 digits, one
# without is not, and a balance that is off by its last digit passes.
#
# The same amount of 29 digits stands in both postings of a transaction, once with a minus sign. The loader reads the
# first to its last digit, and rounds the second, as applying the sign goes through Python's decimal context of 28 digits.
# It reports no error: what is left of the sum is within the tolerance that it infers from the digits. By that tolerance a
# `balance` that is 1 off in its last place agrees as well; 2 off does not.
#
# Seen:
#   Assets:Bank 12345678901234567890.123456789
#   Income:Usage -12345678901234567890.12345679
#   errors of the loader: 0
#   a balance off by 1 in the last place: agrees
#   a balance off by 2 in the last place: differs
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -o APT::Sandbox::User=root download -qq \
  python3-beancount=2.3.5-2+b1 python3-dateutil=2.8.2-2 python3-six=1.16.0-4 python3-ply=3.11-5
for package in *.deb; do dpkg -x "$package" .; done
export PYTHONPATH="$folder/usr/lib/python3/dist-packages"

cat >signed.beancount <<'BOOKS'
2026-01-01 open Assets:Bank EUR
2026-01-01 open Income:Usage EUR

2026-01-02 * "29 digits"
  Assets:Bank    12345678901234567890.123456789 EUR
  Income:Usage  -12345678901234567890.123456789 EUR
BOOKS
for last in 1 2; do
  cat >"off-by-$last.beancount" <<BOOKS
2026-01-01 open Assets:Bank EUR
2026-01-01 open Income:Usage EUR

2026-01-02 * "nine places"
  Assets:Bank    0.100000000 EUR
  Income:Usage  -0.100000000 EUR

2026-01-03 balance Assets:Bank  0.10000000$last EUR
BOOKS
done
cat >look.py <<'PYTHON'
from beancount import loader

entries, errors, _ = loader.load_file('signed.beancount')
for entry in entries:
    for posting in getattr(entry, 'postings', None) or []:
        print(posting.account, posting.units.number)
print('errors of the loader:', len(errors))
for last in (1, 2):
    _, errors, _ = loader.load_file(f'off-by-{last}.beancount')
    print(f'a balance off by {last} in the last place:', 'differs' if errors else 'agrees')
PYTHON
seen=$(/usr/bin/python3 look.py)
expected=$(
  cat <<'TEXT'
Assets:Bank 12345678901234567890.123456789
Income:Usage -12345678901234567890.12345679
errors of the loader: 0
a balance off by 1 in the last place: agrees
a balance off by 2 in the last place: differs
TEXT
)
echo "$seen"
[ "$seen" = "$expected" ]
