import { begunChange, hasBegun } from '../catalog/begun-versions.ts';
import type { ShareBody } from '../contract/shares/shapes.ts';
import type { Clock } from '../kernel/clock.ts';
import { canonicalText } from '../kernel/json.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { addsUp, shownAggregation } from '../metering/meter.ts';
import type { MeterCatalogs } from '../metering/meter-catalogs.ts';
import { allShares, SHARES_MAX } from './load-shares.ts';
import { refuseTangled } from './nested-shares.ts';
import type { ShareRecord, Shares } from './ports.ts';
import type { Share } from './share.ts';
import { shareFrom, storedShare } from './share-from.ts';

export interface PutSharePorts {
  readonly shares: Shares;
  readonly catalogs: MeterCatalogs;
  readonly clock: Clock;
}

/** What became of a share; `kept` when it was so already. */
export interface PutShare {
  readonly record: ShareRecord;
  readonly outcome: 'created' | 'replaced' | 'kept';
}

const ATTEMPTS_MAX = 10;

/**
 * Says who has a share in usage. What has begun anywhere in the world stays as it is: a month may have been shared by
 * it. What a share is of, and on which basis, stays for good.
 * @throws Rejection as `shareFrom` and `refuseTangled`, `meter.not-found`, `share.usage-unsuited`, `share.usage-fixed`,
 * `share.version-in-force`, `share.too-many`, `share.changed-meanwhile`
 */
export async function putShare(
  { shares, catalogs, clock }: PutSharePorts,
  tenant: string,
  sent: { readonly key: string; readonly body: unknown },
): Promise<PutShare> {
  const { key } = sent;
  const { body, share } = shareFrom(key, sent.body);
  await refuseUnsuited(share, catalogs, tenant);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const all = await allShares(shares, tenant);
    const before = await shares.get(tenant, key);
    if (before !== undefined && canonicalText(before.body) === canonicalText(body)) {
      return { record: before, outcome: 'kept' };
    }
    refuseTangled(share, new Map(all.map((record) => [record.key, storedShare(record)])));
    if (before === undefined) refuseNew(share, all, clock.now());
    else refuseChanged(before.body, body, clock.now());
    const record = { key, revision: (before?.revision ?? 0) + 1, body };
    if ((await shares.put(tenant, record)) === 'put') {
      return { record, outcome: before === undefined ? 'created' : 'replaced' };
    }
  }
  const detail = `send the request again: others were changing ${key} at the same time`;
  throw new Rejection('share.changed-meanwhile', detail);
}

async function refuseUnsuited(
  { of }: Share,
  catalogs: MeterCatalogs,
  tenant: string,
): Promise<void> {
  if (of === undefined) return;
  const { meters } = await catalogs.latest(tenant, 'strong');
  const meter = meters.find(({ key }) => key === of.meter);
  if (meter === undefined) {
    const detail = `/of/meter: create it with PUT /v1/meters/{key}, or see GET /v1/meters: there is no meter ${of.meter}`;
    throw new Rejection('meter.not-found', detail, { param: '/of/meter' });
  }
  if (!addsUp(meter)) {
    const detail = `/of/meter: name a meter that counts or sums: of ${shownAggregation(meter)} no value has a part of its own`;
    throw new Rejection('share.usage-unsuited', detail, { param: '/of/meter' });
  }
  if (meter.dimensions.includes(of.dimension)) return;
  const detail = `/of/dimension: name one of the meter's dimensions, ${JSON.stringify(meter.dimensions)}, got ${JSON.stringify(of.dimension)}`;
  throw new Rejection('share.usage-unsuited', detail, { param: '/of/dimension' });
}

function refuseNew(share: Share, all: readonly ShareRecord[], now: Timestamp): void {
  if (all.length >= SHARES_MAX) {
    const detail = `name values in fewer shares: there are ${all.length}, and at most ${SHARES_MAX}`;
    throw new Rejection('share.too-many', detail);
  }
  if (!share.versions.some((version) => hasBegun(version, now))) return;
  const other = all
    .map(storedShare)
    .find((one) => one.versions.some((version) => hasBegun(version, now)) && isOfSame(one, share));
  if (other === undefined) return;
  const detail = `/versions/0/effectiveFrom: let it begin on a day to come: what it is of is shared by ${other.key} until then`;
  const param = '/versions/0/effectiveFrom';
  throw new Rejection('share.version-in-force', detail, { param });
}

/** Whether some usage can be of either. */
function isOfSame({ of: a }: Share, { of: b }: Share): boolean {
  if (a === undefined || b === undefined || a.meter !== b.meter) return false;
  const { values } = b;
  if (a.dimension !== b.dimension || a.values === undefined || values === undefined) return true;
  return [...a.values].some((value) => values.has(value));
}

function refuseChanged(before: ShareBody, after: ShareBody, now: Timestamp): void {
  const basisOf = ({ basis = 'list' }: ShareBody) => basis;
  if (textOf(before.of) !== textOf(after.of) || basisOf(before) !== basisOf(after)) {
    const detail = `/of: leave of and basis as they are, or make another share: this one is of ${before.of?.meter ?? 'no usage'}, ${basisOf(before)}`;
    throw new Rejection('share.usage-fixed', detail, { param: '/of' });
  }
  const change = begunChange(before.versions, after.versions, now);
  if (change === undefined) return;
  const param = `/versions/${change.index}`;
  const detail = `${param}: ${change.detail}: months may have been shared by what is in force; add a version from a later day`;
  throw new Rejection('share.version-in-force', detail, { param });
}

const textOf = (body: object | undefined): string =>
  body === undefined ? '' : canonicalText(body);
