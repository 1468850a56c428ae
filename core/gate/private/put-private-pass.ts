import { meterOf } from '../../catalog/define-meter.ts';
import { privatePassBody } from '../../contract/private-passes/shapes.ts';
import { canonicalText } from '../../kernel/json.ts';
import { parsed } from '../../kernel/parsed.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { addsUp, type Meter, shownAggregation } from '../../metering/meter.ts';
import type { MeterCatalogs } from '../../metering/meter-catalogs.ts';
import type { PrivatePasses, PrivatePassRecord } from './ports.ts';

/** What became of a private pass; `kept` when it was so already. */
interface PutPrivatePass {
  readonly record: PrivatePassRecord;
  readonly outcome: 'created' | 'replaced' | 'kept';
}

const ATTEMPTS_MAX = 10;

/**
 * Offers a private pass, or changes what is offered from the next month on.
 * @throws Rejection `request.invalid`, `meter.not-found`, `private-pass.unsuited`, `private-pass.changed-meanwhile`
 */
export async function putPrivatePass(
  { passes, catalogs }: { readonly passes: PrivatePasses; readonly catalogs: MeterCatalogs },
  tenant: string,
  sent: { readonly key: string; readonly body: unknown },
): Promise<PutPrivatePass> {
  const { key } = sent;
  const { revision: replaces, ...body } = parsed(privatePassBody, sent.body);
  refuseUnsuited(await meterOf(catalogs, tenant, { key: body.meter, param: '/meter' }));
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const before = await passes.get(tenant, key);
    const revision = before?.revision ?? 0;
    if (before !== undefined && canonicalText(before.body) === canonicalText(body)) {
      return { record: before, outcome: 'kept' };
    }
    refuseOther(key, { revision, replaces });
    const record = { key, revision: revision + 1, body };
    if ((await passes.put(tenant, record)) === 'put') {
      return { record, outcome: before === undefined ? 'created' : 'replaced' };
    }
  }
  const detail = `send the request again: others were changing ${key} at the same time`;
  throw new Rejection('private-pass.changed-meanwhile', detail);
}

function refuseUnsuited(meter: Meter): void {
  if (addsUp(meter)) return;
  const detail = `/meter: name a meter that counts or sums: ${meter.key} has ${shownAggregation(meter)}`;
  throw new Rejection('private-pass.unsuited', detail, { param: '/meter' });
}

function refuseOther(
  key: string,
  { revision, replaces }: { readonly revision: number; readonly replaces: number | undefined },
): void {
  if (replaces === undefined || replaces === revision) return;
  const detail = `look at it again: the private pass ${key} is at revision ${revision}, and revision ${replaces} was to be replaced`;
  throw new Rejection('private-pass.changed-meanwhile', detail, { param: '/revision' });
}
