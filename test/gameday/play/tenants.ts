import { perKilobyte, perView } from './prices.ts';

/** A tenant with those who pay it; a customer pays for its subjects. */
export interface Tenant {
  readonly name: string;
  readonly timezone: string;
  readonly customers: readonly Customer[];
}

export interface Customer {
  readonly key: string;
  readonly timezone: string;
  readonly subjects: readonly string[];
}

const customersMax = 5;
const timezones = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Pacific/Kiritimati'];

const customer = (tenant: string, index: number): Customer => ({
  key: `${tenant}-customer-${index}`,
  timezone: timezones[index % timezones.length] ?? 'UTC',
  subjects: [`${tenant}-reader-${index}-a`, `${tenant}-reader-${index}-b`],
});

export const tenants: readonly Tenant[] = ['magazine', 'radio', 'library', 'archive'].map(
  (name, index) => ({
    name,
    timezone: timezones[index] ?? 'UTC',
    customers: Array.from({ length: customersMax }, (_, number) => customer(name, number)),
  }),
);

/** From this day on there are prices; nothing is used before. */
export const firstDay = '2026-01-01';

export const meters: Readonly<Record<string, object>> = {
  views: { eventType: 'view', aggregation: 'count', dimensions: ['section'] },
  kilobytes: { eventType: 'view', aggregation: 'sum', value: 'kilobytes' },
};

export const plan = {
  versions: [
    {
      effectiveFrom: firstDay,
      currency: 'EUR',
      minimumCharge: '0.10',
      charges: [
        { meter: 'views', model: 'per_unit', unitPrice: perView.text },
        { meter: 'kilobytes', model: 'per_unit', unitPrice: perKilobyte.text },
      ],
    },
  ],
};

const address = { lines: ['Hauptstr. 1'], postalCode: '10115', city: 'Berlin', country: 'DE' };

export const settingsOf = ({ name, timezone }: Tenant): object => ({
  seller: { name: `${name} GmbH`, taxNumber: 'DE123456788', address },
  timezone,
  approval: false,
  bounds: null,
  taxes: { standard: { category: 'S', rate: '19' } },
  defaultPlan: 'reader',
  defaultPlanFrom: firstDay,
});

export const profileOf = ({ key, timezone, subjects }: Customer): object => ({
  name: key,
  timezone,
  subjects,
  address,
  plan: [{ plan: 'reader', from: firstDay }],
});
