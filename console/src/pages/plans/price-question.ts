import type { RequestOf } from '../../api.ts';

export type PriceQuestion = RequestOf<'POST /v1/price-calculations'>['body'];

/** By which charge: one of a plan that there is, or one that is written. */
export type PricedBy =
  | { readonly plan: NonNullable<PriceQuestion['plan']> }
  | { readonly charge: Readonly<Record<string, unknown>>; readonly currency: string };

/** What is to be priced, as a person types it. */
export interface TypedUsage {
  readonly quantity: string;
  /** How many events that were; empty where it does not matter. */
  readonly events: string;
  /** What each event says, apart by spaces or lines, instead of a quantity. */
  readonly values: string;
}

/** What is asked for; undefined while nothing is typed that could be rated. Nothing is rated here. */
export function priceQuestion(by: PricedBy, typed: TypedUsage): PriceQuestion | undefined {
  const values = typed.values.split(/\s+/).filter((one) => one !== '');
  const quantity = typed.quantity.replace(/\s/g, '');
  const events = typed.events.trim();
  if (values.length === 0 && quantity === '') return undefined;
  return {
    ...(by as PriceQuestion),
    ...(values.length === 0 ? { quantity } : { values }),
    ...(/^\d{1,12}$/.test(events) ? { events: Number(events) } : {}),
  };
}

/** Whether a price looks at how many events there were, or at each of them. */
export const looksAtEvents = ({ model }: { readonly model?: unknown }): boolean =>
  model === 'percentage';
