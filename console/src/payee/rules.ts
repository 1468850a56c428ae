import { isMore, isZero } from '../exact.ts';
import type { Owed, Payee } from './answers.ts';
import type { Spelling } from './words/words.ts';

/** Whether the token may say how its payee is paid. */
export const mayChange = ({ token }: Pick<Payee, 'token'>): boolean =>
  token === null || token.actions.includes('payout');

const PLACES_MAX = 4;

/** An amount with as many places as a person reads; three dots say that there are more. */
export function shortened(amount: string): string {
  const [whole = '', places = ''] = amount.split('.');
  if (places.length <= PLACES_MAX) return amount;
  return `${whole}.${places.slice(0, PLACES_MAX)}…`;
}

type About = Pick<Payee, 'payout' | 'paying' | 'seller'>;
type Said = Pick<Spelling, 'words' | 'amount' | 'day'>;

/** When there may be a payout of what is owed in a currency, and what of it: sentences, the most pressing first. */
export function whenPaid(about: About, owed: Owed, said: Said): readonly string[] {
  const { words, day } = said;
  const { ready, heldUntil, payable, unstated } = owed;
  if (payable.startsWith('-')) return [words.owing];
  const isNext = isZero(ready) && !isZero(unstated) && !unstated.startsWith('-');
  return [
    ...whatIsReady(about, owed, said),
    ...(heldUntil === undefined ? [] : [words.freeFrom(day(heldUntil))]),
    ...(isNext ? [words.afterNext] : []),
  ];
}

function whatIsReady(
  { payout, paying, seller }: About,
  { currency, ready, least, payable }: Owed,
  { words, amount, day }: Said,
): readonly string[] {
  const { currencies, nextRun } = paying;
  if (payout === null) return isZero(payable) ? [] : [words.noMethod];
  const isInFile = payout.payout.method === 'sepa';
  if (isInFile && !currencies.includes(currency)) return [words.other(currency)];
  if (isZero(ready))
    return [`${words.nothingReady} ${nextRunText({ paying, seller }, { words, day })}`];
  if (isMore(least, ready)) return [words.below(amount(least, currency))];
  const text = amount(ready, currency);
  return [nextRun === undefined ? words.next(text, seller.name) : words.nextOn(text, day(nextRun))];
}

/** When the next run is, where it is known, and who decides it. */
export const nextRunText = (
  { paying: { nextRun }, seller }: Pick<About, 'paying' | 'seller'>,
  { words, day }: Pick<Said, 'words' | 'day'>,
): string => (nextRun === undefined ? words.runBy(seller.name) : words.runOn(day(nextRun)));

/** Currencies in which a payee may say from which amount on it is paid. */
export const thresholdCurrencies = ({
  paying,
  balances,
  payout,
}: Pick<Payee, 'paying' | 'balances' | 'payout'>): readonly string[] => [
  ...new Set([
    ...paying.currencies,
    ...balances.map(({ currency }) => currency),
    ...Object.keys(payout?.thresholds ?? {}),
  ]),
];

/** What is sent of what somebody wrote into fields: those that are empty are left out. */
export const written = (fields: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  );

/** An account as it is sent: people write it in groups of four. */
export const withoutSpaces = (account: string): string => account.replace(/\s+/g, '');
