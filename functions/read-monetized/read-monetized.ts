import type { Context } from 'aws-lambda';
import {
  type MonetizedFront,
  type MonetizedPorts,
  readMonetized,
} from '../../core/gate/monetized/read-monetized.ts';
import { currencyFrom } from '../../core/kernel/currency.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { StoredObject } from '../../core/kernel/stored.ts';
import { timestampFrom } from '../../core/kernel/timestamp.ts';

/** Enough for a page of records, and what is being booked. */
const SHORT_MS = 60_000;

/** Fronts as the stack hands them over: JSON of what is set. */
export function monetizedFrontsFrom(text: string): readonly MonetizedFront[] {
  const listed: unknown = JSON.parse(text);
  invariant(Array.isArray(listed), 'MONETIZED is a list');
  return listed.map((one: unknown) => {
    const stored = new StoredObject(one, 'a front that is monetized');
    const from = timestampFrom(stored.text('from'));
    const currency = currencyFrom(stored.text('currency'));
    invariant(from !== undefined && currency !== undefined, 'a front has its from and currency');
    const webAcl = stored.has('webAcl') ? stored.text('webAcl') : undefined;
    return { tenant: stored.text('tenant'), webAcl, from, currency };
  });
}

/** Reads and books what was settled of each front. None holds up another: what failed is thrown after all. */
export const readMonetizedFronts =
  (ports: MonetizedPorts, fronts: readonly MonetizedFront[]) =>
  async (_event: unknown, context?: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> => {
    const time = { isShort: () => (context?.getRemainingTimeInMillis() ?? Infinity) < SHORT_MS };
    const failures: unknown[] = [];
    for (const front of fronts) {
      try {
        await readMonetized(ports, front, time);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) {
      throw new AggregateError(failures, `${failures.length} fronts could not be read`);
    }
  };
