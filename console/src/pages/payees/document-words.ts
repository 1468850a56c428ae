import type { AnswerOf } from '../../api.ts';

export type PayeeDocument = AnswerOf<'GET /v1/payees/{key}/documents'>['documents'][number];

const kinds: Readonly<Record<PayeeDocument['kind'], string>> = {
  share: 'earned',
  'share-reversal': 'taken back',
  'payee-statement': 'stated',
  payout: 'paid out',
  'payout-settlement': 'payout settled',
  'payout-return': 'payout came back',
  claim: 'moved from another key',
};

/** What a document did, for people: `earned in 2026-10`. */
export function documentSays({ kind, period, from, rail, reason }: PayeeDocument): string {
  const says = kind === 'claim' && from !== undefined ? `moved from ${from}` : kinds[kind];
  const more = [
    ...(period === undefined ? [] : [`in ${period}`]),
    ...(rail === undefined ? [] : [`by ${rail}`]),
    ...(reason === undefined ? [] : [`(${reason})`]),
  ];
  return [says, ...more].join(' ');
}
