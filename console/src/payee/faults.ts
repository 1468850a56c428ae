import { ProblemError } from '../../../sdk/src/read/errors.ts';
import type { WantedMethod } from './answers.ts';
import type { Words } from './words/en.ts';

type Faults = Words['faults'];

/** Of what is refused of a bank account, by where it is in what was sent: the field, and the words for it. */
const ofBank = {
  '/payout/iban': ['iban', 'iban'],
  '/payout/bic': ['bic', 'bic'],
  '/payout/holder': ['holder', 'holder'],
  '/payout/address': ['town', 'noAddress'],
  '/payout/address/street': ['street', 'tooLong'],
  '/payout/address/building': ['building', 'tooLong'],
  '/payout/address/postalCode': ['postalCode', 'tooLong'],
  '/payout/address/town': ['town', 'town'],
  '/payout/address/country': ['country', 'country'],
} as const satisfies Readonly<Record<string, readonly [string, keyof Faults]>>;

/** What a payee wrote wrong of how it is paid, in the words of the page; undefined where it is nothing of a field. */
export function methodFault(
  error: unknown,
  method: WantedMethod['method'],
  { faults }: Pick<Words, 'faults'>,
): { readonly field: string; readonly text: string } | undefined {
  const param = paramOf(error);
  if (method === 'evm')
    return param === '/payout/address' ? { field: 'account', text: faults.onChain } : undefined;
  const found = Object.entries(ofBank).find(([at]) => at === param)?.[1];
  return found === undefined ? undefined : { field: found[0], text: faults[found[1]] };
}

/** What is wrong with an amount from which on a payee is paid in a currency. */
export const thresholdFault = (
  error: unknown,
  currency: string,
  { faults }: Pick<Words, 'faults'>,
): string | undefined =>
  paramOf(error) === `/thresholds/${currency}` ? faults.amount(currency) : undefined;

/** Whether somebody else changed it meanwhile. */
export const isChangedMeanwhile = (error: unknown): boolean =>
  error instanceof ProblemError && error.code === 'payout.changed-meanwhile';

function paramOf(error: unknown): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  const isOfField = error.code === 'payout.method-invalid' || error.code === 'request.invalid';
  return isOfField ? error.problem.param : undefined;
}
