import { Rejection } from '../kernel/rejection.ts';
import type { Meter } from '../metering/meter.ts';
import type { MeterCatalog, MeterCatalogs } from '../metering/meter-catalogs.ts';
import { countsAlike, type MeterDefinition } from './meter-definition.ts';

/** Every refresh reads all of them. */
const METERS_MAX = 100;
const ATTEMPTS_MAX = 10;

/** What became of a definition; `kept` when there was such a meter already. */
export interface DefinedMeter {
  readonly meter: Meter;
  readonly outcome: 'created' | 'kept';
}

/**
 * Brings a meter into the tenant's catalog, as its next version. Catches up and decides again when another writer was
 * first, or when the outcome of the put is not known. Only the description of a meter that exists is ever changed.
 * @throws Rejection `meter.already-defined` when a meter of that key counts otherwise, `meter.too-many` past the
 * hundredth.
 */
export async function defineMeter(
  catalogs: MeterCatalogs,
  tenant: string,
  definition: MeterDefinition,
): Promise<DefinedMeter> {
  let outcome: DefinedMeter['outcome'] = 'kept';
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const catalog = await catalogs.latest(tenant, 'strong');
    const existing = catalog.meters.find(({ key }) => key === definition.key);
    if (existing !== undefined && !countsAlike(existing, definition))
      throw alreadyDefined(existing);
    if (existing !== undefined && existing.description === definition.description) {
      return { meter: existing, outcome };
    }
    if (existing === undefined) outcome = 'created';
    const version = catalog.version + 1;
    const meter = { ...definition, sinceVersion: existing?.sinceVersion ?? version };
    const put = await catalogs.append(tenant, { version, meters: withMeter(catalog, meter) });
    if (put === 'put') return { meter, outcome };
  }
  throw new Error(`the meters of ${tenant} were changed by others ${ATTEMPTS_MAX} times in a row`);
}

function withMeter({ meters }: MeterCatalog, meter: Meter): readonly Meter[] {
  const others = meters.filter(({ key }) => key !== meter.key);
  if (others.length >= METERS_MAX) {
    throw new Rejection(
      'meter.too-many',
      `use the meters there are: a tenant has at most ${METERS_MAX}; a dimension or a filter in a query often saves one`,
    );
  }
  return [...others, meter].sort((a, b) => (a.key < b.key ? -1 : 1));
}

const alreadyDefined = ({ key, sinceVersion, ...definition }: Meter): Rejection =>
  new Rejection(
    'meter.already-defined',
    `choose another key: ${key} counts otherwise since version ${sinceVersion} of the catalog, and what is counted under a key never changes; "definition" says how`,
    { param: 'key', extensions: { definition } },
  );

/** The tenant's meter of that key, which the request named as `param`. @throws Rejection `meter.not-found`. */
export async function meterOf(
  catalogs: MeterCatalogs,
  tenant: string,
  { key, param }: { readonly key: string; readonly param: string },
): Promise<Meter> {
  const { meters } = await catalogs.latest(tenant, 'strong');
  const meter = meters.find((candidate) => candidate.key === key);
  if (meter !== undefined) return meter;
  throw new Rejection(
    'meter.not-found',
    `create it with PUT /v1/meters/{key}, or see GET /v1/meters: there is no meter ${JSON.stringify(key.slice(0, 100))}`,
    { param },
  );
}
