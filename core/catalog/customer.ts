import { customerBody, customerKey } from '../contract/shapes-customers.ts';
import type { JsonValue } from '../kernel/json.ts';
import { parsed } from '../kernel/parsed.ts';
import { Rejection } from '../kernel/rejection.ts';
import { type TimeZone, timeZoneFrom, utc } from '../kernel/time-zone.ts';

/** Who pays, and for whose usage. */
export interface Customer {
  readonly key: string;
  readonly name: string;
  /** Whose usage it pays for; no other customer has any of them. */
  readonly subjects: readonly string[];
  readonly timezone: TimeZone;
  readonly email?: string;
  /** What the tenant wants to find again here. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a caller asks a customer to become. */
export interface CustomerChange {
  readonly customer: Customer;
  /** The revision it replaces, 0 for none; undefined where whatever there is may be replaced. */
  readonly replaces: number | undefined;
}

/**
 * The body of a `PUT /v1/customers/{key}`, checked. It is the whole customer: what is left out is not kept but takes its
 * default, and of subjects that is the customer's own key, so that a tenant whose users pay for themselves lists none.
 * @throws Rejection with a pointer to what is wrong.
 */
export function customerChangeFrom(key: string, body: JsonValue): CustomerChange {
  const checkedKey = keyFrom(key);
  const { name, subjects, timezone, email, metadata, revision } = parsed(customerBody, body);
  refuseRepeats(subjects ?? []);
  return {
    customer: {
      key: checkedKey,
      name,
      subjects: subjects ?? [checkedKey],
      timezone: timezone === undefined ? utc : timeZoneFrom(timezone, '/timezone'),
      ...(email === undefined ? {} : { email }),
      metadata: metadata ?? {},
    },
    replaces: revision,
  };
}

function keyFrom(key: string): string {
  const result = customerKey.safeParse(key);
  if (result.success) return result.data;
  throw new Rejection(
    'request.bad-key',
    `key: ${result.error.issues[0]?.message ?? ''}, got ${JSON.stringify(key.slice(0, 100))}`,
    { param: 'key' },
  );
}

function refuseRepeats(subjects: readonly string[]): void {
  const seen = new Set<string>();
  for (const [index, subject] of subjects.entries()) {
    if (seen.has(subject)) {
      const param = `/subjects/${index}`;
      throw new Rejection('request.invalid', `${param}: list each subject once`, { param });
    }
    seen.add(subject);
  }
}

/** What a request for a customer that does not exist is answered. */
export const customerNotFound = (key: string, param: string): Rejection =>
  new Rejection(
    'customer.not-found',
    `create it with PUT /v1/customers/{key}, or see GET /v1/customers: there is no customer ${JSON.stringify(key.slice(0, 100))}`,
    { param },
  );
