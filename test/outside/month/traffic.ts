import { type Meter, month, type Payer } from './catalog.ts';

/** Something that a payer asks for; its key tells it from all others. */
export interface Ask {
  readonly payer: string;
  readonly key: string;
  readonly kind: 'charge' | 'hold' | 'lease';
  readonly meter: Meter;
  readonly quantity: string;
  readonly expiresIn: number;
  /** What becomes of a hold or a lease, hours later. */
  readonly ends: readonly End[];
}

/** How a hold is ended, or a lease is spent; nothing at all: it ends by itself. */
export type End =
  | { readonly kind: 'capture' | 'part'; readonly quantity: string }
  | { readonly kind: 'release' };

/** An event that nobody asked for before. */
export interface Besides {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
}

/**
 * When the clock stands still for traffic, and when what is held by then is ended. The third holds on the last day of
 * the old prices and ends under the new; the last holds on the last evening of March and ends in April.
 */
export const stops = [
  { at: `${month}-02T09:00:00Z`, later: `${month}-02T12:00:00Z` },
  { at: `${month}-09T18:00:00Z`, later: `${month}-09T21:00:00Z` },
  { at: `${month}-15T21:30:00Z`, later: `${month}-16T01:00:00Z` },
  { at: `${month}-24T07:00:00Z`, later: `${month}-24T13:00:00Z` },
  { at: `${month}-31T20:30:00Z`, later: '2026-04-01T00:30:00Z' },
] as const;

const SHORT_SECONDS = 60;
const LONG_SECONDS = 86_400;

/** Numbers that are the same whenever they are drawn again: `mulberry32`. */
function drawing(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** What a payer asks for at a stop, and sends besides. */
export function trafficOf(
  payer: Payer,
  stop: number,
): { readonly asks: readonly Ask[]; readonly besides: readonly Besides[] } {
  const draw = drawing(Number(payer.key.slice(-3)) * 100 + stop);
  const asks: Ask[] = [];
  const ask = (kind: Ask['kind'], meter: Meter, units: string, more: Partial<Ask> = {}): void => {
    const key = `${payer.key}-${stop}-${asks.length}`;
    const common = { payer: payer.key, key, kind, meter, quantity: units };
    asks.push({ ...common, expiresIn: LONG_SECONDS, ends: [], ...more });
  };
  const bytes = (): string => `${1 + draw(900_000)}.${draw(100)}5`;
  ask('charge', 'reads', String(1 + draw(3)));
  ask('charge', 'bytes', bytes());
  ask('hold', 'reads', '5', { ends: [{ kind: 'capture', quantity: String(draw(6)) }] });
  ask('hold', 'reads', '3', { ends: [{ kind: 'release' }] });
  const isShort = draw(2) === 0;
  ask('hold', 'bytes', '1000000', {
    ...(isShort ? { expiresIn: SHORT_SECONDS } : {}),
    ends: [{ kind: 'capture', quantity: bytes() }],
  });
  if (draw(3) === 0) ask('hold', 'bytes', '1000', { expiresIn: SHORT_SECONDS });
  const parts = [1 + draw(3), 1 + draw(3), draw(3)].map(String);
  ask('lease', 'reads', '10', {
    ends: parts.map((quantity, index) => ({ kind: index === 2 ? 'capture' : 'part', quantity })),
  });
  return { asks, besides: besidesOf(payer, stop, draw(4)) };
}

function besidesOf({ key, besides }: Payer, stop: number, more: number): readonly Besides[] {
  if (besides === 'nothing') return [];
  const type = besides === 'calls' ? 'call' : 'read';
  return Array.from({ length: 2 + more }, (_, index) => ({
    ...{ id: `${key} ${stop} ${index}`, source: 'urn:farthing:month', type, subject: key },
    time: stops[stop]?.at ?? '',
  }));
}
