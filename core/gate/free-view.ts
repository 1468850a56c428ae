import type { GateAsked } from './asked.ts';
import { freeCounted, freeSeconds, freeUsed, freeVersion } from './free-views.ts';
import type { Gate } from './gate.ts';

/** One more view that is free, counted. */
export interface FreeView {
  /** To be sent back with the next request. */
  readonly counted: string;
  readonly seconds: number;
}

/** Whether one more is free of who has sent no token; undefined where it is not. */
export async function freeView(
  { secrets, clock }: Pick<Gate, 'secrets' | 'clock'>,
  tenant: string,
  { free, meter, payment: { freeViews = '' } }: Pick<GateAsked, 'free' | 'meter' | 'payment'>,
): Promise<FreeView | undefined> {
  if (free === undefined) return undefined;
  const now = clock.now();
  const { every, views } = free;
  const of = { tenant, meter };
  const version = freeVersion(freeViews);
  const signed = version === undefined ? undefined : await secrets.of(tenant, version, now);
  const used = signed === undefined ? 0 : freeUsed(signed, of, { text: freeViews, every, now });
  if (used >= views) return undefined;
  const current = await secrets.current(tenant, now);
  return {
    counted: freeCounted(current, of, { used: used + 1, every, now }),
    seconds: freeSeconds({ every, now }),
  };
}
