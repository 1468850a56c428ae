import { invariant } from '../../kernel/invariant.ts';
import { isJsonObject } from '../../kernel/json.ts';
import type { BooksDocument } from '../document.ts';
import type { Codec } from '../json-codec.ts';
import { application } from './application.ts';
import { breakage } from './breakage.ts';
import { claim } from './claim.ts';
import { creditNote } from './credit-note.ts';
import type { DocumentKind, Kind } from './document-kind.ts';
import { invoice } from './invoice.ts';
import { pause } from './pause.ts';
import { payeeStatement } from './payee-statement.ts';
import { payment } from './payment.ts';
import { payout } from './payout.ts';
import { payoutReturn } from './payout-return.ts';
import { payoutSettlement } from './payout-settlement.ts';
import { refund } from './refund.ts';
import { reminder } from './reminder.ts';
import { reversal } from './reversal.ts';
import { share, shareReversal } from './share.ts';
import { statement } from './statement.ts';
import { voided } from './void.ts';
import { writeOff } from './write-off.ts';

const kinds = {
  invoice,
  statement,
  'credit-note': creditNote,
  void: voided,
  payment,
  application,
  refund,
  reversal,
  breakage,
  'write-off': writeOff,
  reminder,
  pause,
  share,
  'share-reversal': shareReversal,
  'payee-statement': payeeStatement,
  payout,
  'payout-settlement': payoutSettlement,
  'payout-return': payoutReturn,
  claim,
} as const satisfies {
  readonly [K in Kind]: DocumentKind<Extract<BooksDocument, { readonly kind: K }>>;
};

/** What a document's kind says; ask it about that document alone. */
export const kindOf = (document: BooksDocument): DocumentKind<BooksDocument> =>
  kinds[document.kind];

export const payerOf = (document: BooksDocument) => kindOf(document).parties(document).payer;
export const payeesOf = (document: BooksDocument) =>
  kindOf(document).parties(document).payees ?? [];
/** Whose document it is: the key of who pays, or else of who earns. */
export const partyOf = (document: BooksDocument): string =>
  payerOf(document) ?? payeesOf(document)[0] ?? '';
export const numberedOf = (document: BooksDocument) => kindOf(document).numbered(document);
export const contentOf = (document: BooksDocument) => kindOf(document).content(document);
export const monthOf = (document: BooksDocument) => kindOf(document).month(document);

/** How any document is kept: as its kind says, which stands in it as `kind`. */
export const documentCodec: Codec<BooksDocument> = {
  toJson: (document) => kindOf(document).codec.toJson(document),
  fromJson(json, at) {
    const kind = isJsonObject(json) ? json['kind'] : undefined;
    invariant(isKind(kind), `${at} is of a kind that there is, got ${String(kind)}`);
    return kinds[kind].codec.fromJson(json, at);
  },
};

const isKind = (name: unknown): name is keyof typeof kinds =>
  typeof name === 'string' && Object.hasOwn(kinds, name);
