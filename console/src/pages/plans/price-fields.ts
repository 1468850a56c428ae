import type { Members } from './version-draft.ts';
import type { PlanVersion } from './version-times.ts';

export type PriceModel = PlanVersion['charges'][number]['model'];

/** A field of a price, as a person fills it in. */
export interface PriceField {
  readonly name: string;
  readonly label: string;
  readonly isNeeded: boolean;
}

interface ModelForm {
  readonly title: string;
  readonly fields: readonly PriceField[];
  /** Of each tier, beside its bound; of a model that has tiers. */
  readonly tier?: readonly PriceField[];
}

const needed = (name: string, label: string): PriceField => ({ name, label, isNeeded: true });
const optional = (name: string, label: string): PriceField => ({ name, label, isNeeded: false });

const included = optional('included', 'Free units a month');
const unitTier = [
  optional('unitPrice', 'Price each'),
  optional('flatFee', 'Once, for entering it'),
  optional('packageSize', 'By packages of'),
];

/** What a charge of each model has, but for what every charge has. */
export const modelForms: Readonly<Record<PriceModel, ModelForm>> = {
  per_unit: {
    title: 'so much for each',
    fields: [needed('unitPrice', 'Price each'), included],
  },
  package: {
    title: 'so much for each package',
    fields: [
      needed('packagePrice', 'Price of a package'),
      needed('packageSize', 'Units in a package'),
      included,
    ],
  },
  graduated: {
    title: 'tiers: each unit by its own',
    fields: [included],
    tier: unitTier,
  },
  volume: {
    title: 'tiers: all units by the one reached',
    fields: [included],
    tier: unitTier,
  },
  percentage: {
    title: 'percent of amounts',
    fields: [
      needed('ratePercent', 'Percent'),
      optional('fixedPerEvent', 'And for each event'),
      optional('countMeter', 'Meter that counts the events'),
      optional('freeAmount', 'Free amount a month'),
      optional('minimumPerEvent', 'At least, an event'),
      optional('maximumPerEvent', 'At most, an event'),
    ],
  },
  graduated_percentage: {
    title: 'tiers of percent',
    fields: [included],
    tier: [needed('ratePercent', 'Percent'), optional('flatFee', 'Once, for entering it')],
  },
  dynamic: {
    title: 'the price that events carry',
    fields: [optional('multiplier', 'Times')],
  },
};

/** What every charge can have. */
export const commonFields: readonly PriceField[] = [
  optional('description', 'What the invoice says'),
  optional('minimum', 'At least, a month'),
  optional('maximum', 'At most, a month'),
  optional('taxCode', 'Tax code'),
  optional('key', 'Key, where a meter has several charges'),
];

export const modelNames = Object.keys(modelForms) as readonly PriceModel[];

export const modelOf = ({ model }: Members): PriceModel | undefined =>
  modelNames.find((one) => one === model);

/** The same charge by another model: what every charge has stays, what only the former had goes. */
export function withModel(charge: Members, model: PriceModel): Members {
  const form = modelForms[model];
  const kept = new Set([
    'meter',
    'filter',
    ...[...commonFields, ...form.fields].map(({ name }) => name),
  ]);
  const members = Object.fromEntries(Object.entries(charge).filter(([name]) => kept.has(name)));
  if (form.tier === undefined) return { ...members, model };
  return { ...members, model, tiers: tiersFor(charge['tiers'], form.tier) };
}

function tiersFor(tiers: unknown, fields: readonly PriceField[]): readonly Members[] {
  if (!Array.isArray(tiers) || tiers.length === 0) return [{ upTo: null }];
  const kept = new Set(['upTo', ...fields.map(({ name }) => name)]);
  return tiers.map((tier: Members) =>
    Object.fromEntries(Object.entries(tier).filter(([name]) => kept.has(name))),
  );
}

/** One tier more, below the last, which has no bound. */
export const withTier = (tiers: readonly Members[]): readonly Members[] => [
  ...tiers.slice(0, -1),
  { upTo: '' },
  ...(tiers.length === 0 ? [{ upTo: null }] : tiers.slice(-1)),
];

/** What of a charge no field is for: it stays as it is, and can be changed as JSON. */
export function membersWithoutField(charge: Members): readonly string[] {
  const model = modelOf(charge);
  const fields = model === undefined ? [] : modelForms[model].fields;
  const known = new Set([
    'meter',
    'model',
    'tiers',
    ...[...commonFields, ...fields].map(({ name }) => name),
  ]);
  return Object.keys(charge).filter((name) => !known.has(name));
}
