import type { DocumentEntry } from './document-entry.ts';
import {
  currencyCodec,
  integerCodec,
  monthCodec,
  oneOf,
  optional,
  row,
  textCodec,
} from './json-codec.ts';

export const documentKindCodec = oneOf<DocumentEntry['kind']>({
  invoice: true,
  statement: true,
  'credit-note': true,
  void: true,
  payment: true,
  application: true,
  refund: true,
  reversal: true,
  breakage: true,
  'write-off': true,
  reminder: true,
  pause: true,
  share: true,
  'share-reversal': true,
  'payee-statement': true,
  payout: true,
  'payout-settlement': true,
  'payout-return': true,
  claim: true,
});

export const documentEntryCodec = row<DocumentEntry>({
  seq: integerCodec,
  index: integerCodec,
  id: textCodec,
  kind: documentKindCodec,
  currency: currencyCodec,
  period: optional(monthCodec),
});
