import type {
  BatchOutcome,
  Marketplace,
  MeteredAnswer,
  MeteredBatch,
  MeteredUnits,
} from './ports.ts';

/** As many as AWS takes at once. */
const BATCH_MAX = 25;

/** Units with whatever they are called by here. */
export interface UnitsToSend<Place> extends MeteredUnits {
  readonly place: Place;
}

/** What AWS says of each of these, all of one product; in batches, and one by one where it refuses a batch for one. */
export async function sendUnits<Place>(
  marketplace: Pick<Marketplace, 'meter'>,
  to: Pick<MeteredBatch, 'product' | 'url'>,
  units: readonly UnitsToSend<Place>[],
): Promise<readonly { readonly place: Place; readonly answer: MeteredAnswer }[]> {
  const kinds = [
    units.filter(({ license }) => license !== undefined),
    units.filter(({ license }) => license === undefined),
  ];
  const told: { place: Place; answer: MeteredAnswer }[] = [];
  for (const kind of kinds) {
    for (let first = 0; first < kind.length; first += BATCH_MAX) {
      const batch = kind.slice(first, first + BATCH_MAX);
      for (const [index, answer] of (await sendBatch(marketplace, to, batch)).entries()) {
        const place = batch[index]?.place;
        if (place !== undefined) told.push({ place, answer });
      }
    }
  }
  return told;
}

/** In the order of the batch. Halves of it are sent again where AWS took nothing of it for one of its records. */
async function sendBatch(
  marketplace: Pick<Marketplace, 'meter'>,
  to: Pick<MeteredBatch, 'product' | 'url'>,
  batch: readonly MeteredUnits[],
): Promise<readonly MeteredAnswer[]> {
  const metered = batch.map(({ account, license, dimension, units, at }) => ({
    ...{ account, license, dimension, units, at },
  }));
  const outcome = await marketplace.meter({ ...to, metered });
  if (outcome.kind === 'answered') return outcome.answers;
  const isOfOne = outcome.kind === 'refused' && outcome.because !== 'caller';
  if (!isOfOne || batch.length === 1) return batch.map(() => answerOf(outcome));
  const half = Math.ceil(batch.length / 2);
  const [first, second] = [
    await sendBatch(marketplace, to, batch.slice(0, half)),
    await sendBatch(marketplace, to, batch.slice(half)),
  ];
  return [...first, ...second];
}

function answerOf(outcome: Exclude<BatchOutcome, { kind: 'answered' }>): MeteredAnswer {
  const { detail } = outcome;
  if (outcome.kind === 'unknown') return { kind: 'unknown', detail };
  return { kind: outcome.because === 'out-of-bounds' ? 'out-of-bounds' : 'refused', detail };
}
