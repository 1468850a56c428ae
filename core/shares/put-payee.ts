import { payeeBody } from '../contract/shares/shapes.ts';
import { canonicalText } from '../kernel/json.ts';
import { parsed } from '../kernel/parsed.ts';
import { Rejection } from '../kernel/rejection.ts';
import { checkPayee } from './check-payee.ts';
import type { PayeeRecord, Payees } from './ports.ts';

/** What became of a payee; `kept` when it was so already. */
export interface PutPayee {
  readonly record: PayeeRecord;
  readonly outcome: 'created' | 'replaced' | 'kept';
}

const ATTEMPTS_MAX = 10;

/**
 * Creates or replaces a payee.
 * @throws Rejection `request.invalid`, `invoice.tax-invalid`, `payee.changed-meanwhile`
 */
export async function putPayee(
  payees: Payees,
  tenant: string,
  sent: { readonly key: string; readonly body: unknown },
): Promise<PutPayee> {
  const { key } = sent;
  const { revision: replaces, ...body } = parsed(payeeBody, sent.body);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const before = await payees.get(tenant, key);
    const revision = before?.revision ?? 0;
    if (before !== undefined && canonicalText(before.body) === canonicalText(body)) {
      return { record: before, outcome: 'kept' };
    }
    refuseOther(key, { revision, replaces });
    checkPayee(body, before?.body);
    const record = { key, revision: revision + 1, body };
    if ((await payees.put(tenant, record)) === 'put') {
      return { record, outcome: before === undefined ? 'created' : 'replaced' };
    }
  }
  const detail = `send the request again: others were changing ${key} at the same time`;
  throw new Rejection('payee.changed-meanwhile', detail);
}

function refuseOther(
  key: string,
  { revision, replaces }: { readonly revision: number; readonly replaces: number | undefined },
): void {
  if (replaces === undefined || replaces === revision) return;
  const detail = `look at it again: the payee ${key} is at revision ${revision}, and revision ${replaces} was to be replaced`;
  throw new Rejection('payee.changed-meanwhile', detail, { param: '/revision' });
}
