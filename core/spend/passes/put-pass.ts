import { meterOf } from '../../catalog/define-meter.ts';
import { type PassBody, passBody } from '../../contract/passes/shapes.ts';
import { currencyFrom } from '../../kernel/currency.ts';
import { type Decimal, decimalFrom, decimalFromInteger } from '../../kernel/decimal.ts';
import { canonicalText } from '../../kernel/json.ts';
import { type Nanos, nanosFrom } from '../../kernel/money.ts';
import { parsed } from '../../kernel/parsed.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { addsUp, type Meter, shownAggregation } from '../../metering/meter.ts';
import type { MeterCatalogs } from '../../metering/meter-catalogs.ts';
import { shown } from '../../metering/shown.ts';
import type { Passes, PassRecord } from './ports.ts';

/** What became of a pass; `kept` when it was so already. */
export interface PutPass {
  readonly record: PassRecord;
  readonly outcome: 'created' | 'replaced' | 'kept';
}

const ATTEMPTS_MAX = 10;
const ONE = decimalFromInteger(1n);

/**
 * Offers a pass, or changes what is offered.
 * @throws Rejection `request.invalid`, `meter.not-found`, `pass.unsuited`, `pass.changed-meanwhile`
 */
export async function putPass(
  { passes, catalogs }: { readonly passes: Passes; readonly catalogs: MeterCatalogs },
  tenant: string,
  sent: { readonly key: string; readonly body: unknown },
): Promise<PutPass> {
  const { key } = sent;
  const { revision: replaces, ...body } = parsed(passBody, sent.body);
  refuseUnsuited(await meterOf(catalogs, tenant, { key: body.meter, param: '/meter' }), body);
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
  throw new Rejection('pass.changed-meanwhile', detail);
}

/** How many units a pass has, what it costs, and how they count. @throws Rejection `request.invalid` */
export function passAmounts({ units, ceiling, days, price }: Omit<PassBody, 'revision'>): {
  readonly units: Decimal;
  readonly isFlat: boolean;
  readonly price: Nanos;
} {
  const text = units ?? ceiling;
  if (text === undefined || (units !== undefined && ceiling !== undefined)) {
    throw invalid('/units', 'give either units or a ceiling');
  }
  const isFlat = ceiling !== undefined;
  if (isFlat && days !== undefined) {
    throw invalid('/days', 'leave it out with a ceiling, which is for a month of the payer');
  }
  const amount = decimalFrom(text);
  if (amount === undefined || amount <= 0n) {
    throw invalid(isFlat ? '/ceiling' : '/units', `give a number above 0, got ${text}`);
  }
  const nanos = nanosFrom(price.amount);
  if (nanos === undefined || nanos <= 0n) {
    const detail = `give an amount above 0, of at most 9 places, got ${price.amount}`;
    throw invalid('/price/amount', detail);
  }
  return { units: amount, isFlat, price: nanos };
}

function refuseUnsuited(meter: Meter, body: Omit<PassBody, 'revision'>): void {
  const { units } = passAmounts(body);
  if (currencyFrom(body.price.currency) === undefined) {
    throw invalid('/price/currency', `give a currency of ISO 4217, got ${body.price.currency}`);
  }
  if (!addsUp(meter)) {
    throw unsuited(
      '/meter',
      `name a meter that counts or sums: ${meter.key} has ${shownAggregation(meter)}`,
    );
  }
  if (meter.aggregation === 'count' && units % ONE !== 0n) {
    throw invalid('/units', `give whole units of ${meter.key}, which counts events`);
  }
  const other = Object.keys(body.filter ?? {}).find((name) => !meter.dimensions.includes(name));
  if (other === undefined) return;
  const known = meter.dimensions.map(shown).join(', ');
  const detail = `name dimensions of ${meter.key} (${known === '' ? 'it has none' : known}), got ${shown(other)}`;
  throw unsuited('/filter', detail);
}

function refuseOther(
  key: string,
  { revision, replaces }: { readonly revision: number; readonly replaces: number | undefined },
): void {
  if (replaces === undefined || replaces === revision) return;
  const detail = `look at it again: the pass ${key} is at revision ${revision}, and revision ${replaces} was to be replaced`;
  throw new Rejection('pass.changed-meanwhile', detail, { param: '/revision' });
}

const invalid = (param: string, detail: string): Rejection =>
  new Rejection('request.invalid', `${param}: ${detail}`, { param });

const unsuited = (param: string, detail: string): Rejection =>
  new Rejection('pass.unsuited', `${param}: ${detail}`, { param });
