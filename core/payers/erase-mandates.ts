import { laterMonth, monthOfDate } from '../kernel/month.ts';
import { localStart, utc } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { eraseMandate, revokeMandate } from '../rails/sepa/keep-mandates.ts';
import type { Mandate } from '../rails/sepa/mandate.ts';
import type { ErasedPayer, ErasePorts } from './erase-ports.ts';
import type { KeptRecords } from './erasure.ts';

/** For thirteen months a payer may claim money back, and the creditor has to show the mandate then. */
const MONTHS_CLAIMABLE = 14;

/** How many mandates went, or would, and until when others stay. */
interface ErasedMandates {
  readonly count: number;
  readonly keptUntil: Timestamp | undefined;
}

/**
 * Takes the accounts off a payer's mandates. One by which money was taken stays until nobody can claim it back any
 * more; it is revoked, so that none is taken after that.
 */
export async function eraseMandates(
  ports: ErasePorts,
  { tenant, payer, isDry }: Pick<ErasedPayer, 'tenant' | 'payer' | 'isDry'>,
): Promise<ErasedMandates> {
  const now = ports.clock.now();
  const all = await ports.mandates.ofCustomer(tenant, payer);
  let count = 0;
  let keptUntil: Timestamp | undefined;
  for (const mandate of all.filter(({ versions }) => versions.length > 0)) {
    const until = claimableUntil(mandate);
    const isKept = until !== undefined && now < until;
    if (!isDry) await (isKept ? revokeMandate : eraseMandate)(ports, tenant, mandate);
    if (!isKept) count += 1;
    else if (keptUntil === undefined || keptUntil < until) keptUntil = until;
  }
  return { count, keptUntil };
}

function claimableUntil({ presented }: Mandate): Timestamp | undefined {
  if (presented === undefined) return undefined;
  const month = laterMonth(monthOfDate(presented.on), MONTHS_CLAIMABLE + 1);
  return localStart(`${month}-01`, utc);
}

/** The mandates of which money may be claimed back. */
export const mandatesKept = (until: Timestamp | undefined): readonly KeptRecords[] =>
  until === undefined
    ? []
    : [
        {
          what: 'mandates',
          until,
          reason:
            'money was taken by them, which can be claimed back for thirteen months: they are revoked, and go when they are erased again then',
        },
      ];
