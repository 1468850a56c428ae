import type { SettlementMark, Settlements } from '../../core/gate/chain/ports.ts';
import {
  addressText,
  placeText,
  type Settlement,
  type SettlementPlace,
  settlementFrom,
  settlementPart,
  settlementText,
} from '../../core/gate/chain/settlement.ts';

/** Settlements as texts in memory, put as a table puts them. */
export function inMemorySettlements(): Settlements & {
  readonly all: () => readonly Settlement[];
  readonly marks: () => readonly SettlementMark[];
} {
  const settlements = new Map<string, string>();
  const marks = new Map<string, SettlementMark>();
  const get = (place: SettlementPlace): Settlement | undefined => {
    const text = settlements.get(placeText(place));
    return text === undefined ? undefined : settlementFrom(text);
  };
  return {
    all: () => [...settlements.values()].map(settlementFrom),
    marks: () => [...marks.values()],
    get: async (place) => get(place),
    async put(settlement) {
      if ((get(settlement)?.revision ?? 0) !== settlement.revision - 1) return 'taken';
      settlements.set(placeText(settlement), settlementText(settlement));
      return 'put';
    },
    async watch({ tenant, network, asset, from, nonce }, at) {
      const place = { tenant, network, asset, from, nonce };
      marks.set(placeText(place), { ...place, at });
    },
    async watched(part, { after, limit }) {
      return [...marks]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .filter(([text, mark]) => settlementPart(mark) === part && text > (after ?? ''))
        .slice(0, limit)
        .map(([, mark]) => mark);
    },
    async watchedOf(place) {
      const before = `${addressText(place)},`;
      return [...marks]
        .filter(([text]) => text.startsWith(before))
        .map(([, mark]) => mark)
        .slice(0, 10);
    },
    async unwatch(place) {
      marks.delete(placeText(place));
    },
  };
}
