import type { Books } from '../books/books.ts';
import type { PayoutState } from '../books/payee-cell.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { nanosOf } from '../kernel/money.ts';
import { returnPayouts, settlePayouts } from '../payees/end-payouts.ts';
import { recordPayouts } from '../payees/record-payouts.ts';
import { accountIdOf } from './chain/payout-contract.ts';
import { referenceOf } from './names.ts';
import type { AskedItems, OutcomeTold, PayoutBooks, PayoutInBooks, RailFact } from './ports.ts';
import type { PayoutItem } from './run.ts';

const ofPayee = (payee: string) => ({ kind: 'payee', payee }) as const;
const ofDocument = (id: string) => ({ kind: 'document', id }) as const;

/** Payouts in the books of a tenant. */
export const payoutBooks = (books: Books): PayoutBooks => ({
  async balances(tenant, payees) {
    const page = await books.read(tenant, { cells: payees.map(ofPayee) });
    return new Map(payees.map((payee) => [payee, page.at(ofPayee(payee))?.balances ?? []]));
  },
  async take(tenant, asked) {
    const outcomes = await recordPayouts(books, tenant, requestsOf(asked));
    return new Set(outcomes.flatMap((one) => (one.outcome === 'refused' ? [] : [one.id])));
  },
  async states(tenant, ids) {
    const page = await books.read(tenant, { cells: ids.map(ofDocument) });
    return new Map(
      ids.flatMap((id): readonly (readonly [string, PayoutState])[] => {
        const cell = page.at(ofDocument(id));
        return cell === undefined ? [] : [[id, cell.payout ?? {}]];
      }),
    );
  },
  payout: (tenant, id) => payoutAt(books, tenant, id),
  facts: (tenant, ids) => factsAt(books, tenant, ids),
  tell: (tenant, told) =>
    told.kind === 'settled'
      ? settlePayouts(books, tenant, factsOf(told))
      : returnPayouts(books, tenant, factsOf(told)),
});

const requestsOf = ({ run, rail, contract, items, reserveDays, timeZone }: AskedItems) =>
  items.map(({ payee, currency, amount, fee, payout, method }) => ({
    ...{ run, payee, currency, rail, reference: namedOn(contract, { payout, method }) },
    ...{ amount, fee, reserveDays, timeZone },
  }));

/** What we call a payout on its rail: on a chain, the account that it is to. */
const namedOn = (
  contract: AskedItems['contract'],
  { payout, method }: Pick<PayoutItem, 'payout' | 'method'>,
): string =>
  contract === undefined || method.method !== 'evm'
    ? referenceOf(payout)
    : accountIdOf({ network: contract.network, address: method.address });

const factsOf = ({ payouts, reference, reason, at, timeZone }: OutcomeTold) =>
  payouts.map(({ payout, payee }) => ({ payout, payee, reference, reason, at, timeZone }));

async function payoutAt(
  books: Books,
  tenant: string,
  id: string,
): Promise<PayoutInBooks | undefined> {
  const page = await books.read(tenant, { cells: [ofDocument(id)], originals: [id] });
  const document = page.originals.get(id);
  if (document?.kind !== 'payout') return undefined;
  const { settledBy, returnedBy } = page.at(ofDocument(id))?.payout ?? {};
  const said = [settledBy, returnedBy].filter((one) => one !== undefined);
  const facts = await factsAt(books, tenant, said);
  const { payee, currency, amount, fee = nanosOf(0n), run, rail, day } = document;
  return {
    ...{ payout: id, payee, currency, amount, fee, run, rail, day },
    ...definedOnly({
      settled: facts.get(settledBy ?? ''),
      returned: facts.get(returnedBy ?? ''),
    }),
  };
}

async function factsAt(
  books: Books,
  tenant: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RailFact>> {
  const { originals } = await books.read(tenant, { cells: [], originals: ids });
  return new Map(
    ids.flatMap((id): readonly (readonly [string, RailFact])[] => {
      const document = originals.get(id);
      const isFact = document?.kind === 'payout-settlement' || document?.kind === 'payout-return';
      return isFact ? [[id, document]] : [];
    }),
  );
}
