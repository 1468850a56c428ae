import type { JsonObject } from '../kernel/json.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { UseAsked } from '../spend/charge.ts';
import { refuseCapture, useFrom } from '../spend/gated-event.ts';
import type { PayerTerms } from '../spend/payer-terms.ts';
import { anybody } from '../spend/protocol/anybody.ts';
import { refuseLongData } from '../spend/protocol/use.ts';
import { type GateAsked, placeOf } from './asked.ts';

/**
 * What is used if it is served, with where it was in what its event says.
 * @throws Rejection as `useFrom` and `refuseCapture` do; `event.too-large`
 */
export function gatedUse(terms: PayerTerms, asked: GateAsked): (at: Timestamp) => UseAsked {
  const data = dataOf(asked);
  refuseLongData(data);
  const subject = terms.payer === anybody ? undefined : asked.subject;
  return (at) => {
    const { meter, quantity, dimensions } = asked;
    const own = useFrom(terms, at, { meter, quantity, dimensions, subject, data });
    refuseCapture(terms.meter(own.meter), own.quantity);
    return own;
  };
}

/** A dimension of that name says it by itself. */
function dataOf({ resource, dimensions, data }: GateAsked): JsonObject {
  const isSaid = 'resource' in dimensions || '/resource' in dimensions;
  return isSaid ? (data ?? {}) : { resource: placeOf(resource.url), ...data };
}
