#!/usr/bin/env bash
# localized-address-format 1.3.3: a part of an address for which the format of its country has no place is dropped
# without a word, and of an address of several lines in Japan one begins with a comma.
#
# The formats come from Google's address data. Japan's has no `locality`, Germany's and Great Britain's no
# `administrativeArea`. Whoever gives them, as many forms do, gets an address without them: of a ward of Tokyo the ward is
# lost. The Latin format of Japan joins street and prefecture by a comma; with two lines of street, the prefecture gets a
# line of its own that begins with that comma.
#
# Seen:
#   JP, local: 〒100-0005 | Tokyo | 1-1 Marunouchi
#   JP, latin: 1-1 Marunouchi, Tokyo | 100-0005
#   JP, latin, two lines: 1-1 Marunouchi | Floor 5 | , Tokyo | 100-0005
#   GB: 1 High Street | Ashford | TN23 1AA
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --save-exact localized-address-format@1.3.3
cat >run.mjs <<'JS'
import { formatAddress } from 'localized-address-format';

const tokyo = {
  ...{ postalCountry: 'JP', postalCode: '100-0005', administrativeArea: 'Tokyo' },
  ...{ locality: 'Chiyoda-ku', addressLines: ['1-1 Marunouchi'] },
};
const kent = {
  ...{ postalCountry: 'GB', postalCode: 'TN23 1AA', administrativeArea: 'Kent' },
  ...{ locality: 'Ashford', addressLines: ['1 High Street'] },
};
const show = (what, lines) => console.log(`${what}: ${lines.join(' | ')}`);
show('JP, local', formatAddress(tokyo));
show('JP, latin', formatAddress(tokyo, 'latin'));
const twoLines = { ...tokyo, addressLines: ['1-1 Marunouchi', 'Floor 5'] };
show('JP, latin, two lines', formatAddress(twoLines, 'latin'));
show('GB', formatAddress(kent));
JS

seen=$(node run.mjs)
expected=$(
  cat <<'SEEN'
JP, local: 〒100-0005 | Tokyo | 1-1 Marunouchi
JP, latin: 1-1 Marunouchi, Tokyo | 100-0005
JP, latin, two lines: 1-1 Marunouchi | Floor 5 | , Tokyo | 100-0005
GB: 1 High Street | Ashford | TN23 1AA
SEEN
)
echo "$seen"
[ "$seen" = "$expected" ] || {
  echo "it is no longer as the head of this script says" >&2
  exit 1
}
