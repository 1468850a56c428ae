import { isObject, jsonOf } from '../../json-text.ts';
import type { Plan, PlanVersion } from './version-times.ts';

export type Members = Readonly<Record<string, unknown>>;

/** A version as it is written: what is in it may be wrong, which the interface says. */
export interface VersionDraft extends Members {
  readonly charges: readonly Members[];
  readonly fixedFees?: readonly Members[];
}

/** A version that was written as JSON; or why it is none. */
export function draftFrom(
  text: string,
): { readonly draft: VersionDraft } | { readonly fault: string } {
  const read = jsonOf(text);
  if ('fault' in read) return read;
  const { value } = read;
  if (!isObject(value)) return { fault: 'write an object: {"effectiveFrom": "2027-01-01", …}' };
  const { charges, fixedFees } = value;
  if (!areObjects(charges)) return { fault: 'give charges as a list of objects; it may be empty' };
  if (fixedFees === undefined) return { draft: { ...value, charges } };
  if (!areObjects(fixedFees)) return { fault: 'give fixedFees as a list of objects' };
  return { draft: { ...value, charges, fixedFees } };
}

const areObjects = (value: unknown): value is readonly Members[] =>
  Array.isArray(value) && value.every(isObject);

/** What a new version begins as: what the plan has last, from another day on. */
export function draftAfter(plan: Pick<Plan, 'versions'> | undefined, day: string): VersionDraft {
  const last = plan?.versions.at(-1);
  if (last === undefined) return { effectiveFrom: day, currency: 'EUR', charges: [] };
  return { ...draftOf(last), effectiveFrom: last.effectiveFrom < day ? day : '' };
}

export function draftOf({ charges, fixedFees, ...version }: PlanVersion): VersionDraft {
  return {
    ...version,
    charges: charges.map((charge) => ({ ...charge })),
    ...(fixedFees === undefined ? {} : { fixedFees: fixedFees.map((fee) => ({ ...fee })) }),
  };
}

/** With a member as it was written. What is empty is left out. */
export function withMember<Some extends Members>(members: Some, name: string, value: string): Some {
  const { [name]: _, ...others } = members;
  return (value === '' ? others : { ...members, [name]: value }) as Some;
}

export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** With one of a list changed, or taken out. */
export const withItem = <Item>(
  items: readonly Item[],
  index: number,
  item: Item | undefined,
): readonly Item[] =>
  items.flatMap((one, place) => {
    if (place !== index) return [one];
    return item === undefined ? [] : [item];
  });
