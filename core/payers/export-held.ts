import { invariant } from '../kernel/invariant.ts';
import { storedObjectFrom } from '../kernel/stored.ts';
import { payerHeld } from './payer-held.ts';
import { type HeldFrom, heldPlaces } from './places.ts';
import type { HeldPlace, HeldPorts, HeldRecord, PayerHeld } from './ports.ts';

/** Where an export goes on. */
interface ExportPlace {
  readonly place: HeldPlace;
  /** Past which record of it. */
  readonly from: HeldFrom;
}

/** Some of what is held. */
export interface HeldPage {
  readonly records: readonly HeldRecord[];
  /** Where the next page begins; undefined after the last. A page may have no records, and have one after it. */
  readonly next: string | undefined;
}

const order = Object.keys(heldPlaces) as readonly HeldPlace[];

/** So much is looked at for one page, hour by hour and block by block: a request has to end. */
const STEPS_PER_PAGE = 1_000;

/**
 * A page of all that is held of a payer, place by place. What comes while it is read may be on it or not, and nothing
 * is on two pages.
 */
export async function exportHeld(
  ports: HeldPorts,
  tenant: string,
  asked: {
    readonly payer: string;
    /** `next` of the page before; undefined for the first. */
    readonly after: string | undefined;
    readonly limit: number;
    /** How much a page may hold, by whoever shows the records; it has one at least. */
    readonly bytesMax: number;
    bytesOf(record: HeldRecord): number;
  },
): Promise<HeldPage> {
  const { limit, bytesMax, bytesOf } = asked;
  const payer = await payerHeld(ports, tenant, asked.payer);
  const records: HeldRecord[] = [];
  let last = placeFrom(asked.after);
  let [steps, bytes] = [0, 0];
  for await (const { record, ...place } of stepsFrom(ports, payer, last)) {
    steps += 1;
    bytes += record === undefined ? 0 : bytesOf(record);
    if (records.length > 0 && bytes > bytesMax) return { records, next: placeText(last) };
    if (record !== undefined) records.push(record);
    last = place;
    const isFull = records.length === limit || steps === STEPS_PER_PAGE;
    if (isFull) return { records, next: placeText(last) };
  }
  return { records, next: undefined };
}

async function* stepsFrom(
  ports: HeldPorts,
  payer: PayerHeld,
  begun: ExportPlace,
): AsyncGenerator<ExportPlace & { readonly record?: HeldRecord }> {
  for (const place of order.slice(order.indexOf(begun.place))) {
    const from = place === begun.place ? begun.from : [];
    for await (const { at, ...step } of heldPlaces[place](ports, payer, from)) {
      yield { ...step, place, from: at };
    }
  }
}

const placeText = ({ place, from }: ExportPlace): string => JSON.stringify({ place, from });

function placeFrom(text: string | undefined): ExportPlace {
  if (text === undefined) return { place: 'customer', from: [] };
  const stored = storedObjectFrom(text, 'where an export goes on');
  const from = stored.list('from').map((part) => {
    invariant(typeof part === 'number' || typeof part === 'string', 'a place has no other parts');
    return part;
  });
  return { place: stored.oneOf('place', order), from };
}
