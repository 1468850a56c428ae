import { ProblemError } from '../../../sdk/src/read/errors.ts';
import type { Charge, Me, Spend } from './answers.ts';
import type { Words } from './words/en.ts';

const intervals = ['day', 'week', 'month', 'ever'] as const;
export type Interval = (typeof intervals)[number];

/** The key of the limit that a reader sets itself: one for each interval, so that setting it again replaces it. */
export const ownLimit = (every: Interval): string => `own-${every}`;
export const isOwnLimit = (key: string): boolean =>
  intervals.some((every) => key === ownLimit(every));

/** Whether the token may set limits: one with a limit of its own may not. */
export const mayChange = ({ token }: Pick<Me, 'token'>): boolean =>
  token === null || (token.actions.includes('budget') && token.limit === null);

/** Whether the token may buy passes, of a payer that has a wallet. */
export const mayBuy = ({ token }: Pick<Me, 'token'>, { wallet }: Pick<Spend, 'wallet'>): boolean =>
  wallet !== null && (token === null || token.actions.includes('charge'));

/** Whether the token may ask for money, and it is known over which rail. */
export const mayTopUp = ({ token, topUps }: Pick<Me, 'token' | 'topUps'>): boolean =>
  topUps !== null &&
  topUps.rails.length > 0 &&
  (token === null || token.actions.includes('top-up'));

/** Whether the token may have back what was bought. */
export const mayPayBack = ({ token, topUps }: Pick<Me, 'token' | 'topUps'>): boolean =>
  topUps?.refundable === true &&
  topUps.rails.length > 0 &&
  (token === null || token.actions.includes('refund'));

/** Whether a view may be given back at an instant, as far as a page can tell: the server decides. */
export function mayGiveBack(
  { token, refunds }: Pick<Me, 'token' | 'refunds'>,
  { at, amount, status, refunded }: Pick<Charge, 'at' | 'amount' | 'status' | 'refunded'>,
  now: number,
): boolean {
  const isAllowed = token === null || token.actions.includes('refund');
  if (!isAllowed || refunds === null || refunds.left === 0 || status !== 'captured') return false;
  if (refunded === true) return false;
  const isInTime = now <= Date.parse(at) + refunds.withinMinutes * 60_000;
  return isInTime && !/^0(?:\.0+)?$/.test(amount);
}

/** Whether the token may add money to what was read: the server says on what. */
export const mayTip = (
  { token }: Pick<Me, 'token'>,
  { takesTips }: Pick<Charge, 'takesTips'>,
): boolean => takesTips === true && (token === null || token.actions.includes('charge'));

interface TipFaultWords {
  readonly words: Words;
  /** A sum that is left, as it is read. */
  readonly left: (left: string) => string;
}

const tipFaults: ReadonlyMap<string, (said: TipFaultWords, left: string) => string> = new Map([
  ['budget.exceeded', ({ words }) => words.tipRefused.limit],
  ['wallet.empty', ({ words, left }, sum) => words.tipRefused.money(left(sum))],
  ['token.limit-exceeded', ({ words, left }, sum) => words.tipRefused.device(left(sum))],
  ['request.invalid', ({ words }) => words.tipRefused.amount],
  ['charge.not-found', ({ words }) => words.tipRefused.closed],
  ['tip.meter-unsuited', ({ words }) => words.tipRefused.closed],
]);

/** Why a tip was refused, for a reader; undefined for what is said of all refusals. */
export function tipFault(error: unknown, said: TipFaultWords): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  return tipFaults.get(error.code)?.(said, error.problem.left ?? '0');
}

/** What a charge of a list was for: of a tip, what it is on, where the list has that. */
export function calledIn(
  list: readonly Charge[],
  charge: Charge,
  words: Pick<Words, 'tip' | 'tipFor'>,
): string {
  const { tipOn } = charge;
  if (tipOn === undefined) return nameOf(charge);
  const on = list.find(({ id, receiptId }) => id === tipOn || receiptId === tipOn);
  return on === undefined ? words.tip : words.tipFor(nameOf(on));
}

/** What a charge was for, as a person knows it. */
export function nameOf({
  description,
  resource,
  meter,
}: Pick<Charge, 'description' | 'resource' | 'meter'>): string {
  if (description !== undefined) return description;
  const address = webAddress(resource);
  return address === undefined ? meter : `${address.host}${address.pathname}`;
}

/** An address that may be linked to; undefined for what is none, or would run as a script. */
export function webAddress(text: string | undefined): URL | undefined {
  const address = text === undefined ? null : URL.parse(text);
  return address !== null && /^https?:$/.test(address.protocol) ? address : undefined;
}
